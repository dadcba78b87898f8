package vouch_test

import (
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// statement is the place of the referee's statement in referee.json.
func statement(t *testing.T) int {
	t.Helper()
	p, err := vouch.Parse(read(t, "referee.json"))
	if err != nil {
		t.Fatal(err)
	}
	return p.Desk.Referees[0].Index
}

func TestRefereesRule(t *testing.T) {
	i := statement(t)
	evidence := func(value any, path ...any) change {
		return put(value, append([]any{"verified_claims", "verification", "evidence", i}, path...)...)
	}
	own := func(value any, path ...any) change { return put(value, append([]any{desk, "referees", 0}, path...)...) }
	for name, changes := range map[string][]change{
		"no findings":            {put(nil, desk, "referees")},
		"findings of a document": {own(0, "index")},
		"findings beyond":        {own(9, "index")},
		"reference in words":     {evidence("SB-V-2026-000184", "attestation", "reference_number")},
		"no date":                {evidence(nil, "attestation", "date_of_issuance")},
		"no end":                 {evidence(nil, "attestation", "date_of_expiry")},
		"no name":                {evidence("", "attestation", "voucher", "name")},
		"no organisation":        {evidence(nil, "attestation", "voucher", "organization")}, //nolint:misspell // the standard spells it so
		"birth date":             {evidence("1969-02-28", "attestation", "voucher", "birthdate")},
		"home address":           {evidence("4 Pattern Lane", "attestation", "voucher", "street_address")},
		"other way":              {own("paper", "how")},
		"only vouched":           {own("yes", "only_vouched")},
		"tie to staff":           {own("yes", "staff_tie")},
		"not told":               {own("", "told", "notice")},
		"no position":            {own(nil, "position")},
		"no identity":            {own(nil, "identity")},
		"checked without check":  {own("checked", "limits")},
		"checked by a stranger":  {own([]any{"p-stranger"}, "identity", "evidence", 0, "by")},
		"compared with nothing":  {own(3, "identity", "likeness", "evidence")},
		"scores of another":      {own([]any{}, "identity", "assessment", "scores", "evidence")},
		"fraud without check":    {own(1, "identity", "assessment", "scores", "fraud")},
		"statement of tomorrow":  {evidence("2026-11-21", "attestation", "date_of_issuance")},
	} {
		t.Run("refused/"+name, func(t *testing.T) {
			if err := vouch.Validate(changedIn(t, "referee.json", changes...)); err == nil {
				t.Error("Validate lets it pass")
			}
		})
	}
}

// TestWithheldReferee: a service that is shown nothing of the referee still
// sees that there was one, and that is a sound vouch.
func TestWithheldReferee(t *testing.T) {
	i := statement(t)
	data := changedIn(t, "referee.json",
		put(nil, "verified_claims", "verification", "evidence", i, "attestation", "voucher"),
		put(nil, desk, "referees", 0, "position"), put(nil, desk, "referees", 0, "relation"),
		put(nil, desk, "referees", 0, "years"), put(nil, desk, "referees", 0, "identity"))
	if err := vouch.ValidateDisclosed(data); err != nil {
		t.Error(err)
	}
	if vouch.Validate(data) == nil {
		t.Error("as a whole payload it passes")
	}
}

func TestReassessReferee(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	o, err := vouch.Open(caseworktest.Propose(t, c, rules, caseworktest.WithReferee(t, c, rules)).Token, c.List)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := vouch.Reassess(o.Payload, o.Complete, rules, c.List); err != nil {
		t.Fatal(err)
	}
	officer, _ := c.List.Person(c.Officer.ID)
	for name, c2 := range map[string]struct {
		want   string
		change func(r *vouch.DeskReferee, a *vouch.Attestation)
	}{
		"position":  {"vouch-referee-not-eligible", func(r *vouch.DeskReferee, _ *vouch.Attestation) { r.Position = "mayor" }},
		"relation":  {"vouch-referee-not-eligible", func(r *vouch.DeskReferee, _ *vouch.Attestation) { r.Relation = "relative" }},
		"years":     {"vouch-referee-not-eligible", func(r *vouch.DeskReferee, _ *vouch.Attestation) { r.Years = 1 }},
		"notice":    {"vouch-referee-not-eligible", func(r *vouch.DeskReferee, _ *vouch.Attestation) { r.Told.Notice = "0" }},
		"staff":     {"vouch-referee-not-eligible", func(_ *vouch.DeskReferee, a *vouch.Attestation) { a.Voucher.Name = officer.Name }},
		"expired":   {"vouch-referee-not-eligible", func(_ *vouch.DeskReferee, a *vouch.Attestation) { a.Expires = "2026-11-19" }},
		"too long":  {"vouch-referee-not-eligible", func(_ *vouch.DeskReferee, a *vouch.Attestation) { a.Expires = "2036-11-19" }},
		"identity":  {"vouch-assessment", func(r *vouch.DeskReferee, _ *vouch.Attestation) { r.Identity.Likeness = nil }},
		"a failure": {"vouch-assessment", func(r *vouch.DeskReferee, _ *vouch.Attestation) { r.Identity.Evidence[0].ZoneFailed = true }},
		"overstated": {"vouch-assessment", func(r *vouch.DeskReferee, _ *vouch.Attestation) {
			r.Identity.Assessment.Scores.Evidence[0].Strength = 4
		}},
	} {
		t.Run("refused/"+name, func(t *testing.T) {
			again, err := vouch.Parse(o.Raw)
			if err != nil {
				t.Fatal(err)
			}
			r := &again.Desk.Referees[0]
			c2.change(r, again.VerifiedClaims.Verification.Evidence[r.Index].Attestation)
			if _, err := vouch.Reassess(again, true, rules, c.List); fault.Code(err) != c2.want {
				t.Errorf("err = %v, want %s", err, c2.want)
			}
		})
	}
}

func TestRefereeReference(t *testing.T) {
	born := resident.Date{Year: 1969, Month: 2, Day: 28}
	one := vouch.RefereeReference("salt", "Mair Enghraifft", born)
	for name, other := range map[string]string{
		"another salt": vouch.RefereeReference("other", "Mair Enghraifft", born),
		"another name": vouch.RefereeReference("salt", "Mair Engraifft", born),
		"another day":  vouch.RefereeReference("salt", "Mair Enghraifft", resident.Date{Year: 1969, Month: 2, Day: 27}),
	} {
		if other == one {
			t.Errorf("%s gives the same", name)
		}
	}
	if vouch.RefereeReference("salt", " ENGHRAIFFT, Mair ", born) != one {
		t.Error("order and case of a name matter")
	}
}

// TestIssuerPartHidesReferee: what a service holds without a disclosure tells
// nothing of the referee.
func TestIssuerPartHidesReferee(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	p := caseworktest.Propose(t, c, rules, caseworktest.WithReferee(t, c, rules))
	sd, err := jose.ParseSDJWT(p.Token)
	if err != nil {
		t.Fatal(err)
	}
	sd.Disclosures = nil
	o, err := vouch.Open(sd.String(), c.List)
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"Elin", "Enghraifft", "Surgery", "Doctor", "professional", "health", "uv_features\":\"yes"} {
		if strings.Contains(string(o.Raw), never) {
			t.Errorf("the issuer's part tells %q", never)
		}
	}
	if !slices.Contains(vouch.ReasonCodes(), vouch.ErrNotEligible.Code) {
		t.Error("the reason is not listed")
	}
}
