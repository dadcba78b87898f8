package piece

import (
	"context"
	"image"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/docrender"
	record "vouchdesk/internal/evidence"
	"vouchdesk/ui/component"
	"vouchdesk/ui/prepare"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/viewfinder"
	"vouchdesk/ui/words"
)

// Album is the pictures of one paper. A picture is shown when it is asked for,
// because looking at one is journalled; one taken away cannot be brought back,
// so that is asked first.
type Album struct {
	st       *stage.Stage
	w        words.Words
	acts     Acts
	hint     *component.Text
	choose   *component.Button
	look     *component.Button
	scan     *component.Button
	progress *component.Progress
	list     *fyne.Container
	content  *fyne.Container

	drawn []record.Capture
	seen  map[string]*image.RGBA
	rows  map[string]pictured
	stop  context.CancelFunc

	prepare *prepare.Prepare // the document that is, or was last, prepared
	left    []string         // files that were dropped with it, and wait
	all     int              // how many there were

	finder *viewfinder.Panel // nil until the camera was used
}

// pictured is one picture in the list.
type pictured struct {
	all    fyne.CanvasObject
	remove *component.Button
}

// Acts is what an album asks of the screen that holds it.
type Acts struct {
	// May tells whether a picture can be added or taken away now.
	May func() bool
	// Flush saves what is typed before a picture is read, and goes on.
	Flush func(then func())
	// Add answers what keeps the picture; it is asked on the window's thread.
	Add   func(p capture.Prepared) func(context.Context) (record.Capture, error)
	Page  func(ctx context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error)
	Codes func(ctx context.Context, p capture.Prepared) ([]string, error)
	// Scanners is what an office scanner brings, and what there is of it; nothing
	// where the screen has no place for it.
	Scanners scans.Office
	Place    func() desk.Place
	// Finish says that nothing more is wanted of a document that was kept.
	Finish func(ctx context.Context, sheet capture.Sheet) error
	// About answers what the policy does not want kept of the document, and
	// what takes a code for its number; both may be missing.
	About func() (told string, use func(text string))
	// Shape is that of what is held before a camera; without it, a page.
	Shape   func() component.AimShape
	Remove  func(ctx context.Context, blob string) error
	Picture func(ctx context.Context, blob string) (*image.RGBA, error)
	Busy    func(busy bool)
	Done    func(added bool) // a picture was added, or one taken away
	Fail    func(err error)
}

// The room a picture is given on the screen.
const (
	pictureWidth  float32 = 320
	pictureHeight float32 = 240
)

// NewAlbum makes an empty album.
func NewAlbum(st *stage.Stage, w words.Words, acts Acts) *Album {
	a := &Album{st: st, w: w, acts: acts, seen: map[string]*image.RGBA{}, list: component.VStack(theme.Gap12)}
	a.hint = component.NewHint(w.T("evidence.picture_hint"))
	a.choose = st.Kit.Button(component.Secondary, w.T("evidence.open_picture"), a.onOpen)
	a.look = st.Kit.Button(component.Secondary, st.Words.T("camera.use"), a.onLook)
	a.scan = st.Kit.Button(component.Secondary, w.T("evidence.from_scanner"), a.onScan)
	a.progress = st.Kit.Progress(w.T("frame.action.stop"), func() { a.Stop() })
	a.progress.Set(w.T("evidence.reading"), "", "", -1, true)
	a.progress.Hide()
	a.content = component.VStack(theme.Gap12, a.list, a.hint, component.HStack(theme.Gap12, a.choose, a.look, a.scan), a.progress)
	return a
}

// Content is the list of pictures and the button that opens another.
func (a *Album) Content() fyne.CanvasObject { return a.content }

// First is the control that takes the focus.
func (a *Album) First() fyne.Focusable { return a.choose }

// Enable lets pictures be opened, or not while something else is under way.
func (a *Album) Enable(on bool) {
	a.choose.SetEnabled(on)
	a.look.SetEnabled(on)
	a.scan.SetEnabled(on)
}

// Show draws the pictures that are kept; can tells whether more can be opened.
func (a *Album) Show(all []record.Capture, can bool) {
	a.content.Hidden = !can && len(all) == 0
	a.hint.Hidden = !can
	place := a.acts.Place()
	a.choose.Hidden, a.look.Hidden, a.scan.Hidden = !can, !can, !can || place.Scans == "" && !place.Scanner
	a.progress.Hidden = a.stop == nil
	others := !slices.Equal(all, a.drawn)
	if others {
		a.drawn = all
		a.fill()
	}
	a.content.Refresh()
	if others {
		a.stay()
	}
}

