package component

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/theme"
)

// slide lays a one-line entry in the clip of its box: as wide as the box, and
// moved to the left as far as the cursor needs to be in sight. Fyne's own
// sideways scrolling would lay a bar over the text, keep the wheel from the
// page, and hiding the bar by a theme of its own loads every font anew for each
// entry and each refresh, which is never given back.
type slide struct {
	entry *entry
	off   float32
}

// Layout implements fyne.Layout.
func (s *slide) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	room := size.Width - 2*theme.Gap16
	if room <= 0 {
		return // not laid out yet
	}
	at := s.entry.cursorAt()
	switch {
	case at-s.off > room:
		s.off = at - room
	case at < s.off:
		s.off = at
	}
	if s.entry.Text == "" {
		s.off = 0
	}
	place(s.entry, -s.off, 0, size.Width+s.off, size.Height)
}

// MinSize implements fyne.Layout; the box has its own.
func (*slide) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

// cursorAt is how far the cursor stands from the beginning of the text.
func (e *entry) cursorAt() float32 {
	text := []rune(e.Text)
	before := string(text[:min(max(e.CursorColumn, 0), len(text))])
	if e.Password {
		before = strings.Repeat("•", len([]rune(before)))
	}
	return width(before, theme.Size(theme.TextBody), false)
}
