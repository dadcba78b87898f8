package broker

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"sync"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
)

// state is what is in force while one request is answered.
type state struct {
	registry brokerstore.Registry
	root     *trust.Root
	list     *trust.List
}

// parsed keeps what was last parsed, so that a list of thousands is not
// verified for each request. What is in force is always asked of the store.
type parsed struct {
	mu    sync.Mutex
	root  *trust.Root
	list  *trust.List
	rules map[int64]*policy.Policy
}

func (s *Server) state(ctx context.Context) (state, error) {
	r, err := s.store.Registry(ctx)
	if err != nil {
		return state{}, err
	}
	if r.Issuer == "" {
		return state{}, ErrNoCouncil
	}
	rootDoc, err := s.store.Published(ctx, brokerstore.DocRoot)
	if err != nil {
		return state{}, err
	}
	listDoc, err := s.store.Published(ctx, brokerstore.DocTrust)
	if err != nil {
		return state{}, err
	}
	s.parsed.mu.Lock()
	defer s.parsed.mu.Unlock()
	if s.parsed.root == nil || s.parsed.root.Token != rootDoc.Token {
		root, err := trust.ParseRoot(rootDoc.Token, []string{r.Root}, time.Time{})
		if err != nil {
			return state{}, broken(err)
		}
		s.parsed.root, s.parsed.list = root, nil
	}
	if s.parsed.list == nil || s.parsed.list.Token != listDoc.Token {
		list, err := trust.ParseList(listDoc.Token, s.parsed.root, time.Time{})
		if err != nil {
			return state{}, broken(err)
		}
		s.parsed.list = list
	}
	return state{r, s.parsed.root, s.parsed.list}, nil
}

// broken marks what is wrong with our own files as ours: told as it is, a desk
// would take it for a fault of its own.
func broken(err error) error { return fault.New(fault.Internal, "council-state").Because(err) }

// rules are one version of the policy, or ErrPolicyUnknown.
func (s *Server) rules(ctx context.Context, st state, version int64) (*policy.Policy, error) {
	s.parsed.mu.Lock()
	known := s.parsed.rules[version]
	s.parsed.mu.Unlock()
	if known != nil {
		return known, nil
	}
	doc, err := s.store.PublishedAt(ctx, brokerstore.DocPolicy, version)
	if fault.Of(err) == fault.NotFound {
		return nil, ErrPolicyUnknown
	}
	if err != nil {
		return nil, err
	}
	rules, _, err := brokerapi.ReadPolicy(doc.Token, st.root, time.Time{})
	if err != nil {
		return nil, broken(err)
	}
	s.parsed.mu.Lock()
	defer s.parsed.mu.Unlock()
	s.parsed.rules[version] = rules // published versions never change
	return rules, nil
}

// openParcel decrypts what was sealed to the broker and must be of one kind.
func openParcel(keys KeyRing, parcel string, typ jose.Typ) (string, error) {
	token, cty, err := jose.Open(parcel, func(kid string) (*ecdsa.PrivateKey, error) { return keys.Decryption(kid) })
	if err != nil {
		return "", err
	}
	if cty != string(typ) {
		return "", ErrParcelKind
	}
	return token, nil
}

// openVouch decrypts a vouch and what travels beside it.
func openVouch(keys KeyRing, parcel string) (token string, referees []brokerapi.Referee, err error) {
	plain, err := openParcel(keys, parcel, jose.TypVouch)
	if err != nil {
		return "", nil, err
	}
	return brokerapi.SplitVouch(plain)
}

// openRecord reads a letter's record, if there is one.
func (s *Server) openRecord(l brokerstore.Letter) (letter.Record, bool, error) {
	if l.Record == "" {
		return letter.Record{}, false, nil
	}
	token, err := openParcel(s.keys, l.Record, jose.TypLetters)
	if err != nil {
		return letter.Record{}, false, broken(err)
	}
	pub, err := publicOf(s.keys, RoleBroker)
	if err != nil {
		return letter.Record{}, false, err
	}
	v, err := jose.Verify(token, jose.TypLetters, func(string, time.Time) (*ecdsa.PublicKey, error) { return pub, nil })
	if err != nil {
		return letter.Record{}, false, broken(err)
	}
	var body brokerapi.LettersBody
	if err := jose.Decode(v.Payload, &body); err != nil || len(body.Records) != 1 || body.Records[0].JTI.String() != l.JTI {
		return letter.Record{}, false, broken(err)
	}
	return body.Records[0], true, nil
}

// kidOf is the thumbprint of a JWK that was checked before.
func kidOf(jwk json.RawMessage) string {
	pub, err := jose.ParseKey(jwk)
	if err != nil {
		return ""
	}
	return jose.Thumbprint(pub)
}
