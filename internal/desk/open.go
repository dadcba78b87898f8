package desk

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/printing"
	"vouchdesk/internal/scan"
	"vouchdesk/internal/vault"
)

func openVault(c Config) (*vault.Vault, keyring.Protection, error) {
	secret, protection, err := keyring.DeviceSecret(c.Dir)
	if err != nil {
		return nil, "", err
	}
	v, err := vault.Open(c.vault(secret, ""))
	if errors.Is(err, vault.ErrBusy) {
		err = ErrRunning.Because(err)
	}
	return v, protection, err
}

func (c Config) vault(secret []byte, id string) vault.Config {
	return vault.Config{
		Dir: c.Dir, DeskID: id, DeviceSecret: secret, Now: c.Now,
		KDF: c.KDF, MaxBytes: c.MaxBytes, Checker: c.Checker,
	}
}

// assemble joins the parts over an open vault. Nothing runs yet.
func assemble(c Config, v *vault.Vault, protection keyring.Protection) (*Desk, error) {
	d := &Desk{
		c: c, vault: v, protection: protection, keys: keyring.New(v), broker: c.Broker, list: &trusted{},
		commands: make(chan command), closing: make(chan struct{}), stopped: make(chan struct{}),
		signing: make(chan struct{}, 1), wake: make(chan syncOrder, 1),
		subs: subscribers{all: map[chan Snapshot]struct{}{}},
	}
	err := v.View(func(tx *vault.Tx) (err error) {
		d.anchor, err = get[anchor](tx, vault.Settings, idAnchor)
		return err
	})
	if err != nil {
		return nil, err
	}
	if d.journal, _, err = deskSigner(d.keys, jose.TypJournal); err != nil {
		return nil, err
	}
	if d.referral, _, err = deskSigner(d.keys, jose.TypReferral); err != nil {
		return nil, err
	}
	if d.broker == nil {
		if d.broker, err = d.dial(); err != nil {
			return nil, err
		}
	}
	if d.printer = c.Printer; d.printer == nil {
		d.printer = printing.New(filepath.Join(c.Dir, "print"))
	}
	d.scans = newScans(c)
	d.codes = scan.New(filepath.Join(c.Dir, "scan"))
	// A desk without its worker still does everything but pictures; asking for
	// one then says why.
	if err := d.openReaders(); err != nil {
		c.Log.Warn("no worker for pictures", "err", err)
	}
	return d, nil
}

// openReaders opens what draws pictures. Counting the pages of what others put
// into a folder has one of its own: an officer does not wait for it.
func (d *Desk) openReaders() error {
	render, err := docrender.New(docrender.Config{Worker: d.c.Worker, Warm: true})
	if err != nil {
		return err
	}
	aside, err := docrender.New(docrender.Config{Worker: d.c.Worker})
	if err != nil {
		render.Close()
		return err
	}
	d.render, d.aside, d.scans.counter = render, aside, aside
	d.taker = capture.New(d.render, d.codes)
	return nil
}

// start loads the desk domain and sets everything going.
func (d *Desk) start(opening context.Context) error {
	s := &state{
		d: d, etags: map[string]string{}, parcels: map[outbox.ID]outbox.Parcel{},
		settings: Settings{Language: "en", Text: 1, Theme: "light"}, link: Link{State: LinkNever},
	}
	s.signOut()
	if err := s.load(); err != nil {
		return err
	}
	// The desk lives on when the context it was opened under has ended.
	ctx, end := context.WithCancel(context.WithoutCancel(opening))
	d.endSync = end
	d.bell = d.listen(ctx)
	d.Touch()
	d.subs.newest = s.snapshot()
	d.work.Go(func() { d.own(s) })
	d.work.Go(func() { d.syncing(ctx) })
	d.work.Go(func() { d.bell.serve(ctx, d) })
	if d.render != nil {
		d.work.Go(func() { d.sayBarriers(ctx) })
		d.work.Go(func() { d.scans.count(ctx) })
	}
	return nil
}

