package prepare_test

import (
	"errors"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	"vouchdesk/ui/prepare"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// kept is the edit of the one page that was kept.
func (s *stand) edit(t *testing.T) docrender.Edit {
	t.Helper()
	if len(s.kept) != 1 {
		t.Fatalf("%d kept", len(s.kept))
	}
	return s.kept[0].Edit
}

// TestByKeyboardAlone crops, blacks out and turns without a mouse.
func TestByKeyboardAlone(t *testing.T) {
	v := visit(t, uitest.Options{}, nil)
	v.Focus("As it will be kept | Crop | Black out")
	v.Key(fyne.KeyRight)
	v.See("at 0.0 %", "at 100.0 %")
	v.Focus("Top edge")
	v.Key(fyne.KeyRight, fyne.KeyRight, fyne.KeyPageUp)
	v.See("at 6.0 %")
	v.Focus("Right edge")
	v.Key(fyne.KeyLeft, fyne.KeyHome, fyne.KeyPageUp)
	v.Rest()
	v.Focus("As it will be kept | Crop | Black out")
	v.Key(fyne.KeyRight)
	v.See("No black area yet")
	v.Focus("Add an area")
	v.Key(fyne.KeyReturn)
	v.Rest()
	v.See("Black area 1 of 1")
	v.Key(fyne.KeyUp, fyne.KeyLeft) // the focus is on the picture, the arrows move the area
	v.Rest()
	v.Focus("Add an area")
	v.Key(fyne.KeySpace)
	v.Rest()
	v.See("Black area 2 of 2")
	v.Key(fyne.KeyDelete)
	v.Rest()
	v.See("Black area 1 of 1")
	v.Focus("Turn right")
	v.Key(fyne.KeyReturn)
	v.Rest()
	v.Focus("Keep it anyway") // so little of it is small
	v.Key(fyne.KeyReturn)
	v.Rest()
	want := docrender.Edit{
		Turn: 1,
		// Before the turn: from 6 % down and to 6 % across, and an area of it half a percent up and left.
		Crop: docrender.Area{Left: 0, Top: 0, Right: 9400, Bottom: 600},
	}
	got := v.edit(t)
	if got.Turn != want.Turn || got.Crop != want.Crop || len(got.Black) != 1 || !got.Valid() {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestUndoRedoAndStartAgain(t *testing.T) {
	v := visit(t, uitest.Options{}, nil)
	v.Tap("Turn left")
	v.Rest()
	v.Tap("Turn left")
	v.Rest()
	v.Tap("Undo")
	v.Rest()
	v.Tap("Undo")
	v.Rest()
	v.Tap("Redo")
	v.Rest()
	v.Tap("Start again")
	v.Rest()
	v.Tap("Undo")
	v.Rest()
	v.Tap("Keep this picture")
	v.Rest()
	if e := v.edit(t); e.Turn != 3 {
		t.Errorf("turned %d", e.Turn)
	}
}

// TestWhatWillBeKeptIsTheWorkersDrawing: it is asked with the very edit that is
// kept.
func TestWhatWillBeKeptIsTheWorkersDrawing(t *testing.T) {
	v := visit(t, uitest.Options{}, nil)
	v.Tap("Turn right")
	v.Rest()
	v.Rest()
	last := v.asked[len(v.asked)-1]
	v.Tap("Keep this picture")
	v.Rest()
	if diff := cmp.Diff(v.edit(t), last.Edit); diff != "" || last.Edit.Turn != 1 {
		t.Errorf("shown (-kept +shown):\n%s", diff)
	}
}

func several(s *stand, _ *prepare.Of) {
	s.pages = append(s.pages, plain(1200, 900, color.White), s.pages[0])
}

func TestEachPageHasItsOwnEdits(t *testing.T) {
	v := visit(t, uitest.Options{}, several)
	v.See("Page 1 of 3")
	v.Tap("Turn right")
	v.Rest()
	v.Tap("Next page")
	v.Rest()
	v.See("Page 2 of 3", "Hardly anything can be seen on it", "Keep it anyway")
	v.Tap("Previous page")
	v.Rest()
	v.SeeNot("Hardly anything can be seen on it")
	v.Tap("Keep this picture")
	v.Rest()
	if v.edit(t).Turn != 1 || v.kept[0].Page != 0 {
		t.Errorf("%+v", v.kept[0])
	}
}

// TestSeveralPagesOfOneDocumentAreKept: each with its own edit and once, and
// the last ends it.
func TestSeveralPagesOfOneDocumentAreKept(t *testing.T) {
	v := visit(t, uitest.Options{}, several)
	v.Tap("Turn right")
	v.Rest()
	v.Tap("Keep, then the next page")
	v.Rest()
	v.See("Page 2 of 3", "Page 1 is kept")
	v.Tap("Next page")
	v.Rest()
	v.Tap("Keep, then the next page") // it rests: there is none
	v.Rest()
	if !v.prepare.Open() || len(v.kept) != 1 {
		t.Fatalf("open %v, %d kept", v.prepare.Open(), len(v.kept))
	}
	v.Tap("Turn left")
	v.Rest()
	v.Key(fyne.KeyEscape)
	v.See("Page 1 is kept. What you have done since is lost.")
	v.Tap("Go on with it")
	v.Tap("Undo")
	v.Rest()
	v.Tap("Keep this picture")
	v.Rest()
	if v.prepare.Open() || v.done != 1 || len(v.gone) != 0 {
		t.Fatalf("open %v, done %d, gone %v", v.prepare.Open(), v.done, v.gone)
	}
	if len(v.kept) != 2 || v.kept[0].Page != 0 || v.kept[0].Edit.Turn != 1 || v.kept[1].Page != 2 || v.kept[1].Edit.Turn != 0 {
		t.Errorf("%+v", v.kept)
	}
}

// TestAPageIsKeptOnce: as it is; changed, it is another picture.
func TestAPageIsKeptOnce(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*stand)
		kept int
		done int
	}{
		"ok/closed": {func(v *stand) { v.Tap("Close") }, 1, 1},
		"ok/left":   {func(v *stand) { v.Key(fyne.KeyEscape) }, 1, 0},
		"ok/changed": {func(v *stand) {
			v.Tap("Turn left")
			v.Rest()
			v.Tap("Keep this picture")
		}, 2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, several)
			v.Tap("Keep, then the next page")
			v.Rest()
			v.Tap("Previous page")
			v.Rest()
			v.See("Page 1 of 3", "Page 1 is kept", "Close")
			v.SeeNot("Keep this picture")
			c.do(v)
			v.Rest()
			if v.prepare.Open() || len(v.kept) != c.kept || v.done != c.done || len(v.gone) != 1-c.done {
				t.Errorf("open %v, kept %d, done %d, gone %v", v.prepare.Open(), len(v.kept), v.done, v.gone)
			}
		})
	}
}

