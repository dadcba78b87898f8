package symbol

import (
	"math/rand/v2"
	"testing"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
	"pgregory.net/rapid"
)

func levelOf(t *rapid.T) decoder.ErrorCorrectionLevel {
	l, err := decoder.ErrorCorrectionLevel_ForBits(uint(rapid.IntRange(0, 3).Draw(t, "level")))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func drawn(t *rapid.T, text string, level decoder.ErrorCorrectionLevel) (*Layout, []float64) {
	c, err := encoder.Encoder_encode(text, level, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := c.GetMatrix()
	l := OfSize(m.GetWidth())
	values := make([]float64, l.Size*l.Size)
	for i := range values {
		values[i] = 2*float64(m.Get(i%l.Size, i/l.Size)) - 1
	}
	return l, values
}

// What gozxing draws is read, whole and with as many modules in doubt as the
// error correction bears.
func TestDecode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Z0-9 ]{1,150}`).Draw(t, "text")
		level := levelOf(t)
		l, values := drawn(t, text, level)
		if a := l.Agreement(values); a != 1 {
			t.Fatalf("version %d: %.3f of the fixed modules", l.Version, a)
		}
		r := rand.New(rand.NewPCG(uint64(len(text)), 1))
		for range rapid.IntRange(0, l.version.GetECBlocksForLevel(level).GetECCodewordsPerBlock()/2*2-spare).Draw(t, "doubts") {
			values[r.IntN(len(values))] *= -0.1
		}
		if got := l.Decode(values); !got.Whole || got.Text != text {
			t.Fatalf("version %d: %v %q", l.Version, got.Whole, got.Text)
		}
	})
}

// Chance makes no text.
func TestDecodeNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for version := 1; version <= 12; version++ {
		l := Of(version)
		for range 40 {
			values := make([]float64, l.Size*l.Size)
			for i := range values {
				values[i] = r.NormFloat64()
			}
			if got := l.Decode(values); got.Whole {
				t.Errorf("version %d: %q", version, got.Text)
			}
		}
	}
}

func TestCorrect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checks := rapid.IntRange(7, 30).Draw(t, "checks")
		n := checks + rapid.IntRange(1, 100).Draw(t, "data")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		word := encoded(r, n, checks)
		want := string(word)
		order := r.Perm(n)
		e := rapid.IntRange(0, checks).Draw(t, "erased")
		wrong := rapid.IntRange(0, (checks-e)/2).Draw(t, "wrong")
		for _, i := range order[:e+wrong] {
			word[i] ^= byte(1 + r.IntN(255))
		}
		got, ok := correct(word, checks, order[:e], 0)
		if !ok || string(word) != want || got > wrong {
			t.Fatalf("%d of %d bytes, %d erased, %d wrong: %v, %d", n, checks, e, wrong, ok, got)
		}
	})
}

// encoded is a word whose syndromes are zero: random data, then the rest of
// its division by the generator.
func encoded(r *rand.Rand, n, checks int) []byte {
	generator := []byte{1}
	for i := range checks {
		next := make([]byte, len(generator)+1)
		for j, c := range generator {
			next[j] ^= c
			next[j+1] ^= times(c, powers[i])
		}
		generator = next
	}
	word := make([]byte, n)
	for i := range n - checks {
		word[i] = byte(r.IntN(256))
	}
	rest := append([]byte{}, word...)
	for i := range n - checks {
		c := rest[i]
		for j, g := range generator {
			rest[i+j] ^= times(c, g)
		}
	}
	copy(word[n-checks:], rest[n-checks:])
	return word
}
