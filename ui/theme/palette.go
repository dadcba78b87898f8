package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// The names of the palette.
const (
	Ink      fyne.ThemeColorName = "vd-ink"      // text
	Paper    fyne.ThemeColorName = "vd-paper"    // cards, fields, side columns
	Canvas   fyne.ThemeColorName = "vd-canvas"   // behind cards
	Sunken   fyne.ThemeColorName = "vd-sunken"   // tracks, empty level boxes, picture wells
	Muted    fyne.ThemeColorName = "vd-muted"    // hints, table heads
	Edge     fyne.ThemeColorName = "vd-edge"     // borders of fields and buttons
	Hairline fyne.ThemeColorName = "vd-hairline" // decoration only
	Accent   fyne.ThemeColorName = "vd-accent"   // primary button, links, chosen
	OnAccent fyne.ThemeColorName = "vd-on-accent"
	Brand    fyne.ThemeColorName = "vd-brand" // the council's bar
	OnBrand  fyne.ThemeColorName = "vd-on-brand"
	Danger   fyne.ThemeColorName = "vd-danger" // outline and text of dangerous buttons, errors
	Focus    fyne.ThemeColorName = "vd-focus"  // the ring
	Selected fyne.ThemeColorName = "vd-selected"
	Hover    fyne.ThemeColorName = "vd-hover"
	Scrim    fyne.ThemeColorName = "vd-scrim" // behind a modal
)

// A Tint is a pair of text and ground for a tag or banner.
type Tint uint8

// The tints. Colour never carries meaning alone: a tag has words.
const (
	Quiet Tint = iota
	Good
	Warn
	Bad
	Info
	Reached // solid good, for a level that is reached
)

// Tints lists every tint.
func Tints() []Tint { return []Tint{Quiet, Good, Warn, Bad, Info, Reached} }

func (t Tint) name() string {
	return [...]string{"quiet", "good", "warn", "bad", "info", "reached"}[min(t, Reached)]
}

// Text is the name of the tint's text colour.
func (t Tint) Text() fyne.ThemeColorName { return fyne.ThemeColorName("vd-text-" + t.name()) }

// Ground is the name of the tint's background.
func (t Tint) Ground() fyne.ThemeColorName { return fyne.ThemeColorName("vd-ground-" + t.name()) }

// stock maps Fyne's own names to ours, so that a stock widget inside one of
// our wrappers keeps the contrast.
var stock = map[fyne.ThemeColorName]fyne.ThemeColorName{
	fynetheme.ColorNameBackground:                Canvas,
	fynetheme.ColorNameButton:                    Paper,
	fynetheme.ColorNameDisabledButton:            Sunken,
	fynetheme.ColorNameDisabled:                  Muted,
	fynetheme.ColorNameError:                     Danger,
	fynetheme.ColorNameFocus:                     Focus,
	fynetheme.ColorNameForeground:                Ink,
	fynetheme.ColorNameForegroundOnError:         Paper,
	fynetheme.ColorNameForegroundOnPrimary:       OnAccent,
	fynetheme.ColorNameForegroundOnSuccess:       Paper,
	fynetheme.ColorNameForegroundOnWarning:       Paper,
	fynetheme.ColorNameHeaderBackground:          Paper,
	fynetheme.ColorNameHover:                     Hover,
	fynetheme.ColorNameHyperlink:                 Accent,
	fynetheme.ColorNameInnerWindowBorder:         Edge,
	fynetheme.ColorNameInnerWindowBorderInactive: Edge,
	fynetheme.ColorNameInputBackground:           Paper,
	fynetheme.ColorNameInputBorder:               Edge,
	fynetheme.ColorNameMenuBackground:            Paper,
	fynetheme.ColorNameOverlayBackground:         Paper,
	fynetheme.ColorNamePlaceHolder:               Muted,
	fynetheme.ColorNamePressed:                   Selected,
	fynetheme.ColorNamePrimary:                   Accent,
	fynetheme.ColorNameScrollBar:                 Edge,
	fynetheme.ColorNameSelection:                 Selected,
	fynetheme.ColorNameSeparator:                 Hairline,
	fynetheme.ColorNameSuccess:                   fyne.ThemeColorName("vd-text-good"),
	fynetheme.ColorNameWarning:                   fyne.ThemeColorName("vd-text-warn"),
}

func rgb(hex uint32) color.Color {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

func opaque(c color.Color) color.Color {
	n := color.NRGBAModel.Convert(c).(color.NRGBA) //nolint:forcetypeassert // the model's own type
	n.A = 0xff
	return n
}

type row struct {
	name              fyne.ThemeColorName
	light, dark, high uint32
}

// table is the whole palette, one colour a line: light, dark, high contrast.
var table = []row{
	{Ink, 0x14181d, 0xf2f5f8, 0xffffff},
	{Paper, 0xffffff, 0x1b2128, 0x000000},
	{Canvas, 0xf2f4f6, 0x12161b, 0x000000},
	{Sunken, 0xe3e8ec, 0x2b333c, 0x1a1a1a},
	{Muted, 0x4a5561, 0xb4bfca, 0xe6e6e6},
	{Edge, 0x7a8591, 0x7f8b98, 0xffffff},
	{Hairline, 0xc9d0d8, 0x3a444f, 0x9a9a9a},
	{Accent, 0x0b5cad, 0x7ab8f5, 0xffe14d},
	{OnAccent, 0xffffff, 0x0b1620, 0x000000},
	{Brand, 0x0b4f5c, 0x0b4f5c, 0x000000},
	{OnBrand, 0xffffff, 0xffffff, 0xffffff},
	{Danger, 0xa3161c, 0xff9c9c, 0xffc4c4},
	{Focus, 0x14181d, 0xf2f5f8, 0x66e0ff},
	{Selected, 0xe8f0fa, 0x20354b, 0x1f3a5f},
	{Hover, 0xf2f4f6, 0x252d36, 0x262626},
	{Quiet.Text(), 0x4a5561, 0xc3ccd6, 0xffffff},
	{Quiet.Ground(), 0xedf0f3, 0x2b333c, 0x262626},
	{Good.Text(), 0x0b6b3a, 0x86dba9, 0x8dffb8},
	{Good.Ground(), 0xe6f3eb, 0x173526, 0x00210f},
	{Warn.Text(), 0x7a4600, 0xffcf85, 0xffd98a},
	{Warn.Ground(), 0xfff3df, 0x3d2c10, 0x2b1c00},
	{Bad.Text(), 0xa3161c, 0xffa8a8, 0xffb3b3},
	{Bad.Ground(), 0xfce9e9, 0x431d20, 0x330003},
	{Info.Text(), 0x0a478a, 0xa6cdf7, 0xa8d4ff},
	{Info.Ground(), 0xe8f0fa, 0x1c3048, 0x001a36},
	{Reached.Text(), 0xffffff, 0x06180e, 0x000000},
	{Reached.Ground(), 0x0b6b3a, 0x86dba9, 0x8dffb8},
}

func palette(m Mode) map[fyne.ThemeColorName]color.Color {
	p := make(map[fyne.ThemeColorName]color.Color, len(table)+len(stock))
	for _, r := range table {
		p[r.name] = rgb([...]uint32{r.light, r.dark, r.high}[min(m, HighContrast)])
	}
	p[Scrim] = color.NRGBA{R: 0x0a, G: 0x0d, B: 0x10, A: 0xa6}
	return p
}
