package broker

import (
	"context"
	"net/http"
	"strconv"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// postCheckpoint keeps where a desk says its journal stands. What does not fit
// what it said before is kept for a person.
func (s *Server) postCheckpoint(ctx context.Context, c *call) (answer, error) {
	v, err := jose.Verify(string(c.body), jose.TypJournal, c.list.Keys(trust.UseDesk))
	if err != nil {
		return answer{}, err
	}
	var b brokerapi.JournalBody
	if err := jose.Decode(v.Payload, &b); err != nil {
		return answer{}, ErrBodyForm.Because(err)
	}
	key, _ := c.list.Key(trust.UseDesk, v.KID)
	if b.Issuer != c.desk.ID || key.Desk != b.Issuer || b.Audience != c.registry.Broker {
		return answer{}, ErrOtherRequest
	}
	if b.Seq == 0 || b.Hash == "" || len(b.Hash) > 128 || len(b.PrevHash) > 128 || b.PrevSeq >= b.Seq {
		return answer{}, ErrBodyForm.At("checkpoint")
	}
	finding, err := s.store.AddJournal(ctx, brokerstore.Journal{
		Desk: c.desk.ID, Seq: b.Seq, Hash: b.Hash, PrevSeq: b.PrevSeq, PrevHash: b.PrevHash, Token: string(c.body), At: s.now(),
	})
	if err != nil {
		return answer{}, err
	}
	if finding != brokerstore.JournalFits {
		ref := strconv.FormatUint(b.Seq, 10) + " " + b.Hash
		if err := s.incident(ctx, "journal-"+string(finding), c.desk.ID, ref); err != nil {
			return answer{}, err
		}
		return answer{}, ErrJournal.With("finding", string(finding))
	}
	return jsonAnswer(http.StatusOK, brokerapi.CheckpointKept{State: brokerapi.StateKept})
}
