package evidence_test

import (
	"context"
	"encoding/json"
	"image"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/assets"
	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/ocrb"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// reading is what a desk reads from a picture: the text, with marks where
// asked, and a picture of lines of the same shape.
func reading(t testing.TB, text string, mark func(lines [][]ocrb.Char)) desk.ReadZone {
	t.Helper()
	var z ocrb.Zone
	for _, line := range strings.Split(text, "\n") {
		var chars []ocrb.Char
		for _, c := range []byte(line) {
			chars = append(chars, ocrb.Char{Text: c, Seen: c, Sure: 1})
		}
		z.Lines = append(z.Lines, chars)
	}
	mark(z.Lines)
	z.Result, z.Fault = mrz.Parse(z.Text(), resident.DateOf(now))
	cut := image.NewGray(image.Rect(0, 0, 892, 120))
	for i := range cut.Pix {
		cut.Pix[i] = 230
	}
	for i, line := range z.Lines {
		for j := range line { // a bar where each character stands
			for y := range 24 {
				for x := range 8 {
					cut.SetGray(16+j*20-4+x, 28+i*40+y, cut.GrayAt(0, 0))
					cut.Pix[(28+i*40+y)*cut.Stride+16+j*20-4+x] = 40
				}
			}
		}
	}
	return desk.ReadZone{Zone: z, Blob: "newer", Cut: cut}
}

// keeping is the council's policy, but that images of passports may be kept.
func keeping(t testing.TB) *policy.Policy {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal(assets.DefaultPolicy(), &body); err != nil {
		t.Fatal(err)
	}
	for _, d := range body["documents"].([]any) {
		if d := d.(map[string]any); d["id"] == "passport" {
			d["image"] = string(policy.ImageAllowed)
		}
	}
	b, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// pictured is a passport of which two pictures are kept.
func pictured(t testing.TB, read desk.ReadZone, err error) *office {
	t.Helper()
	rules := keeping(t)
	p := screentest.Document(t, rules, "p", "passport", map[string]string{"family_name": "Specimen", "given_names": "Rosa Mai"})
	p.Seen = record.Image
	for _, blob := range []string{"older", "newer"} {
		p.Captures = append(p.Captures, record.Capture{Blob: blob, Media: "image/jpeg", W: 800, H: 600, At: now})
	}
	o := empty(t)
	o.Snap.Policy = rules
	if err := o.Change(func(c *desk.OpenCase) error { return c.Case.PutEvidence(p, o.By()) }); err != nil {
		t.Fatal(err)
	}
	o.read, o.readErr = read, err
	return o
}

func (o *office) ReadZone(ctx context.Context, _ casework.ID, blobs ...string) (desk.ReadZone, error) {
	o.asked = slices.Clone(blobs)
	if o.wait {
		<-ctx.Done()
		return desk.ReadZone{}, ocrb.ErrStopped
	}
	return o.read, o.readErr
}

func doubted(lines [][]ocrb.Char) {
	lines[0][5] = ocrb.Char{Text: 'E', Seen: 'E', Mark: ocrb.Doubtful, Near: "F", Sure: 0.6}
	lines[1][9] = ocrb.Char{Text: '6', Seen: 'G', Mark: ocrb.Mended, Sure: 0.3}
}

func clean([][]ocrb.Char) {}

// zoneStates are the sights of lines that were read.
func zoneStates() map[string]state {
	press := func(v *stand) {
		for _, text := range []string{"Read from the picture", "Darllen o'r llun"} {
			if uitest.Find(v.Canvas(), text) != nil {
				v.Tap(text)
			}
		}
		v.Rest()
	}
	used := func(v *stand) {
		press(v)
		v.Tap(v.Words.T("evidence.zone_use"))
		v.Kit.Reveal(uitest.Find(v.Canvas(), v.Words.T("evidence.zone_used")))
		v.Settle()
	}
	return map[string]state{
		"read-used":  {office: func(t *testing.T) *office { return pictured(t, reading(t, zoneGood, clean), nil) }, item: "p", then: used},
		"read-ready": {office: func(t *testing.T) *office { return pictured(t, desk.ReadZone{}, nil) }, item: "p"},
		"read-look":  {office: func(t *testing.T) *office { return pictured(t, reading(t, zoneGood, doubted), nil) }, item: "p", then: press},
		"read-bad":   {office: func(t *testing.T) *office { return pictured(t, reading(t, zoneBad, clean), nil) }, item: "p", then: press},
		"read-none":  {office: func(t *testing.T) *office { return pictured(t, desk.ReadZone{}, ocrb.ErrNone) }, item: "p", then: press},
		"read-plain": {office: func(t *testing.T) *office {
			o := empty(t)
			o.Snap.Open.Drafts = map[string]map[string]string{"evidence:p": {"type": "passport"}}
			return o
		}, item: "p"},
	}
}

// TestWhatIsReadIsConfirmedFirst: nothing of it is in the box or the draft
// until the officer says that it was compared, and then it can be corrected.
func TestWhatIsReadIsConfirmedFirst(t *testing.T) {
	v := visit(t, uitest.Options{}, pictured(t, reading(t, zoneGood, doubted), nil), "p")
	v.Tap("Read from the picture")
	v.Rest()
	if want := []string{"newer", "older"}; !slices.Equal(v.office.asked, want) {
		t.Errorf("read %q, want the newest first", v.office.asked)
	}
	v.See("The lines were read; look at the marked characters", "Nothing is filled in yet",
		"? line 1, character 6: read as E, may be F", "* line 2, character 10: looked like G; the check digits show that it is 6")
	v.SeeNot("The lines add up")
	v.Pause()
	if f := v.office.Snap.Open.Drafts["evidence:p"]; f["text.mrz"] != "" {
		t.Errorf("before it was confirmed the draft has %q", f["text.mrz"])
	}
	if got := v.Nav.Last(); got != "The lines were read; look at the marked characters" {
		t.Errorf("announced %q", got)
	}
	v.Tap("I compared them: use these lines")
	v.See("The lines add up", "The lines were put into the box")
	v.SeeNot("Nothing is filled in yet", "I compared them: use these lines")
	v.Pause()
	if f := v.office.Snap.Open.Drafts["evidence:p"]; f["text.mrz"] != zoneGood {
		t.Errorf("after it the draft has %q", f["text.mrz"])
	}
}

// TestEnterTwiceConfirmsNothing: one too many, when what was read is just there,
// does not say that it was compared.
func TestEnterTwiceConfirmsNothing(t *testing.T) {
	for name, key := range map[string]fyne.KeyName{"enter": fyne.KeyReturn, "space": fyne.KeySpace} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, pictured(t, reading(t, zoneGood, clean), nil), "p")
			v.Focus("Read from the picture")
			v.Key(key)
			v.Rest()
			v.See("The lines were read and add up")
			v.Key(key)
			v.Rest()
			v.SeeNot("The lines add up")
			v.Pause()
			if f := v.office.Snap.Open.Drafts["evidence:p"]; f["text.mrz"] != "" {
				t.Errorf("the draft has %q", f["text.mrz"])
			}
		})
	}
}

