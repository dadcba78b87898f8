package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/theme"
)

// Footed puts a foot below what fills the rest of the room there is.
func Footed(gap float32, fill, foot fyne.CanvasObject) *fyne.Container {
	return container.New(footed{gap}, fill, foot)
}

type footed struct{ gap float32 }

// Layout implements fyne.Layout.
func (l footed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := HeightFor(objects[1], size.Width)
	place(objects[0], 0, 0, size.Width, max(0, size.Height-h-l.gap))
	place(objects[1], 0, size.Height-h, size.Width, h)
}

// MinSize implements fyne.Layout.
func (l footed) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(0, objects[1].MinSize().Height+l.gap)
}

// still puts a heading above what stands still at the left and a page with its
// buttons at the right: Tab goes down one and then the other. The page gets the
// room its words need, which grows with the text; the left is never narrower
// than two fifths, nor wider than three.
type still struct{}

const (
	stillRoom  float32 = 480
	stillLeast float32 = 0.4
	stillMost  float32 = 0.6
)

// Layout implements fyne.Layout.
func (still) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	title, left, page := objects[0], objects[1], objects[2]
	w := max(1, size.Width-3*theme.Gap24)
	h := HeightFor(title, w)
	place(title, theme.Gap24, theme.Gap24, w, h)
	top := theme.Gap24 + h + theme.Gap16
	lw := w * min(stillMost, max(stillLeast, 1-stillRoom*theme.Scale()/w))
	place(left, theme.Gap24, top, lw, size.Height-top-theme.Gap16)
	// The page begins a little above, and leaves the gap itself: rings are seen whole.
	x, y := theme.Gap24+lw, top-theme.Gap8
	place(page, x, y, size.Width-x, size.Height-y)
}

// MinSize implements fyne.Layout.
func (still) MinSize(objects []fyne.CanvasObject) fyne.Size {
	left, page := objects[1].MinSize(), objects[2].MinSize()
	return fyne.NewSize(left.Width+page.Width, max(left.Height, page.Height))
}

// Pairs puts objects in two columns of equal width; below one another where
// that is too narrow for one of them.
func Pairs(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&pairs{gap: gap}, objects...)
}

type pairs struct{ gap, width float32 }

// run answers how high it is.
func (l *pairs) run(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	on, in, w := shown(objects), 2, (width-l.gap)/2
	if l.natural(objects) > width+0.5 {
		in, w = 1, width
	}
	var y float32
	for i := 0; i < len(on); i += in {
		row := on[i:min(i+in, len(on))]
		h := widest(row, func(o fyne.CanvasObject) float32 { return HeightFor(o, w) })
		for j, o := range row {
			put(o, float32(j)*(w+l.gap), y, w, h)
		}
		y += h + l.gap
	}
	return max(0, y-l.gap)
}

// Layout implements fyne.Layout.
func (l *pairs) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.run(objects, size.Width, place)
}

// MinSize implements fyne.Layout.
func (l *pairs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, leastWidth)
	return fyne.NewSize(w, l.heightFor(objects, knownWidth(l.width, w, l.natural(objects))))
}

func (l *pairs) natural(objects []fyne.CanvasObject) float32 {
	return 2*widest(objects, Natural) + l.gap
}

func (l *pairs) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.run(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}
