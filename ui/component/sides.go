package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/theme"
)

// Sides puts two parts side by side, the left with its share of the width;
// below one another where the window is narrow or the text is large, and the
// right alone while the left is hidden. Reading order is left, right.
func Sides(gap, share float32, left, right fyne.CanvasObject) *fyne.Container {
	return container.New(&sides{gap: gap, share: share}, left, right)
}

type sides struct{ gap, share, width float32 }

// stacked tells whether there is no room for two, or only one.
func (l *sides) stacked(objects []fyne.CanvasObject, width float32) bool {
	return width < 860*max(1, theme.Scale()*0.9) || !objects[0].Visible()
}

func (l *sides) split(width float32) (left, right float32) {
	left = (width - l.gap) * l.share
	return left, width - l.gap - left
}

func (l *sides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if l.stacked(objects, size.Width) {
		var y float32
		for _, o := range shown(objects) {
			h := HeightFor(o, size.Width)
			place(o, 0, y, size.Width, h)
			y += h + l.gap
		}
		return
	}
	left, right := l.split(size.Width)
	place(objects[0], 0, 0, left, HeightFor(objects[0], left))
	place(objects[1], left+l.gap, 0, right, HeightFor(objects[1], right))
}

func (l *sides) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, leastWidth)
	return fyne.NewSize(w, l.heightFor(objects, knownWidth(l.width, w, l.natural(objects))))
}

func (l *sides) natural(objects []fyne.CanvasObject) float32 {
	return Natural(objects[0]) + l.gap + Natural(objects[1])
}

func (l *sides) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if l.stacked(objects, width) {
		return (&vstack{gap: l.gap}).heightFor(objects, width)
	}
	left, right := l.split(width)
	return max(HeightFor(objects[0], left), HeightFor(objects[1], right))
}
