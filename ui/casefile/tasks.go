package casefile

import (
	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// TaskView is the task list as it is drawn.
type TaskView struct {
	Heading string
	From    string // what it corrects and why, or tries again
	Steps   []component.Step
	Kept    string
	Opened  string
}

// Tasks words the task list of the open case.
func Tasks(s desk.Snapshot, w words.Words) TaskView {
	if s.Open == nil {
		return TaskView{}
	}
	v := TaskView{Heading: w.T("casefile.case", "Ref", s.Open.Case.Ref), From: from(s, w), Kept: w.T("casefile.kept")}
	who := w.T("casefile.opened_other", "Time", w.Moment(s.Open.Case.Opened))
	if s.Session != nil && s.Session.Person.ID == s.Open.Case.OpenedBy {
		who = w.T("casefile.opened_you", "Time", w.Moment(s.Open.Case.Opened))
	}
	v.Opened = who
	for _, step := range s.Open.Steps {
		if step.Step == casework.StepReview && (step.Status == desk.StepNow || step.Status == desk.StepBelow) && len(s.Open.Case.Evidence) == 0 {
			step.Status = desk.StepNotStarted // a letter alone can be sent, but nobody should be invited to
		}
		said := state(step, w)
		if step.Step == casework.StepEvidence && onlyNames(s.Open.Missing) {
			said = w.T("casefile.state.name")
		}
		v.Steps = append(v.Steps, component.Step{
			ID: string(step.Step), Text: w.T("casefile.step." + string(step.Step)), State: said, Tint: tint(step.Status),
		})
	}
	return v
}

// onlyNames tells whether all that is missing of the evidence is why a document
// has another name, which a count of checks would not say.
func onlyNames(missing []desk.Reason) bool {
	any := false
	for _, m := range missing {
		if m.Step == casework.StepEvidence {
			if !NameOpen(m) {
				return false
			}
			any = true
		}
	}
	return any
}

// NameOpen tells whether what is missing is the reason for another name, or its
// proof.
func NameOpen(m desk.Reason) bool {
	return m.Code == casework.ErrNameUnexplained.Code || m.Code == casework.ErrNameLinkMissing.Code
}

func state(step desk.StepState, w words.Words) string {
	if step.Step == casework.StepEvidence && step.Total > 0 {
		return w.N("casefile.state.checked", step.Done, "Total", step.Total)
	}
	if own := "casefile.state." + string(step.Step) + "_" + step.Status; w.Has(own) {
		return w.T(own)
	}
	return w.T("casefile.state." + step.Status)
}

func tint(status string) theme.Tint {
	switch status {
	case "done", "matches":
		return theme.Good
	case "in_progress", "mismatch", "below":
		return theme.Warn
	case "signed", "now":
		return theme.Info
	default:
		return theme.Quiet
	}
}

// TaskList is the left column.
type TaskList struct {
	st      *stage.Stage
	heading *component.Text
	from    *component.Text
	steps   *component.Steps
	kept    *component.Text
	opened  *component.Text
	content fyne.CanvasObject
}

// NewTaskList makes the left column; choosing a step goes there.
func NewTaskList(st *stage.Stage) *TaskList {
	l := &TaskList{
		st: st, heading: component.NewText(component.Style{Size: theme.TextHint, Colour: theme.Muted, Bold: true}, ""),
		from: component.NewHint(""), kept: component.NewHint(""), opened: component.NewHint(""),
	}
	l.steps = st.Kit.Steps(func(id string) { st.Nav.Go(route.ForStep(casework.Step(id), st.At.Case)) })
	l.content = component.VStack(theme.Gap8,
		component.Inset(20, 0, component.VStack(0, l.heading, l.from)),
		l.steps,
		component.Inset(20, theme.Gap24, component.VStack(0, l.kept, l.opened)),
	)
	return l
}

// Content is the column.
func (l *TaskList) Content() fyne.CanvasObject { return l.content }

// Show draws a snapshot.
func (l *TaskList) Show(s desk.Snapshot) {
	v := Tasks(s, l.st.Words)
	l.heading.SetText(v.Heading)
	l.from.SetText(v.From)
	l.from.Hidden = v.From == ""
	l.steps.Set(v.Steps, string(l.st.At.Step()))
	l.kept.SetText(v.Kept)
	l.opened.SetText(v.Opened)
}
