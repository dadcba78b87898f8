package evidence_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
)

// TestEachPartBeginsAtItsHeading, however far down the other one was left, and
// shows what keeps it from being left.
func TestEachPartBeginsAtItsHeading(t *testing.T) {
	for setting, o := range map[string]uitest.Options{"first": {}, "large": {TextScale: 2}} {
		t.Run(setting, func(t *testing.T) {
			off := empty(t)
			passport := screentest.Document(t, off.Snap.Policy, "p", "passport", map[string]string{
				"given_names": "Rosa Mai", "family_name": "Specimen", "birth_date": "1988-04-17",
				"expires": "2031-05-01", "number": "999123456", "country": "GBR",
			})
			off = with(t, passport)
			v := visit(t, o, off, "p")
			begins := func(key fyne.KeyName) {
				t.Helper()
				v.Focus("Continue")
				if uitest.HeadingInSight(v.Canvas()) {
					t.Fatal("the page is not scrolled: the test tells nothing")
				}
				v.Key(key)
				if !uitest.HeadingInSight(v.Canvas()) {
					t.Error("the heading is out of sight")
				}
			}
			begins(fyne.KeyReturn)
			v.See("Seen and handed back")
			begins(fyne.KeyEscape)
			v.SeeNot("Seen and handed back")

			if err := off.SaveDraft(context.Background(), caseID, "evidence:p", map[string]string{"type": "passport", "part": "checks"}); err != nil {
				t.Fatal(err)
			}
			v = visit(t, o, off, "p")
			v.Focus("Continue")
			v.Key(fyne.KeyReturn)
			v.SeeNot("Seen and handed back")
			if !uitest.InSight(v.Canvas(), "There is a problem") {
				t.Error("what is wrong is out of sight")
			}
		})
	}
}
