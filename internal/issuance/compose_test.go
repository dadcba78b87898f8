package issuance_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// TestComposed takes residents who are not like the specimen, and services that
// need less.
func TestComposed(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	long := strings.Repeat("Ŵ", resident.MaxNameRunes)
	tests := map[string]struct {
		change func(t *testing.T, k *casework.Case)
		look   func(t *testing.T, p vouch.Payload)
	}{
		"mononym": {func(_ *testing.T, k *casework.Case) {
			k.Resident.Name = resident.Name{Family: "Sampl"}
			k.Evidence[0].Fields["given_names"], k.Evidence[0].Fields["family_name"] = "", "SAMPL"
		}, func(t *testing.T, p vouch.Payload) {
			raw, _ := p.JSON()
			if strings.Contains(string(raw), "given_name") || p.VerifiedClaims.Claims.FamilyName != "Sampl" {
				t.Error(p.VerifiedClaims.Claims)
			}
		}},
		"an account checked with the bank is a record, a council's letter its own type": {func(t *testing.T, k *casework.Case) {
			at := c.Now.Add(-5 * time.Minute)
			account := caseworktest.Item(t, rules, "bank_account", 4, map[string]string{
				"full_name": "Rosa Mai Specimen", "issuer": "Specimen Bank", "number": "00000000",
			}, c.Officer.ID, at)
			paper := caseworktest.Item(t, rules, "local_authority_letter", 5, map[string]string{
				"full_name": "Rosa Mai Specimen", "address": "12 Sample Row\nExampleton\nEX4 1AA", "issued": "2026-10-01", "issuer": "Specimen Borough Council",
			}, c.Officer.ID, at)
			k.Evidence = append(k.Evidence, account, paper)
		}, func(t *testing.T, p vouch.Payload) {
			all := p.VerifiedClaims.Verification.Evidence
			if e := all[1]; e.Type != vouch.KindRecord || e.Record.Type != "current_account" || e.Document != nil {
				t.Errorf("the account: %+v", e)
			}
			if e := all[2]; e.Type != vouch.KindDocument || e.Document.Type != "council_letter" {
				t.Errorf("the letter: %+v", e)
			}
		}},
		"longest names": {func(_ *testing.T, k *casework.Case) {
			k.Resident.Name = resident.Name{Given: long, Family: long}
			k.Evidence[0].Fields["given_names"], k.Evidence[0].Fields["family_name"] = long, long
		}, func(t *testing.T, p vouch.Payload) {
			if p.VerifiedClaims.Claims.GivenName != long {
				t.Error("cut")
			}
		}},
		"no fixed address": {func(_ *testing.T, k *casework.Case) {
			k.Resident.Address = resident.Address{NoFixed: true, Lines: []string{"c/o the hostel"}, Town: "Exampleton"}
		}, func(t *testing.T, p vouch.Payload) {
			raw, _ := p.JSON()
			if p.VerifiedClaims.Claims.Address != nil || strings.Contains(string(raw), "hostel") {
				t.Error("an address is claimed")
			}
		}},
		"abroad": {func(_ *testing.T, k *casework.Case) {
			k.Resident.Address.Country = "Éire"
		}, func(t *testing.T, p vouch.Payload) {
			if a := p.VerifiedClaims.Claims.Address; a.Country != "Éire" || a.CountryCode != "" {
				t.Error(*a)
			}
		}},
		"service that needs no birth date": {func(_ *testing.T, k *casework.Case) {
			k.Purpose.Service = "library_membership"
		}, func(t *testing.T, p vouch.Payload) {
			raw, _ := p.JSON()
			if strings.Contains(string(raw), "1988-04-17") {
				t.Error("the birth date is told")
			}
		}},
		"letter not matched": {func(_ *testing.T, k *casework.Case) {
			k.Letter.State = letter.Mismatch
		}, func(t *testing.T, p vouch.Payload) {
			if len(p.VerifiedClaims.Verification.Evidence) != 1 || p.Desk.Letter.State != "mismatch" {
				t.Error("it counts as evidence")
			}
		}},
		"letter alone": {func(_ *testing.T, k *casework.Case) {
			k.Evidence, k.Likeness = nil, nil
		}, func(t *testing.T, p vouch.Payload) {
			v := p.VerifiedClaims.Verification
			if v.AssuranceLevel != "" || v.AssuranceProcess.Procedure != "" || len(v.AssuranceProcess.Details) != 0 || v.Evidence[0].Type != vouch.KindRecord {
				t.Errorf("%+v", v)
			}
		}},
		"a check said no": {func(_ *testing.T, k *casework.Case) {
			k.Evidence[0].Checks[0].Answer = evidence.No
		}, func(t *testing.T, p vouch.Payload) {
			v := p.VerifiedClaims.Verification
			if v.AssuranceLevel != "" || len(v.AssuranceProcess.Details) != 0 || len(v.Evidence[0].CheckDetails) != 12 {
				t.Errorf("%+v", v)
			}
		}},
		"zone does not fit": {func(_ *testing.T, k *casework.Case) {
			k.Evidence[0].Fields["mrz"] = "P<GBRSPECIMEN<<ROSA<MAI<<<<<<<<<<<<<<<<<<<<<\n5000000010GBR8804171F3103021<<<<<<<<<<<<<<08"
		}, func(t *testing.T, p vouch.Payload) {
			raw, _ := p.JSON()
			if !p.Desk.Evidence[0].ZoneFailed || p.VerifiedClaims.Verification.AssuranceLevel != "" || strings.Contains(string(raw), "P<GBR") {
				t.Error("zone")
			}
		}},
		"passport of another country": {func(_ *testing.T, k *casework.Case) {
			k.Evidence[0].Fields["country"] = "UTO"
		}, func(t *testing.T, p vouch.Payload) {
			if i := p.VerifiedClaims.Verification.Evidence[0].Document.Issuer; i.Name != "" || i.CountryCode != "UTO" {
				t.Error(*i)
			}
		}},
		"expired passport": {func(_ *testing.T, k *casework.Case) {
			k.Evidence[0].Fields["expires"] = "2024-01-01"
		}, func(t *testing.T, p vouch.Payload) {
			if p.Desk.Assessment.Scores.Evidence[0].Validity != 0 {
				t.Error("it counts")
			}
		}},
		"likeness by somebody trained longer ago": {func(_ *testing.T, k *casework.Case) {
			for i := range k.Likeness.Checks {
				k.Likeness.Checks[i].By = string(c.SecondOfficer.ID)
			}
			caseworktest.Do(t, k.SetLikeness(*k.Likeness, by(c, c.SecondOfficer.ID)))
		}, func(t *testing.T, p vouch.Payload) {
			if p.Desk.Assessment.Scores.Verification != 2 || len(p.Desk.Actors) != 2 {
				t.Errorf("%+v", p.Desk)
			}
		}},
		"three documents": {func(t *testing.T, k *casework.Case) {
			caseworktest.Do(t, k.PutEvidence(caseworktest.BirthCertificate(t, rules, c.Officer.ID, c.Now.Add(-time.Minute)), by(c, c.Officer.ID)))
			caseworktest.Do(t, k.PutEvidence(caseworktest.Tenancy(t, rules, c.Officer.ID, c.Now.Add(-time.Minute)), by(c, c.Officer.ID)))
		}, func(t *testing.T, p vouch.Payload) {
			e := p.VerifiedClaims.Verification.Evidence
			if len(e) != 4 || e[2].DerivedClaims.GivenName != "Rosa Mai" || e[2].DerivedClaims.Address == nil || len(p.Desk.Evidence) != 3 {
				t.Errorf("%+v", e)
			}
		}},
	}
	for name, test := range tests {
		t.Run("ok/"+name, func(t *testing.T) {
			k := caseworktest.WithPassport(t, c, rules)
			test.change(t, k)
			p := caseworktest.Propose(t, c, rules, k)
			if n := len(p.Token); n > jose.TypVouch.Limit() {
				t.Errorf("%d characters", n)
			}
			caseworktest.Approve(t, c, rules, p)
			opened, err := vouch.Open(p.Token, c.List)
			if err != nil {
				t.Fatal(err)
			}
			test.look(t, opened.Payload)
		})
	}
}

