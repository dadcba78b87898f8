package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/component"
)

// layFrame puts the bar and what is offered on top and gives the rest to the
// screen, in reading order: Fyne's border would visit the middle first.
func layFrame(bar, offer, middle fyne.CanvasObject) *fyne.Container {
	return container.New(bounded{shell: component.Shell()}, bar, offer, middle)
}

// bounded never asks for more than the least window: what does not fit scrolls.
type bounded struct{ shell fyne.Layout }

func (b bounded) Layout(objects []fyne.CanvasObject, size fyne.Size) { b.shell.Layout(objects, size) }

func (bounded) MinSize([]fyne.CanvasObject) fyne.Size { return MinSize }
