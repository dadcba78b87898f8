package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Progress shows long work: what is being done, how much of it, and Stop.
// Nothing in it moves by itself; the screen samples the work and calls Set.
type Progress struct {
	widget.BaseWidget
	title, amount, detail *Text
	track                 *track
	stop                  *Button
	card                  *Card
}

// Progress makes one; without a stop function it cannot be stopped.
func (k *Kit) Progress(stop string, onStop func()) *Progress {
	p := &Progress{title: NewStrong(""), amount: NewHint(""), detail: NewHint("")}
	p.track = &track{back: box(theme.Sunken, "", 0, theme.Gap4), done: box(theme.Accent, "", 0, theme.Gap4)}
	p.track.ExtendBaseWidget(p.track)
	p.stop = k.Button(Secondary, stop, onStop)
	p.stop.Hidden = onStop == nil
	p.card = NewCard(Bar(p.title, p.amount), p.track, p.detail, HStack(theme.Gap12, p.stop))
	p.ExtendBaseWidget(p)
	return p
}

// Set shows how far the work is. The fraction is 0 to 1; below 0 it is not
// known, and no bar is drawn. Once it cannot be stopped any more, canStop is
// false.
func (p *Progress) Set(title, amount, detail string, fraction float64, canStop bool) {
	p.title.SetText(title)
	p.amount.SetText(amount)
	p.detail.SetText(detail)
	p.detail.Hidden = detail == ""
	p.track.Hidden = fraction < 0
	p.track.fraction = float32(min(max(fraction, 0), 1))
	p.stop.setDisabled(!canStop)
	p.Refresh()
}

// Parts implements Parted.
func (p *Progress) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{p.card} }

// Natural implements Flowing.
func (p *Progress) Natural() float32 { return max(p.card.Natural(), 400) }

// HeightFor implements Flowing.
func (p *Progress) HeightFor(w float32) float32 { return p.card.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (p *Progress) CreateRenderer() fyne.WidgetRenderer { return single(p, p.card) }

type track struct {
	widget.BaseWidget
	back, done *canvas.Rectangle
	fraction   float32
}

func (t *track) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: t, objects: []fyne.CanvasObject{t.back, t.done},
		repaint: func() {
			tint(t.back, theme.Sunken, "", 0)
			tint(t.done, theme.Accent, "", 0)
		},
		layout: func(size fyne.Size) {
			t.back.Resize(size)
			t.done.Resize(fyne.NewSize(size.Width*t.fraction, size.Height))
		},
		min: func() fyne.Size { return fyne.NewSize(40, 10) },
	}
}
