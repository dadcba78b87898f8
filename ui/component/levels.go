package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// LevelBar shows confidence: what is reached is solid, what can come without
// more from the resident is pale, what the purpose needs has a ring. The
// words that say the same stand below it; the bar is never alone.
type LevelBar struct {
	widget.BaseWidget
	labels []*Text
	boxes  []*canvas.Rectangle
	ring   *canvas.Rectangle

	reached, coming, needed int
	objects                 []fyne.CanvasObject
}

// NewLevelBar makes a bar of the levels, lowest first, none reached.
func NewLevelBar(labels ...string) *LevelBar {
	l := &LevelBar{reached: None, coming: None, needed: None, ring: newRing()}
	for _, text := range labels {
		label := NewText(Style{theme.TextTag, theme.Muted, true}, text)
		label.centre = true
		l.labels = append(l.labels, label)
		l.boxes = append(l.boxes, box(theme.Sunken, "", 0, theme.TagRadius))
	}
	for i := range l.boxes {
		l.objects = append(l.objects, l.boxes[i], l.labels[i])
	}
	l.objects = append(l.objects, l.ring)
	l.ExtendBaseWidget(l)
	return l
}

// Set shows the highest level reached, the highest that is coming, and the
// one needed, as indices or None.
func (l *LevelBar) Set(reached, coming, needed int) {
	l.reached, l.coming, l.needed = reached, coming, needed
	l.Refresh()
}

// SetLabels renames the levels, for another language.
func (l *LevelBar) SetLabels(labels ...string) {
	for i := range min(len(labels), len(l.labels)) {
		l.labels[i].SetText(labels[i])
	}
	l.Refresh()
}

const levelGap = theme.Gap4

// upright tells whether the levels stand below one another.
func (l *LevelBar) upright(w float32) bool {
	each := (w - levelGap*float32(len(l.labels)-1)) / float32(max(1, len(l.labels)))
	for _, label := range l.labels {
		if label.Natural() > each {
			return true
		}
	}
	return false
}

func (l *LevelBar) row() float32 { return theme.Size(theme.TextTag)*theme.LineHeight + theme.Gap12 }

// Natural implements Flowing.
func (l *LevelBar) Natural() float32 {
	n := float32(len(l.labels))
	return n*(widest(textObjects(l.labels), Natural)+theme.Gap8) + (n-1)*levelGap
}

// HeightFor implements Flowing.
func (l *LevelBar) HeightFor(w float32) float32 {
	if !l.upright(w) {
		return l.row()
	}
	n := float32(len(l.labels))
	return n*l.row() + (n-1)*levelGap
}

func (l *LevelBar) lay(size fyne.Size) {
	upright := l.upright(size.Width)
	n := float32(max(1, len(l.labels)))
	w, h := (size.Width-levelGap*(n-1))/n, l.row()
	if upright {
		w = size.Width
	}
	for i, label := range l.labels {
		x, y := float32(i)*(w+levelGap), float32(0)
		if upright {
			x, y = 0, float32(i)*(h+levelGap)
		}
		place(l.boxes[i], x, y, w, h)
		lh := label.HeightFor(w)
		place(label, x, y+(h-lh)/2, w, lh)
		if i == l.needed {
			l.ring.Move(fyne.NewPos(x-2, y-2))
			l.ring.Resize(fyne.NewSize(w+4, h+4))
		}
	}
}

func (l *LevelBar) paint() {
	for i, label := range l.labels {
		ground, text := theme.Sunken, theme.Muted
		switch {
		case i <= l.reached:
			ground, text = theme.Reached.Ground(), theme.Reached.Text()
		case i <= l.coming:
			ground, text = theme.Good.Ground(), theme.Good.Text()
		}
		edge, wide := fyne.ThemeColorName(""), float32(0)
		if theme.StrongEdges() {
			edge, wide = theme.Hairline, theme.Border // the ring of what is needed is brighter
		}
		tint(l.boxes[i], ground, edge, wide)
		label.style.Colour = text
	}
	tint(l.ring, "", theme.Ink, theme.Border)
	l.ring.CornerRadius = theme.Radius
	l.ring.Hidden = l.needed < 0 || l.needed >= len(l.boxes)
}

// CreateRenderer implements fyne.Widget.
func (l *LevelBar) CreateRenderer() fyne.WidgetRenderer {
	l.paint()
	return &parts{
		of: l, objects: l.objects, layout: l.lay, repaint: l.paint,
		min: func() fyne.Size { return flowMin(l, widest(textObjects(l.labels), Natural)) },
	}
}
