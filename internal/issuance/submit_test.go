package issuance_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// places lists what was refused, as code or code@place.
func places(err error) []string {
	var all []string
	for _, e := range fault.All(err) {
		all = append(all, e.Code, e.Code+"@"+e.Where)
	}
	return all
}

func by(c *trusttest.Council, who trust.PersonID) casework.By {
	return casework.By{Person: who, At: c.Now.Add(-5 * time.Minute)}
}

func TestSubmissionRefused(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	check := func(change func(*vouch.CheckBody)) *casework.Check {
		body := vouch.CheckBody{
			Issuer: trusttest.Broker, Audience: "DESK07", JTI: "c-1", IssuedAt: jose.SecondsOf(c.Now) - 60,
			Expires: jose.SecondsOf(c.Now) + 600, Case: vouch.Subject("case-5f0c1d9e77aa4b21"), Sources: []vouch.CheckSource{}, Fraud: 1,
		}
		change(&body)
		return &casework.Check{Token: c.Token(t, jose.TypCheck, c.BrokerKey, body), JTI: "c-1", Fraud: 1}
	}
	tests := map[string]struct {
		want   string
		change func(o *issuance.Order)
	}{
		"no case":               {"order-malformed", func(o *issuance.Order) { o.Case = nil }},
		"no salts":              {"order-malformed", func(o *issuance.Order) { o.Salts = nil }},
		"case with supervisor":  {"order-case-not-open", func(o *issuance.Order) { o.Case.State = casework.WithSupervisor }},
		"case closed":           {"order-case-not-open", func(o *issuance.Order) { o.Case.State = casework.Closed }},
		"being signed already":  {"order-intent-pending", func(o *issuance.Order) { o.Case.Intent = &casework.Intent{} }},
		"declaration not given": {"order-declaration-missing@review.declaration", func(o *issuance.Order) { o.Declared = false }},

		"clock in doubt":            {"order-clock-untrusted@clock", func(o *issuance.Order) { o.ClockTrusted = false }},
		"list a week old":           {"order-trust-stale@trust", func(o *issuance.Order) { o.Now = o.Now.AddDate(0, 0, 7) }},
		"list of tomorrow":          {"order-trust-stale@trust", func(o *issuance.Order) { o.Now = o.Now.AddDate(0, 0, -1) }},
		"root has ended":            {"order-trust-stale@trust.root", func(o *issuance.Order) { o.Now = o.Now.AddDate(1, 0, 1) }},
		"policy not confirmed":      {"order-policy-stale@policy", func(o *issuance.Order) { o.PolicySeen = o.Now.AddDate(0, 0, -31) }},
		"policy never confirmed":    {"order-policy-stale@policy", func(o *issuance.Order) { o.PolicySeen = time.Time{} }},
		"policy not yet in force":   {"order-policy-not-yet@policy", func(o *issuance.Order) { o.Policy.Effective = resident.Date{Year: 2026, Month: 12, Day: 1} }},
		"assessed under another":    {"order-policy-version@policy", func(o *issuance.Order) { o.Case.Policy = 7 }},
		"too many unsent":           {"order-unsent@outbox", func(o *issuance.Order) { o.Unsent = rules.Limits.UnsentStop }},
		"unsent for too long":       {"order-unsent@outbox", func(o *issuance.Order) { o.OldestUnsent = o.Now.AddDate(0, 0, -6) }},
		"no lease":                  {"order-lease-empty@lease", func(o *issuance.Order) { o.Leased = false }},
		"lease of no list":          {"order-lease-empty@lease", func(o *issuance.Order) { o.StatusURI = "" }},
		"jti of another version":    {"order-malformed", func(o *issuance.Order) { o.JTI = "urn:uuid:0193a5c1-77d0-4b52-8c44-1f2e3d4c5b6a" }},
		"seq 0":                     {"order-malformed", func(o *issuance.Order) { o.Seq = 0 }},
		"no mode":                   {"order-malformed", func(o *issuance.Order) { o.Mode = "" }},
		"a supervisor only":         {"order-role@signer", func(o *issuance.Order) { o.Officer, o.KID = c.Supervisor.ID, c.Supervisor.Sign.KID }},
		"an administrator":          {"order-role@signer", func(o *issuance.Order) { o.Officer, o.KID = c.Administrator.ID, c.Administrator.Sign.KID }},
		"a stranger":                {"order-role@signer", func(o *issuance.Order) { o.Officer = "p-nobody" }},
		"another person's key":      {"order-key@signer", func(o *issuance.Order) { o.KID = c.SecondOfficer.Sign.KID }},
		"a key of another use":      {"order-key@signer", func(o *issuance.Order) { o.KID = c.Officer.Enc.KID }},
		"the key of another desk":   {"order-desk@desk", func(o *issuance.Order) { o.KID = c.Officer.Spare.KID }},
		"a desk that is not listed": {"order-desk@desk", func(o *issuance.Order) { o.Desk = "DESK99" }},
		"a desk at another site":    {"order-desk@desk", func(o *issuance.Order) { o.Site = trusttest.OtherSite }},
		"prev is no hash":           {"vouch-schema@/claims/desk/prev", func(o *issuance.Order) { o.Prev = "sha-256:x" }},
		"replaces no vouch":         {"vouch-schema@/claims/desk/replaces", func(o *issuance.Order) { o.Replaces = "x" }},

		"letter not done":         {"case-letter-missing@letter", func(o *issuance.Order) { o.Case.Letter = casework.Letter{} }},
		"letter without state":    {"case-letter-missing@letter", func(o *issuance.Order) { o.Case.Letter.State = "" }},
		"no resident":             {"case-resident-missing@resident.name", func(o *issuance.Order) { o.Case.Resident = nil }},
		"no name":                 {"case-resident-missing@resident.name", func(o *issuance.Order) { o.Case.Resident.Name = resident.Name{} }},
		"no birth date":           {"case-birth-missing@resident.born", func(o *issuance.Order) { o.Case.Resident.Born = resident.Date{} }},
		"no address and not none": {"case-address-missing@resident.address", func(o *issuance.Order) { o.Case.Resident.Address = resident.Address{} }},
		"no way to hear":          {"case-contact-missing@resident.contact", func(o *issuance.Order) { o.Case.Resident.Contact = resident.Contact{} }},
		"no purpose":              {"case-purpose-missing@purpose", func(o *issuance.Order) { o.Case.Purpose = nil }},
		"service gone":            {"case-service-unknown@purpose.service", func(o *issuance.Order) { o.Case.Purpose.Service = "moon_permit" }},
		"not told":                {"case-told-missing@purpose.told", func(o *issuance.Order) { o.Case.Purpose.Told = "" }},
		"told by an older notice": {"case-notice-outdated@purpose.notice", func(o *issuance.Order) { o.Case.Purpose.Notice = "0" }},
		"no evidence, no record": {"case-evidence-missing@evidence", func(o *issuance.Order) {
			o.Case.Evidence, o.Case.Likeness, o.Case.Letter.State = nil, nil, letter.Signed
		}},
		"document gone":            {"case-document-unknown@evidence[0]", func(o *issuance.Order) { o.Case.Evidence[0].Type = "papyrus" }},
		"field missing":            {"field-missing@evidence[0].fields.number", func(o *issuance.Order) { delete(o.Case.Evidence[0].Fields, "number") }},
		"seen how":                 {"case-seen-missing@evidence[0].seen", func(o *issuance.Order) { o.Case.Evidence[0].Seen = "" }},
		"image said but not there": {"case-image-missing@evidence[0].captures", func(o *issuance.Order) { o.Case.Evidence[0].Seen = evidence.Image }},
		"image forbidden":          {"case-image-forbidden@evidence[0].captures", func(o *issuance.Order) { o.Case.Evidence[0].Captures = []evidence.Capture{{}} }},
		"check unanswered":         {"case-check-unanswered@evidence[0].checks.original", func(o *issuance.Order) { o.Case.Evidence[0].Checks[0].Answer = "" }},
		"no reason why not":        {"case-check-reason@evidence[0].checks.chip_signature", func(o *issuance.Order) { o.Case.Evidence[0].Checks[5].Reason = "" }},
		"photo not compared":       {"case-likeness-missing@likeness", func(o *issuance.Order) { o.Case.Likeness = nil }},
		"compared with what went":  {"case-likeness-photo@likeness.against", func(o *issuance.Order) { o.Case.Likeness.Against = "gone" }},
		"comparison unanswered":    {"case-check-unanswered@likeness.checks.same_person", func(o *issuance.Order) { o.Case.Likeness.Checks[6].Answer = "" }},

		"check of the officer's own making": {"order-check-stale@review.check", func(o *issuance.Order) { o.Case.Check = &casework.Check{Token: "a.b.c", Fraud: 3} }},
		"check of another case": {"order-check-stale@review.check", func(o *issuance.Order) {
			o.Case.Check = check(func(b *vouch.CheckBody) { b.Case = vouch.Subject("x") })
		}},
		"check has ended": {"order-check-stale@review.check", func(o *issuance.Order) {
			o.Case.Check = check(func(b *vouch.CheckBody) { b.Expires = jose.SecondsOf(c.Now) })
		}},
		"check says less":         {"order-check-stale@review.check", func(o *issuance.Order) { o.Case.Check = check(func(b *vouch.CheckBody) { b.Fraud = 0 }) }},
		"check done after now":    {"vouch-date", func(o *issuance.Order) { o.Case.Evidence[0].Checks[0].At = o.Now.Add(time.Second) }},
		"two checks under one id": {"vouch-check-id", func(o *issuance.Order) { o.Case.Evidence[0].Checks[1].CheckID = o.Case.Evidence[0].Checks[0].CheckID }},
	}
	for name, test := range tests {
		t.Run("refused/"+name, func(t *testing.T) {
			own := *rules
			o := caseworktest.Order(c, &own, caseworktest.WithPassport(t, c, rules))
			test.change(&o)
			w, err := issuance.PrepareSubmission(o)
			if w != nil || !slices.Contains(places(err), test.want) {
				t.Errorf("got %v, want %s", places(err), test.want)
			}
		})
	}
}

