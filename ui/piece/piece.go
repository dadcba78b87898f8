package piece

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Piece is one visit to one document.
type Piece struct {
	st    *stage.Stage
	owner Owner
	w     words.Words
	draft *stage.Draft
	pause *foreground.Delay // until what is typed is looked at

	eyebrow, title, lead *component.Text
	problems             *component.ErrorSummary
	closed               *component.Banner
	rows                 *component.Summary
	same                 *component.Button
	offer                *fyne.Container
	says, checks         *fyne.Container
	album                *Album
	reader               *zoneReader
	goOn, keep           *component.Button
	back                 *component.Button
	foot, content        *fyne.Container

	shown  desk.Snapshot
	boxes  *boxes // nil until it is known which document it is
	why    *why
	at     part
	filled *filled
	shows  int // how often a snapshot was shown
	busy   bool
}

// NewPiece makes the screen of one document.
func NewPiece(st *stage.Stage, o Owner) *Piece {
	w := st.Words.Of(o.Words)
	s := &Piece{st: st, owner: o, w: w, at: saysPart}
	s.draft = st.NewDraft(s.fields, func(ctx context.Context, fields map[string]string) error {
		return o.Keep.SaveDraft(ctx, o.draftKey(st.At.Item), fields)
	}, func(err error) { st.Nav.Announce(w.Fault(err).Title) })
	s.pause = st.Run.After(stage.DraftWait, s.draw)
	s.eyebrow, s.title, s.lead = component.NewHint(""), component.NewTitle(""), component.NewLead("")
	s.problems = st.Kit.ErrorSummary(w.T("frame.problem.title"))
	s.closed = component.NewBanner(theme.Info, "", "")
	s.rows = st.Kit.Summary()
	s.same = st.Kit.Button(component.Secondary, "", s.onSame)
	s.offer = component.HStack(0, s.same)
	s.says, s.checks = component.VStack(theme.Gap16), component.VStack(theme.Gap16)
	s.album = NewAlbum(st, w, Acts{
		May:   func() bool { return !s.busy && s.boxes != nil && !s.foot.Hidden },
		Flush: s.draft.Flush, Add: s.keepPicture, Picture: o.Keep.Picture, Page: o.Keep.Page, Codes: o.Keep.Codes, About: s.about, Shape: s.shape,
		Scanners: o.Keep, Place: func() desk.Place { return s.shown.Place }, Finish: o.Keep.ScanDone,
		Remove: func(ctx context.Context, blob string) error { return o.Keep.RemoveCapture(ctx, st.At.Item, blob) },
		Busy:   s.settle, Done: s.onPictured, Fail: s.fail,
	})
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.keep = st.Kit.Button(component.Secondary, w.T("evidence.keep"), s.onKeep)
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.foot = component.HStack(theme.Gap12, s.goOn, s.keep, component.NewHint(w.T("evidence.keys")))
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap4, s.eyebrow, s.title, s.lead),
		s.problems, s.closed, s.rows, s.says, s.checks, s.foot, component.HStack(0, s.back))
	return s
}

// Title implements stage.Screen.
func (s *Piece) Title() string {
	if s.at == checksPart {
		return s.w.T("evidence.item_title")
	}
	return s.w.T("evidence.item_details_title")
}

// Content implements stage.Screen.
func (s *Piece) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Piece) First() fyne.Focusable {
	switch {
	case s.foot.Hidden || s.boxes == nil:
		return s.back
	case s.at == checksPart:
		return s.boxes.rows.First()
	case s.why.open():
		return s.why.reason.First() // what is still to be answered of it
	default:
		return s.boxes.first()
	}
}

// Flush implements stage.Screen.
func (s *Piece) Flush(then func()) {
	s.pause.Cancel()
	s.draft.Flush(then)
}

// Show implements stage.Screen.
func (s *Piece) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	late := s.load() && s.shows > 0
	s.shows++
	s.draw()
	if late { // the draft that says which document it is came after the screen
		s.st.Kit.Arrive(s.First())
	}
}

