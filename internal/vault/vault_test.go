package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/vault"
)

var errStop = errors.New("stop")

func read(t testing.TB, v *vault.Vault, b vault.Bucket, id string) string {
	t.Helper()
	var got string
	err := v.View(func(tx *vault.Tx) error {
		data, err := tx.Get(b, id)
		got = string(data)
		return err
	})
	if err != nil {
		return err.Error()
	}
	return got
}

func put(t testing.TB, v *vault.Vault, b vault.Bucket, id, value string) {
	t.Helper()
	must(t, v.Update(func(tx *vault.Tx) error { return tx.Put(b, id, []byte(value)) }))
}

func TestRecordsOutliveTheirVault(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	for _, b := range []vault.Bucket{vault.Cases, vault.Drafts, vault.Outbox, vault.Settings} {
		put(t, v, b, "one", "first "+b.String())
		put(t, v, b, "two", "to go")
		put(t, v, b, "one", "second "+b.String())
		put(t, v, b, "empty", "")
		must(t, v.Update(func(tx *vault.Tx) error { return errors.Join(tx.Delete(b, "two"), tx.Delete(b, "never")) }))
	}
	must(t, v.Close())
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	for _, b := range []vault.Bucket{vault.Cases, vault.Drafts, vault.Outbox, vault.Settings} {
		if got := read(t, v, b, "one"); got != "second "+b.String() {
			t.Errorf("%v: %q", b, got)
		}
		must(t, v.View(func(tx *vault.Tx) error {
			all := map[string]string{}
			err := tx.Each(b, func(id string, value []byte) error { all[id] = string(value); return nil })
			n, _ := tx.Count(b)
			if has, _ := tx.Has(b, "two"); has || len(all) != 2 || n != 2 || all["one"] != "second "+b.String() {
				t.Errorf("%v: %v, count %d", b, all, n)
			}
			_, gone := tx.Get(b, "two")
			wants(t, gone, vault.ErrNoRecord)
			wants(t, tx.Each(b, func(string, []byte) error { return errStop }), errStop)
			return err
		}))
	}
}

func TestUpdateIsAllOrNothing(t *testing.T) {
	v := made(t, config(folder(t)))
	put(t, v, vault.Cases, "c1", "before")
	half := func(tx *vault.Tx) {
		must(t, tx.Put(vault.Cases, "c1", []byte("after")))
		must(t, tx.Put(vault.Outbox, "p1", []byte("parcel")))
		_, err := tx.Append(act("c1"))
		must(t, err)
	}
	wants(t, v.Update(func(tx *vault.Tx) error { half(tx); return errStop }), errStop)
	func() {
		defer func() {
			if r := recover(); r != "the caller's own panic" {
				t.Errorf("recovered %v", r)
			}
		}()
		_ = v.Update(func(tx *vault.Tx) error { half(tx); panic("the caller's own panic") })
	}()
	if got := read(t, v, vault.Cases, "c1"); got != "before" {
		t.Errorf("case is %q", got)
	}
	must(t, v.View(func(tx *vault.Tx) error {
		head, err := tx.JournalHead()
		if has, _ := tx.Has(vault.Outbox, "p1"); has || head.Seq != 0 {
			t.Errorf("parcel %v, journal at %d", has, head.Seq)
		}
		return err
	}))
	must(t, v.Update(func(tx *vault.Tx) error { half(tx); return nil }))
	if got := read(t, v, vault.Cases, "c1"); got != "after" {
		t.Errorf("case is %q", got)
	}
}

