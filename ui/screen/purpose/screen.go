package purpose

import (
	"context"
	"reflect"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/reading"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	SetPurpose(ctx context.Context, id casework.ID, p casework.Purpose) error
}

// Who was told.
const (
	toldResident       = "resident"
	toldRepresentative = casework.ToldRepresentative
)

// draftKey is where the vault keeps what is chosen here.
const draftKey = "purpose"

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office
	draft  *stage.Draft

	problems *component.ErrorSummary
	closed   *component.Banner
	rows     *component.Summary
	form     *fyne.Container
	service  *component.Finder
	changed  *component.Banner
	language *reading.Tongues
	text     *fyne.Container
	version  *component.Text
	told     *component.Choice
	to       *component.Choice // asked where somebody may act for the resident
	toCard   *component.Card
	goOn     *component.Button
	back     *component.Button
	content  *fyne.Container

	shown   desk.Snapshot
	last    view
	named   string // who may act, as the question names them
	loaded  bool
	renewed bool // another version of the notice came while it was on screen
	busy    bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.draft = st.NewDraft(s.fields, func(ctx context.Context, fields map[string]string) error {
		return office.SaveDraft(ctx, st.At.Case, draftKey, fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed = component.NewBanner(theme.Info, "", "")
	s.rows = st.Kit.Summary()
	s.service = st.Kit.Finder(component.FinderText{
		Legend: w.T("purpose.service"), Search: w.T("purpose.search"), None: w.T("purpose.none_chosen"),
		Chosen: func(name string) string { return w.T("purpose.chosen", "Service", name) },
		Nothing: func(typed string) [2]string {
			return [2]string{w.T("purpose.nothing", "Typed", typed), w.T("purpose.nothing_detail")}
		},
	}, s.onPicked)
	s.changed = component.NewBanner(theme.Warn, "", "")
	s.language = reading.NewTongues(st.Kit, w, w.T("purpose.language"), s.onLanguage)
	s.text, s.version = component.VStack(theme.Gap12), component.NewHint("")
	s.told = st.Kit.Choice(component.ChoiceText{
		Legend: w.T("purpose.told"), Hint: w.T("purpose.told_hint"),
	}, ways(w), s.onPicked)
	s.to = st.Kit.Choice(component.ChoiceText{Legend: w.T("purpose.to")}, nil, s.onPicked)
	s.toCard = component.NewCard(s.to)
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.form = component.VStack(theme.Gap16,
		component.NewCard(s.service),
		component.NewCard(component.VStack(theme.Gap16,
			component.VStack(theme.Gap4, component.NewSection(w.T("purpose.notice")), component.NewHint(w.T("purpose.notice_hint"))),
			s.changed, s.language.Content(), s.text, s.version)),
		component.NewCard(s.told), s.toCard,
		component.HStack(theme.Gap12, s.goOn, component.NewHint(w.T("purpose.keys"))))
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("purpose.heading")), component.NewLead(w.T("purpose.lead"))),
		s.problems, s.closed, s.rows, s.form, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("purpose.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.form.Hidden {
		return s.back
	}
	return s.service.First()
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { s.draft.Flush(then) }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	if s.loaded && snapshot.Policy != nil && s.shown.Policy != nil && snapshot.Policy.Privacy.Version != s.shown.Policy.Privacy.Version {
		s.renewed = true
		s.told.SetChosen("") // it was another notice that was told
	}
	if snapshot.Policy != nil && s.language.Offer(snapshot.Policy.Languages) && s.loaded {
		s.told.SetChosen("") // nor was it told in this language
	}
	s.shown = snapshot
	s.draw()
	s.load()
}

func (s *Screen) draw() {
	v := look(s.shown, s.language.Speaks(), s.renewed, s.st.Words)
	s.closed.Set(v.Closed.Tint, v.Closed.Title, v.Closed.Detail)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.form.Hidden, s.back.Hidden = !v.Form, v.Closed.Title == ""
	if !reflect.DeepEqual(v.Services, s.last.Services) {
		s.service.SetGroups(v.Services)
	}
	s.changed.Set(v.Changed.Tint, v.Changed.Title, v.Changed.Detail)
	if !same(v.Paragraphs, s.last.Paragraphs) {
		s.text.Objects = nil
		for _, p := range v.Paragraphs {
			s.text.Objects = append(s.text.Objects, component.NewBody(p))
		}
		s.text.Refresh()
	}
	s.version.SetText(v.Version)
	if name := s.actor(); name != s.named {
		s.named = name
		s.offerWhom()
	}
	s.toCard.Hidden = s.actor() == ""
	s.last = v
	s.content.Refresh()
}

// offerWhom asks who was told, and keeps what was answered.
func (s *Screen) offerWhom() {
	w, chosen := s.st.Words, s.to.Chosen()
	s.to.SetWords(component.ChoiceText{Legend: w.T("purpose.to"), Hint: w.T("purpose.to_hint", "Name", s.named)})
	s.to.SetOptions([]component.Option{
		{ID: toldResident, Text: w.T("purpose.to.resident")},
		{ID: toldRepresentative, Text: w.T("purpose.to.representative", "Name", s.named)},
	})
	s.to.SetChosen(chosen)
}

