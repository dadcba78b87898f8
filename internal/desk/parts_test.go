package desk_test

import (
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trusttest"
)

func TestReference(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Specimen Borough Council":    "SB",
		"Exampleborough Council":      "EX",
		"Council of the Four Winds":   "FW",
		"North and East Placeholder":  "NEP",
		"A Very Long Name of Council": "AVL",
		"Ŵyr":                         "ŴY",
		"":                            "VD",
		"12":                          "VD",
	} {
		if got := desk.Initials(name); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
	for id, want := range map[string]string{"DESK07": "7", "desk-112": "112", "library": "", "DESK0": "", "d-20261122001": ""} {
		got := desk.DeskSign(id)
		if want != "" && got != want || want == "" && len(got) != 3 {
			t.Errorf("%q: %q, want %q", id, got, want)
		}
	}
}

func TestHighWater(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	const day = 24 * time.Hour
	t.Run("ok/first start", func(t *testing.T) {
		var k desk.HighWater
		if got := k.Start(time.Time{}, noon); got != "" {
			t.Error(got)
		}
	})
	t.Run("ok/small steps back are forgiven and never lower the mark", func(t *testing.T) {
		var k desk.HighWater
		k.Start(noon, noon)
		if got := k.Observe(noon.Add(-time.Minute)); got != "" {
			t.Error(got)
		}
		if got := k.Earliest(noon.Add(-time.Minute)); !got.Equal(noon) {
			t.Error(got)
		}
	})
	t.Run("doubted/many small steps back", func(t *testing.T) {
		var k desk.HighWater
		k.Start(noon, noon)
		got := ""
		for i := range 5 {
			got = k.Observe(noon.Add(-time.Duration(i) * time.Minute))
		}
		if got != "clock-back" {
			t.Errorf("%q", got)
		}
	})
	t.Run("doubted/a leap ahead while running", func(t *testing.T) {
		var k desk.HighWater
		k.Start(noon, noon)
		if got := k.Observe(noon.Add(3 * 365 * day)); got != "clock-forward" {
			t.Errorf("%q", got)
		}
		if got := k.Earliest(noon); !got.Equal(noon) {
			t.Errorf("the leap moved the mark to %v", got)
		}
	})
	t.Run("heard/agrees", func(t *testing.T) {
		var k desk.HighWater
		k.Start(noon.Add(3*day), noon)
		if got := k.Hear(noon.Add(time.Minute), noon); got != "" {
			t.Error(got)
		}
		if got := k.Observe(noon.Add(time.Minute)); got != "" {
			t.Error(got)
		}
	})
	t.Run("heard/this machine is behind", func(t *testing.T) {
		var k desk.HighWater
		k.Start(noon, noon)
		if got := k.Hear(noon.Add(time.Hour), noon); got != "clock-back" {
			t.Error(got)
		}
	})
	t.Run("heard/this machine is ahead", func(t *testing.T) {
		var k desk.HighWater
		k.Start(noon, noon)
		if got := k.Hear(noon.Add(-time.Hour), noon); got != "clock-forward" {
			t.Error(got)
		}
	})
}

func TestRootChain(t *testing.T) {
	t.Parallel()
	c := trusttest.New(t, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	first, pinned := c.Root.Token, c.RootKey.KID
	newKey := trusttest.NewKey(t)
	next := c.RootBody
	next.Version++
	next.RootKeys = append(next.RootKeys[:0:0], jose.MarshalKey(&newKey.Private.PublicKey))
	second := c.Token(t, jose.TypRoot, c.RootKey, next)
	third := next
	third.Version++
	last := c.Token(t, jose.TypRoot, newKey, third)
	got := must(desk.ReadRoot([]string{first, second, last}, pinned))(t)
	if got.Body.Version != c.RootBody.Version+2 {
		t.Errorf("version %d", got.Body.Version)
	}
	for name, chain := range map[string][]string{
		"refused/none":              {},
		"refused/a link is missing": {first, last},
		"refused/not the pinned":    {second},
		"refused/backwards":         {first, second, first},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := desk.ReadRoot(chain, pinned); err == nil {
				t.Error("followed")
			}
		})
	}
}

// TestCutBetweenIntentAndVouch: what was burned stays burned, the case is open.
func TestCutBetweenIntentAndVouch(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	burned := must(c.desk.Burn(c.ctx, id))(t)
	code(t, c.desk.SetResident(c.ctx, id, caseworktest.Rosa()), "case-changed") // it is being signed
	c.restart()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
	k := c.desk.Snapshot().Open
	if k.Case.Intent != nil || k.Case.State != casework.Open || len(k.Missing) != 0 {
		t.Errorf("intent %v, state %s, missing %v", k.Case.Intent, k.Case.State, k.Missing)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	if sub := c.desk.Snapshot().Open.Case.Submission; sub.Seq != burned.Seq+1 || sub.JTI == burned.JTI {
		t.Errorf("burned %+v, then signed number %d", burned, sub.Seq)
	}
	c.swap(supervisor)
	do(t, c.desk.Approve(c.ctx, id, phrase))
	do(t, c.desk.Sync(c.ctx))
	c.received(id)
}

func TestWithoutStatusIndicesNothingIsSubmitted(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.stop()
	desk.DropLease(t, c.config)
	c.gate.shut()
	c.start()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	code(t, c.desk.Submit(c.ctx, id, phrase, true), "order-lease-empty")
	if !hasNotice(c.desk.Snapshot().Notices, desk.NoticeLeaseLow) {
		t.Error("nobody is told")
	}
	c.gate.open()
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	if hasNotice(c.desk.Snapshot().Notices, desk.NoticeLeaseLow) {
		t.Error("the lease was not filled up")
	}
}
