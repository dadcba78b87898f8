package theme

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// Type sizes, scaled by the user's text size.
const (
	TextBody          fyne.ThemeSizeName = "vd-body"           // 16
	TextHint          fyne.ThemeSizeName = "vd-hint"           // 14
	TextTag           fyne.ThemeSizeName = "vd-tag"            // 13
	TextSection       fyne.ThemeSizeName = "vd-section"        // 20
	TextTitle         fyne.ThemeSizeName = "vd-title"          // 28
	TextResident      fyne.ThemeSizeName = "vd-resident"       // 24
	TextResidentTitle fyne.ThemeSizeName = "vd-resident-title" // 44
)

// Space: the only gaps there are.
const (
	Gap4  float32 = 4
	Gap8  float32 = 8
	Gap12 float32 = 12
	Gap16 float32 = 16
	Gap24 float32 = 24
	Gap32 float32 = 32
	Gap40 float32 = 40
)

// Measures of the frame and of controls.
const (
	LeftColumn     float32 = 250
	RightColumn    float32 = 330
	BrandBar       float32 = 52
	TargetHeight   float32 = 40
	TargetLeast    float32 = 24
	TargetResident float32 = 64
	LineHeight     float32 = 1.45
	MeasureChars           = 75 // the middle column is never wider than this many characters

	Radius      float32 = 6
	Border      float32 = 2
	RingWidth   float32 = 3
	RingClear   float32 = 2
	TagRadius   float32 = 4
	NarrowWidth float32 = 1200 // below it, one column at a time
	NarrowScale float32 = 1.5  // from it on, one column at a time
)

const bodyPoints float32 = 16

func sizes(scale float32) map[fyne.ThemeSizeName]float32 {
	return map[fyne.ThemeSizeName]float32{
		TextBody:          16 * scale,
		TextHint:          14 * scale,
		TextTag:           13 * scale,
		TextSection:       20 * scale,
		TextTitle:         28 * scale,
		TextResident:      24 * scale,
		TextResidentTitle: 44 * scale,

		fynetheme.SizeNameText:               16 * scale,
		fynetheme.SizeNameCaptionText:        14 * scale,
		fynetheme.SizeNameSubHeadingText:     20 * scale,
		fynetheme.SizeNameHeadingText:        28 * scale,
		fynetheme.SizeNameInlineIcon:         20 * scale,
		fynetheme.SizeNameInnerPadding:       Gap8 + 1,
		fynetheme.SizeNamePadding:            Gap4,
		fynetheme.SizeNameLineSpacing:        Gap4 * scale,
		fynetheme.SizeNameSeparatorThickness: 1,
		fynetheme.SizeNameInputBorder:        Border,
		fynetheme.SizeNameInputRadius:        Radius,
		fynetheme.SizeNameSelectionRadius:    TagRadius,
		fynetheme.SizeNameScrollBar:          Gap12,
		fynetheme.SizeNameScrollBarSmall:     Gap8,
		fynetheme.SizeNameScrollBarRadius:    Gap4,
	}
}
