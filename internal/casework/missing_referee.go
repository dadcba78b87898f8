package casework

import (
	"fmt"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// What a referee who was begun can lack; without a referee nothing is missing.
// Where is "referee[i]" and the part.
var (
	ErrRefereeIncomplete = fault.New(fault.Refused, "case-referee-incomplete") // a particular or a question
	ErrRefereeNotTold    = fault.New(fault.Refused, "case-referee-told")
	ErrRefereeEvidence   = fault.New(fault.Refused, "case-referee-evidence")
	ErrRefereeStatement  = fault.New(fault.Refused, "case-referee-statement") // none, or void since
	ErrRefereePaper      = fault.New(fault.Refused, "case-referee-paper")     // no image of the signed paper
)

func (c *Case) missingReferees(rules *policy.Policy, on resident.Date) []error {
	var wrong []error
	for i, r := range c.Referees {
		if r.Counts() {
			wrong = append(wrong, r.missing(fmt.Sprintf("%s[%d]", StepReferee, i), rules, on)...)
		}
	}
	return wrong
}

func (r Referee) missing(place string, rules *policy.Policy, on resident.Date) []error {
	var wrong []error
	answered := func(a evidence.Answer) bool { return a == evidence.Yes || a == evidence.No }
	for _, part := range []struct {
		name  string
		there bool
	}{
		{"name", !r.Name.IsZero()},
		{"born", !r.Born.IsZero()},
		{"address", !r.Address.IsZero()},
		{"position", r.Position != ""},
		{"organisation", strings.TrimSpace(r.Organisation) != ""},
		{"relation", r.Relation != ""},
		{"years", r.Years > 0},
		{"only_vouched", answered(r.OnlyVouched)},
		{"staff_tie", answered(r.StaffTie)},
	} {
		if !part.there {
			wrong = append(wrong, ErrRefereeIncomplete.At(place+"."+part.name))
		}
	}
	switch {
	case r.Told == nil:
		wrong = append(wrong, ErrRefereeNotTold.At(place+".told"))
	case !rules.Speaks(r.Told.Language):
		wrong = append(wrong, ErrToldLanguage.At(place+".told"))
	}
	if len(r.Evidence) == 0 {
		wrong = append(wrong, ErrRefereeEvidence.At(place+".evidence"))
	}
	for i, item := range r.Evidence {
		wrong = append(wrong, missingItem(item, fmt.Sprintf("%s.evidence[%d]", place, i), rules, on)...)
	}
	wrong = append(wrong, missingLikeness(r.Likeness, r.Evidence, rules, place+".likeness")...)
	switch s := r.Statement; {
	case s == nil:
		wrong = append(wrong, ErrRefereeStatement.At(place+".statement"))
	case !rules.Speaks(s.Language):
		wrong = append(wrong, ErrToldLanguage.At(place+".statement"))
	case s.How == StatementOnPaper && len(s.Captures) == 0:
		wrong = append(wrong, ErrRefereePaper.At(place+".statement"))
	}
	return wrong
}
