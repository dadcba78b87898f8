package casefile

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Corrects says which case one corrects, and what is wrong with that one; empty
// for a case that corrects none.
func Corrects(p *policy.Policy, ref, wrong string, w words.Words) string {
	if wrong == "" {
		return ""
	}
	if p != nil {
		wrong = Coded(p.Corrections, wrong, w)
	}
	return w.T("casefile.corrects", "Ref", ref, "Reason", wrong)
}

// from says what the open case comes from, if from another.
func from(s desk.Snapshot, w words.Words) string {
	c := s.Open.Case
	switch {
	case c.Correction != nil:
		return Corrects(s.Policy, s.Open.From, c.Correction.Reason, w)
	case s.Open.From != "":
		return w.T("casefile.retries", "Ref", s.Open.From)
	}
	return ""
}

// Returned words who gave the open case back, when and why, until it is sent
// again.
func Returned(s desk.Snapshot, w words.Words) component.Notice {
	if s.Open == nil || s.Open.Case.Returned() == nil {
		return component.Notice{}
	}
	d := s.Open.Case.Returned()
	why := d.Reason
	if s.Policy != nil {
		why = Coded(s.Policy.Returns, d.Reason, w)
	}
	lines := []string{why}
	if d.Note != "" {
		lines = append(lines, w.T("casefile.returned_note", "Note", d.Note))
	}
	lines = append(lines, w.T("casefile.returned_next"))
	return component.Note(theme.Info, w.T("casefile.returned", "Name", Staff(s, d.By), "Time", w.Moment(d.At)), strings.Join(lines, "\n"))
}

// Origin words the case that the open one corrects or tries again, at the steps
// where an officer begins and ends.
func Origin(s desk.Snapshot, at casework.Step, w words.Words) component.Notice {
	if s.Open == nil || s.Open.From == "" {
		return component.Notice{}
	}
	k := s.Open.Case.Correction
	switch {
	case k == nil && (at == casework.StepLetter || at == casework.StepResident):
		return component.Note(theme.Info, w.T("casefile.retries", "Ref", s.Open.From), w.T("casefile.retries_detail"))
	case k != nil && (at == casework.StepResident || at == casework.StepReview):
		why := k.Reason
		if s.Policy != nil {
			why = Coded(s.Policy.Corrections, k.Reason, w)
		}
		if k.Note != "" {
			why += "\n" + w.T("casefile.returned_note", "Note", k.Note)
		}
		return component.Note(theme.Info, w.T("casefile.corrects_title", "Ref", s.Open.From), why)
	}
	return component.Notice{}
}

// Told stands above a step and says what came before: who gave the case back
// and why, and what it corrects or tries again. It never takes the focus.
type Told struct {
	st               *stage.Stage
	returned, origin *component.Banner
	open             *component.Button
	from             casework.ID
	content          *fyne.Container
}

// NewTold makes the notices.
func NewTold(st *stage.Stage) *Told {
	t := &Told{st: st, returned: component.NewBanner(theme.Info, "", "")}
	t.open = st.Kit.Button(component.Link, "", func() { st.Nav.Go(route.Of(route.Outcome, t.from)) })
	t.origin = component.NewBanner(theme.Info, "", "", t.open)
	t.content = component.VStack(theme.Gap16, t.returned, t.origin)
	t.content.Hide()
	return t
}

// Content is the notices; hidden they take no room.
func (t *Told) Content() fyne.CanvasObject { return t.content }

// Show draws a snapshot.
func (t *Told) Show(s desk.Snapshot) {
	w := t.st.Words
	back, origin := Returned(s, w), Origin(s, t.st.At.Step(), w)
	t.returned.Say(back)
	t.origin.Say(origin)
	if origin.Title != "" {
		t.from = s.Open.Case.From()
		t.open.SetText(w.T("casefile.open_from", "Ref", s.Open.From))
	}
	t.content.Hidden = back.Title == "" && origin.Title == ""
	t.content.Refresh()
}
