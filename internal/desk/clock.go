package desk

import (
	"time"

	"vouchdesk/internal/vault"
)

// How far the machine's time may be from what is known, and how often what is
// known is written down.
const (
	backAllowed    = 2 * time.Minute
	forwardAllowed = 24 * time.Hour
	markEvery      = 5 * time.Minute
)

// The reasons not to believe the machine's time.
const (
	clockBack    = "clock-back"
	clockForward = "clock-forward"
)

// clock is the high-water mark (DESIGN 7). It goes up by what has passed on the
// monotonic clock while running, and to a time the broker signed; the machine's
// own date alone never raises it by more than a day.
type clock struct {
	mark    time.Time // no moment before this can be now
	broker  time.Time // the newest time the broker signed
	last    time.Time // the machine's time when last looked at
	written time.Time // the mark on disk
	reason  string    // why the machine's time is not believed; empty: it is
}

// start judges the machine's time against what the last run left.
func (c *clock) start(stored marks, now time.Time) {
	c.mark, c.broker, c.written, c.last = stored.Seen, stored.Broker, stored.Seen, now
	switch {
	case stored.Seen.IsZero():
		c.mark = now.Round(0)
	case now.Before(stored.Seen.Add(-backAllowed)):
		c.reason = clockBack
	case now.Round(0).After(stored.Seen.Add(forwardAllowed)):
		c.reason = clockForward
	case now.After(stored.Seen):
		c.mark = now.Round(0)
	}
}

// observe looks at the machine's time while running and reports whether what
// is believed of it has changed.
func (c *clock) observe(now time.Time) bool {
	before := c.reason
	// The monotonic clock stands still in a sleeping laptop, so the date may run
	// ahead of it, but never by more than a day unnoticed.
	if passed := now.Sub(c.last); passed > 0 && passed < forwardAllowed && c.reason == "" {
		c.mark = c.mark.Add(passed)
	}
	c.last = now
	switch wall := now.Round(0); {
	case c.reason != "":
	case wall.Before(c.mark.Add(-backAllowed)):
		c.reason = clockBack
	case wall.After(c.mark.Add(forwardAllowed)):
		c.reason = clockForward
	case wall.After(c.mark):
		c.mark = wall
	}
	return c.reason != before
}

// hear takes in a time that the broker signed and reports whether what is
// believed of the machine's time has changed.
func (c *clock) hear(signed, now time.Time) bool {
	before := c.reason
	c.last = now
	if signed.After(c.broker) {
		c.broker = signed
	}
	// A mark ahead of the broker came from a wrong date of this machine.
	c.mark = signed
	switch wall := now.Round(0); {
	case wall.Before(signed.Add(-backAllowed)):
		c.reason = clockBack
	case wall.After(signed.Add(backAllowed)):
		c.reason = clockForward
	default:
		c.reason = ""
		if wall.After(c.mark) {
			c.mark = wall
		}
	}
	return c.reason != before
}

// earliest is the moment to judge validity at: never before the mark.
func (c *clock) earliest(now time.Time) time.Time {
	if now.Before(c.mark) {
		return c.mark
	}
	return now
}

func (c *clock) marks() marks { return marks{Seen: c.mark.UTC(), Broker: c.broker.UTC()} }

// observe looks at the time, journals what it finds, and keeps the mark.
func (s *state) observe() {
	if s.clock.observe(s.now()) {
		s.note(actClockDoubted, map[string]string{"reason": s.clock.reason}, s.writeMarks)
		return
	}
	if s.clock.mark.Sub(s.clock.written) >= markEvery {
		s.note("", nil, s.writeMarks)
	}
}

func (s *state) writeMarks(tx *vault.Tx) error {
	s.clock.written = s.clock.mark
	return put(tx, vault.HighWater, idClock, s.clock.marks())
}

// hearTime takes the broker's time in.
func (s *state) hearTime(signed time.Time) error {
	doubted := s.clock.reason != ""
	changed := s.clock.hear(signed, s.now())
	if !changed {
		return s.d.vault.Update(s.writeMarks)
	}
	act, details := actClockDoubted, map[string]string{"reason": s.clock.reason}
	if doubted && s.clock.reason == "" {
		act, details = actClockTrusted, nil
	}
	return s.d.vault.Update(func(tx *vault.Tx) error {
		if err := s.append(tx, act, "", details); err != nil {
			return err
		}
		return s.writeMarks(tx)
	})
}
