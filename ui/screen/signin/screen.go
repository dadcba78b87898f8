package signin

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	SignIn(ctx context.Context, person trust.PersonID, passphrase string) error
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	problems *component.ErrorSummary
	lead     *component.Text
	people   *component.Choice
	pass     *component.Field
	enter    *component.Button
	content  fyne.CanvasObject

	last view
	busy bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem"))
	s.lead = component.NewLead("")
	s.people = st.Kit.Choice(component.ChoiceText{Legend: w.T("signin.who")}, nil, func(string) {
		s.people.SetError("") // and the focus stays: the arrows may not have come to the name yet
	})
	s.pass = st.Kit.Field(component.Password, component.FieldText{
		Label: w.T("signin.passphrase"), Hint: w.T("signin.passphrase_hint"), Show: w.T("signin.show"), Hide: w.T("signin.hide"),
	}).Chars(32).OnEnter(s.onSignIn)
	s.enter = st.Kit.Button(component.Primary, w.T("signin.enter"), s.onSignIn).Keyed("Enter")
	s.content = component.AtMost(560, component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("signin.title")), s.lead),
		s.problems, s.people, s.pass, component.HStack(theme.Gap12, s.enter),
	))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("signin.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.people.Chosen() != "" {
		return s.pass.First()
	}
	return s.people.First()
}

// Enter implements stage.Keyed: from the names to the passphrase, and with one
// typed, in.
func (s *Screen) Enter() bool {
	if s.people.Chosen() != "" && s.pass.Text() == "" {
		s.st.Kit.Focus(s.pass.First())
		return true
	}
	s.onSignIn()
	return true
}

// Escape implements stage.Keyed: there is nowhere to go back to.
func (s *Screen) Escape() bool { return false }

// Flush implements stage.Screen: a passphrase is never kept.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	v := look(snapshot, s.st.Words)
	s.lead.SetText(v.Lead)
	options := make([]component.Option, 0, len(v.People))
	for _, p := range v.People {
		options = append(options, component.Option{ID: p.ID, Text: p.Text, Hint: p.Hint})
	}
	s.people.SetOptions(options)
	if len(v.People) == 1 && s.people.Chosen() == "" {
		s.people.SetChosen(v.People[0].ID)
	}
	s.people.Hidden, s.pass.Hidden, s.enter.Hidden = v.Empty, v.Empty, v.Empty
	s.last = v
}

func (s *Screen) onSignIn() {
	if s.busy {
		return
	}
	w := s.st.Words
	var problems []component.Problem
	s.people.SetError("")
	s.pass.SetError("")
	if s.people.Chosen() == "" {
		s.people.SetError(w.T("signin.who_missing"))
		problems = append(problems, component.Problem{Text: w.T("signin.who_missing"), Target: s.people.First()})
	}
	if s.pass.Text() == "" {
		s.pass.SetError(w.T("signin.passphrase_missing"))
		problems = append(problems, component.Problem{Text: w.T("signin.passphrase_missing"), Target: s.pass.First()})
	}
	s.problems.Set(problems...)
	if len(problems) > 0 {
		return
	}
	who, pass := trust.PersonID(s.people.Chosen()), s.pass.Text()
	s.settle(true)
	s.st.Run.Run("sign in", func(ctx context.Context) error {
		return s.office.SignIn(ctx, who, pass)
	}, func(err error) {
		s.settle(false)
		s.pass.SetText("")
		if err == nil {
			return // the frame goes on with the next snapshot
		}
		m := w.Fault(err)
		s.pass.SetError(m.Title + ". " + m.Next)
		s.problems.Set(component.Problem{Text: m.Title, Target: s.pass.First()})
		s.st.Kit.Focus(s.pass.First())
	})
}

// settle shows that the passphrase is being tried: Argon2 takes its time.
func (s *Screen) settle(busy bool) {
	s.busy = busy
	if busy {
		s.enter.SetText(s.st.Words.T("signin.trying"))
		s.enter.Disable()
		return
	}
	s.enter.SetText(s.st.Words.T("signin.enter"))
	s.enter.Enable()
}
