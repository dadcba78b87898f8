package policy

import (
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
)

// Validity is what a document's checks are worth: the highest rule whose
// groups are all complete. A check answered No makes it 0.
type Validity struct {
	Rules []ValidityRule `json:"rules"`
	// AtDesk are the groups an officer can do with what the desk has; coaching
	// counts on no other.
	AtDesk []Group `json:"at_desk"`
	Source string  `json:"source"`
}

// ValidityRule is a score for complete groups of checks.
type ValidityRule struct {
	Score  int     `json:"score"`
	All    []Group `json:"all"`
	Source string  `json:"source"`
}

// LikenessRule is how a likeness is scored: the highest score all of whose
// codes were answered yes. A No to a code in Decisive makes it 0.
type LikenessRule struct {
	Checks   []Check         `json:"checks"` // in the order asked; the last is the comparison itself
	Scores   []LikenessScore `json:"scores"`
	Decisive []string        `json:"decisive"`
}

// LikenessScore is a score for the conditions it needs.
type LikenessScore struct {
	Score  int      `json:"score"`
	All    []string `json:"all"`
	Source string   `json:"source"`
}

// TrainingRule is how recently an officer must have been trained.
type TrainingRule struct {
	Likeness []TrainingBand `json:"likeness"`
	Document []TrainingBand `json:"document"`
	// Groups are the document checks that rest on training; a chip does not.
	Groups []Group `json:"groups"`
}

// TrainingBand lets scores up to Score be given for Months after the training
// was last refreshed; Months 0 is without training.
type TrainingBand struct {
	Score  int    `json:"score"`
	Months int    `json:"months"`
	Source string `json:"source"`
}

// ProfileTable is the identity profiles with their source.
type ProfileTable struct {
	Source string          `json:"source"`
	List   []gpg45.Profile `json:"list"`
}

// Coaching is what may be hoped for beyond documents.
type Coaching struct {
	// Wait is what comes by itself, such as the council's counter-fraud check.
	Wait []WaitFor `json:"wait"`
	// Minutes are what things take at the counter: a group of checks, [AddLikeness],
	// [AddTrained] or [AddLetter]. They choose between ways of as many things.
	Minutes []MinutesFor `json:"minutes,omitempty"`
}

// MinutesFor is how long one of these takes.
type MinutesFor struct {
	ID      string `json:"id"`
	Minutes int    `json:"minutes"`
	Source  string `json:"source"`
}

func (c Coaching) minutes(id string) int {
	for _, m := range c.Minutes {
		if m.ID == id {
			return m.Minutes
		}
	}
	return 0
}

// SignalRule is what is flagged about ages; 0 flags nothing.
type SignalRule struct {
	OlderThan  int    `json:"older_than"`  // years
	PhotoUnder int    `json:"photo_under"` // years of age at which a photo was made
	Source     string `json:"source"`
}

// PictureRule is how a picture of a document is kept.
type PictureRule struct {
	LongestSide int    `json:"longest_side"` // pixels
	Source      string `json:"source"`
}

// The longest side of a picture that is kept.
const (
	leastSide = 1200
	usualSide = 2400
	mostSide  = 4000
)

// LongestSide is that of a picture that is kept, in pixels. A desk that has no
// policy yet keeps the paper of a statement by the usual one.
func (p *Policy) LongestSide() int {
	if p == nil || p.Pictures == (PictureRule{}) {
		return usualSide
	}
	return p.Pictures.LongestSide
}

// ScanRule is what becomes of a file in a folder that a scanner scans to, once a
// picture of each of its pages is kept. Without a rule it is left where it is.
type ScanRule struct {
	Remove bool   `json:"remove"`
	Source string `json:"source"`
}

// WaitFor is a check made elsewhere and what it raises at best.
type WaitFor struct {
	ID       string `json:"id"`
	Names    Text   `json:"names"`
	Fraud    int    `json:"fraud"`
	Activity int    `json:"activity"`
	Source   string `json:"source"`
}

// Attribute is one of the attributes a service can need.
type Attribute string

// The attributes.
const (
	AttributeName      Attribute = "name"
	AttributeBirthDate Attribute = "birthdate"
	AttributeAddress   Attribute = "address"
)

// AttributeHolds begins the attribute of holding a document that is in date,
// such as "holds:older_persons_bus_pass". It needs no identity.
const AttributeHolds = "holds:"

// Service is one entry of the council's catalogue of purposes.
type Service struct {
	ID         string           `json:"id"`
	Names      Text             `json:"names"`
	Family     string           `json:"family"`     // code of one of the policy's families
	Confidence gpg45.Confidence `json:"confidence"` // none: what was checked is enough
	Attributes []Attribute      `json:"attributes"`
	Audience   string           `json:"audience"` // the relying party's URL
	// TellAtCounter lets an unflagged outcome be told before the resident leaves.
	TellAtCounter bool   `json:"outcome_at_counter"`
	Source        string `json:"source"`
}

// Notice is the privacy notice. Paragraphs match by position.
type Notice struct {
	Version    string `json:"version"`
	Paragraphs []Text `json:"paragraphs"`
	Source     string `json:"source"`
}

// Statement is what the officer declares on submitting.
type Statement struct {
	Words  Text   `json:"words"`
	Source string `json:"source"`
}

// Approval is what the council asks beyond the four eyes that always hold.
// More than [Approval.One] is not built: lint refuses it, and whoever submits
// or approves asks again, so that no case can be stuck under it.
type Approval struct {
	Approvers int    `json:"approvers"`
	OtherSite bool   `json:"other_site"` // one of them at another site
	Source    string `json:"source"`
}

// One reports whether one supervisor, of whatever site, is enough.
func (a Approval) One() bool { return a.Approvers == 1 && !a.OtherSite }

// Limits are the policy's periods and counts.
type Limits struct {
	LetterDays     int    `json:"letter_days"`
	VouchDays      int    `json:"vouch_days"`
	TrustWarnDays  int    `json:"trust_warn_days"` // age of the trust list
	TrustStopDays  int    `json:"trust_stop_days"`
	PolicyWarnDays int    `json:"policy_warn_days"` // since the policy was last confirmed
	PolicyStopDays int    `json:"policy_stop_days"`
	UnsentWarn     int    `json:"unsent_warn"` // vouches not yet received by the broker
	UnsentStop     int    `json:"unsent_stop"`
	UnsentWarnDays int    `json:"unsent_warn_days"` // age of the oldest of them
	UnsentStopDays int    `json:"unsent_stop_days"`
	IdleMinutes    int    `json:"idle_minutes"`
	Source         string `json:"source"`
}

// VouchEnds is when a vouch signed at a time ends at the latest. It counts days
// of UTC, so that desk and broker agree across a change of the clocks.
func (l Limits) VouchEnds(signed time.Time) time.Time { return signed.UTC().AddDate(0, 0, l.VouchDays) }

// ErrLetterLife is for a letter that says it is good for longer than the policy
// lets any be.
var ErrLetterLife = fault.New(fault.Refused, "letter-life")

// Letter reports whether a letter claims no longer life than the policy gives
// one: who holds a letter key could else print one that is good for most of a
// year.
func (l Limits) Letter(issued, until time.Time) bool {
	return until.Sub(issued) <= time.Duration(l.LetterDays)*24*time.Hour
}
