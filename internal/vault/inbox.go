package vault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"filippo.io/age"

	"vouchdesk/internal/journal"
)

// Records of the staffState bucket.
const (
	staffIdentity = "identity" // the private half of the vault's public key
	staffSchema   = "schema"
)

// inboxItem is what waits for a sign-in: a record to put, or an act whose
// line is already in the chain.
type inboxItem struct {
	Bucket  Bucket   `json:"bucket,omitempty"`
	ID      string   `json:"id,omitempty"`
	Value   []byte   `json:"value,omitempty"`
	Seq     uint64   `json:"seq,omitempty"`
	Subject string   `json:"subject,omitempty"`
	Act     *openAct `json:"act,omitempty"`
}

// Deliver is Put for what may arrive while locked: then it is sealed to the
// vault's public key and put at the next sign-in, in order of arrival.
func (tx *Tx) Deliver(b Bucket, id string, value []byte) error {
	if !b.open() || id == "" || len(id) > maxID || len(value) > maxValue/2 {
		return ErrBadRecord.At("bucket " + b.String())
	}
	if tx.staff != nil || b.Domain() == DeskDomain {
		return tx.put(b, id, value)
	}
	return tx.deliver(inboxItem{Bucket: b, ID: id, Value: value})
}

func (tx *Tx) deliver(item inboxItem) error {
	text, err := tx.get(state, stateRecipient)
	if err != nil {
		return err
	}
	to, err := age.ParseX25519Recipient(string(text))
	if err != nil {
		return ErrDamaged.At("bucket " + state.String())
	}
	plain, err := json.Marshal(item)
	if err != nil {
		return err
	}
	sealed, err := sealTo(to, plain)
	if err != nil {
		return err
	}
	// Nothing leaves the inbox but all at once, so its size numbers the items.
	n, err := tx.Count(inbox)
	if err != nil {
		return err
	}
	return tx.put(inbox, fmt.Sprintf("%012d", n), sealed)
}

// fold puts everything that waits, in order, and empties the inbox.
func (tx *Tx) fold(identity age.Identity) error {
	waiting := map[string][]byte{}
	if err := tx.each(inbox, func(id string, sealed []byte) error {
		waiting[id] = sealed
		return nil
	}); err != nil {
		return err
	}
	ids := make([]string, 0, len(waiting))
	for id := range waiting {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, strings.Compare)
	for _, id := range ids {
		if err := tx.foldOne(identity, waiting[id]); err != nil {
			return err
		}
		if err := tx.delete(inbox, id); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) foldOne(identity age.Identity, sealed []byte) error {
	plain, err := openFrom(identity, sealed)
	if err != nil {
		return ErrDamaged.At("bucket " + inbox.String())
	}
	var item inboxItem
	if err := json.Unmarshal(plain, &item); err != nil {
		return ErrDamaged.At("bucket " + inbox.String())
	}
	if item.Act != nil {
		return tx.keepAct(item.Seq, journal.Subject(item.Subject), *item.Act)
	}
	return tx.put(item.Bucket, item.ID, item.Value)
}

// unclaim gives a vault without slots a public key whose private half lies in
// the desk domain: there is no vault key yet to seal it under, and nothing but
// the acts of setting up to keep. The first slot ends that.
func (tx *Tx) unclaim() error {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	if err := tx.put(state, stateUnclaimed, []byte(identity.String())); err != nil {
		return err
	}
	return tx.put(state, stateRecipient, []byte(identity.Recipient().String()))
}

// claim opens the staff domain for the first time; tx.staff is set.
func (tx *Tx) claim() error {
	text, err := tx.get(state, stateUnclaimed)
	if err != nil {
		return err
	}
	old, err := age.ParseX25519Identity(string(text))
	if err != nil {
		return ErrDamaged.At("bucket " + state.String())
	}
	tx.seals[StaffDomain] = newSeals(tx.v.deskID)
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	for _, r := range []struct {
		bucket Bucket
		id     string
		value  string
	}{
		{staffState, staffIdentity, identity.String()},
		{staffState, staffSchema, seqID(uint64(tx.v.head.schema))},
		{state, stateRecipient, identity.Recipient().String()},
		{state, stateClaimed, "1"},
	} {
		if err := tx.put(r.bucket, r.id, []byte(r.value)); err != nil {
			return err
		}
	}
	if err := tx.delete(state, stateUnclaimed); err != nil {
		return err
	}
	return tx.fold(old)
}

func (tx *Tx) identity() (*age.X25519Identity, error) {
	text, err := tx.get(staffState, staffIdentity)
	if err != nil {
		return nil, err
	}
	identity, err := age.ParseX25519Identity(string(text))
	if err != nil {
		return nil, ErrDamaged.At("bucket " + staffState.String())
	}
	return identity, nil
}

// Recipient is the vault's public key (age1... text), known while locked.
func (v *Vault) Recipient() (text string, err error) {
	err = v.View(func(tx *Tx) error {
		data, err := tx.get(state, stateRecipient)
		text = string(data)
		return err
	})
	return text, err
}

// OpenSealed opens bytes that were sealed to Recipient.
func (tx *Tx) OpenSealed(sealed []byte) ([]byte, error) {
	if tx.staff == nil {
		return nil, ErrLocked
	}
	identity, err := tx.identity()
	if err != nil {
		return nil, err
	}
	plain, err := openFrom(identity, sealed)
	if err != nil {
		return nil, ErrBadBlob
	}
	return plain, nil
}

func sealTo(to age.Recipient, plain []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func openFrom(identity age.Identity, sealed []byte) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), identity)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
