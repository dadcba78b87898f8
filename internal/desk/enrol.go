package desk

import (
	"context"
	"encoding/json"
	"errors"
	"os"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// EnrolConfig says how a new desk is made.
type EnrolConfig struct {
	Config
	Code string // one-time enrolment code, scanned or typed
}

// ErrEnrolled is for a folder that holds a desk already.
var ErrEnrolled = fault.New(fault.Conflict, "desk-enrolled")

// Enrol makes a new desk in an empty folder: it fetches the council's root and
// compares it with the code's thumbprint before anything is made or told, then
// makes vault and desk key and registers the desk. If that is cut short it can
// be done again with the same code: the vault and its key are kept.
func Enrol(ctx context.Context, c EnrolConfig) (trust.DeskID, error) {
	c.Config = c.filled()
	code, err := brokerapi.ParseEnrolmentCode(c.Code)
	if err != nil {
		return "", err
	}
	stranger, err := courier.New(courier.Config{BaseURL: code.Broker, RootCAs: code.RootCAs(), Now: c.Now, NewID: newUUID})
	if err != nil {
		return "", err
	}
	defer hangUp(stranger)
	pulled, err := stranger.Root(ctx, "")
	if err != nil {
		return "", err
	}
	root, err := trust.ParseRoot(pulled.Token, []string{code.Root}, c.Now())
	if err != nil {
		return "", err
	}
	v, err := enrolVault(c.Config) //nolint:contextcheck // as in Open
	if err != nil {
		return "", err
	}
	desk, err := register(ctx, c.Config, v, stranger, code, root, pulled.ETag)
	return desk, join(err, v.Close())
}

// enrolVault makes the vault, or opens one whose enrolment was cut short.
func enrolVault(c Config) (*vault.Vault, error) {
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, fault.New(fault.Unavailable, "folder-unusable")
	}
	if !vault.Exists(c.Dir) {
		secret, _, err := keyring.DeviceSecret(c.Dir)
		if err != nil {
			return nil, err
		}
		// The broker names the desk, and only when it has seen the key that lies
		// in the vault, so the vault and its journal bear a name of their own.
		return vault.Create(c.vault(secret, "vault-"+newUUID()))
	}
	v, _, err := openVault(c)
	if err != nil {
		return nil, err
	}
	err = v.View(func(tx *vault.Tx) error {
		_, err := get[anchor](tx, vault.Settings, idAnchor)
		return err
	})
	switch {
	case errors.Is(err, vault.ErrNoRecord):
		return v, nil
	case err == nil:
		err = ErrEnrolled
	}
	return nil, join(err, v.Close())
}

func register(ctx context.Context, c Config, v *vault.Vault, broker *courier.Client, code brokerapi.EnrolmentCode,
	root *trust.Root, etag string,
) (trust.DeskID, error) {
	_, public, err := deskSigner(keyring.New(v), jose.TypRequest)
	if err != nil {
		return "", err
	}
	var recipient string
	err = v.Update(func(tx *vault.Tx) (err error) {
		recipient, err = newOpener(tx)
		return err
	})
	if err != nil {
		return "", err
	}
	answer, err := broker.Enrol(ctx, brokerapi.Enrolment{Secret: code.Secret, DeskKey: public, VaultRecipient: recipient})
	if err != nil {
		return "", err
	}
	if answer.Issuer != root.Body.Issuer || answer.Desk == "" {
		return "", trust.ErrOtherCouncil
	}
	chain, err := json.Marshal(rootChain{root.Token})
	if err != nil {
		return "", err
	}
	return answer.Desk, v.Update(func(tx *vault.Tx) error {
		err := put(tx, vault.Settings, idAnchor, anchor{
			Desk: answer.Desk, Site: answer.Site, URL: code.Broker, CA: code.RootCAs(),
			Audience: answer.Broker, Issuer: answer.Issuer, Root: code.Root,
		})
		if err != nil {
			return err
		}
		if err := put(tx, vault.Lists, idRoot, kept{Token: string(chain), ETag: etag}); err != nil {
			return err
		}
		_, err = tx.Append(journal.Particulars{
			Time: c.Now(), Act: actDeskEnrolled, Details: map[string]string{"desk": string(answer.Desk)},
		})
		return err
	})
}

// deskSigner signs one kind of token with the desk's own key.
func deskSigner(keys *keyring.Keyring, typ jose.Typ) (*jose.Signer, json.RawMessage, error) {
	key, kid, err := keys.DeskKey()
	if err != nil {
		return nil, nil, err
	}
	s, err := jose.NewSigner(typ, key, string(kid))
	if err != nil {
		return nil, nil, err
	}
	return s, jose.MarshalKey(s.Public()), nil
}

// AddStaff makes a person's slot and keys at this desk and hands the public
// halves to the broker, for the administrators to confirm. An unclaimed desk
// takes its first person from anybody and is locked again afterwards; later
// somebody must be signed in, and a supervisor to replace a slot.
//
// If the broker cannot be reached the slot is there and the error says why;
// doing it again makes new keys.
func (d *Desk) AddStaff(ctx context.Context, person trust.PersonID, name, passphrase string) (keyring.Public, error) {
	var none keyring.Public
	if err := d.take(ctx); err != nil {
		return none, err
	}
	defer d.give()
	var first bool
	err := d.ask(ctx, func(s *state) error {
		first = s.d.vault.State() == vault.Unclaimed
		return s.mayAdd(person, first)
	})
	if err != nil {
		return none, err
	}
	public, err := d.keys.Enrol(vault.Person(person), name, passphrase)
	if first {
		defer d.keys.SignOut()
	}
	if err != nil {
		return none, err
	}
	err = d.do(context.WithoutCancel(ctx), func(s *state) (err error) {
		if s.slots, err = s.d.vault.Slots(); err != nil {
			return err
		}
		s.note(actStaffAdded, map[string]string{"person": string(person), "key": string(public.SignKey)}, nil)
		return nil
	})
	if err != nil {
		return none, err
	}
	_, err = d.broker.RegisterStaff(ctx, brokerapi.StaffKeys{
		Person: person, Sign: jose.MarshalKey(public.Sign), Enc: jose.MarshalKey(public.Enc),
	})
	return public, err
}

func (s *state) mayAdd(person trust.PersonID, first bool) error {
	if first {
		return nil
	}
	if s.session == nil {
		return ErrSignedOut
	}
	for _, slot := range s.slots {
		if trust.PersonID(slot.Person) == person && !s.session.Has(trust.Supervisor, s.now()) {
			return ErrRole
		}
	}
	return nil
}
