// Package theme is how Vouchdesk looks: one palette under three lights, one
// scale of type and space, and nothing a screen may invent for itself.
//
// Every colour has a name ([Ink], [Paper], [Accent] …) and every palette has
// every name; a test computes the contrast of each pair that is drawn (text
// 4.5, borders, icons and focus 3.0). The council's brand colour is the only
// colour from outside and passes [CheckBrand] first.
//
// A [Theme] is an immutable fyne.Theme; to change mode, text size or brand,
// make a new one and hand it to the application's settings. Nothing moves, so
// there is nothing to stop when reduced motion is asked for. The package
// knows no widget and no words. Its only error is the refusal of a brand
// colour, with the code brand-contrast.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Mode is the light a palette is made for.
type Mode uint8

// The modes an officer can choose in Settings.
const (
	Light Mode = iota
	Dark
	HighContrast
)

// Modes lists every mode, for tests and for Settings.
func Modes() []Mode { return []Mode{Light, Dark, HighContrast} }

func (m Mode) String() string {
	switch m {
	case Dark:
		return "dark"
	case HighContrast:
		return "high-contrast"
	default:
		return "light"
	}
}

// Options choose a theme. The zero value is light, 100 %, default brand.
type Options struct {
	Mode      Mode
	TextScale float32     // 1.0 to 2.0; anything else is brought within
	Brand     color.Color // nil is the default teal; check with [CheckBrand]
}

// Theme is one look. It implements fyne.Theme.
type Theme struct {
	mode   Mode
	scale  float32
	colour map[fyne.ThemeColorName]color.Color
	size   map[fyne.ThemeSizeName]float32
}

// New makes the theme for the options. A brand colour that fails
// [CheckBrand] is not used; the default takes its place.
func New(o Options) *Theme {
	scale := min(max(o.TextScale, 1), 2)
	colours := palette(o.Mode)
	if o.Brand != nil && CheckBrand(o.Brand) == nil {
		colours[Brand] = opaque(o.Brand)
	}
	for name, from := range stock {
		colours[name] = colours[from]
	}
	colours[fynetheme.ColorNameShadow] = color.NRGBA{}
	colours[fynetheme.ColorNameScrollBarBackground] = color.NRGBA{}
	return &Theme{mode: o.Mode, scale: scale, colour: colours, size: sizes(scale)}
}

// Mode is the light this theme was made for.
func (t *Theme) Mode() Mode { return t.mode }

// TextScale is how much larger than normal the text is, 1.0 to 2.0.
func (t *Theme) TextScale() float32 { return t.scale }

// Color answers from the palette. The variant is ignored: the mode decides,
// so that a desk looks the same whatever the operating system says.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if c, ok := t.colour[name]; ok {
		return c
	}
	return t.colour[Ink]
}

// Font is Noto Sans as Fyne bundles it.
func (t *Theme) Font(s fyne.TextStyle) fyne.Resource { return fynetheme.DefaultTheme().Font(s) }

// Icon is Fyne's own set, drawn in the palette's colours.
func (t *Theme) Icon(n fyne.ThemeIconName) fyne.Resource { return fynetheme.DefaultTheme().Icon(n) }

// Size answers type sizes scaled, and everything else as designed.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := t.size[name]; ok {
		return s
	}
	return fynetheme.DefaultTheme().Size(name)
}

// Colour is the current theme's colour of that name.
func Colour(name fyne.ThemeColorName) color.Color { return fynetheme.Color(name) }

// Size is the current theme's size of that name.
func Size(name fyne.ThemeSizeName) float32 { return fynetheme.Size(name) }

// StrongEdges tells whether what is told by its ground has an edge as well:
// the grounds of high contrast are close to one another.
func StrongEdges() bool {
	t, ok := fyne.CurrentApp().Settings().Theme().(*Theme)
	return ok && t.mode == HighContrast
}

// Scale is the current text scale, 1.0 when the current theme is not ours.
func Scale() float32 { return fynetheme.Size(TextBody) / bodyPoints }
