package component

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Group is options under one heading.
type Group struct {
	Text    string
	Options []Option
}

// FinderText is what a finder says.
type FinderText struct {
	Legend, Hint string
	Search       string                       // the label of what is typed
	None         string                       // while nothing is chosen
	Chosen       func(name string) string     // what is chosen
	Nothing      func(typed string) [2]string // that nothing matches, and what to do
}

// Finder is one of many: what is typed leaves the options one of whose words
// it is in, of either language. Down goes to the options, where the arrow keys
// choose as in a Choice; what is typed there goes on narrowing them.
type Finder struct {
	widget.BaseWidget
	kit                 *Kit
	text                FinderText
	legend, hint, wrong *Text
	search, state       *Text
	box                 *entryBox
	rows                *choiceRows
	list                *finderList
	frame               *marked

	groups  []Group
	chosen  string
	changed func(id string)
}

// Finder makes a finder; changed gets the ID chosen.
func (k *Kit) Finder(text FinderText, changed func(id string)) *Finder {
	f := &Finder{kit: k, text: text, changed: changed}
	f.legend, f.hint, f.wrong = NewStrong(text.Legend), NewHint(text.Hint), NewText(styleError, "")
	f.search, f.state = NewHint(text.Search), NewHint(text.None)
	f.box = k.entry(1, false)
	f.box.entry.OnChanged = func(string) { f.narrow() }
	f.box.entry.own = f.entryKey
	f.rows = &choiceRows{chosen: None, changed: f.pick, finder: f}
	f.rows.begin(k, f.rows)
	f.rows.set(nil)
	f.list = newFinderList(f)
	f.legend.Hidden = text.Legend == ""
	f.hint.Hidden = text.Hint == ""
	f.wrong.Hide()
	f.frame = mark(VStack(theme.Gap12,
		VStack(theme.Gap4, f.legend, f.hint, f.wrong, VStack(theme.Gap8, f.search, f.box)), f.list, f.state))
	f.ExtendBaseWidget(f)
	return f
}

// Chosen is the ID of the choice, or nothing.
func (f *Finder) Chosen() string {
	if _, ok := f.option(f.chosen); !ok {
		return ""
	}
	return f.chosen
}

// SetChosen chooses without calling changed; an unknown ID is no choice.
func (f *Finder) SetChosen(id string) {
	if f.chosen == id {
		return
	}
	f.chosen = id
	f.rows.chosen = indexOf(f.rows.options, id)
	f.rows.Refresh()
	f.say()
}

// SetGroups replaces the options and keeps the choice if it is still there.
func (f *Finder) SetGroups(groups []Group) {
	f.groups = groups
	f.narrow()
}

// SetWords changes what it says.
func (f *Finder) SetWords(text FinderText) {
	f.text = text
	f.legend.Hidden = text.Legend == ""
	f.hint.Hidden = text.Hint == ""
	f.legend.SetText(text.Legend)
	f.hint.SetText(text.Hint)
	f.search.SetText(text.Search)
	f.say()
	f.Refresh()
}

// SetError says what is wrong with it; an empty text clears it.
func (f *Finder) SetError(text string) { complain(f, f.wrong, f.frame, text) }

// First is the control that takes the focus: where to type.
func (f *Finder) First() fyne.Focusable { return f.box.entry }

// Parts implements Parted.
func (f *Finder) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{f.frame} }

// Natural implements Flowing.
func (f *Finder) Natural() float32 { return f.frame.Natural() }

