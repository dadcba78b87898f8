package brokerstore

import (
	"context"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
)

// The failures a caller may tell apart.
var (
	ErrNotFound     = fault.New(fault.NotFound, "not-found")
	ErrExists       = fault.New(fault.Conflict, "exists")
	ErrOlder        = fault.New(fault.Conflict, "version-not-newer")
	ErrReplayed     = fault.New(fault.Unauthorised, "request-replayed")
	ErrSecret       = fault.New(fault.Unauthorised, "enrol-secret") // unknown, used by another key, or late
	ErrLetterTaken  = fault.New(fault.Conflict, "letter-used-elsewhere")
	ErrIndexLease   = fault.New(fault.Refused, "status-index-not-leased")
	ErrIndexUsed    = fault.New(fault.Conflict, "status-index-used")
	ErrSeqTaken     = fault.New(fault.Conflict, "desk-seq-taken")
	ErrSeqPrev      = fault.New(fault.Conflict, "desk-prev-differs")
	ErrSubjectTaken = fault.New(fault.Conflict, "vouch-subject-taken")    // the case has a vouch already
	ErrReplacesNone = fault.New(fault.Refused, "replaced-vouch-unknown")  // or it was never accepted
	ErrReplacesElse = fault.New(fault.Refused, "replaced-vouch-other")    // of another case
	ErrReplaced     = fault.New(fault.Conflict, "vouch-replaced-already") // by another
	ErrSuperseded   = fault.New(fault.Conflict, "vouch-superseded")       // its desk sent another in its place

	ErrNoIndices = fault.New(fault.Unavailable, "status-indices-short")
	ErrNotNext   = fault.New(fault.Conflict, "log-moved-on")
	ErrBusy      = fault.New(fault.Unavailable, "store-busy")
	ErrStore     = fault.New(fault.Internal, "store")
	ErrDamaged   = fault.New(fault.Tampered, "store-damaged")
)

