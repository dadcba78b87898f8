package broker

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// How long things the council signs are good for.
const (
	rootLife  = 365 * 24 * time.Hour
	trustLife = 7 * 24 * time.Hour
	trustAge  = 24 * time.Hour // after which the list is signed anew
	keyLife   = 2 * 365 * 24 * time.Hour
	// keyEarly lets a key count for signatures made a little before it was
	// registered, by a desk whose clock is behind.
	keyEarly = 10 * time.Minute
)

// What an administrator can be told.
var (
	ErrFounded   = fault.New(fault.Conflict, "council-exists")
	ErrNoCouncil = fault.New(fault.NotFound, "council-missing")
	ErrCouncil   = fault.New(fault.Malformed, "council-malformed")
	ErrSite      = fault.New(fault.NotFound, "site-missing")
	ErrPerson    = fault.New(fault.NotFound, "person-missing")
	ErrTaken     = fault.New(fault.Conflict, "registry-taken")
	ErrRoles     = fault.New(fault.Refused, "roles-conflict") // an administrator holds no counter role
	ErrNotAdmin  = fault.New(fault.Unauthorised, "not-an-administrator")
	ErrOwnKeys   = fault.New(fault.Unauthorised, "own-keys") // nobody confirms their own
	ErrPending   = fault.New(fault.NotFound, "staff-keys-missing")
	ErrWrongRing = fault.New(fault.Conflict, "council-other-keys")
)

// Council is what a council says of itself when it starts.
type Council struct {
	Name   trust.Text
	Brand  string // "#0B4F5C"
	Issuer string // https URL, the iss of everything
	Broker string // identifier: the aud of vouches and requests
	URL    string // where desks reach the broker
	Sites  []trust.Site
}

// Admin does what the council's administrators do.
type Admin struct {
	store brokerstore.Store
	keys  KeyRing
	now   func() time.Time
}

// NewAdmin returns the administration of a store.
func NewAdmin(store brokerstore.Store, keys KeyRing, now func() time.Time) *Admin {
	return &Admin{store, keys, now}
}

// InitCouncil founds the council: the register with the broker's own keys, the
// root, and the first trust list. It is done once; a policy must follow.
func (a *Admin) InitCouncil(ctx context.Context, c Council) error {
	if c.Name.En == "" || c.Issuer == "" || c.Broker == "" || brokerapi.CheckBrokerURL(c.URL) != nil {
		return ErrCouncil
	}
	now := a.now()
	rootKey, err := publicOf(a.keys, RoleRoot)
	if err != nil {
		return err
	}
	own, err := a.ownKeys(c, now)
	if err != nil {
		return err
	}
	root, err := a.signRoot(c, jose.MarshalKey(rootKey), now)
	if err != nil {
		return err
	}
	// The root first: founding that stopped half way is done again from here,
	// and the root that is there already names the same keys.
	err = a.store.Publish(ctx, brokerstore.Doc{Kind: brokerstore.DocRoot, Version: 1, Token: root, At: now})
	if err != nil && fault.Code(err) != brokerstore.ErrOlder.Code {
		return err
	}
	err = a.store.ChangeRegistry(ctx, func(r *brokerstore.Registry) error {
		if r.Issuer != "" {
			return ErrFounded
		}
		*r = brokerstore.Registry{
			Issuer: c.Issuer, Broker: c.Broker, URL: c.URL, Root: jose.Thumbprint(rootKey),
			Sites: slices.Clone(c.Sites), Keys: own,
		}
		return nil
	})
	if err != nil {
		return err
	}
	return a.PublishTrust(ctx)
}

func (a *Admin) signRoot(c Council, rootKey json.RawMessage, now time.Time) (string, error) {
	registrar, err := publicOf(a.keys, RoleRegistrar)
	if err != nil {
		return "", err
	}
	policyKey, err := publicOf(a.keys, RolePolicy)
	if err != nil {
		return "", err
	}
	s, err := signer(a.keys, RoleRoot, jose.TypRoot, "")
	if err != nil {
		return "", err
	}
	return s.Sign(trust.RootBody{
		Issuer: c.Issuer, Version: 1, IssuedAt: now.Unix(), Expires: now.Add(rootLife).Unix(),
		Name: c.Name, Brand: c.Brand, RootKeys: []json.RawMessage{rootKey},
		Registrar: jose.MarshalKey(registrar), Policy: jose.MarshalKey(policyKey),
	})
}

// ownKeys are the broker's entries in the trust list.
func (a *Admin) ownKeys(c Council, now time.Time) ([]trust.Key, error) {
	from, until := now.Add(-keyEarly).Unix(), now.Add(keyLife).Unix()
	var all []trust.Key
	for _, k := range []struct {
		role Role
		use  trust.Use
	}{{RoleLetter, trust.UseLetter}, {RoleReceipt, trust.UseReceipt}, {RoleBroker, trust.UseBroker}, {RoleParcel, trust.UseParcel}} {
		pub, err := publicOf(a.keys, k.role)
		if err != nil {
			return nil, err
		}
		kid := jose.Thumbprint(pub)
		if k.role == RoleLetter {
			kid = shortKID()
		}
		all = append(all, trust.Key{KID: kid, Use: k.use, JWK: jose.MarshalKey(pub), From: from, Until: until})
	}
	_, verifier, err := newNoteSigner(a.keys, logOrigin(c.Broker))
	if err != nil {
		return nil, err
	}
	return append(all, trust.Key{KID: "log-1", Use: trust.UseCheckpoint, Note: verifier, From: from, Until: until}), nil
}

