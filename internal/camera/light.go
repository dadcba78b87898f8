package camera

import "image"

// Light is what can be told of a frame at once, for a hint while somebody aims:
// no judgement of a document.
type Light struct {
	Mean   float64 // brightness, 0 to 255
	Bright float64 // share of pixels so bright that nothing is left in them, 0 to 1
	Motion float64 // mean difference from the frame before, 0 to 255
}

// What calls for a hint. A sheet of paper in the light of a window is some 200
// bright; a desk lamp mirrored in laminate burns out a few per cent.
const (
	darkBelow    = 60
	glareAbove   = 0.04
	movingAbove  = 9
	burnt        = 252
	meterStep    = 4 // every fourth pixel of every fourth row
	meterSamples = 1 << 16
)

// Dark tells that a lamp would help.
func (l Light) Dark() bool { return l.Mean < darkBelow }

// Glare tells that a lamp is mirrored.
func (l Light) Glare() bool { return l.Bright > glareAbove && l.Mean < 215 }

// Moving tells that whatever is shown does not rest.
func (l Light) Moving() bool { return l.Motion > movingAbove }

// meter remembers a sample of the frame before.
type meter struct{ before []byte }

func (m *meter) look(p *image.RGBA) Light {
	var sum, bright, moved, n int
	first := len(m.before) == 0
	for y := meterStep / 2; y < p.Rect.Dy(); y += meterStep {
		row := p.Pix[y*p.Stride:]
		for x := meterStep / 2; x < p.Rect.Dx(); x += meterStep {
			c := row[4*x:][:3:3]
			v := byte((int(c[0]) + 2*int(c[1]) + int(c[2])) / 4)
			sum += int(v)
			if v >= burnt {
				bright++
			}
			if n < len(m.before) {
				moved += abs(int(v) - int(m.before[n]))
				m.before[n] = v
			} else if n < meterSamples {
				m.before = append(m.before, v)
			}
			n++
		}
	}
	if n == 0 {
		return Light{}
	}
	l := Light{Mean: float64(sum) / float64(n), Bright: float64(bright) / float64(n), Motion: float64(moved) / float64(n)}
	if first {
		l.Motion = 0
	}
	return l
}

func abs(n int) int { return max(n, -n) }
