package evidence_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/uitest"
)

// TestAReaderOnTheKeyboardFillsTheZone: wherever the focus is, and with Tab or
// Enter after each line; the field that had the focus keeps what it held.
func TestAReaderOnTheKeyboardFillsTheZone(t *testing.T) {
	for _, end := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyTab} {
		o := empty(t)
		o.Snap.Open.Drafts = map[string]map[string]string{"evidence:p": {"type": "passport", "text.family_name": "Specimen", "text.mrz": zoneBad}}
		v := visit(t, uitest.Options{}, o, "p")
		v.Key(fyne.KeyTab)
		v.ScanKeys(zoneGood, end)
		v.See("The lines add up")
		v.Pause()
		f := v.office.Snap.Open.Drafts["evidence:p"]
		if f["text.mrz"] != zoneGood || f["text.family_name"] != "Specimen" {
			t.Errorf("after %s: %v", end, f)
		}
	}
}

// TestADocumentWithoutAZoneTakesNone: and the screen says so to its frame.
func TestADocumentWithoutAZoneTakesNone(t *testing.T) {
	v := visit(t, uitest.Options{}, half(t), "b")
	before := v.office.Snap.Open.Drafts["evidence:b"]
	v.ScanKeys(zoneGood, fyne.KeyReturn)
	v.Pause()
	if after := v.office.Snap.Open.Drafts["evidence:b"]; len(after) != len(before) {
		t.Errorf("the draft was %v and is %v", before, after)
	}
}
