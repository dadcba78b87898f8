package trust

import (
	"crypto/ecdsa"
	"encoding/json"
	"slices"
	"time"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
)

// Use is the one thing a key may do.
type Use string

// The uses. Roots, registrar and policy keys are named by the root itself.
const (
	UseLetter     Use = "letter"
	UseReceipt    Use = "receipt"
	UseBroker     Use = "broker"     // what else the broker states: checks, time, leases, letter records
	UseCheckpoint Use = "checkpoint" // the log's Ed25519 note key
	UseParcel     Use = "parcel-enc"
	UseDesk       Use = "desk"
	UseStaffSign  Use = "staff-sign"
	UseStaffEnc   Use = "staff-enc"
)

// Role is what a person may do at a counter.
type Role string

// The roles. An administrator holds neither of the first two.
const (
	Officer       Role = "officer"
	Supervisor    Role = "supervisor"
	Adviser       Role = "adviser"
	Administrator Role = "administrator"
)

// PersonID names a member of staff. Four eyes compares these, never keys.
type PersonID string

// DeskID names one enrolled machine.
type DeskID string

// Training says when each training was last refreshed; the zero date is never.
type Training struct {
	Document resident.Date `json:"document,omitzero"`
	Likeness resident.Date `json:"likeness,omitzero"`
}

// A Person is a member of staff as the registrar lists them.
type Person struct {
	ID       PersonID `json:"id"`
	Name     string   `json:"name"`
	Roles    []Role   `json:"roles"`
	Training Training `json:"training"`
	From     int64    `json:"from"`
	Until    int64    `json:"until"`
}

// Holds reports whether the person had the role at a time.
func (p Person) Holds(role Role, at time.Time) bool {
	return slices.Contains(p.Roles, role) && at.Unix() >= p.From && at.Unix() < p.Until
}

// A Desk is one enrolled machine.
type Desk struct {
	ID   DeskID `json:"id"`
	Name Text   `json:"name"`
	Site int    `json:"site"`
}

// A Site is where desks stand.
type Site struct {
	Number int  `json:"number"`
	Name   Text `json:"name"`
}

// A Key has exactly one use. JWK is for all but the log's key, which is a
// signed-note verifier ("name+hash+key").
type Key struct {
	KID           string          `json:"kid"`
	Use           Use             `json:"use"`
	JWK           json.RawMessage `json:"jwk,omitempty"`
	Note          string          `json:"note,omitempty"`
	Person        PersonID        `json:"person,omitempty"`
	Desk          DeskID          `json:"desk,omitempty"`
	From          int64           `json:"from"`
	Until         int64           `json:"until"`
	UntrustedFrom int64           `json:"untrusted_from,omitempty"`
}

// ValidAt reports whether a signature made at a time counts.
func (k Key) ValidAt(at time.Time) bool {
	s := at.Unix()
	return s >= k.From && s < k.Until && (k.UntrustedFrom == 0 || s < k.UntrustedFrom)
}

// ListBody is what a vd-trust+jwt says.
type ListBody struct {
	Issuer   string   `json:"iss"`
	Broker   string   `json:"broker"` // the broker's identifier, the aud of vouches
	Version  int64    `json:"version"`
	IssuedAt int64    `json:"iat"`
	Expires  int64    `json:"exp"`
	Sites    []Site   `json:"sites"`
	Desks    []Desk   `json:"desks"`
	Persons  []Person `json:"persons"`
	Keys     []Key    `json:"keys"`
}

// A List is a verified trust list.
type List struct {
	Token string
	Body  ListBody
	keys  map[Use]map[string]entry
}

// ParseList verifies a trust list against its root. A zero now skips the check
// of its expiry, for records looked at later; issuing never does that.
func ParseList(token string, root *Root, now time.Time) (*List, error) {
	v, err := jose.Verify(token, jose.TypTrust, root.Registrar())
	if err != nil {
		return nil, err
	}
	l := &List{Token: token, keys: map[Use]map[string]entry{}}
	if err := jose.Decode(v.Payload, &l.Body); err != nil {
		return nil, ErrMalformed.At("trust").Because(err)
	}
	if l.Body.Issuer != root.Body.Issuer {
		return nil, ErrOtherCouncil
	}
	if err := l.index(root); err != nil {
		return nil, err
	}
	return l, within(l.Body.IssuedAt, l.Body.Expires, now)
}

// Newer reports whether next may replace l: a lower version never may.
func (l *List) Newer(next *List) error {
	if l != nil && (next.Body.Version < l.Body.Version || next.Body.IssuedAt < l.Body.IssuedAt) {
		return ErrOlder
	}
	return nil
}

// Keys resolves the keys of one use that were valid when the token says it was
// signed. A key of another use is as unknown as a stranger's.
func (l *List) Keys(use Use) jose.Keys {
	return func(kid string, iat time.Time) (*ecdsa.PublicKey, error) {
		e, ok := l.keys[use][kid]
		if !ok || e.public == nil {
			return nil, jose.ErrKeyUnknown
		}
		if !e.ValidAt(iat) {
			return nil, ErrKeyNotThen
		}
		return e.public, nil
	}
}

// Key finds a key by use and kid.
func (l *List) Key(use Use, kid string) (Key, bool) {
	e, ok := l.keys[use][kid]
	return e.Key, ok
}

// Current returns the valid keys of a use at a time, in kid order.
func (l *List) Current(use Use, at time.Time) []Key {
	var all []Key
	for _, e := range l.keys[use] {
		if e.ValidAt(at) {
			all = append(all, e.Key)
		}
	}
	slices.SortFunc(all, func(a, b Key) int {
		if a.KID < b.KID {
			return -1
		}
		return 1
	})
	return all
}

// Public returns the public half of a key.
func (l *List) Public(use Use, kid string) (*ecdsa.PublicKey, bool) {
	e, ok := l.keys[use][kid]
	return e.public, ok && e.public != nil
}

// Person finds a member of staff.
func (l *List) Person(id PersonID) (Person, bool) {
	for _, p := range l.Body.Persons {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// Desk finds a desk.
func (l *List) Desk(id DeskID) (Desk, bool) {
	for _, d := range l.Body.Desks {
		if d.ID == id {
			return d, true
		}
	}
	return Desk{}, false
}

// Site finds a site.
func (l *List) Site(number int) (Site, bool) {
	for _, s := range l.Body.Sites {
		if s.Number == number {
			return s, true
		}
	}
	return Site{}, false
}

// Age is how old the list's own statement is.
func (l *List) Age(now time.Time) time.Duration { return now.Sub(time.Unix(l.Body.IssuedAt, 0)) }
