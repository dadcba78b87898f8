package glyphs

import (
	"math"
	"math/rand/v2"
)

// Example is one window and what it shows.
type Example struct {
	Window Window
	Class  int
}

// Learner fits a net by Adam. It is for one goroutine; the halves of a batch
// are added up in a fixed order, so that one seed gives the same weights again
// on the same kind of processor.
type Learner struct {
	net    *Net
	m, v   Net
	steps  int
	halves [2]gradient
}

// gradient is what one worker needs: a pass forward and its way back.
type gradient struct {
	sum     Net
	s       Scratch
	d4      [Classes]float32
	d3      [full]float32
	dp2     [flat]float32
	dc2     [Across * Down / 4 * maps2]float32
	dp1     [Across * Down / 4 * maps1]float32
	dc1     [Across * Down * maps1]float32
	loss    float64
	correct int
}

// NewLearner starts from small random weights.
func NewLearner(r *rand.Rand) *Learner {
	l := &Learner{net: new(Net)}
	for _, layer := range []struct {
		w      []float32
		inputs int
	}{{l.net.w1[:], 9}, {l.net.w2[:], 9 * maps1}, {l.net.w3[:], flat}, {l.net.w4[:], full}} {
		k := math.Sqrt(2 / float64(layer.inputs))
		for i := range layer.w {
			layer.w[i] = float32(r.NormFloat64() * k)
		}
	}
	return l
}

// Net is the net as it is now.
func (l *Learner) Net() *Net { return l.net }

// Step learns from a batch and returns the mean loss and how many were right.
//
//go:norace
func (l *Learner) Step(batch []Example, rate float64) (float64, int) {
	done := make(chan struct{})
	half := len(batch) / 2
	go func() {
		l.halves[1].pass(l.net, batch[half:])
		close(done)
	}()
	l.halves[0].pass(l.net, batch[:half])
	<-done
	l.steps++
	const b1, b2 = 0.9, 0.999
	k := rate * math.Sqrt(1-math.Pow(b2, float64(l.steps))) / (1 - math.Pow(b1, float64(l.steps)))
	step, scale := float32(k), 1/float32(len(batch))
	g0, g1, ms, vs := l.halves[0].sum.layers(), l.halves[1].sum.layers(), l.m.layers(), l.v.layers()
	for i, w := range l.net.layers() {
		m, v, p, q := ms[i], vs[i], g0[i], g1[i]
		for j := range w {
			g := (p[j] + q[j]) * scale
			m[j] = b1*m[j] + (1-b1)*g
			v[j] = b2*v[j] + (1-b2)*g*g
			w[j] -= step * (m[j]/(float32(math.Sqrt(float64(v[j])))+1e-8) + 1e-5*w[j])
		}
	}
	return (l.halves[0].loss + l.halves[1].loss) / float64(len(batch)), l.halves[0].correct + l.halves[1].correct
}

func (g *gradient) pass(n *Net, batch []Example) {
	g.sum, g.loss, g.correct = Net{}, 0, 0
	for i := range batch {
		g.back(n, &batch[i])
	}
}

//go:norace
func (g *gradient) back(n *Net, e *Example) {
	out := n.Judge(&e.Window, &g.s)
	best := 0
	for i, v := range out {
		g.d4[i] = float32(math.Exp(float64(v)))
		if v > out[best] {
			best = i
		}
	}
	if best == e.Class {
		g.correct++
	}
	g.loss -= float64(out[e.Class])
	g.d4[e.Class]--
	for o, d := range g.d4 {
		g.sum.b4[o] += d
	}
	for i, v := range g.s.full {
		g.d3[i] = 0
		if v > 0 {
			axpy(g.sum.w4[i*Classes:][:Classes], g.d4[:], v)
			g.d3[i] = dot(n.w4[i*Classes:][:Classes], g.d4[:])
		}
	}
	for o, d := range g.d3 {
		g.sum.b3[o] += d
	}
	for i, v := range g.s.pool2 {
		g.dp2[i] = 0
		if v > 0 {
			axpy(g.sum.w3[i*full:][:full], g.d3[:], v)
			g.dp2[i] = dot(n.w3[i*full:][:full], g.d3[:])
		}
	}
	unpool(g.s.conv2[:], g.s.pool2[:], g.dp2[:], maps2, Across/2, Down/2, g.dc2[:])
	clear(g.dp1[:])
	deconvolve(g.s.pool1[:], maps1, Across/2, Down/2, n.w2[:], g.dc2[:], g.sum.w2[:], g.sum.b2[:], g.dp1[:])
	unpool(g.s.conv1[:], g.s.pool1[:], g.dp1[:], maps1, Across, Down, g.dc1[:])
	deconvolve(e.Window[:], 1, Across, Down, n.w1[:], g.dc1[:], g.sum.w1[:], g.sum.b1[:], nil)
}

// unpool hands each gradient to the one of its four that was the largest.
//
//go:norace
func unpool(in, out, dout []float32, maps, wide, high int, din []float32) {
	clear(din)
	for y := range high / 2 {
		for x := range wide / 2 {
			for m := range maps {
				o := (y*(wide/2)+x)*maps + m
				if out[o] <= 0 || dout[o] == 0 {
					continue
				}
				for _, i := range [4]int{(2*y*wide+2*x)*maps + m, (2*y*wide+2*x+1)*maps + m, ((2*y+1)*wide+2*x)*maps + m, ((2*y+1)*wide+2*x+1)*maps + m} {
					if in[i] == out[o] {
						din[i] = dout[o]
						break
					}
				}
			}
		}
	}
}

//go:norace
func deconvolve(in []float32, depth, wide, high int, weights, dout, dw, db, din []float32) {
	maps := len(db)
	any := make([]int, 0, maps)
	for y := range high {
		for x := range wide {
			d := dout[(y*wide+x)*maps:][:maps]
			any = any[:0]
			for m, v := range d {
				if v != 0 {
					any = append(any, m)
					db[m] += v
				}
			}
			if len(any) == 0 {
				continue
			}
			for dy := max(0, 1-y); dy < min(3, high+1-y); dy++ {
				for dx := max(0, 1-x); dx < min(3, wide+1-x); dx++ {
					at := ((y+dy-1)*wide + x + dx - 1) * depth
					k := (dy*3 + dx) * depth * maps
					for c := range depth {
						v, w, g := in[at+c], weights[k+c*maps:][:maps], dw[k+c*maps:][:maps]
						var sum float32
						for _, m := range any {
							g[m] += v * d[m]
							sum += w[m] * d[m]
						}
						if din != nil {
							din[at+c] += sum
						}
					}
				}
			}
		}
	}
}

//go:norace
func dot(a, b []float32) float32 {
	var s float32
	b = b[:len(a)]
	for i, v := range a {
		s += v * b[i]
	}
	return s
}
