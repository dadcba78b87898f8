package issuance_test

import (
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// TestTrainingPerAct: a check is worth what the training of who made it was
// worth when they made it, whoever submits, and the vouch lets the broker
// compute the same.
func TestTrainingPerAct(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	today := resident.DateOf(c.Now)
	refresh := func(who trust.PersonID, d resident.Date) {
		for i := range c.ListBody.Persons {
			if c.ListBody.Persons[i].ID == who {
				c.ListBody.Persons[i].Training = trust.Training{Document: d, Likeness: d}
			}
		}
		c.Resign(t)
	}
	made := func(checks []evidence.Check, who trust.PersonID, at time.Time) {
		for i := range checks {
			checks[i].By, checks[i].At = string(who), at
		}
	}
	now, spring := c.Now.Add(-time.Hour), c.Now.AddDate(0, -5, 0)
	officer, second, untrained := c.Officer.ID, c.SecondOfficer.ID, c.UntrainedOfficer.ID
	type act struct {
		by trust.PersonID
		at time.Time
	}
	for name, test := range map[string]struct {
		officer              resident.Date // when the officer was trained
		document, likeness   act
		validity, comparison int
	}{
		"ok/all by one":                        {today.AddMonths(-3), act{officer, now}, act{officer, now}, 2, 3},
		"ok/a better trained second compares":  {today.AddMonths(-3), act{untrained, now}, act{officer, now}, 1, 3},
		"ok/an untrained second compares":      {today.AddMonths(-3), act{officer, now}, act{untrained, now}, 2, 1},
		"ok/a second of less training":         {today.AddMonths(-3), act{officer, now}, act{second, now}, 2, 2},
		"ok/training ran out since":            {today.AddMonths(-14), act{officer, spring}, act{officer, spring}, 2, 3},
		"ok/training had run out":              {today.AddMonths(-14), act{officer, now}, act{officer, now}, 2, 2},
		"refused/trained only after the check": {today.AddMonths(-1), act{officer, spring}, act{officer, spring}, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			refresh(officer, test.officer)
			k := caseworktest.WithPassport(t, c, rules)
			made(k.Evidence[0].Checks, test.document.by, test.document.at)
			made(k.Likeness.Checks, test.likeness.by, test.likeness.at)
			for _, who := range []trust.PersonID{second, untrained} {
				k.Acts = append(k.Acts, casework.Act{By: who, At: now, What: "evidence"})
			}
			s := issuance.Assess(k, rules, c.List, officer, nil, c.Now)
			if s.Pieces[0].Validity != test.validity || s.Verification != test.comparison {
				t.Errorf("validity %d and likeness %d", s.Pieces[0].Validity, s.Verification)
			}
			w, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, k))
			if err != nil {
				t.Fatal(err)
			}
			p, err := w.Sign(c.Officer.Sign.Private)
			if err != nil {
				t.Fatal(err)
			}
			opened, err := vouch.Open(p.Token, c.List)
			if err != nil {
				t.Fatal(err)
			}
			again, err := vouch.Reassess(opened.Payload, opened.Complete, rules, c.List)
			if err != nil || again.Verification != s.Verification {
				t.Errorf("the broker computes %d, %v", again.Verification, err)
			}
		})
	}
}

// TestWhatTheCaseSaysOfTheAddress: coaching asks for the letter only where the
// purpose needs the address and it may still come.
func TestWhatTheCaseSaysOfTheAddress(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	for name, test := range map[string]struct {
		change func(k *casework.Case)
		want   policy.Address
	}{
		"the letter matches": {func(*casework.Case) {}, policy.Address{}},
		"not asked for yet": {
			func(k *casework.Case) { k.Letter = casework.Letter{} },
			policy.Address{Lacks: true, By: []gpg45.Add{{Kind: gpg45.Ask, What: policy.AddLetter}}},
		},
		"its record is not here": {
			func(k *casework.Case) { k.Letter.State = letter.Signed },
			policy.Address{Lacks: true, By: []gpg45.Add{{Kind: gpg45.Wait, What: policy.AddLetter}}},
		},
		"no fixed address": {
			func(k *casework.Case) {
				k.Letter = casework.Letter{}
				k.Resident.Address = resident.Address{NoFixed: true}
			}, policy.Address{},
		},
		"no purpose yet": {func(k *casework.Case) { k.Letter, k.Purpose = casework.Letter{}, nil }, policy.Address{}},
		"a tenancy shows it": {func(k *casework.Case) {
			k.Letter = casework.Letter{Path: casework.LetterNone}
			k.Evidence = append(k.Evidence, caseworktest.Tenancy(t, rules, c.Officer.ID, c.Now))
		}, policy.Address{}},
		"a tenancy nobody has looked at": {func(k *casework.Case) {
			k.Letter = casework.Letter{}
			item := caseworktest.Tenancy(t, rules, c.Officer.ID, c.Now)
			item.Checks = nil
			k.Evidence = append(k.Evidence, item)
		}, policy.Address{Lacks: true, By: []gpg45.Add{{Kind: gpg45.Ask, What: "checks:tenancy_agreement:physical"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			k := caseworktest.WithPassport(t, c, rules)
			test.change(k)
			got := issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now).Address
			if len(got.By) == len(test.want.By) && len(got.By) == 1 && got.By[0] != test.want.By[0] || got.Lacks != test.want.Lacks || len(got.By) != len(test.want.By) {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
	k := caseworktest.WithPassport(t, c, rules)
	k.Letter = casework.Letter{Path: casework.LetterNone}
	if got := issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now).Address; len(got.By) != 1 || got.By[0].Kind != gpg45.Bring {
		t.Errorf("without a letter: %+v", got)
	}
	k.Letter = casework.Letter{Path: casework.LetterScanned, State: letter.Mismatch}
	if got := issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now).Address; len(got.By) != 1 || got.By[0].What == policy.AddLetter {
		t.Errorf("a letter that does not match is asked for again: %+v", got)
	}
}

// TestAColleagueIsOfferedOnlyIfSomebodyIsLeftToApprove: who compares acts on
// the case, and who acted cannot approve.
func TestAColleagueIsOfferedOnlyIfSomebodyIsLeftToApprove(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	today := resident.DateOf(c.Now)
	trained := map[trust.PersonID]int{c.Officer.ID: 20, c.SecondOfficer.ID: 3}
	set := func(change func(p *trust.Person)) {
		for i := range c.ListBody.Persons {
			p := &c.ListBody.Persons[i]
			if months, ok := trained[p.ID]; ok {
				p.Training = trust.Training{Document: today.AddMonths(-months), Likeness: today.AddMonths(-months)}
			}
			change(p)
		}
		c.Resign(t)
	}
	offered := func() int {
		k := caseworktest.WithPassport(t, c, rules)
		return issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now).Case.Could.Trained
	}
	set(func(*trust.Person) {})
	if offered() != 3 {
		t.Error("a trained colleague is not offered")
	}
	set(func(p *trust.Person) {
		if p.ID != c.SecondOfficer.ID {
			p.Roles = nil
		}
	})
	if offered() != 0 {
		t.Error("offered with nobody left to approve")
	}
}
