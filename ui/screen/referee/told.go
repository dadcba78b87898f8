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
	Closed     notice
	Form       bool
	Paragraphs []string
	Version    string
	Changed    notice // the notice is newer than the one that was told
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
		v.Closed = notice{theme.Info, w.T("referee.who_first"), w.T("referee.who_first_detail")}
		return v
	}
	v.Form = true
	for _, p := range s.Policy.Referee.Notice.Paragraphs {
		v.Paragraphs = append(v.Paragraphs, p.In(in))
	}
	v.Version = w.T("purpose.version", "Version", s.Policy.Referee.Notice.Version)
	if renewed || r.Told != nil && r.Told.Notice != s.Policy.Referee.Notice.Version {
		v.Changed = notice{theme.Warn, w.T("purpose.changed"), w.T("referee.notice_changed")}
	}
	return v
}

// told is one visit to the referee's privacy notice.
type told struct {
	st     *stage.Stage
	office Office
	draft  *stage.Draft

	problems *component.ErrorSummary
	closed   *component.Banner
	changed  *component.Banner
	text     *reading.Text
	how      *component.Choice
	form     *fyne.Container
	goOn     *component.Button
	back     *component.Button
	content  *fyne.Container

	shown   desk.Snapshot
	loaded  bool
	renewed bool // another version of the notice came while it was on screen
	busy    bool
}

func newTold(st *stage.Stage, office Office) *told {
	w := st.Words
	s := &told{st: st, office: office}
	s.draft = st.NewDraft(s.fields, func(ctx context.Context, fields map[string]string) error {
		return office.SaveDraft(ctx, st.At.Case, draftKey(st.At.Referee, "told"), fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed, s.changed = component.NewBanner(theme.Info, "", ""), component.NewBanner(theme.Warn, "", "")
	s.text = reading.New(st.Kit, w, w.T("referee.notice_language"), s.onPicked)
	s.how = st.Kit.Choice(component.ChoiceText{Legend: w.T("referee.told_how"), Hint: w.T("referee.told_hint")}, ways(w), func(string) { s.onPicked() })
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.form = component.VStack(theme.Gap16,
		component.NewCard(component.VStack(theme.Gap16, s.changed, s.text.Content())),
		component.NewCard(s.how),
		component.HStack(theme.Gap12, s.goOn, component.NewHint(w.T("referee.keys"))))
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("referee.told")), component.NewLead(w.T("referee.told_lead"))),
		s.problems, s.closed, s.form, component.HStack(0, s.back))
	return s
}

// ways are the ways to tell, as the vouch records them.
func ways(w words.Words) []component.Option {
	var all []component.Option
	for _, id := range []string{"read_aloud", "shown", "given"} {
		all = append(all, component.Option{ID: id, Text: w.T("purpose.told." + id)})
	}
	return all
}

// Title implements stage.Screen.
func (s *told) Title() string { return s.st.Words.T("referee.told_title") }

// Content implements stage.Screen.
func (s *told) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *told) First() fyne.Focusable {
	if s.form.Hidden {
		return s.back
	}
	return s.text.First() // at the top, to read from there
}

// Flush implements stage.Screen.
func (s *told) Flush(then func()) { s.draft.Flush(then) }

// Show implements stage.Screen.
func (s *told) Show(snapshot desk.Snapshot) {
	was := s.shown.Policy
	if s.loaded && snapshot.Policy != nil && was != nil && snapshot.Policy.Referee.Notice.Version != was.Referee.Notice.Version {
		s.renewed = true
		s.how.SetChosen("") // it was another notice that was told
	}
	if snapshot.Policy != nil && s.text.Offer(snapshot.Policy.Languages) && s.loaded {
		s.how.SetChosen("") // nor was it told in this language
	}
	s.shown = snapshot
	s.load()
	s.draw()
}

