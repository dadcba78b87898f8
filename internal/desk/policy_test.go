package desk_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
)

type rules = map[string]any

// rulesWith is the shipped policy as a later version, with a change.
func (c *town) rulesWith(version int, change func(rules)) []byte {
	c.t.Helper()
	var p rules
	do(c.t, json.Unmarshal(must(os.ReadFile("../../assets/policy/default.json"))(c.t), &p))
	p["version"] = version
	change(p)
	return must(json.Marshal(p))(c.t)
}

// entry finds an entry of a list by its id.
func entry(p rules, list, id string) rules {
	for _, e := range p[list].([]any) {
		if e.(rules)["id"] == id || e.(rules)["record"] == id {
			return e.(rules)
		}
	}
	panic("no " + list + " " + id)
}

func unchanged(rules) {}

// weaker makes a passport worth less: what was medium is no more.
func weaker(p rules) {
	for _, s := range entry(p, "documents", "passport")["strengths"].([]any) {
		s.(rules)["score"] = 2
	}
}

// publish publishes and pulls a policy.
func (c *town) publish(version int, change func(rules)) {
	c.t.Helper()
	must(c.admin.PublishPolicy(c.ctx, c.rulesWith(version, change)))(c.t)
	do(c.t, c.desk.Sync(c.ctx))
}

func notice(s desk.Snapshot, code string) *desk.Notice {
	i := slices.IndexFunc(s.Notices, func(n desk.Notice) bool { return n.Code == code })
	if i < 0 {
		return nil
	}
	return &s.Notices[i]
}

