package broker

import (
	"context"
	"net/http"
	"slices"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// putVouch takes in a proposed vouch. It is worth nothing until approved.
func (s *Server) putVouch(ctx context.Context, c *call) (answer, error) {
	if c.Header.Get("If-None-Match") != "*" {
		return answer{}, ErrPrecondition
	}
	jti, parcel := c.PathValue("jti"), string(c.body)
	if kept, err := s.store.Vouch(ctx, jti); err == nil {
		return s.again(kept, parcel)
	} else if fault.Of(err) != fault.NotFound {
		return answer{}, err
	}
	v, err := s.recheck(ctx, c.state, parcel, jti)
	if err != nil {
		return answer{}, err
	}
	row := brokerstore.Vouch{
		JTI: jti, SHA256: v.SHA256, Desk: v.Payload.Desk.Desk, Seq: v.Payload.Desk.Seq, Prev: v.Payload.Desk.Prev,
		Index: v.Payload.Status.StatusList.Index, Parcel: parcel, Received: s.now(),
	}
	row.Ties = v.ties
	row.Subject, row.Replaces = v.Payload.Subject, v.Payload.Desk.Replaces
	if v.Payload.Desk.Letter != nil {
		row.Letter = v.Payload.Desk.Letter.JTI
	}
	kept, created, err := s.store.PutVouch(ctx, row)
	if err != nil {
		return answer{}, s.noteConflict(ctx, row, err)
	}
	status := http.StatusCreated
	if !created { // the same vouch came twice at once, and this one was second
		status = http.StatusOK
	}
	return jsonAnswer(status, stateOf(kept))
}

// again answers a vouch whose jti is taken: the same one counts once, whatever
// disclosures or sealing it came with; another one is refused.
func (s *Server) again(kept brokerstore.Vouch, parcel string) (answer, error) {
	token, _, err := openVouch(s.keys, parcel)
	if err != nil {
		return answer{}, err
	}
	sd, err := jose.ParseSDJWT(token)
	if err != nil {
		return answer{}, err
	}
	if sd.Hash() != kept.SHA256 {
		return answer{}, ErrVouchDiffers
	}
	return jsonAnswer(http.StatusOK, stateOf(kept))
}

func stateOf(v brokerstore.Vouch) brokerapi.VouchState {
	switch {
	case v.ReplacedBy != "":
		return brokerapi.VouchState{State: brokerapi.StateWithdrawn, ReplacedBy: v.ReplacedBy}
	case v.ApprovalJTI != "":
		return brokerapi.VouchState{State: brokerapi.StateAccepted}
	default:
		return brokerapi.VouchState{State: brokerapi.StateAwaitingApproval}
	}
}

// noteConflict keeps for a person what the desk cannot settle alone.
func (s *Server) noteConflict(ctx context.Context, v brokerstore.Vouch, err error) error {
	switch code := fault.Code(err); code {
	case brokerstore.ErrExists.Code:
		return ErrVouchDiffers
	case brokerstore.ErrLetterTaken.Code, brokerstore.ErrSeqTaken.Code, brokerstore.ErrSeqPrev.Code, brokerstore.ErrIndexUsed.Code,
		brokerstore.ErrSubjectTaken.Code, brokerstore.ErrReplaced.Code:
		if noted := s.incident(ctx, code, v.Desk, v.JTI); noted != nil {
			return noted
		}
	}
	return err
}

// putApproval takes in the approval of a vouch: from then on it is accepted,
// and the answer is the receipt.
func (s *Server) putApproval(ctx context.Context, c *call) (answer, error) {
	jti, parcel := c.PathValue("jti"), string(c.body)
	kept, err := s.store.Vouch(ctx, jti)
	if fault.Of(err) == fault.NotFound {
		return answer{}, ErrNoVouch
	}
	if err != nil {
		return answer{}, err
	}
	token, err := openParcel(s.keys, parcel, jose.TypApproval)
	if err != nil {
		return answer{}, err
	}
	v, err := s.reopen(ctx, c.state, kept)
	if err != nil {
		return answer{}, err
	}
	approval, err := s.fourEyes(c.state, v, token)
	if err != nil {
		return answer{}, err
	}
	if kept.ApprovalJTI == "" {
		if err := s.inReach(ctx, c.state, approval.KID, v.rules, kept.Desk, jti); err != nil {
			return answer{}, err
		}
	}
	now := s.now().UTC().Truncate(time.Second)
	kept, created, err := s.store.Approve(ctx, brokerstore.Approval{
		VouchJTI: jti, JTI: approval.Body.JTI, Parcel: parcel, At: now,
		Leaf: vouch.Leaf(jti, v.SHA256, approval.Body.JTI, jose.SecondsOf(now)), PerYear: v.rules.Referee.PerYear,
	})
	if fault.Code(err) == brokerstore.ErrExists.Code {
		return answer{}, ErrApprovalOther
	}
	if err != nil {
		return answer{}, err
	}
	receipt, err := s.receipt(ctx, c.state, kept, v)
	if err != nil {
		return answer{}, err
	}
	if created {
		return tokenAnswer(http.StatusCreated, receipt)
	}
	return tokenAnswer(http.StatusOK, receipt)
}

// reopen reads a vouch that was accepted as proposed. Its times were settled
// then: an approval may come after the desk was offline for long.
func (s *Server) reopen(ctx context.Context, st state, kept brokerstore.Vouch) (checked, error) {
	token, _, err := openVouch(s.keys, kept.Parcel)
	if err != nil {
		return checked{}, broken(err)
	}
	v := checked{token: token}
	if v.Opened, err = vouch.Open(token, st.list); err != nil {
		return checked{}, err
	}
	if v.SHA256 != kept.SHA256 {
		return checked{}, broken(brokerstore.ErrDamaged)
	}
	if v.rules, err = s.rules(ctx, st, int64(v.Payload.Desk.Policy.Version)); err != nil {
		return checked{}, err
	}
	v.scored, err = vouch.Reassess(v.Payload, v.Complete, v.rules, st.list)
	return v, err
}

// fourEyes settles that another person, who was a supervisor with current
// training, approved exactly this vouch. Persons are compared, never keys:
// one person may have several.
func (s *Server) fourEyes(st state, v checked, token string) (vouch.OpenedApproval, error) {
	a, err := vouch.OpenApproval(token, st.list)
	if err != nil {
		return a, err
	}
	now := s.now()
	if a.Body.IssuedAt.Time().After(now.Add(skew)) {
		return a, ErrApprovalFuture
	}
	if a.Body.VouchJTI != v.Payload.JTI || a.Body.VouchSHA256 != v.SHA256 {
		return a, ErrApprovalBinds
	}
	if a.Signer == "" || a.Signer == v.Signer || a.Signer == v.Payload.Desk.Officer || slices.Contains(v.Payload.Desk.Actors, a.Signer) {
		return a, ErrFourEyes
	}
	if key, ok := st.list.Key(trust.UseStaffSign, a.KID); !ok || key.Person != a.Signer {
		return a, ErrFourEyes
	}
	report := vouch.Verify(vouch.Bundle{Vouch: v.token, Approval: token}, st.list, v.rules, now)
	if !report.Valid || !report.FourEyes {
		why := ErrNotApproved
		if len(report.Reasons) > 0 {
			why = fault.New(fault.Refused, report.Reasons[0])
		}
		return a, why
	}
	return a, nil
}

func (s *Server) getReceipt(ctx context.Context, c *call) (answer, error) {
	kept, err := s.store.Vouch(ctx, c.PathValue("jti"))
	if fault.Of(err) == fault.NotFound {
		return answer{}, ErrNoVouch
	}
	if err != nil {
		return answer{}, err
	}
	if kept.ApprovalJTI == "" {
		return answer{}, ErrNoReceipt
	}
	if kept.ReplacedBy != "" {
		return answer{}, ErrWithdrawn.With("by", kept.ReplacedBy)
	}
	if kept.Receipt == "" { // the broker stopped between the approval and its receipt
		v, err := s.reopen(ctx, c.state, kept)
		if err != nil {
			return answer{}, err
		}
		if kept.Receipt, err = s.receipt(ctx, c.state, kept, v); err != nil {
			return answer{}, err
		}
	}
	return tokenAnswer(http.StatusOK, kept.Receipt)
}