// Store is what a broker needs kept. Times are stored to the second.
type Store interface {
	// Publish keeps a token of one kind under its version. A version that is
	// not above the newest of the kind is ErrOlder.
	Publish(ctx context.Context, doc Doc) error
	// Published is the newest of a kind, or ErrNotFound.
	Published(ctx context.Context, kind DocKind) (Doc, error)
	// PublishedAt is one version of a kind, or ErrNotFound.
	PublishedAt(ctx context.Context, kind DocKind, version int64) (Doc, error)
	// Versions lists what is published of a kind, the oldest first. Versions only
	// go up and need not be dense.
	Versions(ctx context.Context, kind DocKind) ([]int64, error)

	// Registry is the council's register; the zero Registry before the first.
	Registry(ctx context.Context) (Registry, error)
	// ChangeRegistry lets change edit the register in one transaction. An error
	// of change is returned and nothing is kept. change may run more than once.
	ChangeRegistry(ctx context.Context, change func(*Registry) error) error

	// AddEnrolment keeps the hash of a secret that may be used once.
	AddEnrolment(ctx context.Context, e Enrolment) error
	// Enrol uses a secret for a key: it adds the desk to the register in the
	// same transaction. The same secret with the same key again changes nothing
	// and gives the same desk; with another key, after e.Until or unknown it is
	// ErrSecret.
	Enrol(ctx context.Context, secretHash string, desk DeskKeys, now time.Time) (trust.Desk, error)

	// Remember keeps a request id until a time. Known already: ErrReplayed.
	// What is over by now may be dropped.
	Remember(ctx context.Context, desk trust.DeskID, jti string, until, now time.Time) error

	// AddLetter keeps a letter. Its jti or typed code twice is ErrExists.
	AddLetter(ctx context.Context, l Letter) error
	// Letters lists the letters for a site (and for any site) that are good
	// after a time, by jti.
	Letters(ctx context.Context, site int, after time.Time) ([]Letter, error)
	// Letter finds a letter, or ErrNotFound.
	Letter(ctx context.Context, jti string) (Letter, error)

	// Lease gives a desk the first n of candidates that were never given to
	// anybody. Fewer than n: ErrNoIndices, and none is given.
	Lease(ctx context.Context, desk trust.DeskID, candidates []int, n int, at time.Time) ([]int, error)

	// AddCheck keeps what a check answered. Its jti twice is ErrExists.
	AddCheck(ctx context.Context, c Check) error
	// Check finds a check, or ErrNotFound.
	Check(ctx context.Context, jti string) (Check, error)

	// PutVouch keeps a proposed vouch with everything it uses up: its jti, the
	// desk's seq and prev, the status index and the letter. The same jti with
	// the same SHA256 changes nothing and returns what is kept; with another it
	// is ErrExists. Otherwise, in this order: ErrIndexLease, ErrIndexUsed,
	// ErrSeqTaken, ErrSeqPrev (a neighbouring seq of the desk is known and does
	// not fit), then what belongs to its subject, and ErrLetterTaken.
	//
	// A subject has one vouch at a time. A vouch that replaces none is
	// ErrSubjectTaken where its subject has one. A vouch that replaces one needs
	// that accepted (ErrReplacesNone), of its own subject (ErrReplacesElse) and
	// replaced by no other (ErrReplaced); the letter stays with the first. In
	// both, one of the same desk that was never approved gives way with its
	// letter, and can then not be approved any more.
	PutVouch(ctx context.Context, v Vouch) (kept Vouch, created bool, err error)
	// Vouch finds a vouch, or ErrNotFound.
	Vouch(ctx context.Context, jti string) (Vouch, error)
	// Approve lays an approval beside its vouch and appends the leaf to the
	// log, together. The same approval jti again changes nothing and returns
	// what is kept; another one is ErrExists. No such vouch: ErrNotFound; one
	// that gave way: ErrSuperseded. With the approval of a vouch that replaces
	// another, that one is withdrawn.
	Approve(ctx context.Context, a Approval) (kept Vouch, created bool, err error)
	// Approve also keeps the vouch's Ties, and tells in its Breaches which
	// limits it breaks together with those approved before: what comes second
	// breaks them, however fast it comes.
	//
	// Referee tells what approved vouches say of a referee.
	Referee(ctx context.Context, q RefereeQuery) (RefereeHistory, error)
	// SetReceipt keeps the first receipt of an approved vouch and returns the
	// one that is kept.
	SetReceipt(ctx context.Context, jti, receipt string) (string, error)

	// Head is the log's last signed state; the zero Head before the first.
	Head(ctx context.Context) (Head, error)
	// Leaves are the leaves from an index on, at most limit.
	Leaves(ctx context.Context, from int64, limit int) ([][]byte, error)
	// Hashes reads stored tree hashes by their index, all or ErrNotFound.
	Hashes(ctx context.Context, indexes []int64) ([][32]byte, error)
	// Integrate appends tree hashes and moves the head, if the log still
	// stands at from; else ErrNotNext, because another sequencer was faster.
	Integrate(ctx context.Context, from int64, hashes [][32]byte, head Head) error

	// AddJournal keeps a desk's journal checkpoint and says what is wrong with
	// it. A finding other than JournalFits is kept aside as evidence. After a
	// gap the desk goes on from the new place, and sending the same checkpoint
	// again fits; a fork or rollback never replaces what was known.
	AddJournal(ctx context.Context, j Journal) (JournalFinding, error)

	// PutReferral keeps a referral. The same id with the same SHA256 changes
	// nothing; with another, or from another desk, it is ErrExists.
	PutReferral(ctx context.Context, r Referral) (created bool, err error)
	// Referral finds a referral, or ErrNotFound.
	Referral(ctx context.Context, id string) (Referral, error)

	// AddIncident keeps something a person has to settle; the same Key twice
	// is kept once.
	AddIncident(ctx context.Context, i Incident) error
	// Incidents lists them, oldest first.
	Incidents(ctx context.Context) ([]Incident, error)

	// Ping reports whether the store can be read.
	Ping(ctx context.Context) error
	// Close ends it. Nothing may be called after it.
	Close() error
}
