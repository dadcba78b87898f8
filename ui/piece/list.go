package piece

import (
	"context"
	"maps"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// List is one visit to the list of documents.
type List struct {
	*stage.Sheet
	st    *stage.Stage
	owner Owner
	w     words.Words

	lead   *component.Text
	closed *component.Banner
	undo   *component.Banner
	back   *component.Button
	pieces *fyne.Container
	choose *component.Finder
	add    *component.Button
	first  *component.Button // the same where there is nothing yet: then it is the primary
	adding *component.Card
	wait   *component.Text
	goOn   *component.Button
	foot   *fyne.Container

	shown   desk.Snapshot
	last    list
	removed *removed
}

// removed is what can be put back.
type removed struct {
	id    record.ItemID
	name  string
	kept  bool
	draft map[string]string
}

// NewList makes the list.
func NewList(st *stage.Stage, o Owner) *List {
	w := st.Words.Of(o.Words)
	s := &List{st: st, owner: o, w: w, lead: component.NewLead(""), pieces: component.VStack(theme.Gap16)}
	s.Sheet = st.NewSheet(s.First, nil)
	s.closed = component.NewBanner(theme.Info, "", "")
	s.undo = component.NewBanner(theme.Info, "", "", st.Kit.Button(component.Secondary, w.T("evidence.undo"), s.onUndo))
	s.choose = st.Kit.Finder(s.asks(""), func(string) { s.choose.SetError("") })
	s.add = st.Kit.Button(component.Secondary, w.T("evidence.add"), s.onAdd)
	s.first = st.Kit.Button(component.Primary, w.T("evidence.add"), s.onAdd)
	s.adding = component.NewCard(component.VStack(theme.Gap16, s.choose, component.HStack(0, s.add, s.first)))
	s.wait = component.NewHint("")
	s.goOn = st.Kit.Button(component.Primary, w.T("evidence.to_likeness"), s.onContinue)
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.foot = component.HStack(theme.Gap12, s.goOn, component.NewHint(w.T("evidence.keys")))
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, component.NewTitle(w.T("evidence.heading")), s.lead),
		s.Problems, s.closed, s.undo, s.pieces, s.adding, s.wait, s.foot, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *List) Title() string { return s.w.T("evidence.title") }

// First implements stage.Screen.
func (s *List) First() fyne.Focusable {
	if !s.last.Add {
		return s.back
	}
	return s.choose.First()
}

// Show implements stage.Screen.
func (s *List) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.draw()
}

func (s *List) draw() {
	v := look(s.owner.see(s.shown), s.w)
	s.lead.SetText(v.Lead)
	s.closed.Say(v.Closed)
	s.back.Hidden = v.Add
	if !slices.Equal(v.Pieces, s.last.Pieces) {
		s.drawPieces(v.Pieces)
	}
	s.pieces.Hidden, s.adding.Hidden = len(v.Pieces) == 0, !v.Add
	if !reflect.DeepEqual(v.Kinds, s.last.Kinds) {
		s.choose.SetGroups(v.Kinds)
	}
	s.choose.SetWords(s.asks(v.AddTo))
	s.add.Hidden, s.first.Hidden = !v.GoOn, v.GoOn
	s.wait.SetText(v.Wait)
	s.wait.Hidden, s.foot.Hidden = v.Wait == "", !v.GoOn
	if s.removed == nil {
		s.undo.Set(theme.Info, "", "")
	} else {
		s.undo.Set(theme.Info, s.w.T("evidence.removed", "Document", s.removed.name), s.w.T("evidence.removed_detail"))
	}
	s.last = v
	s.Page.Refresh()
}

// asks is what is said around the documents to choose from.
func (s *List) asks(legend string) component.FinderText {
	return component.FinderText{
		Legend: legend, Search: s.w.T("evidence.search"), None: s.w.T("evidence.none_chosen"),
		Chosen: func(name string) string { return s.w.T("evidence.chosen", "Document", name) },
		Nothing: func(typed string) [2]string {
			return [2]string{s.w.T("evidence.nothing", "Typed", typed), s.w.T("evidence.nothing_detail")}
		},
	}
}

