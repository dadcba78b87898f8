package capture

import (
	"context"

	"vouchdesk/internal/docrender"
)

// File reads a chosen or dropped file.
func File(path string) ([]byte, error) { return nil, ErrMissing }

// Letter returns the text of the letter code in a document. It is not checked
// yet: internal/letter does that.
func (t *Taker) Letter(ctx context.Context, file []byte) (string, error) { return "", ErrQRNone }

// Picture returns the first page of a document as it is kept, its longest
// side at most maxSide pixels, upright and without metadata.
func (t *Taker) Picture(ctx context.Context, file []byte, maxSide int) (docrender.Encoded, error) {
	return docrender.Encoded{}, ErrNotAnImage
}
