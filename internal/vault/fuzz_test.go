package vault_test

import (
	"bytes"
	"testing"

	"vouchdesk/internal/vault"
)

func FuzzHead(f *testing.F) {
	empty, _ := vault.ReadHead(nil) // an empty head, well formed
	f.Add(empty)
	f.Fuzz(func(t *testing.T, data []byte) {
		if again, err := vault.ReadHead(data); err == nil && !bytes.Equal(again, data) {
			t.Errorf("%x reads as %x", data, again)
		}
	})
}

// What decodes may be unsorted or repeat a bucket, as only this package seals
// it; what it encodes must decode to the same.
func FuzzSeals(f *testing.F) {
	f.Add(append(append([]byte{1}, make([]byte, 32)...), 2, 'd', '9', 64))
	f.Fuzz(func(t *testing.T, data []byte) {
		once, ok := vault.ReadSeals(data)
		if !ok {
			return
		}
		if twice, ok := vault.ReadSeals(once); !ok || !bytes.Equal(once, twice) {
			t.Errorf("%x, then %x", once, twice)
		}
	})
}
