package desk

import (
	"context"
	"errors"
	"io"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// ExportJournal writes this desk's chain as one file. It names nobody, so it
// needs no sign-in.
func (d *Desk) ExportJournal(ctx context.Context, w io.Writer) (journal.Head, error) {
	if err := d.ask(ctx, func(s *state) error { s.note(actJournalExported, nil, nil); return nil }); err != nil {
		return journal.Head{}, err
	}
	return exportJournal(d.vault, d.c, w)
}

func exportJournal(v *vault.Vault, c Config, w io.Writer) (head journal.Head, err error) {
	err = v.View(func(tx *vault.Tx) error {
		marks, err := lastMark(tx)
		if err != nil {
			return err
		}
		head, err = journal.Export(w, journal.Header{Desk: v.DeskID(), Exported: c.Now().UTC()}, tx.JournalLines(1), marks...)
		return err
	})
	return head, err
}

// lastMark is the newest checkpoint this desk signed.
func lastMark(tx *vault.Tx) ([]journal.Mark, error) {
	last, err := find[numbers](tx, vault.HighWater, idJournal)
	if err != nil || last.Token == "" {
		return nil, err
	}
	hash, err := journal.ParseSum(last.Hash)
	return []journal.Mark{{Checkpoint: journal.Checkpoint{Seq: last.Seq, Hash: hash}, Token: last.Token}}, err
}

// CaseActs are this desk's acts on one case with the keys that prove them in the
// exported chain, for an auditor. They name staff and, by codes only, what was
// done; a supervisor gives them out, and that is an act, too.
func (d *Desk) CaseActs(ctx context.Context, ref string) (journal.Openings, error) {
	var out journal.Openings
	err := d.do(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		if !s.session.Has(trust.Supervisor, s.now()) {
			return ErrRole
		}
		for id, e := range s.entries {
			if e.row.Ref == ref {
				out = journal.Openings{Desk: s.d.vault.DeskID(), Subject: journal.Subject(id)}
			}
		}
		if out.Subject == "" {
			return ErrNoCase
		}
		return s.d.vault.Update(func(tx *vault.Tx) (err error) {
			if err := s.append(tx, actActsDisclosed, casework.ID(out.Subject), nil); err != nil {
				return err
			}
			out.Acts, err = tx.Openings(out.Subject)
			return err
		})
	})
	return out, err
}

// Outbox lists the parcels, newest first.
func (d *Desk) Outbox() []outbox.Parcel { return d.Snapshot().Outbox }

// ExportJournal writes the chain of a desk that is not running; for one that is
// it returns [ErrRunning].
func ExportJournal(ctx context.Context, c Config, w io.Writer) (head journal.Head, err error) {
	err = withVault(ctx, c, func(v *vault.Vault, c Config) (err error) {
		head, err = exportJournal(v, c, w)
		return err
	})
	return head, err
}

// OutboxList reads the parcels of a desk that is not running.
func OutboxList(ctx context.Context, c Config) (list []outbox.Parcel, err error) {
	err = withVault(ctx, c, func(v *vault.Vault, c Config) error {
		return v.View(func(tx *vault.Tx) error {
			all, err := loadParcels(tx, c.Now())
			s := state{parcels: all}
			list = s.parcelList()
			return err
		})
	})
	return list, err
}

// withVault opens a vault for reading, in a process that is not the desk.
func withVault(ctx context.Context, c Config, do func(*vault.Vault, Config) error) error {
	c = c.filled()
	if err := ctx.Err(); err != nil {
		return err
	}
	if !vault.Exists(c.Dir) {
		return vault.ErrMissing
	}
	v, _, err := openVault(c) //nolint:contextcheck // as in Open
	if errors.Is(err, ErrRunning) {
		return ErrRunning
	} else if err != nil {
		return err
	}
	return join(do(v, c), v.Close())
}
