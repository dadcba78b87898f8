package piece

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/ui/check"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Face is whose face is compared.
type Face struct {
	Words  string                           // begins the keys of what is said differently of this person, as in [Owner]
	Draft  string                           // where the vault keeps what is answered here
	Papers route.Route                      // their documents
	Next   func(*desk.OpenCase) route.Route // where it goes on to
	Of     func(*desk.OpenCase) (Papers, *record.Likeness)
	Keep   Comparer
}

// Comparer is what is asked of the desk about one person's face.
type Comparer interface {
	SaveDraft(ctx context.Context, key string, fields map[string]string) error
	SetLikeness(ctx context.Context, l record.Likeness) error
	NewCheckID() record.CheckID
}

// Likeness is one visit to the comparison of a person with a photo.
//
// Every document with a photo can be chosen; one that was not found genuine
// says why its photo does not count. The screen tells beforehand what the
// officer's own training lets the comparison be worth. Where there is no photo
// it explains that and lets the officer go on. Answers are kept for each
// document apart, so that choosing another photo loses none.
type Likeness struct {
	st    *stage.Stage
	face  Face
	w     words.Words
	draft *stage.Draft

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
	anew     *component.Button // somebody else compares, with their own training
	anewBox  *fyne.Container
	without  *component.Button
	document *component.Button
	skip     *fyne.Container
	back     *component.Button
	content  *fyne.Container

	shown  desk.Snapshot
	last   facing
	loaded bool
	chosen record.ItemID
	said   map[record.ItemID]map[string]check.Said
	again  bool // nothing of the recorded comparison is taken over
	busy   bool
}

// NewLikeness makes the screen.
func NewLikeness(st *stage.Stage, face Face) *Likeness {
	w := st.Words.Of(face.Words)
	s := &Likeness{st: st, face: face, w: w, said: map[record.ItemID]map[string]check.Said{}}
	s.draft = st.NewDraft(s.fields, func(ctx context.Context, fields map[string]string) error {
		return face.Keep.SaveDraft(ctx, face.Draft, fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.lead = component.NewLead("")
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed, s.none = component.NewBanner(theme.Info, "", ""), component.NewBanner(theme.Info, "", "")
	s.training, s.doubt = component.NewBanner(theme.Info, "", ""), component.NewBanner(theme.Warn, "", "")
	s.rows = st.Kit.Summary()
	s.photos = st.Kit.Choice(component.ChoiceText{Legend: w.T("likeness.which")}, nil, s.onPhoto)
	s.checks = check.NewRows(st.Kit, w, s.onAnswer)
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.anew = st.Kit.Button(component.Secondary, w.T("likeness.again"), s.onAgain)
	s.anewBox = component.VStack(theme.Gap8, component.NewHint(w.T("likeness.again_why")), component.HStack(0, s.anew))
	s.form = component.VStack(theme.Gap16, s.training, s.anewBox,
		component.NewCard(component.VStack(theme.Gap16, s.photos, s.doubt)),
		component.NewCard(s.checks.Content()),
		component.HStack(theme.Gap12, s.goOn, component.NewHint(w.T("likeness.keys"))))
	s.without = st.Kit.Button(component.Primary, w.T("likeness.without"), s.onWithout)
	s.document = st.Kit.Button(component.Secondary, w.T("likeness.document"), func() {
		st.Nav.Go(face.Papers)
	})
	s.skip = component.HStack(theme.Gap12, s.without, s.document, component.NewHint(w.T("likeness.keys")))
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("likeness.heading")), s.lead),
		s.problems, s.closed, s.rows, s.none, s.form, s.skip, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *Likeness) Title() string { return s.w.T("likeness.title") }

// Content implements stage.Screen.
func (s *Likeness) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Likeness) First() fyne.Focusable {
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
func (s *Likeness) Flush(then func()) { s.draft.Flush(then) }

// Show implements stage.Screen.
func (s *Likeness) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.load()
	s.draw()
}

