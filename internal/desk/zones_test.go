package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"path/filepath"
	"testing"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/journal"
)

// specimenPage is a picture that has the lines of an invented passport.
func specimenPage(t *testing.T) string {
	t.Helper()
	return filepath.Join("..", "ocrb", "testdata", "golden", "td3.png")
}

// TestReadZone reads the lines from kept pictures, the first that has them,
// and from one that is not kept.
func TestReadZone(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) { k.Worker = worker(t) })
	code(t, failing(c.desk.ReadSheetZone(c.ctx, sheet(t, specimenPage(t)).Sheet)), "not-signed-in")
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	tenancy := anew(c.desk, caseworktest.Tenancy(t, c.desk.Snapshot().Policy, "", c.clock.now()))
	tenancy.ID = c.desk.NewItemID()
	do(t, c.desk.PutEvidence(c.ctx, id, tenancy))
	blank := must(c.desk.AddCapture(c.ctx, id, tenancy.ID, sheet(t, picture(t, 400, 300))))(t)
	lines := must(c.desk.AddCapture(c.ctx, id, tenancy.ID, sheet(t, specimenPage(t))))(t)
	entries := func() uint64 {
		var file bytes.Buffer
		must(c.desk.ExportJournal(c.ctx, &file))(t)
		return must(journal.VerifyFile(&file))(t).Entries
	}

	const exported = 1 // taking the journal out is an act itself
	before := entries()
	got := must(c.desk.ReadZone(c.ctx, id, blank.Blob, lines.Blob))(t)
	if !got.Zone.Valid() || got.Blob != lines.Blob || got.Zone.Result.Fields.Family != "SPECIMEN" || got.Cut == nil || got.Cut.Rect.Dx() < 400 {
		t.Errorf("valid %t, from %q", got.Zone.Valid(), got.Blob)
	}
	if n := entries() - before - exported; n != 2 {
		t.Errorf("%d acts were recorded, want one for each picture that was opened", n)
	}
	item, _ := c.desk.Snapshot().Open.Case.Item(tenancy.ID)
	if kept, err := json.Marshal(item); err != nil || bytes.Contains(kept, []byte("SPECIMEN<<")) {
		t.Errorf("what was read is in the case without being confirmed: %v", err)
	}
	code(t, failing(c.desk.ReadZone(c.ctx, id, blank.Blob)), "zone-none")
	code(t, failing(c.desk.ReadZone(c.ctx, id, "no-such-blob")), "picture-missing")

	before = entries()
	loose := must(c.desk.ReadSheetZone(c.ctx, sheet(t, specimenPage(t)).Sheet))(t)
	if loose.Zone.Text() != got.Zone.Text() || loose.Blob != "" {
		t.Errorf("valid %t, from %q", loose.Zone.Valid(), loose.Blob)
	}
	if n := entries() - before - exported; n != 0 {
		t.Errorf("%d acts were recorded of a picture that is not kept", n)
	}
	var noise bytes.Buffer
	do(t, png.Encode(&noise, image.NewGray(image.Rect(0, 0, 300, 200))))
	code(t, failing(c.desk.ReadSheetZone(c.ctx, must(capture.NewSheet(capture.FromFile, noise.Bytes()))(t))), "zone-none")

	stopped, cancel := context.WithCancel(c.ctx)
	cancel()
	if _, err := c.desk.ReadZone(stopped, id, lines.Blob); err == nil {
		t.Error("a stopped reading has a result")
	}
}

func failing[T any](_ T, err error) error { return err }
