package ocrb_test

import (
	_ "embed"
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"vouchdesk/internal/mrz"
)

//go:embed testdata/OCRBS.otf
var ocrb []byte

// A shot is how a specimen is photographed.
type shot struct {
	pitch   float64 // pixels from character to character
	turn    float64 // radians
	narrow  float64 // how much narrower the far end is
	blur    float64 // sigma, pixels
	grain   float64 // sigma, grey levels
	shade   float64 // share of the light that is lost at one side
	print   float64 // contrast of the print behind, grey levels
	paper   float64
	ink     float64
	margin  float64 // around the zone, in pitches
	seed    uint64
	stretch float64 // of the letters' height, 1 as printed
}

func plain() shot {
	return shot{pitch: 16, paper: 235, ink: 30, margin: 5, stretch: 1}
}

// sheet is the zone at 32 pixels a pitch: 1 where there is ink.
type sheet struct {
	w, h int
	ink  []float32
}

const sheetPitch = 32.0

var face = func() font.Face {
	f, err := opentype.Parse(ocrb)
	if err != nil {
		panic(err)
	}
	var b sfnt.Buffer
	i, err := f.GlyphIndex(&b, 'H')
	if err != nil {
		panic(err)
	}
	advance, err := f.GlyphAdvance(&b, i, fixed.I(1000), font.HintingNone)
	if err != nil {
		panic(err)
	}
	size := sheetPitch / (float64(advance) / 64 / 1000)
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic(err)
	}
	return face
}()

// typeset sets the lines of a zone, 6.35 mm apart at 2.54 mm a character, or
// 4.23 mm on a card.
func typeset(text string) sheet {
	lines := strings.Split(text, "\n")
	apart := 2.2
	if len(lines) == 3 {
		apart = 1.7
	}
	w, h := int(sheetPitch*float64(len(lines[0]))), int(sheetPitch*(apart*float64(len(lines)-1)+1.2))
	m := image.NewAlpha(image.Rect(0, 0, w, h))
	d := font.Drawer{Dst: m, Src: image.Opaque, Face: face}
	for i, line := range lines {
		for j, c := range line {
			advance, _ := face.GlyphAdvance(c)
			x := sheetPitch*(float64(j)+0.5) - float64(advance)/128
			d.Dot = fixed.Point26_6{X: fixed.Int26_6(x * 64), Y: fixed.Int26_6(sheetPitch * (1 + apart*float64(i)) * 64)}
			d.DrawString(string(c))
		}
	}
	s := sheet{w: w, h: h, ink: make([]float32, w*h)}
	for i, a := range m.Pix {
		s.ink[i] = float32(a) / 255
	}
	return s
}

//go:norace
func (s sheet) mean(x, y, rx, ry float64) float64 {
	x0, x1 := max(0, int(x-rx)), min(s.w, int(math.Ceil(x+rx)))
	y0, y1 := max(0, int(y-ry)), min(s.h, int(math.Ceil(y+ry)))
	if x1 <= x0 || y1 <= y0 {
		return 0
	}
	sum := 0.0
	for j := y0; j < y1; j++ {
		for i := x0; i < x1; i++ {
			sum += float64(s.ink[j*s.w+i])
		}
	}
	return sum / float64((x1-x0)*(y1-y0))
}

// photograph draws the zone as a camera would see it.
//
//go:norace
func photograph(text string, o shot) *image.Gray {
	s := typeset(text)
	r := rand.New(rand.NewPCG(o.seed, 7))
	k := sheetPitch / o.pitch
	zw, zh := float64(s.w)/k, float64(s.h)/k*o.stretch
	sin, cos := math.Sincos(o.turn)
	w := int(zw*math.Abs(cos) + zh*math.Abs(sin) + 2*o.margin*o.pitch)
	h := int(zw*math.Abs(sin) + zh*math.Abs(cos) + 2*o.margin*o.pitch)
	light := make([]float64, w*h)
	wave := [3]float64{r.Float64() * 7, 0.15 + 0.5*r.Float64(), 0.1 + 0.4*r.Float64()}
	for y := range h {
		for x := range w {
			dx, dy := float64(x)+0.5-float64(w)/2, float64(y)+0.5-float64(h)/2
			u, v := dx*cos+dy*sin, -dx*sin+dy*cos
			far := 1 + o.narrow*u/zw
			u, v = u*far, v*far
			sx, sy := (u+zw/2)*k, (v+zh/2)*k/o.stretch
			paper := o.paper + o.print*math.Sin(wave[0]+wave[1]*u+3*math.Sin(wave[2]*v/3))
			c := 0.0
			if sx > -2*k && sy > -2*k && sx < float64(s.w)+2*k && sy < float64(s.h)+2*k {
				c = s.mean(sx, sy, k/2, k/2/o.stretch)
			}
			lit := 1 - o.shade*float64(x)/float64(w)
			light[y*w+x] = (paper*(1-c) + o.ink*c) * lit
		}
	}
	light = blurred(light, w, h, o.blur)
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i, v := range light {
		g.Pix[i] = byte(min(255, max(0, v+o.grain*r.NormFloat64())))
	}
	return g
}

