package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vault"
)

func TestSecondStartRaisesTheFirst(t *testing.T) {
	t.Parallel()
	var raised atomic.Int64
	c := newTown(t, func(k *desk.Config) { k.Raise = func() { raised.Add(1) } })
	if _, err := desk.Open(c.ctx, c.config); !errors.Is(err, desk.ErrRunning) {
		t.Fatalf("got %v", err)
	}
	if raised.Load() != 1 {
		t.Errorf("raised %d times", raised.Load())
	}
	info := must(os.Stat(filepath.Join(c.config.Dir, "desk.sock")))(t)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("the socket's mode is %v", info.Mode())
	}
	c.stop()
	code(t, desk.Ask(c.ctx, c.config.Dir, desk.Request{Do: desk.DoRaise}, nil), "desk-not-running")
}

func TestAskingARunningDesk(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.gate.shut()
	id := c.issued()
	var file bytes.Buffer
	do(t, desk.Ask(c.ctx, c.config.Dir, desk.Request{Do: desk.DoJournalExport}, func(line json.RawMessage) error {
		var text string
		err := json.Unmarshal(line, &text)
		file.WriteString(text + "\n")
		return err
	}))
	report := must(journal.VerifyFile(bytes.NewReader(file.Bytes())))(t)
	if report.Entries < 10 {
		t.Errorf("%d entries", report.Entries)
	}
	var rows []outbox.Row
	do(t, desk.Ask(c.ctx, c.config.Dir, desk.Request{Do: desk.DoOutboxList}, func(line json.RawMessage) error {
		var row outbox.Row
		err := json.Unmarshal(line, &row)
		rows = append(rows, row)
		return err
	}))
	if want := outbox.Rows(c.desk.Outbox()); len(rows) != len(want) || len(rows) < 3 {
		t.Errorf("%d rows, want %d", len(rows), len(want))
	}
	code(t, desk.Ask(c.ctx, c.config.Dir, desk.Request{Do: "open-sesame"}, nil), "socket-malformed")

	_, err := desk.OutboxList(c.ctx, c.config)
	if !errors.Is(err, desk.ErrRunning) {
		t.Errorf("the vault of a running desk: %v", err)
	}
	c.stop()
	parcels := must(desk.OutboxList(c.ctx, c.config))(t)
	if len(parcels) < 3 || parcels[0].Case != "" && parcels[0].Case != string(id) {
		t.Errorf("%d parcels", len(parcels))
	}
	file.Reset()
	must(desk.ExportJournal(c.ctx, c.config, &file))(t)
	must(journal.VerifyFile(&file))(t)
}

func TestSocketInADeepFolder(t *testing.T) {
	t.Parallel()
	c := newTown(t, func(k *desk.Config) {
		k.Dir = filepath.Join(filepath.Dir(k.Dir), strings.Repeat("deep", 20), strings.Repeat("deeper", 20))
	})
	if _, err := desk.Open(c.ctx, c.config); !errors.Is(err, desk.ErrRunning) {
		t.Fatalf("got %v", err)
	}
}

func TestSubscribersGetTheNewest(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	newest, cancel := c.desk.Subscribe()
	first := <-newest
	id := must(c.desk.NewCase(c.ctx))(t)
	do(t, c.desk.SetResident(c.ctx, id, caseworktest.Rosa()))
	do(t, c.desk.SetNoLetter(c.ctx, id))
	got := <-newest
	if got.Revision <= first.Revision || got.Open == nil || got.Open.Case.Letter.Path != "none" {
		t.Errorf("revision %d after %d", got.Revision, first.Revision)
	}
	if now := c.desk.Snapshot(); now.Revision < got.Revision {
		t.Errorf("the snapshot is older than what was sent")
	}
	cancel()
	cancel()
	if _, open := <-newest; open {
		t.Error("the channel is open after its end")
	}
}

// TestSnapshotIsDetached: what a face does to a snapshot is not seen.
func TestSnapshotIsDetached(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	do(t, c.desk.SaveDraft(c.ctx, id, "review", map[string]string{"a": "b"}))
	s := c.desk.Snapshot()
	s.Open.Case.Resident.Name.Given = "Somebody"
	s.Open.Case.Evidence[0].Fields["number"] = "1"
	s.Open.Drafts["review"]["a"] = "c"
	s.Cases[0].Resident = "Somebody"
	do(t, c.desk.Dismiss(c.ctx))
	now := c.desk.Snapshot()
	if now.Open.Case.Resident.Name.Given != "Rosa Mai" || now.Open.Case.Evidence[0].Fields["number"] == "1" ||
		now.Open.Drafts["review"]["a"] != "b" || now.Cases[0].Resident != "Rosa Mai Specimen" {
		t.Error("a face changed the state")
	}
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := must(c.desk.NewCase(c.ctx))(t)
	typed := map[string]string{"given": "Ros"}
	do(t, c.desk.SaveDraft(c.ctx, id, "resident", typed))
	typed["given"] = "changed by the screen"
	c.restart()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	do(t, c.desk.OpenCase(c.ctx, id))
	if got := c.desk.Snapshot().Open; got.Drafts["resident"]["given"] != "Ros" || got.Steps[1].Status != desk.StepInProgress {
		t.Errorf("drafts %v, step %+v", got.Drafts, got.Steps[1])
	}
	do(t, c.desk.SetResident(c.ctx, id, caseworktest.Rosa()))
	if got := c.desk.Snapshot().Open; len(got.Drafts) != 0 || got.Steps[1].Status != desk.StepDone {
		t.Errorf("a committed step leaves %v", got.Drafts)
	}
	do(t, c.desk.SaveDraft(c.ctx, id, "likeness", map[string]string{"x": "y"}))
	do(t, c.desk.SaveDraft(c.ctx, id, "likeness", nil))
	do(t, c.desk.OpenCase(c.ctx, id))
	if got := c.desk.Snapshot().Open; len(got.Drafts) != 0 {
		t.Errorf("an empty draft leaves %v", got.Drafts)
	}
	code(t, c.desk.SaveDraft(c.ctx, id, "", map[string]string{"x": "y"}), "draft-malformed")
	code(t, c.desk.SaveDraft(c.ctx, id, "letter", map[string]string{"x": strings.Repeat("y", 1<<20)}), "draft-malformed")
	code(t, c.desk.SaveDraft(c.ctx, "no-case", "letter", map[string]string{"x": "y"}), "case-missing")
}

func TestShutdown(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	d := c.desk
	do(t, d.SignIn(c.ctx, officer, phrase))
	c.stop()
	if err := d.Lock(c.ctx); !errors.Is(err, desk.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
	do(t, d.Shutdown(c.ctx)) // again
	ctx, cancel := context.WithCancel(c.ctx)
	cancel()
	if _, err := desk.Open(ctx, c.config); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	empty := c.config
	empty.Dir = t.TempDir()
	if _, err := desk.Open(c.ctx, empty); !errors.Is(err, vault.ErrMissing) {
		t.Errorf("an empty folder: %v", err)
	}
}
