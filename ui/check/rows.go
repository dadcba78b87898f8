package check

import (
	"fyne.io/fyne/v2"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Rows are the questions below one another.
type Rows struct {
	kit     *component.Kit
	words   words.Words
	changed func()
	asked   []policy.Check
	rows    []*row
	content *fyne.Container
}

type row struct {
	ask     policy.Check
	answers *component.Segmented
	why     *component.Select
	wrong   *component.Text
	content *fyne.Container
}

// NewRows makes an empty list; changed is called after each answer or reason.
func NewRows(k *component.Kit, w words.Words, changed func()) *Rows {
	return &Rows{kit: k, words: w, changed: changed, content: component.VStack(theme.Gap16)}
}

// Content is the list.
func (r *Rows) Content() fyne.CanvasObject { return r.content }

// Ask puts the questions; reasons are the policy's for what could not be done.
func (r *Rows) Ask(asked []policy.Check, reasons []policy.Coded) {
	r.asked, r.rows, r.content.Objects = asked, nil, nil
	for i, q := range asked {
		if i > 0 {
			r.content.Objects = append(r.content.Objects, component.NewRule())
		}
		row := r.row(q, reasons)
		r.rows = append(r.rows, row)
		r.content.Objects = append(r.content.Objects, row.content)
	}
	r.content.Refresh()
}

func (r *Rows) row(q policy.Check, reasons []policy.Coded) *row {
	w, in := r.words, r.words.Tongue()
	options := make([]component.Option, len(reasons))
	for i, c := range reasons {
		options[i] = component.Option{ID: c.Code, Text: c.Words.In(in)}
	}
	made := &row{ask: q, wrong: component.NewText(component.Style{Size: theme.TextBody, Colour: theme.Danger, Bold: true}, "")}
	yes, no := w.Answers(q.Question.In(in))
	made.answers = r.kit.Segmented(yes, no, w.T("frame.answer.could-not-check"))
	made.why = r.kit.Select(component.FieldText{Label: w.T("frame.answer.why-not")}, w.T("evidence.choose_reason"), options,
		func(string) { r.said() })
	made.answers.OnChanged = func(int) {
		made.settle()
		r.said()
	}
	how := component.NewHint(q.How.In(in))
	how.Hidden = how.Text() == ""
	made.wrong.Hide()
	made.content = component.VStack(theme.Gap12,
		component.Bar(component.VStack(0, component.NewStrong(q.Question.In(in)), how, made.wrong), made.answers),
		made.why)
	made.settle()
	return made
}

// settle shows the reason only where it is asked for.
func (w *row) settle() {
	w.why.Hidden = w.answers.Chosen() != int(component.CouldNotCheck)
	w.content.Refresh()
}

func (r *Rows) said() {
	r.content.Refresh()
	r.changed()
}

// answers stand in the order of the buttons.
var answers = [...]evidence.Answer{evidence.Yes, evidence.No, evidence.CouldNot}

// Said is what is said to each question.
func (r *Rows) Said() map[string]Said {
	all := map[string]Said{}
	for _, w := range r.rows {
		i := w.answers.Chosen()
		if i < 0 || i >= len(answers) {
			continue
		}
		s := Said{Answer: answers[i]}
		if s.Answer == evidence.CouldNot {
			s.Reason = w.why.Chosen()
		}
		all[w.ask.Code] = s
	}
	return all
}

// Set shows what was said before.
func (r *Rows) Set(said map[string]Said) {
	for _, w := range r.rows {
		s, chosen := said[w.ask.Code], component.None
		for i, a := range answers {
			if s.Answer == a {
				chosen = i
			}
		}
		w.answers.SetChosen(chosen)
		w.why.SetChosen(s.Reason)
		w.say("", "")
		w.settle()
	}
	r.content.Refresh()
}

// Wrong names each question without an answer, and each that could not be
// checked without a reason, at its place and with a link to it.
func (r *Rows) Wrong() []component.Problem {
	var all []component.Problem
	said := r.Said()
	for _, w := range r.rows {
		question := w.ask.Question.In(r.words.Tongue())
		s := said[w.ask.Code]
		switch {
		case s.Answer == evidence.Unanswered:
			w.say(r.words.T("evidence.answer_this"), "")
			all = append(all, component.Problem{Text: r.words.T("evidence.answer", "Question", question), Target: w.answers})
		case s.Answer == evidence.CouldNot && s.Reason == "":
			w.say("", r.words.T("evidence.reason_this"))
			all = append(all, component.Problem{Text: r.words.T("evidence.reason", "Question", question), Target: w.why.First()})
		default:
			w.say("", "")
		}
	}
	r.content.Refresh()
	return all
}

func (w *row) say(atQuestion, atReason string) {
	w.wrong.SetText(atQuestion)
	w.wrong.Hidden = atQuestion == ""
	w.why.SetError(atReason)
	w.content.Refresh()
}

// First is the first question that is not answered, or else the first.
func (r *Rows) First() fyne.Focusable {
	for _, w := range r.rows {
		if w.answers.Chosen() == component.None {
			return w.answers
		}
	}
	if len(r.rows) > 0 {
		return r.rows[0].answers
	}
	return nil
}
