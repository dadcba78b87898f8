package prepare

import (
	"context"
	"image"
	"slices"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/picture"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/words"
)

// none is no page, and no black area.
const none = component.None

// Of is what is prepared, and for whom.
type Of struct {
	Sheet capture.Sheet
	Which string // which of several it is, in words; empty for the only one
	Told  string // what the policy does not want kept of this document; may be empty
	Page  func(context.Context, capture.Prepared) (*image.RGBA, docrender.Info, error)
	Codes func(context.Context, capture.Prepared) ([]string, error)
	// Use takes the text of a code for the document's number; nil where it has none.
	Use func(text string)
	// Keep answers what keeps the page; it is asked on the window's thread.
	Keep func(capture.Prepared) func(context.Context) error
	// Kept follows each page that is kept. Done is the end when the last was,
	// Gone any other: with the reason where the document could not be read at
	// all, with nil where it was given up.
	Kept func()
	Done func()
	Gone func(error)
}

// Prepare is one document that is being prepared.
type Prepare struct {
	st    *stage.Stage
	w     words.Words
	of    Of
	modal *component.Modal
	state state
	pages map[int]*edits
	bare  bool // it was said that nothing of it has to be blacked out

	base   *image.RGBA // the page as it came
	turn   int         // as the picture on the plate is turned
	turned *image.RGBA // the base turned so
	fit    *image.RGBA
	turns  int // the newest question: answers of others are dropped
	stop   context.CancelFunc
	search context.CancelFunc // of the codes on the page

	parts
}

// Open shows the first page of a document to prepare.
func Open(st *stage.Stage, of Of) *Prepare {
	p := &Prepare{st: st, w: st.Words, of: of, pages: map[int]*edits{}}
	p.state = state{Loading: none, Chosen: none, Zoom: 1, Told: of.Told, Pages: 1, Edits: p.edits(0)}
	p.make()
	title := p.w.T("prepare.title")
	if of.Which != "" {
		title += " · " + of.Which
	}
	p.modal = st.Kit.Ask(component.Ask{
		Title: title, Still: p.still, Content: p.content, Wide: true, First: p.plate, Deliberate: true,
		Undo: p.onUndo, Redo: p.onRedo,
		Yes: p.w.T("prepare.keep"), No: p.w.T("prepare.cancel"),
		OnYes: p.onKeep, OnLeave: p.onLeave, OnNo: func() { p.gone(nil) },
	})
	p.load(0)
	return p
}

// Open tells whether it is still over the window.
func (p *Prepare) Open() bool { return p.modal.Open() }

// edits are those of a page: going to another loses nothing.
func (p *Prepare) edits(page int) *edits {
	if p.pages[page] == nil {
		p.pages[page] = &edits{}
	}
	return p.pages[page]
}

// touched tells whether anything was done that would be lost.
func (p *Prepare) touched() bool {
	for _, e := range p.pages {
		if !e.none() && !same(e.now, e.kept) {
			return true
		}
	}
	return false
}

func (p *Prepare) prepared() capture.Prepared {
	return capture.Prepared{Sheet: p.of.Sheet, Page: p.state.Page, Edit: p.state.Edits.now}
}

// load shows another page, and what there is to say about it.
func (p *Prepare) load(page int) {
	p.quit()
	ask := p.turns
	p.state.Loading, p.state.Wrong = page, nil
	p.draw()
	var img, small *image.RGBA
	var info docrender.Info
	edit, read, sheet := p.edits(page).now, p.of.Page, p.of.Sheet
	var turned *image.RGBA
	var advice []picture.Advice
	p.stop = p.st.Run.Run("page to prepare", func(ctx context.Context) (err error) {
		img, info, err = read(ctx, capture.Prepared{Sheet: sheet, Page: page})
		if err != nil {
			return err
		}
		turned = rotate(img, edit.Turn)
		small, advice = fit(turned), picture.Look(turned, part(turned, edit.Crop))
		return nil
	}, func(err error) {
		if ask != p.turns || !p.Open() {
			return
		}
		p.state.Loading, p.stop = none, nil
		if err != nil {
			p.unread(err)
			return
		}
		p.base, p.turned, p.fit, p.turn = img, turned, small, edit.Turn
		p.state.Page, p.state.Pages, p.state.Edits = page, max(1, info.Pages), p.edits(page)
		p.state.Spreads, p.state.Partial = info.Spreads, info.Partial
		p.state.Shown, p.state.Chosen, p.state.Exact = true, none, false
		p.state.Advice, p.state.Codes = advice, nil
		p.list() // those of the page before are not this one's
		p.plate.SetPicture(p.fit, p.turned)
		p.draw()
		p.exact()
		p.findCodes()
	})
}

