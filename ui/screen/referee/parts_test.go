package referee_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// TestEachHalfBeginsAtItsHeading, however far down the other one was left, and
// shows what keeps it from being left.
func TestEachHalfBeginsAtItsHeading(t *testing.T) {
	for setting, o := range map[string]uitest.Options{"first": {}, "large": {TextScale: 2}} {
		t.Run(setting, func(t *testing.T) {
			v := visit(t, o, begun(t), route.Who)
			for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape} {
				v.Focus("Continue")
				low := !uitest.HeadingInSight(v.Canvas())
				if key == fyne.KeyReturn && !low {
					t.Fatal("the page is not scrolled: the test tells nothing")
				}
				v.Key(key)
				if !uitest.HeadingInSight(v.Canvas()) {
					t.Errorf("after %s the heading is out of sight", key)
				}
			}
			off := empty(t)
			must(t, off.SaveDraft(context.Background(), caseID, "referee:mair", map[string]string{"at": "tie", "given": "Mair"}))
			v = visit(t, o, off, route.Who)
			v.See("How do they know the resident?")
			v.Focus("Continue")
			v.Key(fyne.KeyReturn)
			v.See("Who is the referee?")
			if !uitest.InSight(v.Canvas(), "There is a problem") {
				t.Error("what is wrong is out of sight")
			}
		})
	}
}
