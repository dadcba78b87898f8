package broker

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strconv"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// ErrNoLetterKey is for a register without a letter key of ours.
var ErrNoLetterKey = fault.New(fault.NotFound, "letter-key-missing")

// ErrLetterDays is for a letter that is to be good for longer than the policy
// lets it be, or for no time at all. Params "most": the policy's days.
var ErrLetterDays = fault.New(fault.Refused, "letter-days")

// LetterAsk is one letter to print.
type LetterAsk struct {
	Site   int       // 0: any
	Days   int       // 0: as many as the policy in force gives
	Record *LetterTo // nil: printed without a record
}

// LetterTo is whom a letter goes to. It is personal data and kept sealed.
type LetterTo struct {
	Given    string
	Family   string
	Address  []string
	Postcode string
	Language string
}

// PrintedLetter is what stands on a letter. Both codes are secrets.
type PrintedLetter struct {
	Code  string // the QR text
	Typed string // grouped, to be read by eye
	Until time.Time
	JTI   letter.ID
}

// IssueLetter mints a letter and keeps it, with or without a record.
func (a *Admin) IssueLetter(ctx context.Context, ask LetterAsk) (PrintedLetter, error) {
	r, err := a.registry(ctx)
	if err != nil {
		return PrintedLetter{}, err
	}
	if ask.Site != 0 && !slices.ContainsFunc(r.Sites, func(s trust.Site) bool { return s.Number == ask.Site }) {
		return PrintedLetter{}, ErrSite
	}
	now := a.now().UTC().Truncate(time.Second)
	days, err := a.letterDays(ctx, ask.Days, now)
	if err != nil {
		return PrintedLetter{}, err
	}
	code := letter.Code{Tag: letter.TagOf(r.Root), IssuedAt: now, Days: days, Site: ask.Site}
	var random [16]byte
	if _, err := rand.Read(code.JTI[:]); err != nil {
		return PrintedLetter{}, ErrKeys.Because(err)
	}
	if _, err := rand.Read(random[:]); err != nil {
		return PrintedLetter{}, ErrKeys.Because(err)
	}
	kid, err := a.letterKID(r, now)
	if err != nil {
		return PrintedLetter{}, err
	}
	s, err := signer(a.keys, RoleLetter, jose.TypLetter, kid)
	if err != nil {
		return PrintedLetter{}, err
	}
	minted, err := letter.Mint(s, code)
	if err != nil {
		return PrintedLetter{}, err
	}
	typed := letter.NewTyped(random)
	row := brokerstore.Letter{JTI: code.JTI.String(), Site: ask.Site, Issued: now, Until: minted.Until()}
	if row.Typed, err = a.typedMAC(typed); err != nil {
		return PrintedLetter{}, err
	}
	if ask.Record != nil {
		if row.Record, err = a.sealRecord(r, *ask.Record, code.JTI, now); err != nil {
			return PrintedLetter{}, err
		}
	}
	if err := a.store.AddLetter(ctx, row); err != nil {
		return PrintedLetter{}, err
	}
	return PrintedLetter{Code: minted.String(), Typed: typed.Grouped(), Until: minted.Until(), JTI: code.JTI}, nil
}

// letterDays is the life of a letter printed now: what is asked for, or all
// that the policy gives. A desk refuses a letter that says more.
func (a *Admin) letterDays(ctx context.Context, asked int, now time.Time) (int, error) {
	rules, err := a.policyInForce(ctx, now)
	switch {
	case err != nil:
		return 0, err
	case asked < 0 || asked > rules.Limits.LetterDays:
		return 0, ErrLetterDays.With("most", strconv.Itoa(rules.Limits.LetterDays))
	case asked == 0:
		return rules.Limits.LetterDays, nil
	}
	return asked, nil
}

// policyInForce is the newest policy published whose first day has come.
func (a *Admin) policyInForce(ctx context.Context, now time.Time) (*policy.Policy, error) {
	root, err := a.Root(ctx)
	if err != nil {
		return nil, err
	}
	versions, err := a.store.Versions(ctx, brokerstore.DocPolicy)
	if err != nil {
		return nil, err
	}
	for _, version := range slices.Backward(versions) {
		doc, err := a.store.PublishedAt(ctx, brokerstore.DocPolicy, version)
		if err != nil {
			return nil, err
		}
		rules, _, err := brokerapi.ReadPolicy(doc.Token, root, time.Time{})
		if err != nil {
			return nil, broken(err)
		}
		if !rules.Effective.After(resident.DateOf(now)) {
			return rules, nil
		}
	}
	return nil, ErrNoPolicy
}

func (a *Admin) typedMAC(t letter.Typed) (string, error) {
	mac, err := a.keys.MAC([]byte("typed code 1\n" + string(t)))
	return base64.RawURLEncoding.EncodeToString(mac), err
}

// letterKID finds the register's name of the ring's letter key.
func (a *Admin) letterKID(r brokerstore.Registry, now time.Time) (string, error) {
	pub, err := publicOf(a.keys, RoleLetter)
	if err != nil {
		return "", err
	}
	want := string(jose.MarshalKey(pub))
	for _, k := range r.Keys {
		if k.Use == trust.UseLetter && string(k.JWK) == want && k.ValidAt(now) {
			return k.KID, nil
		}
	}
	return "", ErrNoLetterKey
}

// sealRecord makes a record unreadable to whoever has the store's file alone:
// signed, so that it cannot be exchanged, then sealed to the broker itself.
func (a *Admin) sealRecord(r brokerstore.Registry, to LetterTo, jti letter.ID, now time.Time) (string, error) {
	s, err := signer(a.keys, RoleBroker, jose.TypLetters, "")
	if err != nil {
		return "", err
	}
	token, err := s.Sign(brokerapi.LettersBody{
		Issuer: r.Broker, IssuedAt: jose.SecondsOf(now),
		Records: []letter.Record{{
			JTI: jti, Given: to.Given, Family: to.Family, AddressLines: orEmpty(to.Address),
			Postcode: to.Postcode, Language: to.Language, Issued: jose.SecondsOf(now),
		}},
	})
	if err != nil {
		return "", err
	}
	pub, err := publicOf(a.keys, RoleParcel)
	if err != nil {
		return "", err
	}
	return jose.Seal(token, jose.Recipient{KID: jose.Thumbprint(pub), Key: pub}, string(jose.TypLetters))
}
