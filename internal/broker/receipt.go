package broker

import (
	"context"
	"encoding/base64"

	"golang.org/x/mod/sumdb/tlog"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vouch"
)

// noteAtSubmission is why an uplift adds nothing more.
const noteAtSubmission = "checked before submission"

// receipt signs what was received, once the log proves it; the first one made
// is the one everybody gets.
func (s *Server) receipt(ctx context.Context, st state, kept brokerstore.Vouch, v checked) (string, error) {
	if kept.Receipt != "" {
		return kept.Receipt, nil
	}
	proof, err := s.prove(ctx, st.registry, kept.Leaf)
	if err != nil {
		return "", err
	}
	uplift, hit, err := s.uplift(ctx, st, v)
	if err != nil {
		return "", err
	}
	if hit {
		if err := s.incident(ctx, "check-hit", kept.Desk, kept.JTI); err != nil {
			return "", err
		}
	}
	suspended, err := s.breached(ctx, kept.Desk, kept)
	if err != nil {
		return "", err
	}
	if len(suspended) > 0 { // services are told nothing until a person has settled it
		uplift.Profiles, uplift.Confidence = []string{}, gpg45.None
	}
	token, err := s.sign(RoleReceipt, jose.TypReceipt, vouch.ReceiptBody{
		Issuer: st.registry.Broker, Audience: string(kept.Desk), JTI: s.newID(), IssuedAt: jose.SecondsOf(s.now()),
		VouchJTI: kept.JTI, VouchSHA256: kept.SHA256, ApprovalJTI: kept.ApprovalJTI, Replaces: kept.Replaces, Suspended: suspended,
		Received: jose.SecondsOf(kept.Approved), Uplift: uplift, Assessment: vouch.AssessmentOf(v.scored), Log: proof,
	})
	if err != nil {
		return "", err
	}
	// A receipt that no desk would take must not be kept as the first.
	if _, err := vouch.OpenReceipt(token, st.list); err != nil {
		return "", broken(err)
	}
	return s.store.SetReceipt(ctx, kept.JTI, token)
}

// uplift is what the council's sources add to what the desk could know.
func (s *Server) uplift(ctx context.Context, st state, v checked) (vouch.Uplift, bool, error) {
	u := vouch.Uplift{
		Sources: []string{}, Activity: v.scored.Activity, Fraud: v.scored.Fraud,
		Profiles: orEmpty(v.scored.Result.Profiles), Confidence: v.scored.Result.Confidence,
	}
	claims := v.Payload.VerifiedClaims.Claims
	switch {
	case v.Payload.Desk.Check != nil:
		c, err := s.store.Check(ctx, v.Payload.Desk.Check.JTI)
		if err != nil {
			return u, false, err
		}
		u.Sources, u.Note = orEmpty(c.Sources), noteAtSubmission
		if len(u.Sources) == 0 {
			u.Note = vouch.NoSource
		}
		return u, c.Hit, nil
	case len(s.sources) == 0:
		u.Note = vouch.NoSource
		return u, false, nil
	case claims == nil || claims.Birthdate == "" || claims.GivenName == "" && claims.FamilyName == "":
		u.Note = vouch.NotNamed
		return u, false, nil
	}
	born, err := resident.ParseISO(claims.Birthdate)
	if err != nil {
		return u, false, err
	}
	found := s.ask(ctx, Subject{resident.Name{Given: claims.GivenName, Family: claims.FamilyName}, born})
	f, err := vouch.Findings(v.Payload, v.rules, st.list)
	if err != nil {
		return u, false, err
	}
	f.Activity, f.Fraud = found.activity, found.fraud
	scored := v.rules.Score(f, policy.Training{}, resident.DateOf(v.Payload.IssuedAt.Time()))
	u.Sources, u.Activity, u.Fraud = found.names(), scored.Activity, scored.Fraud
	u.Profiles, u.Confidence = orEmpty(scored.Result.Profiles), scored.Result.Confidence
	return u, found.hit, nil
}

// prove waits until a leaf is under a signed head and proves that it is.
func (s *Server) prove(ctx context.Context, r brokerstore.Registry, leaf int64) (vouch.LogProof, error) {
	head, err := s.integrate(ctx, r, leaf+1)
	if err != nil {
		return vouch.LogProof{}, err
	}
	path, err := tlog.ProveRecord(head.Size, leaf, s.hashes(ctx))
	if err != nil {
		return vouch.LogProof{}, broken(err)
	}
	proof := vouch.LogProof{
		Index: leaf, Size: head.Size, Root: base64.StdEncoding.EncodeToString(head.Root[:]),
		Path: []string{}, Checkpoint: head.Note,
	}
	for _, h := range path {
		proof.Path = append(proof.Path, base64.StdEncoding.EncodeToString(h[:]))
	}
	return proof, nil
}