// fill lists the pictures anew.
func (a *Album) fill() {
	w := a.w
	a.list.Objects, a.rows = nil, map[string]pictured{}
	for i, c := range a.drawn {
		number := strconv.Itoa(i + 1)
		said := component.NewBody(w.T("evidence.picture", "Number", number, "When", w.Moment(c.At.In(a.st.Now().Location()))))
		remove := a.st.Kit.Button(component.Secondary, w.T("evidence.remove_picture", "Number", number), func() { a.onRemove(c.Blob, number) })
		var row fyne.CanvasObject
		if img := a.seen[c.Blob]; img != nil {
			row = component.VStack(theme.Gap4, component.Bar(said, remove), framed(img))
		} else {
			show := a.st.Kit.Button(component.Secondary, w.T("evidence.show_picture"), func() { a.onShow(c.Blob) })
			row = component.Bar(said, component.HStack(theme.Gap12, show, remove))
		}
		a.list.Add(row)
		a.rows[c.Blob] = pictured{row, remove}
	}
	a.list.Hidden = len(a.drawn) == 0
	a.list.Refresh()
}

// framed is a picture small, whole and in its shape.
func framed(img *image.RGBA) fyne.CanvasObject {
	size := fyne.NewSize(float32(img.Rect.Dx()), float32(img.Rect.Dy()))
	scale := min(1, pictureWidth/max(1, size.Width), pictureHeight/max(1, size.Height))
	picture := canvas.NewImageFromImage(img)
	picture.FillMode = canvas.ImageFillContain
	picture.SetMinSize(fyne.NewSize(size.Width*scale, size.Height*scale))
	return component.AtMost(pictureWidth+2*theme.Gap16, component.NewWell(picture))
}

// onOpen lets the officer choose a picture.
func (a *Album) onOpen() {
	a.st.Pick(a.w.T("evidence.pick"), func(path string) {
		if a.free() {
			a.begin([]string{path})
		}
	})
}

// onLook lets the officer take a picture with the camera.
func (a *Album) onLook() {
	if !a.free() {
		return
	}
	shape := component.AimPage
	if a.acts.Shape != nil {
		shape = a.acts.Shape()
	}
	a.finder = viewfinder.Open(a.st, viewfinder.For{Shape: shape, Taken: a.Take})
}

// onScan takes what a scanner brings.
func (a *Album) onScan() {
	if a.free() {
		scans.Open(a.st, a.acts.Scanners, a.acts.Place(), a.Take)
	}
}

// Drop takes files dropped on the window: of several, one after another.
func (a *Album) Drop(paths []string) {
	switch {
	case len(paths) == 0 || !a.free():
	case len(paths) == 1:
		a.begin(paths)
	default:
		a.st.Kit.Ask(component.Ask{
			Title: a.w.N("evidence.several", len(paths)), Body: a.w.T("evidence.several_detail"),
			Yes: a.w.T("evidence.several_yes"), No: a.w.T("frame.action.cancel"),
			OnYes: func() bool {
				a.begin(paths)
				return false
			},
		})
	}
}

// free tells whether a document can be taken now.
func (a *Album) free() bool {
	return a.acts.May() && a.stop == nil && (a.prepare == nil || !a.prepare.Open())
}

// begin takes files, the first of them now.
func (a *Album) begin(paths []string) {
	if a.finder != nil {
		a.finder.Close() // the document came another way
	}
	a.left, a.all = paths, len(paths)
	a.read()
}

// read takes what is in the next file.
func (a *Album) read() {
	if len(a.left) == 0 || !a.free() {
		return
	}
	path := a.left[0]
	a.left = a.left[1:]
	var sheet capture.Sheet
	a.acts.Busy(true)
	a.stop = a.st.Run.Run("read file", func(context.Context) (err error) {
		sheet, err = capture.File(path)
		return err
	}, func(err error) {
		a.stop = nil
		a.progress.Hide()
		a.acts.Busy(false)
		if err != nil {
			a.gone(err)
			return
		}
		a.open(sheet)
	})
	a.progress.Show()
	a.content.Refresh()
}

// Take begins with a document from any source what ends with a picture that is
// kept: it is prepared first. It is the one entry for all sources but files,
// on the window's thread, and takes nothing while another is prepared.
func (a *Album) Take(sheet capture.Sheet) {
	if a.free() {
		a.left, a.all = nil, 1
		a.open(sheet)
	}
}

