package uitest

import (
	"maps"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// seen is one visible object where it is drawn.
type seen struct {
	object    fyne.CanvasObject
	at        fyne.Position
	clip      rect
	scrolled  bool
	ancestors []fyne.CanvasObject
	places    []fyne.Position // of the ancestors
}

type rect struct{ x0, y0, x1, y1 float32 }

func rectOf(p fyne.Position, s fyne.Size) rect { return rect{p.X, p.Y, p.X + s.Width, p.Y + s.Height} }

func (r rect) cut(o rect) rect {
	return rect{max(r.x0, o.x0), max(r.y0, o.y0), min(r.x1, o.x1), min(r.y1, o.y1)}
}

func (r rect) empty() bool { return r.x1 <= r.x0 || r.y1 <= r.y0 }

func children(o fyne.CanvasObject) []fyne.CanvasObject {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects
	case fyne.Widget:
		return test.WidgetRenderer(o).Objects()
	}
	return nil
}

func walk(o fyne.CanvasObject, from seen, visit func(seen)) {
	if o == nil || !o.Visible() {
		return
	}
	here := from
	here.object = o
	here.at = from.at.Add(o.Position())
	visit(here)
	inner := here
	inner.ancestors = append(append([]fyne.CanvasObject{}, from.ancestors...), o)
	inner.places = append(append([]fyne.Position{}, from.places...), here.at)
	if _, ok := o.(*container.Scroll); ok {
		inner.scrolled = true
		inner.clip = inner.clip.cut(rectOf(here.at, o.Size()))
	}
	for _, c := range children(o) {
		walk(c, inner, visit)
	}
}

// layers are the content, or the topmost overlay when there is one.
func layers(c fyne.Canvas) fyne.CanvasObject {
	if top := c.Overlays().Top(); top != nil {
		return top
	}
	return c.Content()
}

func look(c fyne.Canvas, visit func(seen)) {
	walk(layers(c), seen{clip: rectOf(fyne.Position{}, c.Size())}, visit)
}

func inEntry(s seen) bool {
	for _, a := range s.ancestors {
		if strings.Contains(strings.ToLower(reflect.TypeOf(a).String()), "entry") && !strings.Contains(reflect.TypeOf(a).String(), "Box") {
			return true
		}
	}
	return false
}

// Texts are all words in sight, in reading order; the lines of one text are
// joined with a space.
func Texts(c fyne.Canvas) []string {
	var all []string
	look(c, func(s seen) {
		if t, ok := s.object.(interface{ Text() string }); ok && isText(s.object) {
			if t.Text() != "" {
				all = append(all, t.Text())
			}
			return
		}
		if t, ok := s.object.(*canvas.Text); ok && t.Text != "" && !inText(s) {
			all = append(all, t.Text)
		}
	})
	return all
}

func isText(o fyne.CanvasObject) bool { return reflect.TypeOf(o).String() == "*component.Text" }

func inText(s seen) bool {
	for _, a := range s.ancestors {
		if isText(a) {
			return true
		}
	}
	return false
}

// Sees tells whether a text is in sight, as a whole or as a part of one.
func Sees(c fyne.Canvas, text string) bool {
	for _, t := range Texts(c) {
		if strings.Contains(t, text) {
			return true
		}
	}
	return false
}

// InSight tells whether just this text is drawn whole within the window and
// whatever scrolls around it.
func InSight(c fyne.Canvas, text string) bool {
	found := false
	look(c, func(s seen) {
		t, ok := s.object.(interface{ Text() string })
		if !ok || !isText(s.object) || t.Text() != text {
			return
		}
		at := rectOf(s.at, s.object.Size())
		found = found || at.cut(s.clip) == at
	})
	return found
}

// See fails the test unless the words are in sight.
func (s *Stage) See(texts ...string) {
	s.T.Helper()
	for _, text := range texts {
		if !Sees(s.Canvas(), text) {
			s.T.Errorf("%q is not in sight; there is %q", text, Texts(s.Canvas()))
		}
	}
}

// SeeNot fails the test if the words are in sight.
func (s *Stage) SeeNot(texts ...string) {
	s.T.Helper()
	for _, text := range texts {
		if Sees(s.Canvas(), text) {
			s.T.Errorf("%q is in sight and should not be", text)
		}
	}
}

// Find is the control with these words on it or, for an entry, beside it.
func Find(c fyne.Canvas, text string) fyne.CanvasObject {
	var exact, part fyne.CanvasObject
	look(c, func(s seen) {
		if _, ok := s.object.(fyne.Focusable); !ok {
			return
		}
		name := name(s)
		if exact == nil && (name == text || strings.HasPrefix(name, text+" · ")) {
			exact = s.object
		}
		if part == nil && strings.Contains(name, text) {
			part = s.object
		}
	})
	if exact != nil {
		return exact
	}
	return part
}

