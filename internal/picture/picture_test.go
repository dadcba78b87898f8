package picture_test

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/paper"
	"vouchdesk/internal/picture"
)

// scene is a letter as a camera or a scanner sees it.
type scene struct {
	side   int     // the longer side in pixels
	margin float64 // of the table around the page, as a share of the width; 0: a scan
	table  float64 // how bright the table is
	paper  float64 // how bright the page is, 0 to 255
	ink    float64 // how bright the ink is
	blur   float64 // in pixels of a picture of 1,200
	grain  float64
	shift  float64 // of the page to the right and down, as a share of the picture
	spot   float64 // of light, its radius as a share of the width
	blank  bool    // the other side of the page
}

func (s scene) draw(t testing.TB) *image.RGBA {
	t.Helper()
	page, err := paper.Letter(paper.LetterPage{
		Council: "Cyngor Enghraifft", Addressee: []string{"Rosa Mai Specimen", "12 Sample Row", "Exampleton", "EX4 1AA"},
		Code: "VLA" + strings.Repeat("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5)[:149], Typed: "ABCD-EFGH-JKMN-P",
	})
	if err != nil {
		t.Fatal(err)
	}
	h := s.side
	w := int(float64(s.side) / 1.41)
	out := make([]float64, w*h)
	m := s.margin
	left, top := (m+s.shift)*float64(w), (m+s.shift)*float64(h)
	pw, ph := (1-2*m)*float64(w), (1-2*m)*float64(h)
	for y := range h {
		for x := range w {
			u, v := (float64(x)-left)/pw, (float64(y)-top)/ph
			level := s.table
			if u >= 0 && v >= 0 && u < 1 && v < 1 {
				ink := 255.0
				if !s.blank {
					ink = mean(page, u, v, 1/pw, 1/ph)
				}
				level = s.ink + (s.paper-s.ink)*ink/255
			}
			out[y*w+x] = level
		}
	}
	sigma := s.blur * float64(s.side) / 1200
	for range 3 { // three boxes are nearly a bell
		out = box(box(out, w, h, 1, w, sigma), h, w, w, 1, sigma)
	}
	r := rand.New(rand.NewPCG(7, 11))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, v := range out {
		x, y := float64(i%w), float64(i/w)
		if d := math.Hypot(x-0.5*float64(w), y-0.5*float64(h)); s.spot > 0 && d < 1.3*s.spot*float64(w) {
			v += 255 * max(0, min(1, 4*(1.3-d/(s.spot*float64(w)))))
		}
		b := uint8(max(0, min(255, v+s.grain*r.NormFloat64())))
		img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2], img.Pix[4*i+3] = b, b, b, 255
	}
	return img
}

// mean is the page around a place.
func mean(g *image.Gray, u, v, du, dv float64) float64 {
	x0, y0 := int(u*float64(g.Rect.Dx())), int(v*float64(g.Rect.Dy()))
	x1 := max(x0+1, min(g.Rect.Dx(), int((u+du)*float64(g.Rect.Dx()))))
	y1 := max(y0+1, min(g.Rect.Dy(), int((v+dv)*float64(g.Rect.Dy()))))
	sum := 0
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			sum += int(g.GrayAt(x, y).Y)
		}
	}
	return float64(sum) / float64((x1-x0)*(y1-y0))
}

// box means along lines; three of the width make a bell of sigma.
func box(p []float64, n, lines, step, line int, sigma float64) []float64 {
	reach := int(math.Round((math.Sqrt(4*sigma*sigma+1) - 1) / 2))
	if reach < 1 {
		return p
	}
	out := make([]float64, len(p))
	for l := range lines {
		at := func(i int) float64 { return p[l*line+max(0, min(n-1, i))*step] }
		sum := 0.0
		for i := -reach; i <= reach; i++ {
			sum += at(i)
		}
		for i := range n {
			out[l*line+i*step] = sum / float64(2*reach+1)
			sum += at(i+reach+1) - at(i-reach)
		}
	}
	return out
}

func photograph() scene {
	return scene{side: 1200, margin: 0.08, table: 60, paper: 200, ink: 40, blur: 0.6, grain: 3}
}

func scanned() scene { return scene{side: 1169, table: 255, paper: 255, ink: 10, blur: 0.3, grain: 1} }

func with(s scene, change func(*scene)) scene {
	change(&s)
	return s
}

