package stage

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/component"
)

// Sheet is what the screens have in common that do one act at a time: what is
// on them, whether an act is under way, and why the last was not done. A screen
// embeds it and makes its Page.
type Sheet struct {
	Problems *component.ErrorSummary
	Page     *fyne.Container // the whole content

	st   *Stage
	at   func() fyne.Focusable
	rest func(busy bool)
	busy bool
}

// NewSheet makes one. Where an act was not done, the link goes to at; rest is
// told when one begins and ends, if anything rests meanwhile.
func (s *Stage) NewSheet(at func() fyne.Focusable, rest func(busy bool)) *Sheet {
	return &Sheet{Problems: s.Kit.ErrorSummary(s.Words.T("frame.problem.title")), st: s, at: at, rest: rest}
}

// Content implements [Screen].
func (s *Sheet) Content() fyne.CanvasObject { return s.Page }

// Flush implements [Screen]: nothing is typed on it.
func (s *Sheet) Flush(then func()) { then() }

// Escape implements [Keyed]: it goes back, as everywhere.
func (s *Sheet) Escape() bool { return false }

// Busy tells whether an act is under way.
func (s *Sheet) Busy() bool { return s.busy }

// Settle says that an act has begun or ended.
func (s *Sheet) Settle(busy bool) {
	s.busy = busy
	if s.rest != nil {
		s.rest(busy)
	}
}

// Do does an act, unless one is under way.
func (s *Sheet) Do(title string, act func(context.Context) error, done func()) {
	if s.busy {
		return
	}
	s.Settle(true)
	s.Problems.Set()
	s.st.Run.Run(title, act, s.end(done))
}

// end says why an act was not done, or goes on.
func (s *Sheet) end(done func()) func(error) {
	return func(err error) {
		s.Settle(false)
		if err != nil {
			s.Fail(err)
			return
		}
		done()
	}
}

// Fail says why something was not done.
func (s *Sheet) Fail(err error) { s.Tell(s.st.Problem(err, s.at())) }

// Tell shows what is wrong; nothing clears it.
func (s *Sheet) Tell(problems ...component.Problem) {
	s.Problems.Set(problems...)
	s.Page.Refresh()
}