// Tap clicks the control with these words.
func (s *Stage) Tap(text string) {
	s.T.Helper()
	o := Find(s.Canvas(), text)
	t, ok := o.(fyne.Tappable)
	if !ok {
		s.T.Fatalf("nothing to click says %q; there is %q", text, Texts(s.Canvas()))
	}
	test.Tap(t)
	s.Settle()
}

// Focus puts the focus on the control with these words.
func (s *Stage) Focus(text string) {
	s.T.Helper()
	f, ok := Find(s.Canvas(), text).(fyne.Focusable)
	if !ok {
		s.T.Fatalf("nothing to focus says %q; there is %q", text, TabOrder(s.Canvas()))
	}
	s.Canvas().Focus(f)
	s.Settle()
}

// Focused names what has the focus, or is empty.
func (s *Stage) Focused() string { return nameOf(s.Canvas(), s.Canvas().Focused()) }

// TabOrder names every stop of Tab in order, once round.
func TabOrder(c fyne.Canvas) []string {
	c.Unfocus()
	var (
		names []string
		first fyne.Focusable
	)
	for range 500 {
		c.FocusNext()
		f := c.Focused()
		if f == nil || f == first {
			break
		}
		if first == nil {
			first = f
		}
		names = append(names, nameOf(c, f))
	}
	return names
}

func nameOf(c fyne.Canvas, f fyne.Focusable) string {
	found := ""
	look(c, func(s seen) {
		if o, ok := s.object.(fyne.Focusable); ok && o == f {
			found = name(s)
		}
	})
	return found
}

// name is what a person would call a control: its own words or, for an
// entry, the first words before it in whatever it stands in.
func name(s seen) string {
	if t, ok := s.object.(interface{ Text() string }); ok {
		return t.Text()
	}
	if _, ok := s.object.(interface{ SelectedText() string }); !ok {
		var own []string
		walk(s.object, seen{}, func(in seen) {
			if t, ok := in.object.(interface{ Text() string }); ok && isText(in.object) && t.Text() != "" {
				own = append(own, t.Text())
			}
		})
		return strings.Join(own, " | ")
	}
	for i := len(s.ancestors) - 1; i >= 0; i-- {
		first, passed := "", false
		walk(s.ancestors[i], seen{}, func(in seen) {
			passed = passed || in.object == s.object
			if t, ok := in.object.(interface{ Text() string }); ok && isText(in.object) && first == "" && !passed {
				first = t.Text()
			}
		})
		if first != "" {
			return first
		}
	}
	return ""
}

// AssertNoCutText fails the test for a text that does not fit its box, leaves
// the control or the window it is in, or lies over another text, and for a
// window that asks for more room than it has.
func AssertNoCutText(t testing.TB, c fyne.Canvas) {
	t.Helper()
	if least, size := c.Content().MinSize(), c.Size(); least.Width > size.Width+0.5 || least.Height > size.Height+0.5 {
		t.Errorf("the window asks for %v and has %v", least, size)
	}
	type drawn struct {
		text string
		at   rect
	}
	var all []drawn
	look(c, func(s seen) {
		text, ok := s.object.(*canvas.Text)
		if !ok || strings.TrimSpace(text.Text) == "" || inEntry(s) {
			return
		}
		least, size := text.MinSize(), text.Size()
		if least.Width > size.Width+0.6 || least.Height > size.Height+0.6 {
			t.Errorf("cut: %q needs %v and has %v", text.Text, least, size)
		}
		where := rectOf(s.at, least)
		if where.x0 < -0.5 || where.x1 > c.Size().Width+0.5 || !s.scrolled && (where.y0 < -0.5 || where.y1 > c.Size().Height+0.5) {
			t.Errorf("outside the window: %q at %v", text.Text, where)
		}
		for i, a := range s.ancestors {
			if _, ok := a.(fyne.Widget); !ok {
				continue
			}
			if _, ok := a.(*container.Scroll); ok {
				break // below it only the inner ones count
			}
			outer := rectOf(s.places[i], a.Size())
			if !s.scrolled && (where.y1 > outer.y1+1.5 || where.y0 < outer.y0-1.5) || where.x1 > outer.x1+1.5 || where.x0 < outer.x0-1.5 {
				t.Errorf("outside its %T: %q at %v, room %v", a, text.Text, where, outer)
				break
			}
		}
		if in := where.cut(s.clip); !in.empty() {
			all = append(all, drawn{text.Text, in})
		}
	})
	for i, a := range all {
		for _, b := range all[i+1:] {
			if over := a.at.cut(b.at); over.x1-over.x0 > 1 && over.y1-over.y0 > 0.3*(a.at.y1-a.at.y0) {
				t.Errorf("%q lies over %q", b.text, a.text)
			}
		}
	}
}