// TestEveryReasonAtOnce: an officer is told everything in one go.
func TestEveryReasonAtOnce(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	o := caseworktest.Order(c, rules, caseworktest.New(t, c, rules))
	o.Case.Letter.State = letter.Signed
	o.Case.Resident.Born = resident.Date{}
	o.Declared, o.ClockTrusted, o.Leased = false, false, false
	_, err := issuance.PrepareSubmission(o)
	got := places(err)
	for _, want := range []string{
		"case-birth-missing", "case-evidence-missing", "order-declaration-missing", "order-clock-untrusted", "order-lease-empty",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is not told: %v", want, got)
		}
	}
	if len(fault.All(err)) != 5 {
		t.Errorf("%v", got)
	}
}

func TestSignOnce(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	o := caseworktest.Order(c, rules, caseworktest.WithPassport(t, c, rules))
	w, err := issuance.PrepareSubmission(o)
	if err != nil {
		t.Fatal(err)
	}
	if i := w.Intent(); i.JTI != o.JTI || i.Seq != 184 || i.Index != 48213 || i.By != c.Officer.ID {
		t.Errorf("intent %+v", i)
	}
	o.Case.Resident.Name.Family = "Changed" // after the check: not what is signed
	p, err := w.Sign(c.Officer.Sign.Private)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := vouch.Open(p.Token, c.List)
	if err != nil {
		t.Fatal(err)
	}
	if got := opened.Payload.VerifiedClaims.Claims.FamilyName; got != "Specimen" {
		t.Errorf("family name %q", got)
	}
	if p.SHA256 != opened.SHA256 || p.JTI != opened.Payload.JTI || !opened.Complete {
		t.Errorf("%+v", p)
	}
	if _, err := w.Sign(c.Officer.Sign.Private); !errors.Is(err, issuance.ErrUsed) {
		t.Errorf("second signature: %v", err)
	}
}

