package letter_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"errors"
	"math/big"
	"testing"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
)

func keysOf(kid string, key *ecdsa.PrivateKey) jose.Keys {
	return func(asked string, _ time.Time) (*ecdsa.PublicKey, error) {
		if asked != kid {
			return nil, nil
		}
		return &key.PublicKey, nil
	}
}

func TestVerify(t *testing.T) {
	key, thief := newKey(t), newKey(t)
	errStale := errors.New("no list")
	refusing := func(string, time.Time) (*ecdsa.PublicKey, error) { return nil, errStale }
	good := mint(t, key, blank())
	anywhere := blank()
	anywhere.Site = 0
	at := func(c letter.Code, after time.Duration, site int, keys jose.Keys) (letter.Code, letter.Context) {
		return c, letter.Context{Tag: blank().Tag, Now: issuedAt.Add(after), Site: site, Keys: keys}
	}
	altered := func(change func(*letter.Code)) letter.Code { c := good; change(&c); return c }
	const day = 24 * time.Hour
	ours := keysOf("d7", key)
	type judged struct {
		code letter.Code
		in   letter.Context
		want error
	}
	with := func(want error) func(letter.Code, letter.Context) judged {
		return func(c letter.Code, in letter.Context) judged { return judged{c, in, want} }
	}
	other := good
	other.Tag[0] ^= 1
	for name, c := range map[string]judged{
		"ok/an hour old":             with(nil)(at(good, time.Hour, 7, ours)),
		"ok/the last second":         with(nil)(at(good, 21*day-time.Second, 7, ours)),
		"ok/a day ahead":             with(nil)(at(good, -day, 7, ours)),
		"ok/for any site":            with(nil)(at(mint(t, key, anywhere), time.Hour, 3, ours)),
		"ok/the other s":             with(nil)(at(altered(func(c *letter.Code) { c.Sig = otherS(c.Sig) }), time.Hour, 7, ours)),
		"refused/expired":            with(letter.ErrExpired)(at(good, 21*day, 7, ours)),
		"refused/future":             with(letter.ErrFuture)(at(good, -day-time.Second, 7, ours)),
		"refused/other site":         with(letter.ErrOtherSite)(at(good, time.Hour, 8, ours)),
		"refused/desk without site":  with(letter.ErrOtherSite)(at(good, time.Hour, 0, ours)),
		"refused/other council":      with(letter.ErrOtherCouncil)(at(other, time.Hour, 7, ours)),
		"refused/unknown kid":        with(letter.ErrUnknownKey)(at(good, time.Hour, 7, keysOf("d8", key))),
		"refused/keys unavailable":   with(letter.ErrUnknownKey)(at(good, time.Hour, 7, refusing)),
		"refused/signed by a thief":  with(letter.ErrForged)(at(mint(t, thief, blank()), time.Hour, 7, ours)),
		"refused/longer life":        with(letter.ErrForged)(at(altered(func(c *letter.Code) { c.Days = 255 }), time.Hour, 7, ours)),
		"refused/site taken off":     with(letter.ErrForged)(at(altered(func(c *letter.Code) { c.Site = 0 }), time.Hour, 7, ours)),
		"refused/other jti":          with(letter.ErrForged)(at(altered(func(c *letter.Code) { c.JTI[0] ^= 1 }), time.Hour, 7, ours)),
		"refused/redated":            with(letter.ErrForged)(at(altered(func(c *letter.Code) { c.IssuedAt = c.IssuedAt.Add(day) }), 21*day, 7, ours)),
		"refused/no signature":       with(letter.ErrForged)(at(altered(func(c *letter.Code) { c.Sig = [64]byte{} }), time.Hour, 7, ours)),
		"refused/made by hand badly": with(letter.ErrDamaged)(at(altered(func(c *letter.Code) { c.KID = `"}` }), time.Hour, 7, ours)),
		"refused/forged and late":    with(letter.ErrForged)(at(mint(t, thief, blank()), 90*day, 7, ours)),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := letter.Verify(c.code, c.in)
			wantErr(t, err, c.want)
			if c.want == nil && got.JTI != c.code.JTI {
				t.Errorf("verified as %+v", got)
			}
		})
	}
	_, err := letter.Verify(at(good, time.Hour, 7, refusing))
	if !errors.Is(err, errStale) {
		t.Errorf("the reason is lost: %v", err)
	}
	_, err = letter.Verify(at(good, 30*day, 7, ours))
	if all := fault.All(err); len(all) != 1 || all[0].Params["until"] != "2026-12-11T10:45:00Z" {
		t.Errorf("expired says %v", err)
	}
}

func otherS(sig [64]byte) [64]byte {
	s := new(big.Int).Sub(elliptic.P256().Params().N, new(big.Int).SetBytes(sig[32:]))
	s.FillBytes(sig[32:])
	return sig
}
