package component

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// wheel lies over a one-line entry and hands the mouse wheel on to the page:
// the entry scrolls sideways to follow the cursor, and would keep the wheel
// and leave the page standing.
type wheel struct {
	widget.BaseWidget
	box *entryBox
}

func newWheel(box *entryBox) *wheel {
	w := &wheel{box: box}
	w.ExtendBaseWidget(w)
	return w
}

// Scrolled implements fyne.Scrollable.
func (w *wheel) Scrolled(ev *fyne.ScrollEvent) {
	for _, p := range w.box.entry.kit.live() {
		if holds(p.content, w.box) {
			p.scroll.Scrolled(ev)
		}
	}
}

func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(&fyne.Container{})
}

// barless is the theme of a one-line entry: a bar along its bottom would lie
// over the text.
type barless struct{}

func (barless) Color(name fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return fyne.CurrentApp().Settings().Theme().Color(name, v)
}

func (barless) Font(s fyne.TextStyle) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Font(s)
}

func (barless) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fyne.CurrentApp().Settings().Theme().Icon(name)
}

func (barless) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNameScrollBar || name == theme.SizeNameScrollBarSmall {
		return 0
	}
	return fyne.CurrentApp().Settings().Theme().Size(name)
}
