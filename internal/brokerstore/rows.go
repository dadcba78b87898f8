package brokerstore

import (
	"encoding/json"
	"time"

	"vouchdesk/internal/trust"
)

// DocKind is a kind of published token.
type DocKind string

// The kinds.
const (
	DocRoot   DocKind = "root"
	DocTrust  DocKind = "trust"
	DocPolicy DocKind = "policy"
)

// Doc is one published token.
type Doc struct {
	Kind    DocKind   `json:"kind"`
	Version int64     `json:"version"`
	Token   string    `json:"token"`
	At      time.Time `json:"at"`
}

// Registry is what the trust list is made from, and what waits for it.
type Registry struct {
	Issuer  string         `json:"iss"`
	Broker  string         `json:"broker"` // identifier: the aud of vouches and requests
	URL     string         `json:"url"`    // where desks reach it
	Root    string         `json:"root"`   // thumbprint desks pin
	Sites   []trust.Site   `json:"sites"`
	Desks   []Desk         `json:"desks"`
	Persons []trust.Person `json:"persons"`
	Keys    []trust.Key    `json:"keys"`
	Pending []Pending      `json:"pending"`
}

// Desk is an enrolled desk and the public key of its vault.
type Desk struct {
	trust.Desk
	Recipient string `json:"recipient"` // age1...
}

// Pending are staff keys that administrators have yet to confirm.
type Pending struct {
	Person      trust.PersonID   `json:"person"`
	Desk        trust.DeskID     `json:"desk"`
	Sign        json.RawMessage  `json:"sign"`
	Enc         json.RawMessage  `json:"enc"`
	At          time.Time        `json:"at"`
	ConfirmedBy []trust.PersonID `json:"confirmed_by,omitempty"`
}

// Enrolment is a secret that enrols one desk.
type Enrolment struct {
	SecretHash string       `json:"secret_hash"`
	Desk       trust.DeskID `json:"desk"`
	Name       trust.Text   `json:"name"`
	Site       int          `json:"site"`
	Until      time.Time    `json:"until"`
	UsedBy     string       `json:"used_by,omitempty"` // kid of the key
}

// DeskKeys are what a desk brings when it enrols.
type DeskKeys struct {
	Key       trust.Key // without desk: the enrolment says which
	Recipient string
}

// Letter is a letter the council printed. The record is sealed to the broker.
type Letter struct {
	JTI    string    `json:"jti"`
	Typed  string    `json:"typed"` // HMAC of the typed code
	Site   int       `json:"site"`
	Issued time.Time `json:"issued"`
	Until  time.Time `json:"until"`
	Record string    `json:"record,omitempty"` // JWE; empty: printed without a record
}

// Check is what the council's sources answered for a case, without the person.
type Check struct {
	JTI      string    `json:"jti"`
	SHA256   string    `json:"sha256"` // of the signed answer
	Case     string    `json:"case"`
	Sources  []string  `json:"sources"`
	Activity int       `json:"activity"`
	Fraud    int       `json:"fraud"`
	Hit      bool      `json:"hit,omitempty"`
	Referee  string    `json:"referee,omitempty"` // reference of the referee it is about
	At       time.Time `json:"at"`
}

