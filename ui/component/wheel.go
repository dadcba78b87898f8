package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over a multi-line entry and takes only the mouse wheel. The
// driver gives the wheel to the innermost that can scroll and to nobody else:
// over a box with nothing to scroll, the page would stand still.
type wheel struct {
	widget.BaseWidget
	entry *entry
}

func newWheel(e *entry) *wheel {
	w := &wheel{entry: e}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	if s := w.entry.inner; s != nil && leftToScroll(s, ev.Scrolled.DY) {
		s.Scrolled(ev)
		return
	}
	if holders := w.entry.kit.holders(w.entry.box); len(holders) > 0 {
		holders[0].scroll.Scrolled(ev)
	}
}

// leftToScroll tells whether there is more, up or down.
func leftToScroll(s *container.Scroll, dy float32) bool {
	const pixel = 1
	most := s.Content.Size().Height - s.Size().Height
	if dy > 0 {
		return most >= pixel && s.Offset.Y > 0
	}
	return most-s.Offset.Y >= pixel
}

// CreateRenderer implements fyne.Widget: there is nothing to see.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return &parts{of: w, min: func() fyne.Size { return fyne.Size{} }}
}

// CreateRenderer implements fyne.Widget; what scrolls within it is nowhere
// else to be had.
func (e *entry) CreateRenderer() fyne.WidgetRenderer {
	r := e.Entry.CreateRenderer()
	for _, o := range r.Objects() {
		if s, ok := o.(*container.Scroll); ok {
			e.inner = s
		}
	}
	return r
}