func TestAPageThatCannotBeReadIsToldAndTheFirstStays(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, of *prepare.Of) {
		several(s, of)
		s.pageErr = docrender.ErrUnreadable
	})
	v.Tap("Next page")
	v.Rest()
	v.See(v.Words.Fault(docrender.ErrUnreadable).Title, "Page 1 of 3")
	v.Tap("Keep this picture")
	v.Rest()
	if v.kept[0].Page != 0 {
		t.Errorf("kept page %d", v.kept[0].Page)
	}
}

func TestADocumentThatCannotBeReadGoesWithItsReason(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, _ *prepare.Of) { s.pages, s.pageErr = nil, docrender.ErrNotAnImage })
	if v.prepare.Open() || len(v.gone) != 1 || !errors.Is(v.gone[0], docrender.ErrNotAnImage) {
		t.Errorf("open %v, gone %v", v.prepare.Open(), v.gone)
	}
}

func TestAdviceRefusesNothing(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, of *prepare.Of) {
		s.pages[0] = plain(600, 400, color.RGBA{20, 20, 20, 255})
		of.Told = "The rent, and the names of other tenants."
	})
	v.See("It is very dark", "Black this out before you keep it", "names of other tenants")
	v.Tap("Keep it anyway")
	v.Tap("Keep it as it is")
	v.Rest()
	v.edit(t)
}

