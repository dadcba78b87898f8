package desk_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"testing"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
)

// TestManyHandsAtOnce is for the race detector; what it asserts is that every
// refusal is one of the expected kinds and that the desk works afterwards.
func TestManyHandsAtOnce(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	d, ctx := c.desk, c.ctx
	newest, cancel := d.Subscribe()
	var hands, eyes sync.WaitGroup
	eyes.Go(func() {
		last := uint64(0)
		for s := range newest {
			if s.Revision < last {
				t.Errorf("revision %d after %d", s.Revision, last)
			}
			last = s.Revision
		}
	})
	for name, act := range map[string]func(n int) error{
		"draft":    func(n int) error { return d.SaveDraft(ctx, id, "review", map[string]string{"n": strconv.Itoa(n)}) },
		"resident": func(int) error { return d.SetResident(ctx, id, caseworktest.Rosa()) },
		"open":     func(int) error { return d.OpenCase(ctx, id) },
		"settings": func(int) error { return d.SetSettings(ctx, desk.Settings{Language: "en", Text: 1, Theme: "light"}) },
		"sync":     func(int) error { return d.Sync(ctx) },
		"submit":   func(int) error { return d.Submit(ctx, id, phrase, true) },
		"sign in": func(n int) error {
			if n%5 == 4 {
				_ = d.Lock(ctx)
			}
			return d.SignIn(ctx, officer, phrase)
		},
	} {
		hands.Go(func() {
			for n := range 15 {
				if err := act(n); fault.Of(err) == fault.Internal && err != nil {
					t.Errorf("%s: %v", name, err)
				}
				d.Touch()
			}
		})
	}
	hands.Wait()
	cancel()
	eyes.Wait()
	_ = d.SignIn(ctx, officer, phrase)
	do(t, d.OpenCase(ctx, id))
	if k := d.Snapshot().Open.Case; k.Intent != nil {
		t.Errorf("an intent is left: %+v", k.Intent)
	}
}

func TestAskBroker(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	t.Run("refused/offline", func(t *testing.T) {
		c.gate.shut()
		defer c.gate.open()
		if err := c.desk.AskBroker(c.ctx, id); fault.Of(err) != fault.Unavailable {
			t.Errorf("got %v", err)
		}
	})
	t.Run("refused/stopped", func(t *testing.T) {
		ctx, cancel := context.WithCancel(c.ctx)
		c.gate.set(func(http.ResponseWriter, *http.Request) { cancel(); panic(http.ErrAbortHandler) })
		defer c.gate.open()
		if err := c.desk.AskBroker(ctx, id); err == nil {
			t.Error("answered by nobody")
		}
	})
	t.Run("refused/another resident meanwhile", func(t *testing.T) {
		c.gate.set(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == brokerapi.PathChecks {
				other := caseworktest.Rosa()
				other.Name.Given = "Rosa"
				do(t, c.desk.SetResident(c.ctx, id, other))
			}
			c.gate.next.ServeHTTP(w, r)
		})
		defer c.gate.open()
		if err := c.desk.AskBroker(c.ctx, id); !errors.Is(err, desk.ErrChanged) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("ok/asked", func(t *testing.T) {
		do(t, c.desk.AskBroker(c.ctx, id))
		if c.desk.Snapshot().Open.Case.Check == nil {
			t.Error("no check")
		}
	})
	t.Run("ok/changed resident needs another", func(t *testing.T) {
		do(t, c.desk.SetResident(c.ctx, id, caseworktest.Rosa()))
		if c.desk.Snapshot().Open.Case.Check != nil {
			t.Error("the check of another name is kept")
		}
	})
}

func TestSettingsAreKept(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	want := desk.Settings{Language: "cy", Text: 2, Theme: "contrast"}
	do(t, c.desk.SetSettings(c.ctx, want))
	code(t, c.desk.SetSettings(c.ctx, desk.Settings{Language: "xx", Text: 1, Theme: "light"}), "settings-malformed")
	code(t, c.desk.SetSettings(c.ctx, desk.Settings{Language: "en", Text: 9, Theme: "light"}), "settings-malformed")
	c.restart()
	if got := c.desk.Snapshot().Settings; got != want {
		t.Errorf("settings: %+v", got)
	}
}

func BenchmarkSetResident(b *testing.B) {
	c := newTown(b)
	do(b, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	for b.Loop() {
		do(b, c.desk.SetResident(c.ctx, id, caseworktest.Rosa()))
	}
}

func BenchmarkSaveDraft(b *testing.B) {
	c := newTown(b)
	do(b, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	for b.Loop() {
		do(b, c.desk.SaveDraft(c.ctx, id, "review", map[string]string{"note": "typed"}))
	}
}

// BenchmarkStart is from nothing to where somebody could sign in.
func BenchmarkStart(b *testing.B) {
	c := newTown(b)
	for b.Loop() {
		b.StopTimer()
		c.stop()
		b.StartTimer()
		c.desk = must(desk.Open(c.ctx, c.config))(b)
	}
}
