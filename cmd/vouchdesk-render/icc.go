package main

import (
	"encoding/binary"
	"math"
)

// colours brings pixels from the space of an embedded profile to sRGB. It
// knows profiles of a matrix and curves (ICC.1:2022, 8.3.3 and F.3), which is
// what phones, cameras and scanners embed - Display P3, Adobe RGB, ProPhoto -
// and grey ones. A profile of tables is not followed: its pixels are taken as
// they are.
type colours struct {
	linear [3][256]int32 // of 1<<fine
	matrix [3][3]int64   // linear in the profile's space to linear sRGB, of 1<<16
	encode []byte        // linear sRGB, of 1<<fine, to sRGB
}

const fine = 13

// bradford is the inverse of sRGB's primaries adapted to D50, the profile
// connection space (IEC 61966-2-1, ICC.1:2022 annex E).
var bradford = [3][3]float64{ //nolint:gochecknoglobals // a constant that Go has no word for
	{3.1338561, -1.6168667, -0.4906146},
	{-0.9787684, 1.9161415, 0.0334540},
	{0.0719453, -0.2289914, 1.4052427},
}

// profile reads an ICC profile; nil where it is none that can be followed or
// where it is sRGB itself.
func profile(icc []byte) *colours {
	if len(icc) < 132 || string(icc[36:40]) != "acsp" || string(icc[20:24]) != "XYZ " {
		return nil
	}
	tag := func(name string) []byte {
		table := icc[132:]
		for range min(binary.BigEndian.Uint32(icc[128:]), 100) {
			if len(table) < 12 {
				return nil
			}
			at, n := uint64(binary.BigEndian.Uint32(table[4:])), uint64(binary.BigEndian.Uint32(table[8:]))
			if string(table[:4]) == name && at+n <= uint64(len(icc)) {
				return icc[at : at+n]
			}
			table = table[12:]
		}
		return nil
	}
	c := &colours{}
	switch string(icc[16:20]) {
	case "GRAY":
		grey, ok := curve(tag("kTRC"))
		if !ok {
			return nil
		}
		for i := range c.linear {
			c.linear[i], c.matrix[i][i] = grey, 1<<16
		}
	case "RGB ":
		for i, name := range []string{"r", "g", "b"} {
			trc, ok := curve(tag(name + "TRC"))
			xyz, found := primary(tag(name + "XYZ"))
			if !ok || !found {
				return nil
			}
			c.linear[i] = trc
			for row := range 3 {
				v := bradford[row][0]*xyz[0] + bradford[row][1]*xyz[1] + bradford[row][2]*xyz[2]
				c.matrix[row][i] = int64(math.Round(v * (1 << 16)))
			}
		}
	default:
		return nil
	}
	c.encode = make([]byte, 1<<fine+1)
	for i := range c.encode {
		c.encode[i] = byte(math.Round(255 * companded(float64(i)/(1<<fine))))
	}
	if c.none() {
		return nil
	}
	return c
}

// companded is the transfer function of sRGB (IEC 61966-2-1).
func companded(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func fixed(b []byte) float64 { return float64(int32(binary.BigEndian.Uint32(b))) / (1 << 16) }

// primary is an XYZType of one number triple.
func primary(b []byte) (xyz [3]float64, ok bool) {
	if len(b) < 20 || string(b[:4]) != "XYZ " {
		return xyz, false
	}
	for i := range xyz {
		xyz[i] = fixed(b[8+4*i:])
		if math.Abs(xyz[i]) > 8 {
			return xyz, false
		}
	}
	return xyz, true
}

// curve is a curveType or parametricCurveType as 256 linear values.
func curve(b []byte) (out [256]int32, ok bool) {
	var f func(float64) float64
	switch {
	case len(b) >= 12 && string(b[:4]) == "curv":
		f = sampled(b)
	case len(b) >= 16 && string(b[:4]) == "para":
		f = parametric(b)
	default:
		return out, false
	}
	if f == nil {
		return out, false
	}
	for i := range out {
		v := f(float64(i) / 255)
		if math.IsNaN(v) {
			return out, false
		}
		out[i] = int32(math.Round(min(1, max(0, v)) * (1 << fine)))
	}
	return out, true
}

func sampled(b []byte) func(float64) float64 {
	n := uint64(binary.BigEndian.Uint32(b[8:]))
	table := b[12:]
	switch {
	case n == 0:
		return func(x float64) float64 { return x }
	case n > 65536 || uint64(len(table)) < 2*n:
		return nil
	case n == 1:
		gamma := float64(binary.BigEndian.Uint16(table)) / 256
		return func(x float64) float64 { return math.Pow(x, gamma) }
	default:
		return func(x float64) float64 {
			at := x * float64(n-1)
			i := min(int(at), int(n)-2)
			low, high := float64(binary.BigEndian.Uint16(table[2*i:])), float64(binary.BigEndian.Uint16(table[2*i+2:]))
			return (low + (high-low)*(at-float64(i))) / 65535
		}
	}
}

func parametric(b []byte) func(float64) float64 {
	counts := []int{1, 3, 4, 5, 7}
	kind := int(binary.BigEndian.Uint16(b[8:]))
	if kind >= len(counts) || len(b) < 12+4*counts[kind] {
		return nil
	}
	var p [7]float64 // g a b c d e f
	for i := range counts[kind] {
		p[i] = fixed(b[12+4*i:])
	}
	g, a, bb, c, d, e, f := p[0], p[1], p[2], p[3], p[4], p[5], p[6]
	switch kind {
	case 0:
		return func(x float64) float64 { return math.Pow(x, g) }
	case 1, 2: // Y = (aX+b)^g + c, and c alone below -b/a
		if a == 0 {
			return nil
		}
		d, e, f, c = -bb/a, c, c, 0
	}
	return func(x float64) float64 {
		if x < d {
			return c*x + f
		}
		return math.Pow(a*x+bb, g) + e
	}
}

// none says whether following the profile would change nothing an eye or a
// JPEG could tell, as with sRGB's own profile in its many editions.
func (c *colours) none() bool {
	probe := make([]byte, 0, 4*6*6*6)
	for i := range 6 * 6 * 6 {
		probe = append(probe, byte(i%6*51), byte(i/6%6*51), byte(i/36*51), 255)
	}
	after := append([]byte(nil), probe...)
	c.convert(after)
	for i := range probe {
		if d := int(probe[i]) - int(after[i]); d < -2 || d > 2 {
			return false
		}
	}
	return true
}

// convert changes a row of red, green, blue and 255.
func (c *colours) convert(row []byte) {
	var last [3]byte
	var was [3]byte
	for i, first := 0, true; i+4 <= len(row); i += 4 {
		p := row[i : i+3 : i+3]
		// Paper is mostly one colour at a stretch.
		if now := [3]byte(p); first || now != was {
			was, first = now, false
			r, g, b := int64(c.linear[0][p[0]]), int64(c.linear[1][p[1]]), int64(c.linear[2][p[2]])
			for k, m := range c.matrix {
				v := (m[0]*r + m[1]*g + m[2]*b + 1<<15) >> 16
				last[k] = c.encode[min(1<<fine, max(0, v))]
			}
		}
		copy(p, last[:])
	}
}
