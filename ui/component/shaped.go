package component

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Shaped is a picture that fills the width it is given, in its own shape.
type Shaped struct {
	widget.BaseWidget
	image *canvas.Image
	ratio float32
}

// NewShaped shows a picture.
func NewShaped(m image.Image) *Shaped {
	s := &Shaped{image: canvas.NewImageFromImage(m), ratio: float32(m.Bounds().Dy()) / float32(max(1, m.Bounds().Dx()))}
	s.image.FillMode = canvas.ImageFillStretch
	s.ExtendBaseWidget(s)
	return s
}

// Natural implements Flowing.
func (s *Shaped) Natural() float32 { return float32(s.image.Image.Bounds().Dx()) }

// HeightFor implements Flowing.
func (s *Shaped) HeightFor(w float32) float32 { return w * s.ratio }

// CreateRenderer implements fyne.Widget.
func (s *Shaped) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: s, objects: []fyne.CanvasObject{s.image},
		layout: func(size fyne.Size) { place(s.image, 0, 0, size.Width, size.Width*s.ratio) },
		min:    func() fyne.Size { return flowMin(s, 40) },
	}
}
