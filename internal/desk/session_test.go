package desk_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
)

func TestWrongPassphrase(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	code(t, c.desk.SignIn(c.ctx, officer, "not the passphrase"), "passphrase-wrong")
	if s := c.desk.Snapshot(); s.Session != nil {
		t.Fatal("signed in")
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	before := c.desk.Snapshot()
	code(t, c.desk.Submit(c.ctx, id, "not the passphrase", true), "passphrase-wrong")
	after := c.desk.Snapshot()
	if after.Open.Case.State != casework.Open || after.Open.Case.Intent != nil || len(after.Notices) != len(before.Notices) {
		t.Errorf("something was burned: %+v", after.Open.Case)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	if got := c.desk.Snapshot().Open.Case.Submission.Seq; got != 1 {
		t.Errorf("number %d: a wrong passphrase burned one", got)
	}
}

func TestWrongTriesSlowDown(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	for range 20 {
		_ = c.desk.SignIn(c.ctx, officer, "not the passphrase")
	}
	for _, who := range c.desk.Snapshot().Staff {
		if who.ID == officer && !who.Barred && !who.WaitUntil.After(c.clock.now()) {
			t.Errorf("no wait after twenty wrong tries: %+v", who)
		}
	}
	if err := c.desk.SignIn(c.ctx, officer, phrase); err == nil {
		t.Error("the right passphrase was tried without waiting")
	}
	do(t, c.desk.SignIn(c.ctx, supervisor, phrase))
	do(t, c.desk.ClearSlot(c.ctx, officer))
	code(t, c.desk.ClearSlot(c.ctx, supervisor), "role-missing")
	do(t, c.desk.Lock(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
}

func TestSignedOutShowsAndDoesNothing(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	do(t, c.desk.Lock(c.ctx))
	s := c.desk.Snapshot()
	if s.Session != nil || s.Open != nil || len(s.Cases) != 0 || len(s.Approvals) != 0 || s.Offered != nil {
		t.Errorf("a locked desk shows %+v", s)
	}
	_, newCase := c.desk.NewCase(c.ctx)
	_, read := c.desk.ReadLetter(c.ctx, "VLA")
	for name, err := range map[string]error{
		"new case": newCase, "read letter": read,
		"open case": c.desk.OpenCase(c.ctx, id),
		"draft":     c.desk.SaveDraft(c.ctx, id, "resident", map[string]string{"given": "R"}),
		"resident":  c.desk.SetResident(c.ctx, id, caseworktest.Rosa()),
		"no letter": c.desk.SetNoLetter(c.ctx, id),
		"submit":    c.desk.Submit(c.ctx, id, phrase, true),
		"approve":   c.desk.Approve(c.ctx, id, phrase),
		"return":    c.desk.Return(c.ctx, id, "x", ""),
	} {
		t.Run("refused/"+name, func(t *testing.T) { code(t, err, "not-signed-in") })
	}
}

// TestIdleLock waits for the desk's own clockwork: one second of it.
func TestIdleLock(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	do(t, c.desk.SaveDraft(c.ctx, id, "review", map[string]string{"declared": "yes"}))
	newest, cancel := c.desk.Subscribe()
	defer cancel()
	c.clock.pass(4 * time.Minute)
	c.desk.Touch()
	c.clock.pass(4 * time.Minute)
	do(t, c.desk.SetSettings(c.ctx, desk.Settings{Language: "cy", Text: 1.5, Theme: "dark"})) // no key, no tap
	if c.desk.Snapshot().Session == nil {
		t.Fatal("locked while somebody was there")
	}
	c.clock.pass(2 * time.Minute)
	do(t, c.desk.Dismiss(c.ctx))
	for s := range newest {
		if s.Session == nil {
			break
		}
	}
	if s := c.desk.Snapshot(); s.Open != nil || s.Settings.Language != "cy" {
		t.Errorf("after the idle lock: %+v", s.Settings)
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
	if got := c.desk.Snapshot().Open.Drafts["review"]["declared"]; got != "yes" {
		t.Errorf("the draft is %q", got)
	}
}

func TestClockSetBackADay(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	c.clock.pass(-24 * time.Hour)
	do(t, c.desk.SetResident(c.ctx, id, caseworktest.Rosa())) // capture goes on
	s := c.desk.Snapshot()
	if s.Clock.Trusted || s.Clock.Reason != "clock-back" || !hasNotice(s.Notices, "clock-back") {
		t.Errorf("clock: %+v", s.Clock)
	}
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "order-clock-untrusted")
	c.clock.pass(24 * time.Hour)
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "order-clock-untrusted") // nobody has said that it is right again
	do(t, c.desk.Sync(c.ctx))
	if s := c.desk.Snapshot(); !s.Clock.Trusted {
		t.Errorf("after the broker's time: %+v", s.Clock)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
}

func TestClockAtStart(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]struct {
		shift  time.Duration
		reason string
	}{
		"ok/next morning":      {16 * time.Hour, ""},
		"ok/a minute back":     {-time.Minute, ""},
		"doubted/a day back":   {-24 * time.Hour, "clock-back"},
		"doubted/two days on":  {48 * time.Hour, "clock-forward"},
		"doubted/a year ahead": {365 * 24 * time.Hour, "clock-forward"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTown(t)
			c.stop()
			c.gate.shut()
			c.clock.pass(in.shift)
			c.start()
			if got := c.desk.Snapshot().Clock; got.Reason != in.reason || got.Trusted != (in.reason == "") {
				t.Errorf("clock: %+v", got)
			}
		})
	}
}

func TestOlderTrustList(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	old := httptest.NewRecorder()
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != brokerapi.PathTrust {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		if old.Body.Len() == 0 {
			r.Header.Del("If-None-Match")
			c.gate.next.ServeHTTP(old, r)
		}
		for name, values := range old.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(old.Code)
		_, _ = w.Write(old.Body.Bytes())
	})
	do(t, c.desk.Sync(c.ctx))
	c.gate.open()
	do(t, c.admin.PublishTrust(c.ctx))
	do(t, c.desk.Sync(c.ctx))
	version := c.desk.Trusted().Body.Version
	answer := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != brokerapi.PathTrust {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		for name, values := range old.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(old.Code)
		_, _ = w.Write(old.Body.Bytes())
	}
	c.gate.set(answer)
	code(t, c.desk.Sync(c.ctx), "trust-older")
	if got := c.desk.Trusted().Body.Version; got != version {
		t.Errorf("version %d replaced %d", got, version)
	}
	if s := c.desk.Snapshot(); s.Link.State != desk.LinkOnline {
		t.Errorf("link: %+v", s.Link)
	}
	c.restart()
	if got := c.desk.Trusted().Body.Version; got != version {
		t.Errorf("after a restart version %d instead of %d", got, version)
	}
}

func TestStaff(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	if _, err := c.desk.AddStaff(c.ctx, supervisor, "Mair Enghraifft", phrase); err == nil {
		t.Fatal("a slot was replaced with nobody signed in")
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	_, err := c.desk.AddStaff(c.ctx, supervisor, "Mair Enghraifft", phrase)
	code(t, err, "role-missing")
	code(t, c.desk.SignIn(c.ctx, supervisor, phrase), "already-signed-in")
	for _, who := range c.desk.Snapshot().Staff {
		if who.Pending || who.Name == "" || len(who.Roles) == 0 {
			t.Errorf("staff: %+v", who)
		}
	}
	do(t, c.desk.Lock(c.ctx))
	code(t, c.desk.SignIn(c.ctx, "p-nobody", phrase), "person-not-listed")
}
