package secondlook

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Office is what the panel asks of the desk.
type Office interface {
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error
	RaiseConcern(ctx context.Context, id casework.ID, n casework.Concern) error
	SetSecondLook(ctx context.Context, id casework.ID, look casework.SecondLook) error
	ClearConcern(ctx context.Context, id casework.ID) error
}

// Panel is one showing of the panel.
type Panel struct {
	st     *stage.Stage
	office Office
	id     casework.ID
	mode   mode
	draft  *stage.Draft
	modal  *component.Modal
	gone   func()

	problems *component.ErrorSummary
	kind     *component.Choice
	paper    *component.Select
	alone    *component.Choice
	view     *component.Choice
	note     *component.Field
	busy     bool
}

// Open shows the panel over the screen; gone is called once it is hidden.
func Open(st *stage.Stage, office Office, s desk.Snapshot, gone func()) *Panel {
	w, v := st.Words, look(s, st.Words)
	p := &Panel{st: st, office: office, mode: v.Mode, gone: gone}
	if s.Open != nil {
		p.id = s.Open.Case.ID
	}
	p.draft = st.NewDraft(p.fields, func(ctx context.Context, fields map[string]string) error {
		return office.SaveDraft(ctx, p.id, desk.DraftSecondLook, fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	p.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	content := component.VStack(theme.Gap16, append([]fyne.CanvasObject{p.problems}, p.parts(v)...)...)
	p.load(s)
	ask := component.Ask{
		Title: w.T("casefile.second_look"), Body: v.Lead, Content: content, Yes: v.Yes, No: w.T("frame.close"), First: p.first(), OnYes: p.onYes,
		OnNo: p.hidden,
	}
	if v.Yes == "" { // there is nothing to answer
		ask.Yes, ask.No, ask.OnYes = w.T("frame.close"), "", nil
	}
	p.modal = st.Kit.Ask(ask)
	return p
}

// parts are the controls of what can be done.
func (p *Panel) parts(v view) []fyne.CanvasObject {
	w, k := p.st.Words, p.st.Kit
	picked := func(string) { p.draft.Touch() }
	var all []fyne.CanvasObject
	if len(v.Rows) > 0 {
		rows := k.Summary()
		rows.SetRows(v.Rows)
		all = append(all, rows)
	}
	if v.Mode == asks {
		p.kind = k.Choice(component.ChoiceText{Legend: w.T("secondlook.kind")}, v.Kinds, picked)
		p.alone = k.Choice(component.ChoiceText{Legend: w.T("secondlook.alone"), Hint: w.T("secondlook.alone_hint")}, alone(w), picked)
		// Before the rest: it is what matters while the resident is there.
		all = append(append(all, p.kind), p.advice(v)...)
		if len(v.Papers) > 0 {
			p.paper = k.Select(component.FieldText{Label: w.T("secondlook.paper")}, w.T("secondlook.no_paper"), v.Papers, picked)
			all = append(all, p.paper)
		}
		all = append(all, p.alone)
	}
	if v.Mode == looks {
		p.view = k.Choice(component.ChoiceText{Legend: w.T("secondlook.view")}, views(w), picked)
		all = append(all, p.view)
	}
	if v.Mode == asks || v.Mode == looks {
		p.note = k.Field(component.MultiLine, component.FieldText{Label: w.T("secondlook.note"), Hint: w.T("secondlook.note_hint")}).Chars(60).Lines(2)
		p.note.OnChanged = func(string) { p.draft.Touch() }
		all = append(all, p.note)
	}
	if v.Mode == asks {
		return all
	}
	return append(all, p.advice(v)...)
}

// advice is what the council tells its officers to do, and whom to ask.
func (p *Panel) advice(v view) []fyne.CanvasObject {
	if len(v.Advice) == 0 {
		return nil
	}
	lines := []fyne.CanvasObject{component.NewStrong(p.st.Words.T("secondlook.advice"))}
	for _, a := range v.Advice {
		lines = append(lines, component.NewBody(a))
	}
	lines = append(lines, component.NewHint(v.Contact))
	return []fyne.CanvasObject{component.NewCard(component.VStack(theme.Gap8, lines...))}
}

func (p *Panel) first() fyne.Focusable {
	switch p.mode {
	case asks:
		return p.kind.First()
	case looks:
		return p.view.First()
	case reads, rests:
	}
	return nil
}

// load takes up what was typed before, or what the same person said.
func (p *Panel) load(s desk.Snapshot) {
	if s.Open == nil {
		return
	}
	draft := s.Open.Drafts[desk.DraftSecondLook]
	if n := s.Open.Case.Concern; len(draft) == 0 && p.mode == asks && n != nil && n.Second == nil && n.Cleared.IsZero() {
		draft = map[string]string{"kind": n.Kind, "item": string(n.Item), "alone": string(n.Alone), "note": n.Note}
	}
	for name, c := range map[string]*component.Choice{"kind": p.kind, "alone": p.alone, "view": p.view} {
		if c != nil {
			c.SetChosen(draft[name])
		}
	}
	if p.paper != nil {
		p.paper.SetChosen(draft["item"])
	}
	if p.note != nil && draft["as"] == "" || p.note != nil && draft["as"] == string(p.mode) {
		p.note.SetText(draft["note"])
	}
	p.draft.Loaded(p.fields())
}

// fields is the draft. It names the mode, so that what one person typed is not
// put into another's mouth.
func (p *Panel) fields() map[string]string {
	fields := map[string]string{"as": string(p.mode)}
	for name, c := range map[string]*component.Choice{"kind": p.kind, "alone": p.alone, "view": p.view} {
		if c != nil {
			fields[name] = c.Chosen()
		}
	}
	if p.paper != nil {
		fields["item"] = p.paper.Chosen()
	}
	if p.note != nil {
		fields["note"] = p.note.Text()
	}
	return fields
}

// Hide puts the panel away and keeps what is typed.
func (p *Panel) Hide() {
	p.modal.Close()
	p.hidden()
}

// Flush saves what is typed and then goes on.
func (p *Panel) Flush(then func()) { p.draft.Flush(then) }

func (p *Panel) hidden() {
	p.draft.Flush(func() {})
	p.gone()
}

// onYes does what the panel is for; it stays until that is kept.
func (p *Panel) onYes() (stay bool) {
	if p.busy {
		return true
	}
	w := p.st.Words
	lacks := func(c *component.Choice, key string) bool {
		text := ""
		if c.Chosen() == "" {
			text = w.T(key)
			p.problems.Set(component.Problem{Text: text, Target: c.First()})
		}
		c.SetError(text)
		return text != ""
	}
	var act func(context.Context) error
	switch p.mode {
	case asks:
		if lacks(p.kind, "secondlook.kind_missing") {
			return true
		}
		n := casework.Concern{Kind: p.kind.Chosen(), Alone: evidence.Answer(p.alone.Chosen()), Note: p.note.Text()}
		if p.paper != nil {
			n.Item = evidence.ItemID(p.paper.Chosen())
		}
		act = func(ctx context.Context) error { return p.office.RaiseConcern(ctx, p.id, n) }
	case looks:
		if lacks(p.view, "secondlook.view_missing") {
			return true
		}
		k := casework.SecondLook{View: casework.View(p.view.Chosen()), Note: p.note.Text()}
		act = func(ctx context.Context) error { return p.office.SetSecondLook(ctx, p.id, k) }
	case rests:
		act = func(ctx context.Context) error { return p.office.ClearConcern(ctx, p.id) }
	case reads:
		return false
	}
	p.keep(act)
	return true
}

// keep does the act.
func (p *Panel) keep(act func(context.Context) error) {
	p.busy = true
	handed := p.mode == looks && p.view.Chosen() == string(casework.ViewRefer)
	p.draft.Commit("second look", act, func(err error) {
		p.busy = false
		if err != nil {
			p.problems.Set(p.st.Problem(err, p.first()))
			return
		}
		p.modal.Close()
		p.gone()
		p.st.Nav.Announce(p.st.Words.T("secondlook.kept"))
		if handed {
			p.st.Nav.Go(route.Of(route.Outcome, p.id))
		}
	})
}
