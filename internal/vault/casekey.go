package vault

import (
	"errors"

	"filippo.io/age"
)

// CaseKey is a case's own identity: blobs are sealed to it.
type CaseKey struct{ identity *age.X25519Identity }

// Recipient is the public half (age1... text).
func (k *CaseKey) Recipient() string { return k.identity.Recipient().String() }

// Export returns the secret text of the identity, for a packet.
func (k *CaseKey) Export() []byte { return []byte(k.identity.String()) }

// CaseKey returns a case's key; in an Update it makes one if there is none.
func (tx *Tx) CaseKey(caseID string) (*CaseKey, error) {
	text, err := tx.get(caseKeys, caseID)
	if errors.Is(err, ErrNoRecord) && tx.write {
		identity, err := age.GenerateX25519Identity()
		if err != nil {
			return nil, err
		}
		return &CaseKey{identity}, tx.put(caseKeys, caseID, []byte(identity.String()))
	}
	if err != nil {
		return nil, err
	}
	identity, err := age.ParseX25519Identity(string(text))
	if err != nil {
		return nil, ErrDamaged.At("bucket " + caseKeys.String())
	}
	return &CaseKey{identity}, nil
}

// AdoptCaseKey stores a key that came in a packet. A case that has another key
// already is ErrExists: its blobs would become unreadable.
func (tx *Tx) AdoptCaseKey(caseID string, exported []byte) error {
	identity, err := age.ParseX25519Identity(string(exported))
	if err != nil {
		return ErrBadRecord.At("bucket " + caseKeys.String())
	}
	had, err := tx.get(caseKeys, caseID)
	switch {
	case errors.Is(err, ErrNoRecord):
		return tx.put(caseKeys, caseID, []byte(identity.String()))
	case err != nil:
		return err
	case string(had) != identity.String():
		return ErrExists.At("bucket " + caseKeys.String())
	}
	return nil
}

// DestroyKeys erases a case: its identity and its journal key. What they
// sealed stays in the file until it is overwritten, and so do they: call
// Compact afterwards, before anybody is told that it is done.
func (tx *Tx) DestroyKeys(caseID string) error {
	if err := tx.delete(caseKeys, caseID); err != nil {
		return err
	}
	return tx.delete(journalKeys, caseID)
}
