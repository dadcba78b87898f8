package desk_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/printing"
	"vouchdesk/internal/resident"
)

// printer takes what is printed, or refuses it.
type printer struct {
	got   [][]byte
	fail  error
	left  int
	swept atomic.Int64
}

func (p *printer) Print(_ context.Context, pdf []byte) error {
	if p.fail != nil {
		return p.fail
	}
	p.got = append(p.got, pdf)
	return nil
}

func (p *printer) Sweep() (int, error) {
	p.swept.Add(1)
	n := p.left
	p.left = 0
	return n, nil
}

func (*printer) Close() {}

func TestPrintSlip(t *testing.T) {
	t.Parallel()
	p := &printer{left: 2}
	c := newTown(t, func(config *desk.Config) { config.Printer = p })
	if p.swept.Load() == 0 {
		t.Error("what an earlier run left was not swept")
	}
	do(t, c.desk.SignIn(c.ctx, officer, phrase))
	id := c.fill(c.letter(rosa()))
	wish := desk.SlipWish{Kind: desk.SlipVisit, Language: resident.Welsh}
	if err := c.desk.PrintSlip(c.ctx, id, wish); !errors.Is(err, desk.ErrNoSlip) {
		t.Errorf("a slip while the visit goes on: %v", err)
	}
	do(t, c.desk.Submit(c.ctx, id, phrase, true))
	do(t, c.desk.OpenCase(c.ctx, id))
	slips := c.desk.Snapshot().Open.Slips
	if len(slips) != 1 || slips[0].Wish.Kind != desk.SlipVisit {
		t.Fatalf("%+v", slips)
	}
	for _, row := range slips[0].Rows {
		for _, line := range row.Lines {
			if said := line.En + line.Cy; strings.Contains(said, "Rosa") || strings.Contains(said, "Specimen") || strings.Contains(said, "500000001") {
				t.Errorf("the slip names the resident: %q", said)
			}
		}
	}
	do(t, c.desk.PrintSlip(c.ctx, id, wish))
	wish.Large = true
	do(t, c.desk.PrintSlip(c.ctx, id, wish))
	if len(p.got) != 2 || !bytes.HasPrefix(p.got[0], []byte("%PDF-")) || bytes.Equal(p.got[0], p.got[1]) {
		t.Errorf("%d documents", len(p.got))
	}
	p.fail = printing.ErrNoPrinter
	if err := c.desk.PrintSlip(c.ctx, id, wish); !errors.Is(err, printing.ErrNoPrinter) {
		t.Errorf("got %v", err)
	}
	if err := c.desk.PrintSlip(c.ctx, id, desk.SlipWish{Kind: desk.SlipReceipt}); !errors.Is(err, desk.ErrNoSlip) {
		t.Errorf("a receipt of what is not issued: %v", err)
	}
	if err := c.desk.PrintSlip(c.ctx, id, desk.SlipWish{Kind: desk.SlipReferee, Referee: casework.RefereeID("none")}); !errors.Is(err, desk.ErrNoSlip) {
		t.Errorf("a slip for nobody: %v", err)
	}
}
