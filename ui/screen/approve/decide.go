package approve

import (
	"context"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
)

// draftKey is where the reason and note lie while they are typed.
const draftKey = "approve"

// way is one of the two ways of saying no.
type way string

const (
	returning way = "return"
	refusing  way = "refuse"
)

// no is what is typed for a return or refusal.
type no struct {
	way          way
	reason, note string
	loaded       bool
}

func (s *Screen) typed() map[string]string {
	return map[string]string{"way": string(s.no.way), "reason": s.no.reason, "note": s.no.note}
}

// load takes up once a visit what was typed before.
func (s *Screen) load(snapshot desk.Snapshot) {
	if s.no.loaded || snapshot.Open == nil {
		return
	}
	d := snapshot.Open.Drafts[draftKey]
	s.no = no{way: way(d["way"]), reason: d["reason"], note: d["note"], loaded: true}
	s.draft.Loaded(s.typed())
}

func (s *Screen) onApprove() {
	if s.busy || s.decision.Hidden {
		return
	}
	w := s.st.Words
	s.pass.SetError("")
	if s.pass.Text() == "" {
		s.pass.SetError(w.T("approve.passphrase_missing"))
		s.tell(component.Problem{Text: w.T("approve.passphrase_missing"), Target: s.pass.First()})
		return
	}
	s.tell()
	if s.last.Below == "" {
		s.sign()
		return
	}
	s.st.Kit.Ask(component.Ask{
		Title: w.T("approve.below"), Body: s.last.Below, Yes: w.T("approve.below_yes"), No: w.T("frame.back"), Careful: true,
		OnYes: func() bool {
			s.sign()
			return false
		},
	})
}

func (s *Screen) sign() {
	w, pass := s.st.Words, s.pass.Text()
	s.settle(true)
	s.st.Run.Run("approve", func(ctx context.Context) error {
		return s.office.Approve(ctx, s.st.At.Case, pass)
	}, func(err error) {
		s.settle(false)
		s.pass.SetText("") // right or wrong, it does not stay on screen
		if err != nil {
			s.tell(s.st.Unsigned(err, s.pass, s.pass.First())...)
			return
		}
		s.leave(route.Of(route.Outcome, s.st.At.Case), w.T("approve.approved"))
	})
}

// leave goes on and says what was done.
func (s *Screen) leave(to route.Route, said string) {
	s.draft.Drop()
	s.st.Nav.Go(to)
	s.st.Nav.Announce(said)
}

// tell shows what is wrong on top.
func (s *Screen) tell(problems ...component.Problem) {
	s.problems.Set(problems...)
	s.page.Refresh()
	if len(problems) > 0 {
		s.page.ScrollToTop()
	}
}

func (s *Screen) settle(busy bool) {
	s.busy = busy
	s.approve.SetText(s.st.Words.T("approve.approve"))
	if busy {
		s.approve.SetText(s.st.Words.T("approve.signing"))
	}
	for _, b := range []*component.Button{s.approve, s.giveBack, s.refuse} {
		b.SetEnabled(!busy)
	}
	s.page.Refresh()
}

// onNo asks for the reason, which is required, and a note, which is not.
func (s *Screen) onNo(how way) {
	if s.busy || s.decision.Hidden {
		return
	}
	w, options := s.st.Words, s.last.Returns
	if how == refusing {
		options = s.last.Refusals
	}
	if s.no.way != how {
		s.no.way, s.no.reason = how, ""
	}
	var reason *component.Choice
	reason = s.st.Kit.Choice(component.ChoiceText{Legend: w.T("approve.reason")}, options, func(id string) {
		reason.SetError("")
		s.no.reason = id
		s.draft.Touch()
	})
	reason.SetChosen(s.no.reason)
	note := s.st.Kit.Field(component.MultiLine, component.FieldText{Label: w.T("approve.note"), Hint: w.T("approve.note_hint")})
	note.SetText(s.no.note)
	note.OnChanged = func(text string) {
		s.no.note = text
		s.draft.Touch()
	}
	key := "approve." + string(how)
	s.st.Kit.Ask(component.Ask{
		Title: w.T(key + "_title"), Body: w.T(key + "_detail"), Yes: w.T(key + "_yes"), No: w.T("frame.action.cancel"),
		Content: component.VStack(theme.Gap16, reason, note), First: reason.First(), Danger: how == refusing,
		OnYes: func() bool {
			if reason.Chosen() == "" {
				reason.SetError(w.T("approve.reason_missing"))
				s.st.Kit.Focus(reason.First())
				return true
			}
			s.decline(how, reason.Chosen(), note.Text())
			return false
		},
	})
}

// decline gives the case back or refuses it. What was typed stays until it has
// worked.
func (s *Screen) decline(how way, reason, note string) {
	act := map[way]func(context.Context, casework.ID, string, string) error{
		returning: s.office.Return, refusing: s.office.Refuse,
	}[how]
	s.tell()
	s.settle(true)
	// A draft on its way must not arrive after the decision has dropped it.
	s.draft.Flush(func() {
		s.st.Run.Run(string(how), func(ctx context.Context) error {
			return act(ctx, s.st.At.Case, reason, note)
		}, func(err error) {
			s.settle(false)
			if err != nil {
				s.tell(s.st.Unsigned(err, s.pass, s.pass.First())...)
				return
			}
			s.leave(route.Of(route.Outcome, s.st.At.Case), s.st.Words.T("approve."+string(how)+"_done"))
		})
	})
}