// load takes up once a visit what was answered before. A single photo needs no
// choosing.
func (s *Likeness) load() {
	if s.loaded || s.shown.Open == nil || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	asked := s.shown.Policy.Likeness.Checks
	s.checks.Ask(asked, s.shown.Policy.CouldNot)
	at := s.face.see(s.shown)
	draft, recorded := s.shown.Open.Drafts[s.face.Draft], at.recorded
	switch {
	case len(draft) > 0:
		s.chosen, s.said = answers(draft, asked)
		s.again = draft[anew] != ""
	case recorded != nil:
		s.chosen = recorded.Against
		s.said[recorded.Against] = check.Recorded(recorded.Checks)
	}
	photos := lookBeside(at, s.chosen, s.w).Photos
	if !slices.ContainsFunc(photos, func(o component.Option) bool { return o.ID == string(s.chosen) }) {
		s.chosen = "" // it was removed meanwhile
	}
	if len(photos) == 1 && s.chosen == "" {
		s.chosen = record.ItemID(photos[0].ID)
	}
	s.checks.Set(s.said[s.chosen])
	s.draft.Loaded(s.fields())
}

func (s *Likeness) draw() {
	v := lookBeside(s.face.see(s.shown), s.chosen, s.w)
	s.lead.SetText(v.Lead)
	s.lead.Hidden = v.Lead == ""
	s.closed.Say(v.Closed)
	s.none.Say(v.None)
	s.training.Say(v.Training)
	s.doubt.Say(v.Doubt)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.anewBox.Hidden = !v.Again || s.again
	if !slices.Equal(v.Photos, s.last.Photos) {
		s.photos.SetOptions(v.Photos)
	}
	s.photos.SetChosen(string(s.chosen))
	s.form.Hidden, s.skip.Hidden, s.back.Hidden = !v.Form, v.None.Title == "", v.Closed.Title == ""
	s.last = v
	s.content.Refresh()
}

func (s *Likeness) fields() map[string]string {
	fields := map[string]string{against: string(s.chosen)}
	if s.again {
		fields[anew] = "yes"
	}
	for id, answers := range s.said {
		check.Put(fields, answersOf(id), answers)
	}
	return fields
}

func (s *Likeness) onPhoto(id string) {
	if early := s.said[""]; s.chosen == "" && len(s.said[record.ItemID(id)]) == 0 && len(early) > 0 {
		s.said[record.ItemID(id)] = early // answered before a photo was chosen
	}
	delete(s.said, "")
	s.chosen = record.ItemID(id)
	s.checks.Set(s.said[s.chosen])
	s.photos.SetError("")
	s.draft.Touch()
	s.draw()
}

// onAgain begins a comparison of the officer's own: every question is asked anew.
func (s *Likeness) onAgain() {
	s.again, s.said = true, map[record.ItemID]map[string]check.Said{}
	s.checks.Set(nil)
	s.draft.Touch()
	s.draw()
	s.st.Kit.Focus(s.checks.First())
}

func (s *Likeness) onAnswer() {
	s.said[s.chosen] = s.checks.Said()
	s.draft.Touch()
	s.content.Refresh()
}

func (s *Likeness) onContinue() {
	if s.busy || !s.last.Form {
		return
	}
	w := s.w
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
	var before []record.Check
	if was := s.face.see(s.shown).recorded; was != nil && was.Against == s.chosen && !s.again {
		before = was.Checks
	}
	l := record.Likeness{
		Against: s.chosen,
		Checks:  check.Checks(s.checks.Said(), s.shown.Policy.Likeness.Checks, before, s.face.Keep.NewCheckID),
	}
	s.settle(true)
	s.draft.Commit("set likeness", func(ctx context.Context) error { return s.face.Keep.SetLikeness(ctx, l) }, s.onKept)
}

func (s *Likeness) onKept(err error) {
	s.settle(false)
	if err != nil {
		s.problems.Set(s.st.Problem(err, s.goOn))
		s.content.Refresh()
		return
	}
	s.onWithout()
}

// onWithout goes on.
func (s *Likeness) onWithout() { s.st.Nav.Go(s.face.Next(s.shown.Open)) }

func (s *Likeness) settle(busy bool) {
	s.busy = busy
	s.goOn.Rest(busy, s.w.T("frame.action.continue"), s.w.T("likeness.saving"))
}

// Enter implements stage.Keyed.
func (s *Likeness) Enter() bool {
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
func (s *Likeness) Escape() bool { return false }
