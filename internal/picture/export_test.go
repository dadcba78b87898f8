package picture

import (
	"fmt"
	"image"
)

// Measures are the numbers behind a look, for a test that fails.
func Measures(m *image.RGBA) string {
	g := shrink(m, m.Rect, lookSide)
	l := histogram(g)
	at, share := l.split()
	return fmt.Sprintf("steep %.3f, split at %d explains %.2f, paper %d, from %d to %d", steep(g, l.at(0.99)-l.at(0.01)), at, share, l.paper(), l.at(0.01), l.at(0.99))
}
