package component

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Style is how a text looks.
type Style struct {
	Size   fyne.ThemeSizeName
	Colour fyne.ThemeColorName
	Bold   bool
}

// The styles of the house.
var (
	styleTitle   = Style{theme.TextTitle, theme.Ink, true}
	styleSection = Style{theme.TextSection, theme.Ink, true}
	styleBody    = Style{theme.TextBody, theme.Ink, false}
	styleStrong  = Style{theme.TextBody, theme.Ink, true}
	styleLead    = Style{theme.TextBody, theme.Muted, false}
	styleHint    = Style{theme.TextHint, theme.Muted, false}
	styleGroup   = Style{theme.TextHint, theme.Ink, true}
	styleError   = Style{theme.TextBody, theme.Danger, true}
)

// Span is a piece of a text, bold or not.
type Span struct {
	Text string
	Bold bool
}

// Text is text that wraps between words, in one style, with bold pieces where
// asked. It never takes the focus.
type Text struct {
	widget.BaseWidget
	spans  []Span
	style  Style
	centre bool
	wide   bool // not held to the measure of 75 characters
	lines  []fyne.CanvasObject
	set    setting
	memo   memo
}

// NewText makes a text in any style.
func NewText(style Style, text string) *Text {
	t := &Text{style: style, spans: []Span{{text, style.Bold}}}
	t.ExtendBaseWidget(t)
	return t
}

// NewTitle is a screen's title. There is one on each screen.
func NewTitle(text string) *Text { return NewText(styleTitle, text) }

// NewSection heads a part of a screen.
func NewSection(text string) *Text { return NewText(styleSection, text) }

// NewBody is ordinary text.
func NewBody(text string) *Text { return NewText(styleBody, text) }

// NewStrong is bold body text.
func NewStrong(text string) *Text { return NewText(styleStrong, text) }

// NewLead is the sentence below a title.
func NewLead(text string) *Text { return NewText(styleLead, text) }

// NewHint is small, quieter text.
func NewHint(text string) *Text { return NewText(styleHint, text) }

// SetText changes the words.
func (t *Text) SetText(text string) {
	if len(t.spans) == 1 && t.spans[0].Text == text {
		return
	}
	t.SetSpans(Span{text, t.style.Bold})
}

// SetSpans changes the words, some of them bold.
func (t *Text) SetSpans(spans ...Span) {
	t.spans = spans
	t.Refresh()
}

// SetStyle changes how it looks.
func (t *Text) SetStyle(style Style) {
	if len(t.spans) == 1 {
		t.spans[0].Bold = style.Bold
	}
	t.style = style
	t.Refresh()
}

// Text is the words without their boldness.
func (t *Text) Text() string {
	var b strings.Builder
	for _, s := range t.spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

func (t *Text) points() float32 { return theme.Size(t.style.Size) }
func (t *Text) line() float32   { return t.points() * theme.LineHeight }

// measure is the widest a text is set: about 75 characters of its size.
func (t *Text) measure() float32 {
	if t.wide {
		return 1e6
	}
	return theme.MeasureChars * t.points() * 0.55
}

// memo keeps the last ways a text was wrapped. The driver asks every object
// for its least size at every frame in which anything changed, and a blinking
// cursor is a change.
type memo struct {
	spans  []Span
	points float32
	lines  map[float32][]line
	least  float32
}

func (t *Text) fresh() *memo {
	m := &t.memo
	if points := t.points(); m.lines == nil || m.points != points || len(m.lines) > 8 || !slices.Equal(m.spans, t.spans) {
		*m = memo{spans: slices.Clone(t.spans), points: points, lines: map[float32][]line{}, least: -1}
	}
	return m
}

func (t *Text) wrapped(limit float32) []line {
	m := t.fresh()
	lines, ok := m.lines[limit]
	if !ok {
		lines = wrap(t.spans, m.points, limit)
		m.lines[limit] = lines
	}
	return lines
}

func width(text string, points float32, bold bool) float32 {
	return fyne.MeasureText(text, points, fyne.TextStyle{Bold: bold}).Width
}

// Natural implements Flowing.
func (t *Text) Natural() float32 {
	var w float32
	for _, line := range t.wrapped(t.measure()) {
		w = max(w, line.width)
	}
	return w
}

// HeightFor implements Flowing.
func (t *Text) HeightFor(w float32) float32 {
	return t.line() * float32(max(1, len(t.wrapped(min(w, t.measure())))))
}

// MinSize implements fyne.CanvasObject.
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	return t.BaseWidget.MinSize()
}

func (t *Text) leastWidth() float32 {
	m := t.fresh()
	if m.least < 0 {
		m.least = 0
		for _, s := range t.spans {
			for _, word := range strings.Fields(s.Text) {
				m.least = max(m.least, width(word, m.points, s.Bold))
			}
		}
	}
	return min(m.least, 160*theme.Scale()) // longer words are broken
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return &parts{
		of:     t,
		list:   func() []fyne.CanvasObject { return t.lines },
		layout: t.lay,
		min:    func() fyne.Size { return flowMin(t, t.leastWidth()) },
	}
}

// textLift takes text up by a part of its size: the font's box has more room
// above the letters than below, and a label would look low in its button.
const textLift = 0.07

// setting is what the lines were last set from.
type setting struct {
	text   string
	points float32
	width  float32
	colour color.Color
}

// mark tells apart what the lines depend on, boldness included.
func (t *Text) mark() string {
	var b strings.Builder
	for _, s := range t.spans {
		b.WriteString(s.Text)
		b.WriteByte(0)
		if s.Bold {
			b.WriteByte(1)
		}
	}
	return b.String()
}

// lay sets the lines anew if text, theme or width have changed.
func (t *Text) lay(size fyne.Size) {
	points := t.points()
	colour := theme.Colour(t.style.Colour)
	now := setting{t.mark(), points, size.Width, colour}
	if t.set == now {
		return
	}
	t.set = now
	t.lines = t.lines[:0:0]
	var y float32
	for _, line := range t.wrapped(min(size.Width, t.measure())) {
		var x float32
		if t.centre {
			x = max(0, (size.Width-line.width)/2)
		}
		for _, s := range line.spans {
			o := canvas.NewText(s.Text, colour)
			o.TextSize = points
			o.TextStyle.Bold = s.Bold
			least := o.MinSize()
			o.Resize(least)
			o.Move(fyne.NewPos(x, y+(t.line()-least.Height)/2-points*textLift))
			x += least.Width
			t.lines = append(t.lines, o)
		}
		y += t.line()
	}
}
