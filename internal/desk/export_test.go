package desk

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/outbox"

	"vouchdesk/internal/casework"
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

// The parts that have rules of their own.
var (
	Initials = initials
	DeskSign = deskSign
)

// Burn does the first half of submitting and stops there, as a power cut does.
func (d *Desk) Burn(ctx context.Context, id casework.ID) (casework.Intent, error) {
	var intent casework.Intent
	err := d.do(ctx, func(s *state) error {
		c, err := s.open(id)
		if err != nil {
			return err
		}
		intent = casework.Intent{JTI: newURN(), Seq: s.numbers.Seq + 1, Index: s.lease.Indices[0]}
		return s.burn(c, intent)
	})
	return intent, err
}

// DropLease leaves a desk without status indices.
func DropLease(t *testing.T, c Config) {
	t.Helper()
	v, _, err := openVault(c.filled())
	if err != nil {
		t.Fatal(err)
	}
	err = v.Update(func(tx *vault.Tx) error { return put(tx, vault.Lease, idLease, lease{}) })
	if err := join(err, v.Close()); err != nil {
		t.Fatal(err)
	}
}

// ReadRoot follows a chain of roots from a pinned thumbprint.
func ReadRoot(chain []string, pinned string) (*trust.Root, error) {
	data, err := json.Marshal(rootChain(chain))
	if err != nil {
		return nil, err
	}
	return readRoot(string(data), pinned)
}

// HighWater is the clock alone.
type HighWater struct{ c clock }

// Start judges a time against what the last run left.
func (k *HighWater) Start(seen, now time.Time) string {
	k.c = clock{}
	k.c.start(marks{Seen: seen}, now)
	return k.c.reason
}

// Observe looks at the machine's time.
func (k *HighWater) Observe(now time.Time) string { k.c.observe(now); return k.c.reason }

// Hear takes in the broker's time.
func (k *HighWater) Hear(signed, now time.Time) string { k.c.hear(signed, now); return k.c.reason }

// Earliest is the moment to judge validity at.
func (k *HighWater) Earliest(now time.Time) time.Time { return k.c.earliest(now) }

// Break makes a mistake of ours happen on the owning goroutine.
func (d *Desk) Break(ctx context.Context) error {
	return d.do(ctx, func(*state) error { panic("a mistake of ours about Rosa Mai Specimen") })
}

// Hourly does what the desk's clockwork does by itself.
func (d *Desk) Hourly(ctx context.Context) error {
	return d.do(ctx, func(s *state) error { s.checkpointHourly(); return nil })
}

// Root is the root in use.
func (d *Desk) Root() (root *trust.Root) {
	_ = d.ask(context.Background(), func(s *state) error { root = s.root; return nil })
	return root
}

// Pace makes the sync worker ask the broker more often than every half minute.
func Pace(every time.Duration) func(*Config) { return func(c *Config) { c.pace = every } }

// Round is what the sync worker does when it is nudged: no lists are pulled.
func (d *Desk) Round(ctx context.Context) error { return d.order(ctx, false) }

// ParcelText is what a parcel holds: sealed, or for a checkpoint the token.
func ParcelText(ctx context.Context, d *Desk, id outbox.ID) (string, error) {
	var body parcelBody
	err := d.ask(ctx, func(s *state) error {
		return s.d.vault.View(func(tx *vault.Tx) (err error) {
			body, err = get[parcelBody](tx, vault.Outbox, bodyOf+string(id))
			return err
		})
	})
	return body.Text, err
}

// ReferralOf is what a referral of a case says before it is sealed.
func ReferralOf(d *Desk, c *casework.Case, id string) brokerapi.ReferralBody {
	return referralOf(c, id, d.anchor, 0)
}
