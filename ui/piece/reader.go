package piece

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/ocrb"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// zoneReader reads the machine-readable lines from the pictures that are kept
// and shows them below the picture they came from. What was read goes into the
// box only when the officer has compared it and says so.
type zoneReader struct {
	st       *stage.Stage
	w        words.Words
	acts     readerActs
	button   *component.Button // from a picture that is kept
	look     *component.Button // from one that is not
	hint     *component.Text
	progress *component.Progress
	wrong    *component.Banner // why nothing was read, beside what was pressed
	banner   *component.Banner
	picture  *fyne.Container
	cells    *component.Cells
	notes    *component.Text
	confirm  *component.Button
	put      *component.Button
	result   *fyne.Container
	content  *fyne.Container

	blobs []string // newest first
	may   bool     // pictures of this document may be kept
	got   *desk.ReadZone
	taken bool // what was read is in the box
	stop  context.CancelFunc
}

// readerActs is what the reader asks of the screen and of the desk.
type readerActs struct {
	kept  func(ctx context.Context, blobs []string) (desk.ReadZone, error)
	sheet func(ctx context.Context, s capture.Sheet) (desk.ReadZone, error)
	use   func(text string) // the officer confirms
}

// cutSide is the width that the picture of the lines and their text share.
const cutSide float32 = 720

func newZoneReader(st *stage.Stage, w words.Words, acts readerActs) *zoneReader {
	r := &zoneReader{st: st, w: w, acts: acts}
	r.button = st.Kit.Button(component.Secondary, w.T("evidence.zone_read"), r.readKept)
	r.look = st.Kit.Button(component.Secondary, w.T("evidence.zone_look"), func() {
		st.Pick(w.T("evidence.zone_pick"), r.readFile)
	})
	r.hint = component.NewHint("")
	r.progress = st.Kit.Progress(w.T("frame.action.stop"), func() { r.halt() })
	r.progress.Set(w.T("evidence.zone_reading"), "", "", -1, true)
	r.wrong = component.NewBanner(theme.Warn, "", "")
	r.banner = component.NewBanner(theme.Info, "", "")
	r.picture, r.cells, r.notes = component.VStack(0), component.NewCells(), component.NewBody("")
	r.confirm = st.Kit.Button(component.Secondary, w.T("evidence.zone_use"), r.accept)
	r.put = st.Kit.Button(component.Secondary, w.T("evidence.zone_dismiss"), r.dismiss)
	sheet := component.AtMost(cutSide*theme.Scale(), component.VStack(theme.Gap4, r.picture, r.cells))
	r.result = component.VStack(theme.Gap12, r.banner, sheet, r.notes, component.HStack(theme.Gap12, r.confirm, r.put))
	r.content = component.VStack(theme.Gap8, component.HStack(theme.Gap12, r.button, r.look), r.hint, r.progress, r.wrong, r.result)
	r.draw()
	return r
}

// show takes the pictures that are kept; may tells whether any can be.
func (r *zoneReader) show(all []record.Capture, may bool) {
	r.blobs = r.blobs[:0]
	for _, c := range slices.Backward(all) {
		r.blobs = append(r.blobs, c.Blob)
	}
	if r.got != nil && r.got.Blob != "" && !slices.Contains(r.blobs, r.got.Blob) {
		r.got = nil // its picture was taken away
	}
	r.may = may || len(all) > 0
	r.draw()
}

func (r *zoneReader) draw() {
	r.button.Hidden = !r.may
	r.button.SetEnabled(len(r.blobs) > 0 && r.stop == nil)
	r.look.SetEnabled(r.stop == nil)
	hint := "evidence.zone_look_hint"
	if r.may && len(r.blobs) == 0 {
		hint = "evidence.zone_no_picture"
	}
	r.hint.SetText(r.w.T(hint))
	r.progress.Hidden = r.stop == nil
	r.result.Hidden = r.got == nil
	r.confirm.Hidden = r.taken
	r.content.Refresh()
}

// readKept reads from the pictures that are kept, the newest first.
func (r *zoneReader) readKept() {
	blobs := slices.Clone(r.blobs)
	if len(blobs) > 0 {
		r.start(func(ctx context.Context) (desk.ReadZone, error) { return r.acts.kept(ctx, blobs) })
	}
}

// readFile reads from a picture in a file, of which nothing is kept.
func (r *zoneReader) readFile(path string) {
	r.start(func(ctx context.Context) (desk.ReadZone, error) {
		sheet, err := capture.File(path)
		if err != nil {
			return desk.ReadZone{}, err
		}
		return r.acts.sheet(ctx, sheet)
	})
}

// start reads off the window's thread.
func (r *zoneReader) start(read func(context.Context) (desk.ReadZone, error)) {
	if r.stop != nil {
		return
	}
	var got desk.ReadZone
	r.got = nil
	r.wrong.Say(component.Notice{})
	r.stop = r.st.Run.Run("read zone", func(ctx context.Context) (err error) {
		got, err = read(ctx)
		return err
	}, func(err error) {
		r.stop = nil
		r.draw()
		switch {
		case errors.Is(err, ocrb.ErrStopped):
			r.st.Nav.Announce(r.w.T("evidence.zone_read_stopped"))
		case err != nil:
			r.fail(err)
		default:
			r.tell(got)
			return
		}
		r.st.Kit.Focus(r.way())
		r.st.Kit.Reveal(r.wrong)
	})
	r.draw()
}

