package prepare

import (
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/docrender"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
)

// parts are the controls beside the picture.
type parts struct {
	plate             *component.Plate
	larger, smaller   *component.Button
	hint              *component.Text
	page              *component.Text
	before, after     *component.Button
	also              *component.Button
	kept              *component.Text
	pager             *fyne.Container
	progress          *component.Progress
	wrong, told       *component.Banner
	advice            *fyne.Container
	work              *component.Segmented
	left, right       *component.Button
	undo, redo, reset *component.Button
	area              *component.Text
	add, next, remove *component.Button
	covering          *fyne.Container
	steps             [4]*component.Stepper
	edges             *fyne.Container
	codes             *fyne.Container
	tools             *fyne.Container
	still, content    fyne.CanvasObject // what stands still, and what scrolls
}

// make makes them, in reading order.
func (p *Prepare) make() {
	w, kit := p.w, p.st.Kit
	button := func(key string, act func()) *component.Button { return kit.Button(component.Secondary, w.T(key), act) }
	p.makePlate()
	p.larger, p.smaller = button("prepare.larger", func() { p.zoom(2) }), button("prepare.smaller", func() { p.zoom(0.5) })
	p.hint = component.NewHint("")
	p.page = component.NewStrong("")
	p.before, p.after = button("prepare.page_before", func() { p.load(p.state.Page - 1) }), button("prepare.page_after", func() { p.load(p.state.Page + 1) })
	p.also = button("prepare.also", p.onAlso)
	p.kept = component.NewHint("")
	p.pager = component.VStack(theme.Gap8, component.HStack(theme.Gap8, p.page, p.before, p.after), component.HStack(theme.Gap12, p.also, p.kept))
	p.progress = kit.Progress(w.T("frame.action.stop"), p.onStop)
	p.wrong, p.told = component.NewBanner(theme.Bad, "", ""), component.NewBanner(theme.Info, "", "")
	p.advice, p.codes = component.VStack(theme.Gap8), component.VStack(theme.Gap8)
	p.work = kit.Segmented(w.T("prepare.work_look"), w.T("prepare.work_crop"), w.T("prepare.work_black"))
	p.work.SetChosen(int(component.Looking))
	p.work.OnChanged = p.onWork
	p.left, p.right = button("prepare.left", func() { p.do(turned(p.state.Edits.now, 3), step{}) }), button("prepare.right", func() { p.do(turned(p.state.Edits.now, 1), step{}) })
	p.undo, p.redo = button("prepare.undo", p.onUndo), button("prepare.redo", p.onRedo)
	p.reset = button("prepare.reset", func() { p.do(docrender.Edit{}, step{}) })
	p.area = component.NewBody("")
	p.add, p.next = button("prepare.add", p.onAdd), button("prepare.next", func() { p.choose((p.state.Chosen + 1) % max(1, len(p.state.Edits.now.Black))) })
	p.remove = button("prepare.remove", func() { p.onRemove(p.state.Chosen) })
	p.covering = component.VStack(theme.Gap8, p.area, component.HStack(theme.Gap8, p.add, p.next, p.remove))
	for e, key := range []string{"prepare.edge_left", "prepare.edge_top", "prepare.edge_right", "prepare.edge_bottom"} {
		p.steps[e] = kit.Stepper(w.T(key), func(by int) { p.onEdge(component.BoxEdge(e), by) })
	}
	p.edges = component.Pairs(theme.Gap8, p.steps[0], p.steps[1], p.steps[2], p.steps[3])
	p.tools = component.VStack(theme.Gap12, p.work, p.hint, p.covering, p.edges, component.HStack(theme.Gap8, p.left, p.right))
	under := component.HStack(theme.Gap8, p.larger, p.smaller, p.undo, p.redo, p.reset)
	told := component.VStack(theme.Gap12, p.progress, p.wrong, p.told, p.advice)
	if theme.Scale() > largeText {
		// The room is the picture's, and what there is to know comes first.
		p.still, p.content = p.plate, component.VStack(theme.Gap16, told, p.pager, p.tools, under, p.codes)
		return
	}
	p.still, p.content = component.Footed(theme.Gap12, p.plate, under), component.VStack(theme.Gap12, p.pager, told, p.tools, p.codes)
}

