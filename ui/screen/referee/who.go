package referee

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// who is one visit to who a referee is, and then how they know the resident.
type who struct {
	st     *stage.Stage
	office Office
	draft  *stage.Draft
	pause  *foreground.Delay // until what is typed is looked at

	title, lead *component.Text
	problems    *component.ErrorSummary
	closed      *component.Banner
	boxes       *boxes
	judged      *component.Banner
	sync        *component.Text
	verdict     *fyne.Container
	goOn        *component.Button
	foot        *fyne.Container
	back        *component.Button
	content     *fyne.Container

	shown  desk.Snapshot
	loaded bool
	at     half
	last   []component.Option // the relations that can be chosen
	busy   bool
}

func newWho(st *stage.Stage, office Office) *who {
	w := st.Words
	s := &who{st: st, office: office, at: personHalf}
	s.draft = st.NewDraft(s.fields, func(ctx context.Context, fields map[string]string) error {
		return office.SaveDraft(ctx, st.At.Case, draftKey(st.At.Referee, ""), fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.pause = st.Run.After(stage.DraftWait, s.draw)
	s.title, s.lead = component.NewTitle(""), component.NewLead("")
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed = component.NewBanner(theme.Info, "", "")
	s.judged = component.NewBanner(theme.Info, "", "")
	s.sync = component.NewHint("")
	s.verdict = component.VStack(theme.Gap12, s.judged, s.sync)
	s.boxes = newBoxes(st.Kit, w, s.onTyped, s.onPicked)
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.foot = component.HStack(theme.Gap12, s.goOn, component.NewHint(w.T("referee.keys")))
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, s.title, s.lead),
		s.problems, s.closed, s.boxes.who, s.boxes.tied, s.verdict, s.foot, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *who) Title() string {
	if s.at == tieHalf {
		return s.st.Words.T("referee.tie_title")
	}
	return s.st.Words.T("referee.who_title")
}

// Content implements stage.Screen.
func (s *who) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *who) First() fyne.Focusable {
	switch {
	case s.foot.Hidden:
		return s.back
	case s.at == tieHalf:
		return s.boxes.position.First()
	default:
		return s.boxes.person.First()
	}
}

// Flush implements stage.Screen.
func (s *who) Flush(then func()) {
	s.pause.Cancel()
	s.draft.Flush(then)
}

// Show implements stage.Screen.
func (s *who) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	if p := snapshot.Policy; p != nil {
		s.boxes.position.SetOptions(s.st.Words.T("referee.position_choose"), positions(p, s.st.Words))
		if all := relations(p, s.st.Words); !slices.Equal(all, s.last) {
			s.boxes.relation.SetOptions(all)
			s.last = all
		}
	}
	s.load()
	s.draw()
}

// load fills the form once a visit: with the draft, or else with what was
// recorded. After that the form is the officer's.
func (s *who) load() {
	if s.loaded || s.shown.Open == nil || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	r, _, there := find(s.shown.Open, s.st.At.Referee)
	if draft := s.shown.Open.Drafts[draftKey(s.st.At.Referee, "")]; len(draft) > 0 {
		f := typed(draft)
		s.at = f.At
		s.boxes.set(f)
	} else if there {
		s.boxes.set(kept(r))
	}
	s.draft.Loaded(s.fields())
}

func (s *who) draw() {
	v := lookWho(s.shown, s.st.At.Referee, s.boxes.form(s.at), s.today(), s.st.Words)
	s.title.SetText(v.Title)
	s.lead.SetText(v.Lead)
	s.closed.Set(v.Closed.Tint, v.Closed.Title, v.Closed.Detail)
	s.boxes.who.Hidden, s.boxes.tied.Hidden = !v.Form || s.at != personHalf, !v.Form || s.at != tieHalf
	s.verdict.Hidden = !v.Form || s.at != tieHalf
	s.judged.Set(v.Judged.Tint, v.Judged.Title, v.Judged.Detail)
	s.sync.SetText(v.Sync)
	s.sync.Hidden = v.Sync == ""
	s.foot.Hidden, s.back.Hidden = !v.Form, v.Form
	s.boxes.person.Draw()
	s.content.Refresh()
}

func (s *who) today() resident.Date { return resident.DateOf(s.st.Now()) }

func (s *who) fields() map[string]string { return s.boxes.form(s.at).draft() }

// onTyped waits for a pause before it points anything out.
func (s *who) onTyped() {
	s.draft.Touch()
	s.pause.Start()
}

// onPicked shows at once what a tick or choice asks for.
func (s *who) onPicked() {
	s.draft.Touch()
	s.draw()
}

// turn goes to one half of the page.
func (s *who) turn(to half) {
	s.at = to
	s.problems.Set()
	s.draft.Touch()
	s.draw()
	s.st.Kit.Focus(s.First())
}

func (s *who) onContinue() {
	if s.busy || s.foot.Hidden {
		return
	}
	f := s.boxes.form(s.at)
	particulars, wrong := f.Person.Check(s.today(), s.st.Words.Of("referee.who."))
	if links := s.boxes.person.Tell(wrong); len(links) > 0 {
		s.at = personHalf
		s.draw()
		s.problems.Set(links...)
		s.content.Refresh()
		return
	}
	if s.at == personHalf {
		s.turn(tieHalf)
		return
	}
	links := s.boxes.tell(f.wrong(s.st.Words))
	s.problems.Set(links...)
	s.content.Refresh()
	if len(links) > 0 {
		return
	}
	r := f.referee(s.st.At.Referee, particulars)
	s.settle(true)
	s.draft.Drop()
	// A draft on its way must not arrive after the commit has dropped it.
	s.draft.Flush(func() {
		s.st.Run.Run("set referee", func(ctx context.Context) error {
			return s.office.SetReferee(ctx, s.st.At.Case, r)
		}, s.onKept)
	})
}

func (s *who) onKept(err error) {
	s.settle(false)
	if err != nil {
		s.draft.Touch()
		m := s.st.Words.Fault(err)
		s.problems.Set(component.Problem{Text: m.Title + ". " + m.Next, Target: s.goOn})
		s.content.Refresh()
		return
	}
	s.pause.Cancel()
	to := next(s.st.At)
	if len(s.boxes.form(s.at).judged(s.shown, s.st.At.Referee, s.today(), s.st.Words)) > 0 {
		to = route.OfReferee(s.st.At.Case, s.st.At.Referee, "") // nothing more is asked of them
	}
	s.st.Nav.Go(to)
}

func (s *who) settle(busy bool) {
	s.busy = busy
	s.goOn.SetText(s.st.Words.T("frame.action.continue"))
	s.goOn.Enable()
	if busy {
		s.goOn.SetText(s.st.Words.T("resident.saving"))
		s.goOn.Disable()
	}
}

// Enter implements stage.Keyed.
func (s *who) Enter() bool {
	s.onContinue()
	return !s.foot.Hidden
}

// Escape implements stage.Keyed: from how they know the resident back to who
// they are, and from there as everywhere.
func (s *who) Escape() bool {
	if s.at != tieHalf || s.foot.Hidden {
		return false
	}
	s.turn(personHalf)
	return true
}
