package vault_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"filippo.io/age"

	"vouchdesk/internal/journal"
	"vouchdesk/internal/vault"
)

func TestJournal(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	appendAct := func(subject string) {
		must(t, v.Update(func(tx *vault.Tx) error { _, err := tx.Append(act(subject)); return err }))
	}
	for i := range 10 {
		if i%3 == 0 {
			v.Lock()
		}
		appendAct([]string{"c1", "c2", ""}[i%3])
		if i%3 == 1 {
			must(t, signIn(v, rosa))
		}
	}
	must(t, signIn(v, rosa))
	must(t, v.Update(func(tx *vault.Tx) error {
		_, err := tx.Append(journal.Particulars{Act: "bad act"})
		wants(t, err, journal.ErrParticulars)
		return nil
	}))
	var file bytes.Buffer
	must(t, v.View(func(tx *vault.Tx) error {
		_, err := journal.Export(&file, journal.Header{Desk: v.DeskID(), Exported: start}, tx.JournalLines(1))
		for seq := uint64(1); seq <= 10; seq++ {
			p, err := tx.Particulars(seq)
			must(t, err)
			if want := []string{"c1", "c2", ""}[(seq-1)%3]; string(p.Subject) != want || !p.Time.Equal(start) {
				t.Errorf("act %d: %+v", seq, p)
			}
		}
		_, gone := tx.Particulars(11)
		wants(t, gone, vault.ErrNoRecord)
		return err
	}))
	report, err := journal.VerifyFile(&file)
	must(t, err)
	if report.Entries != 10 {
		t.Errorf("%+v", report)
	}
	// Erasing one case leaves the chain and the others as they are.
	must(t, v.Update(func(tx *vault.Tx) error {
		_, err := tx.CaseKey("c1")
		return errors.Join(err, tx.DestroyKeys("c1"))
	}))
	appendAct("c1") // "case-erased" is an act on the case, under a new key
	must(t, v.View(func(tx *vault.Tx) error {
		_, err := tx.Particulars(1)
		wants(t, err, vault.ErrErased)
		_, err = tx.Particulars(2)
		must(t, err)
		_, err = tx.Particulars(11)
		must(t, err)
		_, err = tx.CaseKey("c1")
		wants(t, err, vault.ErrNoRecord)
		head, err := journal.Export(io.Discard, journal.Header{Desk: desk, Exported: start}, tx.JournalLines(1))
		if head.Seq != 11 {
			t.Errorf("head %+v", head)
		}
		return err
	}))
}

func TestDeliveriesWaitForSignIn(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	v.Lock()
	deliver := func(id, value string) {
		must(t, v.Update(func(tx *vault.Tx) error { return tx.Deliver(vault.LetterRecords, id, []byte(value)) }))
	}
	deliver("l1", "first")
	deliver("l1", "second")
	for i := range 12 {
		deliver(fmt.Sprintf("many-%d", i), "x")
	}
	must(t, v.Close())
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	if got := read(t, v, vault.LetterRecords, "l1"); got != "second" {
		t.Errorf("%q", got)
	}
	must(t, v.View(func(tx *vault.Tx) error {
		n, err := tx.Count(vault.LetterRecords)
		if n != 13 {
			t.Error(n)
		}
		return err
	}))
	to, err := v.Recipient()
	must(t, err)
	must(t, v.View(func(tx *vault.Tx) error {
		sealed := sealFor(t, to, "from the broker")
		plain, err := tx.OpenSealed(sealed)
		if string(plain) != "from the broker" {
			t.Errorf("%q", plain)
		}
		_, bad := tx.OpenSealed(sealed[:len(sealed)-1])
		wants(t, bad, vault.ErrBadBlob)
		return err
	}))
}

func sealFor(t *testing.T, recipient, plain string) []byte {
	t.Helper()
	to, err := age.ParseX25519Recipient(recipient)
	must(t, err)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	must(t, err)
	_, err = io.WriteString(w, plain)
	must(t, err)
	must(t, w.Close())
	return out.Bytes()
}