//go:norace
func blurred(in []float64, w, h int, sigma float64) []float64 {
	if sigma < 0.1 {
		return in
	}
	n := int(math.Ceil(3 * sigma))
	kernel, total := make([]float64, 2*n+1), 0.0
	for i := range kernel {
		kernel[i] = math.Exp(-float64((i-n)*(i-n)) / (2 * sigma * sigma))
		total += kernel[i]
	}
	pass := func(in []float64, count, length, step, stride int) []float64 {
		out := make([]float64, len(in))
		for c := range count {
			for i := range length {
				sum := 0.0
				for j, k := range kernel {
					at := min(max(0, i+j-n), length-1)
					sum += k * in[c*stride+at*step]
				}
				out[c*stride+i*step] = sum / total
			}
		}
		return out
	}
	return pass(pass(in, h, w, 1, w), w, h, w, 1)
}

// orientations are the eight ways a picture may lie, as EXIF knows them.
//
//go:norace
func orientations(g *image.Gray) []*image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	var all []*image.Gray
	for way := range 8 {
		ow, oh := w, h
		if way >= 4 {
			ow, oh = h, w
		}
		o := image.NewGray(image.Rect(0, 0, ow, oh))
		for y := range oh {
			for x := range ow {
				sx, sy := x, y
				if way >= 4 {
					sx, sy = y, x
				}
				if way&1 != 0 {
					sx = w - 1 - sx
				}
				if way&2 != 0 {
					sy = h - 1 - sy
				}
				o.Pix[y*ow+x] = g.Pix[sy*g.Stride+sx]
			}
		}
		all = append(all, o)
	}
	return all
}

// Invented people, in every format.
func specimens(t testing.TB) map[mrz.Format]string {
	t.Helper()
	return map[mrz.Format]string{
		mrz.TD3:  passport("P<GBRSPECIMEN<<ROSA<MAI", "925665416", "GBR", "880417", "F", "350611", ""),
		mrz.MRVA: visa(44, "V<UTOSAMPL<<IDRIS", "L8988901C", "XXX", "400907", "M", "361210"),
		mrz.MRVB: visa(36, "V<UTOENGHRAIFFT<<MAIR", "B4477110Z", "UTO", "711121", "F", "310102"),
		mrz.TD2:  card2("I<UTOPLACEHOLDER<<T", "D23145890", "UTO", "740812", "X", "320415"),
		mrz.TD1:  card("I<UTO", "D23145890", "740812", "F", "320415", "UTO", "SPECIMEN<<ROSA<MAI"),
	}
}

func fill(s string, n int) string {
	return (s + strings.Repeat("<", n))[:n]
}

func digit(s string) string { return string(mrz.Digit(s)) }

func passport(first, number, nation, birth, sex, expiry, own string) string {
	number, own = fill(number, 9), fill(own, 14)
	line := number + digit(number) + nation + birth + digit(birth) + sex + expiry + digit(expiry) + own + digit(own)
	return fill(first, 44) + "\n" + line + digit(line[:10]+line[13:20]+line[21:43])
}

func visa(n int, first, number, nation, birth, sex, expiry string) string {
	number = fill(number, 9)
	return fill(first, n) + "\n" + fill(number+digit(number)+nation+birth+digit(birth)+sex+expiry+digit(expiry), n)
}

func card2(first, number, nation, birth, sex, expiry string) string {
	line := visa(35, first, number, nation, birth, sex, expiry)[36:]
	return fill(first, 36) + "\n" + line + digit(line[:10]+line[13:20]+line[21:35])
}

func card(code, number, birth, sex, expiry, nation, name string) string {
	number = fill(number, 9)
	one := fill(code+number+digit(number), 30)
	two := fill(birth+digit(birth)+sex+expiry+digit(expiry)+nation, 29)
	return one + "\n" + two + digit(one[5:]+two[:7]+two[8:15]+two[18:29]) + "\n" + fill(name, 30)
}
