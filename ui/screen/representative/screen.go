package representative

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the screen asks of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	SetRepresentative(ctx context.Context, id casework.ID, r casework.Representative) error
	RemoveRepresentative(ctx context.Context, id casework.ID) error
	RestoreRepresentative(ctx context.Context, id casework.ID) error
	NewItemID() evidence.ItemID
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office
	draft  *stage.Draft
	pause  *foreground.Delay // until what is typed is looked at

	problems *component.ErrorSummary
	closed   *component.Banner
	rows     *component.Summary
	away     *component.Banner
	recover  *component.Button
	form     *fyne.Container
	boxes    boxes
	goOn     *component.Button
	nobody   *component.Button
	back     *component.Button
	content  *fyne.Container

	shown   desk.Snapshot
	offered []component.Option // the kinds on screen
	loaded  bool
	busy    bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.draft = st.NewDraft(func() map[string]string { return s.boxes.form().draft() }, func(ctx context.Context, fields map[string]string) error {
		return office.SaveDraft(ctx, st.At.Case, desk.DraftRepresentative, fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.pause = st.Run.After(stage.DraftWait, s.draw)
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed = component.NewBanner(theme.Info, "", "")
	s.rows = st.Kit.Summary()
	s.recover = st.Kit.Button(component.Secondary, w.T("representative.recover"), s.onRecover)
	s.away = component.NewBanner(theme.Info, "", "", s.recover)
	s.boxes = newBoxes(st.Kit, w, s.onTyped, s.onPicked)
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.nobody = st.Kit.Button(component.Secondary, w.T("representative.nobody"), s.onNobody)
	s.form = component.VStack(theme.Gap16, s.boxes.cards...)
	s.form.Add(component.HStack(theme.Gap12, s.goOn, s.nobody, component.NewHint(w.T("representative.keys"))))
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("representative.heading")), component.NewLead(w.T("representative.lead"))),
		s.problems, s.closed, s.away, s.rows, s.form, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("representative.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.form.Hidden {
		return s.back
	}
	return s.boxes.given.First()
}

// Flush implements stage.Screen.
func (s *Screen) Flush(then func()) {
	s.pause.Cancel()
	s.draft.Flush(then)
}

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.load()
	s.draw()
}

// load fills the form once a visit: with the draft, or else with who was
// recorded. After that the form is the officer's.
func (s *Screen) load() {
	if s.loaded || s.shown.Open == nil || s.shown.Policy == nil {
		return
	}
	s.loaded = true
	s.choices(look(s.shown, form{}, s.st.Words))
	draft, recorded := s.shown.Open.Drafts[desk.DraftRepresentative], s.shown.Open.Case.Representative
	switch {
	case len(draft) > 0:
		s.boxes.set(typed(draft))
	case recorded != nil:
		s.boxes.set(kept(*recorded))
	}
	s.draft.Loaded(s.boxes.form().draft())
}

// choices offers what the policy knows, anew only when that has changed: the
// focus may be on it.
func (s *Screen) choices(v view) {
	if len(v.Kinds) == len(s.offered) {
		same := true
		for i, k := range v.Kinds {
			same = same && k == s.offered[i]
		}
		if same {
			return
		}
	}
	s.offered = v.Kinds
	s.boxes.options(v, s.st.Words)
}

func (s *Screen) draw() {
	v := look(s.shown, s.boxes.form(), s.st.Words)
	if v.Form {
		s.choices(v)
	}
	s.closed.Set(v.Closed.Tint, v.Closed.Title, v.Closed.Detail)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.away.Set(v.Away.Tint, v.Away.Title, v.Away.Detail)
	s.recover.Hidden = !v.Recover
	s.form.Hidden, s.back.Hidden = !v.Form, v.Closed.Title == ""
	s.nobody.Hidden = !v.Nobody
	s.boxes.draw(v)
	s.content.Refresh()
}

// onTyped waits for a pause before it points anything out.
func (s *Screen) onTyped() {
	s.draft.Touch()
	s.pause.Start()
}

// onPicked shows at once what a tick or choice asks for.
func (s *Screen) onPicked() {
	s.draft.Touch()
	s.draw()
}

func (s *Screen) onContinue() {
	if s.busy || s.form.Hidden || s.shown.Policy == nil {
		return
	}
	item := s.office.NewItemID()
	if r := s.shown.Open.Case.Representative; r != nil && len(r.Evidence) > 0 {
		item = r.Evidence[0].ID
	}
	r, wrong := s.boxes.form().check(s.shown.Policy, item, s.st.Words)
	s.problems.Set(s.boxes.tell(wrong)...)
	if len(wrong) > 0 {
		return
	}
	s.run("set representative", func(ctx context.Context) error {
		return s.office.SetRepresentative(ctx, s.st.At.Case, r)
	}, func() { s.st.Nav.Go(route.Of(route.Purpose, s.st.At.Case)) })
}

func (s *Screen) onNobody() {
	if s.busy {
		return
	}
	s.run("remove representative", func(ctx context.Context) error {
		return s.office.RemoveRepresentative(ctx, s.st.At.Case)
	}, func() {
		s.boxes.set(form{})
		s.draft.Loaded(s.boxes.form().draft())
		s.problems.Set(s.boxes.tell(nil)...)
		s.draw()
		s.st.Kit.Focus(s.recover)
	})
}

func (s *Screen) onRecover() {
	if s.busy {
		return
	}
	s.run("restore representative", func(ctx context.Context) error {
		return s.office.RestoreRepresentative(ctx, s.st.At.Case)
	}, func() {
		s.loaded = false
		if s.shown.Open.Case.Representative != nil { // else the snapshot that has them is on its way
			s.load()
		}
		s.draw()
		s.st.Kit.Focus(s.boxes.given.First())
	})
}

// run does one act. A draft on its way must not arrive after the act has
// dropped it.
func (s *Screen) run(title string, act func(context.Context) error, done func()) {
	s.settle(true)
	s.draft.Drop()
	s.draft.Flush(func() {
		s.st.Run.Run(title, act, func(err error) {
			s.settle(false)
			if err != nil {
				s.draft.Touch()
				m := s.st.Words.Fault(err)
				s.problems.Set(component.Problem{Text: m.Title + ". " + m.Next, Target: s.goOn})
				return
			}
			s.pause.Cancel()
			done()
		})
	})
}

func (s *Screen) settle(busy bool) {
	s.busy = busy
	for _, b := range []*component.Button{s.goOn, s.nobody, s.recover} {
		if busy {
			b.Disable()
		} else {
			b.Enable()
		}
	}
	s.goOn.SetText(s.st.Words.T(map[bool]string{true: "resident.saving", false: "frame.action.continue"}[busy]))
}

// Enter implements stage.Keyed.
func (s *Screen) Enter() bool {
	s.onContinue()
	return !s.form.Hidden
}

// Escape implements stage.Keyed: it goes back, as everywhere.
func (s *Screen) Escape() bool { return false }
