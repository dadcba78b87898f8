package vault

// Domain is one of the two sealed halves of a vault.
type Domain uint8

// The domains.
const (
	DeskDomain  Domain = iota // open with the device secret
	StaffDomain               // open only while somebody is signed in
)

// Bucket is one kind of record. Its number stands on disk and never changes.
type Bucket byte

// Desk-domain buckets: readable while locked, no personal data.
const (
	Lists       Bucket = 1 // root, trust list, policy, status and erasure lists as received
	Outbox      Bucket = 2 // parcels, already encrypted to the broker, and their states
	Receipts    Bucket = 3
	Lease       Bucket = 4 // status indices
	HighWater   Bucket = 5 // times and versions that only go up
	LettersUsed Bucket = 6 // by HMAC of the letter's jti
	Settings    Bucket = 7
	DeskKeys    Bucket = 8 // the desk's own keys

	chain    Bucket = 32 // journal lines by number
	inbox    Bucket = 33 // sealed to the vault's public key until sign-in
	slots    Bucket = 34
	blobRefs Bucket = 35 // which blobs are named by some record
	state    Bucket = 36 // journal head, public key, counters
)

// Staff-domain buckets: readable only while unlocked.
const (
	Cases         Bucket = 64
	Drafts        Bucket = 65
	Vouches       Bucket = 66 // proposed and issued, with approvals
	Intents       Bucket = 67 // what is about to be signed
	LetterRecords Bucket = 68
	Captures      Bucket = 69 // which blob shows what
	Checks        Bucket = 70
	Packets       Bucket = 71
	Tasks         Bucket = 72 // conflicts and the like, for a person to settle

	particulars Bucket = 96 // sealed under the subject's journal key
	journalKeys Bucket = 97
	caseKeys    Bucket = 98 // per-case identities for blobs
	staffState  Bucket = 99 // the vault's private key, schema
)

// Domain says where a bucket lies.
func (b Bucket) Domain() Domain {
	if b < Cases {
		return DeskDomain
	}
	return StaffDomain
}

func (b Bucket) String() string {
	if name, ok := bucketNames()[b]; ok {
		return name
	}
	return "unknown"
}

// open says whether callers may use a bucket directly.
func (b Bucket) open() bool {
	return b >= Lists && b <= DeskKeys || b >= Cases && b <= Tasks
}

func bucketNames() map[Bucket]string {
	return map[Bucket]string{
		Lists: "lists", Outbox: "outbox", Receipts: "receipts", Lease: "lease",
		HighWater: "high-water", LettersUsed: "letters-used", Settings: "settings", DeskKeys: "desk-keys",
		chain: "chain", inbox: "inbox", slots: "slots", blobRefs: "blob-refs", state: "state",
		Cases: "cases", Drafts: "drafts", Vouches: "vouches", Intents: "intents",
		LetterRecords: "letter-records", Captures: "captures", Checks: "checks", Packets: "packets", Tasks: "tasks",
		particulars: "particulars", journalKeys: "journal-keys", caseKeys: "case-keys", staffState: "staff-state",
	}
}