// journalled counts the acts of the journal, whose particulars only a test with
// the vault's keys could read: the count is enough to see one more.
func (c *town) journalled() uint64 {
	c.t.Helper()
	return must(c.desk.ExportJournal(c.ctx, discard{}))(c.t).Seq
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func TestANewPolicyTellsTheOfficerWhatChanged(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	before := c.desk.Snapshot().Open.Scored
	c.publish(2, weaker)
	s := c.desk.Snapshot()
	ch := s.Open.Case.Changed
	if ch == nil || s.Open.Case.Policy != 2 || s.Policy.Version != 2 {
		t.Fatalf("changed %+v, case under %d", ch, s.Open.Case.Policy)
	}
	if ch.From != 1 || ch.To != 2 || ch.Before.Confidence != before.Result.Confidence || ch.After.Confidence != s.Open.Scored.Result.Confidence ||
		ch.Before.Pieces[0].Strength != before.Pieces[0].Strength || ch.After.Pieces[0].Strength != 2 {
		t.Errorf("%+v", ch)
	}
	if len(ch.Changes) == 0 || ch.Changes[0].Member != "documents.strengths.score" || ch.Changes[0].Of[0].Names.En != "Passport" {
		t.Errorf("%+v", ch.Changes)
	}
	if n := notice(s, desk.NoticePolicyChanged); n == nil || n.Params["count"] != "1" || n.Where != string(id) {
		t.Errorf("notice %+v", n)
	}
	// A third policy before the second was read: told from the first on.
	c.publish(3, func(p rules) { weaker(p); entry(p, "services", "blue_badge")["confidence"] = "low" })
	ch = c.desk.Snapshot().Open.Case.Changed
	if ch == nil || ch.From != 1 || ch.To != 3 || ch.Before.Needs != gpg45.Medium || ch.After.Needs != gpg45.Low {
		t.Fatalf("%+v", ch)
	}
	members := map[string]int{}
	for _, x := range ch.Changes {
		members[x.Member]++
	}
	if members["services.confidence"] != 1 || members["documents.strengths.score"] == 0 {
		t.Errorf("%v", members)
	}
	// It survives a restart, and ends when it is read.
	c.restart()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
	if c.desk.Snapshot().Open.Case.Changed == nil {
		t.Fatal("forgotten")
	}
	do(t, c.desk.ReadChange(c.ctx, id))
	s = c.desk.Snapshot()
	if s.Open.Case.Changed != nil || notice(s, desk.NoticePolicyChanged) != nil {
		t.Error("still told")
	}
	code(t, c.desk.ReadChange(c.ctx, id), "case-change-none")
	if acts := s.Open.Case.Acts; acts[len(acts)-1].What != "change_read" || acts[len(acts)-1].By != officer {
		t.Errorf("%+v", acts[len(acts)-1])
	}
}

func TestAPolicyThatChangesNothingForACaseIsNotToldThere(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	c.fill("")
	c.publish(2, func(p rules) { p["limits"].(rules)["idle_minutes"] = 7 })
	s := c.desk.Snapshot()
	if s.Open.Case.Policy != 2 || s.Open.Case.Changed != nil || notice(s, desk.NoticePolicyChanged) != nil {
		t.Errorf("under %d, changed %+v", s.Open.Case.Policy, s.Open.Case.Changed)
	}
	c.publish(3, func(p rules) { entry(p, "retention", "case")["days"] = 100 })
	if ch := c.desk.Snapshot().Open.Case.Changed; ch == nil || ch.Before.KeepDays != 365 || ch.After.KeepDays != 100 || ch.Changes[0].Member != "retention.days" {
		t.Errorf("how long it is kept: %+v", ch)
	}
}

// TestAPolicyThatArrivesWhileLockedIsToldAtSignIn: the cases cannot be read
// then; the former policy is still here when they can.
func TestAPolicyThatArrivesWhileLockedIsToldAtSignIn(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	do(t, c.desk.Lock(c.ctx))
	c.publish(2, weaker)
	c.restart()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
	ch := c.desk.Snapshot().Open.Case.Changed
	if ch == nil || !ch.Before.Known || len(ch.Changes) == 0 {
		t.Errorf("%+v", ch)
	}
}

// TestACaseOfAPolicyThatIsGone is still readable, and stands under the present
// one; what it was worth before is not made up.
func TestACaseOfAPolicyThatIsGone(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	do(t, c.desk.Lock(c.ctx))
	for version := 2; version <= 3; version++ {
		c.publish(version, weaker)
		c.clock.pass(31 * 24 * time.Hour)
		do(t, c.admin.PublishTrust(c.ctx))
		do(t, c.desk.Sync(c.ctx))
	}
	c.publish(4, weaker)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
	s := c.desk.Snapshot()
	ch := s.Open.Case.Changed
	if s.Open.Case.Policy != 4 || ch == nil || ch.Before.Known || !ch.After.Known || len(s.Open.Scored.Pieces) != 1 {
		t.Errorf("under %d: %+v", s.Open.Case.Policy, ch)
	}
	if s.Open.Policy.Version != 4 {
		t.Errorf("shown under %d", s.Open.Policy.Version)
	}
}

// policySigner signs what the council's own program never would.
func (c *town) policySigner(keys *broker.FileKeys) *jose.Signer {
	c.t.Helper()
	key := must(keys.Signer(broker.RolePolicy))(c.t)
	public, _ := key.Public().(*ecdsa.PublicKey)
	return must(jose.NewSigner(jose.TypPolicy, key, jose.Thumbprint(public)))(c.t)
}

// TestAPolicyThatMayNotFollowIsRefused: journalled once with its reason, the
// desk goes on under the one it has, and a supervisor is told.
func TestAPolicyThatMayNotFollowIsRefused(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.publish(5, unchanged)
	own, stranger := c.policySigner(c.keys), c.policySigner(must(broker.MakeFileKeys(filepath.Join(t.TempDir(), "keys")))(t))
	body := func(version int, change func(*brokerapi.PolicyBody)) brokerapi.PolicyBody {
		raw := c.rulesWith(version, unchanged)
		b := brokerapi.PolicyBody{Issuer: trusttest.Issuer, IssuedAt: jose.SecondsOf(c.clock.now()), Version: version, Body: raw}
		var p policy.Policy
		do(t, json.Unmarshal(raw, &p))
		b.Effective = p.Effective
		change(&b)
		return b
	}
	same := func(*brokerapi.PolicyBody) {}
	sign := func(s *jose.Signer, b brokerapi.PolicyBody) string { return must(s.Sign(b))(t) }
	for name, r := range map[string]struct{ token, code string }{
		"refused/older":           {sign(own, body(4, same)), "policy-older"},
		"refused/another key":     {sign(stranger, body(6, same)), "token-key"},
		"refused/another council": {sign(own, body(6, func(b *brokerapi.PolicyBody) { b.Issuer += "x" })), "policy-envelope"},
		"refused/dated ahead":     {sign(own, body(6, func(b *brokerapi.PolicyBody) { b.IssuedAt += 3600 })), "policy-future"},
		"refused/same version, other rules": {sign(own, body(5, func(b *brokerapi.PolicyBody) {
			b.Body = []byte(strings.Replace(string(b.Body), `"letter_days":21`, `"letter_days":22`, 1))
		})), "policy-same-version"},
		"refused/a mistake": {sign(own, body(6, func(b *brokerapi.PolicyBody) {
			b.Body = []byte(strings.Replace(string(b.Body), `"letter_days":21`, `"letter_days":300`, 1))
		})), "policy-rules"},
	} {
		t.Run(name, func(t *testing.T) {
			c.serve(brokerapi.PathPolicy, r.token)
			before := c.journalled()
			code(t, c.desk.Sync(c.ctx), r.code)
			once := c.journalled()
			code(t, c.desk.Sync(c.ctx), r.code)
			// Each look at the journal is an act, too.
			if again := c.journalled(); once != before+2 || again != once+1 {
				t.Errorf("journalled %d, then %d, then %d", before, once, again)
			}
			s := c.desk.Snapshot()
			if s.Policy.Version != 5 || notice(s, desk.NoticePolicyRefused) != nil {
				t.Errorf("policy %d, told to whoever passes: %v", s.Policy.Version, notice(s, desk.NoticePolicyRefused))
			}
			do(t, c.desk.SignIn(c.ctx, officer, phrase))
			if notice(c.desk.Snapshot(), desk.NoticePolicyRefused) != nil {
				t.Error("told to an officer")
			}
			c.swap(supervisor)
			if n := notice(c.desk.Snapshot(), desk.NoticePolicyRefused); n == nil || n.Params["reason"] != r.code || n.Params["version"] != "5" {
				t.Errorf("notice %+v", n)
			}
			do(t, c.desk.Lock(c.ctx))
		})
	}
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, supervisor, phrase))
	if notice(c.desk.Snapshot(), desk.NoticePolicyRefused) != nil {
		t.Error("still told when the council's own is confirmed")
	}
}

