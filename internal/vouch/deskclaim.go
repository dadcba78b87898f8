package vouch

import (
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// Mode says whether the desk reached the broker when it submitted.
type Mode string

// The modes.
const (
	Online  Mode = "online"
	Offline Mode = "offline"
)

// DeskClaim is whatever is ours: where and under which rules the vouch was
// made, who acted, and every answer that the assessment rests on.
type DeskClaim struct {
	Desk     trust.DeskID     `json:"desk"`
	Site     int              `json:"site"`
	Officer  trust.PersonID   `json:"officer"`
	Actors   []trust.PersonID `json:"actors"` // everyone who acted on the case: none of them may approve
	Seq      int64            `json:"seq"`
	Prev     string           `json:"prev"` // hash of the desk's vouch before this, "" for its first
	Mode     Mode             `json:"mode"`
	Policy   PolicyRef        `json:"policy"`
	Service  string           `json:"service"`
	Evidence []DeskEvidence   `json:"evidence"`
	Likeness *DeskLikeness    `json:"likeness,omitempty"`
	Letter   *DeskLetter      `json:"letter,omitempty"`
	// Names says why documents have another name than is claimed.
	Names []DeskName `json:"names,omitempty"`
	// Attributes says of each thing the service needs how it was checked.
	Attributes []DeskAttribute `json:"attributes"`
	Told       Told            `json:"told"`
	// Representative is who acted or spoke for the resident, if anybody did.
	Representative *DeskRepresentative `json:"representative,omitempty"`
	Referees       []DeskReferee       `json:"referees,omitempty"`
	// Training is that of everyone who checked or compared, by the trust list the
	// desk had.
	Training   map[trust.PersonID]trust.Training `json:"training"`
	Check      *CheckRef                         `json:"check,omitempty"`
	Replaces   string                            `json:"replaces,omitempty"` // jti of the vouch this one corrects
	Assessment Assessment                        `json:"assessment"`
}

// PolicyRef names the policy the assessment was made under.
type PolicyRef struct {
	Version int `json:"version"`
}

// DeskEvidence is what was found of one document. Index is its place in
// verification.evidence, Type the policy's document.
type DeskEvidence struct {
	Index      int                            `json:"index"`
	Type       string                         `json:"type"`
	By         []trust.PersonID               `json:"by"` // who checked it
	Conditions map[string]string              `json:"conditions,omitempty"`
	Checks     map[evidence.CheckID]DeskCheck `json:"checks,omitempty"`
	NotDone    []NotDone                      `json:"not_done,omitempty"`
	ZoneFailed bool                           `json:"zone_failed,omitempty"` // check digits of its machine-readable zone do not fit
}

// DeskName is why a document has another name, by the policy's code, which
// stands behind a digest. Linked is the place of the document that names both.
type DeskName struct {
	Index  int    `json:"index"`
	Reason string `json:"reason,omitempty"`
	Linked *int   `json:"linked,omitempty"`
}

// By is how an attribute was checked.
type By string

// The ways. Said is not one: it marks what is needed and nothing showed, so
// that it is not claimed.
const (
	ByLetter        By = "letter"         // the council's letter, which matched its record
	ByCouncilRecord By = "council_record" // a document that the council's own record confirmed
	ByDocument      By = "document"
	ByReferee       By = "referee"
	BySaid          By = "said"
)

// DeskAttribute is one source of one attribute; Evidence is its place in
// verification.evidence.
type DeskAttribute struct {
	Attribute policy.Attribute `json:"attribute"`
	By        By               `json:"by"`
	Evidence  *int             `json:"evidence,omitempty"`
}

// Identity reports whether the vouch says who somebody is, and not only that
// they hold something. Then alone it can state a level.
func (d DeskClaim) Identity() bool {
	return slices.ContainsFunc(d.Attributes, func(a DeskAttribute) bool { return a.By != BySaid && a.Attribute.Holds() == "" })
}

// holds reports whether the vouch says that somebody holds something.
func (d DeskClaim) holds() bool {
	return slices.ContainsFunc(d.Attributes, func(a DeskAttribute) bool { return a.By != BySaid && a.Attribute.Holds() != "" })
}

// DeskCheck is one check's question and answer, yes or no. It is worth what the
// training of who made it was worth at the time of its check_details.
type DeskCheck struct {
	Check  string          `json:"check"`
	Answer evidence.Answer `json:"answer"`
	By     trust.PersonID  `json:"by"`
}

// NotDone is a check that could not be made, and why.
type NotDone struct {
	Check  string `json:"check"`
	Reason string `json:"reason"`
}

// DeskLikeness is the comparison with the photo of one piece of evidence.
type DeskLikeness struct {
	Evidence int                            `json:"evidence"` // place in verification.evidence
	By       []trust.PersonID               `json:"by"`
	Checks   map[evidence.CheckID]DeskCheck `json:"checks,omitempty"`
	NotDone  []NotDone                      `json:"not_done,omitempty"`
}

// DeskLetter is the letter the resident brought.
type DeskLetter struct {
	JTI   string `json:"jti"`
	State string `json:"state"` // "signed", "matches" or "mismatch"
}

// Told is how the resident was told what happens with their data.
type Told struct {
	Notice   string `json:"notice"`
	How      string `json:"how"`
	To       string `json:"to,omitempty"` // ToldRepresentative, else the resident
	At       string `json:"at"`
	Language string `json:"language"`
}

// ToldRepresentative is a notice told to who acts for the resident.
const ToldRepresentative = "representative"

// DeskRepresentative is who acted or spoke for the resident. All but Acts and
// Endless stands behind digests: it names them, or tells of the resident.
type DeskRepresentative struct {
	Kind      string          `json:"kind,omitempty"` // code of the policy's authority
	Acts      bool            `json:"acts"`           // false: they spoke, or their authority does not count; nothing was done by it
	Agrees    evidence.Answer `json:"agrees,omitempty"`
	Absent    bool            `json:"absent,omitempty"`    // the resident was not there
	Documents []string        `json:"documents,omitempty"` // types, of who the representative is
	Endless   bool            `json:"endless,omitempty"`   // the authority does not end by itself
	Name      string          `json:"name,omitempty"`
	Seen      string          `json:"seen,omitempty"`
	Number    string          `json:"number,omitempty"`
	Limits    string          `json:"limits,omitempty"`
	Until     string          `json:"until,omitempty"` // its last day
}

// CheckRef binds the broker's signed check: SHA256 is over its ASCII.
type CheckRef struct {
	JTI    string `json:"jti"`
	SHA256 string `json:"sha256"`
}

// Assessment is what the policy made of it.
type Assessment struct {
	Profiles   []string         `json:"profiles"`
	Confidence gpg45.Confidence `json:"confidence"`
	Scores     Scores           `json:"scores"`
}

// Scores are the parts, with the scores of each piece of evidence in the order
// of DeskClaim.Evidence.
type Scores struct {
	Evidence     []PieceScore `json:"evidence"`
	Verification int          `json:"verification"`
	Activity     int          `json:"activity"`
	Fraud        int          `json:"fraud"`
}

// PieceScore is the score of one piece of evidence.
type PieceScore struct {
	Strength int `json:"strength"`
	Validity int `json:"validity"`
}

// KnownByReferees reports whether a vouch knows the resident from referees only:
// no face was compared well enough to count. Who is known so is nobody's referee,
// at any desk.
func (d DeskClaim) KnownByReferees() bool {
	return len(d.Referees) > 0 && d.Assessment.Scores.Verification == 0
}
