package likeness

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/check"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	SetLikeness(ctx context.Context, id casework.ID, l evidence.Likeness) error
	NewCheckID() evidence.CheckID
}

// draftKey is where the vault keeps what is answered here.
const draftKey = "likeness"

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office
	draft  *stage.Draft

	lead     *component.Text
	problems *component.ErrorSummary
	closed   *component.Banner
	none     *component.Banner
	training *component.Banner
	doubt    *component.Banner
	rows     *component.Summary
	photos   *component.Choice
	checks   *check.Rows
	form     *fyne.Container
	goOn     *component.Button
	without  *component.Button
	document *component.Button
	skip     *fyne.Container
	back     *component.Button
	content  *fyne.Container

	shown  desk.Snapshot
	last   view
	loaded bool
	chosen evidence.ItemID
	said   map[evidence.ItemID]map[string]check.Said
	busy   bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office, said: map[evidence.ItemID]map[string]check.Said{}}
	s.draft = st.NewDraft(s.fields, func(ctx context.Context, fields map[string]string) error {
		return office.SaveDraft(ctx, st.At.Case, draftKey, fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.lead = component.NewLead("")
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed, s.none = component.NewBanner(theme.Info, "", ""), component.NewBanner(theme.Info, "", "")
	s.training, s.doubt = component.NewBanner(theme.Info, "", ""), component.NewBanner(theme.Warn, "", "")
	s.rows = st.Kit.Summary()
	s.photos = st.Kit.Choice(component.ChoiceText{Legend: w.T("likeness.which")}, nil, s.onPhoto)
	s.checks = check.NewRows(st.Kit, w, s.onAnswer)
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.form = component.VStack(theme.Gap16, s.training,
		component.NewCard(component.VStack(theme.Gap16, s.photos, s.doubt)),
		component.NewCard(s.checks.Content()),
		component.HStack(theme.Gap12, s.goOn, component.NewHint(w.T("likeness.keys"))))
	s.without = st.Kit.Button(component.Primary, w.T("likeness.without"), s.onWithout)
	s.document = st.Kit.Button(component.Secondary, w.T("likeness.document"), func() {
		st.Nav.Go(route.Of(route.Evidence, st.At.Case))
	})
	s.skip = component.HStack(theme.Gap12, s.without, s.document, component.NewHint(w.T("likeness.keys")))
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("likeness.heading")), s.lead),
		s.problems, s.closed, s.rows, s.none, s.form, s.skip, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("likeness.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	switch {
	case s.last.Form && s.chosen == "":
		return s.photos.First()
	case s.last.Form:
		return s.checks.First()
	case !s.skip.Hidden:
		return s.without
	}
	return s.back
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { s.draft.Flush(then) }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.load()
	s.draw()
}

// load takes up once a visit what was answered before. A single photo needs no
// choosing.
func (s *Screen) load() {
	if s.loaded || s.shown.Open == nil || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	asked := s.shown.Policy.Likeness.Checks
	s.checks.Ask(asked, s.shown.Policy.CouldNot)
	draft, recorded := s.shown.Open.Drafts[draftKey], s.shown.Open.Case.Likeness
	switch {
	case len(draft) > 0:
		s.chosen, s.said = said(draft, asked)
	case recorded != nil:
		s.chosen = recorded.Against
		s.said[recorded.Against] = check.Recorded(recorded.Checks)
	}
	photos := look(s.shown, s.chosen, s.st.Words).Photos
	if !slices.ContainsFunc(photos, func(o component.Option) bool { return o.ID == string(s.chosen) }) {
		s.chosen = "" // it was removed meanwhile
	}
	if len(photos) == 1 && s.chosen == "" {
		s.chosen = evidence.ItemID(photos[0].ID)
	}
	s.checks.Set(s.said[s.chosen])
	s.draft.Loaded(s.fields())
}

