package piece

import (
	"context"
	"image"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// album is the pictures of one document. A picture is shown when it is asked
// for, because looking at one is journalled.
type album struct {
	st       *stage.Stage
	w        words.Words
	show     func(blob string)
	remove   func(blob, number string)
	hint     *component.Text
	open     *component.Button
	progress *component.Progress
	list     *fyne.Container
	content  *fyne.Container

	drawn []record.Capture
	seen  map[string]*image.RGBA
	stop  context.CancelFunc
}

// The room a picture is given on the screen.
const (
	pictureWidth  float32 = 320
	pictureHeight float32 = 240
)

func newAlbum(st *stage.Stage, w words.Words, onOpen, onStop func(), onShow func(blob string), onRemove func(blob, number string)) *album {
	a := &album{st: st, w: w, show: onShow, remove: onRemove, seen: map[string]*image.RGBA{}, list: component.VStack(theme.Gap12)}
	a.hint = component.NewHint(w.T("evidence.picture_hint"))
	a.open = st.Kit.Button(component.Secondary, w.T("evidence.open_picture"), onOpen)
	a.progress = st.Kit.Progress(w.T("frame.action.stop"), onStop)
	a.progress.Set(w.T("evidence.reading"), "", "", -1, true)
	a.progress.Hide()
	a.content = component.VStack(theme.Gap12, a.list, a.hint, component.HStack(0, a.open), a.progress)
	return a
}

// First is the control that takes the focus.
func (a *album) First() fyne.Focusable { return a.open }

func (a *album) reading() bool { return a.stop != nil }

func (a *album) draw(all []record.Capture, can bool) {
	a.content.Hidden = !can && len(all) == 0
	a.hint.Hidden = !can
	a.open.Hidden = !can
	a.progress.Hidden = a.stop == nil
	if !same(all, a.drawn) {
		a.drawn = all
		a.fill()
	}
	a.content.Refresh()
}

func same(a, b []record.Capture) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// fill lists the pictures anew.
func (a *album) fill() {
	w := a.w
	a.list.Objects = nil
	for i, c := range a.drawn {
		number := strconv.Itoa(i + 1)
		said := component.NewBody(w.T("evidence.picture", "Number", number, "When", w.Moment(c.At.In(a.st.Now().Location()))))
		remove := a.st.Kit.Button(component.Secondary, w.T("evidence.remove_picture", "Number", number), func() { a.remove(c.Blob, number) })
		if img := a.seen[c.Blob]; img != nil {
			a.list.Add(component.VStack(theme.Gap4, component.Bar(said, remove), framed(img)))
			continue
		}
		show := a.st.Kit.Button(component.Secondary, w.T("evidence.show_picture"), func() { a.show(c.Blob) })
		a.list.Add(component.Bar(said, component.HStack(theme.Gap12, show, remove)))
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
func (s *Piece) onOpen() { s.st.Pick(s.w.T("evidence.pick"), s.addPicture) }

// Dropped implements stage.Dropped.
func (s *Piece) Dropped(paths []string) {
	w := s.w
	switch {
	case len(paths) == 0 || s.busy:
		return
	case s.boxes == nil || s.foot.Hidden:
		s.st.Nav.Announce(w.T("evidence.closed"))
		return
	case s.boxes.doc.Image == policy.ImageForbidden:
		s.st.Nav.Announce(w.T("evidence.no_picture_hint"))
		return
	case len(paths) > 1:
		s.st.Nav.Announce(w.T("evidence.first_only"))
	}
	s.addPicture(paths[0])
}

// addPicture keeps a picture with the case. The case has to know the document
// first, so one that is only typed is put there as far as it goes, and the
// draft, which that drops, is kept again.
func (s *Piece) addPicture(path string) {
	if s.busy || s.boxes == nil || s.foot.Hidden {
		return
	}
	item, _ := s.item()
	_, there := s.sight().item(item.ID)
	fields := s.fields()
	s.settle(true)
	s.draft.Flush(func() {
		var added record.Capture
		s.album.stop = s.st.Run.Run("add picture", func(ctx context.Context) (err error) {
			if !there {
				if err := s.owner.Keep.Put(ctx, item); err != nil {
					return err
				}
				if err := s.owner.Keep.SaveDraft(ctx, s.owner.draftKey(item.ID), fields); err != nil {
					return err
				}
			}
			added, err = s.owner.Keep.AddCapture(ctx, item.ID, path)
			return err
		}, func(err error) {
			s.album.stop = nil
			s.settle(false)
			if err != nil {
				s.fail(err)
				s.draw()
				return
			}
			s.problems.Set()
			s.boxes.seen.SetChosen(string(record.Image))
			s.draft.Touch()
			s.st.Nav.Announce(s.w.T("evidence.picture_added"))
			s.onPicture(added.Blob)
		})
		s.draw()
	})
}

func (s *Piece) onStop() {
	if s.album.stop != nil {
		s.album.stop()
	}
}

// onPicture shows a picture that is kept.
func (s *Piece) onPicture(blob string) {
	var img *image.RGBA
	s.st.Run.Run("picture", func(ctx context.Context) (err error) {
		img, err = s.owner.Keep.Picture(ctx, blob)
		return err
	}, func(err error) {
		if err != nil {
			s.fail(err)
			return
		}
		s.album.seen[blob] = img
		s.album.drawn = nil
		s.draw()
	})
}

// onRemovePicture takes a picture away that was opened by mistake. It cannot be
// brought back, so it is asked first.
func (s *Piece) onRemovePicture(blob, number string) {
	if s.busy || s.foot.Hidden {
		return
	}
	w := s.w
	s.st.Kit.Ask(component.Ask{
		Title: w.T("evidence.remove_picture_title", "Number", number), Body: w.T("evidence.remove_picture_detail"),
		Yes: w.T("evidence.remove_picture", "Number", number), No: w.T("evidence.remove_picture_no"), Danger: true,
		OnYes: func() bool {
			s.removePicture(blob)
			return false
		},
	})
}

func (s *Piece) removePicture(blob string) {
	s.settle(true)
	s.st.Run.Run("remove picture", func(ctx context.Context) error {
		return s.owner.Keep.RemoveCapture(ctx, s.st.At.Item, blob)
	}, func(err error) {
		s.settle(false)
		if err != nil {
			s.fail(err)
			return
		}
		delete(s.album.seen, blob)
		s.problems.Set()
		s.st.Kit.Focus(s.album.First())
		s.st.Nav.Announce(s.w.T("evidence.picture_removed"))
	})
}