// serve answers one path itself; the broker answers the rest.
func (c *town) serve(path, token string) {
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", brokerapi.MediaJWT)
		w.Header().Set("ETag", brokerapi.ETag(sha256.Sum256([]byte(token))))
		_, _ = w.Write([]byte(token))
	})
}

// TestAnAnnouncedPolicyIsTakenOnItsDay: kept aside before, also over a restart,
// and taken without the broker.
func TestAnAnnouncedPolicyIsTakenOnItsDay(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	day := resident.DateOf(c.clock.now().AddDate(0, 0, 3))
	c.publish(2, func(p rules) { weaker(p); p["effective"] = day.ISO() })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	s := c.desk.Snapshot()
	if n := notice(s, desk.NoticePolicyLater); s.Policy.Version != 1 || n == nil || n.Params["date"] != day.ISO() || n.Params["version"] != "2" {
		t.Fatalf("policy %d, notice %+v", s.Policy.Version, n)
	}
	before := c.journalled()
	do(t, c.desk.Sync(c.ctx))
	if again := c.journalled(); again != before+1 {
		t.Errorf("announced again: %d, then %d", before, again)
	}
	c.restart()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
	c.gate.shut()
	for range 4 {
		c.clock.pass(23 * time.Hour) // a day at a time is believed
		do(t, c.desk.CloseCase(c.ctx))
		if c.desk.Snapshot().Session == nil {
			do(t, c.desk.SignIn(c.ctx, officer, phrase))
		}
	}
	do(t, c.desk.OpenCase(c.ctx, id))
	s = c.desk.Snapshot()
	if s.Policy.Version != 2 || s.Open.Case.Changed == nil || notice(s, desk.NoticePolicyLater) != nil {
		t.Errorf("on its day: policy %d, changed %+v", s.Policy.Version, s.Open.Case.Changed)
	}
}