func TestLeaving(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*stand)
		gone int
	}{
		"ok/nothing was done": {func(v *stand) { v.Key(fyne.KeyEscape) }, 1},
		"ok/asked, and left": {func(v *stand) {
			v.Tap("Turn left")
			v.Rest()
			v.Key(fyne.KeyEscape)
			v.See("Leave this picture?")
			v.Tap("Leave it")
		}, 1},
		"ok/asked, and stayed": {func(v *stand) {
			v.Tap("Turn left")
			v.Rest()
			v.Tap("Cancel")
			v.Tap("Go on with it")
			v.See("Prepare the picture")
		}, 0},
		"ok/undone": {func(v *stand) {
			v.Tap("Turn left")
			v.Rest()
			v.Tap("Undo")
			v.Rest()
			v.Key(fyne.KeyEscape)
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, nil)
			c.do(v)
			v.Rest()
			if len(v.gone) != c.gone || v.done != 0 || len(v.kept) != 0 || v.prepare.Open() != (c.gone == 0) {
				t.Errorf("gone %v, done %d, kept %d, open %v", v.gone, v.done, len(v.kept), v.prepare.Open())
			}
			if c.gone == 1 && (v.gone[0] != nil || v.Focused() != "Open a picture…") {
				t.Errorf("%v, focus on %q", v.gone[0], v.Focused())
			}
		})
	}
}

func TestReadingAndKeepingCanBeStopped(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, _ *prepare.Of) { s.stuck = true })
	v.See("Reading page 1")
	v.Tap("Stop")
	v.Rest()
	if len(v.gone) != 1 || v.prepare.Open() {
		t.Fatalf("gone %v", v.gone)
	}
	v = visit(t, uitest.Options{}, nil)
	v.stuck = true
	v.Focus("Keep this picture")
	v.Key(fyne.KeyReturn)
	v.See("Keeping the picture")
	v.Key(fyne.KeyEscape)
	v.Rest()
	v.stuck = false
	if !v.prepare.Open() || v.done != 0 {
		t.Errorf("open %v, done %d", v.prepare.Open(), v.done)
	}
}

func TestWhatCouldNotBeKeptStays(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, _ *prepare.Of) { s.keepErr = fault.New(fault.Unavailable, "file-unavailable") })
	v.Tap("Turn left")
	v.Rest()
	v.Tap("Keep this picture")
	v.Rest()
	v.See(v.Words.Fault(v.keepErr).Title)
	v.keepErr = nil
	v.Tap("Keep this picture")
	v.Rest()
	if v.edit(t).Turn != 3 || v.done != 1 {
		t.Errorf("%+v, done %d", v.kept, v.done)
	}
}

// TestALockTakesItAway: what was not kept is gone, and nothing that comes late
// opens it again or keeps it.
func TestALockTakesItAway(t *testing.T) {
	v := visit(t, uitest.Options{}, nil)
	v.Tap("Turn left")
	v.Kit.CloseAll()
	v.Rest()
	if v.prepare.Open() || len(v.kept) != 0 {
		t.Error("it is still there")
	}
}

func TestACodeIsUsedAsTheNumber(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, of *prepare.Of) {
		s.codes = []string{"TP/2026/0042"}
		of.Use = func(text string) { s.used = append(s.used, text) }
	})
	v.See("Code on this page", "TP/2026/0042")
	v.Tap("Use as the number")
	v.See("Used")
	if diff := cmp.Diff([]string{"TP/2026/0042"}, v.used); diff != "" {
		t.Error(diff)
	}
}

