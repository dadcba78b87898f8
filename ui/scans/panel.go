package scans

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scanner"
	"vouchdesk/ui/component"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Office is what the panel asks of the desk.
type Office interface {
	Scans(ctx context.Context) ([]desk.Scan, error)
	TakeScan(ctx context.Context, id capture.ScanID) (capture.Sheet, error)
	Scanners(ctx context.Context) ([]scanner.Device, error)
	ScanPage(ctx context.Context, j scanner.Job) (capture.Sheet, error)
}

// How often the folder is looked into, and how far a scan is asked.
const (
	lookEvery = time.Second
	askEvery  = 250 * time.Millisecond
)

// Panel is open over the window.
type Panel struct {
	st     *stage.Stage
	w      words.Words
	office Office
	take   func(capture.Sheet)
	modal  *component.Modal
	state  state
	again  *foreground.Delay  // looks into the folder again
	sample *foreground.Delay  // asks how far the scan is
	part   *atomic.Int64      // of the page, in thousandths
	stop   context.CancelFunc // of the scan, or of the file that is read
	giveUp context.CancelFunc // looking for scanners
	shown  []row

	folder      *fyne.Container
	folderWrong *component.Banner
	empty       *component.Text
	rows        *fyne.Container
	older       *fyne.Container
	more        *component.Button
	attached    *fyne.Container
	which       *component.Select
	name        *component.Text
	colour      *component.Segmented
	scan, find  *component.Button
	acts        *fyne.Container
	progress    *component.Progress
	wrong       *component.Banner
}

// Open shows what scanners bring; take gets what the officer takes.
func Open(st *stage.Stage, office Office, place desk.Place, take func(capture.Sheet)) *Panel {
	p := &Panel{st: st, w: st.Words, office: office, take: take, part: &atomic.Int64{}}
	p.state = state{Folder: place.Scans != "", Attached: place.Scanner, Most: mostRows}
	p.again, p.sample = st.Run.After(lookEvery, p.look), st.Run.After(askEvery, p.ask)
	p.make()
	p.modal = st.Kit.Ask(component.Ask{
		Title: p.w.T("scans.title"), Yes: p.w.T("frame.close"), OnYes: func() bool { p.end(); return false },
		Content: component.VStack(theme.Gap16, p.wrong, p.folder, p.attached),
		OnLeave: p.onStop, OnNo: p.end,
	})
	p.draw()
	if p.state.Folder {
		p.look()
	}
	if p.state.Attached {
		p.search(false)
	}
	return p
}

// Open tells whether it is still over the window.
func (p *Panel) Open() bool { return p.modal.Open() }

// Close closes it; nothing is taken.
func (p *Panel) Close() {
	p.end()
	p.modal.Close()
}

func (p *Panel) make() {
	w, kit := p.w, p.st.Kit
	p.folderWrong, p.wrong = component.NewBanner(theme.Warn, "", ""), component.NewBanner(theme.Bad, "", "")
	p.empty, p.rows = component.NewHint(""), component.VStack(theme.Gap8)
	p.more = kit.Button(component.Secondary, "", p.onMore)
	p.older = component.HStack(0, p.more)
	p.folder = component.VStack(theme.Gap8, component.NewStrong(w.T("scans.folder")), p.folderWrong, p.empty, p.rows, p.older)
	p.which = kit.Select(component.FieldText{Label: w.T("scans.which")}, w.T("scans.which_none"), nil, func(id string) {
		p.state.Device = id
		p.draw()
	})
	p.name = component.NewBody("")
	p.colour = kit.Segmented(w.T("scans.grey"), w.T("scans.colour"))
	p.colour.SetChosen(0)
	p.colour.OnChanged = func(chosen int) {
		p.state.Colour = chosen == 1
		p.colour.SetChosen(max(0, chosen))
	}
	p.scan = kit.Button(component.Secondary, w.T("scans.scan"), p.onScan)
	p.find = kit.Button(component.Secondary, w.T("scans.find"), p.onFind)
	p.progress = kit.Progress(w.T("frame.action.stop"), func() { p.onStop() })
	p.acts = component.HStack(theme.Gap12, p.scan, p.find)
	p.attached = component.VStack(theme.Gap8, component.NewStrong(w.T("scans.attached")), p.name, p.which, p.colour,
		p.progress, p.acts)
}

func (p *Panel) draw() {
	p.state.Now = p.st.Now()
	v := look(p.state, p.w)
	p.folder.Hidden, p.attached.Hidden = !v.Folder, !v.Attached
	p.folderWrong.Say(v.FolderWrong)
	p.empty.SetText(v.Empty)
	p.empty.Hidden = v.Empty == ""
	if !slices.Equal(v.Rows, p.shown) {
		p.fill(v.Rows)
	}
	p.more.SetText(v.More)
	p.older.Hidden = v.More == ""
	p.name.SetText(v.Scanner)
	p.name.Hidden = v.Scanner == ""
	p.which.Hidden = !v.Choose
	// Where a page is scanned from, it is told how far that is.
	p.colour.Hidden, p.acts.Hidden, p.progress.Hidden = v.Scanning, v.Scanning, !v.Scanning
	p.scan.SetEnabled(v.CanScan)
	p.find.SetText(v.Find)
	p.find.SetEnabled(v.CanFind)
	p.progress.Set(p.w.T("scans.scanning"), "", "", v.Fraction, true)
	p.wrong.Say(v.Wrong)
	if p.modal != nil {
		p.modal.Refresh()
	}
}

