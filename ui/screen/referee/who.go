package referee

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// who is one visit to who a referee is, and then how they know the resident.
type who struct {
	*stage.Form
	st     *stage.Stage
	office Office

	title, lead *component.Text
	boxes       *boxes
	judged      *component.Banner
	sync        *component.Text
	verdict     *fyne.Container

	shown  desk.Snapshot
	loaded bool
	at     half
	last   []component.Option // the relations that can be chosen
}

func newWho(st *stage.Stage, office Office) *who {
	w := st.Words
	s := &who{st: st, office: office, at: personHalf}
	s.Form = st.NewForm(stage.FormOf{
		Key: draftKey(st.At.Referee, ""), Save: office.SaveDraft, Read: s.fields, Draw: s.draw, Done: s.onContinue,
	})
	s.title, s.lead = component.NewTitle(""), component.NewLead("")
	s.judged = component.NewBanner(theme.Info, "", "")
	s.sync = component.NewHint("")
	s.verdict = component.VStack(theme.Gap12, s.judged, s.sync)
	s.boxes = newBoxes(st.Kit, w, s.Typed, s.Picked)
	s.Body = component.HStack(theme.Gap12, s.GoOn, component.NewHint(w.T("referee.keys")))
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, s.title, s.lead),
		s.Problems, s.Closed, s.boxes.who, s.boxes.tied, s.verdict, s.Body, component.HStack(0, s.Back))
	return s
}

// Title implements stage.Screen.
func (s *who) Title() string {
	if s.at == tieHalf {
		return s.st.Words.T("referee.tie_title")
	}
	return s.st.Words.T("referee.who_title")
}

// First implements stage.Screen.
func (s *who) First() fyne.Focusable {
	switch {
	case s.Body.Hidden:
		return s.Back
	case s.at == tieHalf:
		return s.boxes.position.First()
	default:
		return s.boxes.person.First()
	}
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
	s.Draft.Loaded(s.fields())
}

func (s *who) draw() {
	v := lookWho(s.shown, s.st.At.Referee, s.boxes.form(s.at), s.today(), s.st.Words)
	s.title.SetText(v.Title)
	s.lead.SetText(v.Lead)
	s.Closed.Say(v.Closed)
	s.boxes.who.Hidden, s.boxes.tied.Hidden = !v.Form || s.at != personHalf, !v.Form || s.at != tieHalf
	s.verdict.Hidden = !v.Form || s.at != tieHalf
	s.judged.Say(v.Judged)
	s.sync.SetText(v.Sync)
	s.sync.Hidden = v.Sync == ""
	s.Body.Hidden, s.Back.Hidden = !v.Form, v.Form
	s.boxes.person.Draw()
	s.Page.Refresh()
}

func (s *who) today() resident.Date { return resident.DateOf(s.st.Now()) }

func (s *who) fields() map[string]string { return s.boxes.form(s.at).draft() }

// turn goes to one half of the page.
func (s *who) turn(to half) {
	s.at = to
	s.Problems.Set()
	s.Draft.Touch()
	s.draw()
	s.st.Kit.Arrive(s.First())
}

func (s *who) onContinue() {
	if s.Rests() {
		return
	}
	f := s.boxes.form(s.at)
	particulars, wrong := f.Person.Check(s.today(), s.st.Words.Of("referee.who."))
	if links := s.boxes.person.Tell(wrong); len(links) > 0 {
		s.at = personHalf
		s.draw()
		s.Tell(links...)
		return
	}
	if s.at == personHalf {
		s.turn(tieHalf)
		return
	}
	links := s.boxes.tell(f.wrong(s.st.Words))
	s.Tell(links...)
	if len(links) > 0 {
		return
	}
	r := f.referee(s.st.At.Referee, particulars)
	s.Keep("set referee", func(ctx context.Context) error {
		return s.office.SetReferee(ctx, s.st.At.Case, r)
	}, s.onKept)
}

func (s *who) onKept() {
	to := next(s.st.At)
	if len(s.boxes.form(s.at).judged(s.shown, s.st.At.Referee, s.today(), s.st.Words)) > 0 {
		to = route.OfReferee(s.st.At.Case, s.st.At.Referee, "") // nothing more is asked of them
	}
	s.st.Nav.Go(to)
}

// Escape implements stage.Keyed: from how they know the resident back to who
// they are, and from there as everywhere.
func (s *who) Escape() bool {
	if s.at != tieHalf || s.Body.Hidden {
		return false
	}
	s.turn(personHalf)
	return true
}
