// Package outbox holds the rules of what a desk owes its broker: which
// [Parcel] may go now, what a failure means for it, and what a person sees.
//
// Invariants. Parcels of one case go in the order of Seq, each only when those
// before it are settled; cases never wait for one another, so a parcel nobody
// can deliver blocks its own case and nothing else. Only a failure of kind
// Unavailable, Stopped or Locked is tried again by itself; everything else
// needs a person, since repeating what was refused changes nothing. What was
// accepted stays accepted.
//
// It sends nothing, stores nothing, and does not know what a parcel contains.
// Pure: no input or output, no clock, no randomness; the caller brings the time
// and the jitter. Values only, so safe for concurrent use.
package outbox

import (
	"cmp"
	"slices"
	"time"

	"vouchdesk/internal/fault"
)

// ID names a parcel; random.
type ID string

// Kind is what a parcel carries.
type Kind string

// The kinds.
const (
	Vouch      Kind = "vouch"
	Approval   Kind = "approval"
	Checkpoint Kind = "checkpoint"
	Referral   Kind = "referral" // a case handed to the counter-fraud team
)

// State is where a parcel stands.
type State string

// The states. Refused and Accepted are final.
const (
	Waiting       State = "waiting"
	Sending       State = "sending"
	NeedsDecision State = "needs_decision" // it will not be tried again until a person says so
	Refused       State = "refused"        // a person let the broker's no stand
	Accepted      State = "accepted"
)

// Reason is why a parcel is not delivered yet. The zero Reason is none.
type Reason struct {
	Kind fault.Kind
	Code string
}

// A Parcel is one thing owed to the broker.
type Parcel struct {
	ID       ID        `json:"id"`
	Kind     Kind      `json:"kind"`
	Case     string    `json:"case"` // parcels without a case are one line of their own
	Ref      string    `json:"ref"`  // jti of the vouch, or number of the checkpoint
	Seq      uint64    `json:"seq"`  // order within the case
	State    State     `json:"state"`
	Reason   Reason    `json:"reason,omitzero"`
	Next     time.Time `json:"next,omitzero"`
	Attempts int       `json:"attempts"`
	Made     time.Time `json:"made"`
}

// The waiting times between tries.
const (
	FirstWait = 5 * time.Second
	LongWait  = 10 * time.Minute
)

// New returns a parcel that may go at once.
func New(id ID, kind Kind, caseID, ref string, seq uint64, made time.Time) Parcel {
	return Parcel{ID: id, Kind: kind, Case: caseID, Ref: ref, Seq: seq, State: Waiting, Next: made, Made: made}
}

// Settled reports whether a parcel lets the next of its case go.
func (p Parcel) Settled() bool { return p.State == Accepted || p.State == Refused }

// Due lists the parcels that may go now, the longest waiting first, at most
// one of each case.
func Due(parcels []Parcel, now time.Time) []ID {
	first := map[string]Parcel{}
	for _, p := range parcels {
		if p.Settled() {
			continue
		}
		head, ok := first[p.Case]
		if !ok || compare(p, head) < 0 {
			first[p.Case] = p
		}
	}
	var heads []Parcel
	for _, p := range first {
		if p.State == Waiting && ripe(p, now) {
			heads = append(heads, p)
		}
	}
	slices.SortFunc(heads, func(a, b Parcel) int {
		return cmp.Or(a.Next.Compare(b.Next), a.Made.Compare(b.Made), cmp.Compare(a.ID, b.ID))
	})
	ids := make([]ID, len(heads))
	for i, p := range heads {
		ids[i] = p.ID
	}
	return ids
}

func compare(a, b Parcel) int { return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.ID, b.ID)) }

// ripe also lets a parcel go whose next try lies further ahead than any wait:
// then the clock was set back, and it would wait for weeks.
func ripe(p Parcel, now time.Time) bool {
	return !now.Before(p.Next) || p.Next.Sub(now) > LongWait
}

// NextTry is when something will be due next, if anything waits.
func NextTry(parcels []Parcel) (next time.Time, ok bool) {
	for _, p := range parcels {
		if p.State == Waiting && (!ok || p.Next.Before(next)) {
			next, ok = p.Next, true
		}
	}
	return next, ok
}

// Started marks a parcel as on its way.
func Started(p Parcel) Parcel {
	if p.State == Waiting {
		p.State = Sending
	}
	return p
}

// Recovered puts a parcel that was on its way when the desk stopped back among
// the waiting: whether it arrived is unknown, and sending twice counts once.
func Recovered(p Parcel, now time.Time) Parcel {
	if p.State == Sending {
		p.State, p.Next = Waiting, now
	}
	return p
}

// Failed says what becomes of a parcel whose sending failed. Jitter is a
// random number from 0 up to 1, so that a building full of desks does not come
// back at the same moment.
func Failed(p Parcel, err error, now time.Time, jitter float64) Parcel {
	if p.Settled() || err == nil {
		return p
	}
	kind := fault.Of(err)
	if kind == fault.Stopped { // nobody's failure, so it costs no wait
		p.State, p.Next = Waiting, now
		return p
	}
	p.Attempts++
	p.Reason = Reason{Kind: kind, Code: fault.Code(err)}
	if kind != fault.Unavailable && kind != fault.Locked {
		p.State, p.Next = NeedsDecision, time.Time{}
		return p
	}
	p.State, p.Next = Waiting, now.Add(wait(p.Attempts, jitter))
	return p
}

// wait doubles with every try, up to LongWait, and lies between half of that
// and the whole.
func wait(attempts int, jitter float64) time.Duration {
	full := FirstWait
	for i := 1; i < attempts && full < LongWait; i++ {
		full *= 2
	}
	full = min(full, LongWait)
	jitter = min(max(jitter, 0), 1)
	return full/2 + time.Duration(jitter*float64(full/2))
}

// Delivered marks a parcel as accepted by the broker.
func Delivered(p Parcel) Parcel {
	p.State, p.Reason, p.Next = Accepted, Reason{}, time.Time{}
	return p
}

// Retried is a person asking for another try now.
func Retried(p Parcel, now time.Time) Parcel {
	if p.State == NeedsDecision || p.State == Waiting {
		p.State, p.Next = Waiting, now
	}
	return p
}

// GivenUp is a person letting the broker's no stand. The reason stays.
func GivenUp(p Parcel) Parcel {
	if p.State == NeedsDecision {
		p.State = Refused
	}
	return p
}
