package vault_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"vouchdesk/internal/vault"
)

const (
	benchCase   = 6 << 10
	benchParcel = 4 << 10
)

// commit is one officer's act as the desk makes it.
func commit(v *vault.Vault, n int) error {
	id := strconv.Itoa(n % 500)
	return v.Update(func(tx *vault.Tx) error {
		_, err := tx.Append(act(id))
		return errors.Join(err, tx.Put(vault.Cases, id, bytes.Repeat([]byte{byte(n)}, benchCase)),
			tx.Put(vault.Outbox, strconv.Itoa(n), bytes.Repeat([]byte{byte(n)}, benchParcel)))
	})
}

func bare(b *testing.B) func(n int) error {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bare.db"), 0o600, nil)
	must(b, err)
	b.Cleanup(func() { _ = db.Close() })
	return func(n int) error {
		return db.Update(func(tx *bolt.Tx) error {
			bucket, err := tx.CreateBucketIfNotExists([]byte("all"))
			if err != nil {
				return err
			}
			return bucket.Put([]byte(strconv.Itoa(n)), bytes.Repeat([]byte{byte(n)}, benchCase+benchParcel))
		})
	}
}

// BenchmarkCommit does an act and a bare write of as many bytes in turn, so that
// whatever else the disk does falls on both.
func BenchmarkCommit(b *testing.B) {
	const limit = 1.5 // times the bare write
	v := made(b, config(folder(b)))
	write := bare(b)
	var ours, theirs time.Duration
	n := 0
	for b.Loop() {
		at := time.Now()
		must(b, commit(v, n))
		ours += time.Since(at)
		at = time.Now()
		must(b, write(n))
		theirs += time.Since(at)
		n++
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x-bare")
	b.ReportMetric(float64(ours)/float64(theirs)/limit, "x-limit")
	b.ReportMetric(float64(ours.Microseconds())/float64(n), "µs/act")
	b.ReportMetric(float64(theirs.Microseconds())/float64(n), "µs/bare")
}

func BenchmarkBareBolt(b *testing.B) {
	write := bare(b)
	n := 0
	for b.Loop() {
		must(b, write(n))
		n++
	}
}
