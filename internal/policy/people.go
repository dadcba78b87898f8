package policy

import "vouchdesk/internal/gpg45"

// RefereeRule is who may vouch for a resident and what that is worth.
type RefereeRule struct {
	Positions  []Position `json:"positions"`
	Relations  []Relation `json:"relations"` // how a referee can know the resident
	YearsKnown int        `json:"years_known"`
	PerYear    int        `json:"per_year"`   // residents one referee may vouch for in a year
	ValidDays  int        `json:"valid_days"` // how long a statement counts
	// Identity is the least confidence in the referee's own identity; it is
	// never less than what the case itself reaches.
	Identity  gpg45.Confidence `json:"identity"`
	Statement []Text           `json:"statement"` // read aloud; {resident} and {years} are filled in
	Notice    Notice           `json:"notice"`    // the referee's own
	Score     *RefereeScore    `json:"score,omitempty"`
	NoScore   Text             `json:"no_score,omitzero"` // why a statement scores nothing; needed without Score
	Source    string           `json:"source"`
}

// Position is a position of authority a referee may hold.
type Position struct {
	Code  string `json:"code"`
	Names Text   `json:"names"`
}

// Relation is one way of knowing somebody. One that is not allowed can be
// recorded, so that the refusal can be explained.
type Relation struct {
	Code    string `json:"code"`
	Names   Text   `json:"names"`
	Allowed bool   `json:"allowed"`
}

// RefereeScore is what a statement scores as evidence, and as activity.
type RefereeScore struct {
	Strength int    `json:"strength"`
	Validity int    `json:"validity"`
	Activity int    `json:"activity"`
	Source   string `json:"source"`
}

// RepresentativeRule is who may act or speak for a resident.
type RepresentativeRule struct {
	Kinds  []AuthorityKind `json:"kinds"`
	Source string          `json:"source"`
}

// AuthorityKind is one authority to represent somebody.
type AuthorityKind struct {
	Code    string `json:"code"`
	Names   Text   `json:"names"`
	Show    Text   `json:"show"`    // what the representative has to show, and how to check it
	Acts    bool   `json:"acts"`    // false: may speak for the resident and act in nothing
	Number  bool   `json:"number"`  // a reference number has to be recorded
	Expires bool   `json:"expires"` // the authority has an end that has to be recorded, or that it has none
	// Covers are the families of services it is good for; none is all of them.
	Covers []string `json:"covers,omitempty"`
	// EndsAtAge is the resident's age at which it ends by itself; 0: it does not.
	EndsAtAge int    `json:"ends_at_age,omitempty"`
	Source    string `json:"source"`
}

// Shows reports whether a statement counts enough to show the resident's name.
func (r RefereeRule) Shows() bool { return r.Score != nil && r.Score.Validity > 0 }

// NameRule is what may explain that two documents give different names.
type NameRule struct {
	Reasons []NameReason `json:"reasons"`
	Source  string       `json:"source"`
}

// NameReason is one explanation. With Documents it counts only if one of those
// types is among the evidence and names both.
type NameReason struct {
	Code      string   `json:"code"`
	Words     Text     `json:"words"`
	Documents []string `json:"documents,omitempty"`
}

// ConcernRule is what a worried officer can flag, and what they are told to do.
type ConcernRule struct {
	Kinds   []Coded `json:"kinds"`
	Advice  []Text  `json:"advice"`
	Contact Text    `json:"contact"` // the counter-fraud or safeguarding team
	Source  string  `json:"source"`
}
