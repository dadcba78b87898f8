package prepare_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/ui/prepare"
	"vouchdesk/ui/uitest"
)

// TestEnterKeepsItOnlyOnItsButton: one Enter too many on anything else must not
// seal a picture of which something was to be blacked out.
func TestEnterKeepsItOnlyOnItsButton(t *testing.T) {
	v := visit(t, uitest.Options{}, several)
	v.See("Prepare the picture", "As it will be kept", "Keep this picture")
	v.SeeNot("anyway", "[")
	v.work(t, 2)
	v.Focus("Add an area")
	v.Key(fyne.KeyReturn)
	v.Rest()
	for _, name := range uitest.TabOrder(v.Canvas()) {
		if name == "Keep this picture" || name == "Keep, then the next page" || name == "Cancel" {
			continue
		}
		if name == "" {
			v.Focus("Show larger")
			v.BackTab() // the picture has no words
		} else {
			v.Focus(name)
		}
		for range 7 {
			v.Key(fyne.KeyReturn)
			v.Rest()
			if len(v.kept) > 0 || !v.prepare.Open() {
				t.Fatalf("kept from %q", name)
			}
		}
		for !uitest.Sees(v.Canvas(), "Page 1 of 3") {
			v.Tap("Previous page")
			v.Rest()
		}
		v.work(t, 2)
		v.Tap("Start again")
		v.Rest()
		v.Tap("Add an area")
		v.Rest()
	}
	v.Focus("Keep this picture")
	v.Key(fyne.KeyReturn)
	v.Rest()
	if v.edit(t); v.done != 1 || len(v.gone) != 0 {
		t.Errorf("done %d, gone %v", v.done, v.gone)
	}
	if v.prepare.Open() || v.Focused() != "Open a picture…" {
		t.Errorf("open %v, focus on %q", v.prepare.Open(), v.Focused())
	}
}

// TestTheFocusDoesNotStayOnAHiddenStop: reading that was stopped or has ended.
func TestTheFocusDoesNotStayOnAHiddenStop(t *testing.T) {
	v := visit(t, uitest.Options{}, several)
	v.stuck = true
	v.Tap("Next page")
	v.See("Reading page 2")
	v.Focus("Stop")
	v.Key(fyne.KeyReturn)
	v.Rest()
	if !uitest.FocusInSight(v.Canvas()) {
		t.Errorf("the focus is out of sight, on %T", v.Canvas().Focused())
	}
}

// TestAStepAfterKeepingIsTakenBackToWhatIsKept.
func TestAStepAfterKeepingIsTakenBackToWhatIsKept(t *testing.T) {
	v := visit(t, uitest.Options{}, several)
	v.work(t, 2)
	v.Tap("Add an area")
	v.Rest()
	v.Key(fyne.KeyRight)
	v.Rest()
	v.Tap("Keep, then the next page")
	v.Rest()
	v.Tap("Previous page")
	v.Rest()
	v.Focus("Show larger")
	v.BackTab()
	v.Key(fyne.KeySpace, fyne.KeyRight)
	v.Rest()
	v.See("at 31.0 %")
	v.Shortcut(fyne.KeyZ, fyne.KeyModifierControl)
	v.Rest()
	v.See("at 30.5 %")
}

// TestAnAreaThatComesBackIsChosen: the arrows move it on.
func TestAnAreaThatComesBackIsChosen(t *testing.T) {
	v := visit(t, uitest.Options{}, nil)
	v.work(t, 2)
	v.Tap("Add an area")
	v.Rest()
	v.Key(fyne.KeyDelete)
	v.Rest()
	v.See("No black area yet")
	v.Shortcut(fyne.KeyZ, fyne.KeyModifierControl)
	v.Rest()
	v.See("Black area 1 of 1")
}

// TestCodesAreOfTheirPage: those of the page before are gone with it.
func TestCodesAreOfTheirPage(t *testing.T) {
	v := visit(t, uitest.Options{}, func(s *stand, of *prepare.Of) {
		several(s, of)
		of.Use = func(string) {}
		of.Codes = func(_ context.Context, p capture.Prepared) ([]string, error) {
			if p.Page > 0 {
				return nil, docrender.ErrTimeout
			}
			return []string{"TP/2026/0042"}, nil
		}
	})
	v.See("TP/2026/0042")
	v.Tap("Next page")
	v.Rest()
	v.SeeNot("TP/2026/0042")
}

// TestAButtonThatComesToRestGivesItsFocusToItsNeighbour and not, unseen, to the
// picture.
func TestAButtonThatComesToRestGivesItsFocusToItsNeighbour(t *testing.T) {
	for name, c := range map[string]struct {
		on    string
		times int
		then  string
	}{
		"ok/undo":   {"Undo", 2, "Redo"},
		"ok/again":  {"Start again", 1, "Undo"},
		"ok/remove": {"Remove", 2, "Add an area"},
		"ok/larger": {"Show larger", 2, "Show smaller"},
		"ok/page":   {"Next page", 2, "Previous page"},
		"ok/also":   {"Keep, then the next page", 2, "Previous page"},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, several)
			v.work(t, 2)
			for range 2 {
				v.Tap("Add an area")
				v.Rest()
			}
			v.Focus(c.on)
			for range c.times {
				v.Key(fyne.KeyReturn)
				v.Rest()
			}
			if v.Focused() != c.then {
				t.Errorf("focus on %q", v.Focused())
			}
		})
	}
}