// TestWhatWasReadIsInSight: from its top, in large text too.
func TestWhatWasReadIsInSight(t *testing.T) {
	for _, o := range []uitest.Options{{}, {TextScale: 2}} {
		v := visit(t, o, pictured(t, reading(t, zoneBad, clean), nil), "p")
		v.Focus("Read from the picture")
		v.Key(fyne.KeyReturn)
		v.Rest()
		if !uitest.InSight(v.Canvas(), "The lines were read, but they do not add up") {
			t.Errorf("at %v it is out of sight", o.TextScale)
		}
	}
}

// TestAReadingIsPutAway: and the button reads again.
func TestAReadingIsPutAway(t *testing.T) {
	v := visit(t, uitest.Options{}, pictured(t, reading(t, zoneBad, clean), nil), "p")
	v.Tap("Read from the picture")
	v.Rest()
	v.See("The lines were read, but they do not add up", "The check digit of the document number does not fit.", "the document itself may be at fault")
	v.Tap("Put away")
	v.SeeNot("do not add up")
	if got := v.Nav.Last(); got != "What was read is put away. Nothing was filled in." {
		t.Errorf("announced %q", got)
	}
	v.Pause()
	if f := v.office.Snap.Open.Drafts["evidence:p"]; f["text.mrz"] != "" {
		t.Errorf("the draft has %q", f["text.mrz"])
	}
}

