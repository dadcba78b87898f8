package screentest_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// screen is a button that keeps a draft, and says where it is.
type screen struct {
	st      *stage.Stage
	button  *component.Button
	content fyne.CanvasObject
	draft   *stage.Draft
	typed   string
	shown   uint64
	entered int
}

func enter(off *screentest.Office) func(*stage.Stage) *screen {
	return func(st *stage.Stage) *screen {
		s := &screen{st: st}
		s.draft = st.NewDraft(func() map[string]string { return map[string]string{"typed": s.typed} }, func(ctx context.Context, fields map[string]string) error {
			return off.SaveDraft(ctx, st.At.Case, "draft", fields)
		}, nil)
		s.button = st.Kit.Button(component.Secondary, "Press", func() { s.typed += "x"; s.draft.Touch() })
		s.content = component.VStack(0, s.button)
		return s
	}
}

func (s *screen) Title() string              { return "" }
func (s *screen) Content() fyne.CanvasObject { return s.content }
func (s *screen) Show(shown desk.Snapshot)   { s.shown = shown.Revision }
func (s *screen) First() fyne.Focusable      { return s.button }
func (s *screen) Flush(then func())          { s.draft.Flush(then) }
func (s *screen) Enter() bool                { s.entered++; return true }
func (s *screen) Escape() bool               { return false }

// TestUntilReadsOnlyAtRest: with the race detector it holds that what work
// wrote can be read without a lock, also where one work begins another.
func TestUntilReadsOnlyAtRest(t *testing.T) {
	f := screentest.New(t, uitest.Options{})
	wrote := 0
	work := func(context.Context) error {
		for range 100 {
			wrote++
		}
		return nil
	}
	f.Run.Run("first", work, func(error) { f.Run.Run("second", work, nil) })
	f.Until("both are done", func() bool {
		if f.Run.Busy() {
			t.Error("read while something was under way")
		}
		return wrote == 200
	})
}

func TestUntilWaitsForWhatComesByItself(t *testing.T) {
	f := screentest.New(t, uitest.Options{})
	come := false
	go f.Run.Post(func() { come = true })
	f.Until("it has come", func() bool { return come })
}

func TestPauseKeepsTheDraft(t *testing.T) {
	off := &screentest.Office{}
	v := screentest.OnPage(t, uitest.Options{}, route.Of(route.Purpose, screentest.CaseID), desk.Snapshot{Revision: 3}, enter(off))
	if v.Screen.shown != 3 || v.Focused() != "Press" {
		t.Errorf("shown %d, focus on %q", v.Screen.shown, v.Focused())
	}
	v.Key(fyne.KeyReturn)
	if len(off.Drafts) > 0 {
		t.Error("kept before the pause")
	}
	v.Pause()
	if off.Draft()["typed"] != "x" || off.Calls[0] != "draft draft" {
		t.Errorf("kept %v", off.Drafts)
	}
}

func TestKeysThatNoControlUsed(t *testing.T) {
	v := screentest.Alone(t, uitest.Options{}, route.To(route.Home), desk.Snapshot{}, enter(&screentest.Office{}))
	v.Canvas().Unfocus()
	v.Key(fyne.KeyReturn, fyne.KeyEscape)
	if v.Screen.entered != 1 || v.Nav.Backs != 1 {
		t.Errorf("entered %d times, back %d times", v.Screen.entered, v.Nav.Backs)
	}
}

// TestAWalkGoesWhereItIsLed within its step, and no further.
func TestAWalkGoesWhereItIsLed(t *testing.T) {
	d := &screentest.Desk{Judge: func(*desk.Snapshot) {}, Snap: desk.Snapshot{Open: &desk.OpenCase{Case: &casework.Case{ID: screentest.CaseID}}}}
	list := route.Of(route.Evidence, screentest.CaseID)
	item, out := list, route.Of(route.Likeness, screentest.CaseID)
	item.Item = "b"
	to := enter(&screentest.Office{})
	w := screentest.Along(t, uitest.Options{}, list, d.Newest, func(st *stage.Stage) stage.Screen { return to(st) })
	first := w.Screen
	w.Go(item)
	inner := w.Screen
	if inner == first || w.At != item {
		t.Errorf("at %v", w.At)
	}
	if err := d.SaveDraft(t.Context(), screentest.CaseID, "draft", map[string]string{"typed": "y"}); err != nil {
		t.Fatal(err)
	}
	w.Rest()
	if got := inner.(*screen).shown; got != 1 {
		t.Errorf("shows revision %d", got)
	}
	w.Go(out)
	if w.Screen != inner || w.At != out {
		t.Errorf("at %v", w.At)
	}
	w.Back()
	w.Back()
	if w.At != list || w.Screen == inner {
		t.Errorf("at %v", w.At)
	}
	if diff := cmp.Diff([]route.Route{item, out}, w.Nav.Went); diff != "" || w.Nav.Backs != 2 {
		t.Errorf("back %d times, went (-want +got):\n%s", w.Nav.Backs, diff)
	}
}
