package stage

import (
	"context"
	"maps"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/ui/foreground"
)

// DraftWait is how long after the last key a draft is sealed (DESIGN 4);
// DraftMost is how long somebody can go on typing before it is sealed all the
// same, so that less than a second is ever lost.
const (
	DraftWait = 500 * time.Millisecond
	DraftMost = 250 * time.Millisecond
)

// Draft keeps one form's texts as they are typed.
type Draft struct {
	run   *foreground.Runner
	delay *foreground.Delay
	read  func() map[string]string
	save  func(context.Context, map[string]string) error
	fail  func(error)
	saved map[string]string
	now   func() time.Time
	since time.Time // the first key that is not sealed yet
	busy  bool
	again bool // what is in the form is newer than what is being sealed
	then  []func()
}

// NewDraft keeps what read answers by save. A save that fails is told to fail,
// and the texts stay in the form to be saved by the next key.
func (s *Stage) NewDraft(
	read func() map[string]string, save func(context.Context, map[string]string) error, fail func(error),
) *Draft {
	d := &Draft{run: s.Run, read: read, save: save, fail: fail, now: s.Now}
	d.delay = s.Run.After(DraftWait, d.write)
	return d
}

// SaveDraft seals a draft of a case.
type SaveDraft func(ctx context.Context, id casework.ID, key string, fields map[string]string) error

// CaseDraft keeps what read answers with the case on screen, and says when that
// fails.
func (s *Stage) CaseDraft(key string, read func() map[string]string, save SaveDraft) *Draft {
	return s.NewDraft(read, func(ctx context.Context, fields map[string]string) error {
		return save(ctx, s.At.Case, key, fields)
	}, func(err error) { s.Nav.Announce(s.Words.Fault(err).Title) })
}

// Loaded says what the vault holds already, so that an untouched form is not
// saved again.
func (d *Draft) Loaded(fields map[string]string) { d.saved = fields }

// Touch is called after each key.
func (d *Draft) Touch() {
	now := d.now()
	switch {
	case d.since.IsZero():
		d.since = now
	case now.Sub(d.since) >= DraftMost:
		d.delay.Cancel()
		d.write()
		return
	}
	d.delay.Start()
}

// Drop forgets what is waiting: the form was committed or abandoned.
func (d *Draft) Drop() {
	d.delay.Cancel()
	d.since = time.Time{}
	d.saved, d.again = nil, false
}

// Commit does the act that records what is in the form, and with that drops the
// draft. One on its way must not arrive after the act has dropped it. What was
// not kept is a draft again.
func (d *Draft) Commit(title string, act func(context.Context) error, done func(error)) {
	d.Drop()
	d.Flush(func() {
		d.run.Run(title, act, func(err error) {
			if err != nil {
				d.Touch()
			}
			done(err)
		})
	})
}

// Flush saves what is waiting and goes on when it is sealed.
func (d *Draft) Flush(then func()) {
	d.delay.Flush()
	d.Settle(then)
}

// Settle goes on when nothing is being sealed any more.
func (d *Draft) Settle(then func()) {
	if !d.busy {
		then()
		return
	}
	d.then = append(d.then, then)
}

// write seals one state of the form at a time: of two on their way together the
// older could arrive last and stay.
func (d *Draft) write() {
	d.since = time.Time{}
	if d.busy {
		d.again = true
		return
	}
	fields := d.read()
	if maps.Equal(fields, d.saved) {
		return
	}
	d.busy = true
	d.run.Run("draft", func(ctx context.Context) error { return d.save(ctx, fields) }, func(err error) {
		d.busy = false
		if err == nil {
			d.saved = fields
		} else if d.fail != nil {
			d.fail(err)
		}
		if d.again {
			d.again = false
			d.write()
		}
		if d.busy {
			return
		}
		waiting := d.then
		d.then = nil
		for _, then := range waiting {
			then()
		}
	})
}