func TestLook(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		scene scene
		want  []picture.Advice
	}{
		"ok/photograph":                {photograph(), nil},
		"ok/photograph, a bit soft":    {with(photograph(), func(s *scene) { s.blur = 1 }), nil},
		"ok/photograph, grainy":        {with(photograph(), func(s *scene) { s.grain = 12 }), nil},
		"ok/photograph, dim":           {with(photograph(), func(s *scene) { s.paper, s.ink, s.table = 120, 30, 25 }), nil},
		"ok/photograph, twice as fine": {with(photograph(), func(s *scene) { s.side = 2400 }), nil},
		"ok/photograph, fills it":      {with(photograph(), func(s *scene) { s.margin = 0 }), nil},
		"ok/scan at 100 dpi":           {scanned(), nil},
		"ok/scan at 200 dpi":           {with(scanned(), func(s *scene) { s.side = 2339 }), nil},
		"ok/scan, yellowed":            {with(scanned(), func(s *scene) { s.paper, s.table = 215, 215 }), nil},
		"told/blurred":                 {with(photograph(), func(s *scene) { s.blur = 2.5 }), []picture.Advice{picture.Blurred}},
		"told/blurred and grainy":      {with(photograph(), func(s *scene) { s.blur, s.grain = 3, 6 }), []picture.Advice{picture.Blurred}},
		"told/very blurred":            {with(photograph(), func(s *scene) { s.blur = 8 }), []picture.Advice{picture.Blurred}},
		"told/blurred scan":            {with(scanned(), func(s *scene) { s.blur = 3 }), []picture.Advice{picture.Blurred}},
		"told/glare":                   {with(photograph(), func(s *scene) { s.spot = 0.08 }), []picture.Advice{picture.Glare}},
		"told/corner outside":          {with(photograph(), func(s *scene) { s.shift = 0.2 }), []picture.Advice{picture.Cut}},
		"told/dark":                    {with(photograph(), func(s *scene) { s.paper, s.ink, s.table = 70, 10, 15 }), []picture.Advice{picture.Dark}},
		"told/night":                   {with(photograph(), func(s *scene) { s.paper, s.ink, s.table = 25, 5, 5 }), []picture.Advice{picture.Dark}},
		"told/too few pixels":          {with(photograph(), func(s *scene) { s.side, s.blur = 800, 0 }), []picture.Advice{picture.Small}},
		"told/the other side of scan":  {with(scanned(), func(s *scene) { s.blank = true }), []picture.Advice{picture.Blank}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			img := c.scene.draw(t)
			if got := picture.Look(img, image.Rectangle{}); !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q; %s", got, c.want, picture.Measures(img))
			}
		})
	}
}

// TestLookAtAPart: what is cropped away is not judged.
func TestLookAtAPart(t *testing.T) {
	img := photograph().draw(t)
	draw.Draw(img, image.Rect(0, 0, img.Rect.Dx(), img.Rect.Dy()/2), image.NewUniform(color.RGBA{A: 255}), image.Point{}, draw.Src)
	if got := picture.Look(img, image.Rect(0, img.Rect.Dy()/2+100, img.Rect.Dx(), img.Rect.Dy())); slices.Contains(got, picture.Dark) {
		t.Errorf("%q", got)
	}
	if got := picture.Look(img, image.Rect(0, 0, 550, 550)); !slices.Equal(got, []picture.Advice{picture.Dark}) {
		t.Errorf("of the dark half: %q", got)
	}
}

// TestLookAtAnything: no shape of picture breaks it.
func TestLookAtAnything(t *testing.T) {
	for _, size := range []image.Point{{}, {1, 1}, {1, 3000}, {3000, 1}, {7, 5}, {9, 2400}} {
		t.Run(fmt.Sprint(size), func(*testing.T) {
			img := image.NewRGBA(image.Rectangle{Max: size})
			for i := range img.Pix {
				img.Pix[i] = byte(i * 37)
			}
			picture.Look(img, image.Rectangle{})
			picture.Look(img, image.Rect(-5, -5, 3, 3))
			picture.Look(img, image.Rect(900, 900, 901, 901))
		})
	}
}

// BenchmarkLook is one look at a page as it is shown, 2,400 pixels high.
func BenchmarkLook(b *testing.B) {
	img := with(photograph(), func(s *scene) { s.side = 2400 }).draw(b)
	for b.Loop() {
		picture.Look(img, image.Rectangle{})
	}
}
