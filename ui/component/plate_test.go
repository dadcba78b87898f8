package component_test

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"vouchdesk/ui/component"
	"vouchdesk/ui/uitest"
)

// plate is one on a stage that does what it says was done.
type plate struct {
	*uitest.Stage
	*component.Plate
	state component.PlateState
}

func newPlate(t *testing.T, state component.PlateState) *plate {
	t.Helper()
	p := &plate{Stage: uitest.Open(t, uitest.Options{}), state: state}
	p.Plate = p.Kit.Plate()
	p.OnFrame = func(b component.Box, _ bool) { p.state.Frame = b; p.Set(p.state) }
	p.OnDrawn = func(b component.Box) {
		p.state.Boxes = append(p.state.Boxes, b)
		p.state.Chosen = len(p.state.Boxes) - 1
		p.Set(p.state)
	}
	p.OnMoved = func(i int, b component.Box, _ bool) { p.state.Boxes[i], p.state.Chosen = b, i; p.Set(p.state) }
	p.OnChosen = func(i int) { p.state.Chosen = i; p.Set(p.state) }
	p.OnDelete = func(i int) {
		p.state.Boxes = append(p.state.Boxes[:i:i], p.state.Boxes[i+1:]...)
		p.state.Chosen = component.None
		p.Set(p.state)
	}
	p.Show(component.Footed(0, p.Plate, component.NewBody("below")))
	img := image.NewRGBA(image.Rect(0, 0, 400, 200))
	p.SetPicture(img, img)
	p.Set(state)
	p.Settle()
	p.Kit.Focus(p.Plate)
	return p
}

// pull drags the mouse between two places of the picture, in hundredths.
func (p *plate) pull(fromX, fromY, toX, toY float32) {
	p.T.Helper()
	var sheet fyne.CanvasObject
	for _, o := range test.WidgetRenderer(p.Plate).Objects() {
		if _, ok := o.(fyne.Draggable); ok {
			sheet = o
		}
	}
	picture := test.WidgetRenderer(sheet.(fyne.Widget)).Objects()[0]
	at := func(x, y float32) fyne.Position {
		return picture.Position().AddXY(x/100*picture.Size().Width, y/100*picture.Size().Height)
	}
	sheet.(desktop.Mouseable).MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at(fromX, fromY)}, Button: desktop.MouseButtonPrimary})
	if fromX != toX || fromY != toY {
		for _, part := range []float32{0.3, 1} {
			to := at(fromX+part*(toX-fromX), fromY+part*(toY-fromY))
			sheet.(fyne.Draggable).Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
		}
		sheet.(fyne.Draggable).DragEnd()
	}
	sheet.(desktop.Mouseable).MouseUp(&desktop.MouseEvent{Button: desktop.MouseButtonPrimary})
	p.Settle()
}

// close tells whether two boxes are the same to half a hundredth.
func near(a, b component.Box) bool {
	for e := component.LeftEdge; e <= component.BottomEdge; e++ {
		if d := a.Edge(e) - b.Edge(e); d < -50 || d > 50 {
			return false
		}
	}
	return true
}

func TestPlateByMouse(t *testing.T) {
	two := []component.Box{{1000, 1000, 3000, 3000}, {5000, 5000, 9000, 9000}}
	for name, c := range map[string]struct {
		state      component.PlateState
		fx, fy     float32
		tx, ty     float32
		frame, box component.Box // afterwards: the frame, and the box that is chosen
		boxes      int
	}{
		"ok/draws a frame":          {component.PlateState{Work: component.Framing, Chosen: -1}, 20, 20, 70, 80, component.Box{2000, 2000, 7000, 8000}, component.Box{}, 0},
		"ok/draws it backwards":     {component.PlateState{Work: component.Framing, Chosen: -1}, 70, 80, 20, 20, component.Box{2000, 2000, 7000, 8000}, component.Box{}, 0},
		"ok/pulls its edge":         {component.PlateState{Work: component.Framing, Chosen: -1}, 0, 50, 25, 50, component.Box{2500, 0, 10000, 10000}, component.Box{}, 0},
		"ok/pulls its corner":       {component.PlateState{Work: component.Framing, Frame: two[1], Chosen: -1}, 90, 90, 80, 70, component.Box{5000, 5000, 8000, 7000}, component.Box{}, 0},
		"ok/moves it":               {component.PlateState{Work: component.Framing, Frame: two[1], Chosen: -1}, 70, 70, 60, 60, component.Box{4000, 4000, 8000, 8000}, component.Box{}, 0},
		"ok/moves it within":        {component.PlateState{Work: component.Framing, Frame: two[1], Chosen: -1}, 70, 70, 99, 99, component.Box{6000, 6000, 10000, 10000}, component.Box{}, 0},
		"ok/draws a box":            {component.PlateState{Work: component.Covering, Boxes: two, Chosen: -1}, 35, 10, 60, 30, component.Box{}, component.Box{3500, 1000, 6000, 3000}, 3},
		"ok/moves a box":            {component.PlateState{Work: component.Covering, Boxes: two, Chosen: -1}, 20, 20, 30, 30, component.Box{}, component.Box{2000, 2000, 4000, 4000}, 2},
		"ok/resizes a box":          {component.PlateState{Work: component.Covering, Boxes: two, Chosen: 1}, 50, 70, 40, 70, component.Box{}, component.Box{4000, 5000, 9000, 9000}, 2},
		"ok/chooses by a click":     {component.PlateState{Work: component.Covering, Boxes: two, Chosen: 1}, 20, 20, 20, 20, component.Box{}, two[0], 2},
		"refused/a click beside":    {component.PlateState{Work: component.Covering, Boxes: two, Chosen: 1}, 40, 20, 40, 20, component.Box{}, two[1], 2},
		"refused/a click that slid": {component.PlateState{Work: component.Covering, Boxes: two, Chosen: 1}, 40, 20, 40.4, 20.2, component.Box{}, two[1], 2},
		"refused/only looked at":    {component.PlateState{Work: component.Looking, Chosen: -1}, 20, 20, 70, 80, component.Box{}, component.Box{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c.state.Boxes = append([]component.Box{}, c.state.Boxes...)
			p := newPlate(t, c.state)
			p.pull(c.fx, c.fy, c.tx, c.ty)
			var chosen component.Box
			if p.state.Chosen >= 0 {
				chosen = p.state.Boxes[p.state.Chosen]
			}
			if !near(p.state.Frame, c.frame) || !near(chosen, c.box) || len(p.state.Boxes) != c.boxes {
				t.Errorf("frame %v, chosen %v of %d", p.state.Frame, chosen, len(p.state.Boxes))
			}
		})
	}
}

