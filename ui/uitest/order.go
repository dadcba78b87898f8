package uitest

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// stop is where Tab stops.
type stop struct {
	name   string
	at     rect
	region fyne.CanvasObject // the scrolled part it is in, if it is in one
	room   rect              // of the region
}

// whole is the scrolled part it is in, which stays where it is, or else itself.
func (s stop) whole() rect {
	if s.region != nil {
		return s.room
	}
	return s.at
}

// stops are all stops of Tab with where they are drawn, once round. The focus
// comes back to where it was.
func stops(c fyne.Canvas) []stop {
	had := c.Focused()
	defer func() {
		if had == nil {
			c.Unfocus()
		} else {
			c.Focus(had)
		}
	}()
	c.Unfocus()
	var order []fyne.Focusable
	for range 500 {
		c.FocusNext()
		f := c.Focused()
		if f == nil || len(order) > 0 && f == order[0] {
			break
		}
		order = append(order, f)
	}
	places := map[fyne.Focusable]stop{}
	look(c, func(s seen) {
		f, ok := s.object.(fyne.Focusable)
		if !ok {
			return
		}
		p := stop{name: name(s), at: rectOf(s.at, s.object.Size())}
		for i, a := range s.ancestors {
			if _, ok := a.(*container.Scroll); !ok || inside(s, "*widget.Entry") {
				continue
			}
			if room := rectOf(s.places[i], a.Size()); p.region == nil {
				p.region, p.room = a, room
			} else {
				p.at = room // a list that scrolls within the column
			}
		}
		places[f] = p
	})
	all := make([]stop, 0, len(order))
	for _, f := range order {
		all = append(all, places[f])
	}
	return all
}

func inside(s seen, kind string) bool {
	for _, a := range s.ancestors {
		if reflect.TypeOf(a).String() == kind {
			return true
		}
	}
	return false
}

// AssertReadingOrder fails the test unless Tab goes as one reads: down and to
// the right within each column, one column after another from the left.
func AssertReadingOrder(t testing.TB, c fyne.Canvas) {
	t.Helper()
	all := stops(c)
	left := map[fyne.CanvasObject]bool{}
	for i := 1; i < len(all); i++ {
		a, b := all[i-1], all[i]
		if a.region != b.region {
			left[a.region] = a.region != nil // what is in none is no column: its place is looked at below
			if left[b.region] {
				t.Errorf("Tab comes back to a column it has left: %q after %q", b.name, a.name)
			}
			a.at, b.at = a.whole(), b.whole()
		}
		if !follows(a.at, b.at) {
			t.Errorf("Tab goes from %q at %v to %q at %v, which is not how it reads", a.name, a.at, b.name, b.at)
		}
	}
}

// follows tells whether b is read after a: it is lower, or on the same line and
// further right, or at the top of a column further right.
func follows(a, b rect) bool {
	const slack = 2
	return b.y0 >= a.y1-slack || b.x0 >= a.x1-slack
}
