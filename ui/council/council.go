// Package council is the part of a screen that asks for the council's check of
// somebody: of the resident, or of a referee.
//
// Asking takes up to ten seconds, can be stopped and can be left out; a failure
// is told and stands until the next try. What the check says is worded by the
// screen. It runs on the window's thread only.
package council

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/fault"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// View is how somebody stands with the council's check.
type View struct {
	Title, Detail string
	Tint          theme.Tint
	Ask           string // the name of the button
	May           bool   // there is somebody to ask about
}

// Section is the part of the page.
type Section struct {
	st       *stage.Stage
	state    *component.Banner
	ask      *component.Button
	progress *component.Progress
	skip     *component.Text
	content  *fyne.Container

	cancel context.CancelFunc // nil while nothing is asked
	failed error
	last   View
	form   bool
	busy   bool // something else is under way
}

// New makes one; ask is called by its button.
func New(st *stage.Stage, ask func()) *Section {
	w := st.Words
	c := &Section{st: st, state: component.NewBanner(theme.Quiet, "", "")}
	c.ask = st.Kit.Button(component.Secondary, w.T("review.check.ask"), ask)
	c.skip = component.NewHint(w.T("review.check.skip"))
	c.progress = st.Kit.Progress(w.T("frame.action.stop"), func() { c.Stop() })
	c.progress.Hide()
	c.content = component.VStack(theme.Gap12,
		component.NewSection(w.T("review.check.title")), c.state, c.progress,
		component.HStack(theme.Gap12, c.ask, c.skip))
	return c
}

// Content is the section.
func (c *Section) Content() fyne.CanvasObject { return c.content }

// First is what there is to do.
func (c *Section) First() fyne.Focusable { return component.First(c.content) }

// Asking tells whether an answer is awaited.
func (c *Section) Asking() bool { return c.cancel != nil }

// Show draws what the case holds; a failure stands until the next try.
func (c *Section) Show(v View, form bool) {
	if v != c.last {
		c.failed = nil
	}
	c.last, c.form = v, form
	c.draw()
}

func (c *Section) draw() {
	c.content.Hidden = !c.form
	c.state.Set(c.last.Tint, c.last.Title, c.last.Detail)
	if c.failed != nil {
		m := c.st.Words.Fault(c.failed)
		c.state.Set(theme.Warn, m.Title, m.Detail+" "+c.st.Words.T("review.check.without"))
	}
	c.state.Hidden = c.Asking()
	c.progress.Hidden = !c.Asking()
	c.progress.Set(c.st.Words.T("review.check.asking"), "", c.st.Words.T("review.check.asking_detail"), -1, true)
	c.ask.SetText(c.last.Ask)
	c.ask.Hidden = c.Asking()
	if c.last.May && !c.busy {
		c.ask.Enable()
	} else {
		c.ask.Disable()
	}
	c.skip.Hidden = c.Asking()
	c.content.Refresh()
}

// Begin asks. The focus goes to Stop, and back to the button afterwards if it
// is still there.
func (c *Section) Begin(work func(context.Context) error) {
	c.failed = nil
	c.cancel = c.st.Run.Run("council check", work, func(err error) {
		at := c.st.Kit.Canvas().Focused()
		on := at == component.First(c.progress)
		c.cancel = nil
		if fault.Of(err) != fault.Stopped && !errors.Is(err, context.Canceled) {
			c.failed = err
		}
		c.draw()
		if on {
			c.st.Kit.Focus(c.ask)
		}
	})
	c.draw()
	c.st.Kit.Focus(component.First(c.progress))
}

// Stop gives up asking; it tells whether there was anything to give up.
func (c *Section) Stop() bool {
	if c.cancel == nil {
		return false
	}
	c.cancel()
	return true
}

// Rest keeps it from being asked while something else is under way.
func (c *Section) Rest(busy bool) {
	c.busy = busy
	c.draw()
}
