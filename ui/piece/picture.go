package piece

import (
	"context"
	"slices"

	"vouchdesk/internal/capture"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
)

// Dropped implements stage.Dropped.
func (s *Piece) Dropped(paths []string) {
	switch {
	case len(paths) == 0 || s.busy:
	case s.boxes == nil || s.foot.Hidden:
		s.st.Nav.Announce(s.w.T("evidence.closed"))
	case s.boxes.doc.Image == policy.ImageForbidden && s.hasZone():
		s.turn(saysPart) // nothing of it is kept, but its lines can be read
		s.reader.readFile(paths[0])
	case s.boxes.doc.Image == policy.ImageForbidden:
		s.st.Nav.Announce(s.w.T("evidence.no_picture_hint"))
	default:
		s.album.Drop(paths)
	}
}

// keepPicture keeps a picture with the case. The case has to know the document
// first, so one that is only typed is put there as far as it goes, and the
// draft, which that drops, is kept again.
func (s *Piece) keepPicture(p capture.Prepared) func(context.Context) (record.Capture, error) {
	item, _ := s.item()
	_, there := s.sight().item(item.ID)
	fields := s.fields()
	return func(ctx context.Context) (record.Capture, error) {
		if !there {
			if err := s.owner.Keep.Put(ctx, item); err != nil {
				return record.Capture{}, err
			}
			if err := s.owner.Keep.SaveDraft(ctx, s.owner.draftKey(item.ID), fields); err != nil {
				return record.Capture{}, err
			}
		}
		return s.owner.Keep.AddCapture(ctx, item.ID, p)
	}
}

// about is what there is to know of the document before a picture of it is
// kept.
func (s *Piece) about() (told string, use func(text string)) {
	doc := s.boxes.doc
	if f, ok := doc.States(policy.DocumentNumber); ok {
		if box := s.boxes.texts[f.ID]; box != nil {
			use = func(text string) {
				box.SetText(text)
				s.onPicked()
			}
		}
	}
	return doc.BlackOut.In(s.w.Tongue()), use
}

// onPictured follows a picture that was added or taken away: one that is kept
// is how the document was seen.
func (s *Piece) onPictured(added bool) {
	s.problems.Set()
	if added {
		s.boxes.seen.SetChosen(string(record.Image))
	}
	s.draft.Touch()
	s.draw()
}

// shape is how the document is held before a camera: as a card where it has a
// photo and no machine-readable lines below it.
func (s *Piece) shape() component.AimShape {
	if s.boxes == nil || !s.boxes.doc.Photo || slices.ContainsFunc(s.boxes.doc.Fields, func(f policy.Field) bool { return f.Kind == policy.MRZField }) {
		return component.AimPage
	}
	return component.AimCard
}
