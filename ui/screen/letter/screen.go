package letter

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/scan"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/viewfinder"
)

// Office is what the screen asks of the desk.
type Office interface {
	ReadLetter(ctx context.Context, code string) (desk.LetterLook, error)
	ReadLetterSheet(ctx context.Context, s capture.Sheet) (desk.LetterLook, error)
	Offer(ctx context.Context, look desk.LetterLook) error
	Live() *scan.Live
	SetLetter(ctx context.Context, id casework.ID, l casework.Letter) error
	SetNoLetter(ctx context.Context, id casework.ID) error
	Resume(ctx context.Context, id casework.ID) error
	Retry(ctx context.Context, id casework.ID) (casework.ID, error)
	scans.Office
}

// Screen is one visit.
type Screen struct {
	st     *stage.Stage
	office Office

	title, lead *component.Text
	closed      *component.Banner
	wrong       *component.Banner
	resume      *component.Button
	progress    *component.Progress
	ways        *component.Card
	look        *component.Button
	scan        *component.Button
	scanner     *fyne.Container // the way by a scanner, where there is one
	open        *component.Button
	none        *component.Button
	result      *component.Banner
	before      *component.Banner // an ended case that the letter was brought to
	retry       *component.Button
	openBefore  *component.Button
	rows        *component.Summary
	sync        *component.Text
	record      *fyne.Container
	recordRows  *component.Summary
	recordNote  *component.Text
	use         *component.Button
	goOn        *component.Button
	again       *component.Button // another picture, by each way
	lookAgain   *component.Button
	scanAgain   *component.Button
	change      *component.Button
	keep        *component.Button
	back        *component.Button
	keys        *component.Text
	content     *fyne.Container

	shown  desk.Snapshot
	at     state
	last   view
	busy   bool              // a command is under way
	finder *viewfinder.Panel // nil until the camera was used
	scans  *scans.Panel      // nil until a scanner was used
	turn   int               // which reading is the newest: the answers of others are dropped
	stop   context.CancelFunc
}

// New makes the screen.
func New(st *stage.Stage, office Office) *Screen {
	w := st.Words
	s := &Screen{st: st, office: office}
	s.title, s.lead = component.NewTitle(""), component.NewLead("")
	s.closed = component.NewBanner(theme.Info, "", "")
	s.resume = st.Kit.Button(component.Secondary, w.T("frame.offer.resume"), s.onResume)
	s.wrong = component.NewBanner(theme.Warn, "", "", s.resume)
	s.progress = st.Kit.Progress(w.T("frame.action.stop"), s.onStop)
	s.open = st.Kit.Button(component.Primary, w.T("letter.open"), s.onOpen)
	s.look = st.Kit.Button(component.Secondary, w.T("camera.use"), s.onLook)
	s.scan = st.Kit.Button(component.Secondary, w.T("evidence.from_scanner"), s.onScan)
	s.none = st.Kit.Button(component.Secondary, w.T("letter.no_letter"), s.onNone)
	s.ways = s.newWays()
	s.result = component.NewBanner(theme.Info, "", "")
	s.retry = st.Kit.Button(component.Secondary, w.T("outcome.retry"), s.onRetry)
	s.openBefore = st.Kit.Button(component.Link, "", func() {
		if b := s.last.Brought; b != nil {
			st.Nav.Go(route.Of(route.Outcome, b.Case))
		}
	})
	s.before = component.NewBanner(theme.Info, "", "", s.retry, s.openBefore)
	s.rows, s.sync = st.Kit.Summary(), component.NewHint("")
	s.recordRows, s.recordNote = st.Kit.Summary(), component.NewHint("")
	s.record = component.VStack(theme.Gap8,
		component.NewSection(w.T("letter.record")), s.recordNote, s.recordRows)
	s.use = st.Kit.Button(component.Primary, w.T("letter.use"), s.onUse)
	s.goOn = st.Kit.Button(component.Primary, w.T("frame.action.continue"), s.onContinue)
	s.again = st.Kit.Button(component.Secondary, w.T("letter.open_other"), s.onOpen)
	s.lookAgain = st.Kit.Button(component.Secondary, w.T("camera.use"), s.onLook)
	s.scanAgain = st.Kit.Button(component.Secondary, w.T("evidence.from_scanner"), s.onScan)
	s.change = st.Kit.Button(component.Secondary, w.T("frame.action.change"), s.onChange)
	s.keep = st.Kit.Button(component.Secondary, w.T("letter.keep"), s.onKeep)
	s.back = st.Kit.Button(component.Secondary, w.T("frame.back"), st.Nav.Back).Keyed("Esc")
	s.keys = component.NewHint(w.T("letter.keys"))
	s.content = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, s.title, s.lead),
		s.closed, s.wrong, s.progress, s.ways,
		s.before, s.result, component.VStack(theme.Gap8, s.rows, s.sync), s.record,
		component.HStack(theme.Gap12, s.use, s.goOn, s.change, s.again, s.lookAgain, s.scanAgain, s.keep, s.back, s.keys),
	)
	return s
}

