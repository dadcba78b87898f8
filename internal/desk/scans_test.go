package desk_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
)

// withScans is a town whose desk watches a folder.
func withScans(t *testing.T) (c *town, dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "scans")
	do(t, os.Mkdir(dir, 0o700))
	return newTown(t, func(k *desk.Config) { k.Worker, k.Scans = worker(t), dir }), dir
}

// arrived puts a file there as a scanner that is done with it.
func (c *town) arrived(dir, name string, b []byte) {
	c.t.Helper()
	path := filepath.Join(dir, name)
	do(c.t, os.WriteFile(path, b, 0o600))
	long := c.clock.now().Add(-time.Hour)
	do(c.t, os.Chtimes(path, long, long))
}

// tenant is a case with a document of which an image may be kept.
func (c *town) tenant() evidence.Item {
	c.t.Helper()
	item := anew(c.desk, caseworktest.Tenancy(c.t, c.desk.Snapshot().Policy, "", c.clock.now()))
	item.ID = c.desk.NewItemID()
	item.Captures = nil
	do(c.t, c.desk.PutEvidence(c.ctx, c.desk.Snapshot().Open.Case.ID, item))
	return item
}

// counted is what arrived, with the pages of one file counted.
func (c *town) counted() []desk.Scan {
	c.t.Helper()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		all := must(c.desk.Scans(c.ctx))(c.t)
		if len(all) > 0 && all[0].Pages > 0 {
			return all
		}
		if time.Now().After(until) {
			c.t.Fatalf("never counted: %+v", all)
		}
	}
}

// twoPages is a PDF of two pages with nothing but a line on each.
func twoPages() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 2/Kids[3 0 R 4 0 R]>>endobj\n")
	for n := 3; n < 5; n++ {
		fmt.Fprintf(&b, "%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 5 0 R>>endobj\n", n)
	}
	b.WriteString("5 0 obj<</Length 22>>stream\n0 0 m 90 90 l 5 w S   \nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
	return b.Bytes()
}

// TestAScanOfSeveralPagesStaysUntilAllAreKept: the others may be for another
// document, and are nowhere else.
func TestAScanOfSeveralPagesStaysUntilAllAreKept(t *testing.T) {
	t.Parallel()
	c, dir := withScans(t)
	c.arrived(dir, "scan.pdf", twoPages())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	item := c.tenant()
	all := c.counted()
	if all[0].Pages != 2 || all[0].Kept != 0 {
		t.Fatalf("%+v", all)
	}
	taken := must(c.desk.TakeScan(c.ctx, all[0].ID))(t)
	for _, page := range []int{1, 1, 0} {
		if left := must(os.ReadDir(dir))(t); len(left) != 1 {
			t.Fatalf("removed before page %d was kept", page)
		}
		must(c.desk.AddCapture(c.ctx, id, item.ID, capture.Prepared{Sheet: taken, Page: page}))(t)
		if all := must(c.desk.Scans(c.ctx))(t); page == 1 && all[0].Kept != 1 {
			t.Errorf("%+v", all)
		}
		do(t, c.desk.ScanDone(c.ctx, taken))
	}
	if left := must(os.ReadDir(dir))(t); len(left) != 0 {
		t.Errorf("%d files left", len(left))
	}
}

// TestWhatWasTakenAwayAgainIsNotKept: a page whose picture was removed is in the
// folder alone.
func TestWhatWasTakenAwayAgainIsNotKept(t *testing.T) {
	t.Parallel()
	c, dir := withScans(t)
	c.arrived(dir, "scan.pdf", twoPages())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	item := c.tenant()
	taken := must(c.desk.TakeScan(c.ctx, c.counted()[0].ID))(t)
	first := must(c.desk.AddCapture(c.ctx, id, item.ID, capture.Prepared{Sheet: taken, Page: 0}))(t)
	do(t, c.desk.RemoveCapture(c.ctx, id, item.ID, first.Blob))
	must(c.desk.AddCapture(c.ctx, id, item.ID, capture.Prepared{Sheet: taken, Page: 1}))(t)
	do(t, c.desk.ScanDone(c.ctx, taken))
	if all := must(c.desk.Scans(c.ctx))(t); len(all) != 1 || all[0].Kept != 1 {
		t.Errorf("%+v", all)
	}
	must(c.desk.AddCapture(c.ctx, id, item.ID, capture.Prepared{Sheet: taken, Page: 0}))(t)
	do(t, c.desk.ScanDone(c.ctx, taken))
	if left := must(os.ReadDir(dir))(t); len(left) != 0 {
		t.Errorf("%d files left", len(left))
	}
}

// TestCountingIsNotWaitedFor: a file that keeps the worker busy does not keep
// the list back.
func TestCountingIsNotWaitedFor(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a worker that never answers is a shell script here")
	}
	t.Parallel()
	dir := t.TempDir()
	slow := filepath.Join(dir, "worker")
	do(t, os.WriteFile(slow, []byte("#!/bin/sh\nexec sleep 600\n"), 0o700))
	scans := filepath.Join(dir, "scans")
	do(t, os.Mkdir(scans, 0o700))
	c := newTown(t, func(k *desk.Config) { k.Worker, k.Scans = slow, scans })
	c.arrived(scans, "scan.pdf", twoPages())
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	c.fill("")
	began := time.Now()
	if all := must(c.desk.Scans(c.ctx))(t); len(all) != 1 || all[0].Pages != 0 || time.Since(began) > 3*time.Second {
		t.Errorf("%+v after %v", all, time.Since(began))
	}
}

