package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vouchdesk/ui/theme"
)

// Flowing is an object whose height follows from its width.
type Flowing interface {
	fyne.CanvasObject
	Natural() float32                // the width it takes when nothing wraps
	HeightFor(width float32) float32 // the height it needs at that width
}

// flowLayout is the same for the layout of a container.
type flowLayout interface {
	fyne.Layout
	natural(objects []fyne.CanvasObject) float32
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// HeightFor is the height any object needs at a width.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case Flowing:
		return o.HeightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(flowLayout); ok {
			return l.heightFor(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// Natural is the width any object takes when nothing wraps.
func Natural(o fyne.CanvasObject) float32 {
	switch o := o.(type) {
	case Flowing:
		return o.Natural()
	case *fyne.Container:
		if l, ok := o.Layout.(flowLayout); ok {
			return l.natural(o.Objects)
		}
	}
	return o.MinSize().Width
}

func shown(objects []fyne.CanvasObject) []fyne.CanvasObject {
	var on []fyne.CanvasObject
	for _, o := range objects {
		if o != nil && o.Visible() {
			on = append(on, o)
		}
	}
	return on
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

func widest(objects []fyne.CanvasObject, of func(fyne.CanvasObject) float32) float32 {
	var w float32
	for _, o := range shown(objects) {
		w = max(w, of(o))
	}
	return w
}

func leastWidth(o fyne.CanvasObject) float32 { return o.MinSize().Width }

// VStack puts objects below one another, each as wide as the stack.
func VStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&vstack{gap: gap}, objects...)
}

// asked puts a control below the lines that ask for it, clear of its ring.
func asked(control fyne.CanvasObject, lines ...fyne.CanvasObject) *fyne.Container {
	return container.New(&vstack{gap: theme.Gap4, last: theme.Gap4}, append(lines, control)...)
}

// vstack has a gap between objects, and more above the last one.
type vstack struct{ gap, last, width float32 }

// above is the room above one of the objects that are shown.
func (l *vstack) above(i, of int) float32 {
	switch i {
	case 0:
		return 0
	case of - 1:
		return l.gap + l.last
	default:
		return l.gap
	}
}

func (l *vstack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	var y float32
	on := shown(objects)
	for i, o := range on {
		y += l.above(i, len(on))
		h := HeightFor(o, size.Width)
		place(o, 0, y, size.Width, h)
		y += h
	}
}

func (l *vstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, leastWidth)
	return fyne.NewSize(w, l.heightFor(objects, knownWidth(l.width, w, l.natural(objects))))
}

func (l *vstack) natural(objects []fyne.CanvasObject) float32 { return widest(objects, Natural) }

func (l *vstack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	var h float32
	on := shown(objects)
	for i, o := range on {
		h += l.above(i, len(on)) + HeightFor(o, width)
	}
	return h
}

// knownWidth is the width to reckon a height with: the one last laid out at,
// or the natural one before that.
func knownWidth(laid, least, natural float32) float32 {
	if laid > 0 {
		return max(laid, least)
	}
	return max(natural, least)
}

// HStack puts objects side by side, each as wide as it naturally is, and goes
// on below when there is no more room.
func HStack(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&hstack{gap: gap}, objects...)
}

type hstack struct{ gap, width float32 }

func (l *hstack) run(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	type item struct {
		o       fyne.CanvasObject
		x, w, h float32
	}
	var (
		line []item
		x, y float32
		tall float32
	)
	flush := func() {
		for _, it := range line {
			if put != nil {
				put(it.o, it.x, y+(tall-it.h)/2, it.w, it.h)
			}
		}
		y += tall + l.gap
		line, x, tall = nil, 0, 0
	}
	for _, o := range shown(objects) {
		w := min(Natural(o), width)
		if len(line) > 0 && x+w > width+0.5 {
			flush()
		}
		h := HeightFor(o, w)
		line = append(line, item{o, x, w, h})
		x += w + l.gap
		tall = max(tall, h)
	}
	if len(line) > 0 {
		flush()
	}
	return max(0, y-l.gap)
}