// load makes the controls and fills them, once a visit: with the draft, or else
// with what the case has. After that they are the officer's.
func (s *Piece) load() bool {
	if s.boxes != nil || s.shown.Open == nil || s.shown.Policy == nil {
		return false
	}
	id := s.st.At.Item
	at := s.sight()
	doc, ok := s.shown.Policy.Document(typeOf(at, id))
	if !ok {
		return false
	}
	s.boxes = newBoxes(s.st.Kit, s.w, doc, s.shown.Policy.CouldNot, resident.DateOf(s.st.Now()), acts{s.onTyped, s.onPicked, s.onZone, s.pause.Flush})
	s.why = newWhy(s.st.Kit, s.w, acts{typed: s.onTyped, picked: s.onPicked})
	s.boxes.name.Add(s.why.content)
	s.reader = newZoneReader(s.st, s.w, readerActs{
		kept: s.owner.Keep.ReadZone, sheet: s.owner.Keep.ReadSheetZone,
		use: func(lines string) { s.putZone(lines) },
	})
	s.boxes.cut.Add(s.reader.content)
	s.says.Objects = []fyne.CanvasObject{component.NewCard(component.VStack(theme.Gap16, s.offer, s.boxes.fields))}
	s.checks.Objects = []fyne.CanvasObject{
		component.NewCard(s.boxes.rows.Content()),
		component.NewCard(component.VStack(theme.Gap16, s.boxes.seen, s.boxes.returned, s.album.Content())),
	}
	f := blank(doc)
	item, there := at.item(id)
	draft := at.drafted(id)
	switch {
	case len(draft) > 0:
		f = typed(draft, doc)
		s.why.fill(takeBecause(draft))
	case there:
		f = kept(item, doc)
		link := at.nameLink(id)
		s.why.fill(because{link.Reason, string(link.Linked), link.Note})
	}
	s.at = f.Part
	s.boxes.set(f)
	s.draft.Loaded(s.fields())
	return true
}

func (s *Piece) sight() sight { return s.owner.see(s.shown) }

// form is what is typed; nil until it is known which document it is.
func (s *Piece) form() *form {
	if s.boxes == nil {
		return nil
	}
	f := s.boxes.read(s.at)
	return &f
}

func (s *Piece) fields() map[string]string {
	f := s.form()
	if f == nil {
		return nil
	}
	draft := f.draft()
	s.why.set.put(draft)
	return draft
}

func (s *Piece) draw() {
	v := lookAt(s.sight(), s.st.At.Item, s.form(), s.w)
	s.eyebrow.SetText(v.Eyebrow)
	s.eyebrow.Hidden = v.Eyebrow == ""
	s.title.SetText(v.Title)
	s.lead.SetText(v.Lead)
	s.lead.Hidden = v.Lead == ""
	s.closed.Say(v.Closed)
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.foot.Hidden, s.back.Hidden = !v.Form, v.Form
	s.says.Hidden, s.checks.Hidden = !v.Form || s.at != saysPart, !v.Form || s.at != checksPart
	if s.boxes != nil {
		s.drawBoxes(v)
	}
	s.content.Refresh()
}

func (s *Piece) drawBoxes(v paper) {
	w, b := s.w, s.boxes
	undo := ""
	if s.filled != nil {
		undo = s.filled.by
	}
	label := func(by, offer string) string {
		if undo == by {
			return w.T("evidence.put_back")
		}
		return offer
	}
	s.offer.Hidden = v.Offer == ""
	s.same.SetText(label(bySaid, v.Offer))
	b.sayZone(v.Zone)
	b.fill.Hidden = !v.FromMRZ && undo != byZone
	b.fill.SetText(label(byZone, w.T("evidence.fill")))
	b.driver.Say(v.Driver)
	b.expiry.Say(v.Expiry)
	b.seen.Hidden, b.returned.Hidden = !v.Pick, !v.Tick
	name := s.naming()
	s.why.show(name)
	s.boxes.name.Hidden = name.Notice == (component.Notice{})
	s.album.Show(s.captures(), v.Picture)
	s.reader.show(s.captures(), v.Picture)
	b.fields.Refresh()
}

// naming is what there is to say of the name as it is typed.
func (s *Piece) naming() naming {
	f := s.boxes.read(s.at)
	item, _ := f.item(s.st.At.Item, s.boxes.doc, record.Item{}, func() record.CheckID { return "" })
	return lookNaming(s.sight(), item, s.why.set, s.w)
}

func (s *Piece) captures() []record.Capture {
	item, _ := s.sight().item(s.st.At.Item)
	return item.Captures
}

// onTyped waits for a pause before it points anything out.
func (s *Piece) onTyped() {
	s.draft.Touch()
	s.pause.Start()
}

// onPicked shows at once what a choice asks for.
func (s *Piece) onPicked() {
	s.draft.Touch()
	s.draw()
}

