package glyphs_test

import (
	"bytes"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"vouchdesk/internal/ocrb/glyphs"
)

func random(r *rand.Rand) glyphs.Window {
	var w glyphs.Window
	for i := range w {
		w[i] = float32(r.NormFloat64())
	}
	return w
}

// TestJudgeIsALikelihood: the classes of any window add up to one.
func TestJudgeIsALikelihood(t *testing.T) {
	r, s := rand.New(rand.NewPCG(1, 1)), new(glyphs.Scratch)
	for range 50 {
		w := random(r)
		sum := 0.0
		for _, v := range glyphs.Fitted().Judge(&w, s) {
			sum += math.Exp(float64(v))
		}
		if math.Abs(sum-1) > 1e-4 {
			t.Fatalf("they add up to %v", sum)
		}
	}
}

func TestNormalise(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var dark, light glyphs.Window
	for i := range dark {
		v := float32(r.IntN(50))
		dark[i], light[i] = 20+v, 100+3*v
	}
	dark.Normalise()
	light.Normalise()
	for i := range dark {
		if math.Abs(float64(dark[i]-light[i])) > 0.2 {
			t.Fatalf("pixel %d: %v and %v", i, dark[i], light[i])
		}
	}
	var flat glyphs.Window
	flat.Normalise()
	if flat[0] != 0 || math.IsNaN(float64(flat[7])) {
		t.Errorf("a flat window becomes %v", flat[0])
	}
}

// TestALearnerLearns tells four made-up signs apart, twice with the same seed.
func TestALearnerLearns(t *testing.T) {
	learn := func() ([]byte, int) {
		r := rand.New(rand.NewPCG(5, 5))
		l := glyphs.NewLearner(r)
		batch := make([]glyphs.Example, 32)
		right := 0
		for step := range 60 {
			for i := range batch {
				class := r.IntN(4)
				w := random(r)
				for y := range glyphs.Down {
					for x := range glyphs.Across {
						if x*2/glyphs.Across == class%2 && y*2/glyphs.Down == class/2 {
							w[y*glyphs.Across+x] += 3
						}
					}
				}
				w.Normalise()
				batch[i] = glyphs.Example{Window: w, Class: class}
			}
			_, n := l.Step(batch, 2e-3)
			if step >= 50 {
				right += n
			}
		}
		return l.Net().Marshal(), right
	}
	first, right := learn()
	if right < 300 {
		t.Errorf("%d of 320 right", right)
	}
	if second, _ := learn(); !bytes.Equal(first, second) {
		t.Error("the same seed gave other weights")
	}
}

func TestWeights(t *testing.T) {
	b := glyphs.Fitted().Marshal()
	n, err := glyphs.Parse(b)
	if err != nil || !bytes.Equal(n.Marshal(), b) {
		t.Errorf("what is written does not read back the same: %v", err)
	}
	for name, bad := range map[string][]byte{
		"refused/empty": nil, "refused/short": b[:len(b)-1], "refused/long": append(bytes.Clone(b), 0), "refused/other": append([]byte("x"), b[1:]...),
	} {
		if _, err := glyphs.Parse(bad); !errors.Is(err, glyphs.ErrWeights) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(b) > 500_000 {
		t.Errorf("%d bytes", len(b))
	}
}

func FuzzParse(f *testing.F) {
	f.Add(glyphs.Fitted().Marshal()[:400])
	f.Fuzz(func(t *testing.T, b []byte) {
		if n, err := glyphs.Parse(b); err == nil && len(n.Marshal()) != len(b) {
			t.Error("what was read is of another length")
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	w, s := random(rand.New(rand.NewPCG(1, 1))), new(glyphs.Scratch)
	for b.Loop() {
		glyphs.Fitted().Judge(&w, s)
	}
}
