package issuance_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

func tomos() casework.Representative {
	return casework.Representative{
		Name: resident.Name{Given: "Tomos", Family: "Placeholder"}, Kind: "deputy", Seen: "The sealed order", Number: "7000-0001",
		Limits: "No gifts", Until: resident.Date{Year: 2028, Month: 1, Day: 31}, Agrees: evidence.CouldNot,
		Evidence: []evidence.Item{{ID: "rep-1", Type: "passport", Seen: evidence.Returned}},
	}
}

// TestVouchNamesBoth: the representative stands in our own claim behind
// digests, counts for nothing, and acts only where the policy says so.
func TestVouchNamesBoth(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	at := casework.By{Person: c.Officer.ID, At: c.Now}
	alone := caseworktest.WithPassport(t, c, rules)
	for name, test := range map[string]struct {
		change func(*casework.Representative, *casework.Case)
		acts   bool
		until  string
	}{
		"deputy":   {func(*casework.Representative, *casework.Case) {}, true, "2028-01-31"},
		"for ever": {func(r *casework.Representative, _ *casework.Case) { r.Until, r.Endless = resident.Date{}, true }, true, ""},
		"over": {func(r *casework.Representative, _ *casework.Case) {
			r.Until = resident.Date{Year: 2026, Month: 11, Day: 19}
		}, false, "2026-11-19"},
		"helper":    {func(r *casework.Representative, _ *casework.Case) { r.Kind, r.Agrees = "helper", evidence.Yes }, false, "2028-01-31"},
		"appointee": {func(r *casework.Representative, _ *casework.Case) { r.Kind = "appointee" }, false, "2028-01-31"},
		"refused":   {func(r *casework.Representative, _ *casework.Case) { r.Agrees = evidence.No }, false, "2028-01-31"},
		"nameless":  {func(r *casework.Representative, _ *casework.Case) { r.Evidence, r.NoneShown = nil, true }, false, "2028-01-31"},
		"a benefit": {func(r *casework.Representative, k *casework.Case) {
			r.Kind = "appointee"
			k.Purpose.Service = "council_tax_support"
		}, true, "2028-01-31"},
		"of a child":  {func(r *casework.Representative, k *casework.Case) { r.Kind = "parent"; born(k, 2010) }, true, "2028-01-31"},
		"of an adult": {func(r *casework.Representative, _ *casework.Case) { r.Kind = "parent" }, false, "2006-04-16"},
	} {
		t.Run(name, func(t *testing.T) {
			k := caseworktest.WithPassport(t, c, rules)
			r := tomos()
			test.change(&r, k)
			caseworktest.Do(t, k.SetRepresentative(r, at))
			b := caseworktest.Issue(t, c, rules, k) // officer, supervisor and verifier agree
			opened, err := vouch.Open(b.Vouch, c.List)
			if err != nil {
				t.Fatal(err)
			}
			got := opened.Payload.Desk.Representative
			if got == nil || got.Name != "Tomos Placeholder" || got.Acts != test.acts || got.Until != test.until || got.Endless != (test.until == "") {
				t.Errorf("says %+v", got)
			}
			if claims := opened.Payload.VerifiedClaims.Claims; claims.FamilyName != "Specimen" || claims.GivenName != "Rosa Mai" {
				t.Errorf("the resident is %+v", claims)
			}
			jwt, _, _ := strings.Cut(b.Vouch, "~")
			shown, err := vouch.Open(jwt+"~", c.List)
			if err != nil {
				t.Fatal(err)
			}
			clear := signedPart(t, b.Vouch)
			for _, secret := range []string{
				"Tomos", "7000-0001", "No gifts", "sealed order", "2028-01-31",
				r.Kind, `"kind"`, `"agrees"`, `"absent"`, `"documents"`,
			} {
				if strings.Contains(clear, secret) {
					t.Errorf("%q stands in the clear", secret)
				}
			}
			if _, err := vouch.Reassess(shown.Payload, shown.Complete, rules, c.List); err != nil {
				t.Errorf("with nothing disclosed it is refused: %v", err)
			}
			if shown.Payload.Desk.Representative.Acts != test.acts {
				t.Error("who is shown less reads something else")
			}
		})
	}
	t.Run("nothing of theirs counts", func(t *testing.T) {
		k := alone.Clone()
		caseworktest.Do(t, k.SetRepresentative(tomos(), at))
		before := issuance.Assess(alone, rules, c.List, c.Officer.ID, nil, c.Now)
		if diff := cmp.Diff(before, issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now)); diff != "" {
			t.Errorf("a representative changed the assessment:\n%s", diff)
		}
		bare := caseworktest.New(t, c, rules)
		caseworktest.Do(t, bare.SetRepresentative(tomos(), at))
		if got := issuance.Assess(bare, rules, c.List, c.Officer.ID, nil, c.Now); len(got.Pieces) != 0 || len(got.Result.Profiles) != 0 {
			t.Errorf("a passport of the representative scored: %+v", got)
		}
	})
}