// look looks into the folder, and again a second later for as long as the panel
// is open.
func (p *Panel) look() {
	if !p.Open() {
		return
	}
	var found []desk.Scan
	p.st.Run.Run("folder of scans", func(ctx context.Context) (err error) {
		found, err = p.office.Scans(ctx)
		return err
	}, func(err error) {
		if !p.Open() {
			return
		}
		first := !p.state.Looked
		p.state.Looked, p.state.FolderWrong = true, err
		if err == nil {
			p.state.Scans = found
		} else {
			p.state.Scans = nil
		}
		p.draw()
		if all := component.Controls(p.rows); first && len(all) > 0 && p.st.Kit.Canvas().Focused() == p.modal.First() {
			p.st.Kit.Focus(all[0]) // the newest: Enter takes it
		}
		p.again.Start()
	})
}

// onFind looks for scanners, or stops that.
func (p *Panel) onFind() {
	if p.giveUp != nil {
		p.giveUp()
		return
	}
	p.search(true)
}

// search looks for scanners. Why none was found is said in its line only to whoever
// has not asked: they may be here for the folder.
func (p *Panel) search(asked bool) {
	if p.giveUp != nil || p.stop != nil {
		return
	}
	p.state.Finding, p.state.Wrong = true, nil
	p.draw()
	var found []scanner.Device
	p.giveUp = p.st.Run.Run("scanners", func(ctx context.Context) (err error) {
		found, err = p.office.Scanners(ctx)
		if err == nil && len(found) == 0 {
			err = scanner.ErrNone
		}
		return err
	}, func(err error) {
		p.giveUp = nil
		if !p.Open() {
			return
		}
		s := &p.state
		s.Finding = false
		if fault.Of(err) == fault.Stopped && len(s.Devices) > 0 {
			p.draw() // what was found before is still there
			return
		}
		s.Found, s.Devices = err, found
		if asked && fault.Of(err) != fault.Stopped {
			s.Wrong = err
		}
		if !slices.ContainsFunc(found, func(d scanner.Device) bool { return d.ID == s.Device }) {
			s.Device = ""
		}
		if len(found) > 0 && s.Device == "" {
			s.Device = found[0].ID
		}
		p.which.SetOptions(p.w.T("scans.which_none"), look(*s, p.w).Devices)
		p.which.SetChosen(s.Device)
		p.draw()
	})
}

func (p *Panel) onScan() {
	if p.stop != nil || p.state.Device == "" {
		return
	}
	p.part.Store(0)
	part := p.part
	job := scanner.Job{
		Device: p.state.Device, Colour: p.state.Colour,
		Progress: func(f float64) { part.Store(int64(1000 * f)) },
	}
	p.state.Scanning, p.state.Part = true, 0
	p.begin("scan a page", func(ctx context.Context) (capture.Sheet, error) { return p.office.ScanPage(ctx, job) })
	p.sample.Start()
	p.st.Kit.Focus(component.First(p.progress)) // its button is away meanwhile
}

func (p *Panel) onTake(id capture.ScanID) {
	if p.stop != nil {
		return
	}
	p.state.Taking = id
	p.begin("take a scan", func(ctx context.Context) (capture.Sheet, error) { return p.office.TakeScan(ctx, id) })
}

// begin does what ends with a sheet.
func (p *Panel) begin(title string, do func(context.Context) (capture.Sheet, error)) {
	p.state.Wrong = nil
	p.draw()
	var sheet capture.Sheet
	p.stop = p.st.Run.Run(title, func(ctx context.Context) (err error) {
		sheet, err = do(ctx)
		return err
	}, func(err error) {
		p.stop = nil
		if !p.Open() {
			return
		}
		scanned := p.state.Scanning
		p.state.Scanning, p.state.Taking = false, ""
		if err != nil {
			p.state.Wrong = err
			p.draw()
			if scanned {
				p.st.Kit.Focus(p.scan)
			}
			return
		}
		p.end()
		p.modal.Close()
		p.take(sheet)
	})
	p.draw()
}

// ask takes up how far the scan is.
func (p *Panel) ask() {
	if !p.Open() {
		p.end() // locked
		return
	}
	if !p.state.Scanning {
		return
	}
	p.state.Part = float64(p.part.Load()) / 1000
	p.draw()
	p.sample.Start()
}

// onStop stops what is under way; it tells whether it was more than a search
// for scanners, which closing ends as well.
func (p *Panel) onStop() (stopped bool) {
	switch {
	case p.stop != nil:
		p.stop()
		return true
	case p.giveUp != nil:
		p.giveUp()
	}
	return false
}

// end asks no more.
func (p *Panel) end() {
	p.again.Cancel()
	p.sample.Cancel()
	for _, stop := range []context.CancelFunc{p.stop, p.giveUp} {
		if stop != nil {
			stop()
		}
	}
}