// Vouch is a vouch as received, and what became of it. Parcel and Approval are
// the sealed texts, so that the store's file holds no plain personal data.
type Vouch struct {
	JTI      string       `json:"jti"`
	SHA256   string       `json:"sha256"`
	Desk     trust.DeskID `json:"desk"`
	Seq      int64        `json:"seq"`
	Prev     string       `json:"prev"`
	Index    int          `json:"index"`
	Letter   string       `json:"letter,omitempty"` // jti it uses up
	Subject  string       `json:"subject,omitempty"`
	Replaces string       `json:"replaces,omitempty"` // jti of the vouch it corrects
	Parcel   string       `json:"parcel"`
	Received time.Time    `json:"received"`

	Approval    string    `json:"approval,omitempty"`
	ApprovalJTI string    `json:"approval_jti,omitempty"`
	Approved    time.Time `json:"approved,omitzero"`
	Leaf        int64     `json:"leaf"` // its place in the log; -1 before approval
	Receipt     string    `json:"receipt,omitempty"`

	Ties     *Ties    `json:"ties,omitempty"`     // of a vouch with referees
	Breaches []Breach `json:"breaches,omitempty"` // found with its approval: it is suspended

	Superseded string    `json:"superseded,omitempty"`  // jti of the one it gave way to before it was approved
	ReplacedBy string    `json:"replaced_by,omitempty"` // jti of the one whose approval withdrew it
	Withdrawn  time.Time `json:"withdrawn,omitzero"`
}

// Approval is an approval as received, with the log leaf that states it.
type Approval struct {
	VouchJTI string
	JTI      string
	Parcel   string
	At       time.Time
	Leaf     []byte
	PerYear  int // residents the policy lets one referee vouch for
}

// Ties is who vouched for whom, by keys that only the broker can make and that
// tell nothing: HMACs of name and birth date.
type Ties struct {
	Resident string   `json:"resident,omitempty"` // empty where the vouch does not name them
	Referees []string `json:"referees"`
	Rests    bool     `json:"rests,omitempty"` // no face was compared: the resident is known from referees only
}

// Breach is a limit on referees that a vouch breaks.
type Breach string

// The breaches.
const (
	BreachLimit  Breach = "referee-limit"  // more residents in a year than the policy lets one referee vouch for
	BreachChain  Breach = "referee-chain"  // a referee is known from a referee only
	BreachMutual Breach = "referee-mutual" // resident and referee vouch for each other
)

// Breaches lists them.
func Breaches() []Breach { return []Breach{BreachLimit, BreachChain, BreachMutual} }

// RefereeQuery asks about a referee of a case: Subject is the vouch's, which
// does not count itself or what it corrects.
type RefereeQuery struct {
	Referee, Resident, Subject string
	Since                      time.Time
}

// RefereeHistory is what the approved vouches say of a referee.
type RefereeHistory struct {
	Vouched int // other residents
	Chain   bool
	Mutual  bool
}

// Head is a signed state of the log.
type Head struct {
	Size int64    `json:"size"`
	Root [32]byte `json:"root"`
	Note string   `json:"note"` // the checkpoint as signed
}

// Journal is a desk's checkpoint as received.
type Journal struct {
	Desk     trust.DeskID `json:"desk"`
	Seq      uint64       `json:"seq"`
	Hash     string       `json:"hash"`
	PrevSeq  uint64       `json:"prev_seq"`
	PrevHash string       `json:"prev_hash"`
	Token    string       `json:"token"`
	At       time.Time    `json:"at"`
}

// JournalFinding says how a checkpoint fits what was known of the desk.
type JournalFinding string

// The findings.
const (
	JournalFits   JournalFinding = "fits"
	JournalGap    JournalFinding = "gap"      // checkpoints between are missing
	JournalFork   JournalFinding = "fork"     // another history under the same number
	JournalBehind JournalFinding = "rollback" // the desk stands before where it stood
)

// Referral is a case handed to the counter-fraud team. Parcel is the sealed
// text: the store's file says neither which case nor why.
type Referral struct {
	ID       string       `json:"id"`
	SHA256   string       `json:"sha256"` // of the signed token within
	Desk     trust.DeskID `json:"desk"`
	Parcel   string       `json:"parcel"`
	Received time.Time    `json:"received"`
}

// Incident is something a person has to settle. It holds ids and codes only.
type Incident struct {
	Key  string       `json:"key"` // what makes it the same incident
	Code string       `json:"code"`
	Desk trust.DeskID `json:"desk"`
	Ref  string       `json:"ref"`
	At   time.Time    `json:"at"`
}