func (l *hstack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.run(objects, size.Width, place)
}

func (l *hstack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, leastWidth)
	return fyne.NewSize(w, l.heightFor(objects, knownWidth(l.width, w, l.natural(objects))))
}

func (l *hstack) natural(objects []fyne.CanvasObject) float32 {
	var w float32
	for i, o := range shown(objects) {
		if i > 0 {
			w += l.gap
		}
		w += Natural(o)
	}
	return w
}

func (l *hstack) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.run(objects, width, nil)
}

// Bar puts left at the left, filling, and right at the right, as wide as it
// naturally is; below one another when left would be squeezed. Reading order
// is left, right.
func Bar(left, right fyne.CanvasObject) *fyne.Container {
	return container.New(&bar{}, left, right)
}

type bar struct{ width float32 }

// leastLeft is the narrowest the left side may get before they stack.
func leastLeft(left fyne.CanvasObject) float32 {
	return min(Natural(left), 220*theme.Scale())
}

func (l *bar) split(o []fyne.CanvasObject, width float32) (left, right float32, stacked bool) {
	right = min(Natural(o[1]), width)
	left = width - right - theme.Gap16
	return left, right, left < leastLeft(o[0])
}

func (l *bar) Layout(all []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	o := shown(all)
	if len(o) < 2 {
		for _, one := range o {
			place(one, 0, 0, size.Width, size.Height)
		}
		return
	}
	lw, rw, stacked := l.split(o, size.Width)
	if stacked {
		h := HeightFor(o[0], size.Width)
		place(o[0], 0, 0, size.Width, h)
		place(o[1], 0, h+theme.Gap8, rw, HeightFor(o[1], rw))
		return
	}
	lh, rh := HeightFor(o[0], lw), HeightFor(o[1], rw)
	tall := max(lh, rh)
	place(o[0], 0, (tall-lh)/2, lw, lh)
	place(o[1], size.Width-rw, (tall-rh)/2, rw, rh)
}

func (l *bar) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, leastWidth)
	return fyne.NewSize(w, l.heightFor(objects, knownWidth(l.width, w, l.natural(objects))))
}

func (l *bar) natural(objects []fyne.CanvasObject) float32 {
	return (&hstack{gap: theme.Gap16}).natural(objects)
}

func (l *bar) heightFor(all []fyne.CanvasObject, width float32) float32 {
	o := shown(all)
	if len(o) < 2 {
		return (&vstack{}).heightFor(all, width)
	}
	lw, rw, stacked := l.split(o, width)
	if stacked {
		return HeightFor(o[0], width) + theme.Gap8 + HeightFor(o[1], rw)
	}
	return max(HeightFor(o[0], lw), HeightFor(o[1], rw))
}

// Inset leaves space around an object: across at left and right, down above
// and below.
func Inset(across, down float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{across: across, down: down}, object)
}

// AtMost keeps an object no wider than width, at the left.
func AtMost(width float32, object fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{most: func() float32 { return width }}, object)
}

type inset struct {
	across, down float32
	most         func() float32
	width        float32
}

func (l *inset) inner(width float32) float32 {
	w := max(0, width-2*l.across)
	if l.most != nil {
		w = min(w, l.most())
	}
	return w
}

func (l *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	for _, o := range shown(objects) {
		place(o, l.across, l.down, l.inner(size.Width), max(0, size.Height-2*l.down))
	}
}

func (l *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	w := widest(objects, leastWidth) + 2*l.across
	return fyne.NewSize(w, l.heightFor(objects, knownWidth(l.width, w, l.natural(objects))))
}

func (l *inset) natural(objects []fyne.CanvasObject) float32 {
	w := widest(objects, Natural)
	if l.most != nil {
		w = min(w, l.most())
	}
	return w + 2*l.across
}

func (l *inset) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if len(shown(objects)) == 0 {
		return 0
	}
	return widest(objects, func(o fyne.CanvasObject) float32 { return HeightFor(o, l.inner(width)) }) + 2*l.down
}