// TestBoundCheck: the broker's check is scored and bound.
func TestBoundCheck(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	caseworktest.Do(t, k.PutEvidence(caseworktest.BirthCertificate(t, rules, c.Officer.ID, c.Now.Add(-time.Minute)), by(c, c.Officer.ID)))
	token := c.Token(t, jose.TypCheck, c.BrokerKey, vouch.CheckBody{
		Issuer: trusttest.Broker, Audience: "DESK07", JTI: "c-1", IssuedAt: jose.SecondsOf(c.Now) - 60,
		Expires: jose.SecondsOf(c.Now) + 600, Case: vouch.Subject(string(k.ID)), Sources: []vouch.CheckSource{}, Fraud: 1,
	})
	caseworktest.Do(t, k.SetCheck(casework.Check{Token: token, JTI: "c-1", Fraud: 1}, by(c, c.Officer.ID)))
	opened, err := vouch.Open(caseworktest.Propose(t, c, rules, k).Token, c.List)
	if err != nil {
		t.Fatal(err)
	}
	v := opened.Payload.VerifiedClaims.Verification
	if v.AssuranceLevel != "medium" || v.AssuranceProcess.Procedure != "M2C" {
		t.Errorf("level %q, profile %q", v.AssuranceLevel, v.AssuranceProcess.Procedure)
	}
	if !slices.ContainsFunc(v.AssuranceProcess.Details, func(d vouch.AssuranceDetail) bool {
		return d.Type == vouch.AssureFraud && d.Classification == "score_1"
	}) {
		t.Errorf("%+v", v.AssuranceProcess.Details)
	}
	if ref := opened.Payload.Desk.Check; ref == nil || ref.JTI != "c-1" || ref.SHA256 != vouch.DigestOf(token) {
		t.Errorf("%+v", ref)
	}
}

