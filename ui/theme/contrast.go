package theme

import (
	"fmt"
	"image/color"
	"math"

	"vouchdesk/internal/fault"
)

// ErrBrandContrast is returned for a brand colour on which white text cannot
// be read (WCAG 2.2, 1.4.3).
var ErrBrandContrast = fault.New(fault.Refused, "brand-contrast")

const (
	// LeastText is the contrast text needs (WCAG 1.4.3, AA).
	LeastText = 4.5
	// LeastMark is the contrast borders, icons and the focus ring need (WCAG 1.4.11).
	LeastMark = 3.0
)

// Contrast is the WCAG contrast ratio of two opaque colours, 1 to 21.
func Contrast(a, b color.Color) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func luminance(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA) //nolint:forcetypeassert // the model's own type
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

// CheckBrand refuses a brand colour that the bar's white text could not be
// read on. A transparent colour is judged as if it were solid.
func CheckBrand(c color.Color) error {
	got := Contrast(opaque(c), rgb(0xffffff))
	if got >= LeastText {
		return nil
	}
	return ErrBrandContrast.With("ratio", fmt.Sprintf("%.1f", got))
}
