package capture_test

import (
	"context"
	"image"
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scan"
)

// reader stands in for the reader of codes: what each way of asking finds.
type reader struct {
	found []scan.Found
	err   error
}

func (r reader) Codes(context.Context, *image.Gray) ([]scan.Found, error) { return nil, nil }

func (r reader) All(ctx context.Context, _ *image.Gray) ([]scan.Found, error) {
	if _, bounded := ctx.Deadline(); !bounded {
		return nil, fault.New(fault.Internal, "no-deadline")
	}
	return r.found, r.err
}

// TestCodesOfAPage: papers carry other codes than letters do, and a search that
// took too long is no reason to refuse the page.
func TestCodesOfAPage(t *testing.T) {
	bars := []scan.Found{{Format: scan.Code128, Text: "COUNCIL-0042-7", Kind: scan.Other}, {Format: scan.PDF417, Text: "SPECIMEN", Kind: scan.Other}}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		read reader
		want []scan.Found
		kind fault.Kind
	}{
		"ok/barcodes":          {ctx: t.Context(), read: reader{found: bars}, want: bars},
		"ok/took too long":     {ctx: t.Context(), read: reader{err: scan.ErrStopped}},
		"refused/was given up": {ctx: ended, read: reader{err: scan.ErrStopped}, kind: scan.ErrStopped.Kind},
	} {
		t.Run(name, func(t *testing.T) {
			p := &pages{claimed: 1, real: 1}
			got, err := capture.New(p, c.read).Codes(c.ctx, capture.Prepared{Sheet: sheet(t, []byte("x"))})
			if !slices.Equal(got, c.want) || fault.Of(err) != c.kind || (err == nil) != strings.HasPrefix(name, "ok/") {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}
