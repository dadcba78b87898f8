package vault_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/vault"
)

// contents reads all there is to read, as a caller would.
func contents(v *vault.Vault) (map[string]string, error) {
	all := map[string]string{}
	err := v.View(func(tx *vault.Tx) error {
		for _, b := range []vault.Bucket{
			vault.Lists, vault.Outbox, vault.Receipts, vault.Lease, vault.HighWater, vault.LettersUsed,
			vault.Settings, vault.DeskKeys, vault.Cases, vault.Drafts, vault.Vouches, vault.Intents,
			vault.LetterRecords, vault.Captures, vault.Checks, vault.Packets, vault.Tasks,
		} {
			if err := tx.Each(b, func(id string, value []byte) error {
				again, err := tx.Get(b, id)
				all[b.String()+"/"+id] = string(value)
				if err == nil && !bytes.Equal(value, again) {
					return errors.New("the walk and the look-up differ")
				}
				return err
			}); err != nil {
				return err
			}
		}
		for line, err := range tx.JournalLines(1) {
			if err != nil {
				return err
			}
			p, err := tx.Particulars(line.Seq)
			if err != nil {
				return err
			}
			text, _ := json.Marshal(p)
			all[line.String()] = string(text)
		}
		return nil
	})
	return all, err
}

// sample makes a vault with something in every corner and returns its file.
func sample(t *testing.T) (vault.Config, []byte, map[string]string) {
	t.Helper()
	cfg := config(folder(t))
	v := made(t, cfg)
	must(t, v.AddSlot(idris, right(idris), nil))
	for i := range 30 {
		id := fmt.Sprintf("c%d", i)
		must(t, v.Update(func(tx *vault.Tx) error {
			_, err := tx.Append(act(id))
			return errors.Join(err, tx.Put(vault.Cases, id, bytes.Repeat([]byte(id), 60)),
				tx.Put(vault.Outbox, id, []byte("parcel")), tx.Put(vault.Lists, "policy", bytes.Repeat([]byte("p"), 5000)))
		}))
	}
	v.Lock()
	must(t, v.Update(func(tx *vault.Tx) error {
		_, err := tx.Append(act("c1"))
		return errors.Join(err, tx.Deliver(vault.LetterRecords, "l1", []byte("a letter record")))
	}))
	must(t, v.Close())
	file, err := os.ReadFile(filepath.Join(cfg.Dir, vault.FileName))
	must(t, err)
	clean, err := os.ReadFile(filepath.Join(cfg.Dir, "vault.clean"))
	must(t, err)
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	want, err := contents(v)
	must(t, err)
	must(t, v.Close())
	// As it was before this look, which folded the inbox in.
	must(t, os.WriteFile(filepath.Join(cfg.Dir, vault.FileName), file, 0o600))
	must(t, os.WriteFile(filepath.Join(cfg.Dir, "vault.clean"), clean, 0o600))
	return cfg, file, want
}

// tryDamaged opens a changed file, signs in, reads everything, writes, and reads
// all of it again after another start: all of it right, or a failure that says so.
func tryDamaged(t *testing.T, cfg vault.Config, file []byte, want map[string]string) (noticed bool) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(cfg.Dir, vault.FileName), file, 0o600))
	for round := range 2 {
		v, err := vault.Open(cfg)
		if err == nil {
			err = signIn(v, rosa)
		}
		var got map[string]string
		if err == nil {
			got, err = contents(v)
		}
		if err == nil && round == 0 {
			err = v.Update(func(tx *vault.Tx) error { return tx.Put(vault.Drafts, "d", []byte("draft")) })
		}
		if v != nil {
			_ = v.Close() // as far as a damaged one can
		}
		if err != nil {
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != fault.Tampered || f.Code != "vault-damaged" || f.Where == "" {
				t.Fatalf("round %d: %v", round, err)
			}
			return true
		}
		delete(got, "drafts/d")
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("round %d: wrong or missing without a word:\n%s", round, d)
		}
	}
	return false
}

func TestFlippedBytes(t *testing.T) {
	cfg, file, want := sample(t)
	checker := newChecker(t)
	cfg.Checker = checker.check
	if tryDamaged(t, cfg, file, want) {
		t.Fatal("the sample itself is called damaged")
	}
	var places []int
	switch {
	case os.Getenv("VOUCHDESK_SOAK_FLIPS") == "every":
		for i := range file {
			places = append(places, i)
		}
	default:
		used := len(bytes.TrimRight(file, "\x00"))
		random := rand.New(rand.NewPCG(3, 4))
		for range 100 {
			places = append(places, random.IntN(used))
		}
		// Flags, count and overflow of every page: what steers bbolt itself.
		for page := 0; page < used; page += 4096 {
			for i := 8; i < 16; i++ {
				places = append(places, page+i)
			}
		}
	}
	noticed := 0
	for _, i := range places {
		changed := bytes.Clone(file)
		changed[i] ^= 1 << (i % 8)
		t.Logf("byte %d of %d", i, len(file)) // shown only where it fails
		if tryDamaged(t, cfg, changed, want) {
			noticed++
		}
	}
	if noticed == 0 || noticed == len(places) {
		t.Errorf("%d of %d noticed", noticed, len(places))
	}
	_, _ = fmt.Fprintf(t.Output(), "%d places in %d bytes: %d noticed, the others harmless; %d checks died\n",
		len(places), len(file), noticed, checker.killed)
}

// Without a checker the seals alone must do, but for structures that end the
// process: none of these do.
func TestFlippedRecordsWithoutChecker(t *testing.T) {
	cfg, file, want := sample(t)
	at := bytes.Index(file, []byte("meta"))
	if at < 0 {
		t.Fatal("no bucket name to flip")
	}
	for i := range 4 {
		changed := bytes.ReplaceAll(file, []byte("meta"), append(bytes.Repeat([]byte("m"), i), []byte("META")[i:]...))
		if !tryDamaged(t, cfg, changed, want) {
			t.Error("a bucket under another name went unnoticed")
		}
	}
}

func TestCutFiles(t *testing.T) {
	cfg, file, want := sample(t)
	cfg.Checker = newChecker(t).check
	used := len(bytes.TrimRight(file, "\x00"))
	sizes := []int{0, 1, 4095, used - 1}
	for size := 4096; size < used; size += 3 * 2048 {
		sizes = append(sizes, size)
	}
	for _, size := range sizes {
		if !tryDamaged(t, cfg, file[:size], want) {
			t.Errorf("cut at %d of %d went unnoticed", size, used)
		}
	}
}

// Somebody who can write the file, but has no key, puts old pages back.
func TestRecordsPutBack(t *testing.T) {
	cfg := config(folder(t))
	path := filepath.Join(cfg.Dir, vault.FileName)
	v := made(t, cfg)
	put(t, v, vault.Cases, "c1", "first")
	must(t, v.Close())
	must(t, vault.SwapForTest(path, func(records map[string][]byte) {
		for key := range records {
			if key[0] == byte(vault.Cases) {
				records["\x40another key of 16"] = records[key]
			}
		}
	}))
	v = opened(t, cfg)
	err := signIn(v, rosa)
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != "vault-damaged" || f.Where != "bucket cases" {
		t.Errorf("got %v", err)
	}
}
