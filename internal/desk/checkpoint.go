package desk

import (
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vault"
)

// queueCheckpoint signs the journal's head, as it stands in this transaction.
func (s *state) queueCheckpoint(tx *vault.Tx) (*outbox.Parcel, error) {
	last, err := find[numbers](tx, vault.HighWater, idJournal)
	if err != nil {
		return nil, err
	}
	head, err := tx.JournalHead()
	if err != nil || head.Seq == last.Seq {
		return nil, err
	}
	token, err := s.d.journal.Sign(brokerapi.JournalBody{
		Issuer: s.d.anchor.Desk, Audience: s.d.anchor.Audience, IssuedAt: jose.SecondsOf(s.now()),
		Seq: head.Seq, Hash: head.Hash.String(), PrevSeq: last.Seq, PrevHash: last.Hash,
	})
	if err != nil {
		return nil, err
	}
	p := outbox.New(outbox.ID(newUUID()), outbox.Checkpoint, "", uintText(head.Seq), head.Seq, s.now().UTC())
	if err := queue(tx, p, parcelBody{Text: token}); err != nil {
		return nil, err
	}
	return &p, put(tx, vault.HighWater, idJournal, numbers{Seq: head.Seq, Hash: head.Hash.String(), Token: token})
}

// checkpointHourly commits the desk to its journal even where nothing is issued.
func (s *state) checkpointHourly() {
	now := s.now()
	if s.list == nil || now.Sub(s.checkpointed) < checkpoint {
		return
	}
	s.checkpointed = now
	var p *outbox.Parcel
	err := s.d.vault.Update(func(tx *vault.Tx) (err error) {
		p, err = s.queueCheckpoint(tx)
		return err
	})
	if err != nil {
		s.d.c.Log.Error("checkpoint", "err", err)
		return
	}
	if p != nil {
		s.parcels[p.ID] = *p
		s.d.nudge()
	}
}