// TestUndoByKeys: the steps of one area, or of one edge, are one act.
func TestUndoByKeys(t *testing.T) {
	v := visit(t, uitest.Options{}, nil)
	undo := func() { v.Shortcut(fyne.KeyZ, fyne.KeyModifierControl); v.Rest() }
	redo := func() { v.Shortcut(fyne.KeyY, fyne.KeyModifierControl); v.Rest() }
	again := func() { v.Shortcut(fyne.KeyZ, fyne.KeyModifierControl|fyne.KeyModifierShift); v.Rest() }
	undo() // there is nothing to undo
	v.work(t, 2)
	v.Tap("Add an area")
	v.Rest()
	v.See("at 30.0 %", "at 70.0 %")
	v.Key(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	v.See("at 31.5 %", "at 71.5 %")
	v.Focus("Left edge")
	v.Key(fyne.KeyLeft, fyne.KeyLeft)
	v.See("at 30.5 %", "at 71.5 %")
	v.Focus("Right edge")
	v.Key(fyne.KeyRight)
	v.See("at 72.0 %")
	v.Rest()
	undo()
	v.See("at 30.5 %", "at 71.5 %")
	undo()
	v.See("at 31.5 %", "at 71.5 %")
	undo()
	v.See("at 30.0 %", "at 70.0 %")
	redo()
	v.See("at 31.5 %", "at 71.5 %")
	again()
	v.See("at 30.5 %", "at 71.5 %")
	undo()
	undo()
	v.Focus("Left edge")
	undo()
	v.See("No black area yet")
	if v.Focused() == "Left edge" {
		t.Error("the focus stays on what is hidden")
	}
}

// TestShiftSizesTheArea: its right and bottom edge, by keys on the picture.
func TestShiftSizesTheArea(t *testing.T) {
	v := visit(t, uitest.Options{}, nil)
	v.work(t, 2)
	v.Tap("Add an area")
	v.Rest()
	v.See("at 45.0 %", "at 51.0 %")
	v.Shifted(fyne.KeyRight, fyne.KeyRight, fyne.KeyUp)
	v.See("at 30.0 %", "at 71.0 %", "at 45.0 %", "at 50.5 %")
	v.Key(fyne.KeyRight)
	v.See("at 30.5 %", "at 71.5 %")
}

// TestNothingBlackedOutIsAskedOnce: where the policy wants something blacked
// out, and for all pages of the document.
func TestNothingBlackedOutIsAskedOnce(t *testing.T) {
	told := func(s *stand, of *prepare.Of) {
		several(s, of)
		of.Told = "The rent."
	}
	const asked = "Keep it with nothing blacked out?"
	t.Run("refused/gone back", func(t *testing.T) {
		v := visit(t, uitest.Options{}, told)
		v.Focus("Keep this picture")
		v.Key(fyne.KeyReturn)
		v.Rest()
		v.See(asked, "The rent.")
		v.Key(fyne.KeyReturn) // the focus is on going back
		v.Rest()
		v.SeeNot(asked)
		if len(v.kept) != 0 || v.Focused() != "Keep this picture" {
			t.Errorf("%d kept, focus on %q", len(v.kept), v.Focused())
		}
	})
	t.Run("ok/once", func(t *testing.T) {
		v := visit(t, uitest.Options{}, told)
		v.Tap("Keep, then the next page")
		v.See(asked)
		v.Tap("Keep it as it is")
		v.Rest()
		v.Tap("Keep it anyway") // an empty page
		v.Rest()
		if len(v.kept) != 2 || v.done != 1 {
			t.Errorf("%d kept, done %d", len(v.kept), v.done)
		}
	})
	t.Run("ok/one page is", func(t *testing.T) {
		v := visit(t, uitest.Options{}, told)
		v.work(t, 2)
		v.Tap("Add an area")
		v.Rest()
		v.Tap("Keep, then the next page")
		v.Rest()
		v.Tap("Keep it anyway")
		v.Rest()
		if len(v.kept) != 2 || v.done != 1 {
			t.Errorf("%d kept, done %d", len(v.kept), v.done)
		}
	})
	t.Run("ok/undone again", func(t *testing.T) {
		v := visit(t, uitest.Options{}, told)
		v.work(t, 2)
		v.Tap("Add an area")
		v.Rest()
		v.Tap("Undo")
		v.Rest()
		v.Tap("Keep this picture")
		v.See(asked)
	})
}
