package evidence_test

import (
	"context"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// tenancyDraft is a document of which a picture may be kept, at its checks.
func tenancyDraft(o *office) *office {
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:b": {"type": "tenancy_agreement", "part": "checks", "seen": "image", "text.name": "Rosa"}}
	return o
}

func (o *office) captures() []record.Capture {
	item, _ := o.Snap.Open.Case.Item("b")
	return item.Captures
}

func (v *stand) drop(paths ...string) {
	v.T.Helper()
	v.Screen.(stage.Dropped).Dropped(paths)
	v.Rest()
}

// keepIt keeps what is prepared, on its button alone, and with nothing blacked
// out where that is asked.
func (v *stand) keepIt() {
	v.T.Helper()
	name := "Keep this picture"
	if !uitest.Sees(v.Canvas(), name) {
		name = "Keep it anyway"
	}
	v.Focus(name)
	v.Key(fyne.KeyReturn)
	if uitest.Sees(v.Canvas(), "Keep it with nothing blacked out?") {
		v.Tap("Keep it as it is")
	}
	v.Rest()
}

// TestTheFocusIsOnTheAlbumAfterwards: what opened the document rested
// meanwhile, or was the window that asked for the file.
func TestTheFocusIsOnTheAlbumAfterwards(t *testing.T) {
	for name, end := range map[string]func(*stand){
		"ok/kept":     func(v *stand) { v.keepIt() },
		"ok/given up": func(v *stand) { v.Key(fyne.KeyEscape) },
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, tenancyDraft(empty(t)), "b")
			v.Canvas().Unfocus()
			v.drop(screentest.File(t, "one"))
			v.See("Prepare the picture")
			end(v)
			v.Rest()
			v.SeeNot("Prepare the picture")
			if v.Focused() != "Open a picture…" || !uitest.FocusInSight(v.Canvas()) {
				t.Errorf("focus on %q, in sight %v", v.Focused(), uitest.FocusInSight(v.Canvas()))
			}
		})
	}
}

// TestWhatOpenedAPictureStaysInSight: the picture that is shown once it is kept
// pushes it down.
func TestWhatOpenedAPictureStaysInSight(t *testing.T) {
	v := visit(t, uitest.Options{Width: 1024, Height: 700}, tenancyDraft(empty(t)), "b")
	for range 3 {
		v.Picked = screentest.File(t, "one")
		v.Tap("Open a picture…")
		v.Rest()
		v.keepIt()
		v.Rest()
		if v.Focused() != "Open a picture…" || !uitest.FocusInSight(v.Canvas()) {
			t.Fatalf("focus on %q, in sight %v", v.Focused(), uitest.FocusInSight(v.Canvas()))
		}
	}
}

// TestShowingAPictureKeepsTheFocusBesideIt: the button that shows it goes.
func TestShowingAPictureKeepsTheFocusBesideIt(t *testing.T) {
	b := screentest.Document(t, trusttest.Policy(t), "b", "birth_certificate", birth())
	b.Seen, b.Captures = record.Image, []record.Capture{{Blob: "one", At: now}, {Blob: "two", At: now}}
	v := visit(t, uitest.Options{}, empty(t), "")
	if err := v.office.Change(func(c *desk.OpenCase) error { return c.Case.PutEvidence(b, v.office.By()) }); err != nil {
		t.Fatal(err)
	}
	v.Go(route.Route{Screen: route.Evidence, Case: caseID, Item: "b"})
	v.Key(fyne.KeyReturn)
	v.Focus("Show the picture")
	v.Key(fyne.KeyReturn)
	v.Rest()
	if v.Focused() != "Remove picture 1" || !uitest.FocusInSight(v.Canvas()) || !uitest.PictureInSight(v.Canvas()) {
		t.Errorf("focus on %q, in sight %v, the picture %v", v.Focused(), uitest.FocusInSight(v.Canvas()), uitest.PictureInSight(v.Canvas()))
	}
}

