package broker_test

import (
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// TestKeyThatEnded: a signature that comes long after its key ended, or at all
// after the key is known to be stolen, is a person's to judge.
func TestKeyThatEnded(t *testing.T) {
	const hour = time.Hour
	for name, r := range map[string]struct {
		change func(*trust.Key, time.Time)
		after  time.Duration
		held   bool
	}{
		"ok/ended a while ago":   {func(k *trust.Key, signed time.Time) { k.Until = signed.Add(hour).Unix() }, 2 * hour, false},
		"refused/ended long ago": {func(k *trust.Key, signed time.Time) { k.Until = signed.Add(hour).Unix() }, 60 * 24 * hour, true},
		"refused/stolen":         {func(k *trust.Key, signed time.Time) { k.UntrustedFrom = signed.Add(hour).Unix() }, 2 * hour, true},
		"ok/not stolen yet":      {func(k *trust.Key, signed time.Time) { k.UntrustedFrom = signed.Add(hour).Unix() }, hour / 2, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTown(t)
			p := c.propose(c.order(c.aCase(1), 1))
			do(t, c.store.ChangeRegistry(c.ctx, func(reg *brokerstore.Registry) error {
				for i := range reg.Keys {
					if reg.Keys[i].KID == c.staff.Officer.Sign.KID {
						r.change(&reg.Keys[i], c.now)
					}
				}
				return nil
			}))
			c.now = c.now.Add(r.after)
			do(t, c.admin.PublishTrust(c.ctx))
			c.pull()
			err := c.putVouch(p)
			if !r.held {
				do(t, err)
				return
			}
			wantCode(t, err, "held-for-person", fault.Conflict)
			if incidents := must[[]brokerstore.Incident](t)(c.store.Incidents(c.ctx)); len(incidents) != 1 {
				t.Errorf("incidents: %+v", incidents)
			}
		})
	}
}

// TestUniqueness: what is used once is refused the second time, and a person
// hears of it.
func TestUniqueness(t *testing.T) {
	for name, r := range map[string]struct {
		second func(*town, *casework.Case, *issuance.Order)
		code   string
		kind   fault.Kind
	}{
		"refused/letter used by another vouch": {func(c *town, first *casework.Case, o *issuance.Order) {
			o.Case.Letter = first.Letter
		}, "letter-used-elsewhere", fault.Conflict},
		"refused/status index used": {func(c *town, _ *casework.Case, o *issuance.Order) {
			o.Index = c.lease.Body.Indices[1]
		}, "status-index-used", fault.Conflict},
		"refused/desk's number used": {func(_ *town, _ *casework.Case, o *issuance.Order) {
			o.Seq, o.Prev = 1, ""
		}, "desk-seq-taken", fault.Conflict},
		"refused/desk's chain broken": {func(_ *town, _ *casework.Case, o *issuance.Order) {
			o.Seq, o.Prev = 2, vouch.DigestOf("another history")
		}, "desk-prev-differs", fault.Conflict},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTown(t)
			first := c.aCase(1)
			do(t, c.putVouch(c.propose(c.order(first, 1))))
			o := c.order(c.aCase(2), 2)
			r.second(c, first, &o)
			wantCode(t, c.putVouch(c.propose(o)), r.code, r.kind)
			incidents := must[[]brokerstore.Incident](t)(c.store.Incidents(c.ctx))
			if len(incidents) != 1 || incidents[0].Code != r.code || incidents[0].Ref != o.JTI {
				t.Errorf("incidents: %+v", incidents)
			}
		})
	}
}

func TestLetterStateIsLookedAt(t *testing.T) {
	c := newTown(t)
	other := must[broker.PrintedLetter](t)(c.admin.IssueLetter(c.ctx, broker.LetterAsk{Record: &broker.LetterTo{
		Given: "Idris", Family: "Sampl", Address: []string{"14 Sample Row"}, Postcode: "EX4 1AA",
	}}))
	bare := must[broker.PrintedLetter](t)(c.admin.IssueLetter(c.ctx, broker.LetterAsk{}))
	n := 0
	put := func(jti letter.ID, state letter.State) error {
		n++
		k := c.aCase(n)
		k.Letter.JTI, k.Letter.State = jti.String(), state
		return c.putVouch(c.propose(c.order(k, n)))
	}
	wantCode(t, put(other.JTI, letter.Matches), "letter-state-differs", fault.Refused)
	wantCode(t, put(bare.JTI, letter.Matches), "letter-state-differs", fault.Refused)
	do(t, put(other.JTI, letter.Mismatch))
	do(t, put(bare.JTI, letter.Signed))
}
