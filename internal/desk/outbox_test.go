package desk_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/outbox"
)

// issued is a case that was submitted and approved.
func (c *town) issued() casework.ID {
	c.t.Helper()
	c.swap(officer)
	id := c.fill("")
	do(c.t, c.desk.Submit(c.ctx, id, phrase, true))
	c.swap(supervisor)
	do(c.t, c.desk.Approve(c.ctx, id, phrase))
	return id
}

// parcel is the parcel of a kind of a case.
func (c *town) parcel(id casework.ID, kind outbox.Kind) outbox.Parcel {
	c.t.Helper()
	for _, p := range c.desk.Outbox() {
		if p.Case == string(id) && p.Kind == kind {
			return p
		}
	}
	c.t.Fatalf("no %s", kind)
	return outbox.Parcel{}
}

func TestOfflineThenOnlineWhileLocked(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.shut()
	id := c.issued()
	if err := c.desk.Sync(c.ctx); err == nil {
		t.Fatal("synced through a shut gate")
	}
	s := c.desk.Snapshot()
	if s.Link.State != desk.LinkOffline || s.Link.Reason == "" || s.Link.Next.IsZero() {
		t.Errorf("link: %+v", s.Link)
	}
	if r := c.row(id); r.State != casework.BeingChecked || r.Receipt {
		t.Errorf("row: %+v", r)
	}
	do(t, c.desk.Lock(c.ctx))
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	s = c.desk.Snapshot()
	if s.Link.State != desk.LinkOnline || len(s.Cases) != 0 || s.Open != nil || s.Session != nil {
		t.Errorf("locked, it shows %d cases, link %+v", len(s.Cases), s.Link)
	}
	if p := c.parcel(id, outbox.Approval); p.State != outbox.Accepted {
		t.Errorf("approval: %+v", p)
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	c.received(id)
}

func TestParcelTellsWhyItWaits(t *testing.T) {
	t.Parallel()
	portal := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html>sign in to the wireless</html>"))
	}
	broken := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }
	half := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.Header().Set("Content-Type", brokerapi.MediaJSON)
		_, _ = w.Write([]byte(`{"state":`))
	}
	for name, in := range map[string]struct {
		answer http.HandlerFunc
		reason string
	}{
		"waits/captive portal": {portal, "net-captive-portal"},
		"waits/broker error":   {broken, "broker-error"},
		"waits/half an answer": {half, "net-cut"},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTown(t)
			c.gate.shut()
			id := c.issued()
			c.gate.set(in.answer)
			do(t, waited(c.desk.RetryParcel(c.ctx, string(c.parcel(id, outbox.Vouch).ID))))
			p := c.parcel(id, outbox.Vouch)
			if p.State != outbox.Waiting || p.Reason.Code != in.reason || p.Next.IsZero() || p.Attempts == 0 {
				t.Errorf("vouch: %+v", p)
			}
			c.gate.open()
			do(t, c.desk.Sync(c.ctx))
			c.received(id)
		})
	}
}

// waited forgives what a round says of the way to the broker: the parcel tells.
func waited(error) error { return nil }

func TestSentTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.shut()
	id := c.issued()
	// The broker takes everything in and no answer comes back.
	c.gate.set(func(_ http.ResponseWriter, r *http.Request) {
		c.gate.next.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	})
	_ = waited(c.desk.RetryParcel(c.ctx, string(c.parcel(id, outbox.Vouch).ID)))
	if p := c.parcel(id, outbox.Vouch); p.State != outbox.Waiting {
		t.Fatalf("vouch: %+v", p)
	}
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
	if got := c.desk.Snapshot().Open.Receipt.Index; got != 0 {
		t.Errorf("the log holds the vouch at %d as well", got)
	}
}

func TestAnotherVouchsReceipt(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	var first *httptest.ResponseRecorder
	approval := func(r *http.Request) bool {
		return r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, "/approval")
	}
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if !approval(r) {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		if first == nil {
			first = httptest.NewRecorder()
			c.gate.next.ServeHTTP(first, r)
		}
		for name, values := range first.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(first.Code)
		_, _ = w.Write(first.Body.Bytes())
	})
	c.received(c.settled(c.issued()))
	id := c.settled(c.issued())
	p := c.parcel(id, outbox.Approval)
	if p.State != outbox.NeedsDecision || p.Reason.Code != "receipt-other" {
		t.Fatalf("approval: %+v", p)
	}
	if r := c.row(id); r.State != casework.BeingChecked || r.Receipt {
		t.Errorf("another vouch's receipt was filed: %+v", r)
	}
	if n := c.desk.Snapshot().Notices; !hasNotice(n, desk.NoticeOutboxDecision) {
		t.Errorf("nobody is told: %+v", n)
	}
	c.gate.open()
	do(t, c.desk.RetryParcel(c.ctx, string(p.ID)))
	c.received(id)
}

// settled waits until everything was tried.
func (c *town) settled(id casework.ID) casework.ID {
	_ = waited(c.desk.Sync(c.ctx))
	return id
}

func hasNotice(all []desk.Notice, code string) bool {
	for _, n := range all {
		if n.Code == code {
			return true
		}
	}
	return false
}

// TestPoisonParcelBlocksNobodyElse: the broker refuses one vouch for good.
func TestPoisonParcelBlocksNobodyElse(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.shut()
	poison, sound := c.issued(), c.issued()
	jti := c.parcel(poison, outbox.Vouch).Ref
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.Path, jti) {
			c.gate.next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", brokerapi.MediaProblem)
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = w.Write([]byte(`{"type":"about:blank","title":"refused","status":422,"code":"vouch-refused","kind":"refused"}`))
	})
	_ = waited(c.desk.Sync(c.ctx))
	c.received(sound)
	if p := c.parcel(poison, outbox.Vouch); p.State != outbox.NeedsDecision || p.Reason.Code != "vouch-refused" {
		t.Errorf("poison: %+v", p)
	}
	if p := c.parcel(poison, outbox.Approval); p.State != outbox.Waiting || p.Attempts != 0 {
		t.Errorf("its approval went before it: %+v", p)
	}
}

func TestWaitIsKeptOverARestart(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.shut()
	id := c.issued()
	_ = waited(c.desk.Sync(c.ctx))
	before := c.parcel(id, outbox.Vouch)
	c.restart()
	after := c.parcel(id, outbox.Vouch)
	if after.Reason != before.Reason || after.Attempts < before.Attempts || after.State != outbox.Waiting {
		t.Errorf("before %+v, after %+v", before, after)
	}
	c.clock.pass(time.Hour)
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	if p := c.parcel(id, outbox.Approval); p.State != outbox.Accepted {
		t.Errorf("approval: %+v", p)
	}
}
