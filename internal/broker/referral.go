package broker

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// IncidentReferral is the code of a case handed to the counter-fraud team. The
// incident holds the referral's id: what it is about stays sealed.
const IncidentReferral = "referral"

// putReferral keeps a case that a second officer handed on. Sent twice it
// counts once.
func (s *Server) putReferral(ctx context.Context, c *call) (answer, error) {
	id, parcel := c.PathValue("id"), string(c.body)
	token, err := openParcel(s.keys, parcel, jose.TypReferral)
	if err != nil {
		return answer{}, err
	}
	if err := s.referral(c, token, id); err != nil {
		return answer{}, err
	}
	sum := sha256.Sum256([]byte(token))
	created, err := s.store.PutReferral(ctx, brokerstore.Referral{
		ID: id, SHA256: base64.RawURLEncoding.EncodeToString(sum[:]), Desk: c.desk.ID, Parcel: parcel, Received: s.now(),
	})
	if fault.Code(err) == brokerstore.ErrExists.Code {
		return answer{}, ErrReferralOther
	}
	if err != nil {
		return answer{}, err
	}
	// Not only when created: the broker may have stopped between the two.
	if err := s.incident(ctx, IncidentReferral, c.desk.ID, id); err != nil {
		return answer{}, err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
	}
	return jsonAnswer(status, brokerapi.Referred{State: brokerapi.StateKept})
}

// referral holds that a desk says this of a case of its own, that it was looked
// at and handed on, and that two members of staff stand behind it. A desk's key
// alone refers nobody by names it made up.
func (s *Server) referral(c *call, token, id string) error {
	v, err := jose.Verify(token, jose.TypReferral, c.list.Keys(trust.UseDesk))
	if err != nil {
		return err
	}
	var b brokerapi.ReferralBody
	if err := jose.Decode(v.Payload, &b); err != nil {
		return ErrBodyForm.Because(err)
	}
	key, _ := c.list.Key(trust.UseDesk, v.KID)
	if b.Issuer != c.desk.ID || key.Desk != b.Issuer || b.Audience != c.registry.Broker || b.JTI != id {
		return ErrOtherRequest
	}
	if !strings.HasPrefix(id, "urn:uuid:") || b.Case == "" || b.Kind == "" || b.View == "" || b.Document < 0 || b.Document > len(b.Documents) {
		return ErrBodyForm.At("referral")
	}
	if b.View != string(casework.ViewRefer) {
		return ErrReferralView
	}
	if b.Asked.By == "" || b.Looked.By == "" || b.Asked.By == b.Looked.By {
		return ErrFourEyes
	}
	if !held(c.list, b.Asked, trust.Officer) {
		return ErrReferralStaff.At("asked")
	}
	if !held(c.list, b.Looked, trust.Officer, trust.Supervisor) {
		return ErrReferralStaff.At("looked")
	}
	return nil
}

// held reports whether whoever did something held one of the roles when they did.
func held(list *trust.List, m brokerapi.Moment, roles ...trust.Role) bool {
	p, ok := list.Person(m.By)
	return ok && slices.ContainsFunc(roles, func(r trust.Role) bool { return p.Holds(r, m.At.Time()) })
}
