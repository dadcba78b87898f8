package approve

import (
	"context"
	picture "image"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// images is the column of the pictures kept, one at a time.
type images struct {
	st    *stage.Stage
	fetch func(ctx context.Context, blob string) (*picture.RGBA, error)

	name, count *component.Text
	glass       *glass
	state       *component.Banner
	keys        *component.Text
	before      *component.Button
	after       *component.Button
	larger      *component.Button
	smaller     *component.Button
	turn        *component.Button
	none        *component.Card
	there       *fyne.Container
	content     *fyne.Container

	all    []image
	at     int
	opened string // the blob under the glass, or on its way there
	turnNo int
}

func newImages(st *stage.Stage, fetch func(context.Context, string) (*picture.RGBA, error)) *images {
	w := st.Words
	s := &images{st: st, fetch: fetch, name: component.NewSection(""), count: component.NewHint(""), glass: newGlass(st.Kit)}
	s.state = component.NewBanner(theme.Quiet, "", "", st.Kit.Button(component.Secondary, w.T("approve.image_again"), s.again))
	button := func(key string, act func()) *component.Button {
		return st.Kit.Button(component.Secondary, w.T(key), act)
	}
	s.before = button("approve.image_before", func() { s.step(-1) })
	s.after = button("approve.image_after", func() { s.step(1) })
	s.larger = button("approve.image_larger", func() { s.glass.zoomBy(zoomStep) })
	s.smaller = button("approve.image_smaller", func() { s.glass.zoomBy(1 / zoomStep) })
	s.turn = button("approve.image_turn", s.glass.turn)
	s.glass.reveal = s.reveal
	s.keys = component.NewHint(w.T("approve.image_keys"))
	s.none = component.NewCard(component.NewStrong(w.T("approve.no_images")), component.NewHint(w.T("approve.no_images_detail")))
	s.there = component.VStack(theme.Gap12,
		component.Bar(s.name, s.count), s.state, s.glass,
		component.HStack(theme.Gap8, s.larger, s.smaller, s.turn, s.before, s.after), s.keys)
	s.content = component.VStack(theme.Gap12, s.none, s.there)
	return s
}

// reveal scrolls the page to the picture, by way of the button right below it.
func (s *images) reveal() {
	s.st.Kit.Reveal(s.larger)
}

// show takes up the pictures of a snapshot; the one in sight stays.
func (s *images) show(all []image) {
	s.none.Hidden, s.there.Hidden = len(all) > 0, len(all) == 0
	if slices.Equal(all, s.all) {
		return
	}
	at := 0
	for i, one := range all {
		if one.Blob == s.opened {
			at = i
		}
	}
	s.all, s.at = all, at
	s.open()
}

func (s *images) step(by int) {
	s.at = min(max(s.at+by, 0), len(s.all)-1)
	s.open()
}

func (s *images) again() {
	s.opened = ""
	s.open()
}

// open fetches the picture in turn, unless it is there or on its way.
func (s *images) open() {
	w := s.st.Words
	s.draw()
	if len(s.all) == 0 || s.all[s.at].Blob == s.opened {
		return
	}
	one := s.all[s.at]
	s.opened = one.Blob
	s.turnNo++
	turn := s.turnNo
	s.glass.show(s.label(), nil)
	s.state.Set(theme.Quiet, "", "")
	s.keys.SetText(w.T("approve.image_opening"))
	var img *picture.RGBA
	s.st.Run.Run("picture", func(ctx context.Context) (err error) {
		img, err = s.fetch(ctx, one.Blob)
		return err
	}, func(err error) {
		if turn != s.turnNo {
			return // another one was asked for meanwhile
		}
		s.keys.SetText(w.T("approve.image_keys"))
		if err != nil {
			m := w.Fault(err)
			s.state.Set(theme.Warn, m.Title, m.Detail+" "+m.Next)
		} else {
			s.glass.show(s.label(), img)
		}
		s.content.Refresh()
	})
}

func (s *images) label() string {
	return s.all[s.at].Name + ", " + s.place()
}

func (s *images) place() string {
	return s.st.Words.T("approve.image_of", "Number", s.at+1, "Total", len(s.all))
}

func (s *images) draw() {
	if len(s.all) == 0 {
		return
	}
	s.name.SetText(s.all[s.at].Name)
	s.count.SetText(s.place())
	s.before.Hidden, s.after.Hidden = len(s.all) < 2, len(s.all) < 2
	s.before.SetEnabled(s.at > 0)
	s.after.SetEnabled(s.at < len(s.all)-1)
	s.content.Refresh()
}
