package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"vouchdesk/internal/vault"
)

func TestBackupOpensAndSaysThatItIsOne(t *testing.T) {
	cfg := config(folder(t))
	cfg.Checker = newChecker(t).check
	v := made(t, cfg)
	put(t, v, vault.Cases, "c1", "as it was")
	var key *vault.CaseKey
	must(t, v.Update(func(tx *vault.Tx) (err error) { key, err = tx.CaseKey("c1"); return err }))
	name, err := v.SealBlob(t.Context(), key.Recipient(), strings.NewReader("a capture"))
	must(t, err)
	must(t, v.Update(func(tx *vault.Tx) error { return tx.NameBlob(name) }))
	copied := cfg
	copied.Dir = filepath.Join(t.TempDir(), "copy")
	must(t, v.Backup(t.Context(), copied.Dir))
	wants(t, v.Backup(t.Context(), copied.Dir), vault.ErrExists)
	put(t, v, vault.Cases, "c1", "as it is")
	if is, err := v.Copied(); is || err != nil {
		t.Error(is, err)
	}
	b := opened(t, copied)
	must(t, signIn(b, rosa))
	if got := read(t, b, vault.Cases, "c1"); got != "as it was" {
		t.Errorf("%q", got)
	}
	r, err := b.OpenBlob(name, key)
	must(t, err)
	if got, _ := io.ReadAll(r); string(got) != "a capture" {
		t.Errorf("%q", got)
	}
	must(t, r.Close())
	if is, err := b.Copied(); !is || err != nil {
		t.Error(is, err)
	}
	must(t, b.SettleCopied())
	if is, err := b.Copied(); is || err != nil {
		t.Error(is, err)
	}
	// A backup that cannot be whole is none.
	must(t, os.Remove(filepath.Join(cfg.Dir, "blobs", string(name[:2]), string(name))))
	torn := filepath.Join(t.TempDir(), "torn")
	wants(t, v.Backup(t.Context(), torn), vault.ErrNoBlob)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	wants(t, v.Backup(stopped, torn), context.Canceled)
	for _, path := range []string{torn, torn + ".part"} {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is there", filepath.Base(path))
		}
	}
}