// shortKID is the two characters a letter has room for.
func shortKID() string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	var raw [2]byte
	for i := range raw {
		raw[i] = alphabet[randomBelow(len(alphabet))]
	}
	return string(raw[:])
}

// PublishTrust signs the register as the next trust list.
func (a *Admin) PublishTrust(ctx context.Context) error {
	for try := 0; ; try++ {
		err := a.publishTrust(ctx)
		// Another server signed one meanwhile: sign the next.
		if fault.Code(err) != brokerstore.ErrOlder.Code || try == 5 {
			return err
		}
	}
}

func (a *Admin) publishTrust(ctx context.Context) error {
	r, err := a.registry(ctx)
	if err != nil {
		return err
	}
	version := int64(1)
	last, err := a.store.Published(ctx, brokerstore.DocTrust)
	switch {
	case err == nil:
		version = last.Version + 1
	case fault.Of(err) != fault.NotFound:
		return err
	}
	now := a.now()
	body := trust.ListBody{
		Issuer: r.Issuer, Broker: r.Broker, Version: version,
		IssuedAt: now.Unix(), Expires: now.Add(trustLife).Unix(),
		Sites: orEmpty(r.Sites), Desks: []trust.Desk{}, Persons: orEmpty(r.Persons), Keys: orEmpty(r.Keys),
	}
	for _, d := range r.Desks {
		body.Desks = append(body.Desks, d.Desk)
	}
	s, err := signer(a.keys, RoleRegistrar, jose.TypTrust, "")
	if err != nil {
		return err
	}
	token, err := s.Sign(body)
	if err != nil {
		return err
	}
	if err := a.checkList(ctx, token, now); err != nil {
		return err
	}
	return a.store.Publish(ctx, brokerstore.Doc{Kind: brokerstore.DocTrust, Version: version, Token: token, At: now})
}

// checkList reads the list as a desk would: one that no desk accepts would
// stop the council.
func (a *Admin) checkList(ctx context.Context, token string, now time.Time) error {
	root, err := a.Root(ctx)
	if err != nil {
		return err
	}
	_, err = trust.ParseList(token, root, now)
	return err
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// Root is the council's root.
func (a *Admin) Root(ctx context.Context) (*trust.Root, error) {
	r, err := a.registry(ctx)
	if err != nil {
		return nil, err
	}
	doc, err := a.store.Published(ctx, brokerstore.DocRoot)
	if err != nil {
		return nil, err
	}
	return trust.ParseRoot(doc.Token, []string{r.Root}, a.now())
}

func (a *Admin) registry(ctx context.Context) (brokerstore.Registry, error) {
	r, err := a.store.Registry(ctx)
	if err == nil && r.Issuer == "" {
		return r, ErrNoCouncil
	}
	return r, err
}

// PublishPolicy signs rules with the council's policy key and publishes them.
func (a *Admin) PublishPolicy(ctx context.Context, body []byte) (*policy.Policy, error) {
	rules, err := policy.Decode(body)
	if err != nil {
		return nil, err
	}
	r, err := a.registry(ctx)
	if err != nil {
		return nil, err
	}
	s, err := signer(a.keys, RolePolicy, jose.TypPolicy, "")
	if err != nil {
		return nil, err
	}
	token, err := s.Sign(brokerapi.PolicyBody{
		Issuer: r.Issuer, IssuedAt: jose.SecondsOf(a.now()), Version: rules.Version, Effective: rules.Effective, Body: body,
	})
	if err != nil {
		return nil, err
	}
	return a.PublishSignedPolicy(ctx, token)
}

// PublishSignedPolicy publishes a policy that was signed elsewhere, such as by
// vouchctl where the policy key is kept. It refuses what every desk would:
// another council's, another key's, one dated ahead, one with a mistake in it.
// Its version must be above the last one's. It may begin on a later day.
func (a *Admin) PublishSignedPolicy(ctx context.Context, token string) (*policy.Policy, error) {
	root, err := a.Root(ctx)
	if err != nil {
		return nil, err
	}
	now := a.now()
	rules, _, err := brokerapi.ReadPolicy(token, root, now)
	if err != nil {
		return nil, err
	}
	doc := brokerstore.Doc{Kind: brokerstore.DocPolicy, Version: int64(rules.Version), Token: token, At: now}
	return rules, a.store.Publish(ctx, doc)
}

func randomBelow(n int) int {
	// Rejection keeps every value as likely as any other.
	limit := 256 - 256%n
	var b [1]byte
	for {
		_, _ = rand.Read(b[:]) // never fails (Go 1.24)
		if int(b[0]) < limit {
			return int(b[0]) % n
		}
	}
}
