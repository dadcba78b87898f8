package scan_test

import (
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"sync"

	"rsc.io/qr"

	"vouchdesk/internal/scan"
)

// shared is one reader for all tests: its second reader is compiled once.
var shared = sync.OnceValue(func() *scan.Reader { return scan.New("") })

// letterText has the form of a letter's code; what it says is nothing.
var letterText = "VLA" + strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)[:149]

// failer is a test of any kind.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// scene is a grey sheet with codes on it.
type scene struct{ g *image.Gray }

func newScene(w, h int, paper uint8) scene {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = paper
	}
	return scene{g}
}

// put draws a code with modules of size pixels about (cx, cy), turned by angle.
func (s scene) put(t failer, text string, cx, cy, size, angle float64, ink uint8) scene {
	t.Helper()
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	n := float64(c.Size)
	sin, cos := math.Sincos(angle)
	reach := int(size * n)
	for y := max(0, int(cy)-reach); y < min(s.g.Rect.Dy(), int(cy)+reach); y++ {
		for x := max(0, int(cx)-reach); x < min(s.g.Rect.Dx(), int(cx)+reach); x++ {
			dx, dy := float64(x)+0.5-cx, float64(y)+0.5-cy
			u, v := (dx*cos+dy*sin)/size+n/2, (-dx*sin+dy*cos)/size+n/2
			if u >= 0 && v >= 0 && u < n && v < n && c.Black(int(u), int(v)) {
				s.g.Pix[y*s.g.Stride+x] = ink
			}
		}
	}
	return s
}

// noisy adds grain, the same each time.
func (s scene) noisy(sigma float64) *image.Gray {
	r := rand.New(rand.NewPCG(1, 2))
	for i, v := range s.g.Pix {
		s.g.Pix[i] = uint8(min(255, max(0, float64(v)+sigma*r.NormFloat64())))
	}
	return s.g
}
