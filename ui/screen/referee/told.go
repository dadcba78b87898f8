package referee

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/reading"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// toldView is what is drawn around what is chosen.
type toldView struct {
	Closed     component.Notice
	Form       bool
	Paragraphs []string
	Version    string
	Changed    component.Notice // the notice is newer than the one that was told
}

// lookTold words the referee's own privacy notice, in the language it is told.
func lookTold(s desk.Snapshot, id casework.RefereeID, in resident.Language, renewed bool, w words.Words) toldView {
	var v toldView
	if s.Open == nil {
		return v
	}
	if v.Closed = closed(s, id, w); v.Closed.Title != "" {
		return v
	}
	r, _, there := find(s.Open, id)
	if !there {
		v.Closed = component.Note(theme.Info, w.T("referee.who_first"), w.T("referee.who_first_detail"))
		return v
	}
	v.Form = true
	for _, p := range s.Policy.Referee.Notice.Paragraphs {
		v.Paragraphs = append(v.Paragraphs, p.In(in))
	}
	v.Version = w.T("purpose.version", "Version", s.Policy.Referee.Notice.Version)
	if renewed || r.Told != nil && r.Told.Notice != s.Policy.Referee.Notice.Version {
		v.Changed = component.Note(theme.Warn, w.T("purpose.changed"), w.T("referee.notice_changed"))
	}
	return v
}

// told is one visit to the referee's privacy notice.
type told struct {
	*stage.Form
	st     *stage.Stage
	office Office

	changed *component.Banner
	read    *reading.Told

	shown  desk.Snapshot
	loaded bool
}

func newTold(st *stage.Stage, office Office) *told {
	w := st.Words
	s := &told{st: st, office: office}
	s.Form = st.NewForm(stage.FormOf{
		Key: draftKey(st.At.Referee, "told"), Save: office.SaveDraft, Read: s.fields, Draw: s.draw, Done: s.onContinue,
	})
	s.changed = component.NewBanner(theme.Warn, "", "")
	s.read = reading.NewTold(st.Kit, w, w.T("referee.notice_language"),
		component.ChoiceText{Legend: w.T("referee.told_how"), Hint: w.T("referee.told_hint")}, reading.Ways(w), s.Picked)
	s.Body = component.VStack(theme.Gap16,
		component.NewCard(component.VStack(theme.Gap16, s.changed, component.VStack(theme.Gap16, s.read.Lines()...))),
		component.NewCard(s.read.How),
		component.HStack(theme.Gap12, s.GoOn, component.NewHint(w.T("referee.keys"))))
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("referee.told")), component.NewLead(w.T("referee.told_lead"))),
		s.Problems, s.Closed, s.Body, component.HStack(0, s.Back))
	return s
}

// Title implements stage.Screen.
func (s *told) Title() string { return s.st.Words.T("referee.told_title") }

// First implements stage.Screen.
func (s *told) First() fyne.Focusable {
	if s.Body.Hidden {
		return s.Back
	}
	return s.read.First() // at the top, to read from there
}

// Show implements stage.Screen.
func (s *told) Show(snapshot desk.Snapshot) {
	if p := snapshot.Policy; p != nil {
		s.read.Offer(p.Languages, p.Referee.Notice.Version)
	}
	s.shown = snapshot
	s.load()
	s.draw()
}

// load takes up once a visit what was chosen before.
func (s *told) load() {
	r, _, there := find(s.shown.Open, s.st.At.Referee)
	if s.loaded || !there || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	draft := s.shown.Open.Drafts[draftKey(s.st.At.Referee, "told")]
	var said reading.Said
	switch {
	case len(draft) > 0:
		said = reading.Said{Version: draft["notice"], Language: draft["language"], How: draft["how"]}
	case r.Told != nil:
		said = reading.Said{Version: r.Told.Notice, Language: r.Told.Language, How: r.Told.How}
	}
	s.read.TakeUp(said, speaks(r, s.st.Words), s.st.Words.Tongue())
	s.Draft.Loaded(s.fields())
}

// speaks is the language a referee wants to hear in, or else the screen's.
func speaks(r casework.Referee, w words.Words) resident.Language {
	if r.Contact.Language != "" {
		return r.Contact.Language
	}
	return w.Tongue()
}

func (s *told) draw() {
	v := lookTold(s.shown, s.st.At.Referee, s.read.Speaks(), s.read.Renewed, s.st.Words)
	s.Closed.Say(v.Closed)
	s.changed.Say(v.Changed)
	s.read.Set(v.Paragraphs, v.Version)
	s.Body.Hidden, s.Back.Hidden = !v.Form, v.Form
	s.Page.Refresh()
}

func (s *told) fields() map[string]string {
	said := s.read.Said()
	fields := map[string]string{"how": said.How, "language": said.Language}
	if said.Version != "" {
		fields["notice"] = said.Version
	}
	return fields
}

func (s *told) onContinue() {
	if s.Rests() {
		return
	}
	said := s.read.Said()
	if said.How == "" {
		text := s.st.Words.T("referee.told_missing")
		s.read.How.SetError(text)
		s.Tell(component.Problem{Text: text, Target: s.read.How.First()})
		return
	}
	s.read.How.SetError("")
	s.Problems.Set()
	told := casework.Told{Notice: said.Version, How: said.How, Language: said.Language}
	s.Keep("referee told", func(ctx context.Context) error {
		return s.office.SetRefereeTold(ctx, s.st.At.Case, s.st.At.Referee, told)
	}, func() { s.st.Nav.Go(next(s.st.At)) })
}
