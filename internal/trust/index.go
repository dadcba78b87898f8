package trust

import (
	"crypto/ecdsa"
	"regexp"
	"slices"

	"vouchdesk/internal/jose"
)

// A letter's QR has room for two characters of kid (DESIGN 6).
var letterKID = regexp.MustCompile(`^[a-z0-9]{2}$`)

// index refuses a list in which a kid or a key stands twice: one key, one use.
// A key that served two uses would let a token of one kind be replayed as
// another's signature.
func (l *List) index(root *Root) error {
	if err := l.indexPersons(); err != nil {
		return err
	}
	kids, prints := map[string]bool{}, map[string]bool{
		jose.Thumbprint(root.registrar): true, jose.Thumbprint(root.policy): true,
	}
	for print := range root.keys {
		prints[print] = true
	}
	for _, k := range l.Body.Keys {
		bad := ErrMalformed.At("keys").With("kid", k.KID)
		e := entry{Key: k}
		if k.Use != UseCheckpoint {
			key, err := jose.ParseKey(k.JWK)
			if err != nil {
				return bad.Because(err)
			}
			e.public = key
			if print := jose.Thumbprint(key); prints[print] || !l.named(k, print) {
				return bad
			} else {
				prints[print] = true
			}
		}
		if k.KID == "" || kids[k.KID] || k.From >= k.Until || !l.belongs(k) {
			return bad
		}
		kids[k.KID] = true
		if l.keys[k.Use] == nil {
			l.keys[k.Use] = map[string]entry{}
		}
		l.keys[k.Use][k.KID] = e
	}
	return nil
}

// named reports whether a key stands under the kid it must have.
func (l *List) named(k Key, print string) bool {
	if k.Use == UseLetter {
		return letterKID.MatchString(k.KID)
	}
	return k.KID == print
}

// belongs reports whether a key has the owner that its use needs, and no other.
func (l *List) belongs(k Key) bool {
	_, person := l.Person(k.Person)
	_, desk := l.Desk(k.Desk)
	switch k.Use {
	case UseStaffSign, UseStaffEnc:
		return person && (k.Desk == "" || desk)
	case UseDesk:
		return desk && k.Person == ""
	case UseCheckpoint:
		return k.Note != "" && len(k.JWK) == 0 && k.Person == "" && k.Desk == ""
	case UseLetter, UseReceipt, UseBroker, UseParcel:
		return k.Person == "" && k.Desk == ""
	}
	return false
}

// indexPersons refuses administrators who could also act at a counter: who
// enrols keys must not be able to use one (DESIGN 7).
func (l *List) indexPersons() error {
	people := map[PersonID]bool{}
	for _, p := range l.Body.Persons {
		admin := slices.Contains(p.Roles, Administrator)
		counter := slices.Contains(p.Roles, Officer) || slices.Contains(p.Roles, Supervisor)
		if p.ID == "" || people[p.ID] || admin && counter {
			return ErrMalformed.At("persons").With("person", string(p.ID))
		}
		people[p.ID] = true
	}
	desks := map[DeskID]bool{}
	for _, d := range l.Body.Desks {
		if d.ID == "" || desks[d.ID] {
			return ErrMalformed.At("desks").With("desk", string(d.ID))
		}
		desks[d.ID] = true
	}
	return nil
}

// entry is a key with its public half read.
type entry struct {
	Key
	public *ecdsa.PublicKey
}
