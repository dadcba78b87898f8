package representative

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
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
	*stage.Form
	st     *stage.Stage
	office Office

	rows    *component.Summary
	away    *component.Banner
	recover *component.Button
	boxes   boxes
	nobody  *component.Button

	shown   desk.Snapshot
	offered []component.Option // the kinds on screen
	loaded  bool
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.Form = st.NewForm(stage.FormOf{
		Key: desk.DraftRepresentative, Save: office.SaveDraft, Read: func() map[string]string { return s.boxes.form().draft() }, Draw: s.draw, Done: s.onContinue,
		Rest: func(busy bool) {
			s.nobody.SetEnabled(!busy)
			s.recover.SetEnabled(!busy)
		},
	})
	s.rows = st.Kit.Summary()
	s.recover = st.Kit.Button(component.Secondary, w.T("representative.recover"), s.onRecover)
	s.away = component.NewBanner(theme.Info, "", "", s.recover)
	s.boxes = newBoxes(st.Kit, w, resident.DateOf(st.Now()), s.Typed, s.Picked)
	s.nobody = st.Kit.Button(component.Secondary, w.T("representative.nobody"), s.onNobody)
	s.Body = component.VStack(theme.Gap16, s.boxes.cards...)
	s.Body.Add(component.HStack(theme.Gap12, s.GoOn, s.nobody, component.NewHint(w.T("representative.keys"))))
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("representative.heading")), component.NewLead(w.T("representative.lead"))),
		s.Problems, s.Closed, s.away, s.rows, s.Body, component.HStack(0, s.Back))
	return s
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("representative.title") }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	if s.Body.Hidden {
		return s.Back
	}
	return s.boxes.given.First()
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
	s.Draft.Loaded(s.boxes.form().draft())
}

// choices offers what the policy knows, anew only when that has changed: the
// focus may be on it.
func (s *Screen) choices(v view) {
	if slices.Equal(v.Kinds, s.offered) {
		return
	}
	s.offered = v.Kinds
	s.boxes.options(v, s.st.Words)
}

func (s *Screen) draw() {
	v := look(s.shown, s.boxes.form(), s.st.Words)
	if v.Form {
		s.choices(v)
	}
	s.Closed.Say(v.Closed)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.away.Say(v.Away)
	s.recover.Hidden = !v.Recover
	s.Body.Hidden, s.Back.Hidden = !v.Form, v.Closed.Title == ""
	s.nobody.Hidden = !v.Nobody
	s.boxes.draw(v)
	s.Page.Refresh()
}

func (s *Screen) onContinue() {
	if s.Rests() || s.shown.Policy == nil {
		return
	}
	item := s.office.NewItemID()
	if r := s.shown.Open.Case.Representative; r != nil && len(r.Evidence) > 0 {
		item = r.Evidence[0].ID
	}
	r, wrong := s.boxes.form().check(s.shown.Policy, item, s.st.Words)
	s.Tell(s.boxes.tell(wrong)...)
	if len(wrong) > 0 {
		return
	}
	s.Keep("set representative", func(ctx context.Context) error {
		return s.office.SetRepresentative(ctx, s.st.At.Case, r)
	}, func() { s.st.Nav.Go(route.Of(route.Purpose, s.st.At.Case)) })
}

func (s *Screen) onNobody() {
	if s.Busy() {
		return
	}
	s.Keep("remove representative", func(ctx context.Context) error {
		return s.office.RemoveRepresentative(ctx, s.st.At.Case)
	}, func() {
		s.boxes.set(form{})
		s.Draft.Loaded(s.boxes.form().draft())
		s.Tell(s.boxes.tell(nil)...)
		s.draw()
		s.st.Kit.Focus(s.recover)
	})
}

func (s *Screen) onRecover() {
	if s.Busy() {
		return
	}
	s.Keep("restore representative", func(ctx context.Context) error {
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
