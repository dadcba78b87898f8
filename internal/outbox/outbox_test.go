package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/outbox"
)

func now() time.Time { return time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC) }

func parcel(id outbox.ID, of string, seq uint64) outbox.Parcel {
	return outbox.New(id, outbox.Vouch, of, "jti-"+string(id), seq, now())
}

func TestDue(t *testing.T) {
	failed := func(p outbox.Parcel, kind fault.Kind) outbox.Parcel {
		return outbox.Failed(p, fault.New(kind, "code"), now(), 0)
	}
	a1, a2, b1 := parcel("a1", "a", 1), parcel("a2", "a", 2), parcel("b1", "b", 1)
	for name, c := range map[string]struct {
		parcels []outbox.Parcel
		at      time.Time
		want    []outbox.ID
	}{
		"ok/none":                       {nil, now(), []outbox.ID{}},
		"ok/first of each case":         {[]outbox.Parcel{a2, a1, b1}, now(), []outbox.ID{"a1", "b1"}},
		"ok/next once settled":          {[]outbox.Parcel{outbox.Delivered(a1), a2}, now(), []outbox.ID{"a2"}},
		"ok/next once given up":         {[]outbox.Parcel{outbox.GivenUp(failed(a1, fault.Refused)), a2}, now(), []outbox.ID{"a2"}},
		"refused/poison blocks its own": {[]outbox.Parcel{failed(a1, fault.Conflict), a2, b1}, now(), []outbox.ID{"b1"}},
		"refused/on its way":            {[]outbox.Parcel{outbox.Started(a1), a2, b1}, now(), []outbox.ID{"b1"}},
		"refused/too early":             {[]outbox.Parcel{failed(a1, fault.Unavailable), a2}, now().Add(2 * time.Second), []outbox.ID{}},
		"ok/waited":                     {[]outbox.Parcel{failed(a1, fault.Unavailable), a2}, now().Add(5 * time.Second), []outbox.ID{"a1"}},
		"ok/clock was set back":         {[]outbox.Parcel{a1}, now().Add(-24 * time.Hour), []outbox.ID{"a1"}},
		"ok/longest waiting first": {
			[]outbox.Parcel{parcel("late", "x", 1), outbox.New("early", outbox.Approval, "y", "", 1, now().Add(-time.Hour))},
			now(),
			[]outbox.ID{"early", "late"},
		},
		"ok/checkpoints are a line of their own": {
			[]outbox.Parcel{parcel("c1", "", 1), parcel("c2", "", 2), failed(a1, fault.Refused)}, now(), []outbox.ID{"c1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, outbox.Due(c.parcels, c.at)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFailed(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		state outbox.State
		tries int
		code  string
	}{
		"ok/offline is tried again":  {fault.New(fault.Unavailable, "net-offline"), outbox.Waiting, 1, "net-offline"},
		"ok/locked is tried again":   {fault.New(fault.Locked, "vault-locked"), outbox.Waiting, 1, "vault-locked"},
		"ok/deadline is tried again": {context.DeadlineExceeded, outbox.Waiting, 1, "unavailable"},
		"ok/stopped costs nothing":   {context.Canceled, outbox.Waiting, 0, ""},
		"refused/by a rule":          {fault.New(fault.Refused, "four-eyes"), outbox.NeedsDecision, 1, "four-eyes"},
		"refused/forged":             {fault.New(fault.Tampered, "token-forged"), outbox.NeedsDecision, 1, "token-forged"},
		"refused/letter used":        {fault.New(fault.Conflict, "letter-used-elsewhere"), outbox.NeedsDecision, 1, "letter-used-elsewhere"},
		"refused/unauthorised":       {fault.New(fault.Unauthorised, "token-key"), outbox.NeedsDecision, 1, "token-key"},
		"refused/our own mistake":    {errors.New("boom"), outbox.NeedsDecision, 1, "internal"},
	} {
		t.Run(name, func(t *testing.T) {
			got := outbox.Failed(outbox.Started(parcel("p", "c", 1)), c.err, now(), 0.5)
			if got.State != c.state || got.Attempts != c.tries || got.Reason.Code != c.code {
				t.Errorf("got %+v", got)
			}
			if (got.State == outbox.Waiting) == got.Next.IsZero() {
				t.Errorf("next = %v in state %s", got.Next, got.State)
			}
		})
	}
	if done := outbox.Delivered(parcel("p", "c", 1)); outbox.Failed(done, context.DeadlineExceeded, now(), 0).State != outbox.Accepted {
		t.Error("what was accepted was taken back")
	}
}

func TestBackoff(t *testing.T) {
	p := parcel("p", "c", 1)
	for i, want := range []time.Duration{
		5 * time.Second, 10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second,
		160 * time.Second, 320 * time.Second, 10 * time.Minute, 10 * time.Minute,
	} {
		for _, jitter := range []float64{0, 0.25, 0.999, 7, -1} {
			next := outbox.Failed(p, fault.New(fault.Unavailable, "x"), now(), jitter).Next.Sub(now())
			if next < want/2 || next > want {
				t.Errorf("try %d with jitter %v waits %v, want %v to %v", i+1, jitter, next, want/2, want)
			}
		}
		p = outbox.Failed(p, fault.New(fault.Unavailable, "x"), now(), 0)
	}
	p.Attempts = 1 << 40
	if next := outbox.Failed(p, fault.New(fault.Unavailable, "x"), now(), 1).Next; !next.Equal(now().Add(outbox.LongWait)) {
		t.Errorf("after very many tries it waits until %v", next)
	}
}

func TestPersonsDecisions(t *testing.T) {
	stuck := outbox.Failed(parcel("p", "c", 1), fault.New(fault.Refused, "x"), now(), 0)
	if got := outbox.Retried(stuck, now()); got.State != outbox.Waiting || !got.Next.Equal(now()) || got.Attempts != 1 {
		t.Errorf("retried: %+v", got)
	}
	if got := outbox.GivenUp(stuck); got.State != outbox.Refused || got.Reason.Code != "x" || !got.Settled() {
		t.Errorf("given up: %+v", got)
	}
	if got := outbox.GivenUp(parcel("p", "c", 1)); got.State != outbox.Waiting {
		t.Error("what still waits was given up")
	}
	if got := outbox.Retried(outbox.Delivered(stuck), now()); got.State != outbox.Accepted {
		t.Error("what was accepted is sent again")
	}
	if got := outbox.Recovered(outbox.Started(parcel("p", "c", 1)), now().Add(time.Hour)); got.State != outbox.Waiting {
		t.Errorf("recovered: %+v", got)
	}
}

func TestNextTry(t *testing.T) {
	if _, ok := outbox.NextTry([]outbox.Parcel{outbox.Delivered(parcel("a", "a", 1))}); ok {
		t.Error("nothing waits")
	}
	later := outbox.Failed(parcel("b", "b", 1), fault.New(fault.Unavailable, "x"), now(), 0)
	if next, ok := outbox.NextTry([]outbox.Parcel{later, parcel("a", "a", 1)}); !ok || !next.Equal(now()) {
		t.Errorf("next = %v, %v", next, ok)
	}
}

func TestRows(t *testing.T) {
	waiting := outbox.Failed(parcel("p1", "c", 1), fault.New(fault.Unavailable, "net-offline"), now(), 0)
	got, err := json.Marshal(outbox.Rows([]outbox.Parcel{waiting, outbox.Delivered(parcel("p2", "c", 2))}))
	if err != nil {
		t.Fatal(err)
	}
	const want = `[{"id":"p1","kind":"vouch","state":"waiting","reason":"unavailable:net-offline","next":"2026-11-20T10:45:02Z","attempts":1},` +
		`{"id":"p2","kind":"vouch","state":"accepted","reason":"","next":"","attempts":0}]`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if none, err := json.Marshal(outbox.Rows(nil)); err != nil || string(none) != "[]" {
		t.Errorf("none = %s, %v", none, err)
	}
	data, err := json.Marshal(waiting)
	if err != nil {
		t.Fatal(err)
	}
	var back outbox.Parcel
	if err := json.Unmarshal(data, &back); err != nil || !cmp.Equal(waiting, back) {
		t.Errorf("back: %v, %s", err, cmp.Diff(waiting, back))
	}
}

func FuzzReason(f *testing.F) {
	f.Add("unavailable:net-offline")
	f.Add("")
	f.Add("nonsense")
	f.Fuzz(func(t *testing.T, text string) {
		var r outbox.Reason
		if r.UnmarshalText([]byte(text)) == nil && r.String() != text {
			t.Errorf("%q came back as %q", text, r.String())
		}
	})
}