// states are the screens to hold.
func states() map[string]func(*testing.T, uitest.Options) *stand {
	return map[string]func(*testing.T, uitest.Options) *stand{
		"look": func(t *testing.T, o uitest.Options) *stand {
			return visit(t, o, func(_ *stand, of *prepare.Of) {
				of.Told = "Bank details, what is owed, and discounts: they can tell of somebody's health or of who lives there."
			})
		},
		"crop": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, nil)
			v.work(t, 1)
			v.Focus(v.Words.T("prepare.edge_top"))
			v.Key(fyne.KeyPageUp)
			v.Rest()
			return v
		},
		"black": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, func(s *stand, of *prepare.Of) {
				several(s, of)
				of.Told = "The rent, and the names and signatures of other tenants."
			})
			v.work(t, 2)
			for range 2 {
				v.Tap(v.Words.T("prepare.add"))
				v.Rest()
			}
			return v
		},
		"spreads": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, func(s *stand, of *prepare.Of) {
				s.spreads = true
				of.Told = "The rent, and the names and signatures of other tenants."
			})
			v.work(t, 2)
			return v
		},
		"advice": func(t *testing.T, o uitest.Options) *stand {
			return visit(t, o, func(s *stand, of *prepare.Of) {
				s.pages[0] = plain(600, 400, color.RGBA{20, 20, 20, 255})
				s.partial = true
				s.codes, of.Use = []string{"TP/2026/0042"}, func(string) {}
			})
		},
		"bare": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, func(_ *stand, of *prepare.Of) {
				of.Told = "The rent, and the names and signatures of other tenants."
			})
			v.Tap(v.Words.T("prepare.keep"))
			return v
		},
		"reading": func(t *testing.T, o uitest.Options) *stand {
			return visit(t, o, func(s *stand, _ *prepare.Of) { s.stuck = true })
		},
	}
}

// work chooses what the keys and the mouse do.
func (s *stand) work(t *testing.T, n int) {
	t.Helper()
	s.Focus(s.Words.T("prepare.work_look") + " | " + s.Words.T("prepare.work_crop") + " | " + s.Words.T("prepare.work_black"))
	s.Key(fyne.KeyHome)
	for range n {
		s.Key(fyne.KeyRight)
	}
	s.Rest()
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{
		"cy-1280": {Lang: words.Welsh, Width: 1280, Height: 800},
		"en-150":  {TextScale: 1.5, Width: 1280, Height: 800},
	}) {
		for state, open := range states() {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := open(t, o)
				v.AssertBears("prepare-" + state + "-" + setting)
			})
		}
	}
}

// TestWhereNothingCanBeBlackedOut: what a file cannot hide is said, and nothing
// is drawn that would look as if it could.
func TestWhereNothingCanBeBlackedOut(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, _ *prepare.Of) { s.spreads = true })
	v.work(t, 2)
	v.See("Nothing can be blacked out for good in this kind of file")
	v.SeeNot("Add an area")
	v.Key(fyne.KeyReturn)
	v.Tap("Keep this picture")
	v.Rest()
	if len(v.kept) != 1 || len(v.kept[0].Edit.Black) != 0 {
		t.Errorf("kept %+v", v.kept)
	}
}

// TestPartial: what could not be read of a file is not taken for all of it
// without a word, and the officer still decides.
func TestPartial(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, _ *prepare.Of) { s.partial = true })
	v.See("A part of the page may be missing")
	v.SeeNot("Keep this picture")
	v.Tap("Keep it anyway")
	v.Rest()
	if len(v.kept) != 1 {
		t.Errorf("kept %+v", v.kept)
	}
}

func TestMasters(t *testing.T) {
	for state, open := range states() {
		t.Run(state, func(t *testing.T) {
			v := open(t, uitest.Options{})
			v.AssertMaster(state)
		})
	}
}
