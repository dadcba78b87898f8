package component_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
)

// filledIn is a filled field and a date on a page.
func filledIn(t *testing.T) (*uitest.Stage, *component.Field, *component.DateField) {
	s := uitest.Open(t, uitest.Options{})
	name := s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"})
	name.SetText("Rosa")
	born := s.Kit.DateField(component.DateText{Legend: "Born", Day: "Day", Month: "Month", Year: "Year"})
	born.SetText("17", "12", "1988")
	s.Show(s.Kit.Page(component.VStack(8, name, born)))
	return s, name, born
}

// TestTabSelectsWhatIsThere: as browsers do, so that typing replaces it. A
// focus set by the program or by a click adds to it.
func TestTabSelectsWhatIsThere(t *testing.T) {
	s, name, born := filledIn(t)
	s.Kit.Focus(name.First())
	s.Type("l")
	if name.Text() != "Rosal" {
		t.Errorf("the program's focus: %q", name.Text())
	}
	s.Key(fyne.KeyTab, fyne.KeyTab)
	s.Type("1")
	if _, month, _ := born.Text(); month != "1" {
		t.Errorf("month %q after Tab and 1", month)
	}
	s.BackTab()
	s.Type("2")
	if day, _, _ := born.Text(); day != "2" {
		t.Errorf("day %q after Shift+Tab and 2", day)
	}
	at := s.App.Driver().AbsolutePositionForObject(name.First().(fyne.CanvasObject))
	name.First().(desktop.Mouseable).MouseDown(&desktop.MouseEvent{
		PointEvent: fyne.PointEvent{AbsolutePosition: at.AddXY(4, 10), Position: fyne.NewPos(4, 10)}, Button: desktop.MouseButtonPrimary,
	})
	s.Type("A")
	if name.Text() != "ARosal" {
		t.Errorf("a click and A: %q", name.Text())
	}
}

func TestADateBoxTakesItsDigits(t *testing.T) {
	s, _, born := filledIn(t)
	for _, box := range []string{"day", "month", "year"} {
		s.Kit.Focus(born.Box(box))
		s.Type("9")
	}
	if d, m, y := born.Text(); d != "17" || m != "12" || y != "1988" {
		t.Errorf("%s %s %s: a digit too many was taken", d, m, y)
	}
	s.Kit.Focus(born.Box("day"))
	clip := s.App.Clipboard()
	clip.SetContent("2026")
	born.Box("day").(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
	if d, _, _ := born.Text(); d != "172026" {
		t.Errorf("day %q: what is pasted is cut", d)
	}
}

// TestAScanLeavesADateAsItWas: the burst is taken back out of a full box, and
// out of one whose selected text it replaced.
func TestAScanLeavesADateAsItWas(t *testing.T) {
	for _, tab := range []bool{false, true} {
		s, name, born := filledIn(t)
		code := ""
		s.Kit.Typist().OnScan = func(c string) { code = c }
		s.Kit.Focus(born.First())
		if tab {
			s.Kit.Focus(name.First())
			s.Key(fyne.KeyTab)
		}
		s.Scan("VLA1" + strings.Repeat("X", 40))
		if d, _, _ := born.Text(); d != "17" || code == "" {
			t.Errorf("by Tab %v: day %q, code %q", tab, d, code)
		}
	}
}

func TestAFieldHearsOfTabBeforeItLeaves(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	next := s.Kit.Button(component.Primary, "Why?", nil)
	next.Hide()
	name := s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"}).OnTab(next.Show)
	s.Show(component.VStack(8, name, next, s.Kit.Button(component.Primary, "Go on", nil)))
	s.Kit.Focus(name.First())
	s.Key(fyne.KeyTab)
	if s.Focused() != "Why?" {
		t.Errorf("the focus is on %q, want what Tab brought up", s.Focused())
	}
}

// TestTheWheelOverManyLines: they scroll as far as they go, and the page after
// that.
func TestTheWheelOverManyLines(t *testing.T) {
	for name, c := range map[string]struct {
		lines     int
		first     float32 // how far one turn moves the page
		untilPage int     // turns until the page moves
	}{"nothing to scroll": {1, 100, 1}, "full": {12, 0, 9}} {
		t.Run(name, func(t *testing.T) {
			s := uitest.Open(t, uitest.Options{})
			note := s.Kit.Field(component.MultiLine, component.FieldText{Label: "Note"})
			note.SetText(strings.Repeat("Specimen\n", c.lines))
			fields := []fyne.CanvasObject{note}
			for range 20 {
				fields = append(fields, s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"}))
			}
			page := s.Kit.Page(component.VStack(8, fields...))
			s.Show(page)
			turn := func() {
				at := s.App.Driver().AbsolutePositionForObject(note.First().(fyne.CanvasObject))
				test.Scroll(s.Canvas(), at.AddXY(20, 20), 0, -100)
			}
			turn()
			if page.Offset() != c.first {
				t.Errorf("the page moved by %v, want %v", page.Offset(), c.first)
			}
			for range c.untilPage - 1 {
				turn()
			}
			if page.Offset() == 0 {
				t.Error("at its end it keeps the wheel")
			}
		})
	}
}

// TestAListOpensInSight: of a drop-down whose control the wheel took away.
func TestAListOpensInSight(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	pick := s.Kit.Select(component.FieldText{Label: "Which"}, "Choose", []component.Option{{ID: "a", Text: "Passport"}, {ID: "b", Text: "Licence"}}, nil)
	fields := []fyne.CanvasObject{pick}
	for range 30 {
		fields = append(fields, s.Kit.Field(component.SingleLine, component.FieldText{Label: "Name"}))
	}
	page := s.Kit.Page(component.VStack(8, fields...))
	s.Show(page)
	s.Kit.Focus(pick.First())
	test.Scroll(s.Canvas(), fyne.NewPos(700, 300), 0, -1200)
	if page.Offset() < 1000 {
		t.Fatal("the page did not move")
	}
	s.Key(fyne.KeySpace)
	if !uitest.InSight(s.Canvas(), "Licence") {
		t.Error("the list opened out of sight")
	}
	at := s.App.Driver().AbsolutePositionForObject(pick.First().(fyne.CanvasObject))
	if at.Y < 0 {
		t.Errorf("its control stands at %v", at)
	}
}

// TestOpeningAStepMovesNoRow: not by the bold of the step that is open.
func TestOpeningAStepMovesNoRow(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	steps := s.Kit.Steps(nil)
	list := []component.Step{{"r", "Preswylydd", "Heb ddechrau", theme.Quiet}, {"p", "Tystiolaeth a chanolwyr", "Heb ddechrau", theme.Quiet}}
	s.Show(component.VStack(0, steps))
	for w := float32(160); w < 420; w += 3 {
		steps.Set(list, "")
		closed := steps.HeightFor(w)
		for _, step := range list {
			steps.Set(list, step.ID)
			if open := steps.HeightFor(w); open != closed {
				t.Fatalf("at %v with %s open the list is %v high, else %v", w, step.Text, open, closed)
			}
		}
	}
}
