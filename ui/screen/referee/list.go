package referee

import (
	"context"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// list is one visit to the list of referees.
type list struct {
	*stage.Sheet
	st     *stage.Stage
	office Office

	closed  *component.Banner
	undo    *component.Banner
	what    *fyne.Container
	worth   *component.Banner
	entries *fyne.Container
	blocked *component.Text
	goOn    *component.Button
	add     *component.Button
	foot    *fyne.Container
	back    *component.Button

	shown   desk.Snapshot
	last    listView
	removed *removed
}

// removed is what can be put back.
type removed struct {
	id     casework.RefereeID
	name   string
	kept   bool
	drafts map[string]map[string]string
}

func newList(st *stage.Stage, office Office) *list {
	w := st.Words
	s := &list{st: st, office: office, what: component.VStack(theme.Gap12), entries: component.VStack(theme.Gap16)}
	s.Sheet = st.NewSheet(s.First, nil)
	s.closed = component.NewBanner(theme.Info, "", "")
	s.undo = component.NewBanner(theme.Info, "", "", st.Kit.Button(component.Secondary, w.T("referee.undo"), s.onUndo))
	s.worth = component.NewBanner(theme.Info, "", "")
	s.blocked = component.NewHint("")
	s.goOn = st.Kit.Button(component.Primary, w.T("referee.without"), s.onContinue)
	s.add = st.Kit.Button(component.Secondary, w.T("referee.add"), s.onAdd)
	s.foot = component.HStack(theme.Gap12, s.goOn, s.add, component.NewHint(w.T("referee.keys")))
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("referee.heading")), component.NewLead(w.T("referee.lead"))),
		s.Problems, s.closed, s.undo, s.entries, s.what, s.worth, s.blocked, s.foot, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *list) Title() string { return s.st.Words.T("referee.title") }

// First implements stage.Screen.
func (s *list) First() fyne.Focusable {
	if s.foot.Hidden {
		return s.back
	}
	return s.goOn
}

// Show implements stage.Screen.
func (s *list) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.draw()
}

func (s *list) draw() {
	v := lookList(s.shown, s.st.Words)
	s.closed.Say(v.Closed)
	s.what.Hidden = len(v.What) == 0
	if !slices.Equal(v.What, s.last.What) {
		s.what.Objects = nil
		for _, text := range v.What {
			s.what.Add(component.NewBody(text))
		}
	}
	s.worth.Say(v.Worth)
	if !slices.Equal(v.Entries, s.last.Entries) {
		s.entries.Objects = nil
		for _, e := range v.Entries {
			s.entries.Add(s.card(e))
		}
	}
	s.entries.Hidden = len(v.Entries) == 0
	s.blocked.SetText(v.Blocked)
	s.blocked.Hidden = v.Blocked == ""
	s.goOn.SetText(v.GoOn)
	s.add.SetText(v.Add)
	s.add.Hidden = v.Add == ""
	s.foot.Hidden, s.back.Hidden = v.GoOn == "", v.GoOn != ""
	s.undo.Set(theme.Info, "", "")
	if s.removed != nil {
		s.undo.Set(theme.Info, s.st.Words.T("referee.removed", "Name", s.removed.name), s.st.Words.T("referee.removed_detail"))
	}
	s.last = v
	s.Page.Refresh()
}

func (s *list) card(e entry) fyne.CanvasObject {
	parts := []fyne.CanvasObject{component.HStack(theme.Gap12, component.NewSection(e.Name), component.NewTag(e.Tint, e.State))}
	if e.Detail != "" {
		parts = append(parts, component.NewBody(e.Detail))
	}
	buttons := component.HStack(theme.Gap12)
	if e.Open != "" {
		buttons.Add(s.st.Kit.Button(component.Secondary, e.Open, func() { s.onOpen(e) }))
	}
	if e.Remove {
		buttons.Add(s.st.Kit.Button(component.Secondary, s.st.Words.T("referee.remove"), func() { s.onRemove(e) }))
	}
	return component.NewCard(component.Bar(component.VStack(theme.Gap8, parts...), buttons))
}

func (s *list) onOpen(e entry) {
	to := route.OfReferee(s.st.At.Case, e.ID, "")
	if !e.kept {
		to.Part = route.Who
	}
	s.st.Nav.Go(to)
}

// onAdd gives the new referee an id. Nothing is kept until something is typed.
func (s *list) onAdd() {
	if s.Busy() || s.add.Hidden {
		return
	}
	s.st.Nav.Go(route.OfReferee(s.st.At.Case, s.office.NewRefereeID(), route.Who))
}

func (s *list) onContinue() {
	if !s.foot.Hidden && !s.Busy() {
		s.st.Nav.Go(route.Of(route.Review, s.st.At.Case))
	}
}

// draftsOf is everything typed of one referee and not kept.
func draftsOf(s desk.Snapshot, id casework.RefereeID) map[string]map[string]string {
	all := map[string]map[string]string{}
	own := draftKey(id, "")
	for key, fields := range s.Open.Drafts {
		if key == own || strings.HasPrefix(key, own+":") {
			all[key] = maps.Clone(fields)
		}
	}
	return all
}

// dropDrafts forgets what was typed of a referee who is no longer there.
func dropDrafts(ctx context.Context, office Office, id casework.ID, drafts map[string]map[string]string) error {
	for key := range drafts {
		if err := office.SaveDraft(ctx, id, key, nil); err != nil {
			return err
		}
	}
	return nil
}

func (s *list) onRemove(e entry) {
	gone := &removed{id: e.ID, name: e.Name, kept: e.kept, drafts: draftsOf(s.shown, e.ID)}
	s.Do("remove referee", func(ctx context.Context) error {
		if e.kept {
			if err := s.office.RemoveReferee(ctx, s.st.At.Case, e.ID); err != nil {
				return err
			}
		}
		return dropDrafts(ctx, s.office, s.st.At.Case, gone.drafts)
	}, func() {
		s.removed = gone
		s.draw()
		s.st.Kit.Focus(component.First(s.undo))
	})
}

// onUndo puts back who was removed, with what was typed and not yet kept.
func (s *list) onUndo() {
	gone := s.removed
	if gone == nil {
		return
	}
	s.Do("restore referee", func(ctx context.Context) error {
		if gone.kept {
			if err := s.office.RestoreReferee(ctx, s.st.At.Case, gone.id); err != nil {
				return err
			}
		}
		for key, fields := range gone.drafts {
			if err := s.office.SaveDraft(ctx, s.st.At.Case, key, fields); err != nil {
				return err
			}
		}
		return nil
	}, func() {
		s.removed = nil
		s.draw()
		s.st.Kit.Focus(s.First())
		s.st.Nav.Announce(s.st.Words.T("referee.restored"))
	})
}

// Enter implements stage.Keyed.
func (s *list) Enter() bool {
	s.onContinue()
	return !s.foot.Hidden
}