func TestCompactForgetsWhatWasDeleted(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	for i := range 200 {
		put(t, v, vault.Cases, fmt.Sprintf("c%d", i), strings.Repeat("x", 4000))
	}
	path := filepath.Join(cfg.Dir, vault.FileName)
	var sealed []byte
	must(t, v.Update(func(tx *vault.Tx) error {
		for i := 1; i < 200; i++ {
			if err := tx.Delete(vault.Cases, fmt.Sprintf("c%d", i)); err != nil {
				return err
			}
		}
		return nil
	}))
	before, err := os.ReadFile(path)
	must(t, err)
	sealed = before[len(before)/3 : len(before)/3+64] // of a deleted record, likely; its size says the rest
	must(t, v.Compact(t.Context()))
	after, err := os.ReadFile(path)
	must(t, err)
	if used := len(bytes.TrimRight(after, "\x00")); used > 100<<10 || bytes.Contains(after, sealed) && !allZero(sealed) {
		t.Errorf("%d bytes left of %d", used, len(before))
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	wants(t, v.Compact(stopped), context.Canceled)
	put(t, v, vault.Cases, "c1", "new")
	must(t, v.Close())
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	if read(t, v, vault.Cases, "c0") != strings.Repeat("x", 4000) || read(t, v, vault.Cases, "c1") != "new" {
		t.Error("records changed")
	}
}

func allZero(b []byte) bool { return bytes.Trim(b, "\x00") == nil }

func TestRecoveryOnAnotherMachine(t *testing.T) {
	council, err := age.GenerateX25519Identity()
	must(t, err)
	stranger, err := age.GenerateX25519Identity()
	must(t, err)
	cfg := config(folder(t))
	v := made(t, cfg)
	put(t, v, vault.Cases, "c1", "case")
	put(t, v, vault.Settings, "s1", "setting")
	other := cfg
	other.Dir = filepath.Join(t.TempDir(), "copy")
	must(t, v.Backup(t.Context(), other.Dir))
	other.DeviceSecret = bytes.Repeat([]byte{9}, 32)
	_, err = vault.Recover(other, council.String())
	wants(t, err, vault.ErrNoRecovery)
	must(t, os.RemoveAll(other.Dir))
	wants(t, v.SetRecovery("age1nonsense"), vault.ErrBadRecipient)
	must(t, v.SetRecovery(council.Recipient().String()))
	v.Lock()
	wants(t, v.SetRecovery(council.Recipient().String()), vault.ErrLocked)
	must(t, v.Update(func(tx *vault.Tx) error { return tx.Deliver(vault.LetterRecords, "l1", []byte("late")) }))
	must(t, v.Backup(t.Context(), other.Dir))

	_, err = vault.Open(other)
	wants(t, err, vault.ErrOtherDesk)
	_, err = vault.Recover(other, stranger.String())
	wants(t, err, vault.ErrNotRecipient)
	_, err = vault.Recover(other, "rubbish")
	wants(t, err, vault.ErrNotRecipient)
	r, err := vault.Recover(other, council.String())
	must(t, err)
	infos, err := r.Slots()
	must(t, err)
	if r.State() != vault.Unlocked || len(infos) != 0 || read(t, r, vault.Cases, "c1") != "case" ||
		read(t, r, vault.LetterRecords, "l1") != "late" {
		t.Errorf("state %v, slots %v", r.State(), infos)
	}
	must(t, r.AddSlot(idris, right(idris), nil))
	must(t, r.Close())
	r = opened(t, other)
	must(t, signIn(r, idris))
	if is, err := r.Copied(); !is || err != nil {
		t.Error(is, err)
	}
	if read(t, r, vault.Settings, "s1") != "setting" {
		t.Error("setting lost")
	}
	// The old machine's secret opens it no more.
	must(t, r.Close())
	other.DeviceSecret = cfg.DeviceSecret
	_, err = vault.Open(other)
	wants(t, err, vault.ErrOtherDesk)
}

func TestMigration(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	put(t, v, vault.Settings, "s1", "old")
	put(t, v, vault.Cases, "c1", "old")
	must(t, v.Close())
	runs := map[string]int{}
	rewrite := func(b vault.Bucket, id string) func(*vault.Tx) error {
		return func(tx *vault.Tx) error {
			runs[b.String()]++
			old, err := tx.Get(b, id)
			return errors.Join(err, tx.Put(b, id, append(old, "+"...)))
		}
	}
	steps := []vault.Step{
		{To: 2, Desk: rewrite(vault.Settings, "s1"), Staff: rewrite(vault.Cases, "c1")},
		{To: 3, Staff: rewrite(vault.Cases, "c1")},
	}
	broken := append(steps[:1:1], vault.Step{To: 3, Desk: func(*vault.Tx) error { return errStop }})
	_, err := vault.OpenAs(cfg, 3, broken)
	wants(t, err, errStop)
	for range 2 {
		v, err = vault.OpenAs(cfg, 3, steps)
		must(t, err)
		if got := read(t, v, vault.Settings, "s1"); got != "old+" {
			t.Errorf("setting %q", got)
		}
		must(t, signIn(v, rosa))
		if got := read(t, v, vault.Cases, "c1"); got != "old++" {
			t.Errorf("case %q", got)
		}
		must(t, v.Close())
	}
	if runs["settings"] != 1 || runs["cases"] != 2 {
		t.Error(runs)
	}
	_, err = vault.Open(cfg)
	wants(t, err, vault.ErrNewer)
	// The copy kept is a vault of the old schema.
	path := filepath.Join(cfg.Dir, vault.FileName)
	must(t, os.Rename(path+".schema-1", path))
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	if read(t, v, vault.Settings, "s1") != "old" || read(t, v, vault.Cases, "c1") != "old" {
		t.Error("the copy is not as it was")
	}
}