func (s *Screen) draw() {
	v := look(s.shown, s.chosen, s.st.Words)
	s.lead.SetText(v.Lead)
	s.lead.Hidden = v.Lead == ""
	s.closed.Set(v.Closed.Tint, v.Closed.Title, v.Closed.Detail)
	s.none.Set(v.None.Tint, v.None.Title, v.None.Detail)
	s.training.Set(v.Training.Tint, v.Training.Title, v.Training.Detail)
	s.doubt.Set(v.Doubt.Tint, v.Doubt.Title, v.Doubt.Detail)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	if !slices.Equal(v.Photos, s.last.Photos) {
		s.photos.SetOptions(v.Photos)
	}
	s.photos.SetChosen(string(s.chosen))
	s.form.Hidden, s.skip.Hidden, s.back.Hidden = !v.Form, v.None.Title == "", v.Closed.Title == ""
	s.last = v
	s.content.Refresh()
}

func (s *Screen) fields() map[string]string {
	fields := map[string]string{against: string(s.chosen)}
	for id, answers := range s.said {
		check.Put(fields, draftPrefix(id), answers)
	}
	return fields
}

func (s *Screen) onPhoto(id string) {
	if early := s.said[""]; s.chosen == "" && len(s.said[evidence.ItemID(id)]) == 0 && len(early) > 0 {
		s.said[evidence.ItemID(id)] = early // answered before a photo was chosen
	}
	delete(s.said, "")
	s.chosen = evidence.ItemID(id)
	s.checks.Set(s.said[s.chosen])
	s.photos.SetError("")
	s.draft.Touch()
	s.draw()
}

func (s *Screen) onAnswer() {
	s.said[s.chosen] = s.checks.Said()
	s.draft.Touch()
	s.content.Refresh()
}

func (s *Screen) onContinue() {
	if s.busy || !s.last.Form {
		return
	}
	w := s.st.Words
	var links []component.Problem
	if s.chosen == "" {
		text := w.T("likeness.which_missing")
		s.photos.SetError(text)
		links = append(links, component.Problem{Text: text, Target: s.photos.First()})
	}
	links = append(links, s.checks.Wrong()...)
	s.problems.Set(links...)
	s.content.Refresh()
	if len(links) > 0 {
		return
	}
	var before []evidence.Check
	if was := s.shown.Open.Case.Likeness; was != nil && was.Against == s.chosen {
		before = was.Checks
	}
	l := evidence.Likeness{
		Against: s.chosen,
		Checks:  check.Checks(s.checks.Said(), s.shown.Policy.Likeness.Checks, before, s.office.NewCheckID),
	}
	s.settle(true)
	s.draft.Drop()
	// A draft on its way must not arrive after the commit has dropped it.
	s.draft.Flush(func() {
		s.st.Run.Run("set likeness", func(ctx context.Context) error {
			return s.office.SetLikeness(ctx, s.st.At.Case, l)
		}, s.onKept)
	})
}

func (s *Screen) onKept(err error) {
	s.settle(false)
	if err != nil {
		s.draft.Touch()
		m := s.st.Words.Fault(err)
		s.problems.Set(component.Problem{Text: m.Title + ". " + m.Next, Target: s.goOn})
		s.content.Refresh()
		return
	}
	s.onWithout()
}

// onWithout goes on to the review.
func (s *Screen) onWithout() { s.st.Nav.Go(route.Of(route.Review, s.st.At.Case)) }

func (s *Screen) settle(busy bool) {
	s.busy = busy
	if busy {
		s.goOn.SetText(s.st.Words.T("likeness.saving"))
		s.goOn.Disable()
		return
	}
	s.goOn.SetText(s.st.Words.T("frame.action.continue"))
	s.goOn.Enable()
}

// Enter implements stage.Keyed.
func (s *Screen) Enter() bool {
	switch {
	case s.last.Form:
		s.onContinue()
	case !s.skip.Hidden:
		s.onWithout()
	default:
		return false
	}
	return true
}

// Escape implements stage.Keyed: it goes back, as everywhere.
func (s *Screen) Escape() bool { return false }
