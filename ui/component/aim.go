package component

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// AimShape is what the frame over a live picture is for: width over height.
type AimShape float32

// The shapes of what is held before a camera.
const (
	AimSquare AimShape = 1            // a letter's code
	AimCard   AimShape = 85.6 / 53.98 // ISO/IEC 7810 ID-1
	AimPage   AimShape = 125.0 / 88   // a passport's page; a sheet of A4 on its side is nearly the same
)

// Aim is a live picture with a frame over it that says where to hold what is
// to be read. While there is no picture it is an empty well of the same size.
type Aim struct {
	widget.BaseWidget
	shape AimShape

	ground  *canvas.Rectangle
	picture *canvas.Image
	// Dark edges and light ones in them: some stand out on any picture. Each is
	// a filled bar, since an outline is computed for every pixel it encloses,
	// and this is drawn anew for every frame.
	edges [8]*canvas.Rectangle
}

// The breadth of an edge, and of the light part in it.
const (
	aimEdge  float32 = 6
	aimLight float32 = 2
)

// NewAim makes an empty one.
func NewAim(shape AimShape) *Aim {
	a := &Aim{shape: shape, ground: box(theme.Sunken, theme.Edge, theme.Border, 0)}
	a.picture = &canvas.Image{
		FillMode: canvas.ImageFillStretch,
		// Anything smoother scales every frame in software.
		ScaleMode: canvas.ImageScaleFastest,
	}
	a.picture.Hide()
	for i := range a.edges {
		a.edges[i] = canvas.NewRectangle(color.Black)
		if i >= 4 {
			a.edges[i].FillColor = color.White
		}
		a.edges[i].Hide()
	}
	a.ExtendBaseWidget(a)
	return a
}

// SetFrame shows the next frame, which is not changed while it is shown; nil
// takes the picture away.
func (a *Aim) SetFrame(m *image.RGBA) {
	was := a.picture.Hidden
	a.picture.Hidden = m == nil
	if m == nil {
		a.picture.Image = nil
	} else {
		a.picture.Image = m
	}
	if was != a.picture.Hidden {
		a.Refresh()
		return
	}
	a.picture.Refresh() // nothing else changes fifteen times a second
}

// Natural implements Flowing.
func (a *Aim) Natural() float32 { return 640 }

// HeightFor implements Flowing.
func (a *Aim) HeightFor(w float32) float32 { return max(120, w*9/16) }

func (a *Aim) paint() {
	tint(a.ground, theme.Sunken, theme.Edge, theme.Border)
	a.ground.Hidden = !a.picture.Hidden
	for _, e := range a.edges {
		e.Hidden = a.picture.Hidden
	}
}

func (a *Aim) lay(size fyne.Size) {
	w, h := fyne.Min(size.Width, size.Height*16/9), size.Height
	if m := a.picture.Image; m != nil { // a camera may have another shape than most
		b := m.Bounds()
		k := min(size.Width/float32(max(1, b.Dx())), size.Height/float32(max(1, b.Dy())))
		w, h = k*float32(b.Dx()), k*float32(b.Dy())
	}
	x, y := (size.Width-w)/2, (size.Height-h)/2
	place(a.ground, x, y, w, h)
	place(a.picture, x, y, w, h)
	// A code is held with a margin around it; a document fills the frame.
	share := float32(0.9)
	if a.shape == AimSquare {
		share = 0.7
	}
	fh := min(h*share, w*share/float32(a.shape))
	fw := fh * float32(a.shape)
	// On whole pixels: else the ends of two edges fall on different ones.
	fw, fh = onPixel(fw), onPixel(fh)
	fx, fy := onPixel((size.Width-fw)/2), onPixel((size.Height-fh)/2)
	for i, b := range []float32{aimEdge, aimLight} {
		in := onPixel((aimEdge - b) / 2)
		x, y, w, h := fx+in, fy+in, fw-2*in, fh-2*in
		e := a.edges[4*i:]
		place(e[0], x, y, w, b)
		place(e[1], x, y+h-b, w, b)
		place(e[2], x, y, b, h)
		place(e[3], x+w-b, y, b, h)
	}
}

func onPixel(x float32) float32 { return float32(math.Round(float64(x))) }

// CreateRenderer implements fyne.Widget.
func (a *Aim) CreateRenderer() fyne.WidgetRenderer {
	a.paint()
	all := []fyne.CanvasObject{a.ground, a.picture}
	for _, e := range a.edges {
		all = append(all, e)
	}
	return &parts{
		of: a, objects: all, layout: a.lay, repaint: a.paint,
		min: func() fyne.Size { return flowMin(a, 160) },
	}
}
