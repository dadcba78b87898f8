package broker

import (
	"context"
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// skew is how far ahead of ours a desk's clock may be.
const skew = 5 * time.Minute

// checked is a vouch that passed every rule of the broker's own.
type checked struct {
	token string
	vouch.Opened
	rules  *policy.Policy
	scored policy.Scored
	ties   *brokerstore.Ties
}

// recheck settles again, from the vouch alone and what the council knows,
// everything a desk says of it. The order is from what costs nothing to what
// asks the store.
func (s *Server) recheck(ctx context.Context, st state, parcel, jti string) (checked, error) {
	token, beside, err := openVouch(s.keys, parcel)
	if err != nil {
		return checked{}, err
	}
	v := checked{token: token}
	if v.Opened, err = vouch.Open(token, st.list); err != nil {
		return checked{}, err
	}
	p := v.Payload
	switch {
	case p.JTI != jti:
		return checked{}, ErrJTI
	case !v.Complete:
		return checked{}, ErrWithheld
	case p.Status.StatusList.URI != statusURI(st.registry):
		return checked{}, ErrStatusList
	}
	if err := inTime(p, s.now()); err != nil {
		return checked{}, err
	}
	if v.rules, err = s.policyThen(ctx, st, p); err != nil {
		return checked{}, err
	}
	if err := s.inReach(ctx, st, v.KID, v.rules, p.Desk.Desk, p.JTI); err != nil {
		return checked{}, err
	}
	if err := forService(p, v.rules, st.registry.Broker); err != nil {
		return checked{}, err
	}
	// The score is computed, never taken from the desk.
	if v.scored, err = vouch.Reassess(p, v.Complete, v.rules, st.list); err != nil {
		return checked{}, err
	}
	if err := s.boundChecks(ctx, p); err != nil {
		return checked{}, err
	}
	if v.ties, err = s.ties(p, beside); err != nil {
		return checked{}, err
	}
	if err := s.replaceable(ctx, st, p); err != nil {
		return checked{}, err
	}
	return v, s.letterState(ctx, p, v.rules)
}

func inTime(p vouch.Payload, now time.Time) error {
	switch {
	case p.IssuedAt.Time().After(now.Add(skew)) || p.NotBefore.Time().After(now.Add(skew)):
		return vouch.ErrFuture
	case !now.Before(p.Expires.Time()):
		return vouch.ErrExpired
	}
	return nil
}

// inReach holds for a person what comes too late to be believed: a signed time
// is a claim, and whoever has a key that ended can date things back (DESIGN 7).
// Checkpoints of the desk's journal are not asked: they do not show which act
// is which (decision 15).
func (s *Server) inReach(ctx context.Context, st state, kid string, rules *policy.Policy, desk trust.DeskID, jti string) error {
	key, ok := st.list.Key(trust.UseStaffSign, kid)
	if !ok {
		return jose.ErrKeyUnknown
	}
	now := s.now()
	longest := time.Duration(max(rules.Limits.TrustStopDays, rules.Limits.UnsentStopDays)) * 24 * time.Hour
	if now.Before(time.Unix(key.Until, 0).Add(longest)) && (key.UntrustedFrom == 0 || now.Unix() < key.UntrustedFrom) {
		return nil
	}
	if err := s.incident(ctx, ErrHeld.Code, desk, jti); err != nil {
		return err
	}
	return ErrHeld
}

// policyThen is the policy the vouch was assessed under, if it was in force
// then. A desk that was offline may use the one before for as long as that
// policy lets a desk go without news.
func (s *Server) policyThen(ctx context.Context, st state, p vouch.Payload) (*policy.Policy, error) {
	version := int64(p.Desk.Policy.Version)
	rules, err := s.rules(ctx, st, version)
	if err != nil {
		return nil, err
	}
	day := resident.DateOf(p.IssuedAt.Time())
	if rules.Effective.After(day) {
		return nil, ErrPolicyEarly
	}
	versions, err := s.store.Versions(ctx, brokerstore.DocPolicy)
	if err != nil {
		return nil, err
	}
	grace := time.Duration(rules.Limits.PolicyStopDays) * 24 * time.Hour
	for _, next := range versions {
		if next <= version {
			continue
		}
		doc, err := s.store.PublishedAt(ctx, brokerstore.DocPolicy, next)
		if err != nil {
			return nil, err
		}
		follower, err := s.rules(ctx, st, next)
		if err != nil {
			return nil, err
		}
		if !follower.Effective.After(day) && p.IssuedAt.Time().After(doc.At.Add(grace)) {
			return nil, ErrPolicyOld
		}
	}
	return rules, nil
}

// forService holds the vouch to its purpose: the broker and that service may
// receive it, nobody else.
func forService(p vouch.Payload, rules *policy.Policy, broker string) error {
	service, ok := rules.Service(p.Desk.Service)
	if !ok {
		return ErrService
	}
	for _, aud := range p.Audience {
		if aud != broker && aud != service.Audience {
			return ErrAudience
		}
	}
	return nil
}

// boundChecks compares what the vouch says of the council's checks, of the
// resident and of each referee, with what they said.
func (s *Server) boundChecks(ctx context.Context, p vouch.Payload) error {
	if err := s.boundCheck(ctx, p, p.Desk.Check, p.Desk.Assessment.Scores, ""); err != nil {
		return err
	}
	for _, r := range p.Desk.Referees {
		if r.Identity == nil {
			return ErrReferee
		}
		reference := p.VerifiedClaims.Verification.Evidence[r.Index].Attestation.Reference
		if err := s.boundCheck(ctx, p, r.Identity.Check, r.Identity.Assessment.Scores, reference); err != nil {
			return err
		}
	}
	return nil
}

func (s *Server) boundCheck(ctx context.Context, p vouch.Payload, ref *vouch.CheckRef, scores vouch.Scores, referee string) error {
	if ref == nil {
		if scores.Activity != 0 || scores.Fraud != 0 {
			return ErrCheckUnknown
		}
		return nil
	}
	c, err := s.store.Check(ctx, ref.JTI)
	if fault.Of(err) == fault.NotFound {
		return ErrCheckUnknown
	}
	if err != nil {
		return err
	}
	if c.SHA256 != ref.SHA256 || c.Case != p.Subject || c.Referee != referee || c.Activity != scores.Activity || c.Fraud != scores.Fraud ||
		p.IssuedAt.Time().After(c.At.Add(checkLife)) {
		return ErrCheckOther
	}
	return nil
}

// replaceable holds a correction against the vouch it replaces: of the same
// case and purpose, and everybody who acted on that case named, so that none of
// them can approve this one either. The store holds that it is replaced once.
func (s *Server) replaceable(ctx context.Context, st state, p vouch.Payload) error {
	if p.Desk.Replaces == "" {
		return nil
	}
	kept, err := s.store.Vouch(ctx, p.Desk.Replaces)
	if fault.Of(err) == fault.NotFound {
		return brokerstore.ErrReplacesNone
	}
	if err != nil {
		return err
	}
	token, _, err := openVouch(s.keys, kept.Parcel)
	if err != nil {
		return broken(err)
	}
	old, err := vouch.Open(token, st.list)
	if err != nil {
		return err
	}
	if old.Payload.Subject != p.Subject || old.Payload.Desk.Service != p.Desk.Service {
		return brokerstore.ErrReplacesElse
	}
	for _, actor := range old.Payload.Desk.Actors {
		if !slices.Contains(p.Desk.Actors, actor) {
			return ErrFourEyes.At("actors")
		}
	}
	return nil
}

// letterState compares a letter said to match the record with the record. A
// letter we do not know can have been printed elsewhere with the council's key;
// only a match counts for anything, and that needs a record here. One that we
// do know is good for no longer than the policy lets it be.
func (s *Server) letterState(ctx context.Context, p vouch.Payload, rules *policy.Policy) error {
	if p.Desk.Letter == nil {
		return nil
	}
	matches := p.Desk.Letter.State == string(letter.Matches)
	row, err := s.store.Letter(ctx, p.Desk.Letter.JTI)
	switch {
	case fault.Of(err) == fault.NotFound && matches:
		return ErrLetterState
	case fault.Of(err) == fault.NotFound:
		return nil
	case err != nil:
		return err
	case !rules.Limits.Letter(row.Issued, row.Until):
		return policy.ErrLetterLife
	case !matches:
		return nil
	}
	rec, has, err := s.openRecord(row)
	if err != nil {
		return err
	}
	if !has {
		return ErrLetterState
	}
	// The claims hold only what the service needs, and the record's own piece of
	// evidence what it is said to show. Each part is compared on its own.
	said := []*vouch.Claims{p.VerifiedClaims.Claims}
	for _, e := range p.VerifiedClaims.Verification.Evidence {
		if e.Type == vouch.KindRecord && !e.Found() {
			said = append(said, e.DerivedClaims)
		}
	}
	for _, c := range said {
		if c == nil {
			continue
		}
		if c.GivenName+c.FamilyName != "" && !rec.To(c.GivenName, c.FamilyName) ||
			c.Address != nil && !rec.At(addressLines(*c.Address), c.Address.PostalCode) {
			return ErrLetterState
		}
	}
	return nil
}

// addressLines is the address without what Match compares on its own.
func addressLines(a vouch.Address) []string {
	lines := strings.Split(a.StreetAddress, "\n")
	if a.Locality != "" {
		lines = append(lines, a.Locality)
	}
	return slices.DeleteFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "" })
}
