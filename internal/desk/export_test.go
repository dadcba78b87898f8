package desk

import (
	"strings"
	"testing"

	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// Trusted is the trust list in use.
func (d *Desk) Trusted() *trust.List { return d.list.Load() }

// Tamper changes a stored token as somebody could who holds the vault's keys.
func Tamper(t *testing.T, c Config, id string) {
	t.Helper()
	v, _, err := openVault(c.filled())
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(func(tx *vault.Tx) error {
		k, err := get[kept](tx, vault.Lists, id)
		if err != nil {
			return err
		}
		at := strings.LastIndexByte(k.Token, '.') + 10
		other := byte('A')
		if k.Token[at] == other {
			other = 'B'
		}
		k.Token = k.Token[:at] + string(other) + k.Token[at+1:]
		return put(tx, vault.Lists, id, k)
	})
	if err := join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
}