func TestBlobs(t *testing.T) {
	ctx := context.Background()
	cfg := config(folder(t))
	v := made(t, cfg)
	var key, other *vault.CaseKey
	must(t, v.Update(func(tx *vault.Tx) (err error) {
		if key, err = tx.CaseKey("c1"); err == nil {
			other, err = tx.CaseKey("c2")
		}
		return err
	}))
	picture := bytes.Repeat([]byte("a picture of Rosa Mai Specimen "), 9000)
	seal := func() vault.BlobName {
		name, err := v.SealBlob(ctx, key.Recipient(), bytes.NewReader(picture))
		must(t, err)
		return name
	}
	named, loose, gone := seal(), seal(), seal()
	must(t, v.Update(func(tx *vault.Tx) error {
		return errors.Join(tx.NameBlob(named), tx.NameBlob(named), tx.NameBlob(gone))
	}))
	must(t, v.Update(func(tx *vault.Tx) error { return tx.ForgetBlob(gone) }))
	if n, err := v.Sweep(); n != 1 || err != nil {
		t.Error(n, err)
	}
	r, err := v.OpenBlob(named, key)
	must(t, err)
	got, err := io.ReadAll(r)
	must(t, errors.Join(err, r.Close()))
	if !bytes.Equal(got, picture) {
		t.Error("another picture")
	}
	_, err = v.OpenBlob(named, other)
	wants(t, err, vault.ErrBadBlob)
	// What may still be named is left by a sweep, but not over a restart.
	if n, err := v.Sweep(); n != 0 || err != nil {
		t.Error(n, err)
	}
	must(t, os.WriteFile(filepath.Join(cfg.Dir, "blobs", "part-123"), []byte("half"), 0o600))
	must(t, v.Close())
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	_, _, err = v.SealedBlob(loose)
	wants(t, err, vault.ErrNoBlob)
	sealed, size, err := v.SealedBlob(named)
	must(t, err)
	data, err := io.ReadAll(sealed)
	must(t, errors.Join(err, sealed.Close()))
	if int64(len(data)) != size {
		t.Error(len(data), size)
	}
	must(t, v.StoreBlob(ctx, named, bytes.NewReader(data)))
	wants(t, v.StoreBlob(ctx, named, bytes.NewReader(data[1:])), vault.ErrBadBlob)
	wants(t, v.StoreBlob(ctx, "../x", bytes.NewReader(data)), vault.ErrBadBlob)
	stopped, stop := context.WithCancel(ctx)
	stop()
	_, err = v.SealBlob(stopped, key.Recipient(), bytes.NewReader(picture))
	wants(t, err, context.Canceled)
	path := filepath.Join(cfg.Dir, "blobs", string(named[:2]), string(named))
	data[len(data)/2] ^= 1
	must(t, os.WriteFile(path, data, 0o600))
	_, _, err = v.SealedBlob(named)
	wants(t, err, vault.ErrBadBlob)
	// Named twice, forgotten twice; as it was stored again meanwhile, it may be
	// about to be named, and only a restart sweeps it.
	forget := func() { must(t, v.Update(func(tx *vault.Tx) error { return tx.ForgetBlob(named) })) }
	must(t, v.Update(func(tx *vault.Tx) error { return tx.ForgetBlob(loose) }))
	forget()
	if n, err := v.Sweep(); n != 0 || err != nil {
		t.Error(n, err)
	}
	forget()
	must(t, v.Close())
	v = opened(t, cfg)
	left, _ := filepath.Glob(filepath.Join(cfg.Dir, "blobs", "*", "*"))
	if len(left) != 0 {
		t.Error(left)
	}
}

func TestAdoptedCaseKey(t *testing.T) {
	v := made(t, config(folder(t)))
	must(t, v.Update(func(tx *vault.Tx) error {
		key, err := tx.CaseKey("c1")
		must(t, err)
		must(t, tx.AdoptCaseKey("c2", key.Export()))
		must(t, tx.AdoptCaseKey("c2", key.Export()))
		same, err := tx.CaseKey("c2")
		must(t, err)
		if same.Recipient() != key.Recipient() {
			t.Error("another key")
		}
		other, err := tx.CaseKey("c3")
		must(t, err)
		wants(t, tx.AdoptCaseKey("c1", other.Export()), vault.ErrExists)
		wants(t, tx.AdoptCaseKey("c4", []byte("rubbish")), vault.ErrBadRecord)
		return nil
	}))
}

// No value, id, name, subject or passphrase stands anywhere in the folder, in
// any encoding that a search would find.
func TestNoPlainBytesOnDisk(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	secrets := []string{
		"Rosa Mai Specimen", "case-4f2a77", "letter-id-0815", "idris-person-id", "the parcel inside",
		"Placeholder Street", "correct horse of", "person-rosa", "case-noted", "waiting for sign-in",
	}
	must(t, v.AddSlot("idris-person-id", right(idris), map[string][]byte{"sign": []byte("Placeholder Street")}))
	work := func() {
		must(t, v.Update(func(tx *vault.Tx) error {
			_, err := tx.Append(act("case-4f2a77"))
			return errors.Join(err, tx.Deliver(vault.Cases, "case-4f2a77", []byte("Rosa Mai Specimen, Placeholder Street")),
				tx.Put(vault.LettersUsed, "letter-id-0815", []byte("case-4f2a77")),
				tx.Put(vault.Outbox, "case-4f2a77", []byte("the parcel inside")),
				tx.Deliver(vault.Drafts, "waiting for sign-in", []byte("waiting for sign-in")))
		}))
	}
	work()
	var key *vault.CaseKey
	must(t, v.Update(func(tx *vault.Tx) (err error) { key, err = tx.CaseKey("case-4f2a77"); return err }))
	name, err := v.SealBlob(t.Context(), key.Recipient(), strings.NewReader(strings.Repeat("Rosa Mai Specimen", 99)))
	must(t, err)
	must(t, v.Update(func(tx *vault.Tx) error { return tx.NameBlob(name) }))
	secrets = append(secrets, string(key.Export()), key.Recipient())
	v.Lock()
	work()
	must(t, v.Backup(t.Context(), filepath.Join(t.TempDir(), "copy")))
	must(t, v.Close())
	searched := 0
	must(t, filepath.WalkDir(cfg.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		searched += len(data)
		for _, secret := range secrets {
			for form, bytesOf := range encodings(secret) {
				if bytes.Contains(data, bytesOf) {
					t.Errorf("%s holds %q as %s", entry.Name(), secret, form)
				}
			}
			if strings.Contains(path, secret) {
				t.Errorf("a file is named %q", entry.Name())
			}
		}
		return err
	}))
	if searched < 32<<10 {
		t.Errorf("only %d bytes searched", searched)
	}
}

// encodings leaves the edges of base64 off, which depend on what is beside.
func encodings(s string) map[string][]byte {
	all := map[string][]byte{"utf-8": []byte(s), "upper": []byte(strings.ToUpper(s)), "hex": fmt.Appendf(nil, "%x", s)}
	var little, big []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		little = append(little, byte(unit), byte(unit>>8))
		big = append(big, byte(unit>>8), byte(unit))
	}
	all["utf-16le"], all["utf-16be"] = little, big
	for shift := range 3 {
		text := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + s))
		all[fmt.Sprintf("base64+%d", shift)] = []byte(text[4 : len(text)-2])
	}
	return all
}
