package letter

import (
	"crypto/ecdsa"
	"errors"
	"strconv"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// The reasons a code that parses is not good.
var (
	ErrOtherCouncil = fault.New(fault.Refused, "letter-other-council")
	ErrUnknownKey   = fault.New(fault.Refused, "letter-unknown-key")
	ErrForged       = fault.New(fault.Tampered, "letter-forged")
	ErrExpired      = fault.New(fault.Refused, "letter-expired") // Params: until, RFC 3339
	ErrFuture       = fault.New(fault.Refused, "letter-future")  // this machine's clock may be the wrong one
	ErrOtherSite    = fault.New(fault.Refused, "letter-other-site")
	ErrUsed         = fault.New(fault.Conflict, "letter-used") // for the caller, who keeps the used jtis
)

// ahead is how far before its own issue a letter may be seen: clocks differ,
// and a council may date tonight's print run tomorrow.
const ahead = 24 * time.Hour

// Context is what a letter is judged against.
type Context struct {
	Tag  Tag       // of the council whose root this desk pins
	Now  time.Time // never earlier than the desk's high-water mark
	Site int       // where this desk stands
	Keys jose.Keys // the council's letter keys, and no others
}

// Letter is a verified code. That it has not been used is not verified.
type Letter struct {
	JTI      ID
	KID      string
	IssuedAt time.Time
	Until    time.Time
	Site     int // 0 is any site
}

// Verify says whether this council signed the code, for this site, and
// whether it is still good. The signature is checked before the dates, so that
// a forgery is never called merely late.
func Verify(c Code, in Context) (Letter, error) {
	if !c.sayable() {
		return Letter{}, ErrDamaged
	}
	if c.Tag != in.Tag {
		return Letter{}, ErrOtherCouncil
	}
	if err := c.checkSignature(in.Keys); err != nil {
		return Letter{}, err
	}
	switch {
	case c.IssuedAt.After(in.Now.Add(ahead)):
		return Letter{}, ErrFuture
	case !in.Now.Before(c.Until()):
		return Letter{}, ErrExpired.With("until", c.Until().UTC().Format(time.RFC3339))
	case c.Site != 0 && c.Site != in.Site:
		return Letter{}, ErrOtherSite.With("site", strconv.Itoa(c.Site))
	}
	return Letter{JTI: c.JTI, KID: c.KID, IssuedAt: c.IssuedAt, Until: c.Until(), Site: c.Site}, nil
}

func (c Code) checkSignature(keys jose.Keys) error {
	var missing error
	_, err := jose.Verify(c.Token(), jose.TypLetter, func(kid string, iat time.Time) (*ecdsa.PublicKey, error) {
		key, err := keys(kid, iat)
		missing = err
		return key, err
	})
	switch {
	case err == nil:
		return nil
	case missing != nil:
		return ErrUnknownKey.Because(missing)
	case errors.Is(err, jose.ErrKeyUnknown):
		return ErrUnknownKey
	case errors.Is(err, jose.ErrForged):
		return ErrForged
	default:
		return ErrDamaged.Because(err)
	}
}