// sayBarriers writes into the log what holds the worker for pictures, for
// whoever looks after the machine.
func (d *Desk) sayBarriers(ctx context.Context) {
	b, err := d.render.Barriers(ctx)
	if err != nil {
		if fault.Of(err) != fault.Stopped {
			d.c.Log.Warn("the worker for pictures does not start", "err", err)
		}
		return
	}
	d.c.Log.Info("worker for pictures", "held_by", b.String())
}

// load reads the desk domain. A parcel that was on its way when the desk
// stopped is still written down as waiting: sent twice it counts once. The
// start itself is journalled.
func (s *state) load() error {
	var stored marks
	err := s.d.vault.View(func(tx *vault.Tx) (err error) {
		if stored, err = find[marks](tx, vault.HighWater, idClock); err != nil {
			return err
		}
		if s.numbers, err = find[numbers](tx, vault.HighWater, idVouch); err != nil {
			return err
		}
		if s.lease, err = find[lease](tx, vault.Lease, idLease); err != nil {
			return err
		}
		if err := s.loadFace(tx); err != nil {
			return err
		}
		if s.parcels, err = loadParcels(tx, s.now()); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.sweepPrints()
	now := s.now()
	s.clock.start(stored, now)
	if err := s.loadLists(); err != nil {
		return err
	}
	if s.slots, err = s.d.vault.Slots(); err != nil {
		return err
	}
	return s.d.vault.Update(func(tx *vault.Tx) error {
		if err := s.prune(tx, now); err != nil {
			return err
		}
		details := map[string]string{}
		if s.clock.reason != "" {
			details["clock"] = s.clock.reason
		}
		if err := s.append(tx, actDeskStarted, "", details); err != nil {
			return err
		}
		return s.writeMarks(tx)
	})
}

func (s *state) loadFace(tx *vault.Tx) error {
	face, err := find[Settings](tx, vault.Settings, idFace)
	if err == nil && face.Language != "" {
		s.settings = face
	}
	return err
}

// loadParcels reads what is owed. A parcel that was on its way when the desk
// stopped is sent again: the broker counts it once.
func loadParcels(tx *vault.Tx, now time.Time) (map[outbox.ID]outbox.Parcel, error) {
	all := map[outbox.ID]outbox.Parcel{}
	err := tx.Each(vault.Outbox, func(id string, value []byte) error {
		if strings.HasPrefix(id, bodyOf) {
			return nil
		}
		var p outbox.Parcel
		if err := decode(vault.Outbox, value, &p); err != nil {
			return err
		}
		all[p.ID] = outbox.Recovered(p, now)
		return nil
	})
	return all, err
}

// close ends the session and the record of this run.
func (s *state) close() {
	if s.broken {
		return
	}
	s.clock.observe(s.now())
	if s.session != nil {
		s.lock(actSignedOut)
	}
	s.note(actDeskStopped, nil, s.writeMarks)
}

// loadCases reads every case and letter record into the lists. It runs outside
// the owner, at sign-in.
func loadCases(tx *vault.Tx) (cases []*casework.Case, err error) {
	err = tx.Each(vault.Cases, func(_ string, value []byte) error {
		var c casework.Case
		if err := decode(vault.Cases, value, &c); err != nil {
			return err
		}
		cases = append(cases, &c)
		return nil
	})
	return cases, err
}

// loadDrafts reads what is typed in one case.
func loadDrafts(tx *vault.Tx, id casework.ID) (map[string]map[string]string, error) {
	drafts := map[string]map[string]string{}
	err := tx.Each(vault.Drafts, func(key string, value []byte) error {
		of, step, ok := splitDraftID(key)
		if !ok || of != id {
			return nil
		}
		fields := map[string]string{}
		if err := json.Unmarshal(value, &fields); err != nil {
			return err
		}
		drafts[step] = fields
		return nil
	})
	return drafts, err
}

func copyDrafts(drafts map[string]map[string]string) map[string]map[string]string {
	out := make(map[string]map[string]string, len(drafts))
	for _, key := range slices.Sorted(maps.Keys(drafts)) {
		out[key] = maps.Clone(drafts[key])
	}
	return out
}

// join is errors.Join that leaves a single error as it is.
func join(first, second error) error {
	if second == nil {
		return first
	}
	if first == nil {
		return second
	}
	return errors.Join(first, second)
}
