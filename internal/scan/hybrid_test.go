package scan

import (
	"image"
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing"
)

// Black and white is what gozxing makes of the same picture, at every size
// about the blocks' and whatever the light.
func TestHybrid(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 7))
	for _, size := range [][2]int{{40, 40}, {41, 47}, {39, 90}, {64, 48}, {97, 55}, {128, 73}, {200, 131}, {321, 240}} {
		for _, contrast := range []int{0, 1, 20, 24, 25, 60, 255} {
			g := image.NewGray(image.Rect(0, 0, size[0], size[1]))
			light := rnd.IntN(256)
			for i := range g.Pix {
				v := light + i%size[0]/4 + rnd.IntN(contrast+1) // a slope with grain
				if i%97 < 40 {
					v -= contrast
				}
				g.Pix[i] = byte(min(max(v, 0), 255))
			}
			want, err := gozxing.NewHybridBinarizer(newSource(g)).GetBlackMatrix()
			got := hybrid(g)
			if err != nil || got == nil { // one threshold for all of a small picture may be none
				if (err == nil) != (got != nil) || size[0] >= leastOf {
					t.Fatalf("%v, contrast %d: %v", size, contrast, err)
				}
				continue
			}
			for y := range size[1] {
				for x := range size[0] {
					if got.Get(x, y) != want.Get(x, y) {
						t.Fatalf("%v, contrast %d, light %d: differs at %d, %d", size, contrast, light, x, y)
					}
				}
			}
		}
	}
}

func BenchmarkHybrid(b *testing.B) {
	g := image.NewGray(image.Rect(0, 0, 1280, 720))
	for i := range g.Pix {
		g.Pix[i] = byte(i * 7919 >> 5)
	}
	for name, draw := range map[string]func(){
		"ours":    func() { hybrid(g) },
		"gozxing": func() { _, _ = gozxing.NewHybridBinarizer(newSource(g)).GetBlackMatrix() },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				draw()
			}
		})
	}
}