// endless is a PDF whose one page takes longer than any worker is given.
func endless() []byte {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>endobj\n")
	stream := func(n int, entries, body string) {
		fmt.Fprintf(&b, "%d 0 obj<</Length %d%s>>stream\n%s\nendstream endobj\n", n, len(body), entries, body)
	}
	stream(4, "", "/F Do")
	const last = 15
	for n := 5; n < last; n++ { // each is the next twenty times
		stream(n, fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<</XObject<</F %d 0 R>>>>", n+1), strings.Repeat("/F Do ", 20))
	}
	stream(last, "/Type/XObject/Subtype/Form/BBox[0 0 200 100]", "0 0 9 9 re f")
	b.WriteString("trailer<</Root 1 0 R>>\n%%EOF\n")
	return []byte(b.String())
}

// TestCountingHoldsNobodyUp: what somebody put into the folder may take all the
// time there is, and the page that an officer asks for takes none of it.
func TestCountingHoldsNobodyUp(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a worker that leaves word of its start is a shell script here")
	}
	t.Parallel()
	dir, starts := filepath.Join(t.TempDir(), "scans"), t.TempDir()
	do(t, os.Mkdir(dir, 0o700))
	telling := filepath.Join(t.TempDir(), "worker")
	do(t, os.WriteFile(telling, fmt.Appendf(nil, "#!/bin/sh\n: > '%s'/$$\nexec '%s'\n", starts, worker(t)), 0o700))
	c := newTown(t, func(k *desk.Config) { k.Worker, k.Scans = telling, dir })
	for i := range 3 {
		c.arrived(dir, fmt.Sprintf("%d.pdf", i), endless())
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	c.fill("")
	must(c.desk.Scans(c.ctx))(t)
	// One worker waits from the start; another means that the first is being counted.
	for until := time.Now().Add(20 * time.Second); len(must(os.ReadDir(starts))(t)) < 2; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("nothing is being counted")
		}
	}
	sheet := must(capture.NewSheet(capture.FromFile, twoPages()))(t)
	for range 2 {
		ctx, cancel := context.WithTimeout(c.ctx, 8*time.Second) // less than the ten that each of them takes
		if _, _, err := c.desk.Page(ctx, capture.Prepared{Sheet: sheet}); err != nil {
			t.Error(err)
		}
		cancel()
	}
}

// TestScansAreRemovedOnceTheyAreKept: not before a picture is sealed, for then
// the file is the only copy.
func TestScansAreRemovedOnceTheyAreKept(t *testing.T) {
	t.Parallel()
	c, dir := withScans(t)
	page := must(os.ReadFile(picture(t, 60, 40)))(t)
	c.arrived(dir, "Rosa Mai Specimen.png", page)
	_, err := c.desk.Scans(c.ctx)
	code(t, err, "not-signed-in")
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	item := c.tenant()
	all := c.counted()
	if len(all) != 1 || !all[0].Whole || all[0].Pages != 1 || all[0].Size != int64(len(page)) {
		t.Fatalf("%+v", all)
	}
	taken := must(c.desk.TakeScan(c.ctx, all[0].ID))(t)
	do(t, c.desk.ScanDone(c.ctx, taken))
	if left := must(os.ReadDir(dir))(t); len(left) != 1 {
		t.Fatal("removed before it was kept")
	}
	kept := must(c.desk.AddCapture(c.ctx, id, item.ID, capture.Prepared{Sheet: taken}))(t)
	do(t, c.desk.ScanDone(c.ctx, taken))
	if left := must(os.ReadDir(dir))(t); len(left) != 0 {
		t.Errorf("%d files left", len(left))
	}
	do(t, c.desk.ScanDone(c.ctx, taken)) // it is gone already: nothing to report
	if shown := must(c.desk.Picture(c.ctx, id, kept.Blob))(t); shown.Rect.Dx() != 60 {
		t.Errorf("kept: %v", shown.Rect)
	}
	do(t, c.desk.ScanDone(c.ctx, sheet(t, picture(t, 4, 4)).Sheet)) // of a file that was chosen: nothing to do
}

func TestScansRefused(t *testing.T) {
	t.Parallel()
	c, dir := withScans(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	c.fill("")
	item := c.tenant()
	id := c.desk.Snapshot().Open.Case.ID
	c.arrived(dir, "broken.png", append(must(os.ReadFile(picture(t, 60, 40)))(t)[:60], "IEND\xaeB`\x82"...))
	all := must(c.desk.Scans(c.ctx))(t)
	if len(all) != 1 || all[0].Pages != 0 {
		t.Fatalf("%+v", all)
	}
	taken := must(c.desk.TakeScan(c.ctx, all[0].ID))(t)
	_, err := c.desk.AddCapture(c.ctx, id, item.ID, capture.Prepared{Sheet: taken})
	code(t, err, "file-unreadable")
	do(t, c.desk.ScanDone(c.ctx, taken))
	if left := must(os.ReadDir(dir))(t); len(left) != 1 {
		t.Error("what could not be read was removed")
	}
	do(t, os.RemoveAll(dir))
	_, err = c.desk.Scans(c.ctx)
	code(t, err, "scan-folder-gone")
	_, err = c.desk.TakeScan(c.ctx, all[0].ID)
	code(t, err, "scan-folder-gone")
	do(t, os.Mkdir(dir, 0o700))
	if again := must(c.desk.Scans(c.ctx))(t); len(again) != 0 {
		t.Errorf("%+v", again)
	}
}

func TestWithoutAFolder(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker, k.Scanimage = worker(t), filepath.Join(t.TempDir(), "scanimage") })
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	_, err := c.desk.Scans(c.ctx)
	code(t, err, "scan-folder-gone")
	_, err = c.desk.Scanners(c.ctx)
	code(t, err, "scanner-none")
	if p := c.desk.Snapshot().Place; p.Scans != "" || p.Scanner {
		t.Errorf("%+v", p)
	}
}
