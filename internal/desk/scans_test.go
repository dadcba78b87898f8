package desk_test

import (
	"os"
	"path/filepath"
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
	long := c.clock.now().Add(-time.Minute)
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
	all := must(c.desk.Scans(c.ctx))(t)
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
