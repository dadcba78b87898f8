package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
)

// layFrame puts the bar and the offer on top, as high as they need at the
// window's width, and gives the rest to the screen. Reading order is top down;
// Fyne's border would visit the middle first.
func layFrame(bar, offer, middle fyne.CanvasObject) *fyne.Container {
	return container.New(frameLayout{}, bar, component.Inset(theme.Gap24, theme.Gap4, offer), middle)
}

type frameLayout struct{}

func (frameLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for i, o := range objects {
		h := component.HeightFor(o, size.Width)
		switch {
		case i == 1 && h <= 2*theme.Gap4: // nothing is offered
			h = 0
		case i == len(objects)-1:
			h = size.Height - y
		}
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, h))
		y += h
	}
}

// MinSize never asks for more than the least window: what does not fit scrolls.
func (frameLayout) MinSize([]fyne.CanvasObject) fyne.Size { return MinSize }
