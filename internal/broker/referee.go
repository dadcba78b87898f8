package broker

import (
	"context"
	"encoding/base64"
	"slices"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// personKey stands for a person in the store: what nobody without the ring's
// key can make or read. Two persons of one name and birth date share it, and
// one who is misspelt has another: what it finds is for a person to settle.
func (s *Server) personKey(name string, born resident.Date) (string, error) {
	mac, err := s.keys.MAC([]byte("person 1\n" + resident.Key(name, born)))
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(mac), nil
}

// ties are the keys of a vouch's resident and referees. What travelled beside
// the vouch counts only as its signed references bear it out.
func (s *Server) ties(p vouch.Payload, beside []brokerapi.Referee) (*brokerstore.Ties, error) {
	if len(p.Desk.Referees) != len(beside) {
		return nil, ErrReferee
	}
	if len(beside) == 0 {
		return nil, nil //nolint:nilnil // a vouch without referees ties nobody
	}
	t := brokerstore.Ties{Rests: p.Desk.KnownByReferees()}
	for _, r := range p.Desk.Referees {
		a := p.VerifiedClaims.Verification.Evidence[r.Index].Attestation
		i := slices.IndexFunc(beside, func(b brokerapi.Referee) bool { return b.Reference == a.Reference })
		if i < 0 || a.Voucher == nil || vouch.RefereeReference(beside[i].Salt, a.Voucher.Name, beside[i].Born) != a.Reference {
			return nil, ErrReferee
		}
		key, err := s.personKey(a.Voucher.Name, beside[i].Born)
		if err != nil {
			return nil, err
		}
		if slices.Contains(t.Referees, key) {
			return nil, ErrReferee.At("twice")
		}
		t.Referees = append(t.Referees, key)
	}
	c := p.VerifiedClaims.Claims
	if c == nil || c.Birthdate == "" {
		return &t, nil // the purpose does not ask for it: the subject tells cases apart
	}
	born, err := resident.ParseISO(c.Birthdate)
	if err != nil {
		return nil, ErrReferee
	}
	if t.Resident, err = s.personKey(resident.Name{Given: c.GivenName, Family: c.FamilyName}.Full(), born); err != nil {
		return nil, err
	}
	if slices.Contains(t.Referees, t.Resident) {
		return nil, ErrReferee.At("resident")
	}
	return &t, nil
}

// knownOf is what a desk is told of a referee before the case is submitted.
func (s *Server) knownOf(ctx context.Context, q brokerapi.CheckAsk, now time.Time) (*vouch.CheckReferee, error) {
	if q.Referee == nil {
		return nil, nil //nolint:nilnil // the check is about a resident
	}
	referee, err := s.personKey(q.Name.Full(), q.Born)
	if err != nil {
		return nil, err
	}
	who, err := s.personKey(q.Referee.ResidentName.Full(), q.Referee.ResidentBorn)
	if err != nil {
		return nil, err
	}
	h, err := s.store.Referee(ctx, brokerstore.RefereeQuery{
		Referee: referee, Resident: who, Subject: q.Case, Since: now.AddDate(-1, 0, 0),
	})
	if err != nil {
		return nil, err
	}
	return &vouch.CheckReferee{Reference: q.Referee.Reference, Vouched: h.Vouched, Chain: h.Chain, Mutual: h.Mutual}, nil
}

// breached opens an incident for every limit that a vouch breaks: it is
// suspended until a person has settled it.
func (s *Server) breached(ctx context.Context, desk trust.DeskID, kept brokerstore.Vouch) ([]string, error) {
	var codes []string
	for _, b := range kept.Breaches {
		codes = append(codes, string(b))
		if err := s.incident(ctx, string(b), desk, kept.JTI); err != nil {
			return nil, err
		}
	}
	return codes, nil
}
