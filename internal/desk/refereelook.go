package desk

import (
	"fmt"
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/policy"
)

// people is who stands in a case in which part, as hashes are not needed where
// the whole case lies beside it: known only while somebody is signed in.
type people struct {
	chain    casework.ID // a case and what corrects it are one
	resident string
	referees []string
	rests    bool      // the vouch knows the resident from the referees only
	proposed time.Time // zero where there is no vouch
}

func peopleOf(c *casework.Case) people {
	p := people{chain: c.Chain()}
	if c.Resident != nil {
		p.resident = c.Resident.Key()
	}
	for _, r := range c.Vouching() {
		p.referees = append(p.referees, r.Key())
	}
	if c.Submission != nil {
		p.proposed, p.rests = c.Submission.At, c.Submission.KnownByReferees
	}
	return p
}

// histories is what this desk knows of the case's referees from its other
// cases that came to a vouch. Other desks' are the broker's to tell.
func (s *state) histories(c *casework.Case, now time.Time) issuance.Histories {
	vouching := c.Vouching()
	if len(vouching) == 0 || c.Resident == nil {
		return nil
	}
	all, resident := issuance.Histories{}, c.Resident.Key()
	for _, r := range vouching {
		all[r.ID] = s.history(c.Chain(), r.Key(), resident, now)
	}
	return all
}

func (s *state) history(chain casework.ID, referee, resident string, now time.Time) policy.RefereeHistory {
	var h policy.RefereeHistory
	residents := map[string]bool{}
	for _, e := range s.entries {
		p := e.people
		if p.chain == chain || p.proposed.IsZero() {
			continue
		}
		vouched := slices.Contains(p.referees, referee)
		if vouched && p.resident != resident && p.proposed.After(now.AddDate(-1, 0, 0)) {
			residents[p.resident] = true
		}
		if p.resident == referee {
			h.Chain = h.Chain || p.rests
			h.Mutual = h.Mutual || slices.Contains(p.referees, resident)
		}
	}
	h.Vouched = len(residents)
	return h
}

// refereeLooks joins what is recorded of each referee who counts with what the
// policy makes of it.
func refereeLooks(c *casework.Case, d derived) []RefereeLook {
	var all []RefereeLook
	for i, r := range c.Clone().Referees {
		if !r.Counts() {
			continue
		}
		look := RefereeLook{Referee: r}
		for _, m := range d.lacks {
			if m.Referee == r.ID {
				look.Missing = append(look.Missing, m)
			}
		}
		if j := slices.IndexFunc(d.judged, func(j issuance.Refereed) bool { return j.ID == r.ID }); j >= 0 {
			judged := d.judged[j]
			look.Scored, look.Needs, look.AtSync = judged.Scored, judged.Needs, slices.Clone(judged.AtSync)
			look.Eligible = judged.Eligible && len(look.Missing) == 0
			for _, e := range judged.Reasons {
				look.Reasons = append(look.Reasons, reasonOf(c, e.At(fmt.Sprintf("%s[%d]", casework.StepReferee, i))))
			}
		}
		all = append(all, look)
	}
	return all
}

// stopForReferees marks the steps where somebody stands as referee who cannot
// be one.
func stopForReferees(o *OpenCase) {
	if o.Case.State != casework.Open || !slices.ContainsFunc(o.Referees, RefereeLook.barred) {
		return
	}
	for i, s := range o.Steps {
		if s.Step == casework.StepReferee || s.Step == casework.StepReview {
			o.Steps[i].Status = StepBlocked
		}
	}
}

// barred reports whether something speaks against a referee that recording what
// is missing will not mend.
func (l RefereeLook) barred() bool {
	return slices.ContainsFunc(l.Reasons, func(r Reason) bool {
		return len(l.Missing) == 0 || r.Code != policy.ErrRefereeIdentity.Code
	})
}