// drawPieces makes a card for each. They are few, and change only by an act.
func (s *List) drawPieces(all []piece) {
	s.pieces.Objects = nil
	for _, p := range all {
		s.pieces.Objects = append(s.pieces.Objects, s.card(p))
	}
	s.pieces.Refresh()
}

func (s *List) card(p piece) fyne.CanvasObject {
	parts := []fyne.CanvasObject{component.HStack(theme.Gap12, component.NewSection(p.Name), component.NewTag(p.Tint, p.State))}
	if p.Scores != "" {
		parts = append(parts, component.NewStrong(p.Scores))
	}
	if p.Notes != "" {
		parts = append(parts, component.NewHint(p.Notes))
	}
	buttons := component.HStack(theme.Gap12, s.st.Kit.Button(component.Secondary, p.Open, func() { s.onOpen(p.ID) }))
	if p.Remove {
		buttons.Add(s.st.Kit.Button(component.Secondary, s.w.T("evidence.remove"), func() { s.onRemove(p) }))
	}
	body := component.VStack(theme.Gap12, component.Bar(component.VStack(theme.Gap4, parts...), buttons))
	if p.Flags != "" {
		body.Add(component.NewBanner(theme.Warn, s.w.T("evidence.look_again"), p.Flags))
	}
	return component.NewCard(body)
}

func (s *List) onOpen(id record.ItemID) {
	s.st.Nav.Go(s.owner.place(id))
}

// onAdd gives the new document its id and remembers which it is in its draft.
func (s *List) onAdd() {
	kind := s.choose.Chosen()
	if kind == "" {
		text := s.w.T("evidence.choose")
		s.choose.SetError(text)
		s.Tell(component.Problem{Text: text, Target: s.choose.First()})
		return
	}
	id := s.owner.Keep.NewItemID()
	s.Do("add evidence", func(ctx context.Context) error {
		return s.owner.Keep.SaveDraft(ctx, s.owner.draftKey(id), map[string]string{typeName: kind})
	}, func() { s.onOpen(id) })
}

func (s *List) onRemove(p piece) {
	gone := &removed{id: p.ID, name: p.Name, kept: p.kept, draft: maps.Clone(s.shown.Open.Drafts[s.owner.draftKey(p.ID)])}
	s.Do("remove evidence", func(ctx context.Context) error {
		if !p.kept {
			return s.owner.Keep.SaveDraft(ctx, s.owner.draftKey(p.ID), nil)
		}
		return s.owner.Keep.Remove(ctx, p.ID)
	}, func() {
		s.removed = gone
		s.draw()
		s.st.Kit.Focus(component.First(s.undo))
	})
}

// onUndo puts back what was removed, with what was typed and not yet kept.
func (s *List) onUndo() {
	gone := s.removed
	if gone == nil {
		return
	}
	s.Do("restore evidence", func(ctx context.Context) error {
		if gone.kept {
			if err := s.owner.Keep.Restore(ctx, gone.id); err != nil {
				return err
			}
		}
		if len(gone.draft) == 0 {
			return nil
		}
		return s.owner.Keep.SaveDraft(ctx, s.owner.draftKey(gone.id), gone.draft)
	}, func() {
		s.removed = nil
		s.draw()
		s.st.Kit.Focus(s.First())
		s.st.Nav.Announce(s.w.T("evidence.restored", "Document", gone.name))
	})
}

func (s *List) onContinue() {
	if s.last.GoOn && !s.Busy() {
		s.st.Nav.Go(s.owner.Next)
	}
}

// Enter implements stage.Keyed: it opens the document chosen, and goes on
// where none is.
func (s *List) Enter() bool {
	switch {
	case !s.last.Add:
		return false
	case s.choose.Chosen() != "" || !s.last.GoOn:
		s.onAdd()
	default:
		s.onContinue()
	}
	return true
}
