package ending

import (
	"context"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	Close(ctx context.Context, id casework.ID, cl casework.Closing) error
	Park(ctx context.Context, id casework.ID, cl casework.Closing) error
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office
	draft  *stage.Draft

	problems *component.ErrorSummary
	closed   *component.Banner
	count    *component.Text
	question *component.Text
	lead     *component.Text
	ways     *component.Choice
	reasons  *component.Choice
	list     *component.Summary
	add      *component.Select
	also     *component.Field
	date     *component.DateField
	note     *component.Field
	rows     *component.Summary
	parts    map[phase]fyne.CanvasObject
	goOn     *component.Button
	back     *component.Button
	content  *fyne.Container

	shown  desk.Snapshot
	typed  typed
	last   view
	loaded bool
	busy   bool
	check  bool // an answer is being changed: back to the check from here
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office, typed: typed{at: how}}
	s.draft = st.CaseDraft(desk.DraftEnding, s.fields, office.SaveDraft)
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed = component.NewBanner(theme.Info, "", "")
	s.count, s.question, s.lead = component.NewHint(""), component.NewTitle(""), component.NewLead("")
	s.controls()
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), func() { s.Escape() }).Keyed("Esc")
	body := component.VStack(theme.Gap16)
	for _, p := range []phase{how, why, bring, when, note, check} {
		body.Add(s.parts[p])
	}
	s.content = component.VStack(theme.Gap24, s.problems,
		component.VStack(theme.Gap8, s.count, s.question, s.lead),
		s.closed, body, component.HStack(theme.Gap12, s.goOn, s.back))
	return s
}

// controls makes the control of each question.
func (s *Screen) controls() {
	w, kit := s.st.Words, s.st.Kit
	s.ways = kit.Choice(component.ChoiceText{Legend: w.T("ending.how")}, nil, func(id string) {
		if o := casework.Outcome(id); s.typed.how != o {
			s.typed.how, s.typed.reason = o, ""
			s.reasons.SetChosen("")
		}
		s.touched()
	})
	s.reasons = kit.Choice(component.ChoiceText{Legend: w.T("ending.why")}, nil, func(id string) {
		s.typed.reason = id
		s.touched()
	})
	s.list = kit.Summary()
	s.add = kit.Select(component.FieldText{Label: w.T("ending.add"), Hint: w.T("ending.add_hint")}, w.T("ending.add_none"), nil, s.onAdd)
	s.also = kit.Field(component.MultiLine, component.FieldText{Label: w.T("ending.also"), Hint: w.T("ending.also_hint")})
	s.also.OnChanged = func(text string) { s.typed.also = text; s.touched() }
	s.date = kit.DateField(component.DateText{
		Legend: w.T("ending.date"), Day: w.T("ending.day"), Month: w.T("ending.month"), Year: w.T("ending.year"),
	})
	s.date.OnChanged = func() {
		s.typed.date[0], s.typed.date[1], s.typed.date[2] = s.date.Text()
		s.touched()
	}
	s.note = kit.Field(component.MultiLine, component.FieldText{Label: w.T("ending.note"), Hint: w.T("ending.note_hint")})
	s.note.OnChanged = func(text string) { s.typed.note = text; s.touched() }
	s.rows = kit.Summary()
	s.parts = map[phase]fyne.CanvasObject{
		how: component.NewCard(s.ways), why: component.NewCard(s.reasons),
		bring: component.NewCard(component.VStack(theme.Gap16, s.list, s.add, s.also)),
		when:  component.NewCard(s.date), note: component.NewCard(s.note), check: s.rows,
	}
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("ending.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return component.AtMost(900, s.content) }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.last.Closed != "" {
		return s.back
	}
	switch s.typed.at {
	case how:
		return s.ways.First()
	case why:
		return s.reasons.First()
	case bring:
		return s.add.First()
	case when:
		return s.date.First()
	case note:
		return s.note.First()
	default:
		return s.goOn
	}
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) { s.draft.Flush(then) }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.load()
	s.draw()
}