// largeText is the scale above which the buttons below the picture would leave
// too little of it.
const largeText = 1.25

func (p *Prepare) makePlate() {
	p.plate = p.st.Kit.Plate()
	by := func(of int, byKey bool) step {
		if byKey {
			return step{of, wholly}
		}
		return step{}
	}
	p.plate.OnFrame = func(b component.Box, byKey bool) { p.do(cropped(p.state.Edits.now, b), by(theFrame, byKey)) }
	p.plate.OnDrawn = p.onDrawn
	p.plate.OnMoved = func(i int, b component.Box, byKey bool) {
		p.state.Chosen = i
		p.do(changed(p.state.Edits.now, i, b), by(i, byKey))
	}
	p.plate.OnChosen = p.choose
	p.plate.OnDelete = p.onRemove
}

// draw shows the state.
func (p *Prepare) draw() {
	v := look(p.state, p.w)
	p.page.SetText(v.Page)
	p.pager.Hidden = v.Page == ""
	p.before.SetEnabled(v.Before && v.CanKeep)
	p.after.SetEnabled(v.After && v.CanKeep)
	p.also.SetEnabled(v.Also && v.CanKeep)
	p.kept.SetText(v.Kept)
	p.kept.Hidden = v.Kept == ""
	p.progress.Hidden = v.Progress == ""
	p.progress.Set(v.Progress, "", "", -1, true)
	p.wrong.Say(v.Wrong)
	p.told.Say(v.Told)
	p.advise(v.Advice)
	p.tools.Hidden = !v.Tools
	p.undo.SetEnabled(v.Undo)
	p.redo.SetEnabled(v.Redo)
	p.reset.SetEnabled(v.Reset)
	p.hint.SetText(v.Hint)
	p.covering.Hidden, p.edges.Hidden = !v.Covering, !v.Steps
	p.area.SetText(v.Area)
	p.add.SetEnabled(v.More)
	p.next.SetEnabled(v.Many)
	p.remove.SetEnabled(v.Steps)
	for i, s := range p.steps {
		s.SetText(v.Edges[i])
	}
	p.larger.SetEnabled(v.Larger)
	p.smaller.SetEnabled(v.Smaller)
	p.plate.Set(v.Plate)
	if p.modal != nil {
		p.modal.SetYes(v.Keep, v.CanKeep)
		p.modal.Refresh()
	}
	p.keepFocus()
}

// keepFocus does not leave the focus on what is hidden or rests now: a
// neighbour gets it, and the picture where there is none.
func (p *Prepare) keepFocus() {
	if p.modal == nil || !p.modal.Foremost() || p.state.Loading != none || p.state.Keeping {
		return
	}
	at := p.st.Kit.Canvas().Focused()
	if at == nil || !p.rests(at) {
		return
	}
	for _, row := range [][]fyne.Focusable{
		{p.larger, p.smaller},
		{p.undo, p.redo, p.reset},
		{p.before, p.after, p.also},
		{p.add, p.next, p.remove, p.steps[0], p.steps[1], p.steps[2], p.steps[3]},
	} {
		if i := slices.Index(row, at); i >= 0 {
			for far := 1; far < len(row); far++ {
				for _, j := range []int{i - far, i + far} {
					if j >= 0 && j < len(row) && !p.rests(row[j]) {
						p.st.Kit.Focus(row[j])
						return
					}
				}
			}
		}
	}
	p.st.Kit.Focus(p.plate)
}

// rests tells whether a control is hidden or cannot be used now.
func (p *Prepare) rests(f fyne.Focusable) bool {
	return !slices.Contains(component.Controls(p.modal), f)
}

