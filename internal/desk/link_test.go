package desk_test

import (
	"net/http"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
)

// TestARoundThatTalksToNobodyIsNoSignOfABroker: nothing is due and no list is
// old, which says nothing about the way to the broker.
func TestARoundThatTalksToNobodyIsNoSignOfABroker(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.Round(c.ctx))
	c.gate.shut()
	if err := c.desk.Round(c.ctx); fault.Of(err) != fault.Unavailable {
		t.Fatalf("a round with no broker: %v", err)
	}
	out := c.desk.Snapshot().Link
	if out.State != desk.LinkOffline || out.Reason == "" || !out.Next.After(out.Since) {
		t.Fatalf("link: %+v", out)
	}
	c.clock.pass(31 * time.Second)
	_ = waited(c.desk.Round(c.ctx))
	if again := c.desk.Snapshot().Link; again.State != desk.LinkOffline || !again.Since.Equal(out.Since) || !again.Next.After(out.Next) {
		t.Errorf("after the announced try: %+v, before %+v", again, out)
	}
	c.gate.open()
	do(t, c.desk.Round(c.ctx))
	if back := c.desk.Snapshot().Link; back.State != desk.LinkOnline || !back.Since.After(out.Since) {
		t.Errorf("link: %+v", back)
	}
}

// TestADeadBrokerIsNoticedByItself: nobody touches the desk.
func TestADeadBrokerIsNoticedByItself(t *testing.T) {
	t.Parallel()
	c := newTown(t, desk.Pace(20*time.Millisecond))
	newest, cancel := c.desk.Subscribe()
	defer cancel()
	late := time.AfterFunc(time.Minute, cancel) // a desk that never asks ends the loops below
	defer late.Stop()
	until := func(state string) (l desk.Link) {
		for s := range newest {
			if s.Link.State == state {
				return s.Link
			}
		}
		t.Fatalf("never %s: %+v", state, c.desk.Snapshot().Link)
		return l
	}
	c.gate.shut()
	out := until(desk.LinkOffline)
	for range 5 { // tries that fail as well
		if s, more := <-newest; !more || s.Link.State != desk.LinkOffline || !s.Link.Since.Equal(out.Since) {
			t.Fatalf("link: %+v, before %+v", s.Link, out)
		}
	}
	c.gate.open()
	until(desk.LinkOnline)
}

func TestTheCouncilCheckTellsHowTheLinkIs(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	c.gate.shut()
	if err := c.desk.AskBroker(c.ctx, id); fault.Of(err) != fault.Unavailable {
		t.Fatalf("got %v", err)
	}
	if l := c.desk.Snapshot().Link; l.State != desk.LinkOffline || l.Reason == "" {
		t.Errorf("link: %+v", l)
	}
	c.gate.open()
	do(t, c.desk.AskBroker(c.ctx, id))
	if l := c.desk.Snapshot().Link; l.State != desk.LinkOnline {
		t.Errorf("link: %+v", l)
	}
}

// TestARefusedListDoesNotHideADeadBroker: the outbox finds nobody there any more.
func TestARefusedListDoesNotHideADeadBroker(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.shut()
	c.issued()
	_ = waited(c.desk.Round(c.ctx)) // whatever the worker was still at
	c.gate.set(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPut:
			w.Header().Set("Content-Type", "text/html")
		case r.URL.Path == brokerapi.PathTrust:
			w.Header().Set("Content-Type", brokerapi.MediaJWT)
			w.Header().Set("ETag", `"x"`)
			_, _ = w.Write([]byte("no.list.atall"))
		default:
			c.gate.next.ServeHTTP(w, r)
		}
	})
	code(t, c.desk.Sync(c.ctx), "net-captive-portal")
	if l := c.desk.Snapshot().Link; l.State != desk.LinkOffline || l.Reason != "net-captive-portal" {
		t.Errorf("link: %+v", l)
	}
}
