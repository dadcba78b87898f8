package desk

import (
	"encoding/json"
	"errors"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// The records of the desk domain that have a name of their own.
const (
	idAnchor  = "anchor"  // Settings
	idFace    = "face"    // Settings
	idRoot    = "root"    // Lists
	idTrust   = "trust"   // Lists
	idPolicy  = "policy"  // Lists
	idLetters = "letters" // Lists: the ETag only
	idLease   = "lease"   // Lease
	idClock   = "clock"   // HighWater
	idVouch   = "vouch"   // HighWater: number and hash of the newest vouch of this desk
	idCase    = "case"    // HighWater: number of the newest case
	idJournal = "journal" // HighWater: the newest checkpoint signed
	idOpener  = "opener"  // LetterRecords: what opens the records the broker seals
	bodyOf    = "body "   // Outbox: what a parcel holds, until the broker has it
	sealedAs  = "sealed " // LetterRecords: as they came, until somebody signs in
)

// anchor is what a desk learned when it was enrolled. Everything else it
// believes hangs on Root.
type anchor struct {
	Desk     trust.DeskID `json:"desk"`
	Site     int          `json:"site"`
	URL      string       `json:"url"`
	CA       []byte       `json:"ca,omitempty"` // PEM
	Audience string       `json:"audience"`     // the broker's identifier
	Issuer   string       `json:"issuer"`
	Root     string       `json:"root"` // the pinned thumbprint
}

// kept is a published token as it came. It is verified again before each use.
type kept struct {
	Token string `json:"token,omitempty"`
	ETag  string `json:"etag"`
}

// lease is the status indices that are this desk's alone.
type lease struct {
	URI     string `json:"uri"`
	Indices []int  `json:"indices"`
}

// marks are times that only go up.
type marks struct {
	Seen   time.Time `json:"seen"`   // the desk was running then
	Broker time.Time `json:"broker"` // the newest time the broker signed
}

// numbers is the newest number given out, and where it has one, its hash.
type numbers struct {
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash,omitempty"`

	Token string `json:"token,omitempty"` // of a checkpoint: what signs it
}

// reserved says which case a letter was taken for.
type reserved struct {
	Case casework.ID `json:"case"`
	At   time.Time   `json:"at"`
}

func put(tx *vault.Tx, b vault.Bucket, id string, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return fault.New(fault.Internal, "record-encoding").At(b.String())
	}
	return tx.Put(b, id, data)
}

// get returns vault.ErrNoRecord where there is none.
func get[T any](tx *vault.Tx, b vault.Bucket, id string) (T, error) {
	var value T
	data, err := tx.Get(b, id)
	if err != nil {
		return value, err
	}
	return value, decode(b, data, &value)
}

// find is get for what need not be there.
func find[T any](tx *vault.Tx, b vault.Bucket, id string) (T, error) {
	value, err := get[T](tx, b, id)
	if errors.Is(err, vault.ErrNoRecord) {
		err = nil
	}
	return value, err
}

func decode(b vault.Bucket, data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		// The cause would quote what stands in the record.
		return fault.New(fault.Internal, "record-malformed").At(b.String())
	}
	return nil
}

// draftID keeps a draft's case and step apart; a step never holds a bar.
func draftID(id casework.ID, key string) string { return string(id) + "|" + key }

func splitDraftID(text string) (casework.ID, string, bool) {
	id, key, ok := strings.Cut(text, "|")
	return casework.ID(id), key, ok
}