func TestLockedVaultKeepsTheStaffDomainShut(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	put(t, v, vault.Cases, "c1", "case")
	put(t, v, vault.Settings, "s1", "setting")
	v.Lock()
	if v.State() != vault.Locked {
		t.Fatal(v.State())
	}
	for name, fn := range map[string]func(*vault.Tx) error{
		"get":      func(tx *vault.Tx) error { _, err := tx.Get(vault.Cases, "c1"); return err },
		"put":      func(tx *vault.Tx) error { return tx.Put(vault.Cases, "c2", nil) },
		"has":      func(tx *vault.Tx) error { _, err := tx.Has(vault.Cases, "c1"); return err },
		"delete":   func(tx *vault.Tx) error { return tx.Delete(vault.Cases, "c1") },
		"each":     func(tx *vault.Tx) error { return tx.Each(vault.Cases, nil) },
		"count":    func(tx *vault.Tx) error { _, err := tx.Count(vault.Cases); return err },
		"case key": func(tx *vault.Tx) error { _, err := tx.CaseKey("c1"); return err },
		"particulars": func(tx *vault.Tx) error {
			_, err := tx.Append(act("c1"))
			must(t, err)
			_, err = tx.Particulars(1)
			return err
		},
	} {
		t.Run("refused/"+name, func(t *testing.T) {
			err := v.Update(fn)
			wants(t, err, vault.ErrLocked)
			if fault.Of(err) != fault.Locked {
				t.Error(fault.Of(err))
			}
		})
	}
	wants(t, v.AddSlot(idris, right(idris), nil), vault.ErrLocked)
	wants(t, v.ClearSlot(rosa), vault.ErrLocked)
	wants(t, v.RemoveSlot(rosa), vault.ErrLocked)
	if got := read(t, v, vault.Settings, "s1"); got != "setting" {
		t.Errorf("setting is %q", got)
	}
}

func TestTransactionsRefuse(t *testing.T) {
	v := made(t, config(folder(t)))
	for name, c := range map[string]struct {
		fn   func(*vault.Tx) error
		want error
	}{
		"refused/no id":         {func(tx *vault.Tx) error { return tx.Put(vault.Cases, "", nil) }, vault.ErrBadRecord},
		"refused/long id":       {func(tx *vault.Tx) error { return tx.Put(vault.Cases, strings.Repeat("x", 513), nil) }, vault.ErrBadRecord},
		"refused/huge value":    {func(tx *vault.Tx) error { return tx.Put(vault.Cases, "c", make([]byte, 32<<20+1)) }, vault.ErrBadRecord},
		"refused/inner bucket":  {func(tx *vault.Tx) error { return tx.Put(34, "person-rosa", nil) }, vault.ErrBadRecord},
		"refused/inner read":    {func(tx *vault.Tx) error { _, err := tx.Get(99, "identity"); return err }, vault.ErrBadRecord},
		"refused/inner walk":    {func(tx *vault.Tx) error { return tx.Each(34, nil) }, vault.ErrBadRecord},
		"refused/inner delete":  {func(tx *vault.Tx) error { return tx.Delete(32, "1") }, vault.ErrBadRecord},
		"refused/inner deliver": {func(tx *vault.Tx) error { return tx.Deliver(97, "c", nil) }, vault.ErrBadRecord},
		"refused/blob not here": {func(tx *vault.Tx) error { return tx.NameBlob(vault.BlobName(strings.Repeat("a", 64))) }, vault.ErrNoBlob},
		"refused/blob a path":   {func(tx *vault.Tx) error { return tx.NameBlob("../../etc/passwd") }, vault.ErrNoBlob},
	} {
		t.Run(name, func(t *testing.T) { wants(t, v.Update(c.fn), c.want) })
	}
	wants(t, v.View(func(tx *vault.Tx) error { return tx.Put(vault.Cases, "c", nil) }), vault.ErrReadOnly)
	wants(t, v.View(func(tx *vault.Tx) error { _, err := tx.Append(act("c")); return err }), vault.ErrReadOnly)
}

