package main

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	"image/jpeg"

	"vouchdesk/internal/docrender/wire"
)

// Tags of TIFF 6.0, and of the technical note on JPEG that scanners follow.
const (
	tagSubfile    = 254
	tagWidth      = 256
	tagHeight     = 257
	tagBits       = 258
	tagCompressed = 259
	tagPhotometry = 262
	tagStrips     = 273
	tagSamples    = 277
	tagStripRows  = 278
	tagStripSizes = 279
	tagTileWidth  = 322
	tagTileHeight = 323
	tagTiles      = 324
	tagTileSizes  = 325
	tagJPEGTables = 347
)

const jpegInTIFF = 7 // the older way, 6, is not read: no two writers agree on it

// maxBlocks bounds the strips or tiles of one page.
const maxBlocks = 1 << 16

// directories is where the directories of a TIFF file's pages stand, at most
// one more than wire.MaxPages. A chain that bites its tail ends there; previews
// and masks are no pages.
func directories(b []byte) (pages []uint32) {
	if len(b) < 8 {
		return nil
	}
	order := byteOrder(b)
	seen := map[uint32]bool{}
	for at := order.Uint32(b[4:]); at >= 8 && uint64(at)+2 <= uint64(len(b)) && !seen[at] && len(seen) < 4*wire.MaxPages; {
		seen[at] = true
		if kind := numbers(b, at, tagSubfile); len(kind) == 0 || kind[0]&5 == 0 {
			pages = append(pages, at)
		}
		if len(pages) > wire.MaxPages {
			break
		}
		next := uint64(at) + 2 + 12*uint64(order.Uint16(b[at:]))
		if next+4 > uint64(len(b)) {
			break
		}
		at = order.Uint32(b[next:])
	}
	return pages
}

// firstDirectory is where the file's first directory stands; 0, where none can
// be, if the file is too short to say.
func firstDirectory(b []byte) uint32 {
	if len(b) < 8 {
		return 0
	}
	return byteOrder(b).Uint32(b[4:])
}

// choose makes the directory at the given place the file's first, for a decoder
// that reads only that.
func choose(b []byte, directory uint32) { byteOrder(b).PutUint32(b[4:], directory) }

// numbers is a tag's values, of type SHORT or LONG.
func numbers(b []byte, directory uint32, tag uint16) (out []uint32) {
	order := byteOrder(b)
	for v := entryAt(b, uint64(directory), tag, 3); len(v) >= 2; v = v[2:] {
		out = append(out, uint32(order.Uint16(v)))
	}
	for v := entryAt(b, uint64(directory), tag, 4); len(v) >= 4; v = v[4:] {
		out = append(out, order.Uint32(v))
	}
	return out
}

func number(b []byte, directory uint32, tag uint16, otherwise int) int {
	if v := numbers(b, directory, tag); len(v) > 0 && v[0] <= 1<<30 {
		return int(v[0])
	}
	return otherwise
}

// packed is how many bytes the largest strip of the first page takes once it is
// unpacked, which x/image/tiff does to one strip at a time.
func packed(b []byte, w, h int) int {
	first := firstDirectory(b)
	rows := min(h, number(b, first, tagStripRows, h))
	if tw := number(b, first, tagTileWidth, 0); tw > 0 {
		w, rows = min(w+1024, tw), min(h+1024, number(b, first, tagTileHeight, h))
	}
	return (w*number(b, first, tagBits, 1)*number(b, first, tagSamples, 1) + 7) / 8 * rows
}

var errTIFF = errors.New("a TIFF page that is not whole")

// jpegPage is a page whose strips or tiles are JPEG.
type jpegPage struct {
	file          []byte
	width, height int
	bw, bh        int // of a block
	at, sizes     []uint32
	tables        []byte
	photometry    int
}

// newJPEGPage reads the first page's directory; nil where it is of another kind.
func newJPEGPage(b []byte) (*jpegPage, error) {
	first := firstDirectory(b)
	if number(b, first, tagCompressed, 1) != jpegInTIFF {
		return nil, nil //nolint:nilnil // as its comment says
	}
	p := &jpegPage{
		file: b, width: number(b, first, tagWidth, 0), height: number(b, first, tagHeight, 0),
		at: numbers(b, first, tagStrips), sizes: numbers(b, first, tagStripSizes),
		tables: entryAt(b, uint64(first), tagJPEGTables, 7), photometry: number(b, first, tagPhotometry, -1),
	}
	if p.width < 1 || p.height < 1 || p.width > wire.MaxSource || p.height > wire.MaxSource {
		return nil, errTIFF
	}
	p.bw, p.bh = p.width, min(p.height, number(b, first, tagStripRows, p.height))
	if tw := number(b, first, tagTileWidth, 0); tw > 0 {
		p.bw, p.bh = tw, number(b, first, tagTileHeight, 0)
		p.at, p.sizes = numbers(b, first, tagTiles), numbers(b, first, tagTileSizes)
	}
	if p.bw < 1 || p.bh < 1 || p.bw > p.width+1024 || p.bh > p.height+1024 {
		return nil, errTIFF
	}
	n := p.across() * ((p.height + p.bh - 1) / p.bh)
	if n > maxBlocks || len(p.at) < n || len(p.sizes) < n || p.photometry == 5 {
		return nil, errTIFF
	}
	return p, nil
}

func (p *jpegPage) across() int { return (p.width + p.bw - 1) / p.bw }

// stream is block i as a JPEG file of its own: the page's tables, and word of
// whether its colours are YCbCr, in front.
func (p *jpegPage) stream(i int) ([]byte, error) {
	from, n := uint64(p.at[i]), uint64(p.sizes[i])
	if from+n > uint64(len(p.file)) || n < 4 {
		return nil, errTIFF
	}
	transform := byte(0)
	if p.photometry == 6 {
		transform = 1
	}
	s := append([]byte("\xff\xd8\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00"), transform)
	if t := p.tables; len(t) > 4 && bytes.HasPrefix(t, []byte("\xff\xd8")) {
		s = append(s, bytes.TrimSuffix(t[2:], []byte("\xff\xd9"))...)
	}
	return append(s, p.file[from+2:from+n]...), nil
}

// need is how many bytes decoding holds at most.
func (p *jpegPage) need() int {
	if len(p.at) == 1 {
		return 3 * p.width * p.height
	}
	return 4*p.width*p.height + 3*p.bw*p.bh
}

// decode returns the page and the size of what its compression mixes.
func (p *jpegPage) decode() (m image.Image, block image.Point, err error) {
	var whole *image.RGBA
	for i := range p.across() * ((p.height + p.bh - 1) / p.bh) {
		s, err := p.stream(i)
		if err != nil {
			return nil, block, err
		}
		// A block's own header must not promise more than the page's.
		c, err := jpeg.DecodeConfig(bytes.NewReader(s))
		if err != nil || c.Width > p.bw+16 || c.Height > p.bh+16 || progressive(s) {
			return nil, block, errTIFF
		}
		part, err := jpeg.Decode(bytes.NewReader(s))
		if err != nil {
			return nil, block, err
		}
		one := unit(part)
		block = image.Pt(max(block.X, one.X), max(block.Y, one.Y))
		if c.Width == p.width && c.Height == p.height {
			return part, block, nil
		}
		if whole == nil {
			whole = image.NewRGBA(image.Rect(0, 0, p.width, p.height))
		}
		at := image.Pt(i%p.across()*p.bw, i/p.across()*p.bh)
		draw.Draw(whole, image.Rect(0, 0, p.bw, p.bh).Add(at), part, image.Point{}, draw.Src)
	}
	return whole, block, nil
}
