package settings

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	SetSettings(ctx context.Context, s desk.Settings) error
	ClearSlot(ctx context.Context, person trust.PersonID) error
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	language *component.Choice
	text     *component.Choice
	theme    *component.Choice
	facts    *component.Summary
	stopped  *component.Summary
	barred   *fyne.Container // the heading over those who are stopped, and they
	content  fyne.CanvasObject

	now desk.Settings
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.language = st.Kit.Choice(component.ChoiceText{Legend: w.T("settings.language")}, []component.Option{
		{ID: "en", Text: "English"}, {ID: "cy", Text: "Cymraeg"},
	}, func(id string) { s.change(func(n *desk.Settings) { n.Language = id }) })
	options := make([]component.Option, 0, len(sizes()))
	for _, size := range sizes() {
		options = append(options, component.Option{ID: strconv.Itoa(size), Text: w.T("settings.percent", "Size", size)})
	}
	s.text = st.Kit.Choice(component.ChoiceText{Legend: w.T("settings.text")}, options, func(id string) {
		if n, err := strconv.Atoi(id); err == nil {
			s.change(func(set *desk.Settings) { set.Text = float64(n) / 100 })
		}
	})
	s.theme = st.Kit.Choice(component.ChoiceText{Legend: w.T("settings.theme")}, []component.Option{
		{ID: "light", Text: w.T("settings.light")},
		{ID: "dark", Text: w.T("settings.dark")},
		{ID: "contrast", Text: w.T("settings.contrast"), Hint: w.T("settings.contrast_hint")},
	}, func(id string) { s.change(func(n *desk.Settings) { n.Theme = id }) })
	s.facts = st.Kit.Summary()
	s.stopped = st.Kit.Summary()
	s.barred = component.VStack(theme.Gap8, component.NewSection(w.T("settings.stopped")),
		component.NewHint(w.T("settings.stopped_hint")), s.stopped)
	s.barred.Hide()
	back := st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("settings.title")), component.NewLead(w.T("settings.lead"))),
		component.Sides(theme.Gap40, 0.45,
			component.VStack(theme.Gap24, s.language, s.text, s.theme),
			component.VStack(theme.Gap24, s.barred,
				component.VStack(theme.Gap8, component.NewSection(w.T("settings.about")), s.facts))),
		component.HStack(theme.Gap12, back),
	)
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("settings.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable { return s.language.First() }

// Flush implements stage.Screen: a choice is kept as it is made.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	v := look(snapshot, s.st.Words)
	s.now = snapshot.Settings
	s.language.SetChosen(v.Language)
	s.text.SetChosen(v.Text)
	s.theme.SetChosen(v.Theme)
	s.facts.SetRows(v.Facts)
	rows := make([]component.SummaryRow, 0, len(v.Stopped))
	for _, who := range v.Stopped {
		rows = append(rows, component.SummaryRow{
			Key: who.Name, Tag: who.State, Tint: who.Tint, Note: who.Note,
			Change: s.st.Words.T("settings.clear"), Act: func() { s.onClear(who) },
		})
	}
	s.stopped.SetRows(rows)
	s.barred.Hidden = len(rows) == 0
	s.content.Refresh()
}

// onClear lets somebody try a passphrase again, after asking: whoever guesses
// at another's passphrase would be let go on too.
func (s *Screen) onClear(who stopped) {
	w := s.st.Words
	s.st.Kit.Ask(component.Ask{
		Title: w.T("settings.clear_title", "Name", who.Name), Body: w.T("settings.clear_detail"),
		Yes: w.T("settings.clear_yes"), No: w.T("settings.clear_no"), Danger: true,
		OnYes: func() bool {
			s.clear(who)
			return false
		},
	})
}

func (s *Screen) clear(who stopped) {
	w := s.st.Words
	s.st.Run.Run("clear sign-in", func(ctx context.Context) error {
		return s.office.ClearSlot(ctx, who.ID)
	}, func(err error) {
		if err != nil {
			m := w.Fault(err)
			s.st.Nav.Announce(m.Title + ". " + m.Next)
			return
		}
		s.st.Kit.Focus(s.First())
		s.st.Nav.Announce(w.T("settings.cleared", "Name", who.Name))
	})
}

// change takes effect at once; choosing the former value undoes it.
func (s *Screen) change(with func(*desk.Settings)) {
	next := s.now
	with(&next)
	if next == s.now {
		return
	}
	s.st.Run.Run("settings", func(ctx context.Context) error {
		return s.office.SetSettings(ctx, next)
	}, func(err error) {
		if err != nil {
			s.st.Nav.Announce(s.st.Words.Fault(err).Title)
		}
	})
}