// HeightFor implements Flowing.
func (f *Finder) HeightFor(w float32) float32 { return f.frame.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (f *Finder) CreateRenderer() fyne.WidgetRenderer { return single(f, f.frame) }

func (f *Finder) option(id string) (Option, bool) {
	for _, g := range f.groups {
		if i := indexOf(g.Options, id); i != None {
			return g.Options[i], true
		}
	}
	return Option{}, false
}

// pick is a choice made in the rows.
func (f *Finder) pick(id string) {
	f.chosen = id
	f.say()
	if f.changed != nil {
		f.changed(id)
	}
}

// say names the choice: it may have been narrowed away, or scrolled away.
func (f *Finder) say() {
	if o, ok := f.option(f.chosen); ok {
		f.state.SetText(f.text.Chosen(o.Text))
		return
	}
	f.state.SetText(f.text.None)
}

// narrow shows the options that match what is typed.
func (f *Finder) narrow() {
	typed := strings.TrimSpace(f.box.entry.Text)
	f.rows.setGroups(matching(f.groups, strings.Fields(fold(typed))))
	f.rows.chosen = indexOf(f.rows.options, f.chosen)
	f.rows.paint()
	f.list.show(typed)
	f.say()
	f.Refresh()
	f.list.page.ScrollToTop()
	if typed != "" {
		f.kit.reveal(f.list, fyne.Position{}, f.list.Size())
	}
}

// entryKey are the keys by which the list is used from where one types.
func (f *Finder) entryKey(ev *fyne.KeyEvent) bool {
	typed := f.box.entry.Text != ""
	switch {
	case ev.Name == fyne.KeyDown:
		f.enter()
	case ev.Name == fyne.KeyEscape && typed:
		f.box.entry.SetText("")
	case isEnter(ev) && typed && f.rows.chosen == None:
		// What was chosen before is not what is looked for now.
		f.enter()
	default:
		return false
	}
	return true
}

// enter goes to the options, and chooses the first if none of them is chosen.
func (f *Finder) enter() {
	if len(f.rows.options) == 0 {
		return
	}
	f.kit.Focus(f.rows)
	if f.rows.chosen == None {
		f.rows.choose(0)
	}
}

// rowsKey are the keys by which one goes back to typing.
func (f *Finder) rowsKey(ev *fyne.KeyEvent) bool {
	switch {
	case ev.Name == fyne.KeyUp && f.rows.chosen <= 0:
		f.kit.Focus(f.box.entry)
	case ev.Name == fyne.KeyDown && f.rows.chosen == len(f.rows.options)-1:
		// The end of so long a list is its end.
	case ev.Name == fyne.KeyBackspace:
		f.kit.Focus(f.box.entry)
		f.box.entry.TypedKey(ev)
	case ev.Name == fyne.KeyEscape && f.box.entry.Text != "":
		f.kit.Focus(f.box.entry)
		f.box.entry.SetText("")
	default:
		return false
	}
	return true
}

// reveal brings the chosen row into sight.
func (f *Finder) reveal() {
	if f.rows.chosen == None {
		f.kit.reveal(f.list, fyne.Position{}, f.list.Size())
		return
	}
	w := f.rows.Size().Width
	y, h := f.rows.row(f.rows.chosen, w)
	f.kit.reveal(f.rows, fyne.NewPos(0, y), fyne.NewSize(w, h))
}

// finderHeight is the most a list takes on a page: with the part of a row that
// says there are more.
const finderHeight = 380

// finderList is the box of the options. It keeps its height while what is
// typed narrows them, so that nothing below it moves.
type finderList struct {
	widget.BaseWidget
	finder *Finder
	frame  *canvas.Rectangle
	page   *Page
	title  *Text
	detail *Text
	empty  *fyne.Container
	most   float32 // the height of all options at the width last asked
	width  float32
}

func newFinderList(f *Finder) *finderList {
	l := &finderList{finder: f, frame: box(theme.Paper, theme.Edge, theme.Border, theme.Radius)}
	l.page = f.kit.page(Inset(theme.Gap12, theme.Gap4, f.rows), f.rows)
	l.title, l.detail = NewStrong(""), NewHint("")
	l.empty = Inset(theme.Gap12, theme.Gap12, VStack(theme.Gap4, l.title, l.detail))
	l.empty.Hide()
	l.ExtendBaseWidget(l)
	return l
}

// show shows the rows, or that there are none.
func (l *finderList) show(typed string) {
	none := len(l.finder.rows.options) == 0 && typed != ""
	if none {
		said := l.finder.text.Nothing(typed)
		l.title.SetText(said[0])
		l.detail.SetText(said[1])
	}
	if typed == "" {
		l.width = 0 // the options may be others now
	}
	l.empty.Hidden, l.page.Hidden = !none, none
	l.Refresh()
}

// Parts implements Parted.
func (l *finderList) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{l.page} }

// Natural implements Flowing.
func (l *finderList) Natural() float32 { return l.finder.rows.Natural() + 2*theme.Gap12 }

// HeightFor implements Flowing.
func (l *finderList) HeightFor(w float32) float32 {
	if w != l.width && l.finder.box.entry.Text == "" {
		l.width, l.most = w, l.finder.rows.HeightFor(w-2*theme.Gap12)+2*theme.Gap8
	}
	return max(2*theme.TargetHeight, min(l.most, finderHeight))
}

// CreateRenderer implements fyne.Widget.
func (l *finderList) CreateRenderer() fyne.WidgetRenderer {
	ring := l.finder.rows.ring
	return &parts{
		of: l, objects: []fyne.CanvasObject{l.frame, l.page, l.empty, ring},
		repaint: func() { tint(l.frame, theme.Paper, theme.Edge, theme.Border) },
		layout: func(size fyne.Size) {
			l.frame.Resize(size)
			placeRing(ring, fyne.Position{}, size)
			place(l.page, theme.Border, theme.Border, size.Width-2*theme.Border, size.Height-2*theme.Border)
			place(l.empty, 0, 0, size.Width, size.Height)
		},
		min: func() fyne.Size { return flowMin(l, theme.LeftColumn) },
	}
}
