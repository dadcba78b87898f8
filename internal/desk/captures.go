package desk

import (
	"bytes"
	"context"
	"image"
	"slices"
	"strings"
	"unicode"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scan"
	"vouchdesk/internal/vault"
)

// The failures of keeping an image.
var (
	ErrNoResident     = fault.New(fault.Refused, "resident-missing")
	ErrImageForbidden = fault.New(fault.Refused, "image-forbidden") // by the policy, for this type of document
	ErrNoPicture      = fault.New(fault.NotFound, "picture-missing")
	errImageCount     = fault.New(fault.Refused, "image-too-many")
)

// The size of a kept image as shown, and how many of one document. How large one
// is kept is for the policy.
const (
	shownSide   = 2400
	maxCaptures = 8
	maxKept     = 32 << 20
)

// Page is one page as it would be kept, for whoever is signed in to look at
// while they prepare it. Nothing is recorded of it.
func (d *Desk) Page(ctx context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error) {
	if err := d.mayLook(ctx); err != nil {
		return nil, docrender.Info{}, err
	}
	var side int
	err := d.ask(ctx, func(s *state) error {
		side = s.policy.LongestSide()
		return nil
	})
	if err != nil {
		return nil, docrender.Info{}, err
	}
	m, info, err := d.taker.Page(ctx, p, side)
	if err == nil {
		d.scans.counted(p.Sheet.Scan(), info.Pages)
	}
	return m, info, err
}

// Codes are the texts of the codes on a page that is being prepared, but for the
// council's own: a letter's is not a document's number; and for those of
// several parts, which a document's number never is. None is nothing wrong.
func (d *Desk) Codes(ctx context.Context, p capture.Prepared) ([]string, error) {
	if err := d.mayLook(ctx); err != nil {
		return nil, err
	}
	found, err := d.taker.Codes(ctx, p)
	var texts []string
	for _, c := range found {
		if c.Kind == scan.Other && !slices.Contains(texts, c.Text) && !strings.ContainsFunc(c.Text, unicode.IsControl) {
			texts = append(texts, c.Text)
		}
	}
	return texts, err
}

func (d *Desk) mayLook(ctx context.Context) error {
	if d.taker == nil {
		return docrender.ErrWorker
	}
	return d.ask(ctx, (*state).signedInNow)
}

// AddCapture keeps an image of a piece of evidence, drawn afresh by the worker.
// Its plain bytes never touch the disk.
func (d *Desk) AddCapture(ctx context.Context, id casework.ID, item evidence.ItemID, p capture.Prepared) (evidence.Capture, error) {
	return d.capture(ctx, id, pieceOf{item: item}, p)
}

// AddRefereeCapture keeps an image of a piece of a referee's own evidence, or,
// without an item, of the statement they signed on paper.
func (d *Desk) AddRefereeCapture(
	ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID, p capture.Prepared,
) (evidence.Capture, error) {
	return d.capture(ctx, id, pieceOf{ref, item}, p)
}

func (d *Desk) capture(ctx context.Context, id casework.ID, of pieceOf, p capture.Prepared) (evidence.Capture, error) {
	var none evidence.Capture
	if d.taker == nil {
		return none, docrender.ErrWorker
	}
	var key *vault.CaseKey
	var side int
	err := d.ask(ctx, func(s *state) (err error) {
		if key, err = s.captureKey(id, of); err == nil {
			side = s.policy.LongestSide()
		}
		return err
	})
	if err != nil {
		return none, err
	}
	page, err := d.taker.Picture(ctx, p, side)
	if err != nil {
		return none, err
	}
	blob, err := d.vault.SealBlob(ctx, key.Recipient(), bytes.NewReader(page.Bytes))
	if err != nil {
		return none, err
	}
	added := evidence.Capture{Blob: string(blob), Media: page.MediaType, W: page.Width, H: page.Height}
	err = d.change(ctx, id, deed{
		act: actCaptureAdded, details: of.details(string(blob)),
		do: func(c *casework.Case, by casework.By) error {
			added.At = by.At
			return of.add(c, added, by)
		},
		also: func(tx *vault.Tx, _ *casework.Case) error { return tx.NameBlob(blob) },
	})
	if err == nil {
		d.scans.keep(p.Sheet.Scan(), p.Page, blob)
	}
	return added, err
}

// captureKey is the case's key, if an image may be kept at all.
func (s *state) captureKey(id casework.ID, of pieceOf) (*vault.CaseKey, error) {
	c, err := s.open(id)
	if err != nil {
		return nil, err
	}
	if c.State != casework.Open {
		return nil, casework.ErrNotOpen
	}
	if err := of.mayTake(c, s.policy); err != nil {
		return nil, err
	}
	var key *vault.CaseKey
	err = s.d.vault.Update(func(tx *vault.Tx) (err error) {
		key, err = tx.CaseKey(string(c.Chain()))
		return err
	})
	return key, err
}

// RemoveCapture takes an image away that should not have been kept. Nothing
// names it any more once it is gone from the case, and what is sealed is swept
// from the disk with the next start.
func (d *Desk) RemoveCapture(ctx context.Context, id casework.ID, item evidence.ItemID, blob string) error {
	return d.uncapture(ctx, id, pieceOf{item: item}, blob)
}

// RemoveRefereeCapture is RemoveCapture for what AddRefereeCapture kept.
func (d *Desk) RemoveRefereeCapture(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID, blob string) error {
	return d.uncapture(ctx, id, pieceOf{ref, item}, blob)
}

func (d *Desk) uncapture(ctx context.Context, id casework.ID, of pieceOf, blob string) error {
	return d.change(ctx, id, deed{
		act: actCaptureRemoved, details: of.details(blob),
		do: func(c *casework.Case, by casework.By) error { return of.remove(c, blob, by) },
	})
}

// Picture is a kept image, decoded by the worker: that it lies in the vault is
// no reason to trust it. Looking is journalled.
func (d *Desk) Picture(ctx context.Context, id casework.ID, blob string) (*image.RGBA, error) {
	if d.render == nil {
		return nil, docrender.ErrWorker
	}
	plain, err := d.openPicture(ctx, id, blob)
	if err != nil {
		return nil, err
	}
	shown, _, err := d.render.RGBA(ctx, plain, 0, shownSide, docrender.Edit{})
	return shown, err
}

func (s *state) pictureKey(id casework.ID, blob string) (*vault.CaseKey, error) {
	c, err := s.open(id)
	if err != nil {
		return nil, err
	}
	if !hasCapture(c, blob) {
		return nil, ErrNoPicture
	}
	var key *vault.CaseKey
	err = s.d.vault.Update(func(tx *vault.Tx) (err error) {
		if key, err = tx.CaseKey(string(c.Chain())); err != nil {
			return err
		}
		return s.append(tx, actCaptureShown, id, map[string]string{"blob": blob})
	})
	return key, err
}

func hasCapture(c *casework.Case, blob string) bool {
	return slices.Contains(captured(c), vault.BlobName(blob))
}