// actor is who may act for the resident for the service chosen; empty where
// nobody may, and the resident alone is told.
func (s *Screen) actor() string {
	if s.shown.Open == nil || s.shown.Policy == nil {
		return ""
	}
	return actor(s.shown, s.service.Chosen())
}

func same[T comparable](a, b []T) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// load takes up once a visit what was chosen before. Whoever was told by an
// older notice, or in a language that the policy no longer has, is to be told
// again, so how it was told is not taken up then.
func (s *Screen) load() {
	if s.loaded || s.shown.Open == nil || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	s.offerWhom()
	draft, recorded := s.shown.Open.Drafts[draftKey], s.shown.Open.Case.Purpose
	switch {
	case len(draft) > 0:
		s.to.SetChosen(draft["to"])
		s.service.SetChosen(draft["service"])
		s.language.Speak(resident.Language(draft["language"]), s.wanted(), tongue(s.st.Words))
		if draft["notice"] == s.shown.Policy.Privacy.Version && draft["language"] == string(s.language.Speaks()) {
			s.told.SetChosen(draft["told"])
		}
	case recorded != nil:
		s.service.SetChosen(recorded.Service)
		s.language.Speak(resident.Language(recorded.Language), s.wanted(), tongue(s.st.Words))
		if !outdated(s.shown) && recorded.Language == string(s.language.Speaks()) {
			s.to.SetChosen(map[string]string{"": toldResident}[recorded.To] + recorded.To)
			s.told.SetChosen(recorded.Told)
		}
	default:
		s.language.Speak(s.wanted(), tongue(s.st.Words))
	}
	s.draft.Loaded(s.fields())
	s.draw()
}

// wanted is the language the resident wants to hear in, or else the screen's.
func (s *Screen) wanted() resident.Language {
	if r := s.shown.Open.Case.Resident; r != nil && r.Contact.Language != "" {
		return r.Contact.Language
	}
	return tongue(s.st.Words)
}

func (s *Screen) fields() map[string]string {
	fields := map[string]string{
		"service": s.service.Chosen(), "language": string(s.language.Speaks()), "told": s.told.Chosen(),
	}
	if to := s.to.Chosen(); to != "" {
		fields["to"] = to
	}
	if s.shown.Policy != nil {
		fields["notice"] = s.shown.Policy.Privacy.Version
	}
	return fields
}

func (s *Screen) onPicked(string) {
	s.draft.Touch()
	s.draw()
}

// onLanguage shows the notice in the language chosen.
func (s *Screen) onLanguage() {
	s.draft.Touch()
	s.draw()
}

// question is a control that has to be answered.
type question interface {
	Chosen() string
	First() fyne.Focusable
	SetError(text string)
}

func (s *Screen) onContinue() {
	if s.busy || s.form.Hidden || s.shown.Policy == nil {
		return
	}
	w := s.st.Words
	var problems []component.Problem
	asked := s.actor() != ""
	for _, ask := range []struct {
		of      question
		missing string
		needed  bool
	}{{s.service, w.T("purpose.service_missing"), true}, {s.told, w.T("purpose.told_missing"), true}, {s.to, w.T("purpose.to_missing"), asked}} {
		text := ""
		if ask.needed && ask.of.Chosen() == "" {
			text = ask.missing
			problems = append(problems, component.Problem{Text: text, Target: ask.of.First()})
		}
		ask.of.SetError(text)
	}
	s.tell(problems...)
	if len(problems) > 0 {
		return
	}
	said := casework.Purpose{
		Service: s.service.Chosen(), Notice: s.shown.Policy.Privacy.Version,
		Told: s.told.Chosen(), Language: string(s.language.Speaks()),
	}
	if asked && s.to.Chosen() == toldRepresentative {
		said.To = casework.ToldRepresentative
	}
	s.settle(true)
	s.draft.Drop()
	// A draft on its way must not arrive after the commit has dropped it.
	s.draft.Flush(func() {
		s.st.Run.Run("set purpose", func(ctx context.Context) error {
			return s.office.SetPurpose(ctx, s.st.At.Case, said)
		}, s.onKept)
	})
}

// tell shows what is wrong and brings it into sight: the summary was not laid
// out yet when it took the focus.
func (s *Screen) tell(problems ...component.Problem) {
	s.problems.Set(problems...)
}

func (s *Screen) onKept(err error) {
	s.settle(false)
	if err != nil {
		s.draft.Touch()
		m := s.st.Words.Fault(err)
		s.tell(component.Problem{Text: m.Title + ". " + m.Next, Target: s.goOn})
		return
	}
	s.st.Nav.Go(route.Of(route.Evidence, s.st.At.Case))
}

func (s *Screen) settle(busy bool) {
	s.busy = busy
	if busy {
		s.goOn.SetText(s.st.Words.T("purpose.saving"))
		s.goOn.Disable()
		return
	}
	s.goOn.SetText(s.st.Words.T("frame.action.continue"))
	s.goOn.Enable()
}

// Enter implements stage.Keyed.
func (s *Screen) Enter() bool {
	s.onContinue()
	return !s.form.Hidden
}

// Escape implements stage.Keyed: it goes back, as everywhere.
func (s *Screen) Escape() bool { return false }
