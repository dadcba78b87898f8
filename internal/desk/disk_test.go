package desk_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/vault"
)

// TestDiskFull fills the vault with drafts until there is no room: the failure
// is plain, and nothing that was acknowledged before it is lost.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	c := newTown(t)
	c.stop()
	roomy := c.config
	c.config.MaxBytes = sizeOf(t, filepath.Join(c.config.Dir)) + 512<<10
	c.start()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill("")
	kept, cases := 0, 1
	var err error
	for ; err == nil && kept < 1000; kept++ {
		err = c.desk.SaveDraft(c.ctx, id, "evidence:"+strconv.Itoa(kept), map[string]string{"note": strings.Repeat("x", 64<<10)})
	}
	kept--
	if !errors.Is(err, vault.ErrDiskFull) || fault.Of(err) != fault.Unavailable {
		t.Fatalf("after %d drafts: %v", kept, err)
	}
	for err = nil; err == nil && cases < 5000; {
		if _, err = c.desk.NewCase(c.ctx); err == nil {
			cases++
		}
	}
	code(t, err, "disk-full")
	holds := func(when string) {
		t.Helper()
		do(t, c.desk.OpenCase(c.ctx, id))
		s := c.desk.Snapshot()
		if len(s.Open.Drafts) != kept || len(s.Cases) != cases || s.Open.Case.State != casework.Open {
			t.Errorf("%s: %d drafts of %d, %d cases of %d", when, len(s.Open.Drafts), kept, len(s.Cases), cases)
		}
	}
	holds("full")
	c.stop()
	c.config = roomy
	c.start()
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	holds("after a restart")
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
}

func sizeOf(t *testing.T, dir string) int64 {
	t.Helper()
	var most int64
	do(t, filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		most = max(most, info.Size())
		return err
	}))
	return most
}

// buffer is a log that several goroutines write.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

// TestNoPlainPersonalDataOnDisk reads every file as a thief would, after J1.
func TestNoPlainPersonalDataOnDisk(t *testing.T) {
	t.Parallel()
	log := &buffer{}
	c := newTown(t, func(k *desk.Config) {
		k.Log = slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	printed := c.letter(rosa())
	do(t, c.desk.Sync(c.ctx))
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(printed)
	do(t, c.desk.SaveDraft(c.ctx, id, "resident", map[string]string{"given": "Rosa Mai", "family": "Specimen"}))
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	c.swap(supervisor)
	do(t, c.desk.Approve(c.ctx, id, phrase))
	_ = waited(c.desk.RetryParcel(c.ctx, "none"))
	do(t, c.desk.Sync(c.ctx))
	var export bytes.Buffer
	must(c.desk.ExportJournal(c.ctx, &export))(t)
	c.stop()
	files := map[string][]byte{"the log": log.b.Bytes(), "the exported journal": export.Bytes()}
	do(t, filepath.WalkDir(c.config.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		files[filepath.Base(path)] = data
		return err
	}))
	if len(files) < 4 {
		t.Fatalf("only %d files: the test looks in the wrong place", len(files))
	}
	for name, data := range files {
		for _, secret := range []string{"Rosa Mai", "Specimen", "1988-04-17", "EX4 1AA", "500000001", "Sample Row", phrase} {
			for form, text := range forms(secret) {
				if name != "the log" && bytes.Contains(data, text) || bytes.Contains(bytes.ReplaceAll(data, []byte(`"Specimen`), nil), text) {
					t.Errorf("%s holds %q as %s", name, secret, form)
				}
			}
		}
	}
}

// forms are the ways in which a text could lie about; of base64 those letters
// that do not depend on what stands before.
func forms(text string) map[string][]byte {
	wide := &bytes.Buffer{}
	for _, u := range utf16.Encode([]rune(text)) {
		wide.Write([]byte{byte(u), byte(u >> 8)})
	}
	all := map[string][]byte{"text": []byte(text), "upper case": []byte(strings.ToUpper(text)), "UTF-16": wide.Bytes()}
	for shift := range 3 {
		coded := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + text))
		all["base64 "+strconv.Itoa(shift)] = []byte(coded[shift+1 : len(coded)-2])
	}
	return all
}