func TestOpenRefuses(t *testing.T) {
	base := config(folder(t))
	wants(t, func() error { _, err := vault.Open(base); return err }(), vault.ErrMissing)
	v := made(t, base)
	_, err := vault.Create(base)
	wants(t, err, vault.ErrExists)
	_, err = vault.Open(base)
	wants(t, err, vault.ErrBusy)
	if fault.Of(err) != fault.Unavailable {
		t.Error(fault.Of(err))
	}
	must(t, v.Close())
	wants(t, v.View(func(*vault.Tx) error { return nil }), vault.ErrClosed)
	for name, c := range map[string]struct {
		change func(*vault.Config)
		want   string
	}{
		"refused/other machine's secret": {func(c *vault.Config) { c.DeviceSecret = bytes.Repeat([]byte{8}, 32) }, "vault-other-desk"},
		"refused/other desk's name":      {func(c *vault.Config) { c.DeskID = "desk-8" }, "vault-other-desk"},
		"refused/short secret":           {func(c *vault.Config) { c.DeviceSecret = []byte("short") }, "vault-config"},
		"refused/no clock":               {func(c *vault.Config) { c.Now = nil }, "vault-config"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := base
			c.change(&cfg)
			if _, err := vault.Open(cfg); fault.Code(err) != c.want {
				t.Errorf("got %v", err)
			}
		})
	}
	must(t, opened(t, base).Close())
}

func TestFolderIsPrivate(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	must(t, v.Close())
	for path, want := range map[string]os.FileMode{cfg.Dir: 0o700, filepath.Join(cfg.Dir, vault.FileName): 0o600} {
		info, err := os.Stat(path)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s has %v", filepath.Base(path), info.Mode())
		}
	}
}

func TestFullDisk(t *testing.T) {
	if err := vault.NoSpace(); fault.Code(err) != "disk-full" || fault.Of(err) != fault.Unavailable {
		t.Fatal(err)
	}
	cfg := config(folder(t))
	v := made(t, cfg)
	put(t, v, vault.Cases, "kept", "as it was")
	must(t, v.Close())
	cfg.MaxBytes = 1 << 20
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	full, stored := 0, 0
	for i := range 40 {
		err := v.Update(func(tx *vault.Tx) error {
			return tx.Put(vault.Cases, fmt.Sprintf("c%d", i), bytes.Repeat([]byte{byte(i)}, 100<<10))
		})
		switch {
		case err == nil:
			stored++
		case errors.Is(err, vault.ErrDiskFull):
			full++
		default:
			t.Fatal(err)
		}
	}
	if full == 0 || stored == 0 {
		t.Fatalf("%d stored, %d refused", stored, full)
	}
	// Nothing is lost or half there, and with room again it goes on.
	must(t, v.Close())
	must(t, vault.CheckFile(filepath.Join(cfg.Dir, vault.FileName)))
	cfg.MaxBytes = 0
	v = opened(t, cfg)
	must(t, signIn(v, rosa))
	must(t, v.View(func(tx *vault.Tx) error {
		n, err := tx.Count(vault.Cases)
		if n != stored+1 {
			t.Errorf("%d cases, want %d", n, stored+1)
		}
		return err
	}))
	put(t, v, vault.Cases, "small", "fits")
	if got := read(t, v, vault.Cases, "kept"); got != "as it was" {
		t.Error(got)
	}
}

func TestManyAtOnce(t *testing.T) {
	cfg := config(folder(t))
	v := made(t, cfg)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 10 {
				id := fmt.Sprintf("c%d-%d", worker, i)
				err := v.Update(func(tx *vault.Tx) error {
					_, err := tx.Append(act(id))
					return errors.Join(err, tx.Deliver(vault.Cases, id, []byte(id)))
				})
				if err != nil {
					t.Error(err)
				}
				if _, err := v.Slots(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Go(func() {
		for range 5 {
			v.Lock()
			if err := signIn(v, rosa); err != nil {
				t.Error(err)
			}
			if _, err := v.Sweep(); err != nil {
				t.Error(err)
			}
		}
	})
	all.Go(func() {
		for range 3 {
			if err := v.Compact(context.Background()); err != nil {
				t.Error(err)
			}
		}
	})
	all.Wait()
	must(t, signIn(v, rosa))
	must(t, v.View(func(tx *vault.Tx) error {
		n, err := tx.Count(vault.Cases)
		head, _ := tx.JournalHead()
		if n != 40 || head.Seq != 40 {
			t.Errorf("%d cases, journal at %d", n, head.Seq)
		}
		for seq := range head.Seq {
			if _, err := tx.Particulars(seq + 1); err != nil {
				t.Errorf("act %d: %v", seq+1, err)
			}
		}
		return err
	}))
}
