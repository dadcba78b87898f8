package broker

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"net/http"
	"slices"

	"filippo.io/age"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// postDesk enrols a desk and publishes a list that names its key.
func (s *Server) postDesk(ctx context.Context, c *call) (answer, error) {
	var e brokerapi.Enrolment
	if err := jose.Decode(c.body, &e); err != nil {
		return answer{}, ErrBodyForm.Because(err)
	}
	key, err := jose.ParseKey(e.DeskKey)
	if err != nil {
		return answer{}, err
	}
	if _, err := age.ParseX25519Recipient(e.VaultRecipient); err != nil {
		return answer{}, ErrBodyForm.At("vault_recipient")
	}
	now := s.now()
	keys := brokerstore.DeskKeys{Recipient: e.VaultRecipient, Key: trust.Key{
		KID: jose.Thumbprint(key), Use: trust.UseDesk, JWK: jose.MarshalKey(key),
		From: now.Add(-keyEarly).Unix(), Until: now.Add(keyLife).Unix(),
	}}
	desk, err := s.store.Enrol(ctx, secretHash(e.Secret), keys, now)
	if err != nil {
		return answer{}, err
	}
	if _, listed := c.list.Key(trust.UseDesk, keys.Key.KID); !listed {
		if err := s.admin.PublishTrust(ctx); err != nil {
			return answer{}, err
		}
	}
	return jsonAnswer(http.StatusCreated, brokerapi.Enrolled{
		Desk: desk.ID, Site: desk.Site, Broker: c.registry.Broker, Issuer: c.registry.Issuer,
	})
}

// postStaffKeys keeps a person's new keys until administrators confirm them.
func (s *Server) postStaffKeys(ctx context.Context, c *call) (answer, error) {
	var k brokerapi.StaffKeys
	if err := jose.Decode(c.body, &k); err != nil {
		return answer{}, ErrBodyForm.Because(err)
	}
	sign, err := jose.ParseKey(k.Sign)
	if err != nil {
		return answer{}, err
	}
	enc, err := jose.ParseKey(k.Enc)
	if err != nil {
		return answer{}, err
	}
	p := brokerstore.Pending{
		Person: k.Person, Desk: c.desk.ID, Sign: jose.MarshalKey(sign), Enc: jose.MarshalKey(enc), At: s.now(),
	}
	if jose.Thumbprint(sign) == jose.Thumbprint(enc) {
		return answer{}, ErrTaken.At("enc") // one key, one use
	}
	state := brokerapi.StaffPending{State: brokerapi.StaffStatePending}
	err = s.store.ChangeRegistry(ctx, func(r *brokerstore.Registry) error {
		state.Needed = quorum(*r, p.At)
		return hand(r, p, &state)
	})
	if err != nil {
		return answer{}, err
	}
	return jsonAnswer(http.StatusAccepted, state)
}

// hand keeps pending keys; the same keys again change nothing.
func hand(r *brokerstore.Registry, p brokerstore.Pending, state *brokerapi.StaffPending) error {
	if !slices.ContainsFunc(r.Persons, func(q trust.Person) bool { return q.ID == p.Person }) {
		return ErrPerson
	}
	for _, k := range r.Keys {
		if k.KID != kidOf(p.Sign) && k.KID != kidOf(p.Enc) {
			continue
		}
		if k.Person != p.Person || k.Desk != p.Desk {
			return ErrTaken.At("sign")
		}
		*state = brokerapi.StaffPending{State: brokerapi.StaffStateConfirmed, Confirmed: state.Needed, Needed: state.Needed}
		return nil
	}
	same := func(q brokerstore.Pending) bool { return q.Person == p.Person && q.Desk == p.Desk }
	if i := slices.IndexFunc(r.Pending, same); i >= 0 {
		if kidOf(r.Pending[i].Sign) == kidOf(p.Sign) && kidOf(r.Pending[i].Enc) == kidOf(p.Enc) {
			state.Confirmed = len(r.Pending[i].ConfirmedBy)
			return nil
		}
		// Other keys: what was confirmed were not these.
		r.Pending = slices.DeleteFunc(r.Pending, same)
	}
	r.Pending = append(r.Pending, p)
	return nil
}

// listSize is how many places one status list has.
const listSize = 1 << 20

// postLease gives a desk status indices in random order, so that their order
// tells nobody which vouches belong together.
func (s *Server) postLease(ctx context.Context, c *call) (answer, error) {
	ask := brokerapi.LeaseAsk{Count: brokerapi.MaxLease}
	if len(c.body) > 0 {
		if err := jose.Decode(c.body, &ask); err != nil {
			return answer{}, ErrBodyForm.Because(err)
		}
	}
	if ask.Count < 1 || ask.Count > brokerapi.MaxLease {
		return answer{}, ErrBodyForm.At("count")
	}
	now := s.now()
	indices, err := s.store.Lease(ctx, c.desk.ID, candidates(8*ask.Count), ask.Count, now)
	if err != nil {
		return answer{}, err
	}
	token, err := s.sign(RoleBroker, jose.TypLease, brokerapi.LeaseBody{
		Issuer: c.registry.Broker, Audience: c.desk.ID, IssuedAt: jose.SecondsOf(now), JTI: s.newID(),
		URI: statusURI(c.registry), Indices: indices,
	})
	if err != nil {
		return answer{}, err
	}
	return tokenAnswer(http.StatusCreated, token)
}

// candidates draws places of the list, each once.
func candidates(n int) []int {
	seen := make(map[int]bool, n)
	all := make([]int, 0, n)
	for len(all) < n {
		if i := randomIndex(); !seen[i] {
			seen[i] = true
			all = append(all, i)
		}
	}
	return all
}

func statusURI(r brokerstore.Registry) string { return r.Broker + "/v1/statuslists/1" }

// randomIndex draws from the system's randomness: a list with a million places
// has a power of two of them, so no value is likelier.
func randomIndex() int {
	var b [4]byte
	_, _ = rand.Read(b[:]) // never fails (Go 1.24)
	return int(binary.BigEndian.Uint32(b[:]) % listSize)
}
