package component_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
)

// TestMasters holds every state of every component as it was looked at.
func TestMasters(t *testing.T) {
	button := func(look component.Look, change func(*uitest.Stage, *component.Button)) func(*uitest.Stage) fyne.CanvasObject {
		return func(s *uitest.Stage) fyne.CanvasObject {
			b := s.Kit.Button(look, "Send for approval", nil)
			s.Show(component.HStack(0, b))
			if change != nil {
				change(s, b)
			}
			return b
		}
	}
	focus := func(s *uitest.Stage, b *component.Button) { s.Kit.Focus(b) }
	field := func(kind component.FieldKind, change func(*uitest.Stage, *component.Field)) func(*uitest.Stage) fyne.CanvasObject {
		return func(s *uitest.Stage) fyne.CanvasObject {
			f := s.Kit.Field(kind, component.FieldText{Label: "Postcode", Hint: "As on the letter", Show: "Show", Hide: "Hide"}).Chars(10)
			s.Show(component.VStack(0, f))
			if change != nil {
				change(s, f)
			}
			return f
		}
	}
	segmented := func(chosen int, focused bool) func(*uitest.Stage) fyne.CanvasObject {
		return func(s *uitest.Stage) fyne.CanvasObject {
			g := s.Kit.Segmented("Yes", "No", "Could not check")
			s.Show(component.HStack(0, g))
			g.SetChosen(chosen)
			if focused {
				s.Kit.Focus(g)
			}
			return g
		}
	}
	options := []component.Option{{ID: "a", Text: "Passport"}, {ID: "b", Text: "Driving licence", Hint: "Photocard"}}
	for name, make := range map[string]func(*uitest.Stage) fyne.CanvasObject{
		"button-primary":         button(component.Primary, nil),
		"button-primary-focused": button(component.Primary, focus),
		"button-secondary":       button(component.Secondary, nil),
		"button-danger":          button(component.Danger, nil),
		"button-link-focused":    button(component.Link, focus),
		"button-bar":             button(component.OnBar, focus),
		"button-disabled":        button(component.Primary, func(_ *uitest.Stage, b *component.Button) { b.Disable() }),
		"button-large":           button(component.Primary, func(_ *uitest.Stage, b *component.Button) { b.Large() }),
		"field":                  field(component.SingleLine, nil),
		"field-focused":          field(component.SingleLine, func(s *uitest.Stage, f *component.Field) { s.Kit.Focus(f.First()) }),
		"field-error":            field(component.SingleLine, func(_ *uitest.Stage, f *component.Field) { f.SetError("Enter a postcode") }),
		"field-multi":            field(component.MultiLine, nil),
		"field-password":         field(component.Password, func(_ *uitest.Stage, f *component.Field) { f.SetText("specimen") }),
		"segmented":              segmented(component.None, false),
		"segmented-focused":      segmented(component.None, true),
		"segmented-first":        segmented(0, false),
		"segmented-last":         segmented(2, false),
		"choice": func(s *uitest.Stage) fyne.CanvasObject {
			c := s.Kit.Choice(component.ChoiceText{Legend: "Which?"}, options, nil)
			s.Show(component.VStack(0, c))
			c.SetChosen("b")
			s.Kit.Focus(c.First())
			return c
		},
		"select": func(s *uitest.Stage) fyne.CanvasObject {
			c := s.Kit.Select(component.FieldText{Label: "Which?"}, "Choose one", options, nil)
			s.Show(component.VStack(0, c))
			return c
		},
		"tick": func(s *uitest.Stage) fyne.CanvasObject {
			c := s.Kit.Tick("I saw it", nil).Hint("Today")
			s.Show(component.VStack(0, c))
			return c
		},
		"tick-on": func(s *uitest.Stage) fyne.CanvasObject {
			c := s.Kit.Tick("I saw it", nil)
			c.SetOn(true)
			s.Show(component.VStack(0, c))
			s.Kit.Focus(c)
			return c
		},
		"date": func(s *uitest.Stage) fyne.CanvasObject {
			d := s.Kit.DateField(component.DateText{Legend: "Date of birth", Hint: "17 4 1988", Day: "Day", Month: "Month", Year: "Year"})
			d.SetText("17", "4", "1988")
			d.SetError("Enter a real date")
			s.Show(component.VStack(0, d))
			return d
		},
		"tags": func(s *uitest.Stage) fyne.CanvasObject {
			var tags []fyne.CanvasObject
			for _, tint := range theme.Tints() {
				tags = append(tags, component.NewTag(tint, "Matches record"))
			}
			o := component.HStack(theme.Gap8, tags...)
			s.Show(o)
			return o
		},
		"levels": func(s *uitest.Stage) fyne.CanvasObject {
			l := component.NewLevelBar("Low", "Medium", "High", "Very high")
			l.Set(0, 1, 1)
			s.Show(component.AtMost(282, l))
			return l
		},
		"steps": func(s *uitest.Stage) fyne.CanvasObject {
			l := steps(s.Kit, "evidence")
			s.Show(component.AtMost(theme.LeftColumn, component.VStack(0, l)))
			s.Kit.Focus(l)
			s.Key(fyne.KeyDown)
			return l
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := uitest.Open(t, uitest.Options{Width: 700, Height: 400})
			o := make(s)
			s.Settle()
			uitest.AssertMaster(t, name, o)
		})
	}
}

// TestFocusRing measures the ring rather than trusting the master: 3 px wide,
// 2 px clear, on every kind of control.
func TestFocusRing(t *testing.T) {
	for name, make := range map[string]func(*component.Kit) fyne.CanvasObject{
		"button": func(k *component.Kit) fyne.CanvasObject { return k.Button(component.Secondary, "Go on", nil) },
		"field": func(k *component.Kit) fyne.CanvasObject {
			return k.Field(component.SingleLine, component.FieldText{Label: "Name"})
		},
		"segmented": func(k *component.Kit) fyne.CanvasObject { return k.Segmented("Yes", "No") },
		"tick":      func(k *component.Kit) fyne.CanvasObject { return k.Tick("Seen", nil) },
		"select": func(k *component.Kit) fyne.CanvasObject {
			return k.Select(component.FieldText{Label: "Which"}, "None", []component.Option{{ID: "a", Text: "A"}}, nil)
		},
		"choice": func(k *component.Kit) fyne.CanvasObject {
			return k.Choice(component.ChoiceText{}, []component.Option{{ID: "a", Text: "A"}}, nil)
		},
		"table": func(k *component.Kit) fyne.CanvasObject {
			table := k.Table([]component.Column{{Head: "Case"}}, func(string) {})
			table.SetRows([]component.Row{{ID: "a", Cells: []component.Cell{{Text: "EB-1"}}}})
			return table
		},
		"steps": func(k *component.Kit) fyne.CanvasObject { return steps(k, "letter") },
	} {
		t.Run(name, func(t *testing.T) {
			s := uitest.Open(t, uitest.Options{})
			s.Show(component.Inset(40, 40, make(s.Kit)))
			if n := uitest.Rings(s.Canvas()); n != 0 {
				t.Fatalf("%d rings before the focus came", n)
			}
			s.Key(fyne.KeyTab)
			if n := uitest.Rings(s.Canvas()); n != 1 {
				t.Errorf("%d rings, want 1", n)
			}
			s.Canvas().Unfocus()
			s.Settle()
			if n := uitest.Rings(s.Canvas()); n != 0 {
				t.Errorf("%d rings after the focus left", n)
			}
		})
	}
}
