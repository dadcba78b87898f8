package casework_test

import (
	"errors"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
)

func withReferee(t *testing.T) *casework.Case {
	t.Helper()
	return caseworktest.WithReferee(t, trusttest.New(t, caseworktest.Now()), trusttest.Policy(t))
}

// TestRefereeIsToldInALanguageOfThePolicy: so is what they declare.
func TestRefereeIsToldInALanguageOfThePolicy(t *testing.T) {
	rules, on := trusttest.Policy(t), resident.DateOf(caseworktest.Now())
	for place, of := range map[string]func(r *casework.Referee) *string{
		"referee[0].told":      func(r *casework.Referee) *string { return &r.Told.Language },
		"referee[0].statement": func(r *casework.Referee) *string { return &r.Statement.Language },
	} {
		t.Run(place, func(t *testing.T) {
			k := withReferee(t)
			r := &k.Referees[0]
			r.Told.Language, r.Statement.Language = string(resident.English), string(resident.English)
			*of(r) = string(resident.Welsh)
			if err := k.Missing(rules, on); err != nil {
				t.Errorf("in Welsh: %v", err)
			}
			english := *rules
			english.Languages = []resident.Language{resident.English}
			all := fault.All(k.Missing(&english, on))
			if len(all) != 1 || all[0].Code != "case-told-language" || all[0].Where != place {
				t.Errorf("in Welsh, under a policy of English: %v", all)
			}
		})
	}
}

func TestRefereeMissing(t *testing.T) {
	rules, on := trusttest.Policy(t), resident.DateOf(caseworktest.Now())
	if err := withReferee(t).Missing(rules, on); err != nil {
		t.Fatalf("a complete referee lacks %v", err)
	}
	for place, c := range map[string]struct {
		code   string
		change func(r *casework.Referee)
	}{
		"referee[0].name":                    {"case-referee-incomplete", func(r *casework.Referee) { r.Name = resident.Name{} }},
		"referee[0].born":                    {"case-referee-incomplete", func(r *casework.Referee) { r.Born = resident.Date{} }},
		"referee[0].address":                 {"case-referee-incomplete", func(r *casework.Referee) { r.Address = resident.Address{} }},
		"referee[0].position":                {"case-referee-incomplete", func(r *casework.Referee) { r.Position = "" }},
		"referee[0].organisation":            {"case-referee-incomplete", func(r *casework.Referee) { r.Organisation = " " }},
		"referee[0].relation":                {"case-referee-incomplete", func(r *casework.Referee) { r.Relation = "" }},
		"referee[0].years":                   {"case-referee-incomplete", func(r *casework.Referee) { r.Years = 0 }},
		"referee[0].only_vouched":            {"case-referee-incomplete", func(r *casework.Referee) { r.OnlyVouched = evidence.CouldNot }},
		"referee[0].staff_tie":               {"case-referee-incomplete", func(r *casework.Referee) { r.StaffTie = "" }},
		"referee[0].told":                    {"case-referee-told", func(r *casework.Referee) { r.Told = nil }},
		"referee[0].evidence":                {"case-referee-evidence", func(r *casework.Referee) { r.Evidence, r.Likeness = nil, nil }},
		"referee[0].evidence[0].seen":        {"case-seen-missing", func(r *casework.Referee) { r.Evidence[0].Seen = "" }},
		"referee[0].likeness":                {"case-likeness-missing", func(r *casework.Referee) { r.Likeness = nil }},
		"referee[0].likeness.against":        {"case-likeness-photo", func(r *casework.Referee) { r.Likeness.Against = "birth_certificate-2" }},
		"referee[0].statement":               {"case-referee-statement", func(r *casework.Referee) { r.Statement = nil }},
		"ok: how to reach them is not asked": {"", func(r *casework.Referee) { r.Contact = resident.Contact{} }},
	} {
		t.Run(place, func(t *testing.T) {
			k := withReferee(t)
			c.change(&k.Referees[0])
			all := fault.All(k.Missing(rules, on))
			if c.code == "" {
				if len(all) > 0 {
					t.Errorf("missing %v", all)
				}
				return
			}
			if len(all) != 1 || all[0].Code != c.code || all[0].Where != place || casework.StepOf(all[0]) != casework.StepReferee {
				t.Errorf("missing %v, want %s at %s", all, c.code, place)
			}
		})
	}
}

