package vouch

import (
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/jose"
)

// Decision is a supervisor's answer. Only an approval is ever signed: to return
// or refuse voids the proposal and needs no token.
type Decision string

// Approve is the decision that issues a vouch.
const Approve Decision = "approve"

// ApprovalBody is what a vouch-approval+jwt says. Who approved follows from the
// key by the trust list.
type ApprovalBody struct {
	Issuer      string       `json:"iss"`
	Audience    string       `json:"aud"` // the broker
	JTI         string       `json:"jti"`
	IssuedAt    jose.Seconds `json:"iat"`
	VouchJTI    string       `json:"vouch_jti"`
	VouchSHA256 string       `json:"vouch_sha256"`
	Decision    Decision     `json:"decision"`
	Reason      string       `json:"reason,omitempty"`
}

// ReceiptBody is what a vouch-receipt+jwt says.
type ReceiptBody struct {
	Issuer      string       `json:"iss"` // the broker
	Audience    string       `json:"aud"` // the desk
	JTI         string       `json:"jti"`
	IssuedAt    jose.Seconds `json:"iat"`
	VouchJTI    string       `json:"vouch_jti"`
	VouchSHA256 string       `json:"vouch_sha256"`
	ApprovalJTI string       `json:"approval_jti"`
	Replaces    string       `json:"replaces,omitempty"` // jti of the vouch that is withdrawn with this receipt
	Received    jose.Seconds `json:"received"`
	Suspended   []string     `json:"suspended,omitempty"` // codes of limits it breaks: it counts for nothing until a person has settled it
	Uplift      Uplift       `json:"uplift"`
	Assessment  Assessment   `json:"assessment"` // recomputed by the broker, without the uplift
	Log         LogProof     `json:"log"`
}

// Notes of an uplift without sources: the broker has nothing to ask, or the
// vouch does not say about whom.
const (
	NoSource = "no source configured"
	NotNamed = "name or birth date not in the vouch"
)

// Uplift is what the council's own sources add. Profiles and Confidence are
// the result with it, which is what services are told.
type Uplift struct {
	Sources    []string         `json:"sources"`
	Activity   int              `json:"activity"`
	Fraud      int              `json:"fraud"`
	Profiles   []string         `json:"profiles"`
	Confidence gpg45.Confidence `json:"confidence"`
	Note       string           `json:"note,omitempty"`
}

// LogProof proves that the vouch stands in the broker's log: Path leads from
// the leaf (see [Leaf]) to Root, which Checkpoint, a signed note, states for Size.
// Hashes are base64, as in the note.
type LogProof struct {
	Index      int64    `json:"index"`
	Size       int64    `json:"size"`
	Root       string   `json:"root"`
	Path       []string `json:"path"`
	Checkpoint string   `json:"checkpoint"`
}

// CheckBody is what a vd-check+jwt says: what the council's sources answered
// about the resident of a case. Case is [Subject] of the case.
type CheckBody struct {
	Issuer   string        `json:"iss"` // the broker
	Audience string        `json:"aud"` // the desk
	JTI      string        `json:"jti"`
	IssuedAt jose.Seconds  `json:"iat"`
	Expires  jose.Seconds  `json:"exp"`
	Case     string        `json:"case"`
	Sources  []CheckSource `json:"sources"`
	Activity int           `json:"activity"`
	Fraud    int           `json:"fraud"`
	Referee  *CheckReferee `json:"referee,omitempty"` // where the check is about a referee of the case
}

// CheckReferee is what the vouches of every desk say of a referee, as of the
// check; the broker looks again when it receives the vouch.
type CheckReferee struct {
	Reference string `json:"reference"` // see [RefereeReference]
	Vouched   int    `json:"vouched"`   // other residents within a year
	Chain     bool   `json:"chain"`
	Mutual    bool   `json:"mutual"`
}

// CheckSource is one source's answer: "clear", "hit", "no_record" or "unavailable".
type CheckSource struct {
	Source string `json:"source"`
	Result string `json:"result"`
}
