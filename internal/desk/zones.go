package desk

import (
	"context"
	"errors"
	"image"
	"io"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/ocrb"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vault"
)

// ReadZone is a machine-readable zone as it was read from a kept image, for an
// officer to compare with the picture of it. It is no part of the case.
type ReadZone struct {
	Zone ocrb.Zone
	Blob string      // the image it was read from; empty if that is not kept
	Cut  *image.Gray // the zone in it, upright
}

const (
	zoneWait = 6 * time.Second // for one image
	cutWide  = 1400
)

// ReadZone looks for a machine-readable zone in kept images of an open case, in
// the order given, and returns the first whose check digits all fit, or else
// the first that was read at all. That each image was opened is journalled, as
// when it is shown.
func (d *Desk) ReadZone(ctx context.Context, id casework.ID, blobs ...string) (ReadZone, error) {
	var best ReadZone
	var none error = ocrb.ErrNone
	for _, blob := range blobs {
		z, err := d.zoneOf(ctx, id, blob)
		switch {
		case ctx.Err() != nil:
			return ReadZone{}, ocrb.ErrStopped.Because(context.Cause(ctx))
		case errors.Is(err, ocrb.ErrNone) || errors.Is(err, ocrb.ErrStopped):
			// Of several images one may not show the zone, or be too much.
		case err != nil:
			none = err
		case z.Zone.Valid():
			return z, nil
		case best.Blob == "":
			best = z
		}
	}
	if best.Blob != "" {
		return best, nil
	}
	return ReadZone{}, none
}

func (d *Desk) zoneOf(ctx context.Context, id casework.ID, blob string) (ReadZone, error) {
	if d.render == nil {
		return ReadZone{}, docrender.ErrWorker
	}
	plain, err := d.openPicture(ctx, id, blob)
	if err != nil {
		return ReadZone{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, zoneWait)
	defer cancel()
	z, _, err := d.zoneIn(ctx, plain, 0)
	z.Blob = blob
	return z, err
}

// zoneIn reads the zone of one page, and says how many pages there are.
func (d *Desk) zoneIn(ctx context.Context, file []byte, page int) (ReadZone, int, error) {
	grey, info, err := d.render.Grey(ctx, file, page)
	if err != nil {
		return ReadZone{}, 0, err
	}
	z, err := ocrb.Read(ctx, grey, resident.DateOf(d.c.Now()))
	if err != nil {
		return ReadZone{}, info.Pages, err
	}
	return ReadZone{Zone: z, Cut: z.Cut(grey, cutWide)}, info.Pages, nil
}

// zonePages is how many pages of a sheet are looked at: a scanner may have put
// others before the one with the zone.
const zonePages = 4

// ReadSheetZone is [Desk.ReadZone] for a sheet that is not kept, for whoever is
// signed in: a policy that keeps no image of a passport may still have its
// lines read, as a reader of lines would. Nothing is recorded of it.
func (d *Desk) ReadSheetZone(ctx context.Context, s capture.Sheet) (ReadZone, error) {
	if d.render == nil {
		return ReadZone{}, docrender.ErrWorker
	}
	err := d.ask(ctx, func(s *state) error {
		if s.session == nil {
			return ErrSignedOut
		}
		return nil
	})
	if err != nil {
		return ReadZone{}, err
	}
	within, cancel := context.WithTimeout(ctx, 2*zoneWait)
	defer cancel()
	var best ReadZone
	found, pages := false, 1
	for page := 0; page < min(pages, zonePages); page++ {
		z, n, err := d.zoneIn(within, s.Bytes(), page)
		switch {
		case ctx.Err() != nil:
			return ReadZone{}, ocrb.ErrStopped.Because(context.Cause(ctx))
		case errors.Is(err, ocrb.ErrNone) || errors.Is(err, ocrb.ErrStopped):
		case err != nil && page == 0:
			return ReadZone{}, err
		case err != nil:
			return best, nothing(found)
		case z.Zone.Valid():
			return z, nil
		case !found:
			best, found = z, true
		}
		pages = max(pages, n)
	}
	return best, nothing(found)
}

func nothing(found bool) error {
	if found {
		return nil
	}
	return ocrb.ErrNone
}

// openPicture is the bytes of a kept image. That it is opened is journalled.
func (d *Desk) openPicture(ctx context.Context, id casework.ID, blob string) ([]byte, error) {
	var key *vault.CaseKey
	err := d.ask(ctx, func(s *state) (err error) {
		key, err = s.pictureKey(id, blob)
		return err
	})
	if err != nil {
		return nil, err
	}
	r, err := d.vault.OpenBlob(vault.BlobName(blob), key)
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxKept))
	return plain, join(err, r.Close())
}
