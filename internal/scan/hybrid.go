package scan

import (
	"encoding/binary"
	"image"

	"github.com/makiuchi-d/gozxing"
)

const (
	block   = 8         // pixels a side that share a threshold
	leastOf = 5 * block // a side below which gozxing takes one threshold for all
	flat    = 24        // a block of no more levels than this is paper or ink alone

	highBits   = 0x8080808080808080
	oneEach    = 0x0101010101010101
	oneBitEach = 0x0102040810204080 // times 1s in bytes: these as eight bits, in the highest byte
	evenBytes  = 0x00ff00ff00ff00ff
	inEachPair = 0x0001000100010001
)

// hybrid is g in black and white by a threshold for each block that follows the
// blocks about it: what gozxing's HybridBinarizer makes, bit for bit
// (TestHybrid), eight pixels at a time. Every other step waits for it.
func hybrid(g *image.Gray) *gozxing.BitMatrix {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w < leastOf || h < leastOf {
		m, err := gozxing.NewHybridBinarizer(newSource(g)).GetBlackMatrix()
		if err != nil {
			return nil
		}
		return m
	}
	m, err := gozxing.NewBitMatrix(w, h)
	if err != nil {
		return nil
	}
	sw, sh := (w+block-1)/block, (h+block-1)/block
	points := blackPoints(g.Pix, w, h, sw, sh)
	row := gozxing.NewBitArray(w)
	thresholds := make([]uint64, sw)
	for by := range sh {
		top := min(max(by, 2), sh-3)
		for bx := range thresholds {
			left := min(max(bx, 2), sw-3)
			sum := 0
			for y := top - 2; y <= top+2; y++ {
				p := points[y*sw+left-2:][:5]
				sum += p[0] + p[1] + p[2] + p[3] + p[4]
			}
			thresholds[bx] = uint64(sum/25) * oneEach
		}
		first := min(by*block, h-block)
		for y := first; y < first+block; y++ {
			// The last row of blocks lies over the one before: black in either is black.
			row = m.GetRow(y, row)
			words, pix := row.GetBitArray(), g.Pix[y*w:][:w]
			for bx, t := range thresholds {
				x := min(bx*block, w-block)
				dark := uint32(notAbove(binary.LittleEndian.Uint64(pix[x:]), t) * oneBitEach >> 56)
				words[x>>5] |= dark << (x & 31)
				if over := x&31 + block - 32; over > 0 {
					words[x>>5+1] |= dark >> (block - over)
				}
			}
			m.SetRow(y, row)
		}
	}
	return m
}

// notAbove has 1 in each byte in which v is at most t.
func notAbove(v, t uint64) uint64 {
	// The difference of the lower seven bits keeps a byte's high bit unless it
	// is negative; the high bits themselves decide where they differ.
	seven := (t&^uint64(highBits) | highBits) - v&^uint64(highBits)
	return (^v&t | ^(v^t)&seven) & highBits >> 7
}

// lower and higher have the lower and the higher of each two bytes.
func lower(a, b uint64) uint64  { return a ^ (a^b)&(notAbove(b, a)*255) }
func higher(a, b uint64) uint64 { return b ^ (a^b)&(notAbove(b, a)*255) }

// blackPoints are the thresholds that each block would choose by itself.
func blackPoints(pix []byte, w, h, sw, sh int) []int {
	points := make([]int, sw*sh)
	for by := range sh {
		for bx := range sw {
			at := min(by*block, h-block)*w + min(bx*block, w-block)
			first := binary.LittleEndian.Uint64(pix[at:])
			low, high, sums := first, first, uint64(0)
			for y := range block {
				v := binary.LittleEndian.Uint64(pix[at+y*w:])
				low, high = lower(low, v), higher(high, v)
				sums += v&evenBytes + v>>8&evenBytes
			}
			for n := 32; n >= 8; n /= 2 {
				low, high = lower(low, low>>n), higher(high, high>>n)
			}
			darkest, lightest := byte(low), byte(high)
			i := by*sw + bx
			points[i] = int(sums*inEachPair>>48) / (block * block)
			if lightest-darkest > flat {
				continue
			}
			// Bare paper, unless the blocks before say that it is ink.
			points[i] = int(darkest) / 2
			if by > 0 && bx > 0 {
				if around := (points[i-sw] + 2*points[i-1] + points[i-sw-1]) / 4; int(darkest) < around {
					points[i] = around
				}
			}
		}
	}
	return points
}