// newWays is the card with every way to bring a letter.
func (s *Screen) newWays() *component.Card {
	w := s.st.Words
	way := func(title, detail string, act ...fyne.CanvasObject) fyne.CanvasObject {
		words := component.VStack(theme.Gap4, component.NewStrong(title), component.NewHint(detail))
		if len(act) == 0 {
			return words
		}
		return component.Bar(words, act[0])
	}
	s.scanner = component.VStack(theme.Gap16,
		way(w.T("letter.way_scanner"), w.T("letter.way_scanner_detail"), s.scan),
		component.NewRule())
	return component.NewCard(component.VStack(theme.Gap16,
		way(w.T("letter.way_scan"), w.T("letter.way_scan_detail")),
		component.NewRule(),
		way(w.T("letter.way_camera"), w.T("letter.way_camera_detail"), s.look),
		component.NewRule(),
		way(w.T("letter.way_open"), w.T("letter.way_open_detail"), s.open),
		component.NewRule(),
		s.scanner,
		way(w.T("letter.way_none"), w.T("letter.way_none_detail"), s.none),
	))
}

// Title implements stage.Screen.
func (s *Screen) Title() string { return s.st.Words.T("letter.title") }

// Content implements stage.Screen.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// First implements stage.Screen.
func (s *Screen) First() fyne.Focusable {
	switch {
	case s.last.Use:
		return s.use
	case s.last.Go:
		return s.goOn
	case s.last.Ways:
		return s.open
	case s.last.Reading:
		return component.First(s.progress)
	}
	return s.back
}

// Flush implements stage.Screen: nothing is typed here.
func (s *Screen) Flush(then func()) { then() }

// Show implements stage.Screen.
func (s *Screen) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.draw()
}

// draw is Show for a change of the visit's own state.
func (s *Screen) draw() {
	w := s.st.Words
	v := look(s.shown, s.at, s.st.Now().Location(), w)
	s.title.SetText(v.Title)
	s.lead.SetText(v.Lead)
	s.lead.Hidden = v.Lead == ""
	s.closed.Say(v.Closed)
	s.resume.Hidden = v.Resume == ""
	s.wrong.Say(v.Wrong)
	s.progress.Hidden = !v.Reading
	s.progress.Set(w.T("letter.reading"), "", w.T("letter.reading_detail"), -1, true)
	s.ways.Hidden = !v.Ways
	s.result.Say(v.Result)
	s.before.Say(v.Before)
	if b := v.Brought; b != nil {
		s.retry.Hidden = !b.Retry
		s.openBefore.SetText(w.T("casefile.open_from", "Ref", b.Ref))
	}
	s.rows.SetRows(v.Rows)
	s.rows.Hidden = len(v.Rows) == 0
	s.sync.SetText(v.Sync)
	s.sync.Hidden = v.Sync == ""
	s.recordRows.SetRows(v.Record)
	s.recordNote.SetText(v.RecordNote)
	s.record.Hidden = len(v.Record) == 0
	s.use.Hidden, s.goOn.Hidden, s.change.Hidden = !v.Use, !v.Go, !v.Go
	s.again.Hidden, s.keep.Hidden = !v.Again || v.Go, !v.Keep
	s.scanner.Hidden = !v.Scanner
	s.lookAgain.Hidden, s.scanAgain.Hidden = s.again.Hidden, s.again.Hidden || !v.Scanner
	s.keys.Hidden = !v.Use && !v.Go
	s.back.Hidden = v.Closed.Title == ""
	s.last = v
	s.settle()
	s.content.Refresh()
}

func (s *Screen) settle() {
	for _, b := range []*component.Button{s.look, s.open, s.scan, s.none, s.use, s.goOn, s.again, s.lookAgain, s.scanAgain, s.change, s.keep, s.retry} {
		b.SetEnabled(!s.busy)
	}
}

func (s *Screen) onChange() {
	s.at.changing = true
	s.draw()
	s.st.Kit.Arrive(s.First())
}

func (s *Screen) onKeep() {
	s.at = state{}
	s.draw()
	s.st.Kit.Arrive(s.First())
}

func (s *Screen) onUse() {
	if s.at.read == nil {
		return
	}
	l := s.at.read.Letter
	s.commit("set letter", func(ctx context.Context) error { return s.office.SetLetter(ctx, s.st.At.Case, l) })
}

func (s *Screen) onNone() {
	s.commit("no letter", func(ctx context.Context) error { return s.office.SetNoLetter(ctx, s.st.At.Case) })
}

func (s *Screen) onContinue() { s.st.Nav.Go(route.Of(route.Resident, s.st.At.Case)) }

// commit records what was chosen and goes on; if that fails all stays as it is.
func (s *Screen) commit(title string, work func(context.Context) error) {
	if s.busy {
		return
	}
	s.busy = true
	s.settle()
	s.st.Run.Run(title, work, func(err error) {
		s.busy = false
		s.at.wrong = err
		if err != nil {
			s.draw()
			s.st.Kit.Arrive(s.First())
			return
		}
		s.at = state{}
		s.settle()
		s.onContinue()
	})
}

// Enter implements stage.Keyed: the primary act.
func (s *Screen) Enter() bool {
	switch {
	case s.last.Use:
		s.use.Press()
	case s.last.Go:
		s.goOn.Press()
	case s.last.Ways:
		s.open.Press()
	default:
		return false
	}
	return true
}

// Escape implements stage.Keyed: it stops what is being read, and otherwise
// goes back.
func (s *Screen) Escape() bool {
	if !s.last.Reading {
		return false
	}
	s.onStop()
	return true
}
