package symbol

import (
	"cmp"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// spare is by how many check bytes more must agree where bytes were left out:
// one chance in four thousand million for each try.
const spare = 4

// Reading is what modules said. Without Whole, Truth is what is sure of it:
// blocks whose error correction held.
type Reading struct {
	Text  string
	Whole bool
	Truth []int8 // of each module: 1 dark, -1 light, 0 not known
}

// block is one run of bytes with checks of its own.
type block struct {
	bytes  []byte
	doubt  []float64
	index  []int // of each byte in the stream
	checks int
	data   int
	done   bool
}

// Decode reads modules by rows: above 0 is dark, and more so is surer.
func (l *Layout) Decode(values []float64) Reading {
	best := Reading{}
	for _, w := range l.words(values) {
		r := l.decode(values, w)
		if r.Whole {
			return r
		}
		if best.Truth == nil {
			best = r
		}
	}
	return best
}

// formatWord is the i-th of the 32 words that say level and mask.
func formatWord(i int) int {
	rest := i << 10
	for b := 14; b >= 10; b-- {
		if rest>>b&1 == 1 {
			rest ^= 0x537 << (b - 10)
		}
	}
	return (i<<10 | rest) ^ 0x5412
}

// words are the format words that the modules are most like: the likeliest,
// and the next if it is nearly as like.
func (l *Layout) words(values []float64) []int {
	type likeness struct {
		word int
		like float64
	}
	places := l.formatPlaces()
	all := make([]likeness, 32)
	for i := range all {
		w := formatWord(i)
		all[i].word = i
		for _, copied := range places {
			for b, p := range copied {
				sign := -1.0
				if w>>(14-b)&1 == 1 {
					sign = 1
				}
				all[i].like += sign * bound(values[p[1]*l.Size+p[0]])
			}
		}
	}
	slices.SortFunc(all, func(a, b likeness) int { return cmp.Compare(b.like, a.like) })
	if all[1].like > 0.75*all[0].like {
		return []int{all[0].word, all[1].word}
	}
	return []int{all[0].word}
}

func bound(v float64) float64 { return min(1.5, max(-1.5, v)) }

func (l *Layout) decode(values []float64, word int) Reading {
	level, err := decoder.ErrorCorrectionLevel_ForBits(uint(word) >> 3)
	if err != nil {
		return Reading{}
	}
	mask := word & 7
	stream, doubt := l.bytes(values, mask)
	blocks := split(stream, doubt, l.version.GetECBlocksForLevel(level))
	whole := true
	for i := range blocks {
		blocks[i].mend()
		whole = whole && blocks[i].done
	}
	if whole {
		var all []byte
		for _, b := range blocks {
			all = append(all, b.bytes[:b.data]...)
		}
		r, err := decoder.DecodedBitStreamParser_Decode(all, l.version, level, nil)
		if err == nil && r.GetText() != "" {
			return Reading{Text: r.GetText(), Whole: true, Truth: l.truth(blocks, word)}
		}
		return Reading{}
	}
	return Reading{Truth: l.truth(blocks, word)}
}

// bytes reads the stream, and of each byte how much it is in doubt.
func (l *Layout) bytes(values []float64, mask int) ([]byte, []float64) {
	total := l.version.GetTotalCodewords()
	stream, doubt := make([]byte, total), make([]float64, total)
	for i, b := range l.bit {
		if b < 0 || int(b) >= 8*total {
			continue
		}
		v := values[i]
		if (v > 0) != masked(mask, i%l.Size, i/l.Size) {
			stream[b/8] |= 0x80 >> (b % 8)
		}
		doubt[b/8] += math.Exp(-4 * math.Abs(v))
	}
	return stream, doubt
}

// split deals the stream out to its blocks.
func split(stream []byte, doubt []float64, ec *decoder.ECBlocks) []block {
	var all []block
	for _, e := range ec.GetECBlocks() {
		for range e.GetCount() {
			all = append(all, block{data: e.GetDataCodewords(), checks: ec.GetECCodewordsPerBlock()})
		}
	}
	next := 0
	deal := func(b *block) {
		if next < len(stream) {
			b.bytes, b.doubt, b.index = append(b.bytes, stream[next]), append(b.doubt, doubt[next]), append(b.index, next)
		}
		next++
	}
	longest := all[len(all)-1].data
	for i := range longest {
		for b := range all {
			if i < all[b].data {
				deal(&all[b])
			}
		}
	}
	for range ec.GetECCodewordsPerBlock() {
		for b := range all {
			deal(&all[b])
		}
	}
	return all
}

// mend corrects a block: first as it is, then without the bytes most in doubt.
func (b *block) mend() {
	was := append([]byte{}, b.bytes...)
	if _, b.done = correct(b.bytes, b.checks, nil, 0); b.done {
		return
	}
	order := make([]int, len(was))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(b.doubt[j], b.doubt[i]) })
	for n := 2; n+spare <= b.checks; n += 2 {
		copy(b.bytes, was)
		if _, b.done = correct(b.bytes, b.checks, order[:n], spare); b.done {
			return
		}
	}
	copy(b.bytes, was)
}

// truth is what the modules are where blocks held.
func (l *Layout) truth(blocks []block, word int) []int8 {
	stream := make([]byte, l.version.GetTotalCodewords())
	sure := make([]bool, len(stream))
	for _, b := range blocks {
		for i, at := range b.index {
			stream[at], sure[at] = b.bytes[i], b.done
		}
	}
	t := make([]int8, len(l.part))
	for i, p := range l.part {
		b := l.bit[i]
		switch {
		case p == dark:
			t[i] = 1
		case p == light:
			t[i] = -1
		case b >= 0 && int(b) < 8*len(stream) && sure[b/8]:
			t[i] = -1
			if (stream[b/8]>>(7-b%8)&1 == 1) != masked(word&7, i%l.Size, i/l.Size) {
				t[i] = 1
			}
		}
	}
	w := formatWord(word)
	for _, copied := range l.formatPlaces() {
		for b, p := range copied {
			t[p[1]*l.Size+p[0]] = int8(2*(w>>(14-b)&1) - 1)
		}
	}
	return t
}

// Agreement is the share of the modules between the corner patterns, of those
// that every code of this size has, which the values say as well.
func (l *Layout) Agreement(values []float64) float64 {
	known, same := 0, 0
	for i, p := range l.part {
		if p != dark && p != light || l.corner(i%l.Size, i/l.Size) {
			continue
		}
		known++
		if (values[i] > 0) == (p == dark) {
			same++
		}
	}
	return float64(same) / float64(known)
}

func (l *Layout) corner(u, v int) bool {
	far := l.Size - 8
	return (u < 8 && (v < 8 || v >= far)) || (u >= far && v < 8)
}
