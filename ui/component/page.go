package component

import (
	"weak"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Page scrolls its content up and down, keeps the focused control in sight,
// and leaves white space around.
type Page struct {
	widget.BaseWidget
	kit     *Kit
	content fyne.CanvasObject
	scroll  *container.Scroll
	sheet   *sheet
}

// Page makes a page of an object, usually a [VStack].
func (k *Kit) Page(content fyne.CanvasObject) *Page {
	return k.page(Inset(theme.Gap40, theme.Gap24, content), content)
}

func (k *Kit) page(spaced, content fyne.CanvasObject) *Page {
	p := &Page{kit: k, content: content, sheet: newSheet(spaced)}
	p.scroll = container.NewVScroll(p.sheet)
	p.ExtendBaseWidget(p)
	k.pages = append(k.pages, weak.Make(p))
	return p
}

// ScrollToTop shows the beginning.
func (p *Page) ScrollToTop() { p.scroll.ScrollToTop() }

// Offset is how far the page is scrolled down.
func (p *Page) Offset() float32 { return p.scroll.Offset.Y }

// Parts implements Parted.
func (p *Page) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{p.content} }

func (p *Page) turn(down bool) {
	step := max(p.Size().Height-theme.Gap40, theme.Gap40)
	if !down {
		step = -step
	}
	p.to(p.scroll.Offset.Y + step)
}

func (p *Page) to(y float32) {
	y = min(y, p.sheet.Size().Height-p.scroll.Size().Height)
	p.scroll.Offset.Y = max(0, y)
	p.scroll.Refresh()
}

func (p *Page) reveal(o fyne.CanvasObject, pos fyne.Position, size fyne.Size) {
	p.sheet.Refresh() // something may just have been shown or hidden above it
	p.scroll.Refresh()
	top, ok := below(p.sheet.inner, o)
	if !ok {
		return
	}
	top += pos.Y
	const clear = theme.Gap24
	// Below, room for one control more: what comes next is seen coming, as the
	// button under the last field of a form.
	const ahead = clear + theme.TargetHeight + theme.Gap24
	view := p.scroll.Size().Height
	switch {
	case top-clear < p.scroll.Offset.Y || size.Height+2*clear > view:
		p.to(top - clear)
	case top+size.Height+ahead > p.scroll.Offset.Y+view:
		p.to(min(top+size.Height+ahead-view, top-clear))
	}
}

// begin shows the top, or where so much is told above the heading that it would
// be out of sight, the heading.
func (p *Page) begin() {
	p.ScrollToTop()
	title := titleIn(p.content)
	if title == nil || p.scroll.Size().Height <= 0 {
		return
	}
	p.sheet.Refresh()
	p.scroll.Refresh()
	if top, ok := below(p.sheet.inner, title); ok {
		p.to(min(top+title.Size().Height+theme.Gap24-p.scroll.Size().Height, top-theme.Gap24))
	}
}

func titleIn(root fyne.CanvasObject) *Text {
	if root == nil || !root.Visible() {
		return nil
	}
	var inner []fyne.CanvasObject
	switch o := root.(type) {
	case *Text:
		if o.style.Size == theme.TextTitle {
			return o
		}
	case *fyne.Container:
		inner = o.Objects
	case Parted:
		inner = o.Parts()
	}
	for _, o := range inner {
		if t := titleIn(o); t != nil {
			return t
		}
	}
	return nil
}

// shows tells whether enough of an object is in sight to know it by.
func (p *Page) shows(o fyne.CanvasObject) bool {
	top, ok := below(p.sheet.inner, o)
	if !ok {
		return true
	}
	from, to := p.scroll.Offset.Y, p.scroll.Offset.Y+p.scroll.Size().Height
	h := o.Size().Height
	return min(top+h, to)-max(top, from) >= min(h, theme.TargetHeight)
}

// CreateRenderer implements fyne.Widget.
func (p *Page) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: p, objects: []fyne.CanvasObject{p.scroll},
		layout: func(size fyne.Size) {
			p.sheet.width = size.Width
			p.scroll.Resize(size)
			p.scroll.Refresh() // takes up the height that follows from the new width
		},
		min: func() fyne.Size {
			return fyne.NewSize(min(p.sheet.inner.MinSize().Width, theme.LeftColumn), 2*theme.TargetHeight)
		},
	}
}

// sheet is what scrolls: as wide as the page, as high as it needs.
type sheet struct {
	widget.BaseWidget
	inner fyne.CanvasObject
	width float32
	laid  func() // after it was, where somebody else goes by its height; may be nil
}

func newSheet(inner fyne.CanvasObject) *sheet {
	s := &sheet{inner: inner}
	s.ExtendBaseWidget(s)
	return s
}

func (s *sheet) MinSize() fyne.Size {
	s.ExtendBaseWidget(s)
	return s.BaseWidget.MinSize()
}

func (s *sheet) CreateRenderer() fyne.WidgetRenderer {
	return &parts{
		of: s, objects: []fyne.CanvasObject{s.inner},
		layout: func(size fyne.Size) {
			place(s.inner, 0, 0, s.width, max(size.Height, HeightFor(s.inner, s.width)))
			if s.laid != nil {
				s.laid()
			}
		},
		min: func() fyne.Size { return fyne.NewSize(0, HeightFor(s.inner, max(s.width, 1))) },
	}
}
