package component_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/component"
	"vouchdesk/ui/uitest"
)

// TestWorkBesideWhatScrolls: what stands still is in sight at every scale, the
// page keys turn what scrolls beside it from any control, Enter is Yes on its
// button alone, and Undo and Redo reach it from wherever the focus is.
func TestWorkBesideWhatScrolls(t *testing.T) {
	for name, o := range uitest.Settings(nil) {
		t.Run(name, func(t *testing.T) {
			s := uitest.Open(t, o)
			yes, undone, redone := 0, 0, 0
			still := s.Kit.Button(component.Secondary, "Still", nil)
			long := component.NewBody(strings.Repeat("A long text. ", 400))
			first := s.Kit.Stepper("First", func(int) {})
			s.Show(s.Kit.Page(component.VStack(0)))
			s.Kit.Ask(component.Ask{
				Title: "Work", Still: component.Footed(0, s.Kit.Plate(), still), Content: component.VStack(0, first, long, component.NewBody("The end.")),
				Wide: true, Deliberate: true, First: still, Yes: "Keep", No: "Leave",
				OnYes: func() bool { yes++; return true },
				Undo:  func() { undone++ }, Redo: func() { redone++ },
			})
			s.Settle()
			s.Kit.Focus(first)
			s.Key(fyne.KeyReturn, fyne.KeyEnter)
			s.Focus("Still")
			s.Key(fyne.KeyReturn)
			if yes != 0 {
				t.Error("Enter was Yes")
			}
			for range 60 {
				s.Key(fyne.KeyPageDown)
			}
			s.Focus("Still")
			if !uitest.InSight(s.Canvas(), "The end.") || !uitest.FocusInSight(s.Canvas()) {
				t.Errorf("at the end: its words %v, what stands still %v", uitest.InSight(s.Canvas(), "The end."), uitest.FocusInSight(s.Canvas()))
			}
			s.Key(fyne.KeyPageUp)
			if uitest.InSight(s.Canvas(), "The end.") {
				t.Error("Page Up does nothing")
			}
			s.Shortcut(fyne.KeyZ, fyne.KeyModifierControl)
			s.Shortcut(fyne.KeyY, fyne.KeyModifierControl)
			s.Shortcut(fyne.KeyZ, fyne.KeyModifierControl|fyne.KeyModifierShift)
			if undone != 1 || redone != 2 {
				t.Errorf("undone %d, redone %d", undone, redone)
			}
			uitest.AssertReadingOrder(t, s.Canvas())
			s.Focus("Keep")
			s.Key(fyne.KeyReturn)
			if yes != 1 {
				t.Errorf("kept %d", yes)
			}
		})
	}
}
