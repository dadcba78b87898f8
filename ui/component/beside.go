package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/theme"
)

// Beside shows a picture of 16:9 as large as the room for it allows, with words
// beside it, or below it where the window is narrow for the size of the text.
// Where each stands follows from the window alone: other words move nothing.
// Without the picture the words have all the width. room answers the height
// there is for both.
func Beside(gap float32, room func() float32, picture, words fyne.CanvasObject) *fyne.Container {
	return container.New(&beside{gap: gap, room: room}, picture, words)
}

type beside struct {
	gap   float32
	room  func() float32
	width float32
}

// The least width of the words: they still read well at every size of text.
const (
	besideLeast  float32 = 300
	besideScaled float32 = 200
)

// parts are where the picture and the words stand.
func (l *beside) parts(width float32) (pictureWidth, pictureHeight, wordsWidth float32, below bool) {
	words := max(besideLeast, besideScaled*theme.Scale())
	room := l.room()
	w := width - l.gap - words
	if w < words {
		return width, max(160, min(width*9/16, room*0.6)), width, true
	}
	h := max(160, min(w*9/16, room))
	w = min(w, h*16/9)
	return w, h, width - l.gap - w, false
}

func (l *beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if !objects[0].Visible() {
		place(objects[1], 0, 0, size.Width, HeightFor(objects[1], size.Width))
		return
	}
	pw, ph, ww, below := l.parts(size.Width)
	place(objects[0], 0, 0, pw, ph)
	x, y := pw+l.gap, float32(0)
	if below {
		x, y = 0, ph+l.gap
	}
	place(objects[1], x, y, ww, HeightFor(objects[1], ww))
}

func (l *beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, leastWidth)
	return fyne.NewSize(w, l.heightFor(objects, knownWidth(l.width, w, l.natural(objects))))
}

func (l *beside) natural(objects []fyne.CanvasObject) float32 {
	return Natural(objects[0]) + l.gap + Natural(objects[1])
}

func (l *beside) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if !objects[0].Visible() {
		return HeightFor(objects[1], width)
	}
	_, ph, ww, below := l.parts(width)
	if below {
		return ph + l.gap + HeightFor(objects[1], ww)
	}
	return max(ph, HeightFor(objects[1], ww))
}