func TestRacedWarrant(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	w, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, caseworktest.WithPassport(t, c, rules)))
	if err != nil {
		t.Fatal(err)
	}
	var signed atomic.Int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := w.Sign(c.Officer.Sign.Private); err == nil {
				signed.Add(1)
			}
		})
	}
	wg.Wait()
	if signed.Load() != 1 {
		t.Errorf("signed %d times", signed.Load())
	}
}

func TestWrongKeyIssuesNothing(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	for name, key := range map[string]trusttest.Key{
		"a stranger's": trusttest.NewKey(t), "another officer's": c.SecondOfficer.Sign, "the officer's other": c.Officer.Spare,
	} {
		w, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, caseworktest.WithPassport(t, c, rules)))
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.Sign(key.Private)
		if !errors.Is(err, issuance.ErrSelfVerify) || p != (issuance.Proposed{}) {
			t.Errorf("%s key: %v, token of %d", name, err, len(p.Token))
		}
		if _, err := w.Sign(c.Officer.Sign.Private); !errors.Is(err, issuance.ErrUsed) {
			t.Errorf("%s key: the warrant is still good: %v", name, err)
		}
	}
	w, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, caseworktest.WithPassport(t, c, rules)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Sign(nil); err == nil {
		t.Error("no key signed")
	}
}

// residents who are not like the specimen, and services that need less.
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
		s := issuance.Assess(k, rules, c.List, c.Officer.ID, c.Now)
		if want := map[string]int{"trained": 2, "untrained": 1, "unknown": 1}[name]; s.Pieces[0].Validity != want {
			t.Errorf("%s: validity %d, want %d", name, s.Pieces[0].Validity, want)
		}
	}
	empty := casework.New("c", "r", trusttest.DeskID, 1, by(c, c.Officer.ID))
	if s := issuance.Assess(empty, rules, c.List, c.Officer.ID, c.Now); len(s.Result.Profiles) != 0 || len(s.Result.Next) == 0 {
		t.Errorf("an empty case: %+v", s.Result)
	}
}