// TestStatementFallsAway: a statement holds for what was said, and no longer.
func TestStatementFallsAway(t *testing.T) {
	for name, change := range map[string]func(k *casework.Case) error{
		"gone/resident's name": func(k *casework.Case) error {
			r := *k.Resident
			r.Name.Given = "Rosa May"
			return k.SetResident(r, by(idris))
		},
		"gone/resident's birth date": func(k *casework.Case) error {
			r := *k.Resident
			r.Born.Day++
			return k.SetResident(r, by(idris))
		},
		"gone/years": func(k *casework.Case) error {
			r := k.Referees[0]
			r.Years++
			return k.SetReferee(r, by(idris))
		},
		"kept/resident's address": func(k *casework.Case) error {
			r := *k.Resident
			r.Address.Town = "Elsewhere"
			return k.SetResident(r, by(idris))
		},
		"kept/referee's address": func(k *casework.Case) error {
			r := k.Referees[0]
			r.Address.Town = "Elsewhere"
			return k.SetReferee(r, by(idris))
		},
	} {
		t.Run(name, func(t *testing.T) {
			k := withReferee(t)
			caseworktest.Do(t, change(k))
			if kept := k.Referees[0].Statement != nil; kept != (name[:4] == "kept") {
				t.Errorf("the statement is kept: %v", kept)
			}
		})
	}
}

func TestRefereeCommands(t *testing.T) {
	k := withReferee(t)
	elin := caseworktest.RefereeID
	acts := len(k.Acts)
	caseworktest.Do(t, k.RemoveRefereeEvidence(elin, "passport-7", by(idris)))
	caseworktest.Do(t, k.RestoreRefereeEvidence(elin, "passport-7", by(idris)))
	caseworktest.Do(t, k.RemoveReferee(elin, by(idris)))
	caseworktest.Do(t, k.RestoreReferee(elin, by(mair)))
	if len(k.Acts) != acts+4 || !k.Took(mair) || len(k.Referees) != 1 || len(k.Referees[0].Evidence) != 1 {
		t.Errorf("%d acts, %d referees", len(k.Acts)-acts, len(k.Referees))
	}
	fresh := caseworktest.Elin()
	fresh.ID, fresh.Salt = "referee-2", ""
	told := casework.Told{Notice: "1", How: "shown", Language: "en"}
	for name, c := range map[string]struct{ got, want error }{
		"no salt":         {k.SetReferee(fresh, by(idris)), casework.ErrRefereeID},
		"told, unknown":   {k.SetRefereeTold("none", told, by(idris)), casework.ErrNoReferee},
		"restored twice":  {k.RestoreReferee(elin, by(idris)), casework.ErrNoReferee},
		"no such piece":   {k.RemoveRefereeEvidence(elin, "none", by(idris)), casework.ErrNoItem},
		"face of nothing": {k.SetRefereeLikeness(elin, evidence.Likeness{Against: "none"}, by(idris)), casework.ErrNoItem},
		"how":             {k.SetStatement(elin, casework.Statement{How: "by phone"}, 90, by(idris)), casework.ErrStatementHow},
		"no paper":        {k.AddStatementCapture(elin, evidence.Capture{Blob: "b"}, by(idris)), casework.ErrStatementFirst},
		"no such image":   {k.RemoveStatementCapture(elin, "b", by(idris)), casework.ErrNoItem},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
		}
	}
	fresh.Salt = "salt"
	caseworktest.Do(t, k.SetReferee(fresh, by(idris)))
	if err := k.SetStatement(fresh.ID, casework.Statement{How: casework.StatementOnScreen}, 90, by(idris)); !errors.Is(err, casework.ErrStatementTooSoon) {
		t.Errorf("a statement before the notice: %v", err)
	}
	for i := len(k.Referees); i < casework.MaxReferees; i++ {
		fresh.ID += "x"
		caseworktest.Do(t, k.SetReferee(fresh, by(idris)))
	}
	fresh.ID += "x"
	if err := k.SetReferee(fresh, by(idris)); !errors.Is(err, casework.ErrRefereeCount) {
		t.Errorf("one too many: %v", err)
	}
}