// TestNoLinesInThePicture: the fault says what to do; without a picture the
// button rests and says why.
func TestNoLinesInThePicture(t *testing.T) {
	v := visit(t, uitest.Options{TextScale: 2}, pictured(t, desk.ReadZone{}, ocrb.ErrNone), "p")
	v.Tap("Read from the picture")
	v.Rest()
	v.See("No machine-readable lines were found in the picture")
	v.SeeNot("There is a problem") // it is told beside the button, not far above
	if got := v.Focused(); got != "Read from the picture" || !uitest.InSight(v.Canvas(), "No machine-readable lines were found in the picture") {
		t.Errorf("out of sight, or the focus is on %q", got)
	}
	o := pictured(t, desk.ReadZone{}, nil)
	o.Snap.Open.Case.Evidence[0].Captures = nil
	v = visit(t, uitest.Options{}, o, "p")
	v.See("Once a picture of the document is kept")
	v.Tap("Read from the picture")
	if v.office.asked != nil {
		t.Error("it read though there is no picture")
	}
}

// TestAPictureThatIsNotKept: the default policy keeps no image of a passport;
// its lines are read all the same, and the picture is let go.
func TestAPictureThatIsNotKept(t *testing.T) {
	o := empty(t)
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:p": {"type": "passport"}}
	o.read = reading(t, zoneGood, clean)
	o.read.Blob = ""
	v := visit(t, uitest.Options{}, o, "p")
	v.SeeNot("Read from the picture")
	v.See("Nothing of it is kept")
	v.Picked = screentest.File(t, "scan.jpg")
	v.Tap("Read from a picture that is not kept")
	v.Rest()
	if string(v.office.looked) != "scan.jpg" {
		t.Errorf("it read %q", v.office.looked)
	}
	v.See("The lines were read and add up")
	v.Tap("I compared them: use these lines")
	v.Pause()
	if f := v.office.Snap.Open.Drafts["evidence:p"]; f["text.mrz"] != zoneGood {
		t.Errorf("the draft has %q", f["text.mrz"])
	}
}

// TestADroppedPassport has its lines read; where no image may be kept there is
// nothing else to do with it.
func TestADroppedPassport(t *testing.T) {
	o := empty(t)
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:p": {"type": "passport"}}
	o.read = reading(t, zoneGood, clean)
	o.read.Blob = ""
	v := visit(t, uitest.Options{}, o, "p")
	v.Screen.(stage.Dropped).Dropped([]string{screentest.File(t, "dropped.jpg")})
	v.Rest()
	v.See("The lines were read and add up")
	if string(v.office.looked) != "dropped.jpg" {
		t.Errorf("it read %q", v.office.looked)
	}
}

// TestReadingIsStopped with Escape, and the officer is where they were.
func TestReadingIsStopped(t *testing.T) {
	o := pictured(t, desk.ReadZone{}, nil)
	o.wait = true
	v := visit(t, uitest.Options{}, o, "p")
	v.Tap("Read from the picture")
	v.See("Reading the lines from the picture")
	v.Key(fyne.KeyEscape)
	v.Until("the reading ends", func() bool { return uitest.Find(v.Canvas(), "Reading the lines from the picture…") == nil })
	v.SeeNot("There is a problem", "The lines were read")
	v.See("Copy from the passport")
}

func (o *office) ReadSheetZone(_ context.Context, s capture.Sheet) (desk.ReadZone, error) {
	o.looked = s.Bytes()
	return o.read, o.readErr
}
