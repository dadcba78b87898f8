package issuance_test

import (
	"errors"
	"slices"
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
		"policy of two approvers":   {"order-second-approver@policy.approval", func(o *issuance.Order) { o.Policy.Approval.Approvers = 2 }},
		"policy of another site":    {"order-second-approver@policy.approval", func(o *issuance.Order) { o.Policy.Approval.OtherSite = true }},
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
		"told in no language of the policy": {"case-told-language@purpose.told", func(o *issuance.Order) {
			o.Policy.Languages = []resident.Language{resident.English}
			o.Case.Purpose.Language = "cy"
		}},
		"letter of too long a life": {"letter-life@letter", func(o *issuance.Order) {
			o.Case.Letter.Until = o.Case.Letter.IssuedAt.AddDate(0, 0, o.Policy.Limits.LetterDays+1)
		}},
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
