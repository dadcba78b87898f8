package ui

import (
	"image/color"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/outbox"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// brandBar is the council's bar: whose desk, where, how it stands with the
// broker, who is signed in, Lock.
type brandBar struct {
	words   words.Words
	council *component.Text
	home    *component.Button // hidden where it would lead nowhere
	atHome  bool
	place   *component.Pill
	link    *component.Button
	state   *component.Pill
	lang    *component.Button
	who     *component.Text
	lock    *component.Button
	said    *component.Text
	content *fyne.Container
}

func onBar(bold bool) component.Style {
	return component.Style{Size: theme.TextBody, Colour: theme.OnBrand, Bold: bold}
}

func newBrandBar(k *component.Kit, w words.Words, f *Frame) *brandBar {
	b := &brandBar{
		words: w, council: component.NewText(onBar(true), ""), place: component.NewPill(""), state: component.NewPill(""),
		who:  component.NewText(onBar(false), ""),
		said: component.NewText(onBar(true), ""),
	}
	b.home, b.atHome = k.Button(component.OnBar, w.T("home.title"), f.home), f.At().Screen == route.Home
	b.link = k.Button(component.OnBar, "", func() { f.Go(route.To(route.Outbox)) })
	b.lang = k.Button(component.OnBar, w.T("frame.other_language"), f.otherLanguage)
	b.lock = k.Button(component.OnBar, w.T("frame.lock"), f.lock).Keyed("Ctrl+L")
	b.said.Hidden = true
	b.content = component.VStack(0, component.NewBrandBar(
		component.HStack(theme.Gap16, b.council, b.home, b.place, b.said),
		component.HStack(theme.Gap16, b.lang, b.state, b.link, b.who, b.lock)))
	return b
}

// announce shows a sentence in the bar, in the place of where the desk stands:
// nothing on the screen moves for it.
func (b *brandBar) announce(text string) {
	b.said.SetText(text)
	b.said.Hidden, b.place.Hidden = text == "", text != ""
	b.content.Refresh()
}

func (b *brandBar) show(s desk.Snapshot) {
	b.council.SetText(s.Council.Name.In(string(b.words.Lang())))
	place := []string{}
	for _, t := range []string{s.Place.Site.In(string(b.words.Lang())), s.Place.Name.In(string(b.words.Lang()))} {
		if t != "" {
			place = append(place, t)
		}
	}
	b.place.SetText(strings.Join(place, " · "))
	state := linkWords(s, b.words)
	b.link.SetText(state)
	b.state.SetText(state)
	in := s.Session != nil
	b.lock.Hidden, b.who.Hidden, b.link.Hidden, b.state.Hidden = !in, !in, !in, in
	b.home.Hidden = !in || b.atHome
	if in {
		b.who.SetText(s.Session.Person.Name)
	}
	b.content.Refresh()
}

// linkWords says how the desk stands with the broker, and what waits.
func linkWords(s desk.Snapshot, w words.Words) string {
	state := w.T("frame.link.never")
	switch s.Link.State {
	case desk.LinkOnline:
		state = w.T("frame.link.online")
	case desk.LinkOffline:
		state = w.T("frame.link.offline", "Time", w.Time(s.Link.Since))
	}
	waiting := 0
	for _, p := range s.Outbox {
		if p.State != outbox.Accepted {
			waiting++
		}
	}
	switch {
	case waiting > 0:
		return state + " · " + w.N("frame.waiting", waiting)
	case s.Link.State == desk.LinkOnline:
		return state + " · " + w.T("frame.all_sent")
	default:
		return state
	}
}

func mode(name string) theme.Mode {
	switch name {
	case "dark":
		return theme.Dark
	case "contrast":
		return theme.HighContrast
	default:
		return theme.Light
	}
}

// brand reads "#0B4F5C"; a colour that cannot carry the bar's text is refused
// and the default stands.
func brand(text string) color.Color {
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "#"), 16, 32)
	if err != nil || len(text) != 7 {
		return nil
	}
	c := color.NRGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 255} // its three bytes
	if theme.CheckBrand(c) != nil {
		return nil
	}
	return c
}
