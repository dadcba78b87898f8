package policy

// The outcomes a policy has a rule for.
const (
	OutcomeWithSupervisor = "with_supervisor" // sent for approval
	OutcomeComeBack       = "come_back"
	OutcomeNotVerified    = "not_verified"
	OutcomeReferred       = "referred"
	OutcomeWithdrawn      = "withdrawn"
)

// Outcomes lists every outcome a policy has to have a rule for.
func Outcomes() []string {
	return []string{OutcomeWithSupervisor, OutcomeComeBack, OutcomeNotVerified, OutcomeReferred, OutcomeWithdrawn}
}

// OutcomeRule is one way a case can leave the counter. Its Outcome is a
// casework outcome, or "with_supervisor" for a case sent for approval.
type OutcomeRule struct {
	Outcome string  `json:"outcome"`
	Reasons []Coded `json:"reasons,omitempty"` // coded, chosen by the officer
	Next    Text    `json:"next"`              // what happens next, in words for the resident
	Days    int     `json:"days"`              // by when, in days; 0: at once
	Source  string  `json:"source"`
}

// SlipRule is what every slip says whatever the outcome.
type SlipRule struct {
	Days    int    `json:"days"`    // by when every resident hears
	Contact Text   `json:"contact"` // whom to ask
	Source  string `json:"source"`
}

// RecordKind is a kind of record with a time to keep it.
type RecordKind string

// The records a policy gives a time to.
const (
	RecordCase           RecordKind = "case"    // with an outcome
	RecordParked         RecordKind = "parked"  // evidence kept for a return visit
	RecordCapture        RecordKind = "capture" // images, after the outcome
	RecordReferee        RecordKind = "referee" // particulars of a referee
	RecordRepresentative RecordKind = "representative"
	RecordConcern        RecordKind = "concern" // referrals
	RecordJournal        RecordKind = "journal" // sealed particulars of acts
	RecordLetter         RecordKind = "letter_record"
)

// Records lists every kind of record a policy has to give a time to.
func Records() []RecordKind {
	return []RecordKind{
		RecordCase, RecordParked, RecordCapture, RecordReferee, RecordRepresentative, RecordConcern, RecordJournal, RecordLetter,
	}
}

// RetentionRule is how long one kind of record is kept, and why.
type RetentionRule struct {
	Record RecordKind `json:"record"`
	Days   int        `json:"days"`
	Why    Text       `json:"why"`
	Source string     `json:"source"`
}

// Keeps is how many days a kind of record is kept.
func (p *Policy) Keeps(r RecordKind) int {
	for _, rule := range p.Retention {
		if rule.Record == r {
			return rule.Days
		}
	}
	return 0
}

// OutcomeOf is the rule of an outcome.
func (p *Policy) OutcomeOf(outcome string) (OutcomeRule, bool) {
	for _, o := range p.Outcomes {
		if o.Outcome == outcome {
			return o, true
		}
	}
	return OutcomeRule{}, false
}