// TestADoubtedClockTurnsNoPolicy: versions never go back.
func TestADoubtedClockTurnsNoPolicy(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.publish(2, func(p rules) { p["effective"] = resident.DateOf(c.clock.now().AddDate(0, 0, 3)).ISO() })
	c.gate.shut()
	c.clock.pass(90 * 24 * time.Hour)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	if s := c.desk.Snapshot(); s.Clock.Trusted || s.Policy.Version != 1 {
		t.Errorf("clock trusted %v, policy %d", s.Clock.Trusted, s.Policy.Version)
	}
}

// TestApprovalUnderThePolicyTheVouchNames: a policy that comes between submit
// and approve sends nobody home, as long as the broker takes what was made
// under the former one.
func TestApprovalUnderThePolicyTheVouchNames(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	within := c.submitted(func() { do(t, c.desk.SignIn(c.ctx, officer, phrase)) })
	late := c.fill("")
	do(t, c.desk.Submit(c.ctx, late, phrase, true))
	c.publish(2, weaker)
	c.restart()
	do(t, c.desk.SignIn(c.ctx, supervisor, phrase))
	do(t, c.desk.OpenCase(c.ctx, within))
	o := c.desk.Snapshot().Open
	if o.Policy.Version != 1 || o.Case.Policy != 1 || o.PolicyUntil.IsZero() || o.Scored.Pieces[0].Strength != 3 {
		t.Fatalf("shown under %d until %v: %+v", o.Policy.Version, o.PolicyUntil, o.Scored.Pieces)
	}
	do(t, c.desk.Approve(c.ctx, within, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(within)

	for range 31 { // until the broker would not take it
		c.clock.pass(24*time.Hour - time.Minute)
		do(t, c.admin.PublishTrust(c.ctx))
		do(t, c.desk.Sync(c.ctx))
	}
	c.clock.pass(time.Hour)
	if c.desk.Snapshot().Session == nil {
		do(t, c.desk.SignIn(c.ctx, supervisor, phrase))
	}
	do(t, c.desk.OpenCase(c.ctx, late))
	code(t, c.desk.Approve(c.ctx, late, phrase), "order-policy-superseded")
	// Given back, it stands under the present one.
	do(t, c.desk.Return(c.ctx, late, c.desk.Snapshot().Policy.Returns[0].Code, ""))
	c.swap(officer)
	do(t, c.desk.OpenCase(c.ctx, late))
	k := c.desk.Snapshot().Open.Case
	if k.State != casework.Open || k.Policy != 2 || k.Changed == nil || !k.Changed.Before.Known {
		t.Errorf("%s under %d, changed %+v", k.State, k.Policy, k.Changed)
	}
}

// TestAParkedCaseMovesOnWithThePolicy: told when it is opened, and flagged to
// whoever sees the resident again, who may have been away.
func TestAParkedCaseMovesOnWithThePolicy(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	rule, _ := c.desk.Snapshot().Policy.OutcomeOf(string(casework.ComeBack))
	do(t, c.desk.Park(c.ctx, id, casework.Closing{Outcome: casework.ComeBack, Reason: rule.Reasons[0].Code, Bring: []string{"birth_certificate"}}))
	c.publish(2, func(p rules) { weaker(p); entry(p, "retention", "parked")["days"] = 60 })
	do(t, c.desk.OpenCase(c.ctx, id))
	k := c.desk.Snapshot().Open.Case
	if k.State != casework.Parked || k.Policy != 2 || k.Changed == nil || k.Changed.Before.KeepDays != 28 || k.Changed.After.KeepDays != 60 {
		t.Fatalf("%s under %d, changed %+v", k.State, k.Policy, k.Changed)
	}
	do(t, c.desk.Resume(c.ctx, id))
	k = c.desk.Snapshot().Open.Case
	flags := k.Visit().Flags
	if !slices.ContainsFunc(flags, func(f casework.ReturnFlag) bool { return f.Code == casework.ReturnPolicy && f.Params["from"] == "1" }) {
		t.Errorf("%+v", flags)
	}
}