// fail says why nothing was read, where the officer looks.
func (r *zoneReader) fail(err error) {
	m := r.w.Fault(err)
	r.wrong.Say(component.Note(theme.Warn, m.Title, m.Next))
	r.draw()
	r.st.Nav.Announce(m.Title)
}

// way is what begins to read.
func (r *zoneReader) way() fyne.Focusable {
	if len(r.blobs) > 0 {
		return r.button
	}
	return r.look
}

// halt gives up reading; it tells whether anything was being read.
func (r *zoneReader) halt() bool {
	if r.stop == nil {
		return false
	}
	r.stop()
	return true
}

// tell shows what was read below its picture. The focus is not on what confirms:
// Enter pressed twice must not say that the lines were compared.
func (r *zoneReader) tell(got desk.ReadZone) {
	r.got, r.taken = &got, false
	v := lookZone(got.Zone, r.w)
	r.banner.Say(v.Notice)
	r.cells.Set(v.Lines)
	r.notes.SetText(strings.Join(v.Notes, "\n"))
	r.notes.Hidden = len(v.Notes) == 0
	r.picture.Objects = nil
	if got.Cut != nil {
		r.picture.Add(component.NewShaped(got.Cut))
	}
	r.draw()
	r.st.Nav.Announce(v.Notice.Title)
	r.st.Kit.Focus(r.put)
	r.st.Kit.Reveal(r.result)
}

// accept puts what was read into the box: the officer has compared it.
func (r *zoneReader) accept() {
	if r.got == nil || r.taken {
		return
	}
	r.taken = true
	r.banner.Say(component.Note(theme.Info, r.w.T("evidence.zone_used"), r.w.T("evidence.zone_used_detail")))
	r.draw()
	r.acts.use(r.got.Zone.Text())
	r.st.Nav.Announce(r.w.T("evidence.zone_used"))
}

func (r *zoneReader) dismiss() {
	said := "evidence.zone_away"
	if r.taken {
		said = "evidence.zone_away_used"
	}
	r.st.Nav.Announce(r.w.T(said))
	r.got = nil
	r.draw()
	r.st.Kit.Focus(r.way())
}

// zoneView is what is drawn of lines that were read.
type zoneView struct {
	Notice component.Notice
	Lines  [][]component.Glyph
	Notes  []string // what to look at, in words
}

// The signs below a character.
const (
	doubtSign = "?"
	mendSign  = "*"
)

// notesShown is how many characters are named one by one.
const notesShown = 8

// lookZone words what was read and what to look at.
func lookZone(z ocrb.Zone, w words.Words) zoneView {
	var v zoneView
	doubts := 0
	for i, line := range z.Lines {
		cells := make([]component.Glyph, len(line))
		for j, c := range line {
			cells[j] = component.Glyph{Text: string(c.Text)}
			where := w.T("evidence.place", "Line", i+1, "Column", j+1)
			switch c.Mark {
			case ocrb.Plain:
			case ocrb.Doubtful:
				cells[j].Sign, cells[j].Tint = doubtSign, theme.Warn
				doubts++
				if doubts <= notesShown {
					v.Notes = append(v.Notes, doubtNote(c, where, w))
				}
			case ocrb.Mended:
				cells[j].Sign, cells[j].Tint = mendSign, theme.Info
				v.Notes = append(v.Notes, w.T("evidence.zone_mended", "Place", where, "Text", string(c.Text), "Seen", string(c.Seen)))
			}
		}
		v.Lines = append(v.Lines, cells)
	}
	if doubts > notesShown {
		v.Notes = append(v.Notes, w.N("evidence.zone_more_doubts", doubts-notesShown))
	}
	switch {
	case !z.Valid():
		v.Notice = component.Note(theme.Bad, w.T("evidence.zone_read_bad"), readBad(z, w))
	case len(v.Notes) > 0:
		v.Notice = component.Note(theme.Warn, w.T("evidence.zone_read_look"), w.T("evidence.zone_compare"))
	default:
		v.Notice = component.Note(theme.Info, w.T("evidence.zone_read_good"), w.T("evidence.zone_compare"))
	}
	return v
}

func doubtNote(c ocrb.Char, where string, w words.Words) string {
	if c.Near == "" {
		return w.T("evidence.zone_unclear", "Place", where, "Text", string(c.Text))
	}
	return w.T("evidence.zone_doubtful", "Place", where, "Text", string(c.Text), "Other", c.Near[:1])
}

// readBad says which checks do not fit, and that the document may be at fault.
func readBad(z ocrb.Zone, w words.Words) string {
	var lines []string
	for _, name := range digitsOf(z.Result) {
		lines = append(lines, w.T("evidence.digit."+name))
	}
	return strings.Join(append(lines, w.T("evidence.zone_compare"), w.T("evidence.zone_read_bad_next")), "\n")
}

// digitsOf are the failing checks that say something: the last digit covers
// the others, so it fails with them.
func digitsOf(r mrz.Result) []string {
	failed := r.Failed()
	if len(failed) > 1 {
		failed = slices.DeleteFunc(failed, func(name string) bool { return name == mrz.CheckComposite })
	}
	return failed
}