// load takes up once a visit what was answered before, or what the coaching and
// the policy would have the resident bring and by when.
func (s *Screen) load() {
	if s.loaded || s.shown.Open == nil || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	if draft := s.shown.Open.Drafts[desk.DraftEnding]; len(draft) > 0 {
		s.typed = typedOf(draft)
	} else {
		d := proposed(s.shown)
		s.typed.bring = slices.Clone(s.shown.Open.Bring)
		s.typed.date = [3]string{strconv.Itoa(d.Day), strconv.Itoa(d.Month), strconv.Itoa(d.Year)}
	}
	if all := asked(s.shown, outcome(s.shown, s.typed)); !slices.Contains(all, s.typed.at) {
		s.typed.at = all[0]
	}
	s.draft.Loaded(s.fields())
}

func (s *Screen) fields() map[string]string { return s.typed.fields() }

func (s *Screen) touched() {
	s.draft.Touch()
	s.draw()
}

func (s *Screen) draw() {
	v, w := look(s.shown, s.typed, s.st.Words), s.st.Words
	s.question.SetText(v.Question)
	s.lead.SetText(v.Lead)
	s.count.SetText(v.Count)
	s.count.Hidden, s.lead.Hidden = v.Count == "", v.Lead == ""
	s.closed.Set(theme.Info, v.Closed, "")
	for p, part := range s.parts {
		show(part, v.Closed == "" && p == s.typed.at)
	}
	show(s.goOn, v.Closed == "")
	if !slices.Equal(v.Ways, s.last.Ways) {
		s.ways.SetOptions(v.Ways)
	}
	if !slices.Equal(v.Reasons, s.last.Reasons) {
		s.reasons.SetOptions(v.Reasons)
	}
	if !slices.Equal(v.Add, s.last.Add) {
		s.add.SetOptions(w.T("ending.add_none"), v.Add)
	}
	s.ways.SetChosen(string(s.typed.how))
	s.reasons.SetChosen(s.typed.reason)
	s.bringRows(v)
	s.answerRows(v)
	s.also.SetText(s.typed.also)
	s.note.SetText(s.typed.note)
	s.date.SetText(s.typed.date[0], s.typed.date[1], s.typed.date[2])
	s.date.SetWords(component.DateText{
		Legend: w.T("ending.date"), Hint: v.DateHint, Day: w.T("ending.day"), Month: w.T("ending.month"), Year: w.T("ending.year"),
	})
	label := w.T("frame.action.continue")
	if s.typed.at == check {
		label = v.Do
	}
	if s.busy {
		label = w.T("ending.doing")
	}
	s.goOn.SetText(label)
	s.last = v
	s.content.Refresh()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}

func (s *Screen) bringRows(v view) {
	rows := slices.Clone(v.Bring)
	for i := range rows {
		rows[i].Act = func() {
			s.typed.bring = slices.Delete(slices.Clone(s.typed.bring), i, i+1)
			s.touched()
			s.st.Kit.Focus(s.add.First())
		}
	}
	s.list.SetRows(rows)
	show(s.list, len(rows) > 0)
}

func (s *Screen) answerRows(v view) {
	var rows []component.SummaryRow
	for _, a := range v.Rows {
		row := component.SummaryRow{Key: a.Key, Value: a.Value}
		if a.Of != "" {
			row.Change, row.Act = s.st.Words.T("ending.change"), func() { s.turn(a.Of, true) }
		}
		rows = append(rows, row)
	}
	s.rows.SetRows(rows)
}

func (s *Screen) onAdd(id string) {
	if id == "" {
		return
	}
	s.typed.bring = append(slices.Clone(s.typed.bring), id)
	s.add.SetChosen("")
	s.touched()
}

// Enter implements stage.Keyed.
func (s *Screen) Enter() bool {
	s.onContinue()
	return s.last.Closed == ""
}

// Escape implements stage.Keyed: to the question before, and from the first one
// back to the case.
func (s *Screen) Escape() bool {
	all := asked(s.shown, outcome(s.shown, s.typed))
	at := slices.Index(all, s.typed.at)
	if s.last.Closed != "" || at <= 0 {
		s.st.Nav.Back()
		return true
	}
	to := all[at-1]
	if s.check {
		to = check
	}
	s.turn(to, false)
	return true
}
