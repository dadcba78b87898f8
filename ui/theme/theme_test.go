package theme_test

import (
	"errors"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"

	"vouchdesk/internal/fault"
	"vouchdesk/ui/theme"
)

type pair struct{ front, back fyne.ThemeColorName }

// texts are the pairs of text and ground that are drawn anywhere.
func texts() []pair {
	all := []pair{
		{theme.OnAccent, theme.Accent},
		{theme.OnBrand, theme.Brand},
		{theme.Muted, theme.Sunken},
		{fynetheme.ColorNameForeground, fynetheme.ColorNameBackground},
		{fynetheme.ColorNameForeground, fynetheme.ColorNameInputBackground},
		{fynetheme.ColorNameForeground, fynetheme.ColorNameSelection},
		{fynetheme.ColorNamePlaceHolder, fynetheme.ColorNameInputBackground},
		{fynetheme.ColorNameDisabled, fynetheme.ColorNameInputBackground},
		{fynetheme.ColorNameDisabled, fynetheme.ColorNameDisabledButton},
		{fynetheme.ColorNameForegroundOnPrimary, fynetheme.ColorNamePrimary},
		{fynetheme.ColorNameForegroundOnError, fynetheme.ColorNameError},
		{fynetheme.ColorNameForegroundOnSuccess, fynetheme.ColorNameSuccess},
		{fynetheme.ColorNameForegroundOnWarning, fynetheme.ColorNameWarning},
		{fynetheme.ColorNameHyperlink, fynetheme.ColorNameBackground},
		{fynetheme.ColorNameError, fynetheme.ColorNameBackground},
	}
	for _, back := range []fyne.ThemeColorName{theme.Paper, theme.Canvas, theme.Hover, theme.Selected} {
		for _, front := range []fyne.ThemeColorName{theme.Ink, theme.Muted, theme.Accent, theme.Danger} {
			all = append(all, pair{front, back})
		}
	}
	for _, tint := range theme.Tints() {
		all = append(all, pair{tint.Text(), tint.Ground()})
		if tint != theme.Reached {
			all = append(all, pair{theme.Ink, tint.Ground()}, pair{theme.Muted, tint.Ground()})
		}
	}
	return all
}

// marks are the borders, icons and rings a control cannot be seen without.
func marks() []pair {
	var all []pair
	for _, back := range []fyne.ThemeColorName{theme.Paper, theme.Canvas} {
		for _, front := range []fyne.ThemeColorName{theme.Edge, theme.Focus, theme.Accent, theme.Danger, fynetheme.ColorNameInputBorder, fynetheme.ColorNameFocus, fynetheme.ColorNamePrimary, fynetheme.ColorNameScrollBar} {
			all = append(all, pair{front, back})
		}
	}
	for _, tint := range theme.Tints() {
		if tint != theme.Reached {
			all = append(all, pair{theme.Focus, tint.Ground()}, pair{theme.Edge, tint.Ground()})
		}
	}
	return append(all, pair{theme.OnBrand, theme.Brand}, pair{theme.Accent, theme.Sunken}, pair{theme.Focus, theme.Selected}, pair{theme.Edge, theme.Selected})
}

func TestContrastOfEveryPair(t *testing.T) {
	for _, mode := range theme.Modes() {
		th := theme.New(theme.Options{Mode: mode})
		check := func(pairs []pair, least float64) {
			for _, p := range pairs {
				got := theme.Contrast(th.Color(p.front, 0), th.Color(p.back, 0))
				if got < least {
					t.Errorf("%v: %s on %s has %.2f, needs %.1f", mode, p.front, p.back, got, least)
				}
			}
		}
		check(texts(), theme.LeastText)
		check(marks(), theme.LeastMark)
	}
}

func TestHighContrastIsHigher(t *testing.T) {
	th := theme.New(theme.Options{Mode: theme.HighContrast})
	for _, p := range texts() {
		if got := theme.Contrast(th.Color(p.front, 0), th.Color(p.back, 0)); got < 7 {
			t.Errorf("%s on %s has %.2f, needs 7", p.front, p.back, got)
		}
	}
}

func TestContrast(t *testing.T) {
	for name, c := range map[string]struct {
		a, b color.Color
		want float64
	}{
		"black on white": {color.Black, color.White, 21},
		"itself":         {color.White, color.White, 1},
		"either way":     {color.White, color.Black, 21},
		"grey":           {color.NRGBA{0x77, 0x77, 0x77, 0xff}, color.White, 4.478},
	} {
		t.Run(name, func(t *testing.T) {
			if got := theme.Contrast(c.a, c.b); math.Abs(got-c.want) > 0.001 {
				t.Errorf("Contrast = %.3f, want %.3f", got, c.want)
			}
		})
	}
}

func TestCheckBrand(t *testing.T) {
	for name, c := range map[string]struct {
		brand color.Color
		ok    bool
	}{
		"ok/default teal":       {color.NRGBA{0x0b, 0x4f, 0x5c, 0xff}, true},
		"ok/just enough":        {color.NRGBA{0x76, 0x76, 0x76, 0xff}, true},
		"refused/yellow":        {color.NRGBA{0xff, 0xdd, 0x00, 0xff}, false},
		"refused/just too pale": {color.NRGBA{0x77, 0x77, 0x77, 0xff}, false},
		"refused/white hidden":  {color.NRGBA{0xff, 0xff, 0xff, 0x10}, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := theme.CheckBrand(c.brand)
			if (err == nil) != c.ok {
				t.Fatalf("CheckBrand = %v", err)
			}
			if err != nil && (!errors.Is(err, theme.ErrBrandContrast) || fault.Code(err) != "brand-contrast") {
				t.Errorf("code %q", fault.Code(err))
			}
			got := theme.New(theme.Options{Brand: c.brand}).Color(theme.Brand, 0)
			if used := theme.Contrast(got, color.White) >= theme.LeastText; !used {
				t.Errorf("the bar has %v", got)
			}
		})
	}
}

func TestEveryNameAnswers(t *testing.T) {
	for _, mode := range theme.Modes() {
		test.AssertAllColorNamesDefined(t, theme.New(theme.Options{Mode: mode}), mode.String())
	}
}

func TestTextScale(t *testing.T) {
	for name, c := range map[string]struct{ asked, want float32 }{
		"ok/none is 100 %": {0, 1}, "ok/middle": {1.5, 1.5}, "ok/most": {2, 2}, "ok/too much is 200 %": {9, 2},
	} {
		t.Run(name, func(t *testing.T) {
			th := theme.New(theme.Options{TextScale: c.asked})
			if th.TextScale() != c.want || th.Size(theme.TextTitle) != 28*c.want || th.Size(fynetheme.SizeNameText) != 16*c.want {
				t.Errorf("scale %v, title %v, text %v", th.TextScale(), th.Size(theme.TextTitle), th.Size(fynetheme.SizeNameText))
			}
		})
	}
}
