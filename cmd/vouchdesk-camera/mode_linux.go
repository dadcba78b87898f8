package main

import (
	"cmp"
	"math"
	"slices"

	"github.com/blackjack/webcam"

	"vouchdesk/internal/camera/wire"
)

// What is understood of what cameras send.
const (
	fourYUYV = webcam.PixelFormat('Y' | 'U'<<8 | 'Y'<<16 | 'V'<<24)
	fourMJPG = webcam.PixelFormat('M' | 'J'<<8 | 'P'<<16 | 'G'<<24)
	fourJPEG = webcam.PixelFormat('J' | 'P'<<8 | 'E'<<16 | 'G'<<24)
)

// What is wanted of a stream: a letter's code at arm's length needs 720 lines,
// and a picture that follows the hand 15 frames a second.
const (
	wantWidth, wantHeight = 1280, 720
	wantRate              = 15
	stillGain             = 1.5 // times as many pixels, for a change of format to be worth its second
)

// mode is one way a camera can send.
type mode struct {
	format        webcam.PixelFormat
	width, height uint32
	rate          float64 // frames a second at most; 0: it does not say
}

func (m mode) area() int { return int(m.width) * int(m.height) }

// quick tells whether the mode keeps up. A camera that does not say sends
// compressed pictures fast enough, and others where they are small.
func (m mode) quick() bool {
	if m.rate == 0 {
		return m.format != fourYUYV || m.area() <= 640*480
	}
	return m.rate >= wantRate-0.1 // some say 14.985
}

// off is how far a mode is from the size that is wanted.
func (m mode) off() float64 {
	return math.Abs(math.Log(float64(m.area()) / (wantWidth * wantHeight)))
}

// modes are all ways of a camera that are understood and within bounds.
func modes(h handle) []mode {
	var all []mode
	for format := range h.GetSupportedFormats() {
		if format != fourYUYV && format != fourMJPG && format != fourJPEG {
			continue
		}
		for _, s := range h.GetSupportedFrameSizes(format) {
			for _, size := range sizes(s) {
				m := mode{format: format, width: size[0], height: size[1]}
				if m.width < 2 || m.height < 2 || m.width > wire.MaxSide || m.height > wire.MaxSide || m.width%2 != 0 {
					continue
				}
				m.rate = rate(h.GetSupportedFramerates(format, m.width, m.height))
				all = append(all, m)
			}
		}
	}
	// A map has no order, and ties are to be the same every day: pictures that
	// are not compressed first.
	slices.SortFunc(all, func(a, b mode) int {
		return cmp.Or(cmp.Compare(b.area(), a.area()), -cmp.Compare(a.format, b.format))
	})
	return all
}

// sizes are those of a range worth trying: the largest, and what is wanted.
func sizes(s webcam.FrameSize) [][2]uint32 {
	if s.StepWidth == 0 && s.StepHeight == 0 {
		return [][2]uint32{{s.MaxWidth, s.MaxHeight}}
	}
	all := [][2]uint32{{s.MaxWidth, s.MaxHeight}}
	step := func(want, least, most, by uint32) uint32 {
		v := min(max(want, least), most)
		if by > 1 {
			v -= (v - least) % by
		}
		return v
	}
	near := [2]uint32{
		step(wantWidth, s.MinWidth, s.MaxWidth, s.StepWidth),
		step(wantHeight, s.MinHeight, s.MaxHeight, s.StepHeight),
	}
	if near != all[0] {
		all = append(all, near)
	}
	return all
}

func rate(all []webcam.FrameRate) float64 {
	best := 0.0
	for _, r := range all {
		if r.MinNumerator > 0 { // the shortest time between frames
			best = max(best, float64(max(r.MinDenominator, r.MaxDenominator))/float64(r.MinNumerator))
		}
	}
	return best
}

// pick chooses how to stream, and how to make a still where that is better.
func pick(all []mode) (stream, still mode, ok bool) {
	fit := slices.DeleteFunc(slices.Clone(all), func(m mode) bool { return m.area() > wire.MaxGrey })
	if len(fit) == 0 {
		return mode{}, mode{}, false
	}
	stream = slices.MinFunc(fit, func(a, b mode) int {
		return cmp.Or(late(a)-late(b), cmp.Compare(a.off(), b.off()), cmp.Compare(b.rate, a.rate)*late(a))
	})
	still = slices.MaxFunc(all, func(a, b mode) int { return cmp.Compare(a.area(), b.area()) })
	if float64(still.area()) < stillGain*float64(stream.area()) {
		still = stream
	}
	return stream, still, true
}

func late(m mode) int {
	if m.quick() {
		return 0
	}
	return 1
}