// item is the document for the case, and what keeps it from being whole.
func (s *Piece) item() (record.Item, []*fault.Error) {
	f := s.boxes.read(s.at)
	before, _ := s.sight().item(s.st.At.Item)
	item, dates := f.item(s.st.At.Item, s.boxes.doc, before, s.owner.Keep.NewCheckID)
	return item, wrongFields(s.shown.Policy, s.boxes.doc, item, dates, resident.DateOf(s.st.Now()))
}

func (s *Piece) onContinue() {
	if s.busy || s.foot.Hidden || s.boxes == nil {
		return
	}
	item, wrong := s.item()
	links := append(s.boxes.tell(wrong, s.w), s.why.tell(s.naming(), s.w)...)
	switch {
	case len(links) > 0:
		s.turn(saysPart)
		s.problems.Set(links...)
		s.content.Refresh()
		return
	case s.at == saysPart:
		s.turn(checksPart)
		s.problems.Set()
		s.draft.Touch()
		s.st.Kit.Arrive(s.First())
		return
	}
	links = append(s.boxes.rows.Wrong(), s.seenWrong(item)...)
	s.problems.Set(links...)
	s.content.Refresh()
	if len(links) == 0 {
		s.commit(item)
	}
}

// seenWrong says what is missing of how it was seen, at its place.
func (s *Piece) seenWrong(item record.Item) []component.Problem {
	s.boxes.seen.SetError("")
	s.boxes.returned.SetError("")
	key := seenWrong(s.boxes.doc, item)
	if key == "" {
		return nil
	}
	text := s.w.T(key)
	target := s.album.First()
	switch {
	case !s.boxes.returned.Hidden:
		s.boxes.returned.SetError(text)
		target = s.boxes.returned.First()
	case !s.boxes.seen.Hidden:
		s.boxes.seen.SetError(text)
		if item.Seen == "" {
			target = s.boxes.seen.First()
		}
	}
	return []component.Problem{{Text: text, Target: target}}
}

func (s *Piece) turn(to part) {
	s.at = to
	s.draw()
}

// onKeep puts the document aside as far as it is. What cannot go into the case
// yet, such as half a date, stays in the draft.
func (s *Piece) onKeep() {
	if s.busy || s.boxes == nil {
		return
	}
	item, wrong := s.item()
	if unfit(wrong) {
		s.leave(s.w.T("evidence.kept_typed"))
		return
	}
	s.commit(item)
}

func (s *Piece) commit(item record.Item) {
	s.settle(true)
	name, because, was := s.naming(), s.why.set, s.sight().nameLink(item.ID)
	said := s.w.T("evidence.kept", "Document", s.boxes.doc.Names.In(s.w.Tongue()))
	if open := s.why.left(name); open != "" {
		said += ". " + s.w.T(open)
	}
	s.draft.Commit("put evidence", func(ctx context.Context) error {
		if err := s.owner.Keep.Put(ctx, item); err != nil {
			return err
		}
		return s.owner.saveName(ctx, item.ID, name, because, was)
	}, func(err error) {
		s.settle(false)
		if err != nil {
			s.fail(err)
			return
		}
		s.pause.Cancel()
		s.leave(said)
	})
}

func (s *Piece) leave(said string) {
	s.st.Nav.Go(s.owner.List)
	s.st.Nav.Announce(said)
}

func (s *Piece) fail(err error) {
	m := s.w.Fault(err)
	s.problems.Set(component.Problem{Text: m.Title + ". " + m.Next, Target: s.goOn})
	s.content.Refresh()
}

func (s *Piece) settle(busy bool) {
	s.busy = busy
	s.goOn.Rest(busy, s.w.T("frame.action.continue"), s.w.T("evidence.saving"))
	s.keep.SetEnabled(!busy)
	s.same.SetEnabled(!busy)
	s.album.Enable(!busy)
}

// Enter implements stage.Keyed.
func (s *Piece) Enter() bool {
	s.onContinue()
	return !s.foot.Hidden
}

// Escape implements stage.Keyed: from the checks back to what the document
// says, and from there as everywhere.
func (s *Piece) Escape() bool {
	switch {
	case s.album.Stop():
	case s.reader != nil && s.reader.halt():
	case s.at == checksPart && !s.foot.Hidden:
		s.problems.Set()
		s.turn(saysPart)
		s.draft.Touch()
		s.st.Kit.Arrive(s.First())
	default:
		return false
	}
	return true
}
