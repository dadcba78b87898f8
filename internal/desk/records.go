package desk

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"filippo.io/age"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// errRecords is for letter records that do not open or are not for this desk.
var errRecords = fault.New(fault.Tampered, "letters-unreadable")

// maxRecords is the most a site's letter records may hold once opened.
const maxRecords = 16 << 20

// newOpener makes the identity to which the broker seals letter records. Its
// secret half goes into the staff domain: while nobody is signed in, nothing at
// this desk can read what arrives.
func newOpener(tx *vault.Tx) (recipient string, err error) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	return identity.Recipient().String(), tx.Deliver(vault.LetterRecords, idOpener, []byte(identity.String()))
}

// openRecords opens the letter records that came while nobody was signed in.
// What does not verify is dropped and journalled: it was never of use.
func (d *Desk) openRecords() error {
	return d.vault.Update(func(tx *vault.Tx) error {
		opener, err := tx.Get(vault.LetterRecords, idOpener)
		if errors.Is(err, vault.ErrNoRecord) {
			return nil
		} else if err != nil {
			return err
		}
		waiting := map[string][]byte{}
		err = tx.Each(vault.LetterRecords, func(id string, value []byte) error {
			if strings.HasPrefix(id, sealedAs) {
				waiting[id] = value
			}
			return nil
		})
		if err != nil {
			return err
		}
		for id, sealed := range waiting {
			if err := d.openSealed(tx, string(opener), sealed); err != nil {
				d.c.Log.Warn("letter records dropped", "err", err)
			}
			if err := tx.Delete(vault.LetterRecords, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *Desk) openSealed(tx *vault.Tx, opener string, sealed []byte) error {
	body, err := readRecords(opener, sealed, d.list.Load())
	if err != nil {
		return err
	}
	if body.Audience != d.anchor.Desk || body.Issuer != d.anchor.Issuer && body.Issuer != d.anchor.Audience {
		return errRecords
	}
	for _, rec := range body.Records {
		if err := put(tx, vault.LetterRecords, rec.JTI.String(), rec); err != nil {
			return err
		}
	}
	return nil
}

// readRecords opens and verifies; its errors never carry what was within.
func readRecords(opener string, sealed []byte, list *trust.List) (brokerapi.LettersBody, error) {
	var body brokerapi.LettersBody
	if list == nil {
		return body, ErrNotReady
	}
	identity, err := age.ParseX25519Identity(opener)
	if err != nil {
		return body, errRecords
	}
	plain, err := age.Decrypt(bytes.NewReader(sealed), identity)
	if err != nil {
		return body, errRecords
	}
	token, err := io.ReadAll(io.LimitReader(plain, maxRecords))
	if err != nil {
		return body, errRecords
	}
	v, err := jose.Verify(string(token), jose.TypLetters, list.Keys(trust.UseBroker))
	if err != nil {
		return body, err
	}
	if err := jose.Decode(v.Payload, &body); err != nil {
		return body, errRecords.Because(err)
	}
	return body, nil
}

// loadRecords reads the records into memory, by jti.
func loadRecords(tx *vault.Tx) (map[string]letter.Record, error) {
	all := map[string]letter.Record{}
	err := tx.Each(vault.LetterRecords, func(id string, value []byte) error {
		if id == idOpener || strings.HasPrefix(id, sealedAs) {
			return nil
		}
		var rec letter.Record
		if err := decode(vault.LetterRecords, value, &rec); err != nil {
			return err
		}
		all[id] = rec
		return nil
	})
	return all, err
}