// signedPart is the payload that the officer signed, without any disclosure:
// what everybody reads who is given the vouch at all.
func signedPart(t *testing.T, token string) string {
	t.Helper()
	jwt, _, _ := strings.Cut(token, "~")
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(jwt, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestReasonOfANameIsConcealed: why somebody has another name is told to the
// broker and to whom it is disclosed, and to nobody else.
func TestReasonOfANameIsConcealed(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	for _, reason := range []string{"transition", "deed_poll"} {
		k := caseworktest.WithPassport(t, c, rules)
		k.Evidence[0].Fields["family_name"], k.Letter.State = "SAMPL", letter.Matches
		caseworktest.Do(t, k.SetNameLink(casework.NameLink{Item: "passport-1", Reason: reason}, casework.By{Person: c.Officer.ID, At: c.Now}))
		token := caseworktest.Propose(t, c, rules, k).Token
		whole, err := vouch.Open(token, c.List)
		caseworktest.Do(t, err)
		if n := whole.Payload.Desk.Names; len(n) != 1 || n[0].Reason != reason {
			t.Fatalf("the broker reads %+v", n)
		}
		clear := signedPart(t, token)
		if strings.Contains(clear, reason) {
			t.Errorf("%s stands in the clear", reason)
		}
		jwt, _, _ := strings.Cut(token, "~")
		shown, err := vouch.Open(jwt+"~", c.List)
		caseworktest.Do(t, err)
		if n := shown.Payload.Desk.Names; len(n) != 1 || n[0].Index != 0 || n[0].Reason != "" {
			t.Errorf("without disclosures it reads %+v", n)
		}
		if _, err := vouch.Reassess(shown.Payload, shown.Complete, rules, c.List); err != nil {
			t.Errorf("with nothing disclosed it is refused: %v", err)
		}
		shown.Payload.Desk.Names[0].Reason = "because"
		if _, err := vouch.Reassess(shown.Payload, false, rules, c.List); fault.Code(err) != "vouch-names" {
			t.Errorf("a reason that is disclosed is not asked: %v", err)
		}
	}
}

func born(k *casework.Case, year int) {
	k.Resident.Born.Year = year
	k.Evidence[0].Fields["birth_date"] = k.Resident.Born.ISO()
}

// TestVouchKnowsNoConcern: what an officer wondered about goes nowhere but the
// case; a vouch after a second look is as any other but for who acted.
func TestVouchKnowsNoConcern(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	plain, err := vouch.Open(caseworktest.Propose(t, c, rules, k).Token, c.List)
	caseworktest.Do(t, err)
	caseworktest.Do(t, k.RaiseConcern(casework.Concern{Kind: "document", Item: "passport-1", Note: "edge looks lifted"}, casework.By{Person: c.Officer.ID, At: c.Now}))
	_, err = issuance.PrepareSubmission(caseworktest.Order(c, rules, k))
	if !slices.ContainsFunc(fault.All(err), func(e *fault.Error) bool { return e.Code == casework.ErrSecondMissing.Code }) {
		t.Errorf("signed without the second look: %v", err)
	}
	caseworktest.Do(t, k.SetSecondLook(casework.SecondLook{View: casework.ViewUnsure, Note: "cannot say"}, rules, casework.By{Person: "p-second", At: c.Now}))
	bundle := caseworktest.Issue(t, c, rules, k)
	opened, err := vouch.Open(bundle.Vouch, c.List)
	caseworktest.Do(t, err)
	actors := opened.Payload.Desk.Actors
	if !slices.Contains(actors, "p-second") {
		t.Error("who looked may approve")
	}
	opened.Payload.Desk.Actors = plain.Payload.Desk.Actors
	plain.Payload.IssuedAt, plain.Payload.NotBefore, plain.Payload.Expires = opened.Payload.IssuedAt, opened.Payload.NotBefore, opened.Payload.Expires
	if diff := cmp.Diff(plain.Payload, opened.Payload); diff != "" {
		t.Errorf("the vouch is another:\n%s", diff)
	}
	for _, text := range []string{string(opened.Raw), bundle.Approval} {
		for _, word := range []string{"concern", "second_look", "lifted", "unsure", "cannot say"} {
			if strings.Contains(text, word) {
				t.Errorf("%q is told", word)
			}
		}
	}
}
