package main

import (
	"math"
	"math/rand/v2"

	"vouchdesk/internal/ocrb/glyphs"
)

// A spoiler draws cells as a bad picture would show them.
type spoiler struct {
	r      *rand.Rand
	patch  [80 * 90]float32
	second [80 * 90]float32
	w, h   int
}

func (s *spoiler) between(a, b float64) float64 { return a + (b-a)*s.r.Float64() }

func (s *spoiler) chance(p float64) bool { return s.r.Float64() < p }

// A pose is how the window lies on the cell: in pitches and capital heights.
type pose struct {
	dx, dy, sx, sy, turn float64
	mirrored, upended    bool
}

// draw fills w with cell i of l as seen in a pose.
func (s *spoiler) draw(l *line, i int, p pose, w *glyphs.Window) {
	pitch := math.Exp(s.between(math.Log(5), math.Log(26)))
	capital := pitch * s.between(0.78, 1.15)
	kx, ky := l.at[i].pitch/pitch, l.capital/capital // pixels of the line for one of the patch
	s.w, s.h = int(pitch*glyphs.Wide*1.5)+8, int(capital*glyphs.High*1.5)+8
	cx := l.at[i].x + s.between(-0.5, 0.5)*kx
	cy := l.y + l.slope*float64(i) + s.between(-0.5, 0.5)*ky
	s.shrink(l, cx, cy, kx, ky)
	if s.chance(0.7) {
		s.blur(s.between(0, 0.5))
	}
	if s.chance(0.25) {
		s.blur(s.between(0.2, 0.5))
	}
	s.light()
	if s.chance(0.35) {
		s.pack(s.between(25, 90))
	}
	mx, my := float64(s.w)/2, float64(s.h)/2
	sin, cos := math.Sincos(p.turn)
	for y := range glyphs.Down {
		for x := range glyphs.Across {
			u := ((float64(x)+0.5)/glyphs.Across - 0.5) * glyphs.Wide * p.sx
			v := ((float64(y)+0.5)/glyphs.Down - 0.5) * glyphs.High * p.sy
			if p.mirrored {
				u = -u
			}
			if p.upended {
				u, v = -u, -v
			}
			px, py := (u+p.dx)*pitch, (v+p.dy)*capital
			w[y*glyphs.Across+x] = s.at(mx+px*cos-py*sin, my+px*sin+py*cos)
		}
	}
	w.Normalise()
}

// shrink takes the mean of what each pixel of the patch covers: 0 paper, 1 ink.
func (s *spoiler) shrink(l *line, cx, cy, kx, ky float64) {
	nx, ny := min(6, int(math.Ceil(kx))), min(6, int(math.Ceil(ky)))
	weight := math.Exp(s.between(-0.6, 0.6))
	for y := range s.h {
		for x := range s.w {
			ink := 0
			for j := range ny {
				sy := int(math.Floor(cy + (float64(y)-float64(s.h)/2+(float64(j)+0.5)/float64(ny))*ky))
				if sy < 0 || sy >= l.h {
					continue
				}
				for i := range nx {
					sx := int(math.Floor(cx + (float64(x)-float64(s.w)/2+(float64(i)+0.5)/float64(nx))*kx))
					if sx >= 0 && sx < l.w && l.pix[sy*l.w+sx] < 128 {
						ink++
					}
				}
			}
			v := 0.0
			if ink > 0 {
				v = math.Pow(float64(ink)/float64(nx*ny), weight)
			}
			s.patch[y*s.w+x] = float32(v)
		}
	}
}

// blur mixes each pixel with its neighbours, k of it with each two.
func (s *spoiler) blur(k float64) {
	a := float32(k / 2)
	for y := range s.h {
		for x := range s.w {
			row := s.patch[y*s.w:][:s.w]
			s.second[y*s.w+x] = row[x]*(1-2*a) + a*(row[max(0, x-1)]+row[min(s.w-1, x+1)])
		}
	}
	for y := range s.h {
		for x := range s.w {
			s.patch[y*s.w+x] = s.second[y*s.w+x]*(1-2*a) + a*(s.second[max(0, y-1)*s.w+x]+s.second[min(s.h-1, y+1)*s.w+x])
		}
	}
}

