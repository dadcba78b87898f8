package approve

import (
	picture "image"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
)

// The bounds of zooming, and how far one key goes.
const (
	mostZoom = 8
	zoomStep = 1.5
	panStep  = 0.25 // of what is seen
)

// glass shows one picture: + and - zoom, the arrows move, R turns it. It is
// one stop for Tab, and what it does not use goes on to the window.
type glass struct {
	widget.BaseWidget
	kit     *component.Kit
	name    string
	whole   *picture.RGBA
	zoom    float64
	x, y    float64 // middle of what is seen, 0 to 1
	image   *canvas.Image
	well    *canvas.Rectangle
	ring    *canvas.Rectangle
	focused bool
	reveal  func() // brings the picture into sight when focus comes
}

func newGlass(kit *component.Kit) *glass {
	g := &glass{kit: kit, image: &canvas.Image{FillMode: canvas.ImageFillContain}, zoom: 1, x: 0.5, y: 0.5}
	g.well, g.ring = canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	g.ring.Hide()
	g.ExtendBaseWidget(g)
	return g
}

// show puts a picture under the glass, whole; nil takes it away.
func (g *glass) show(name string, img *picture.RGBA) {
	g.name, g.whole = name, img
	g.zoom, g.x, g.y = 1, 0.5, 0.5
	g.cut()
}

// Text is what the picture is of.
func (g *glass) Text() string { return g.name }

// zoomBy makes it larger or smaller.
func (g *glass) zoomBy(by float64) {
	g.zoom = min(max(g.zoom*by, 1), mostZoom)
	g.cut()
}

// pan moves what is seen by a part of itself.
func (g *glass) pan(across, down float64) {
	g.x += across * panStep / g.zoom
	g.y += down * panStep / g.zoom
	g.cut()
}

// turn rotates the picture to the right.
func (g *glass) turn() {
	if g.whole == nil {
		return
	}
	b := g.whole.Bounds()
	turned := picture.NewRGBA(picture.Rect(0, 0, b.Dy(), b.Dx()))
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			turned.SetRGBA(b.Max.Y-1-y, x-b.Min.X, g.whole.RGBAAt(x, y))
		}
	}
	g.whole, g.x, g.y = turned, 1-g.y, g.x
	g.cut()
}

// cut takes out what is seen.
func (g *glass) cut() {
	if g.whole == nil {
		g.image.Image = nil
		g.Refresh()
		return
	}
	half := 0.5 / g.zoom
	g.x, g.y = min(max(g.x, half), 1-half), min(max(g.y, half), 1-half)
	b := g.whole.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	at := picture.Rect(int((g.x-half)*w), int((g.y-half)*h), int((g.x+half)*w), int((g.y+half)*h)).Add(b.Min)
	g.image.Image = g.whole
	if g.zoom > 1 && !at.Empty() {
		seen := picture.NewRGBA(picture.Rect(0, 0, at.Dx(), at.Dy()))
		draw.Draw(seen, seen.Bounds(), g.whole, at.Min, draw.Src)
		g.image.Image = seen
	}
	g.Refresh()
}

// FocusGained implements fyne.Focusable.
func (g *glass) FocusGained() {
	g.focused = true
	g.Refresh()
	if g.reveal != nil {
		g.reveal()
	}
}

// FocusLost implements fyne.Focusable.
func (g *glass) FocusLost() {
	g.focused = false
	g.Refresh()
}

// TypedRune implements fyne.Focusable.
func (g *glass) TypedRune(r rune) {
	if g.kit.Typist().Rune(r, nil) {
		return
	}
	switch r {
	case '+', '=':
		g.zoomBy(zoomStep)
	case '-', '–', '−':
		g.zoomBy(1 / zoomStep)
	case 'r', 'R':
		g.turn()
	}
}

// AcceptsTab implements fyne.Tabbable: only a scanner's Tab is kept.
func (g *glass) AcceptsTab() bool { return g.kit.Typist().Scanning() }

// TypedKey implements fyne.Focusable.
func (g *glass) TypedKey(ev *fyne.KeyEvent) {
	if g.kit.Typist().Key(ev.Name) {
		return
	}
	switch ev.Name {
	case fyne.KeyLeft:
		g.pan(-1, 0)
	case fyne.KeyRight:
		g.pan(1, 0)
	case fyne.KeyUp:
		g.pan(0, -1)
	case fyne.KeyDown:
		g.pan(0, 1)
	default:
		if g.kit.OnKey != nil {
			g.kit.OnKey(ev)
		}
	}
}

// Tapped implements fyne.Tappable.
func (g *glass) Tapped(*fyne.PointEvent) { g.kit.Focus(g) }

// Dragged implements fyne.Draggable: the picture follows the pointer.
func (g *glass) Dragged(ev *fyne.DragEvent) {
	if size := g.Size(); size.Width > 0 && size.Height > 0 {
		g.x -= float64(ev.Dragged.DX/size.Width) / g.zoom
		g.y -= float64(ev.Dragged.DY/size.Height) / g.zoom
		g.cut()
	}
}

// DragEnd implements fyne.Draggable.
func (g *glass) DragEnd() {}

// Cursor implements desktop.Cursorable.
func (g *glass) Cursor() desktop.Cursor { return desktop.CrosshairCursor }

// Natural implements component.Flowing.
func (g *glass) Natural() float32 { return 480 }

// HeightFor implements component.Flowing: never so high that the window's
// buttons go out of sight for it.
func (g *glass) HeightFor(width float32) float32 { return min(width*0.7, 420) }

// CreateRenderer implements fyne.Widget.
func (g *glass) CreateRenderer() fyne.WidgetRenderer {
	r := &glassRenderer{g: g}
	r.paint()
	return r
}

type glassRenderer struct{ g *glass }

func (r *glassRenderer) paint() {
	g := r.g
	g.well.FillColor, g.well.CornerRadius = theme.Colour(theme.Sunken), theme.Radius
	g.well.StrokeColor, g.well.StrokeWidth = theme.Colour(theme.Edge), 1
	g.ring.FillColor, g.ring.StrokeColor, g.ring.StrokeWidth = theme.Colour(theme.Sunken), theme.Colour(theme.Focus), theme.RingWidth
	g.ring.CornerRadius = theme.Radius + theme.RingClear + theme.RingWidth
	g.ring.Hidden = !g.focused
}

// Layout implements fyne.WidgetRenderer.
func (r *glassRenderer) Layout(size fyne.Size) {
	out := theme.RingClear + theme.RingWidth
	r.g.ring.Move(fyne.NewPos(-out, -out))
	r.g.ring.Resize(size.AddWidthHeight(2*out, 2*out))
	r.g.well.Resize(size)
	r.g.image.Move(fyne.NewPos(theme.Gap8, theme.Gap8))
	r.g.image.Resize(size.SubtractWidthHeight(2*theme.Gap8, 2*theme.Gap8))
}

// MinSize implements fyne.WidgetRenderer.
func (r *glassRenderer) MinSize() fyne.Size {
	width := r.g.Size().Width
	if width == 0 {
		width = r.g.Natural()
	}
	return fyne.NewSize(220, r.g.HeightFor(width))
}

// Refresh implements fyne.WidgetRenderer.
func (r *glassRenderer) Refresh() {
	r.paint()
	r.Layout(r.g.Size())
	r.g.image.Refresh()
	canvas.Refresh(r.g)
}

// Objects implements fyne.WidgetRenderer.
func (r *glassRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.g.ring, r.g.well, r.g.image}
}

// Destroy implements fyne.WidgetRenderer.
func (r *glassRenderer) Destroy() {}
