package docrender

import (
	"context"
	"image"

	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
)

// Grey returns a page as grey pixels for reading codes.
func (r *Renderer) Grey(ctx context.Context, file []byte, page int) (*image.Gray, Info, error) {
	p, err := r.ask(ctx, file, wire.Request{Op: wire.Grey, Page: page, MaxPixels: wire.MaxPixels})
	if err != nil {
		return nil, Info{}, err
	}
	return &image.Gray{Pix: p.Payload, Stride: p.Width, Rect: image.Rect(0, 0, p.Width, p.Height)}, info(p), nil
}

// Area is a part of a page, see [wire.Area].
type Area = wire.Area

// Edit is what is done to a page in the worker, before anything of it comes
// back: see [wire.Edit]. Black is rounded outwards to whole pixels, and to whole
// blocks of a lossy file, since a block's kept pixels tell of its others; so no
// bit of the answer comes from what the file stores for the blocks beneath it.
// Where a file stores more of a place than in its place (lossy WebP; JPEG 2000
// and shared shapes in a PDF), black is refused: [ErrSpreads], Info.Spreads. What
// is left is a picture that a PDF draws coarser than can be reckoned:
// docs/decisions/0022.
type Edit = wire.Edit

// RGBA returns a page for showing, its longest side at most maxSide pixels.
// A capture that is shown again takes the same way: the vault is not a reason
// to trust a picture.
func (r *Renderer) RGBA(ctx context.Context, file []byte, page, maxSide int, e Edit) (*image.RGBA, Info, error) {
	p, err := r.ask(ctx, file, wire.Request{Op: wire.RGBA, Page: page, MaxSide: maxSide, Edit: e, MaxPixels: wire.MaxPixels})
	if err != nil {
		return nil, Info{}, err
	}
	return &image.RGBA{Pix: p.Payload, Stride: 4 * p.Width, Rect: image.Rect(0, 0, p.Width, p.Height)}, info(p), nil
}

// Capture returns a page as it is kept, its longest side at most maxSide
// pixels. The worker has drawn it afresh, so nothing of the file's own bytes
// is in it.
func (r *Renderer) Capture(ctx context.Context, file []byte, page, maxSide int, e Edit) (Encoded, Info, error) {
	p, err := r.ask(ctx, file, wire.Request{Op: wire.JPEG, Page: page, MaxSide: maxSide, Edit: e, MaxPixels: wire.MaxPixels})
	if err != nil {
		return Encoded{}, Info{}, err
	}
	return Encoded{Bytes: p.Payload, MediaType: "image/jpeg", Width: p.Width, Height: p.Height}, info(p), nil
}

func failure(s wire.Status) error {
	switch s {
	case wire.OK:
		return nil
	case wire.NotAnImage:
		return ErrNotAnImage
	case wire.ImageTooLarge:
		return ErrImageTooLarge
	case wire.TooManyPages:
		return ErrTooManyPages
	case wire.PageMissing:
		return ErrPageMissing
	case wire.Unreadable:
		return ErrUnreadable
	case wire.Spreads:
		return ErrSpreads
	default:
		return fault.New(fault.Internal, "render-request")
	}
}

func info(p wire.Response) Info {
	i := Info{Pages: p.Pages, Width: p.SourceW, Height: p.SourceH, Orientation: int(p.Orientation), Spreads: p.Spreads, Partial: p.Partial}
	switch p.Format {
	case wire.FormatJPEG:
		i.Format = "jpeg"
	case wire.FormatPNG:
		i.Format = "png"
	case wire.FormatTIFF:
		i.Format = "tiff"
	case wire.FormatWebP:
		i.Format = "webp"
	case wire.FormatPDF:
		i.Format = "pdf"
	}
	return i
}
