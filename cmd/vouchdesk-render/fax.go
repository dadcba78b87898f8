package main

import (
	"bytes"
	"image"
	"math/bits"

	"golang.org/x/image/ccitt"
)

const (
	tagFillOrder = 266
	tagT4Options = 292
	faxInTIFF    = 3 // Group 3; x/image/tiff reads Group 4 by itself
)

// faxPage is a page of Group 3 fax lines. x/image/tiff reads them too, but not
// with the fill bits that bring a line's end to a byte's, as most writers do.
type faxPage struct {
	file          []byte
	width, height int
	rows          int // of a strip
	at, sizes     []uint32
	order         ccitt.Order
	inverted      bool
}

// newFaxPage reads the first page's directory; nil where it is of another kind.
func newFaxPage(b []byte) (*faxPage, error) {
	first := firstDirectory(b)
	if number(b, first, tagCompressed, 1) != faxInTIFF {
		return nil, nil //nolint:nilnil // as its comment says
	}
	p := &faxPage{
		file: b, width: number(b, first, tagWidth, 0), height: number(b, first, tagHeight, 0),
		at: numbers(b, first, tagStrips), sizes: numbers(b, first, tagStripSizes),
		inverted: number(b, first, tagPhotometry, 0) == 1,
	}
	if number(b, first, tagFillOrder, 1) == 2 {
		p.order = ccitt.LSB
	} else {
		p.order = ccitt.MSB
	}
	p.rows = min(p.height, number(b, first, tagStripRows, p.height))
	// Lines that build on the one before (bit 0) are not read.
	if p.width < 1 || p.rows < 1 || number(b, first, tagT4Options, 0)&1 != 0 || number(b, first, tagTileWidth, 0) > 0 {
		return nil, errTIFF
	}
	if n := (p.height + p.rows - 1) / p.rows; n > maxBlocks || len(p.at) < n || len(p.sizes) < n {
		return nil, errTIFF
	}
	return p, nil
}

// need is how many bytes decoding holds at most.
func (p *faxPage) need() int { return p.width*p.height + 2*len(p.file) }

func (p *faxPage) decode() (*image.Gray, error) {
	whole := image.NewGray(image.Rect(0, 0, p.width, p.height))
	for i := 0; i*p.rows < p.height; i++ {
		from, n := uint64(p.at[i]), uint64(p.sizes[i])
		if from+n > uint64(len(p.file)) {
			return nil, errTIFF
		}
		top := i * p.rows
		strip := image.NewGray(image.Rect(0, 0, p.width, min(p.rows, p.height-top)))
		strip.Pix = whole.Pix[top*whole.Stride:][:len(strip.Pix)]
		r := bytes.NewReader(unfilled(p.file[from:from+n], p.order))
		if err := ccitt.DecodeIntoGray(strip, r, ccitt.MSB, ccitt.Group3, &ccitt.Options{Invert: p.inverted}); err != nil {
			return nil, err
		}
	}
	return whole, nil
}

// unfilled takes the fill bits out: eleven zeros and a one end a line, and any
// zeros more before the one are fill, since no code has as many (T.4, 4.1.3).
func unfilled(b []byte, order ccitt.Order) []byte {
	out := make([]byte, 0, len(b)+1)
	var held uint32 // bits not yet in out
	var n, zeros int
	for _, v := range b {
		if order == ccitt.LSB {
			v = bits.Reverse8(v)
		}
		for i := 7; i >= 0; i-- {
			bit := uint32(v>>i) & 1
			if bit == 0 {
				if zeros++; zeros > 11 {
					continue
				}
			} else {
				zeros = 0
			}
			held, n = held<<1|bit, n+1
			if n == 8 {
				out, held, n = append(out, byte(held)), 0, 0
			}
		}
	}
	if n > 0 {
		out = append(out, byte(held<<(8-n)))
	}
	return out
}
