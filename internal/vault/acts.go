package vault

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"iter"
	"strconv"

	"vouchdesk/internal/journal"
)

// Records of the state bucket.
const (
	stateHead      = "journal-head"
	stateRecipient = "recipient" // the vault's public key
	stateClaimed   = "claimed"   // present once there has been a slot
	stateCopied    = "copied"    // present in a backup until its erasures are applied
	stateUnclaimed = "unclaimed-identity"
)

// deskSubject is under which acts without a subject have their key.
const deskSubject = "desk:"

// sealedAct is how particulars are kept: under the journal key of their
// subject, so that they go with it.
type sealedAct struct {
	Subject string `json:"subject"`
	KeyID   []byte `json:"key"` // a later key of the same subject is another one
	Sealed  []byte `json:"sealed"`
}

// openAct is what is sealed. An act journalled while locked was digested under
// a key of its own, as the subject's could not be reached.
type openAct struct {
	Particulars []byte `json:"particulars"`
	OwnKey      []byte `json:"own,omitempty"`
}

// Append journals an act; a zero time becomes now. It works while locked.
func (tx *Tx) Append(p journal.Particulars) (journal.Line, error) {
	if !tx.write {
		return journal.Line{}, ErrReadOnly
	}
	if p.Time.IsZero() {
		p.Time = tx.v.cfg.Now()
	}
	data, err := p.Encode()
	if err != nil {
		return journal.Line{}, err
	}
	act := openAct{Particulars: data}
	var key []byte
	if tx.staff != nil {
		key, err = tx.journalKey(p.Subject)
	} else {
		key = randomBytes(keySize)
		act.OwnKey = key
	}
	if err != nil {
		return journal.Line{}, err
	}
	line, err := tx.link(key, p)
	if err != nil {
		return journal.Line{}, err
	}
	if tx.staff == nil {
		return line, tx.deliver(inboxItem{Seq: line.Seq, Subject: string(p.Subject), Act: &act})
	}
	return line, tx.keepAct(line.Seq, p.Subject, act)
}

// link adds the clear line.
func (tx *Tx) link(key []byte, p journal.Particulars) (journal.Line, error) {
	digest, err := journal.Digest(key, p)
	if err != nil {
		return journal.Line{}, err
	}
	head, err := tx.JournalHead()
	if err != nil {
		return journal.Line{}, err
	}
	line := journal.Next(head, digest)
	if err := tx.put(chain, seqID(line.Seq), []byte(line.String())); err != nil {
		return journal.Line{}, err
	}
	return line, tx.setHead(line.Head())
}

func (tx *Tx) keepAct(seq uint64, subject journal.Subject, act openAct) error {
	key, err := tx.journalKey(subject)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(act)
	if err != nil {
		return err
	}
	sealed, err := sealBytes(actKey(key), plain, []byte(seqID(seq)))
	if err != nil {
		return err
	}
	data, err := json.Marshal(sealedAct{string(subject), keyID(key), sealed})
	if err != nil {
		return err
	}
	return tx.put(particulars, seqID(seq), data)
}

// journalKey is made with the first act on a subject.
func (tx *Tx) journalKey(subject journal.Subject) ([]byte, error) {
	id := subjectID(subject)
	key, err := tx.get(journalKeys, id)
	if errors.Is(err, ErrNoRecord) {
		key = randomBytes(keySize)
		err = tx.put(journalKeys, id, key)
	}
	return key, err
}

func subjectID(subject journal.Subject) string {
	if subject == "" {
		return deskSubject
	}
	return string(subject)
}

func actKey(key []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("vouchdesk vault particulars 1"))
	return mac.Sum(nil)
}

func keyID(key []byte) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("vouchdesk vault journal key id 1"))
	return mac.Sum(nil)[:8]
}

func seqID(seq uint64) string { return strconv.FormatUint(seq, 10) }

// JournalHead is the head of this desk's chain.
func (tx *Tx) JournalHead() (journal.Head, error) {
	data, err := tx.get(state, stateHead)
	if err != nil {
		return journal.Head{}, err
	}
	if len(data) != 8+sha256.Size {
		return journal.Head{}, ErrDamaged.At("bucket " + state.String())
	}
	return journal.Head{Seq: binary.BigEndian.Uint64(data), Hash: journal.Sum(data[8:])}, nil
}

func (tx *Tx) setHead(h journal.Head) error {
	return tx.put(state, stateHead, append(binary.BigEndian.AppendUint64(nil, h.Seq), h.Hash[:]...))
}

// JournalLines yields the chain's lines from a number on.
func (tx *Tx) JournalLines(from uint64) iter.Seq2[journal.Line, error] {
	return func(yield func(journal.Line, error) bool) {
		head, err := tx.JournalHead()
		if err != nil {
			yield(journal.Line{}, err)
			return
		}
		for seq := max(from, 1); seq <= head.Seq; seq++ {
			line, err := tx.line(seq)
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

func (tx *Tx) line(seq uint64) (journal.Line, error) {
	text, err := tx.get(chain, seqID(seq))
	if err != nil {
		return journal.Line{}, err
	}
	line, err := journal.ParseLine(string(text))
	if err != nil || line.Seq != seq || !line.Sound() {
		return journal.Line{}, ErrDamaged.At("bucket " + chain.String())
	}
	return line, nil
}

// Particulars returns the sealed half of a line, checked against its digest,
// or ErrErased where the subject's keys were destroyed.
func (tx *Tx) Particulars(seq uint64) (journal.Particulars, error) {
	o, err := tx.opening(seq)
	return o.Particulars, err
}

// Openings are the acts on one subject with the keys of their digests, for who
// may see them. Acts whose keys were destroyed are not among them.
func (tx *Tx) Openings(subject journal.Subject) ([]journal.Opening, error) {
	head, err := tx.JournalHead()
	if err != nil {
		return nil, err
	}
	var all []journal.Opening
	for seq := uint64(1); seq <= head.Seq; seq++ {
		o, err := tx.opening(seq)
		if errors.Is(err, ErrErased) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if o.Particulars.Subject == subject {
			all = append(all, o)
		}
	}
	return all, nil
}

func (tx *Tx) opening(seq uint64) (journal.Opening, error) {
	broken := ErrDamaged.At("bucket " + particulars.String())
	line, err := tx.line(seq)
	if err != nil {
		return journal.Opening{}, err
	}
	data, err := tx.get(particulars, seqID(seq))
	if err != nil {
		return journal.Opening{}, err
	}
	var kept sealedAct
	if err := json.Unmarshal(data, &kept); err != nil {
		return journal.Opening{}, broken
	}
	key, err := tx.get(journalKeys, subjectID(journal.Subject(kept.Subject)))
	if errors.Is(err, ErrNoRecord) || err == nil && !hmac.Equal(keyID(key), kept.KeyID) {
		return journal.Opening{}, ErrErased
	}
	if err != nil {
		return journal.Opening{}, err
	}
	plain, err := openBytes(actKey(key), kept.Sealed, []byte(seqID(seq)))
	if err != nil {
		return journal.Opening{}, broken
	}
	var act openAct
	if err := json.Unmarshal(plain, &act); err != nil {
		return journal.Opening{}, broken
	}
	p, err := journal.ParseParticulars(act.Particulars)
	if err != nil {
		return journal.Opening{}, broken
	}
	if act.OwnKey != nil {
		key = act.OwnKey
	}
	if digest, err := journal.Digest(key, p); err != nil || digest != line.Digest {
		return journal.Opening{}, broken
	}
	return journal.Opening{Seq: seq, Key: key, Particulars: p}, nil
}