// advise shows what was noticed; what is said already stays as it is.
func (p *Prepare) advise(all []component.Notice) {
	if len(p.advice.Objects) != len(all) {
		p.advice.Objects = nil
		for range all {
			p.advice.Objects = append(p.advice.Objects, component.NewBanner(theme.Warn, "", ""))
		}
	}
	for i, n := range all {
		if b, ok := p.advice.Objects[i].(*component.Banner); ok {
			b.Say(n)
		}
	}
	p.advice.Hidden = len(all) == 0
}

// list shows the codes on the page.
func (p *Prepare) list() {
	p.codes.Objects = nil
	all := look(p.state, p.w).Codes
	p.codes.Hidden = len(all) == 0
	if p.codes.Hidden {
		return
	}
	p.codes.Add(component.NewStrong(p.w.N("prepare.codes", len(all))))
	for _, c := range all {
		text, said := c.Text, component.NewBody(c.Text)
		if p.of.Use == nil || !c.Fits {
			p.codes.Add(said)
			continue
		}
		var use *component.Button
		use = p.st.Kit.Button(component.Secondary, p.w.T("prepare.use"), func() {
			p.of.Use(text)
			use.SetText(p.w.T("prepare.used"))
		})
		p.codes.Add(component.Bar(said, use))
	}
}

// onWork goes on to another kind of work. There is always one.
func (p *Prepare) onWork(chosen int) {
	if chosen == component.None {
		chosen = int(component.Looking)
		p.work.SetChosen(chosen)
	}
	p.state.Work = component.PlateWork(chosen)
	p.quit()
	if p.state.Exact {
		p.state.Exact = false
		p.plate.SetPicture(p.fit, p.turned)
	}
	if p.state.Work == component.Covering && p.state.Chosen == none && len(p.state.Edits.now.Black) > 0 {
		p.state.Chosen = 0
	}
	p.draw()
	p.exact()
}

func (p *Prepare) zoom(by float64) {
	n := min(maxZoom, max(1, int(float64(p.state.Zoom)*by)))
	p.state.Zoom = n
	p.plate.SetZoom(n)
	p.draw()
}

func (p *Prepare) choose(i int) {
	p.state.Chosen = i
	p.draw()
}

func (p *Prepare) onDrawn(b component.Box) {
	next, ok := blacked(p.state.Edits.now, b)
	if !ok {
		p.draw()
		return
	}
	p.state.Chosen = len(next.Black) - 1
	p.do(next, step{})
}

func (p *Prepare) onAdd() {
	p.onDrawn(fresh(p.state.Edits.now))
	p.st.Kit.Focus(p.plate) // the arrow keys move what was added
}

func (p *Prepare) onRemove(i int) {
	if i < 0 || i >= len(p.state.Edits.now.Black) {
		return
	}
	p.do(without(p.state.Edits.now, i), step{})
}

func (p *Prepare) onEdge(e component.BoxEdge, by int) {
	now, what := p.state.Edits.now, anEdge+stepped(e)
	by *= component.BoxStep
	switch {
	case p.state.Work == component.Framing:
		if b := frame(now).With(e, by); b != frame(now) {
			p.do(cropped(now, b), step{theFrame, what})
		}
	case p.state.Work == component.Covering && p.state.Chosen >= 0 && p.state.Chosen < len(now.Black):
		was := component.Box(now.Black[p.state.Chosen])
		if b := was.With(e, by); b != was {
			p.do(changed(now, p.state.Chosen, b), step{p.state.Chosen, what})
		}
	}
}

func (p *Prepare) onUndo() {
	if look(p.state, p.w).Undo {
		p.goTo((*edits).undo)
	}
}

func (p *Prepare) onRedo() {
	if look(p.state, p.w).Redo {
		p.goTo((*edits).redo)
	}
}

// goTo goes back or on. An area that comes back is chosen, as it was when it was
// drawn.
func (p *Prepare) goTo(where func(*edits)) {
	e := p.state.Edits
	had := len(e.now.Black)
	where(e)
	if n := len(e.now.Black); n > had {
		p.state.Chosen = n - 1
	}
	p.follow()
}
