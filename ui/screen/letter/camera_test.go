package letter_test

import (
	"image"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/paper"
	"vouchdesk/ui/uitest"
)

// held is a code in form, on a letter that is held before a camera.
func held(t *testing.T) (string, *image.YCbCr) {
	t.Helper()
	code := vla
	for len(code) < 152 {
		code += "A"
	}
	code = code[:152]
	page, err := paper.Letter(paper.LetterPage{
		Council: "Exampleton Council", Addressee: []string{"Rosa Mai Specimen"}, Code: code, Typed: "ABCD-EFGH-JKMN-P",
	})
	if err != nil {
		t.Fatal(err)
	}
	return code, synthetic.Planes(synthetic.Scene(page, synthetic.CodePart(page.Rect)))
}

func TestTheCameraReadsALetterAsAScannerDoes(t *testing.T) {
	code, seen := held(t)
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	v.Camera.Plug(synthetic.Camera{ID: "one", Name: "One", Frames: []*image.YCbCr{seen}, Every: time.Second / 30})
	v.Tap("Use the camera")
	v.Rest() // the camera is on until the letter is read
	if len(v.office.read) != 1 || v.office.read[0] != code {
		t.Fatalf("read %q", v.office.read)
	}
	v.See("The letter can be used", "Signed by the council")
	if got := v.Focused(); got != "Use this letter and continue" {
		t.Errorf("the focus is on %q", got)
	}
}

func TestAPictureTakenIsReadAsAFileIs(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	v.Camera.Plug(synthetic.Camera{ID: "one", Name: "One", Every: time.Second / 30})
	v.Tap("Use the camera")
	v.live()
	v.Key(fyne.KeyReturn)
	v.Rest()
	if len(v.office.read) != 1 || v.office.read[0][:2] != "\xff\xd8" {
		t.Fatalf("read %d, no JPEG", len(v.office.read))
	}
	v.See("The letter can be used")
}

func TestAScanClosesTheCamera(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	v.Camera.Plug(synthetic.Camera{ID: "one", Name: "One", Every: time.Second / 30})
	v.Tap("Use the camera")
	v.live()
	v.Scan(vla)
	v.Rest()
	if now, _ := v.Camera.Opened(); now != 0 || v.Kit.Asking() || len(v.office.read) != 1 {
		t.Errorf("%d on, open %v, read %q", now, v.Kit.Asking(), v.office.read)
	}
	v.See("The letter can be used")
}

// live waits for the camera's picture.
func (v *stand) live() {
	v.T.Helper()
	v.Pump.Until(v.T, "there is a picture", func() bool {
		return uitest.Sees(v.Canvas(), "Bring the square code")
	})
}

// TestAnotherPictureComesByEachWay: what was read is not the one that was meant.
func TestAnotherPictureComesByEachWay(t *testing.T) {
	s := snapshot(t)
	s.Place.Scans = "a folder"
	off := &office{look: desk.LetterLook{Letter: signed()}}
	off.arrived = []desk.Scan{{Scan: capture.Scan{ID: "scanned", At: now, Size: 5000, Whole: true}, Pages: 1}}
	v := visit(t, uitest.Options{}, s, off)
	v.Camera.Plug(synthetic.Camera{ID: "one", Name: "One", Every: time.Second / 30})
	v.See("Or take it from a scanner")
	v.Tap("From a scanner…")
	v.Rest()
	v.Tap("Take this scan")
	v.Rest()
	v.See("The letter can be used", "Open another picture…")
	v.Tap("Use the camera")
	v.live()
	v.Key(fyne.KeyReturn)
	v.Rest()
	if len(off.read) != 2 || off.read[0] != "scanned" || off.read[1][:2] != "\xff\xd8" {
		t.Errorf("read %d", len(off.read))
	}
	v.See("The letter can be used")
}

// TestAScanClosesTheListOfScans: the letter came another way.
func TestAScanClosesTheListOfScans(t *testing.T) {
	s := snapshot(t)
	s.Place.Scans = "a folder"
	v := visit(t, uitest.Options{}, s, &office{look: desk.LetterLook{Letter: signed()}})
	v.Tap("From a scanner…")
	v.Rest()
	v.See("Scanned to this desk's folder")
	v.Scan(vla)
	v.Rest()
	if v.Kit.Asking() {
		t.Error("the list is still open")
	}
	v.See("The letter can be used")
}

func TestWithoutAScannerNoneIsOffered(t *testing.T) {
	v := visit(t, uitest.Options{}, snapshot(t), &office{look: desk.LetterLook{Letter: signed()}})
	v.SeeNot("scanner…")
	v.Scan(vla)
	v.Rest()
	v.See("Use the camera")
	v.SeeNot("scanner…")
}
