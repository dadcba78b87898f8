package brokerstore

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"time"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"vouchdesk/internal/fault"
)

// The buckets. Their names stand on disk and never change.
const (
	inMeta        = "meta"
	inDocs        = "docs"
	inEnrolments  = "enrolments"
	inRequests    = "requests"
	inRequestEnds = "request-ends"
	inLetters     = "letters"
	inTyped       = "letters-typed"
	inLetterUse   = "letters-used"
	inLeased      = "indices-leased"
	inIndexUse    = "indices-used"
	inChecks      = "checks"
	inVouches     = "vouches"
	inSubjects    = "vouch-subjects"
	inReplaced    = "vouches-replaced"
	inSeqs        = "desk-seqs"
	inLeaves      = "log-leaves"
	inHashes      = "log-hashes"
	inJournal     = "journal"
	inJournalLast = "journal-last"
	inJournalOdd  = "journal-odd"
	inReferrals   = "referrals"
	inVouchedFor  = "referee-vouched-for"
	inVouchedBy   = "resident-vouched-by"
	inIncidents   = "incidents"
	inIncidentKey = "incident-keys"
)

func buckets() []string {
	return []string{
		inMeta, inDocs, inEnrolments, inRequests, inRequestEnds, inLetters, inTyped, inLetterUse, inLeased,
		inIndexUse, inChecks, inVouches, inSubjects, inReplaced, inSeqs, inLeaves, inHashes, inJournal, inJournalLast, inJournalOdd,
		inReferrals, inVouchedFor, inVouchedBy, inIncidents, inIncidentKey,
	}
}

const (
	metaFormat   = "format"
	metaRegistry = "registry"
	metaHead     = "head"
	format       = "1"
)

// ErrFormat is for a file a later version wrote.
var ErrFormat = fault.New(fault.Refused, "store-newer")

// bolt is the embedded store. bbolt runs one writing transaction at a time
// and syncs each, which is what makes the checks inside them sufficient.
type bolt struct{ db *bbolt.DB }

// Open opens the store in one file, making it the first time. Another process
// that has it open makes this fail with ErrBusy.
func Open(path string) (Store, error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, ErrBusy
	}
	if err != nil {
		return nil, ErrStore.Because(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for _, name := range buckets() {
			if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
				return err
			}
		}
		meta := tx.Bucket([]byte(inMeta))
		switch string(meta.Get([]byte(metaFormat))) {
		case format:
			return nil
		case "":
			return meta.Put([]byte(metaFormat), []byte(format))
		default:
			return ErrFormat
		}
	})
	if err != nil {
		return nil, errors.Join(faultOf(err), db.Close())
	}
	return &bolt{db}, nil
}

func (b *bolt) Close() error { return faultOf(b.db.Close()) }

func (b *bolt) Ping(ctx context.Context) error {
	return b.view(ctx, func(tx *bbolt.Tx) error {
		if string(tx.Bucket([]byte(inMeta)).Get([]byte(metaFormat))) != format {
			return ErrDamaged
		}
		return nil
	})
}

func (b *bolt) view(ctx context.Context, read func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return faultOf(b.db.View(read))
}

func (b *bolt) update(ctx context.Context, write func(*bbolt.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return faultOf(b.db.Update(write))
}

// faultOf keeps faults and stopped contexts and makes anything else ErrStore.
func faultOf(err error) error {
	var known *fault.Error
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	default:
		return ErrStore.Because(err)
	}
}

func has(tx *bbolt.Tx, bucket string, key []byte) bool {
	return tx.Bucket([]byte(bucket)).Get(key) != nil
}

func put(tx *bbolt.Tx, bucket string, key []byte, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return tx.Bucket([]byte(bucket)).Put(key, data)
}

// get reports whether there is a record, and reads it.
func get(tx *bbolt.Tx, bucket string, key []byte, into any) (bool, error) {
	data := tx.Bucket([]byte(bucket)).Get(key)
	if data == nil {
		return false, nil
	}
	return true, decode(data, into)
}

func decode(data []byte, into any) error {
	if err := json.Unmarshal(data, into); err != nil {
		return ErrDamaged // the cause could quote a value
	}
	return nil
}

// number is a key that sorts as it counts.
func number[N ~int | ~int64 | ~uint64](n N) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n))
}

// under is a key that belongs to a name: all of a name's keys lie together.
func under(name string, key []byte) []byte {
	return append(append([]byte(name), 0), key...)
}