// open prepares a document.
func (a *Album) open(sheet capture.Sheet) {
	told, use := a.acts.About()
	which := ""
	if a.all > 1 {
		which = a.w.T("prepare.which", "Number", strconv.Itoa(a.all-len(a.left)), "Of", strconv.Itoa(a.all))
	}
	a.acts.Flush(func() {
		var added record.Capture
		kept := false
		a.prepare = prepare.Open(a.st, prepare.Of{
			Sheet: sheet, Which: which, Told: told, Use: use, Page: a.acts.Page, Codes: a.acts.Codes,
			Keep: func(p capture.Prepared) func(context.Context) error {
				keep := a.acts.Add(p)
				return func(ctx context.Context) (err error) {
					added, err = keep(ctx)
					return err
				}
			},
			Kept: func() {
				kept = true
				a.acts.Done(true)
				a.st.Nav.Announce(a.w.T("evidence.picture_added"))
				a.show(added.Blob, a.stay)
			},
			Done: func() {
				a.finish(sheet)
				a.read()
				a.land()
			},
			Gone: func(err error) {
				if kept {
					a.finish(sheet)
				}
				a.gone(err)
			},
		})
	})
}

// finish lets go of a document that was kept.
func (a *Album) finish(sheet capture.Sheet) {
	a.st.Run.Run("finish document", func(ctx context.Context) error { return a.acts.Finish(ctx, sheet) }, func(err error) {
		if err != nil {
			a.acts.Fail(err)
		}
	})
}

// gone says why a document was not taken, where it was not given up, and that
// the others were not either.
func (a *Album) gone(err error) {
	if n := len(a.left); n > 0 {
		a.st.Nav.Announce(a.w.N("evidence.not_taken", n))
		a.left = nil
	}
	if err != nil {
		a.acts.Fail(err)
	}
	a.land()
}

// land puts the focus on the album where it is nowhere: what opened the
// document rested meanwhile, and could not get it back.
func (a *Album) land() {
	if a.st.Kit.Canvas().Focused() == nil {
		a.st.Kit.Focus(a.First())
	}
}

// stay keeps in sight what opened the document, which has the focus again: a
// picture that is shown now pushes it down.
func (a *Album) stay() {
	for _, b := range []*component.Button{a.choose, a.look, a.scan} {
		if a.st.Kit.Canvas().Focused() == fyne.Focusable(b) {
			a.st.Kit.Reveal(b)
		}
	}
}

// Stop gives up reading a file; it tells whether one was being read.
func (a *Album) Stop() bool {
	if a.stop == nil {
		return false
	}
	a.stop()
	return true
}

// onShow shows a picture that is kept. Its button goes, so the focus goes on to
// the one beside, unless it is elsewhere by then.
func (a *Album) onShow(blob string) {
	was := a.st.Kit.Canvas().Focused()
	a.show(blob, func() {
		at := a.st.Kit.Canvas().Focused()
		if row, there := a.rows[blob]; there && (at == nil || at == was) {
			a.st.Kit.Focus(row.remove)
			a.st.Kit.Reveal(row.all)
		}
	})
}

// show shows a picture that is kept, and goes on.
func (a *Album) show(blob string, then func()) {
	var img *image.RGBA
	a.st.Run.Run("picture", func(ctx context.Context) (err error) {
		img, err = a.acts.Picture(ctx, blob)
		return err
	}, func(err error) {
		if err != nil {
			a.acts.Fail(err)
			return
		}
		a.seen[blob] = img
		a.fill()
		a.content.Refresh()
		then()
	})
}

// onRemove takes a picture away that was opened by mistake.
func (a *Album) onRemove(blob, number string) {
	if !a.acts.May() {
		return
	}
	a.st.Kit.Ask(component.Ask{
		Title: a.w.T("evidence.remove_picture_title", "Number", number), Body: a.w.T("evidence.remove_picture_detail"),
		Yes: a.w.T("evidence.remove_picture", "Number", number), No: a.w.T("evidence.remove_picture_no"), Danger: true,
		OnYes: func() bool {
			a.removed(blob)
			return false
		},
	})
}

func (a *Album) removed(blob string) {
	a.acts.Busy(true)
	a.st.Run.Run("remove picture", func(ctx context.Context) error {
		return a.acts.Remove(ctx, blob)
	}, func(err error) {
		a.acts.Busy(false)
		if err != nil {
			a.acts.Fail(err)
			return
		}
		delete(a.seen, blob)
		a.acts.Done(false)
		a.st.Kit.Focus(a.First())
		a.st.Nav.Announce(a.w.T("evidence.picture_removed"))
	})
}
