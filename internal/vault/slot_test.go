package vault_test

import (
	"testing"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/vault"
)

func wrong(t *testing.T, v *vault.Vault, want error) {
	t.Helper()
	_, err := v.OpenSlot(rosa, []byte("not it"))
	wants(t, err, want)
}

func TestWrongTriesSlowDownThenLock(t *testing.T) {
	cfg := config(folder(t))
	c := &clock{at: start}
	cfg.Now = c.now
	v := made(t, cfg)
	must(t, v.AddSlot(idris, right(idris), nil))
	for range 3 {
		wrong(t, v, vault.ErrPassphrase)
	}
	_, err := v.OpenSlot(rosa, right(rosa))
	wants(t, err, vault.ErrSlotWait)
	if fault.All(err)[0].Params["seconds"] != "15" {
		t.Error(err)
	}
	// Neither a restart nor a clock put back shortens or stretches the wait.
	must(t, v.Close())
	v = opened(t, cfg)
	wrong(t, v, vault.ErrSlotWait)
	c.move(-240 * time.Hour)
	wrong(t, v, vault.ErrSlotWait)
	c.move(15 * time.Second)
	wrong(t, v, vault.ErrPassphrase)
	for range 5 {
		c.move(15 * time.Minute)
		wrong(t, v, vault.ErrPassphrase)
	}
	c.move(15 * time.Minute)
	wrong(t, v, vault.ErrSlotLocked)
	must(t, v.Close())
	v = opened(t, cfg)
	c.move(1000 * time.Hour)
	_, err = v.OpenSlot(rosa, right(rosa))
	wants(t, err, vault.ErrSlotLocked)
	if fault.Of(err) != fault.Locked {
		t.Error(fault.Of(err))
	}
	must(t, signIn(v, idris))
	infos, err := v.Slots()
	must(t, err)
	if len(infos) != 2 || infos[1].Person != rosa || !infos[1].Locked || infos[1].Tries != 10 || infos[0].Locked {
		t.Errorf("%+v", infos)
	}
	must(t, v.ClearSlot(rosa))
	v.Lock()
	must(t, signIn(v, rosa))
}

func TestRightTryForgetsWrongOnes(t *testing.T) {
	v := made(t, config(folder(t)))
	for range 5 {
		wrong(t, v, vault.ErrPassphrase)
		wrong(t, v, vault.ErrPassphrase)
		must(t, signIn(v, rosa))
	}
}

func TestSlots(t *testing.T) {
	cfg := config(folder(t))
	v, err := vault.Create(cfg)
	must(t, err)
	t.Cleanup(func() { _ = v.Close() })
	if v.State() != vault.Unclaimed {
		t.Fatal(v.State())
	}
	wants(t, v.Update(func(tx *vault.Tx) error { return tx.Put(vault.Cases, "c", nil) }), vault.ErrLocked)
	// What happens before the first slot is kept, over a restart too.
	must(t, v.Update(func(tx *vault.Tx) error {
		_, err := tx.Append(act(""))
		return err
	}))
	must(t, v.Close())
	v = opened(t, cfg)
	must(t, v.AddSlot(rosa, right(rosa), map[string][]byte{"sign": []byte("Rosa's")}))
	must(t, v.View(func(tx *vault.Tx) error {
		p, err := tx.Particulars(1)
		if p.Act != "case-noted" {
			t.Errorf("%+v", p)
		}
		return err
	}))
	must(t, v.AddSlot(idris, right(idris), map[string][]byte{"sign": []byte("Idris's")}))
	s, err := v.OpenSlot(idris, right(idris))
	must(t, err)
	got, err := s.Secret("sign")
	must(t, err)
	if string(got) != "Idris's" {
		t.Errorf("%q", got)
	}
	_, err = s.Secret("other")
	wants(t, err, vault.ErrNoRecord)
	s.Close()
	_, err = s.Secret("sign")
	wants(t, err, vault.ErrClosed)
	wants(t, s.Unlock(), vault.ErrClosed)
	_, err = v.OpenSlot(rosa, right(idris))
	wants(t, err, vault.ErrPassphrase)
	_, err = v.OpenSlot("person-nobody", right(rosa))
	wants(t, err, vault.ErrNoSlot)
	must(t, v.RemoveSlot(idris))
	wants(t, v.RemoveSlot(idris), vault.ErrNoSlot)
	// A forgotten passphrase: a new slot in somebody's open session.
	must(t, v.AddSlot(rosa, []byte("a new one"), nil))
	v.Lock()
	wants(t, signIn(v, rosa), vault.ErrPassphrase)
	s, err = v.OpenSlot(rosa, []byte("a new one"))
	must(t, err)
	must(t, s.Unlock())
	must(t, s.Unlock())
	s.Close()
	if v.State() != vault.Unlocked {
		t.Error(v.State())
	}
}
