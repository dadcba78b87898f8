package purpose

import (
	"cmp"
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
	*stage.Form
	st     *stage.Stage
	office Office

	rows    *component.Summary
	service *component.Finder
	changed *component.Banner
	told    *reading.Told
	to      *component.Choice // asked where somebody may act for the resident
	toCard  *component.Card

	shown  desk.Snapshot
	last   view
	named  string // who may act, as the question names them
	loaded bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	picked := func(string) { s.Picked() }
	s.Form = st.NewForm(stage.FormOf{
		Key: draftKey, Save: office.SaveDraft, Read: s.fields, Draw: s.draw, Done: s.onContinue,
		Doing: w.T("purpose.saving"),
	})
	s.rows = st.Kit.Summary()
	s.service = st.Kit.Finder(component.FinderText{
		Legend: w.T("purpose.service"), Search: w.T("purpose.search"), None: w.T("purpose.none_chosen"),
		Chosen: func(name string) string { return w.T("purpose.chosen", "Service", name) },
		Nothing: func(typed string) [2]string {
			return [2]string{w.T("purpose.nothing", "Typed", typed), w.T("purpose.nothing_detail")}
		},
	}, picked)
	s.changed = component.NewBanner(theme.Warn, "", "")
	s.told = reading.NewTold(st.Kit, w, w.T("purpose.language"),
		component.ChoiceText{Legend: w.T("purpose.told"), Hint: w.T("purpose.told_hint")}, reading.Ways(w), s.Picked)
	s.to = st.Kit.Choice(component.ChoiceText{Legend: w.T("purpose.to")}, nil, picked)
	s.toCard = component.NewCard(s.to)
	notice := component.VStack(theme.Gap16,
		component.VStack(theme.Gap4, component.NewSection(w.T("purpose.notice")), component.NewHint(w.T("purpose.notice_hint"))),
		s.changed)
	for _, line := range s.told.Lines() {
		notice.Add(line)
	}
	s.Body = component.VStack(theme.Gap16,
		component.NewCard(s.service), component.NewCard(notice), component.NewCard(s.told.How), s.toCard,
		component.HStack(theme.Gap12, s.GoOn, component.NewHint(w.T("purpose.keys"))))
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("purpose.heading")), component.NewLead(w.T("purpose.lead"))),
		s.Problems, s.Closed, s.rows, s.Body, component.HStack(0, s.Back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("purpose.title") }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.Body.Hidden {
		return s.Back
	}
	return s.service.First()
}

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	if p := snapshot.Policy; p != nil {
		s.told.Offer(p.Languages, p.Privacy.Version)
	}
	s.shown = snapshot
	s.draw()
	s.load()
}

func (s *Screen) draw() {
	v := look(s.shown, s.told.Speaks(), s.told.Renewed, s.st.Words)
	s.Closed.Say(v.Closed)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.Body.Hidden, s.Back.Hidden = !v.Form, v.Closed.Title == ""
	if !reflect.DeepEqual(v.Services, s.last.Services) {
		s.service.SetGroups(v.Services)
	}
	s.changed.Say(v.Changed)
	s.told.Set(v.Paragraphs, v.Version)
	if name := s.actor(); name != s.named {
		s.named = name
		s.offerWhom()
	}
	s.toCard.Hidden = s.actor() == ""
	s.last = v
	s.Page.Refresh()
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

// load takes up once a visit what was chosen before.
func (s *Screen) load() {
	if s.loaded || s.shown.Open == nil || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	s.offerWhom()
	draft, recorded := s.shown.Open.Drafts[draftKey], s.shown.Open.Case.Purpose
	var said reading.Said
	var service, to string
	switch {
	case len(draft) > 0:
		said = reading.Said{Version: draft["notice"], Language: draft["language"], How: draft["told"]}
		service, to = draft["service"], draft["to"]
	case recorded != nil:
		said = reading.Said{Version: recorded.Notice, Language: recorded.Language, How: recorded.Told}
		service, to = recorded.Service, cmp.Or(recorded.To, toldResident)
	}
	s.service.SetChosen(service)
	if s.told.TakeUp(said, s.wanted(), s.st.Words.Tongue()) || len(draft) > 0 {
		s.to.SetChosen(to)
	}
	s.Draft.Loaded(s.fields())
	s.draw()
}

// wanted is the language the resident wants to hear in, or else the screen's.
func (s *Screen) wanted() resident.Language {
	if r := s.shown.Open.Case.Resident; r != nil && r.Contact.Language != "" {
		return r.Contact.Language
	}
	return s.st.Words.Tongue()
}

func (s *Screen) fields() map[string]string {
	said := s.told.Said()
	fields := map[string]string{"service": s.service.Chosen(), "language": said.Language, "told": said.How}
	if to := s.to.Chosen(); to != "" {
		fields["to"] = to
	}
	if said.Version != "" {
		fields["notice"] = said.Version
	}
	return fields
}

func (s *Screen) onContinue() {
	if s.Rests() || s.shown.Policy == nil {
		return
	}
	w := s.st.Words
	var problems []component.Problem
	asked := s.actor() != ""
	for _, ask := range []struct {
		of interface {
			component.Place
			Chosen() string
		}
		missing string
		needed  bool
	}{{s.service, w.T("purpose.service_missing"), true}, {s.told.How, w.T("purpose.told_missing"), true}, {s.to, w.T("purpose.to_missing"), asked}} {
		text := ""
		if ask.needed && ask.of.Chosen() == "" {
			text = ask.missing
			problems = append(problems, component.Problem{Text: text, Target: ask.of.First()})
		}
		ask.of.SetError(text)
	}
	s.Tell(problems...)
	if len(problems) > 0 {
		return
	}
	told := s.told.Said()
	said := casework.Purpose{Service: s.service.Chosen(), Notice: told.Version, Told: told.How, Language: told.Language}
	if asked && s.to.Chosen() == toldRepresentative {
		said.To = casework.ToldRepresentative
	}
	s.Keep("set purpose", func(ctx context.Context) error {
		return s.office.SetPurpose(ctx, s.st.At.Case, said)
	}, func() { s.st.Nav.Go(route.Of(route.Evidence, s.st.At.Case)) })
}
