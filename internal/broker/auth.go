package broker

import (
	"context"
	"crypto/ecdsa"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/trust"
)

// authenticate settles which desk a request comes from: one token per request,
// over its method, URL and body, good for minutes and once.
func (s *Server) authenticate(ctx context.Context, c *call) (trust.Desk, error) {
	headers := c.Header.Values(brokerapi.HeaderRequest)
	if len(headers) != 1 {
		return trust.Desk{}, ErrUnsigned
	}
	now := s.now()
	b, kid, err := brokerapi.ReadRequest(headers[0], func(kid string, iat time.Time) (*ecdsa.PublicKey, error) {
		// The time first: a desk with a wrong clock is to hear that, not that
		// its key is unknown for that time.
		if err := fresh(iat, now); err != nil {
			return nil, err
		}
		return c.list.Keys(trust.UseDesk)(kid, iat)
	})
	if err != nil {
		return trust.Desk{}, err
	}
	if b.Audience != c.registry.Broker || b.Method != c.Method || b.URL != c.URL.RequestURI() ||
		b.BodySHA256 != brokerapi.BodyHash(c.body) {
		return trust.Desk{}, ErrOtherRequest
	}
	desk, err := s.deskOf(c, kid, b)
	if err != nil {
		return trust.Desk{}, err
	}
	until := b.IssuedAt.Time().Add(2 * brokerapi.RequestWindow)
	return desk, s.store.Remember(ctx, desk.ID, b.JTI, until, now)
}

// deskOf compares who the token says it is from with whose key signed it.
func (*Server) deskOf(c *call, kid string, b brokerapi.RequestBody) (trust.Desk, error) {
	key, ok := c.list.Key(trust.UseDesk, kid)
	if !ok || key.Desk != b.Issuer {
		return trust.Desk{}, ErrOtherRequest
	}
	desk, ok := c.list.Desk(b.Issuer)
	if !ok {
		return trust.Desk{}, ErrDeskUnknown
	}
	return desk, nil
}

func fresh(iat, now time.Time) error {
	if d := now.Sub(iat); d > brokerapi.RequestWindow || d < -brokerapi.RequestWindow {
		return ErrStale.With("now", now.UTC().Format(time.RFC3339))
	}
	return nil
}
