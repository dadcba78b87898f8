package broker

import (
	"context"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// Subject is whom a source is asked about. It is personal data.
type Subject struct {
	Name resident.Name
	Born resident.Date
}

// The results of a source.
const (
	ResultClear       = "clear"
	ResultHit         = "hit"
	ResultNoRecord    = "no_record"
	ResultUnavailable = "unavailable"
)

// SourceAnswer is what a source knows. A hit is worth nothing and needs a person.
type SourceAnswer struct {
	Result   string
	Activity int
	Fraud    int
}

// Source is one of the council's counter-fraud or activity sources. Ask keeps
// to its context; an error counts as unavailable.
type Source interface {
	Name() string
	Ask(ctx context.Context, who Subject) (SourceAnswer, error)
}

// Limits of asking.
const (
	askTime   = 8 * time.Second // the desk waits ten
	checkLife = 24 * time.Hour
	refLength = 43 // of a referee's reference: SHA-256 in base64url
)

// findings is what all sources together answered.
type findings struct {
	sources  []vouch.CheckSource
	activity int
	fraud    int
	hit      bool
}

func (f findings) names() []string {
	all := []string{}
	for _, s := range f.sources {
		all = append(all, s.Source)
	}
	return all
}

// ask asks every source. Without any it says so by naming none, and scores 0.
func (s *Server) ask(ctx context.Context, who Subject) findings {
	f := findings{sources: []vouch.CheckSource{}}
	for _, source := range s.sources {
		within, cancel := context.WithTimeout(ctx, askTime)
		got, err := source.Ask(within, who)
		cancel()
		if err != nil {
			got = SourceAnswer{Result: ResultUnavailable}
		}
		f.sources = append(f.sources, vouch.CheckSource{Source: source.Name(), Result: got.Result})
		if got.Result == ResultClear {
			f.activity, f.fraud = max(f.activity, got.Activity), max(f.fraud, got.Fraud)
		}
		f.hit = f.hit || got.Result == ResultHit
	}
	if f.hit {
		f.activity, f.fraud = 0, 0 // what one source holds against, another cannot outweigh
	}
	return f
}

func (s *Server) postCheck(ctx context.Context, c *call) (answer, error) {
	token, err := openParcel(s.keys, string(c.body), jose.TypRequest)
	if err != nil {
		return answer{}, err
	}
	now := s.now()
	v, err := jose.Verify(token, jose.TypRequest, func(kid string, iat time.Time) (*ecdsa.PublicKey, error) {
		if err := fresh(iat, now); err != nil {
			return nil, err
		}
		return c.list.Keys(trust.UseDesk)(kid, iat)
	})
	if err != nil {
		return answer{}, err
	}
	var q brokerapi.CheckAsk
	if err := jose.Decode(v.Payload, &q); err != nil {
		return answer{}, ErrBodyForm.Because(err)
	}
	if q.Issuer != c.desk.ID || q.Audience != c.registry.Broker {
		return answer{}, ErrOtherRequest
	}
	if q.Case == "" || len(q.Case) > 128 || q.Name.IsZero() || q.Born.IsZero() || q.Referee != nil && len(q.Referee.Reference) != refLength {
		return answer{}, ErrBodyForm.At("check")
	}
	known, err := s.knownOf(ctx, q, now)
	if err != nil {
		return answer{}, err
	}
	found := s.ask(ctx, Subject{q.Name, q.Born})
	body := vouch.CheckBody{
		Issuer: c.registry.Broker, Audience: string(c.desk.ID), JTI: s.newID(), IssuedAt: jose.SecondsOf(now),
		Expires: jose.SecondsOf(now.Add(checkLife)), Case: q.Case, Sources: found.sources,
		Activity: found.activity, Fraud: found.fraud, Referee: known,
	}
	signed, err := s.sign(RoleBroker, jose.TypCheck, body)
	if err != nil {
		return answer{}, err
	}
	sum := sha256.Sum256([]byte(signed))
	kept := brokerstore.Check{
		JTI: body.JTI, SHA256: base64.RawURLEncoding.EncodeToString(sum[:]), Case: q.Case, Sources: found.names(),
		Activity: found.activity, Fraud: found.fraud, Hit: found.hit, At: now,
	}
	if known != nil {
		kept.Referee = known.Reference
	}
	if err := s.store.AddCheck(ctx, kept); err != nil {
		return answer{}, err
	}
	if found.hit {
		if err := s.incident(ctx, "check-hit", c.desk.ID, q.Case); err != nil {
			return answer{}, err
		}
	}
	return tokenAnswer(http.StatusCreated, signed)
}

// incident keeps what a person has to settle.
func (s *Server) incident(ctx context.Context, code string, desk trust.DeskID, ref string) error {
	return s.store.AddIncident(ctx, brokerstore.Incident{
		Key: code + " " + string(desk) + " " + ref, Code: code, Desk: desk, Ref: ref, At: s.now(),
	})
}
