package broker

import (
	"bytes"
	"context"
	"crypto/sha256"
	"net/http"
	"time"

	"filippo.io/age"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
)

func (s *Server) getSpec(context.Context, *call) (answer, error) {
	return answer{status: http.StatusOK, media: brokerapi.MediaYAML, body: brokerapi.Spec()}, nil
}

func (s *Server) getHealth(ctx context.Context, _ *call) (answer, error) {
	if err := s.store.Ping(ctx); err != nil {
		return answer{}, brokerstore.ErrBusy.Because(err)
	}
	return jsonAnswer(http.StatusOK, brokerapi.Health{Status: "ok"})
}

func (s *Server) getDoc(kind brokerstore.DocKind) handler {
	return func(ctx context.Context, _ *call) (answer, error) {
		doc, err := s.store.Published(ctx, kind)
		if fault.Of(err) == fault.NotFound {
			return answer{}, ErrNoPolicy.At(string(kind))
		}
		if err != nil {
			return answer{}, err
		}
		a, err := tokenAnswer(http.StatusOK, doc.Token)
		a.etag = brokerapi.ETag(sha256.Sum256([]byte(doc.Token)))
		return a, err
	}
}

// getTime signs the time over the desk's own nonce, so that an old answer does
// not set a clock back.
func (s *Server) getTime(_ context.Context, c *call) (answer, error) {
	nonce := c.URL.Query().Get("nonce")
	if len(nonce) < 16 || len(nonce) > 64 {
		return answer{}, ErrBodyForm.At("nonce")
	}
	token, err := s.sign(RoleBroker, jose.TypTime, brokerapi.TimeBody{
		Issuer: c.registry.Broker, IssuedAt: jose.SecondsOf(s.now()), Nonce: nonce,
	})
	if err != nil {
		return answer{}, err
	}
	return tokenAnswer(http.StatusOK, token)
}

// getLetters seals the site's letter records to the desk's vault. Sealing
// gives other bytes each time, so the ETag is of what is sealed.
func (s *Server) getLetters(ctx context.Context, c *call) (answer, error) {
	recipient, err := recipientOf(c)
	if err != nil {
		return answer{}, err
	}
	now := s.now()
	rows, err := s.store.Letters(ctx, c.desk.Site, now)
	if err != nil {
		return answer{}, err
	}
	h := sha256.New()
	h.Write([]byte(recipient.String() + "\n"))
	records := []letter.Record{}
	for _, row := range rows {
		rec, has, err := s.openRecord(row)
		if err != nil {
			return answer{}, err
		}
		if has {
			h.Write([]byte(row.JTI + "\n" + row.Record + "\n"))
			records = append(records, rec)
		}
	}
	etag := brokerapi.ETag([32]byte(h.Sum(nil)))
	if c.Header.Get("If-None-Match") == etag {
		return answer{etag: etag}, nil
	}
	sealed, err := s.sealLetters(c, recipient, records, now)
	return answer{status: http.StatusOK, media: brokerapi.MediaSealed, etag: etag, body: sealed}, err
}

func recipientOf(c *call) (*age.X25519Recipient, error) {
	for _, d := range c.registry.Desks {
		if d.ID == c.desk.ID {
			r, err := age.ParseX25519Recipient(d.Recipient)
			if err != nil {
				return nil, broken(err)
			}
			return r, nil
		}
	}
	return nil, ErrDeskUnknown
}

func (s *Server) sealLetters(c *call, to age.Recipient, records []letter.Record, now time.Time) ([]byte, error) {
	token, err := s.sign(RoleBroker, jose.TypLetters, brokerapi.LettersBody{
		Issuer: c.registry.Broker, Audience: c.desk.ID, IssuedAt: jose.SecondsOf(now), Site: c.desk.Site, Records: records,
	})
	if err != nil {
		return nil, err
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, to)
	if err != nil {
		return nil, broken(err)
	}
	if _, err := w.Write([]byte(token)); err != nil {
		return nil, broken(err)
	}
	if err := w.Close(); err != nil {
		return nil, broken(err)
	}
	return sealed.Bytes(), nil
}
