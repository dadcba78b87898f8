package extract

import (
	"bytes"
	"strconv"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// receipt is what the broker's verified receipt says; its log proof was checked
// when it was opened.
func (w *writer) receipt() (*Receipt, string, error) {
	body, err := vouch.OpenReceipt(w.in.Bundle.Receipt, w.in.List)
	if err != nil {
		return nil, "", err
	}
	return &Receipt{
		JTI: body.JTI, Confidence: body.Uplift.Confidence, Profiles: body.Uplift.Profiles, Sources: body.Uplift.Sources,
		Note: body.Uplift.Note, Index: body.Log.Index, Size: body.Log.Size, Root: body.Log.Root, Proved: true,
	}, stamp(body.Received.Time()), nil
}

// journal proves the chain, and the case's acts in it. The chain has its vault's
// name, which was there before the desk had one: that it is of the desk that
// signed the vouch is shown by the checkpoint in it, which that desk's key
// signed. The acts must stand in the chain, each at its place, and tell of this
// vouch.
func (w *writer) journal() (*Journal, error) {
	report, err := journal.VerifyFile(bytes.NewReader(w.in.Journal))
	if err != nil {
		return nil, err
	}
	if len(report.Marks) == 0 {
		return nil, ErrUnsigned.At("journal")
	}
	j := &Journal{
		Desk: string(w.o.Payload.Desk.Desk), Chain: report.Header.Desk, Exported: stamp(report.Header.Exported), Entries: report.Entries, Head: report.Head.Hash.String(),
		Acts: []ActLine{},
	}
	for _, m := range report.Marks {
		if err := w.mark(m); err != nil {
			return nil, err
		}
		j.Checkpoint = m.Checkpoint.Seq
	}
	if len(w.in.Acts) == 0 {
		return j, nil
	}
	j.Acts, err = w.acts(report, journal.Lines(w.in.Journal))
	return j, err
}

// mark verifies a checkpoint's token by the desk's own key.
func (w *writer) mark(m journal.Mark) error {
	bad := ErrNotValid.At("journal, checkpoint " + strconv.FormatUint(m.Checkpoint.Seq, 10))
	v, err := jose.Verify(m.Token, jose.TypJournal, w.in.List.Keys(trust.UseDesk))
	if err != nil {
		return bad.Because(err)
	}
	var b brokerapi.JournalBody
	if err := jose.Decode(v.Payload, &b); err != nil {
		return bad.Because(err)
	}
	key, _ := w.in.List.Key(trust.UseDesk, v.KID)
	if b.Issuer != w.o.Payload.Desk.Desk {
		return ErrOtherLog.At("journal")
	}
	if key.Desk != b.Issuer || b.Seq != m.Checkpoint.Seq || b.Hash != m.Checkpoint.Hash.String() {
		return bad
	}
	return nil
}

func (w *writer) acts(report journal.Report, lines map[uint64]journal.Line) ([]ActLine, error) {
	openings, err := journal.ParseOpenings(w.in.Acts)
	if err != nil {
		return nil, err
	}
	if openings.Desk != report.Header.Desk || vouch.Subject(string(openings.Subject)) != w.o.Payload.Subject {
		return nil, ErrOtherLog.At("acts")
	}
	all, told := []ActLine{}, false
	for _, o := range openings.Acts {
		line, ok := lines[o.Seq]
		if o.Seq > report.Entries {
			return nil, ErrShort.At("journal")
		}
		if !ok || !o.Of(line) {
			return nil, journal.ErrOpening.At("acts, entry " + strconv.FormatUint(o.Seq, 10))
		}
		p := o.Particulars
		all = append(all, ActLine{o.Seq, stamp(p.Time), string(p.Actor), string(p.Act), p.Details, line.String()})
		told = told || p.Details["jti"] == w.o.Payload.JTI
	}
	if !told {
		return nil, ErrNoVouch.At("acts")
	}
	return all, nil
}