// unread says why a page cannot be shown. Without any there is nothing to
// prepare.
func (p *Prepare) unread(err error) {
	if !p.state.Shown {
		p.modal.Close()
		p.gone(err)
		return
	}
	p.state.Wrong = err
	p.draw()
}

// quit gives up what is being asked.
func (p *Prepare) quit() {
	p.turns++
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// do changes the edit and shows what it makes of the page.
func (p *Prepare) do(next docrender.Edit, by step) {
	p.state.Edits.do(next, by)
	p.follow()
}

// follow shows the page as its edit has it now.
func (p *Prepare) follow() {
	s := &p.state
	e := s.Edits.now
	if s.Chosen >= len(e.Black) {
		s.Chosen = len(e.Black) - 1
	}
	s.Wrong, s.Exact = nil, false
	if e.Turn == p.turn {
		p.plate.SetPicture(p.fit, p.turned)
	}
	p.draw()
	p.quit()
	ask, base, was, fitted, same := p.turns, p.base, p.turned, p.fit, e.Turn == p.turn
	var img, small *image.RGBA
	var advice []picture.Advice
	p.st.Run.Run("picture as it is changed", func(context.Context) error {
		img, small = was, fitted
		if !same {
			img = rotate(base, e.Turn)
			small = fit(img)
		}
		advice = picture.Look(img, part(img, e.Crop))
		return nil
	}, func(err error) {
		if err != nil || ask != p.turns || !p.Open() {
			return
		}
		if !same {
			p.turned, p.fit, p.turn = img, small, e.Turn
			p.plate.SetPicture(p.fit, p.turned)
		}
		s.Advice = advice
		p.draw()
		p.exact()
	})
}

// exact has the worker draw what will be kept, where that is looked at.
func (p *Prepare) exact() {
	if p.state.Work != component.Looking || p.state.Edits.none() {
		return
	}
	ask, read, wanted := p.turns, p.of.Page, p.prepared()
	var img, small *image.RGBA
	p.stop = p.st.Run.Run("picture as it will be kept", func(ctx context.Context) (err error) {
		if img, _, err = read(ctx, wanted); err == nil {
			small = fit(img)
		}
		return err
	}, func(err error) {
		if ask != p.turns || !p.Open() || p.state.Keeping || p.state.Work != component.Looking {
			return
		}
		p.stop = nil
		if err != nil {
			p.state.Wrong = err
			p.draw()
			return
		}
		p.state.Exact = true
		p.plate.SetPicture(small, img)
		p.draw()
	})
}

// findCodes looks for codes on the page, quietly.
func (p *Prepare) findCodes() {
	if p.of.Codes == nil {
		return
	}
	p.endSearch()
	page, read := p.state.Page, p.of.Codes
	wanted := capture.Prepared{Sheet: p.of.Sheet, Page: page}
	var found []string
	p.search = p.st.Run.Run("codes on the page", func(ctx context.Context) (err error) {
		found, err = read(ctx, wanted)
		return err
	}, func(err error) {
		if err == nil && p.Open() && page == p.state.Page && p.state.Loading == none {
			p.state.Codes = found
			p.list()
			p.draw()
		}
	})
}

// onKeep keeps the page, and stays until it is kept. One that is kept as it is
// already is not kept again.
func (p *Prepare) onKeep() (stay bool) {
	if p.state.isKept() {
		p.finish()
		return true
	}
	p.keep(func() {
		p.note()
		p.of.Kept()
		p.finish()
	})
	return true
}

// onAlso keeps the page and goes on to the next of the document; the last ends
// it.
func (p *Prepare) onAlso() {
	if p.state.isKept() {
		return
	}
	p.keep(func() {
		p.note()
		p.of.Kept()
		if s := p.state; s.Page+1 < s.Pages {
			p.load(s.Page + 1)
			return
		}
		p.finish()
	})
}

// note takes down that the page is kept, and how.
func (p *Prepare) note() {
	s := &p.state
	if !slices.Contains(s.Also, s.Page) {
		s.Also = append(s.Also, s.Page)
	}
	s.Edits.kept, s.Edits.last = s.Edits.now, step{} // a step from here on can be taken back to what is kept
}

// finish ends it when the last page was kept.
func (p *Prepare) finish() {
	p.quit()
	p.modal.Close()
	p.forget()
	p.of.Done()
}

func (p *Prepare) seal(then func()) {
	if !look(p.state, p.w).CanKeep {
		return
	}
	p.quit()
	keep := p.of.Keep(p.prepared())
	p.state.Keeping, p.state.Wrong = true, nil
	p.draw()
	p.stop = p.st.Run.Run("keep picture", keep, func(err error) {
		p.state.Keeping, p.stop = false, nil
		if err != nil {
			p.state.Wrong = err
			p.draw()
			return
		}
		then()
	})
}

// blacked tells whether something is, of this page or of one that is kept.
func (p *Prepare) blacked() bool {
	return len(p.state.Edits.now.Black) > 0 ||
		slices.ContainsFunc(p.state.Also, func(page int) bool { return len(p.pages[page].kept.Black) > 0 })
}

// keep keeps the page. Where the policy wants something blacked out and nothing
// is, the officer is asked first, until they say that it is right so.
func (p *Prepare) keep(then func()) {
	if p.of.Told == "" || p.bare || p.blacked() {
		p.seal(then)
		return
	}
	if !look(p.state, p.w).CanKeep {
		return
	}
	var sure *component.Modal
	sure = p.st.Kit.Ask(component.Ask{
		Title: p.w.T("prepare.bare_title"), Body: p.w.T("prepare.bare_detail", "Told", p.of.Told),
		Yes: p.w.T("prepare.bare_yes"), No: p.w.T("prepare.bare_no"), Careful: true, Deliberate: true,
		OnYes: func() bool {
			sure.Close()
			p.bare = true
			p.seal(then)
			return true
		},
	})
}

// onLeave asks before anything that was done is lost, and stops first what is
// under way.
func (p *Prepare) onLeave() (stay bool) {
	switch {
	case p.state.Keeping:
		p.onStop()
		return true
	case !p.touched():
		return false
	}
	detail := p.w.T("prepare.leave_detail")
	if kept := look(p.state, p.w).Kept; kept != "" {
		detail = p.w.T("prepare.leave_rest", "Kept", kept)
	}
	var sure *component.Modal
	sure = p.st.Kit.Ask(component.Ask{
		Title: p.w.T("prepare.leave_title"), Body: detail,
		Yes: p.w.T("prepare.leave_yes"), No: p.w.T("prepare.leave_no"), Danger: true,
		OnYes: func() bool {
			sure.Close()
			p.modal.Close()
			p.gone(nil)
			return true
		},
	})
	return true
}

// onStop gives up what is under way: reading the first page gives up the
// document.
func (p *Prepare) onStop() {
	if p.state.Keeping {
		if p.stop != nil {
			p.stop() // what keeps it says whether it was kept all the same
		}
		return
	}
	p.quit()
	p.state.Loading = none
	if !p.state.Shown {
		p.modal.Close()
		p.gone(nil)
		return
	}
	p.draw()
}

func (p *Prepare) gone(err error) {
	p.quit()
	p.forget()
	p.of.Gone(err)
}

// endSearch gives up looking for codes on the page that is left.
func (p *Prepare) endSearch() {
	if p.search != nil {
		p.search()
		p.search = nil
	}
}

// forget lets go of the document.
func (p *Prepare) forget() {
	p.endSearch()
	p.of.Sheet, p.base, p.turned, p.fit = capture.Sheet{}, nil, nil, nil
	p.plate.SetPicture(nil, nil)
}