func TestSeveralFilesAreTakenOneAfterAnother(t *testing.T) {
	o := tenancyDraft(empty(t))
	v := visit(t, uitest.Options{}, o, "b")
	v.drop(screentest.File(t, "one"), screentest.File(t, "two"), screentest.File(t, "three"))
	v.See("3 files were dropped")
	v.Key(fyne.KeyReturn)
	v.Rest()
	v.See("Prepare the picture · 1 of 3", "names and signatures of other tenants")
	v.drop(screentest.File(t, "four")) // not while another is prepared
	v.keepIt()
	v.Rest()
	v.See("Prepare the picture · 2 of 3")
	v.Key(fyne.KeyEscape)
	v.Rest()
	v.SeeNot("Prepare the picture")
	if all := o.captures(); len(all) != 1 || all[0].Blob != "one" || v.Nav.Last() != "1 more file was not taken" {
		t.Errorf("%v, said %q", all, v.Nav.Said)
	}
}

func TestADropThatIsTurnedDownTakesNothing(t *testing.T) {
	o := tenancyDraft(empty(t))
	v := visit(t, uitest.Options{}, o, "b")
	v.drop(screentest.File(t, "one"), screentest.File(t, "two"))
	v.Key(fyne.KeyEscape)
	v.Rest()
	if len(o.captures()) != 0 {
		t.Errorf("%v", o.captures())
	}
}

func TestAFileThatCannotBeReadStopsTheOthers(t *testing.T) {
	o := tenancyDraft(empty(t))
	v := visit(t, uitest.Options{}, o, "b")
	v.drop(filepath.Join(t.TempDir(), "gone"), screentest.File(t, "two"))
	v.Key(fyne.KeyReturn)
	v.Rest()
	v.See("The file is not there")
	if len(o.captures()) != 0 || v.Nav.Last() != "1 more file was not taken" {
		t.Errorf("%v, said %q", o.captures(), v.Nav.Said)
	}
}

// scanning is an office with a file in the folder of a scanner.
type scanning struct {
	*office
	done []capture.ScanID
	err  error
}

func (o *scanning) Scans(context.Context) ([]desk.Scan, error) {
	return []desk.Scan{{Scan: capture.Scan{ID: "s1", At: now, Size: 5000, Whole: true}, Pages: 2}}, nil
}

func (o *scanning) TakeScan(_ context.Context, id capture.ScanID) (capture.Sheet, error) {
	return capture.NewSheet(capture.FromFolder, []byte(id))
}

func (o *scanning) ScanDone(_ context.Context, s capture.Sheet) error {
	o.done = append(o.done, capture.ScanID(s.Bytes()))
	return o.err
}

// TestAScanIsKeptAndThenLetGoOf: the desk is told only once it is kept, and not
// at all where it is not.
func TestAScanIsKeptAndThenLetGoOf(t *testing.T) {
	for name, c := range map[string]struct {
		end  func(*stand)
		err  error
		done int
	}{
		"ok/kept":             {(*stand).keepIt, nil, 1},
		"ok/given up":         {func(v *stand) { v.Key(fyne.KeyEscape) }, nil, 0},
		"refused/not removed": {(*stand).keepIt, desk.ErrScanStays, 1},
	} {
		t.Run(name, func(t *testing.T) {
			o := &scanning{office: tenancyDraft(empty(t)), err: c.err}
			o.Snap.Place.Scans = "a folder"
			v := visitOf(t, o.office, o)
			v.Tap("From a scanner…")
			v.Rest()
			v.See("2 pages, 5 kB")
			v.Key(fyne.KeyReturn)
			v.Rest()
			v.See("Prepare the picture")
			c.end(v)
			v.Rest()
			v.Rest()
			if len(o.done) != c.done || len(o.captures()) != c.done {
				t.Errorf("done with %q, kept %v", o.done, o.captures())
			}
			if c.err != nil {
				v.See("the scanned file could not be removed")
			}
		})
	}
}

func TestWithoutAScannerNothingIsOffered(t *testing.T) {
	v := visit(t, uitest.Options{}, tenancyDraft(empty(t)), "b")
	v.SeeNot("From a scanner…")
}