// AssertTargets fails the test for anything to click that is smaller than the
// least target (WCAG 2.5.8), or cannot be reached by keyboard.
func AssertTargets(t testing.TB, c fyne.Canvas) {
	t.Helper()
	look(c, func(s seen) {
		if _, ok := s.object.(fyne.Tappable); !ok || inEntry(s) || scrollBar(s.object) {
			return
		}
		if size := s.object.Size(); size.Width < theme.TargetLeast || size.Height < theme.TargetLeast {
			t.Errorf("target %T %q is only %v", s.object, name(s), size)
		}
		if _, ok := s.object.(fyne.Focusable); !ok && !scenery(s.object) {
			t.Errorf("%T %q can be clicked but not reached by keyboard", s.object, name(s))
		}
	})
}

// scrollBar tells a scroll bar: Page Up and Page Down do the same by keyboard.
func scrollBar(o fyne.CanvasObject) bool {
	return strings.HasPrefix(reflect.TypeOf(o).String(), "*widget.scrollBar")
}

// scenery takes clicks only to keep them from what is behind.
func scenery(o fyne.CanvasObject) bool {
	switch reflect.TypeOf(o).String() {
	case "*component.Modal", "*component.dropList":
		return true
	}
	_, label := o.(*widget.Label)
	return label
}

// Settings are what every sight has to bear, and more.
func Settings(more map[string]Options) map[string]Options {
	all := map[string]Options{
		"en":          {},
		"cy":          {Lang: words.Welsh},
		"en-200":      {TextScale: 2},
		"cy-200-1024": {Lang: words.Welsh, TextScale: 2, Width: 1024, Height: 700},
		"contrast":    {Mode: theme.HighContrast},
	}
	maps.Copy(all, more)
	return all
}

// AssertBears fails the test unless what is shown bears its setting: no text
// is cut, every target is large enough, words stand in place of every key, and
// the least window has room for it. It takes the picture of that name.
func (s *Stage) AssertBears(name string) {
	s.T.Helper()
	s.Capture(name)
	AssertNoCutText(s.T, s.Canvas())
	AssertTargets(s.T, s.Canvas())
	s.SeeNot("[", "<no value>")
	if least := s.Canvas().Content().MinSize(); least.Width > 1024 || least.Height > 700 {
		s.T.Errorf("the window asks for %v", least)
	}
}

// Rings counts the focus rings drawn: outlines of the ring's width in the
// ring's colour.
func Rings(c fyne.Canvas) int {
	n := 0
	look(c, func(s seen) {
		if r, ok := s.object.(*canvas.Rectangle); ok && r.StrokeWidth == theme.RingWidth && r.StrokeColor == theme.Colour(theme.Focus) {
			n++
		}
	})
	return n
}

// HeadingInSight tells whether the heading of the page is drawn whole within the
// window and whatever scrolls around it. Without a heading it answers no.
func HeadingInSight(c fyne.Canvas) bool {
	found, whole := false, true
	look(c, func(s seen) {
		if t, ok := s.object.(*canvas.Text); ok && t.Text != "" && t.TextSize == theme.Size(theme.TextTitle) && inText(s) {
			at := rectOf(s.at, s.object.Size())
			found, whole = true, whole && at.cut(s.clip) == at
		}
	})
	return found && whole
}

// PictureInSight tells whether a picture is drawn whole within the window and
// whatever scrolls around it.
func PictureInSight(c fyne.Canvas) bool {
	whole := false
	look(c, func(s seen) {
		if p, ok := s.object.(*canvas.Image); ok && p.Image != nil {
			at := rectOf(s.at, s.object.Size())
			whole = whole || at.cut(s.clip) == at && !at.empty()
		}
	})
	return whole
}

// FocusInSight tells whether what has the focus is drawn whole within the window
// and whatever scrolls around it.
func FocusInSight(c fyne.Canvas) bool {
	found := false
	look(c, func(s seen) {
		if f, ok := s.object.(fyne.Focusable); ok && f == c.Focused() {
			at := rectOf(s.at, s.object.Size())
			found = at.cut(s.clip) == at
		}
	})
	return found
}
