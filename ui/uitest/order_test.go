package uitest_test

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/component"
	"vouchdesk/ui/uitest"
)

// heard keeps what an assertion says.
type heard struct {
	testing.TB
	said []string
}

func (h *heard) Helper() {}
func (h *heard) Errorf(format string, args ...any) {
	h.said = append(h.said, fmt.Sprintf(format, args...))
}

func TestReadingOrder(t *testing.T) {
	type spot struct{ x, y float32 }
	for name, c := range map[string]struct {
		spots  []spot
		faults int
	}{
		"ok/down":              {[]spot{{0, 0}, {0, 100}, {0, 200}}, 0},
		"ok/a line":            {[]spot{{0, 0}, {200, 0}, {400, 0}, {0, 100}}, 0},
		"ok/columns":           {[]spot{{0, 0}, {0, 200}, {300, 0}, {300, 200}}, 0},
		"refused/up":           {[]spot{{0, 100}, {0, 0}}, 1},
		"refused/leftwards":    {[]spot{{200, 0}, {0, 0}}, 1},
		"refused/right column": {[]spot{{300, 0}, {300, 200}, {0, 0}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := uitest.Open(t, uitest.Options{})
			all := container.NewWithoutLayout()
			for i, at := range c.spots {
				b := s.Kit.Button(component.Secondary, fmt.Sprint("Button ", i), nil)
				b.Resize(fyne.NewSize(120, 40))
				b.Move(fyne.NewPos(at.x, at.y))
				all.Add(b)
			}
			s.Show(all)
			h := &heard{TB: t}
			uitest.AssertReadingOrder(h, s.Canvas())
			if len(h.said) != c.faults {
				t.Errorf("said %q, want %d faults", h.said, c.faults)
			}
		})
	}
}
