package policy_test

import (
	"slices"
	"strings"

	"pgregory.net/rapid"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

// A deed is one thing that could be done, and its doing: the slow oracle does
// it to the findings and scores them again.
type deed struct {
	kind    gpg45.Kind
	things  int
	minutes int
	do      func(f *policy.Findings)
}

// deeds are all that could be done for findings, written from the rules of
// coaching and not from its code.
func deeds(p *policy.Policy, f policy.Findings, officer policy.Training) []deed {
	minutes := func(id string) int {
		for _, m := range p.Coaching.Minutes {
			if m.ID == id {
				return m.Minutes
			}
		}
		return 0
	}
	var all []deed
	for n, i := range f.Evidence {
		d, _ := p.Document(i.Type)
		for _, g := range p.Validity.AtDesk {
			open, blocked := false, false
			for _, c := range d.Checks {
				if c.Group == g {
					open = open || i.Answer(c.Code) == evidence.Unanswered
					blocked = blocked || i.Answer(c.Code) == evidence.No || i.Answer(c.Code) == evidence.CouldNot
				}
			}
			if open && !blocked {
				all = append(all, deed{gpg45.Ask, 1, minutes(string(g)), func(f *policy.Findings) { answerYes(&f.Evidence[n], d, g) }})
			}
		}
	}
	failed := f.Likeness != nil && slices.ContainsFunc(p.Likeness.Decisive, func(c string) bool { return f.Likeness.Answer(c) == evidence.No })
	if !failed {
		all = append(all, deed{gpg45.Ask, 1, minutes(policy.AddLikeness), func(f *policy.Findings) { compare(p, f, "") }})
		if !f.Colleague.IsZero() && f.Colleague.After(officer.Likeness) {
			all = append(all, deed{gpg45.Ask, 2, minutes(policy.AddTrained), func(f *policy.Findings) { compare(p, f, "colleague") }})
		}
	}
	if k := f.AddressProof.Letter; k != "" && f.AddressProof.Needed && !f.AddressProof.Shown {
		m := minutes(policy.AddLetter)
		all = append(all, deed{k, 1, m, func(f *policy.Findings) { f.AddressProof.Shown = true }})
	}
	for _, w := range p.Coaching.Wait {
		all = append(all, deed{gpg45.Wait, 1, 0, func(f *policy.Findings) { f.Fraud, f.Activity = max(f.Fraud, w.Fraud), max(f.Activity, w.Activity) }})
	}
	for _, d := range p.Documents {
		if !slices.ContainsFunc(f.Evidence, func(i evidence.Item) bool { return i.Type == d.ID }) {
			all = append(all, deed{gpg45.Bring, 1, 0, func(f *policy.Findings) { f.Evidence = append(f.Evidence, brought(p, d)) }})
		}
	}
	if len(f.Referees) == 0 {
		all = append(all, deed{gpg45.Bring, 1, 0, func(f *policy.Findings) { f.Referees = []policy.RefereeFinding{{ID: "r", Eligible: true}} }})
	}
	return all
}

func answerYes(i *evidence.Item, d policy.Document, g policy.Group) {
	for _, c := range d.Checks {
		if c.Group == g && i.Answer(c.Code) == evidence.Unanswered {
			i.Checks = append(i.Checks, evidence.Check{Code: c.Code, Answer: evidence.Yes})
		}
	}
}

func brought(p *policy.Policy, d policy.Document) evidence.Item {
	i := evidence.Item{ID: evidence.ItemID("new-" + d.ID), Type: d.ID, Fields: map[string]string{}}
	for _, f := range d.Fields {
		if f.Claim == policy.AddressClaim {
			i.Fields[f.ID] = "1 Sample Street"
		}
	}
	for _, g := range p.Validity.AtDesk {
		answerYes(&i, d, g)
	}
	return i
}

// compare answers every question of the comparison that was not answered
// otherwise, against the first valid document with a photo.
func compare(p *policy.Policy, f *policy.Findings, by string) {
	was := f.Likeness
	f.Likeness = &evidence.Likeness{By: by}
	for _, c := range p.Likeness.Checks {
		answer := evidence.Yes
		if was != nil && was.Answer(c.Code) != evidence.Unanswered {
			answer = was.Answer(c.Code)
		}
		f.Likeness.Checks = append(f.Likeness.Checks, evidence.Check{Code: c.Code, Answer: answer})
	}
	if was != nil {
		f.Likeness.Against = was.Against
	}
	for _, piece := range p.Score(policy.Findings{Evidence: f.Evidence, Trained: f.Trained}, policy.Training{Document: today, Likeness: today}, today).Pieces {
		if d, _ := p.Document(piece.Type); d.Photo && piece.Validity > 0 {
			f.Likeness.Against = piece.ItemID
		}
	}
}

// price is what ways are compared by: things to bring, to wait for, to do, and
// minutes.
type price [4]int

func (a price) less(b price) bool { return slices.Compare(a[:], b[:]) < 0 }

func (a *price) add(k gpg45.Kind, things, minutes int) {
	switch k {
	case gpg45.Bring:
		a[0]++
	case gpg45.Wait:
		a[1]++
	case gpg45.Ask:
		a[2] += things
	}
	a[3] += minutes
}

// worse reports whether a price improves no level.
func worse(best map[gpg45.Confidence]price, cost price, from gpg45.Confidence) bool {
	for level := from + 1; level <= gpg45.VeryHigh; level++ {
		if b, ok := best[level]; !ok || cost.less(b) {
			return false
		}
	}
	return true
}

// likenessAt is the place of the first deed that is not a check of a document.
func likenessAt(all []deed, f policy.Findings, p *policy.Policy) int {
	n := 0
	for _, d := range deeds(p, policy.Findings{Evidence: f.Evidence, Likeness: failedLikeness(p), Referees: []policy.RefereeFinding{{}}}, policy.Training{}) {
		if d.kind == gpg45.Ask {
			n++
		}
	}
	return min(n, len(all))
}

func failedLikeness(p *policy.Policy) *evidence.Likeness {
	return &evidence.Likeness{Checks: []evidence.Check{{Code: p.Likeness.Decisive[0], Answer: evidence.No}}}
}

func priceOf(t rapid.TB, p *policy.Policy, n gpg45.Next) price {
	var sum price
	for _, a := range n.Add {
		id := a.What
		if rest, ok := strings.CutPrefix(a.What, policy.AddChecks); ok {
			_, id, _ = strings.Cut(rest, ":")
		}
		things, minutes := 1, 0
		for _, m := range p.Coaching.Minutes {
			if m.ID == id {
				minutes = m.Minutes
			}
		}
		if a.What == policy.AddTrained {
			things = 2
		}
		if a.Kind == gpg45.Bring && a.What == policy.AddReferee && p.Referee.Score == nil {
			t.Fatal("a referee is asked for who scores nothing")
		}
		sum.add(a.Kind, things, minutes)
	}
	return sum
}