func TestStatementOnPaper(t *testing.T) {
	k := withReferee(t)
	elin := caseworktest.RefereeID
	caseworktest.Do(t, k.SetStatement(elin, casework.Statement{How: casework.StatementOnPaper, Language: "cy"}, 90, by(idris)))
	caseworktest.Do(t, k.AddStatementCapture(elin, evidence.Capture{Blob: "b"}, by(idris)))
	caseworktest.Do(t, k.SetStatement(elin, casework.Statement{How: casework.StatementOnPaper, Language: "en"}, 90, by(mair)))
	s := k.Referees[0].Statement
	if len(s.Captures) != 1 || s.By != mair || !s.Until.Equal(clock().AddDate(0, 0, 90)) {
		t.Errorf("%d images, heard by %s", len(s.Captures), s.By)
	}
	caseworktest.Do(t, k.RemoveStatementCapture(elin, "b", by(idris)))
	if len(k.Referees[0].Statement.Captures) != 0 {
		t.Error("the image is kept")
	}
}

func TestWithdrawReferee(t *testing.T) {
	elin := caseworktest.RefereeID
	for name, c := range map[string]struct {
		want error
		put  func(k *casework.Case)
	}{
		"ok/open":   {nil, func(*casework.Case) {}},
		"ok/parked": {nil, func(k *casework.Case) { k.State = casework.Parked }},
		"ok/with supervisor": {nil, func(k *casework.Case) {
			k.State, k.Submission = casework.WithSupervisor, &casework.Submission{JTI: "j"}
		}},
		"refused/issued":   {casework.ErrRefereeIssued, func(k *casework.Case) { k.State = casework.BeingChecked }},
		"refused/received": {casework.ErrRefereeIssued, func(k *casework.Case) { k.State, k.Outcome = casework.Closed, casework.Vouched }},
		"refused/ended":    {casework.ErrNotOpen, func(k *casework.Case) { k.State, k.Outcome = casework.Closed, casework.NotVerified }},
		"refused/signing":  {casework.ErrNotOpen, func(k *casework.Case) { k.Intent = &casework.Intent{} }},
		"refused/already":  {casework.ErrRefereeBack, func(k *casework.Case) { k.Referees[0].Withdrawn = clock() }},
	} {
		t.Run(name, func(t *testing.T) {
			k := withReferee(t)
			c.put(k)
			was := k.State
			err := k.WithdrawReferee(elin, by(idris))
			if !errors.Is(err, c.want) {
				t.Fatalf("err = %v, want %v", err, c.want)
			}
			if c.want != nil {
				return
			}
			if len(k.Vouching()) != 0 || k.Referees[0].Name.IsZero() || k.Submission != nil || !k.Took(idris) {
				t.Error("the referee still counts, or nothing is left to tell that they did")
			}
			if was == casework.WithSupervisor && (k.State != casework.Open || len(k.Voided) != 1) {
				t.Errorf("the case is %s, %d void", k.State, len(k.Voided))
			}
			if err := k.Missing(trusttest.Policy(t), resident.DateOf(caseworktest.Now())); err != nil {
				t.Errorf("who withdrew is missed: %v", err)
			}
		})
	}
}
