package review

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/fault"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// council is the part of the page that asks for the council's check.
type council struct {
	st       *stage.Stage
	state    *component.Banner
	ask      *component.Button
	progress *component.Progress
	skip     *component.Text
	content  *fyne.Container

	cancel context.CancelFunc // nil while nothing is asked
	failed error
	last   check
	form   bool
	busy   bool // something else is under way
}

func newCouncil(st *stage.Stage, ask func()) *council {
	w := st.Words
	c := &council{st: st, state: component.NewBanner(theme.Quiet, "", "")}
	c.ask = st.Kit.Button(component.Secondary, w.T("review.check.ask"), ask)
	c.skip = component.NewHint(w.T("review.check.skip"))
	c.progress = st.Kit.Progress(w.T("frame.action.stop"), func() { c.stop() })
	c.progress.Hide()
	c.content = component.VStack(theme.Gap12,
		component.NewSection(w.T("review.check.title")), c.state, c.progress,
		component.HStack(theme.Gap12, c.ask, c.skip))
	return c
}

// first is what there is to do.
func (c *council) first() fyne.Focusable { return component.First(c.content) }

func (c *council) asking() bool { return c.cancel != nil }

// show draws what the case holds; a failure stands until the next try.
func (c *council) show(v check, form bool) {
	if v != c.last {
		c.failed = nil
	}
	c.last, c.form = v, form
	c.draw()
}

func (c *council) draw() {
	c.content.Hidden = !c.form
	c.state.Set(c.last.Tint, c.last.Title, c.last.Detail)
	if c.failed != nil {
		m := c.st.Words.Fault(c.failed)
		c.state.Set(theme.Warn, m.Title, m.Detail+" "+c.st.Words.T("review.check.without"))
	}
	c.state.Hidden = c.asking()
	c.progress.Hidden = !c.asking()
	c.progress.Set(c.st.Words.T("review.check.asking"), "", c.st.Words.T("review.check.asking_detail"), -1, true)
	c.ask.SetText(c.last.Ask)
	c.ask.Hidden = c.asking()
	if c.last.May && !c.busy {
		c.ask.Enable()
	} else {
		c.ask.Disable()
	}
	c.skip.Hidden = c.asking()
	c.content.Refresh()
}

// begin asks. The focus goes to Stop, and back to the button afterwards if it
// is still there.
func (c *council) begin(work func(context.Context) error) {
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

// stop gives up asking; it tells whether there was anything to give up.
func (c *council) stop() bool {
	if c.cancel == nil {
		return false
	}
	c.cancel()
	return true
}

// rest keeps it from being asked while something else is under way.
func (c *council) rest(busy bool) {
	c.busy = busy
	c.draw()
}
