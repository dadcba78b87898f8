package policy_test

import (
	"slices"
	"testing"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// good is a referee against whom nothing speaks.
func good() policy.RefereeFacts {
	return policy.RefereeFacts{
		Position: "health", Relation: "friend", Years: 2, OnlyVouched: evidence.No, StaffTie: evidence.No,
		Name: "Elin Enghraifft", Staff: []string{"Idris Sampl"}, Resident: "Rosa Mai Specimen", Notice: "1",
		Made: today, Until: today.AddDays(90), Shown: true, Identity: gpg45.Low,
		Person: &policy.RefereePerson{
			Born:         resident.Date{Year: 1969, Month: 2, Day: 28},
			Address:      resident.Address{Lines: []string{"4 Pattern Lane"}, Town: "Exampleton", Postcode: "EX4 9ZZ"},
			ResidentBorn: resident.Date{Year: 1988, Month: 4, Day: 17},
			ResidentPlace: resident.Address{
				Lines: []string{"12 Sample Row"}, Town: "Exampleton", Postcode: "EX4 1AA",
			},
		},
	}
}

func TestEligible(t *testing.T) {
	p := standard(t)
	for name, c := range map[string]struct {
		want   []string
		change func(f *policy.RefereeFacts)
	}{
		"ok/good":              {nil, func(*policy.RefereeFacts) {}},
		"ok/at the very limit": {nil, func(f *policy.RefereeFacts) { f.Known.Vouched = 1 }},
		"ok/18 today":          {nil, func(f *policy.RefereeFacts) { f.Person.Born = today.AddMonths(-12 * 18) }},
		"ok/117 years old":     {nil, func(f *policy.RefereeFacts) { f.Person.Born = today.AddMonths(-12 * 117) }},
		"ok/resident of 117":   {nil, func(f *policy.RefereeFacts) { f.Person.ResidentBorn = today.AddMonths(-12 * 117) }},
		"ok/last day":          {nil, func(f *policy.RefereeFacts) { f.Made, f.Until = today.AddDays(-90), today }},
		"ok/namesake":          {nil, func(f *policy.RefereeFacts) { f.Name = f.Resident }},
		"ok/same street": {nil, func(f *policy.RefereeFacts) {
			f.Person.Address.Lines[0], f.Person.Address.Postcode = "14 Sample Row", "EX4 1AA"
		}},
		"ok/neither has an address": {nil, func(f *policy.RefereeFacts) {
			f.Person.Address, f.Person.ResidentPlace = resident.Address{NoFixed: true}, resident.Address{NoFixed: true}
		}},
		"ok/particulars stay at the desk": {nil, func(f *policy.RefereeFacts) { f.Person = nil }},

		"refused/position": {[]string{"referee-position"}, func(f *policy.RefereeFacts) { f.Position = "mayor" }},
		"refused/years":    {[]string{"referee-years"}, func(f *policy.RefereeFacts) { f.Years = 1 }},
		"refused/longer than the resident lives": {[]string{"referee-years-born"}, func(f *policy.RefereeFacts) {
			f.Person.ResidentBorn = today.AddMonths(-12)
		}},
		"refused/relative":         {[]string{"referee-relation"}, func(f *policy.RefereeFacts) { f.Relation = "relative" }},
		"refused/partner":          {[]string{"referee-relation"}, func(f *policy.RefereeFacts) { f.Relation = "partner" }},
		"refused/household said":   {[]string{"referee-relation"}, func(f *policy.RefereeFacts) { f.Relation = "household" }},
		"refused/unknown relation": {[]string{"referee-relation"}, func(f *policy.RefereeFacts) { f.Relation = "pen friend" }},
		"refused/household found": {[]string{"referee-household"}, func(f *policy.RefereeFacts) {
			f.Person.Address = resident.Address{Lines: []string{"12, sample row"}, Town: "EXAMPLETON", Postcode: "ex41aa"}
		}},
		"refused/household, one line more": {[]string{"referee-household"}, func(f *policy.RefereeFacts) {
			f.Person.Address = resident.Address{Lines: []string{"12 Sample Row", "Old Town"}, Town: "Exampleton", Postcode: "EX4 1AA"}
		}},
		"refused/officer's initial": {[]string{"referee-staff"}, func(f *policy.RefereeFacts) { f.Name = "I. Sampl" }},
		"refused/officer's other":   {[]string{"referee-staff"}, func(f *policy.RefereeFacts) { f.Name = "Idris Ieuan Sampl" }},
		"refused/officer's name":    {[]string{"referee-staff"}, func(f *policy.RefereeFacts) { f.Name = "SAMPL, Idris" }},
		"refused/officer's spouse":  {[]string{"referee-staff-tie"}, func(f *policy.RefereeFacts) { f.StaffTie = evidence.Yes }},
		"refused/resident": {[]string{"referee-resident"}, func(f *policy.RefereeFacts) {
			f.Name, f.Person.Born = "Rosa-Mai Specimen", f.Person.ResidentBorn
		}},
		"refused/twice":               {[]string{"referee-twice"}, func(f *policy.RefereeFacts) { f.Person.Twice = true }},
		"refused/17":                  {[]string{"referee-age"}, func(f *policy.RefereeFacts) { f.Person.Born = today.AddMonths(-12*18 + 1) }},
		"refused/born tomorrow":       {[]string{"referee-born"}, func(f *policy.RefereeFacts) { f.Person.Born = today.AddDays(1) }},
		"refused/131 years old":       {[]string{"referee-born"}, func(f *policy.RefereeFacts) { f.Person.Born = today.AddMonths(-12 * 131) }},
		"refused/identity unknown":    {[]string{"referee-identity"}, func(f *policy.RefereeFacts) { f.Identity = gpg45.None }},
		"refused/less than the case":  {[]string{"referee-identity"}, func(f *policy.RefereeFacts) { f.Case = gpg45.Medium }},
		"refused/only vouched":        {[]string{"referee-chain"}, func(f *policy.RefereeFacts) { f.OnlyVouched = evidence.Yes }},
		"refused/chain found":         {[]string{"referee-chain"}, func(f *policy.RefereeFacts) { f.Known.Chain = true }},
		"refused/each for the other":  {[]string{"referee-mutual"}, func(f *policy.RefereeFacts) { f.Known.Mutual = true }},
		"refused/limit":               {[]string{"referee-limit"}, func(f *policy.RefereeFacts) { f.Known.Vouched = 2 }},
		"refused/older notice":        {[]string{"referee-not-told"}, func(f *policy.RefereeFacts) { f.Notice = "0" }},
		"refused/run out":             {[]string{"referee-expired"}, func(f *policy.RefereeFacts) { f.Made, f.Until = today.AddDays(-91), today.AddDays(-1) }},
		"refused/statement ahead":     {[]string{"referee-future"}, func(f *policy.RefereeFacts) { f.Made = today.AddDays(1) }},
		"refused/counts for too long": {[]string{"referee-future"}, func(f *policy.RefereeFacts) { f.Until = today.AddDays(91) }},
		"refused/several": {[]string{"referee-years", "referee-relation", "referee-chain"}, func(f *policy.RefereeFacts) {
			f.Years, f.Relation, f.OnlyVouched = 1, "partner", evidence.Yes
		}},
	} {
		t.Run(name, func(t *testing.T) {
			f := good()
			c.change(&f)
			e := p.Eligible(f, today)
			var got []string
			for _, r := range e.Reasons {
				got = append(got, r.Code)
			}
			if !slices.Equal(got, c.want) || e.Eligible != (len(c.want) == 0) {
				t.Errorf("eligible %v, reasons %v, want %v", e.Eligible, got, c.want)
			}
		})
	}
}

// TestUnknownIsNoPass: a fact that is missing is no reason, and no eligibility.
func TestUnknownIsNoPass(t *testing.T) {
	p := standard(t)
	for name, change := range map[string]func(f *policy.RefereeFacts){
		"position":      func(f *policy.RefereeFacts) { f.Position = "" },
		"relation":      func(f *policy.RefereeFacts) { f.Relation = "" },
		"years":         func(f *policy.RefereeFacts) { f.Years = 0 },
		"first answer":  func(f *policy.RefereeFacts) { f.OnlyVouched = evidence.CouldNot },
		"second answer": func(f *policy.RefereeFacts) { f.StaffTie = "" },
		"not told":      func(f *policy.RefereeFacts) { f.Notice = "" },
		"no statement":  func(f *policy.RefereeFacts) { f.Made, f.Until = resident.Date{}, resident.Date{} },
		"no evidence":   func(f *policy.RefereeFacts) { f.Shown, f.Identity = false, gpg45.None },
		"no birth date": func(f *policy.RefereeFacts) { f.Person.Born = resident.Date{} },
	} {
		t.Run(name, func(t *testing.T) {
			f := good()
			change(&f)
			if e := p.Eligible(f, today); e.Eligible || len(e.Reasons) > 0 {
				t.Errorf("eligible %v, reasons %v", e.Eligible, e.Reasons)
			}
		})
	}
}

func TestAtSync(t *testing.T) {
	p, f := standard(t), good()
	if got := p.Eligible(f, today).AtSync; !slices.Equal(got, policy.AtSync()) {
		t.Errorf("one desk alone: %v", got)
	}
	f.Known.Whole = true
	if got := p.Eligible(f, today).AtSync; len(got) > 0 {
		t.Errorf("every desk asked: %v", got)
	}
	seen := map[string]bool{}
	for _, r := range policy.RefereeReasons() {
		if seen[r.Code] {
			t.Errorf("%s twice", r.Code)
		}
		seen[r.Code] = true
	}
}
