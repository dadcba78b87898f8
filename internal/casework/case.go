// Package casework is one resident, one purpose, from opening to outcome.
//
// A [Case] is changed only by its methods, each of which checks that the state
// allows it and records who did it ([Case.Acts]); four eyes later asks those
// records, not the screens. The package is pure: no clock, no storage, no
// signing. It never decides whether a vouch may be issued (package issuance)
// nor what a case is worth (package policy).
//
// A Case is a plain value that can be stored as JSON. It is not safe for
// concurrent use: package desk owns the only mutable copy and hands out clones.
//
// Failures: case-not-open, case-not-with-supervisor, case-item-missing,
// case-item-there, case-reason-missing, case-not-issued, case-outcome, case-four-eyes, those of
// representative.go and concern.go and, from [Case.Missing], those of missing.go, each with its place.
package casework

import (
	"encoding/json"
	"slices"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// ID names a case; random, never shown.
type ID string

// State is where a case stands.
type State string

// The states of DESIGN 5.
const (
	Open           State = "open"
	Parked         State = "parked"
	WithSupervisor State = "with_supervisor"
	BeingChecked   State = "being_checked" // issued, the broker has not answered yet
	Closed         State = "closed"
)

// Outcome is how a case ended.
type Outcome string

// The outcomes of DESIGN 5.
const (
	NoOutcome   Outcome = ""
	Vouched     Outcome = "vouched"
	ComeBack    Outcome = "come_back"
	NotVerified Outcome = "not_verified"
	Referred    Outcome = "referred"
	Withdrawn   Outcome = "withdrawn"
)

// Step is one part of the task list.
type Step string

// The steps, in the order in which an officer meets them.
const (
	StepLetter   Step = "letter"
	StepResident Step = "resident"
	StepPurpose  Step = "purpose"
	StepEvidence Step = "evidence"
	StepLikeness Step = "likeness"
	StepReferee  Step = "referee"
	StepReview   Step = "review"
)

// Steps lists the steps in order.
func Steps() []Step {
	return []Step{StepLetter, StepResident, StepPurpose, StepEvidence, StepLikeness, StepReferee, StepReview}
}

// Letter is what the case holds of the letter the resident brought.
type Letter struct {
	Path     string       `json:"path"` // "", "scanned" or "none"
	JTI      string       `json:"jti,omitempty"`
	KID      string       `json:"kid,omitempty"`
	IssuedAt time.Time    `json:"issued_at,omitzero"`
	Until    time.Time    `json:"until,omitzero"`
	Site     int          `json:"site,omitempty"`
	State    letter.State `json:"state,omitempty"`
	At       time.Time    `json:"at,omitzero"`
}

// The paths a letter step can take.
const (
	LetterScanned = "scanned"
	LetterNone    = "none"
)

// Resident is who the resident says they are.
type Resident struct {
	Name    resident.Name    `json:"name"`
	Born    resident.Date    `json:"born"`
	Address resident.Address `json:"address"`
	Contact resident.Contact `json:"contact"`
}

// Purpose is what the vouch is for and how the resident was told.
type Purpose struct {
	Service  string         `json:"service"`
	Notice   string         `json:"notice"`       // version of the privacy notice
	Told     string         `json:"told"`         // "read_aloud", "shown", "given"
	To       string         `json:"to,omitempty"` // ToldRepresentative, else the resident
	Language string         `json:"language"`
	At       time.Time      `json:"at"`
	By       trust.PersonID `json:"by"`
}

// ToldRepresentative is a notice that was told to who acts for the resident.
const ToldRepresentative = "representative"

// Check is the broker's signed answer about counter-fraud and activity.
type Check struct {
	Token    string    `json:"token"`
	JTI      string    `json:"jti"`
	At       time.Time `json:"at"`
	Activity int       `json:"activity"`
	Fraud    int       `json:"fraud"`
	Sources  []string  `json:"sources,omitempty"`
	Limits   *Limits   `json:"limits,omitempty"` // of a referee's check
}

// Limits is what the broker's check says of a referee from every desk's cases.
type Limits struct {
	Vouched int  `json:"vouched"` // other residents within a year
	Chain   bool `json:"chain"`
	Mutual  bool `json:"mutual"`
}

// Act is one thing a person did to the case.
type Act struct {
	By   trust.PersonID `json:"by"`
	At   time.Time      `json:"at"`
	What string         `json:"what"`
}

// Intent is what was burned before signing; one that outlives a start of the
// desk without its vouch is void (DESIGN 6, Order of signing).
type Intent struct {
	JTI   string         `json:"jti"`
	Seq   uint64         `json:"seq"`
	Index int            `json:"index"`
	By    trust.PersonID `json:"by"`
	At    time.Time      `json:"at"`
}

// Submission is a proposed vouch and what became of it.
type Submission struct {
	JTI         string         `json:"jti"`
	Token       string         `json:"token"` // SD-JWT with every disclosure
	SHA256      string         `json:"sha256"`
	Seq         uint64         `json:"seq"`
	By          trust.PersonID `json:"by"`
	At          time.Time      `json:"at"`
	Approval    string         `json:"approval,omitempty"`
	ApprovalJTI string         `json:"approval_jti,omitempty"`
	ApprovedBy  trust.PersonID `json:"approved_by,omitempty"`
	ApprovedAt  time.Time      `json:"approved_at,omitzero"`
	Receipt     string         `json:"receipt,omitempty"`
	ReceivedAt  time.Time      `json:"received_at,omitzero"`
	Void        string         `json:"void,omitempty"` // why it counts no more
	// KnownByReferees: the vouch knows the resident from referees only.
	KnownByReferees bool `json:"known_by_referees,omitempty"`
}

// Decision is a supervisor's answer to the last submission.
type Decision struct {
	Kind   string         `json:"kind"` // "return" or "refuse"
	Reason string         `json:"reason"`
	Note   string         `json:"note,omitempty"`
	By     trust.PersonID `json:"by"`
	At     time.Time      `json:"at"`
}

// A Case is one resident and one purpose.
type Case struct {
	ID         ID                 `json:"id"`
	Ref        string             `json:"ref"`
	State      State              `json:"state"`
	Outcome    Outcome            `json:"outcome,omitempty"`
	Opened     time.Time          `json:"opened"`
	OpenedBy   trust.PersonID     `json:"opened_by"`
	Desk       trust.DeskID       `json:"desk"`
	Policy     int64              `json:"policy"` // version it was last assessed under
	Letter     Letter             `json:"letter"`
	Resident   *Resident          `json:"resident,omitempty"`
	Purpose    *Purpose           `json:"purpose,omitempty"`
	Evidence   []evidence.Item    `json:"evidence,omitempty"`
	Removed    []evidence.Item    `json:"removed,omitempty"` // kept until submission, so that removing can be undone
	Likeness   *evidence.Likeness `json:"likeness,omitempty"`
	Check      *Check             `json:"check,omitempty"`
	Acts       []Act              `json:"acts"`
	Intent     *Intent            `json:"intent,omitempty"`
	Submission *Submission        `json:"submission,omitempty"`
	Voided     []Submission       `json:"voided,omitempty"`
	Decision   *Decision          `json:"decision,omitempty"`

	Referees        []Referee `json:"referees,omitempty"`
	RemovedReferees []Referee `json:"removed_referees,omitempty"` // as Removed

	Representative *Representative `json:"representative,omitempty"`
	FormerRep      *Representative `json:"former_representative,omitempty"` // kept until submission, so that taking away can be undone
	Names          []NameLink      `json:"names,omitempty"`
	Concern        *Concern        `json:"concern,omitempty"`
	FormerConcerns []Concern       `json:"former_concerns,omitempty"` // looked at, before the one that stands

	Left       time.Time      `json:"left,omitzero"`     // when the resident went home while a second look was to be made
	Closing    *Closing       `json:"closing,omitempty"` // how the last visit ended
	Visits     []Visit        `json:"visits,omitempty"`  // returns of the resident, oldest first
	RetryOf    ID             `json:"retry_of,omitempty"`
	RetriedBy  ID             `json:"retried_by,omitempty"` // the case that is the next try
	MayRetry   trust.PersonID `json:"may_retry,omitempty"`  // the supervisor who allowed one
	Replaces   string         `json:"replaces,omitempty"`   // jti of the vouch this case corrects
	Correction *Correction    `json:"correction,omitempty"` // why, and of which case
	Corrected  *Corrected     `json:"corrected,omitempty"`  // by which case this one's vouch is
	Changed    *Changed       `json:"changed,omitempty"`    // by a later policy, and not yet read
}

// Failures of a command on a case.
var (
	ErrNotOpen           = fault.New(fault.Conflict, "case-not-open")
	ErrNotWithSupervisor = fault.New(fault.Conflict, "case-not-with-supervisor")
	ErrNoItem            = fault.New(fault.NotFound, "case-item-missing")
	ErrItemThere         = fault.New(fault.Conflict, "case-item-there") // restoring would make it two
	ErrNoReason          = fault.New(fault.Malformed, "case-reason-missing")
	ErrNotIssued         = fault.New(fault.Conflict, "case-not-issued")
	ErrOutcome           = fault.New(fault.Malformed, "case-outcome")
	ErrFourEyes          = fault.New(fault.Unauthorised, "case-four-eyes") // who decides acted on the case
)

// Clone returns a detached copy.
func (c *Case) Clone() *Case {
	data, err := json.Marshal(c)
	if err != nil {
		panic("casework: a case is always JSON: " + err.Error())
	}
	var copied Case
	if err := json.Unmarshal(data, &copied); err != nil {
		panic("casework: a case reads back: " + err.Error())
	}
	return &copied
}

// Actors lists everyone who acted on the case, first act first.
func (c *Case) Actors() []trust.PersonID {
	var all []trust.PersonID
	for _, a := range c.Acts {
		if !slices.Contains(all, a.By) {
			all = append(all, a.By)
		}
	}
	return all
}

// Took reports whether a person acted on the case before its submission was
// decided: who did may not approve it, under any key.
func (c *Case) Took(person trust.PersonID) bool {
	return slices.Contains(c.Actors(), person)
}

// Item finds a piece of evidence.
func (c *Case) Item(id evidence.ItemID) (evidence.Item, bool) {
	i := slices.IndexFunc(c.Evidence, func(e evidence.Item) bool { return e.ID == id })
	if i < 0 {
		return evidence.Item{}, false
	}
	return c.Evidence[i], true
}