// TestTooLarge: refused before anything is burned.
func TestTooLarge(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	long := strings.Repeat("Ŵ", resident.MaxNameRunes)
	k.Resident.Name = resident.Name{Given: long, Family: long}
	k.Evidence[0].Fields["given_names"], k.Evidence[0].Fields["family_name"] = long, long
	for n := range 16 {
		item := caseworktest.Passport(t, rules, c.Officer.ID, c.Now.Add(-time.Minute))
		item.ID = evidence.ItemID(strings.Repeat("x", n+1))
		item.Fields["given_names"], item.Fields["family_name"] = long, long
		for i := range item.Checks {
			item.Checks[i].CheckID = ""
		}
		k.Evidence = append(k.Evidence, item)
	}
	if w, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, k)); w != nil || !errors.Is(err, jose.ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

// TestAssessAsSigned: what the screen shows is what is signed.
func TestAssessAsSigned(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	for name, who := range map[string]trust.PersonID{"trained": c.Officer.ID, "untrained": c.UntrainedOfficer.ID, "unknown": "p-nobody"} {
		k := caseworktest.WithPassport(t, c, rules)
		for i := range k.Evidence[0].Checks {
			k.Evidence[0].Checks[i].By = string(who)
		}
		s := issuance.Assess(k, rules, c.List, c.Officer.ID, nil, c.Now)
		if want := map[string]int{"trained": 2, "untrained": 1, "unknown": 1}[name]; s.Pieces[0].Validity != want {
			t.Errorf("%s: validity %d, want %d", name, s.Pieces[0].Validity, want)
		}
	}
	empty := casework.New("c", "r", trusttest.DeskID, 1, by(c, c.Officer.ID))
	if s := issuance.Assess(empty, rules, c.List, c.Officer.ID, nil, c.Now); len(s.Result.Profiles) != 0 || len(s.Result.Next) == 0 {
		t.Errorf("an empty case: %+v", s.Result)
	}
}
