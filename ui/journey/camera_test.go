package journey_test

import (
	"image"
	"image/png"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/letter"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// TestJ1_LetterAndDocumentFromTheCamera is the letter read by the camera by
// itself, and a document's picture taken with it, through the worker's own
// process and sealed: nothing plain is left on the disk.
func TestJ1_LetterAndDocumentFromTheCamera(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	f := must(os.Open(j.town.picture(code)))(t)
	page := must(png.Decode(f))(t)
	do(t, f.Close())
	table := synthetic.Planes(synthetic.Scene(image.NewRGBA(image.Rect(0, 0, 16, 9)), image.Rect(0, 0, 16, 9)))
	held := synthetic.Planes(synthetic.Scene(page, synthetic.CodePart(page.Bounds())))
	frames := append([]*image.YCbCr{}, table, table, table, table, table, held, held, held, held, held)
	j.camera.Plug(synthetic.Camera{ID: "one", Name: "Over the desk", Frames: frames, Still: synthetic.Planes(page), Every: time.Second / 30})

	j.signIn(officer)
	j.newCase()
	j.push("Use the camera") // until the letter is read
	j.See("The letter can be used", "Rosa Mai Specimen")
	j.push("Use this letter and continue")
	j.at(route.Resident)
	j.theResident()
	if l := j.desk.Snapshot().Open.Case.Letter; l.State != letter.Matches || l.Path != casework.LetterScanned {
		t.Errorf("the letter: %+v", l)
	}
	j.blueBadge()

	doc := j.addDocument("birth_certificate")
	j.push("Same name and birth date as the resident said")
	j.push("Continue")
	j.answers(doc.Checks, "issuer_record")
	j.pick("A picture is kept with the case", 1)
	j.to("Use the camera")
	j.Key(fyne.KeyReturn) // the camera stays on: nothing comes to rest
	j.live()
	j.Key(fyne.KeySpace)
	j.calm()
	j.See("Prepare the picture")
	j.push("Keep ")
	j.push("Continue")
	c := j.desk.Snapshot().Open.Case
	if len(c.Evidence) != 1 || len(c.Evidence[0].Captures) != 1 {
		t.Fatalf("the evidence: %+v; there is %q", c.Evidence, uitest.Texts(j.Canvas()))
	}
	kept := must(j.desk.Picture(j.town.ctx, c.ID, c.Evidence[0].Captures[0].Blob))(t)
	if b := kept.Bounds(); b.Dy() <= b.Dx() {
		t.Errorf("kept %v of a page that stands upright", b)
	}

	// Locked while the camera is on: it goes off, and nothing of it is left.
	j.newCase()
	j.camera.Plug(synthetic.Camera{ID: "one", Name: "Over the desk"})
	j.to("Use the camera")
	j.Key(fyne.KeyReturn)
	j.live()
	j.lock()
	if now, most := j.camera.Opened(); now != 0 || most != 1 {
		t.Errorf("%d cameras on while locked, %d at once", now, most)
	}
	j.assertTitles()
	j.assertKept()
}

// live waits until the panel shows what the camera sees.
func (j *journey) live() {
	j.T.Helper()
	j.Pump.Until(j.T, "there is a picture", func() bool {
		return uitest.Sees(j.Canvas(), "Fill the frame") || uitest.Sees(j.Canvas(), "Bring the square code")
	})
}
