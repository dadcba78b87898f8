package stage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"vouchdesk/ui/foreground"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// form is a form of one text with a draft on a clock that the test moves.
type form struct {
	text  string
	saved []string
	err   error
	told  int
	clock *uitest.Clock
	pump  *uitest.Pump
	draft *stage.Draft
}

func newForm(t *testing.T) *form {
	t.Helper()
	f := &form{clock: uitest.NewClock(), pump: uitest.NewPump()}
	st := &stage.Stage{Run: foreground.NewTimed(f.pump.Post, f.clock.Timer()), Now: f.clock.Now}
	t.Cleanup(st.Run.Close)
	f.draft = st.NewDraft(
		func() map[string]string { return map[string]string{"text": f.text} },
		func(_ context.Context, fields map[string]string) error {
			if f.err == nil {
				f.saved = append(f.saved, fields["text"])
			}
			return f.err
		},
		func(error) { f.told++ })
	return f
}

// typed adds a letter after a pause, and lets what is due happen.
func (f *form) typed(t *testing.T, pause time.Duration) {
	t.Helper()
	f.clock.Advance(pause)
	f.text += "x"
	f.draft.Touch()
	f.calm(t)
}

// calm waits until nothing is being saved.
func (f *form) calm(t *testing.T) {
	t.Helper()
	rest := false
	f.draft.Settle(func() { rest = true })
	f.pump.Until(t, "the draft at rest", func() bool { return rest })
}

func TestDraftIsSealedHalfASecondAfterTheLastKey(t *testing.T) {
	f := newForm(t)
	f.typed(t, 0)
	f.clock.Advance(stage.DraftWait - time.Millisecond)
	f.calm(t)
	if len(f.saved) != 0 {
		t.Fatalf("saved %v too early", f.saved)
	}
	f.clock.Advance(time.Millisecond)
	f.pump.Drain()
	f.calm(t)
	if len(f.saved) != 1 || f.saved[0] != "x" {
		t.Errorf("saved %v", f.saved)
	}
}

// TestDraftIsSealedWhileTypingGoesOn holds the second that may be lost at most:
// a debounce alone would wait for a pause that never comes.
func TestDraftIsSealedWhileTypingGoesOn(t *testing.T) {
	f := newForm(t)
	for range 50 {
		f.typed(t, 120*time.Millisecond)
		sealed := ""
		if n := len(f.saved); n > 0 {
			sealed = f.saved[n-1]
		}
		if lost := time.Duration(len(f.text)-len(sealed)) * 120 * time.Millisecond; lost > time.Second {
			t.Fatalf("%v of typing would be lost", lost)
		}
	}
}

// TestOlderTextDoesNotOvertakeNewer: one state is sealed at a time, as two on
// their way together can arrive in any order.
func TestOlderTextDoesNotOvertakeNewer(t *testing.T) {
	f := newForm(t)
	slow := make(chan struct{})
	st := &stage.Stage{Run: foreground.NewTimed(f.pump.Post, f.clock.Timer()), Now: f.clock.Now}
	t.Cleanup(st.Run.Close)
	begun := make(chan string, 2)
	f.draft = st.NewDraft(
		func() map[string]string { return map[string]string{"text": f.text} },
		func(_ context.Context, fields map[string]string) error {
			begun <- fields["text"]
			if fields["text"] == "x" {
				<-slow
			}
			f.saved = append(f.saved, fields["text"])
			return nil
		},
		func(error) { f.told++ })
	f.text = "x"
	f.draft.Touch()
	f.draft.Flush(func() {})
	<-begun
	f.text = "xx"
	f.draft.Touch()
	gone := false
	f.draft.Flush(func() { gone = true })
	f.pump.Drain()
	if gone || len(begun) > 0 {
		t.Fatal("the newer text did not wait for the older")
	}
	close(slow)
	f.pump.Until(t, "both are sealed", func() bool { return gone })
	if len(f.saved) != 2 || f.saved[1] != "xx" {
		t.Errorf("saved %v", f.saved)
	}
}

func TestFlushSealsAtOnceAndGoesOn(t *testing.T) {
	f := newForm(t)
	f.typed(t, 0)
	gone := false
	f.draft.Flush(func() { gone = true })
	f.pump.Until(t, "going on", func() bool { return gone })
	if len(f.saved) != 1 {
		t.Errorf("saved %v", f.saved)
	}
}

func TestWhatCouldNotBeSealedIsToldAndTriedAgain(t *testing.T) {
	f := newForm(t)
	f.err = errors.New("the disk is full")
	f.typed(t, 0)
	f.draft.Flush(func() {})
	f.pump.Until(t, "the telling", func() bool { return f.told == 1 })
	f.err = nil
	f.typed(t, 100*time.Millisecond)
	f.draft.Flush(func() {})
	f.calm(t)
	if len(f.saved) != 1 || f.saved[0] != "xx" {
		t.Errorf("saved %v", f.saved)
	}
}

func TestDroppedDraftIsNotSealed(t *testing.T) {
	f := newForm(t)
	f.typed(t, 0)
	f.draft.Drop()
	f.clock.Advance(time.Minute)
	f.pump.Drain()
	f.calm(t)
	if len(f.saved) != 0 {
		t.Errorf("saved %v", f.saved)
	}
}
