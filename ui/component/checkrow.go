package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vouchdesk/ui/theme"
)

// Answer is what an officer says to a check.
type Answer int

// The answers. Unanswered is the state at first.
const (
	Unanswered    Answer = None
	Yes           Answer = 0
	No            Answer = 1
	CouldNotCheck Answer = 2
)

// CheckText is what a check says: the question, how to look, the three
// answers, and the label of the reason asked for when it could not be done.
type CheckText struct {
	Question, How      string
	Yes, No, CouldNot  string
	Reason, ReasonHint string
}

// CheckRow is one check: question and how to look at the left, the answers at
// the right, a reason below when it could not be checked.
type CheckRow struct {
	widget.BaseWidget
	// OnChanged is called when answer or reason change.
	OnChanged func()

	question, how, wrong *Text
	answers              *Segmented
	reason               *Field
	frame                *marked
}

// CheckRow makes a check.
func (k *Kit) CheckRow(text CheckText) *CheckRow {
	r := &CheckRow{question: NewStrong(text.Question), how: NewHint(text.How), wrong: NewText(styleError, "")}
	r.answers = k.Segmented(text.Yes, text.No, text.CouldNot)
	r.reason = k.Field(SingleLine, FieldText{Label: text.Reason, Hint: text.ReasonHint})
	r.how.Hidden = text.How == ""
	r.wrong.Hide()
	r.reason.Hide()
	r.answers.OnChanged = func(int) {
		r.settle()
		r.changed()
	}
	r.reason.OnChanged = func(string) { r.changed() }
	r.frame = mark(VStack(theme.Gap12, Bar(VStack(0, r.question, r.how, r.wrong), r.answers), r.reason))
	r.ExtendBaseWidget(r)
	return r
}

func (r *CheckRow) changed() {
	if r.OnChanged != nil {
		r.OnChanged()
	}
}

func (r *CheckRow) settle() {
	if r.answers.Chosen() == int(CouldNotCheck) {
		r.reason.Show()
	} else {
		r.reason.Hide()
	}
	r.Refresh()
}

// SetWords changes what the check says, for another language.
func (r *CheckRow) SetWords(text CheckText) {
	r.question.SetText(text.Question)
	r.how.Hidden = text.How == ""
	r.how.SetText(text.How)
	r.answers.SetOptions(text.Yes, text.No, text.CouldNot)
	r.reason.SetWords(FieldText{Label: text.Reason, Hint: text.ReasonHint})
	r.Refresh()
}

// Answer is the answer, and the reason if it could not be checked.
func (r *CheckRow) Answer() (Answer, string) {
	a := Answer(r.answers.Chosen())
	if a != CouldNotCheck {
		return a, ""
	}
	return a, r.reason.Text()
}

// SetAnswer sets both without calling OnChanged.
func (r *CheckRow) SetAnswer(a Answer, reason string) {
	if got, why := r.Answer(); got == a && why == reason {
		return
	}
	r.answers.SetChosen(int(a))
	r.reason.SetText(reason)
	r.settle()
}

// SetError says what is wrong: at the reason when that is asked for, at the
// question otherwise.
func (r *CheckRow) SetError(text string) {
	atReason := r.reason.Visible()
	r.reason.SetError(pick(atReason, text))
	said := pick(!atReason, text)
	r.wrong.Hidden = said == ""
	r.wrong.SetText(said)
	r.frame.set(said != "")
	r.Refresh()
}

func pick(ok bool, text string) string {
	if ok {
		return text
	}
	return ""
}

// First is the control that takes the focus: the answers, or the reason when
// that is what has the error.
func (r *CheckRow) First() fyne.Focusable {
	if r.reason.Visible() && r.reason.Wrong() != "" {
		return r.reason.First()
	}
	return r.answers
}

// Parts implements Parted.
func (r *CheckRow) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{r.frame} }

// Natural implements Flowing.
func (r *CheckRow) Natural() float32 { return r.frame.Natural() }

// HeightFor implements Flowing.
func (r *CheckRow) HeightFor(w float32) float32 { return r.frame.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (r *CheckRow) CreateRenderer() fyne.WidgetRenderer { return single(r, r.frame) }
