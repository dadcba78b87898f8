package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Problem is one line of an error summary and the control it is about.
type Problem struct {
	Text   string
	Target fyne.Focusable
}

// ErrorSummary stands on top of a page while something is wrong: one link per
// problem, which moves the focus to it. Without problems it is not there.
type ErrorSummary struct {
	widget.BaseWidget
	kit   *Kit
	title *Text
	links []*Button
	stack *fyne.Container
	card  *Card
}

// ErrorSummary makes an empty one.
func (k *Kit) ErrorSummary(title string) *ErrorSummary {
	e := &ErrorSummary{kit: k, title: NewSection(title), stack: VStack(theme.Gap8)}
	e.card = newCard(theme.Paper, theme.Danger, theme.RingWidth, e.stack)
	e.ExtendBaseWidget(e)
	e.Hide()
	return e
}

// Set shows the problems and moves the focus to the first link; with none it
// hides. The page that holds it scrolls to it.
func (e *ErrorSummary) Set(problems ...Problem) {
	e.links = nil
	e.stack.Objects = []fyne.CanvasObject{e.title}
	for _, p := range problems {
		link := e.kit.Button(Link, p.Text, func() { e.kit.Focus(p.Target) })
		link.wrong = true
		e.links = append(e.links, link)
		e.stack.Objects = append(e.stack.Objects, link)
	}
	if len(problems) == 0 {
		e.Hide()
		return
	}
	e.Show()
	e.Refresh()
	e.kit.Focus(e.links[0])
	e.kit.reveal(e, fyne.Position{}, e.Size())
}

// SetTitle changes the title, for another language.
func (e *ErrorSummary) SetTitle(title string) { e.title.SetText(title) }

// Texts are the problems shown.
func (e *ErrorSummary) Texts() []string {
	var all []string
	for _, l := range e.links {
		all = append(all, l.Text())
	}
	return all
}

// Parts implements Parted.
func (e *ErrorSummary) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{e.card} }

// Natural implements Flowing.
func (e *ErrorSummary) Natural() float32 { return e.card.Natural() }

// HeightFor implements Flowing.
func (e *ErrorSummary) HeightFor(w float32) float32 { return e.card.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (e *ErrorSummary) CreateRenderer() fyne.WidgetRenderer { return single(e, e.card) }

// Banner tells of a state that concerns the whole screen: what, why, and the
// buttons that help.
type Banner struct {
	widget.BaseWidget
	tint          theme.Tint
	title, detail *Text
	card          *Card
}

// NewBanner makes a banner. An empty title hides it.
func NewBanner(tint theme.Tint, title, detail string, actions ...fyne.CanvasObject) *Banner {
	b := &Banner{tint: tint, title: NewStrong(title), detail: NewBody(detail)}
	objects := []fyne.CanvasObject{b.title, b.detail}
	if len(actions) > 0 {
		objects = append(objects, HStack(theme.Gap12, actions...))
	}
	b.card = newCard(tint.Ground(), tint.Text(), 1, VStack(theme.Gap8, objects...))
	b.ExtendBaseWidget(b)
	b.Set(tint, title, detail)
	return b
}

// Set changes what it tells; an empty title hides it.
func (b *Banner) Set(tint theme.Tint, title, detail string) {
	b.tint = tint
	b.card.fill, b.card.stroke = tint.Ground(), tint.Text()
	b.title.style.Colour = tint.Text()
	b.title.SetText(title)
	b.detail.SetText(detail)
	b.detail.Hidden = detail == ""
	b.Hidden = title == ""
	b.Refresh()
}

// Notice is what a banner tells.
type Notice struct {
	Tint          theme.Tint
	Title, Detail string
}

// Note makes a notice.
func Note(tint theme.Tint, title, detail string) Notice { return Notice{tint, title, detail} }

// Say is [Banner.Set] for a notice; that of the zero value hides it.
func (b *Banner) Say(n Notice) { b.Set(n.Tint, n.Title, n.Detail) }

// Parts implements Parted.
func (b *Banner) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{b.card} }

// Natural implements Flowing.
func (b *Banner) Natural() float32 { return b.card.Natural() }

// HeightFor implements Flowing.
func (b *Banner) HeightFor(w float32) float32 { return b.card.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (b *Banner) CreateRenderer() fyne.WidgetRenderer { return single(b, b.card) }
