package glyphs

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"

	"vouchdesk/internal/fault"
)

// Alphabet is the characters in the order of their classes.
const Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"

// None is the class of what is no upright character in the middle.
const None = len(Alphabet)

// Classes is how many classes there are.
const Classes = len(Alphabet) + 1

// The window: Across pixels are Wide pitches, Down pixels are High heights of
// a capital letter. A little of the neighbours is in it, so that a cell which
// is cut off its middle can be told from one that is not.
const (
	Across = 20
	Down   = 24
	Wide   = 1.25
	High   = 1.45
)

// Sizes of the layers.
const (
	maps1 = 8
	maps2 = 24
	flat  = (Across / 4) * (Down / 4) * maps2
	full  = 96
)

// Window is the grey around one character, row by row.
type Window [Across * Down]float32

// Normalise takes brightness and contrast away.
//
//go:norace
func (w *Window) Normalise() {
	var sum, squares float64
	for _, v := range w {
		sum += float64(v)
		squares += float64(v) * float64(v)
	}
	mean := sum / float64(len(w))
	spread := math.Sqrt(max(0, squares/float64(len(w))-mean*mean))
	k := float32(1 / (spread + 2))
	for i, v := range w {
		w[i] = (v - float32(mean)) * k
	}
}

// Net is the classifier. Weights of a layer stand input by input, all its
// outputs together, so that the inner loop runs over memory in order.
type Net struct {
	w1 [9 * maps1]float32
	b1 [maps1]float32
	w2 [9 * maps1 * maps2]float32
	b2 [maps2]float32
	w3 [flat * full]float32
	b3 [full]float32
	w4 [full * Classes]float32
	b4 [Classes]float32
}

func (n *Net) layers() [][]float32 {
	return [][]float32{n.w1[:], n.b1[:], n.w2[:], n.b2[:], n.w3[:], n.b3[:], n.w4[:], n.b4[:]}
}

// Scratch is what one forward pass needs.
type Scratch struct {
	conv1 [Across * Down * maps1]float32
	pool1 [Across * Down / 4 * maps1]float32
	conv2 [Across * Down / 4 * maps2]float32
	pool2 [flat]float32
	full  [full]float32
}

// Judge returns the natural logarithm of the likelihood of each class. The
// window is normalised.
//
//go:norace
func (n *Net) Judge(w *Window, s *Scratch) [Classes]float32 {
	n.forward(w, s)
	var out [Classes]float32
	copy(out[:], n.b4[:])
	for i, v := range s.full {
		if v > 0 {
			axpy(out[:], n.w4[i*Classes:][:Classes], v)
		}
	}
	top := out[0]
	for _, v := range out {
		top = max(top, v)
	}
	sum := 0.0
	for _, v := range out {
		sum += math.Exp(float64(v - top))
	}
	total := top + float32(math.Log(sum))
	for i := range out {
		out[i] -= total
	}
	return out
}

//go:norace
func (n *Net) forward(w *Window, s *Scratch) {
	convolve(w[:], 1, Across, Down, n.w1[:], n.b1[:], s.conv1[:])
	pool(s.conv1[:], maps1, Across, Down, s.pool1[:])
	convolve(s.pool1[:], maps1, Across/2, Down/2, n.w2[:], n.b2[:], s.conv2[:])
	pool(s.conv2[:], maps2, Across/2, Down/2, s.pool2[:])
	copy(s.full[:], n.b3[:])
	for i, v := range s.pool2 {
		if v > 0 {
			axpy(s.full[:], n.w3[i*full:][:full], v)
		}
	}
}

// convolve is a 3 by 3 convolution with a border of nothing.
//
//go:norace
func convolve(in []float32, depth, wide, high int, weights, bias, out []float32) {
	maps := len(bias)
	for y := range high {
		for x := range wide {
			o := out[(y*wide+x)*maps:][:maps]
			copy(o, bias)
			for dy := max(0, 1-y); dy < min(3, high+1-y); dy++ {
				for dx := max(0, 1-x); dx < min(3, wide+1-x); dx++ {
					from := in[((y+dy-1)*wide+x+dx-1)*depth:][:depth]
					k := (dy*3 + dx) * depth * maps
					for c, v := range from {
						if v != 0 {
							axpy(o, weights[k+c*maps:][:maps], v)
						}
					}
				}
			}
		}
	}
}

// pool takes the largest of each four and nothing below zero.
//
//go:norace
func pool(in []float32, maps, wide, high int, out []float32) {
	for y := range high / 2 {
		for x := range wide / 2 {
			o := out[(y*(wide/2)+x)*maps:][:maps]
			a := in[(2*y*wide+2*x)*maps:][:2*maps]
			b := in[((2*y+1)*wide+2*x)*maps:][:2*maps]
			for m := range o {
				o[m] = max(0, a[m], a[maps+m], b[m], b[maps+m])
			}
		}
	}
}

// axpy adds k times from to to; both are of one length, a multiple of two.
//
//go:norace
func axpy(to, from []float32, k float32) {
	from = from[:len(to)]
	i := 0
	for ; i+4 <= len(to); i += 4 {
		t, f := to[i:i+4:i+4], from[i:i+4:i+4]
		t[0] += k * f[0]
		t[1] += k * f[1]
		t[2] += k * f[2]
		t[3] += k * f[3]
	}
	for ; i < len(to); i++ {
		to[i] += k * from[i]
	}
}

// ErrWeights is a file of weights that is not one.
var ErrWeights = fault.New(fault.Malformed, "glyph-weights")

const magic = "vouchdesk glyphs 1\n"

// Marshal writes the weights: per layer a scale and 16-bit numbers.
func (n *Net) Marshal() []byte {
	b := []byte(magic)
	for _, layer := range n.layers() {
		var top float32
		for _, v := range layer {
			top = max(top, v, -v)
		}
		scale := top / math.MaxInt16
		if scale == 0 {
			scale = 1
		}
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(scale))
		for _, v := range layer {
			b = binary.LittleEndian.AppendUint16(b, uint16(int16(math.Round(float64(v/scale)))))
		}
	}
	return b
}

// Parse reads what Marshal wrote.
func Parse(b []byte) (*Net, error) {
	n := new(Net)
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return nil, ErrWeights
	}
	b = b[len(magic):]
	for _, layer := range n.layers() {
		if len(b) < 4+2*len(layer) {
			return nil, ErrWeights
		}
		scale := math.Float32frombits(binary.LittleEndian.Uint32(b))
		if !(scale > 0 && scale < 1e6) {
			return nil, ErrWeights
		}
		b = b[4:]
		for i := range layer {
			layer[i] = float32(int16(binary.LittleEndian.Uint16(b[2*i:]))) * scale
		}
		b = b[2*len(layer):]
	}
	if len(b) != 0 {
		return nil, ErrWeights
	}
	return n, nil
}

//go:embed weights.bin
var weights []byte

// Fitted is the net with the committed weights. They are part of the program,
// so weights that do not parse are a fault in the build and stop it.
var Fitted = sync.OnceValue(func() *Net {
	n, err := Parse(weights)
	if err != nil {
		panic(err)
	}
	return n
})