func TestPlateByKeyboard(t *testing.T) {
	p := newPlate(t, component.PlateState{Work: component.Covering, Boxes: []component.Box{{0, 0, 1000, 1000}, {5000, 5000, 9000, 9000}}, Chosen: 0})
	p.Key(fyne.KeyLeft, fyne.KeyUp) // at the edge: nowhere to go
	if p.state.Boxes[0] != (component.Box{0, 0, 1000, 1000}) {
		t.Errorf("left the picture: %v", p.state.Boxes[0])
	}
	p.Key(fyne.KeyRight, fyne.KeyDown, fyne.KeyDown)
	if p.state.Boxes[0] != (component.Box{50, 100, 1050, 1100}) {
		t.Errorf("moved to %v", p.state.Boxes[0])
	}
	p.Key(fyne.KeySpace)
	if p.state.Chosen != 1 {
		t.Errorf("chosen %d", p.state.Chosen)
	}
	p.Key(fyne.KeyDelete)
	if len(p.state.Boxes) != 1 {
		t.Errorf("%d boxes", len(p.state.Boxes))
	}
	passed := fyne.KeyName("")
	p.Kit.OnKey = func(ev *fyne.KeyEvent) bool { passed = ev.Name; return true }
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape, fyne.KeyF1} {
		if p.Key(key); passed != key {
			t.Errorf("%s does not get through", key)
		}
	}
}

func TestBoxesKeepAnInside(t *testing.T) {
	b := component.Box{4000, 4000, 5000, 5000}
	for e := component.LeftEdge; e <= component.BottomEdge; e++ {
		for _, by := range []int{-20_000, 20_000, -50, 50} {
			if g := b.With(e, by); g.Left < 0 || g.Top < 0 || g.Right > component.BoxWhole || g.Bottom > component.BoxWhole || g.Right-g.Left < 100 || g.Bottom-g.Top < 100 {
				t.Errorf("edge %d by %d: %v", e, by, g)
			}
		}
	}
}

func TestPlateShownLarger(t *testing.T) {
	p := newPlate(t, component.PlateState{Work: component.Covering, Boxes: []component.Box{{9000, 9000, 9900, 9900}}, Chosen: 0})
	p.SetZoom(4)
	p.Settle()
	p.Key(fyne.KeyLeft)
	if p.state.Boxes[0].Left != 8950 || p.Zoom() != 4 {
		t.Errorf("%v at %d", p.state.Boxes[0], p.Zoom())
	}
	p.SetZoom(1)
	p.Settle()
	p.pull(50, 20, 60, 30)
	if len(p.state.Boxes) != 2 {
		t.Errorf("%d boxes", len(p.state.Boxes))
	}
}

func TestStepper(t *testing.T) {
	s := uitest.Open(t, uitest.Options{})
	sum := 0
	step := s.Kit.Stepper("Left edge", func(by int) { sum += by })
	step.SetText("at 3.0 %")
	s.Show(s.Kit.Page(component.VStack(0, step)))
	s.Kit.Focus(step)
	s.Key(fyne.KeyRight, fyne.KeyUp, fyne.KeyLeft, fyne.KeyPageUp)
	if sum != 11 {
		t.Errorf("by %d", sum)
	}
	w := step.Size().Width
	test.TapAt(step, fyne.NewPos(w-10, 10))
	test.TapAt(step, fyne.NewPos(w-50, 10))
	test.TapAt(step, fyne.NewPos(5, 10))
	if sum != 11 {
		t.Errorf("by mouse %d", sum)
	}
	s.See("Left edge", "at 3.0 %")
}