// load takes up once a visit what was chosen before. Whoever was told by an
// older notice, or in a language that the policy no longer has, is told again,
// so how it was told is not taken up then.
func (s *told) load() {
	r, _, there := find(s.shown.Open, s.st.At.Referee)
	if s.loaded || !there || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	version := s.shown.Policy.Referee.Notice.Version
	draft := s.shown.Open.Drafts[draftKey(s.st.At.Referee, "told")]
	switch {
	case len(draft) > 0:
		s.text.Speak(resident.Language(draft["language"]), speaks(r, s.st.Words), tongue(s.st.Words))
		if draft["notice"] == version && draft["language"] == string(s.text.Speaks()) {
			s.how.SetChosen(draft["how"])
		}
	case r.Told != nil:
		s.text.Speak(resident.Language(r.Told.Language), speaks(r, s.st.Words), tongue(s.st.Words))
		if r.Told.Notice == version && r.Told.Language == string(s.text.Speaks()) {
			s.how.SetChosen(r.Told.How)
		}
	default:
		s.text.Speak(speaks(r, s.st.Words), tongue(s.st.Words))
	}
	s.draft.Loaded(s.fields())
}

// speaks is the language a referee wants to hear in, or else the screen's.
func speaks(r casework.Referee, w words.Words) resident.Language {
	if r.Contact.Language != "" {
		return r.Contact.Language
	}
	return tongue(w)
}

func (s *told) draw() {
	v := lookTold(s.shown, s.st.At.Referee, s.text.Speaks(), s.renewed, s.st.Words)
	s.closed.Set(v.Closed.Tint, v.Closed.Title, v.Closed.Detail)
	s.changed.Set(v.Changed.Tint, v.Changed.Title, v.Changed.Detail)
	s.text.Set(v.Paragraphs, v.Version)
	s.form.Hidden, s.back.Hidden = !v.Form, v.Form
	s.content.Refresh()
}

func (s *told) fields() map[string]string {
	fields := map[string]string{"how": s.how.Chosen(), "language": string(s.text.Speaks())}
	if s.shown.Policy != nil {
		fields["notice"] = s.shown.Policy.Referee.Notice.Version
	}
	return fields
}

func (s *told) onPicked() {
	s.draft.Touch()
	s.draw()
}

func (s *told) onContinue() {
	if s.busy || s.form.Hidden {
		return
	}
	if s.how.Chosen() == "" {
		text := s.st.Words.T("referee.told_missing")
		s.how.SetError(text)
		s.problems.Set(component.Problem{Text: text, Target: s.how.First()})
		s.content.Refresh()
		return
	}
	s.how.SetError("")
	s.problems.Set()
	said := casework.Told{Notice: s.shown.Policy.Referee.Notice.Version, How: s.how.Chosen(), Language: string(s.text.Speaks())}
	s.settle(true)
	s.draft.Drop()
	// A draft on its way must not arrive after the commit has dropped it.
	s.draft.Flush(func() {
		s.st.Run.Run("referee told", func(ctx context.Context) error {
			return s.office.SetRefereeTold(ctx, s.st.At.Case, s.st.At.Referee, said)
		}, func(err error) {
			s.settle(false)
			if err != nil {
				s.draft.Touch()
				m := s.st.Words.Fault(err)
				s.problems.Set(component.Problem{Text: m.Title + ". " + m.Next, Target: s.goOn})
				s.content.Refresh()
				return
			}
			s.st.Nav.Go(next(s.st.At))
		})
	})
}

func (s *told) settle(busy bool) {
	s.busy = busy
	s.goOn.SetText(s.st.Words.T("frame.action.continue"))
	s.goOn.Enable()
	if busy {
		s.goOn.SetText(s.st.Words.T("resident.saving"))
		s.goOn.Disable()
	}
}

// Enter implements stage.Keyed.
func (s *told) Enter() bool {
	s.onContinue()
	return !s.form.Hidden
}

// Escape implements stage.Keyed: it goes back, as everywhere.
func (s *told) Escape() bool { return false }