// light turns ink into grey, over paper that is lit unevenly, printed on and
// grainy.
func (s *spoiler) light() {
	paper := s.between(110, 250)
	contrast := math.Exp(s.between(math.Log(25), math.Log(paper-5)))
	gx, gy := s.between(-0.3, 0.3)*contrast/float64(s.w), s.between(-0.3, 0.3)*contrast/float64(s.h)
	type wave struct{ x, y, phase, high float64 }
	var waves [3]wave
	for i := range waves {
		if s.chance(0.5) {
			turn, length := s.between(0, math.Pi), math.Exp(s.between(math.Log(2.5), math.Log(25)))
			waves[i] = wave{2 * math.Pi * math.Cos(turn) / length, 2 * math.Pi * math.Sin(turn) / length, s.between(0, 7), s.between(0, 0.15) * contrast}
		}
	}
	grain := 0.0
	if s.chance(0.7) {
		grain = s.between(0, 0.1) * contrast
	}
	var cut struct{ x, y, at, high float64 } // a fine printed line
	if s.chance(0.3) {
		turn := s.between(0, math.Pi)
		cut.x, cut.y, cut.high = math.Cos(turn), math.Sin(turn), s.between(0.1, 0.6)*contrast
		cut.at = cut.x*s.between(0, float64(s.w)) + cut.y*s.between(0, float64(s.h))
	}
	for y := range s.h {
		for x := range s.w {
			fx, fy := float64(x), float64(y)
			ink := float64(s.patch[y*s.w+x])
			v := paper + gx*fx + gy*fy
			for _, w := range waves {
				if w.high > 0 {
					v += w.high * math.Sin(w.x*fx+w.y*fy+w.phase)
				}
			}
			if cut.high > 0 {
				v -= cut.high * max(0, 1-math.Abs(cut.x*fx+cut.y*fy-cut.at))
			}
			v = v*(1-ink) + (v-contrast)*ink
			if grain > 0 {
				v += grain * s.r.NormFloat64()
			}
			s.patch[y*s.w+x] = float32(min(255, max(0, v)))
		}
	}
}

var cosines = func() (c [8][8]float64) {
	for u := range 8 {
		for x := range 8 {
			c[u][x] = math.Cos(math.Pi * (float64(x) + 0.5) * float64(u) / 8)
			if u == 0 {
				c[u][x] *= math.Sqrt2 / 2
			}
			c[u][x] /= 2
		}
	}
	return c
}()

// pack loses what a JPEG of a quality loses: steps grow with the frequency.
func (s *spoiler) pack(quality float64) {
	coarse := 50 / quality
	if quality > 50 {
		coarse = 2 - quality/50
	}
	var block, half [64]float64
	for by := -s.r.IntN(8); by < s.h; by += 8 {
		for bx := -s.r.IntN(8); bx < s.w; bx += 8 {
			for i := range block {
				x, y := min(max(0, bx+i%8), s.w-1), min(max(0, by+i/8), s.h-1)
				block[i] = float64(s.patch[y*s.w+x]) - 128
			}
			for u := range 8 {
				for y := range 8 {
					sum := 0.0
					for x := range 8 {
						sum += block[y*8+x] * cosines[u][x]
					}
					half[y*8+u] = sum
				}
			}
			for u := range 8 {
				for v := range 8 {
					sum := 0.0
					for y := range 8 {
						sum += half[y*8+u] * cosines[v][y]
					}
					step := max(1, coarse*(12+8*float64(u+v)))
					block[v*8+u] = math.Round(sum/step) * step
				}
			}
			for u := range 8 {
				for y := range 8 {
					sum := 0.0
					for v := range 8 {
						sum += block[v*8+u] * cosines[v][y]
					}
					half[y*8+u] = sum
				}
			}
			for i := range block {
				x, y := bx+i%8, by+i/8
				if x < 0 || y < 0 || x >= s.w || y >= s.h {
					continue
				}
				sum := 128.0
				for u := range 8 {
					sum += half[i/8*8+u] * cosines[u][i%8]
				}
				s.patch[y*s.w+x] = float32(min(255, max(0, sum)))
			}
		}
	}
}

func (s *spoiler) at(x, y float64) float32 {
	x, y = min(max(x-0.5, 0), float64(s.w-1)-0.001), min(max(y-0.5, 0), float64(s.h-1)-0.001)
	i, j := int(x), int(y)
	fx, fy := float32(x-float64(i)), float32(y-float64(j))
	a, b := s.patch[j*s.w+i:][:2], s.patch[(j+1)*s.w+i:][:2]
	top, bottom := a[0]+fx*(a[1]-a[0]), b[0]+fx*(b[1]-b[0])
	return top + fy*(bottom-top)
}
