package extract

import (
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// AuditForm names the form of a [Statement].
const AuditForm = "vouchdesk-evidence-of-check/1"

// Statement is the evidence of one check: who did what, under which rules, and
// what proves it. It holds no image and nothing that was withheld.
type Statement struct {
	Form      string        `json:"form"`
	Made      string        `json:"made"`
	Council   string        `json:"council"`
	Reference string        `json:"reference"`
	Vouch     string        `json:"vouch"`
	SHA256    string        `json:"vouch_sha256"`
	Replaces  string        `json:"replaces,omitempty"`
	Complete  bool          `json:"complete"` // everything the vouch holds was disclosed
	Verified  vouch.Report  `json:"verified"`
	Where     Where         `json:"where"`
	Policy    Rules         `json:"policy"`
	Service   Service       `json:"service"`
	Times     Times         `json:"times"`
	Claims    *vouch.Claims `json:"claims"`
	Told      vouch.Told    `json:"told"`
	Letter    string        `json:"letter"` // "signed", "matches", "mismatch" or "none"

	Attributes     []Attribute               `json:"attributes"`
	Documents      []Piece                   `json:"documents"`
	Likeness       *Likeness                 `json:"likeness"`
	Referees       []vouch.Attestation       `json:"referees"`
	Representative *vouch.DeskRepresentative `json:"representative"`
	Result         Result                    `json:"result"`
	People         []Person                  `json:"people"`
	FourEyes       FourEyes                  `json:"four_eyes"`
	Receipt        *Receipt                  `json:"receipt"`
	Journal        *Journal                  `json:"journal"`
}

// Where is the desk and its site.
type Where struct {
	Desk  trust.DeskID `json:"desk"`
	Names trust.Text   `json:"names"`
	Site  trust.Text   `json:"site"`
	Mode  vouch.Mode   `json:"mode"`
}

// Rules are the policy and guidance that the check was made under.
type Rules struct {
	ID       string          `json:"id"`
	Version  int             `json:"version"`
	Guidance policy.Guidance `json:"guidance"`
	Sources  []policy.Source `json:"sources"` // those that the rules used here rest on
}

// Service is what the check was for.
type Service struct {
	ID    string           `json:"id"`
	Names policy.Text      `json:"names"`
	Needs gpg45.Confidence `json:"needs"`
}

// Times are when what happened, in UTC.
type Times struct {
	Signed   string `json:"signed"`
	Approved string `json:"approved"`
	Received string `json:"received,omitempty"`
	Expires  string `json:"expires"`
}

// Piece is one document with its scores and every answer.
type Piece struct {
	Type     string           `json:"type"`
	Names    policy.Text      `json:"names"`
	Document *vouch.Document  `json:"document"`
	Strength int              `json:"strength"`
	Validity int              `json:"validity"`
	Reasons  []policy.Reason  `json:"reasons"`
	Checks   []Answer         `json:"checks"`
	By       []trust.PersonID `json:"by"`
	// OtherName is why the name on it is another than the resident's; left out
	// where it is the same.
	OtherName *OtherName `json:"other_name,omitempty"`
}

// OtherName is a reason, empty where the vouch given withholds it, and the
// document that proves it, where it needs one.
type OtherName struct {
	Reason string      `json:"reason"`
	Words  policy.Text `json:"words,omitzero"`
	Proof  policy.Text `json:"proof,omitzero"`
}

// Attribute is something the service asks for, and one way in which it was
// checked.
type Attribute struct {
	Attribute policy.Attribute `json:"attribute"`
	By        vouch.By         `json:"by"`
	Document  policy.Text      `json:"document,omitzero"` // that states it, or that is held
}

// Likeness is the comparison with the photo of a document.
type Likeness struct {
	Against policy.Text      `json:"against"`
	Score   int              `json:"score"`
	Reasons []policy.Reason  `json:"reasons"`
	Checks  []Answer         `json:"checks"`
	By      []trust.PersonID `json:"by"`
}

// Answer is one question of the checklist and what was answered.
type Answer struct {
	Check    string      `json:"check"`
	Question policy.Text `json:"question"`
	Method   string      `json:"method,omitempty"`
	Answer   string      `json:"answer"` // "yes", "no" or "could_not"
	Why      policy.Text `json:"why,omitzero"`
	Time     string      `json:"time,omitempty"`
	Source   string      `json:"source,omitempty"`
}

// Result is what the policy made of it all.
type Result struct {
	Confidence   gpg45.Confidence `json:"confidence"`
	Profiles     []string         `json:"profiles"`
	Verification int              `json:"verification"`
	Activity     int              `json:"activity"`
	Fraud        int              `json:"fraud"`
	CouncilCheck string           `json:"council_check,omitempty"` // jti of the broker's check that activity and fraud rest on
	Recomputed   bool             `json:"recomputed"`              // from the answers, by this policy, to the same result
}

// Person is somebody who took part.
type Person struct {
	ID       trust.PersonID  `json:"id"`
	Name     string          `json:"name"`
	Part     string          `json:"part"`     // "officer", "acted" or "approver"
	Training *trust.Training `json:"training"` // that counted then; null where none was asked for
}

// FourEyes is who signed and who approved.
type FourEyes struct {
	Officer  trust.PersonID   `json:"officer"`
	Approver trust.PersonID   `json:"approver"`
	Acted    []trust.PersonID `json:"acted"`
	Approval string           `json:"approval"`
}

// Receipt is the broker's answer and where its log has the vouch.
type Receipt struct {
	JTI        string           `json:"jti"`
	Confidence gpg45.Confidence `json:"confidence"` // to rely on
	Profiles   []string         `json:"profiles"`
	Sources    []string         `json:"sources"`
	Note       string           `json:"note,omitempty"`
	Index      int64            `json:"log_index"`
	Size       int64            `json:"log_size"`
	Root       string           `json:"log_root"`
	Proved     bool             `json:"log_proved"`
}

// Journal is what the desk's journal proves.
type Journal struct {
	Desk       string    `json:"desk"`
	Chain      string    `json:"chain"` // the name of the vault that keeps it
	Exported   string    `json:"exported"`
	Entries    uint64    `json:"entries"`
	Head       string    `json:"head"`
	Checkpoint uint64    `json:"checkpoint"` // the chain up to this entry is signed by the desk's key
	Acts       []ActLine `json:"acts"`       // of this case; empty where the keys to them were not given
}

// ActLine is one act of the case with its line of the chain.
type ActLine struct {
	Seq     uint64            `json:"seq"`
	Time    string            `json:"time"`
	Actor   string            `json:"actor"`
	Act     string            `json:"act"`
	Details map[string]string `json:"details"`
	Line    string            `json:"line"` // as it stands in the exported chain
}
