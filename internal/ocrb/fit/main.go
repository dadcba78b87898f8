package main

import (
	"bufio"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"vouchdesk/internal/ocrb/glyphs"
)

func main() {
	data := flag.String("data", "", "folder with name.tif and name.gt.txt")
	measured := flag.String("measured", "", "hashes of the texts the reader is measured on")
	out := flag.String("out", "weights.bin", "file to write")
	steps := flag.Int("steps", 26000, "batches to learn from")
	drawn := flag.Int("drawn", 2000, "lines made from a font to take")
	seed := flag.Uint64("seed", 1, "seed")
	flag.Parse()
	if err := fit(*data, *measured, *out, *steps, *drawn, *seed); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

const batch = 128

func fit(data, measured, out string, steps, drawn int, seed uint64) error {
	known, err := hashes(measured)
	if err != nil {
		return err
	}
	c, err := collect(data, known, drawn)
	if err != nil {
		return err
	}
	learn, held := newStock(c.lines, false), newStock(c.lines, true)
	fmt.Printf("lines: %d to learn from, %d held out; left out: %d share text with a measured picture, %d without an even pitch, %d malformed\n",
		learn.count, held.count, c.overlapping, c.unlike, c.malformed)
	l := glyphs.NewLearner(rand.New(rand.NewPCG(seed, 0)))
	hands := [2]*spoiler{{r: rand.New(rand.NewPCG(seed, 1))}, {r: rand.New(rand.NewPCG(seed, 2))}}
	examples := make([]glyphs.Example, batch)
	began, loss, right := time.Now(), 0.0, 0
	const report = 500
	for step := range steps {
		done := make(chan struct{})
		go func() {
			learn.fill(hands[1], examples[batch/2:])
			close(done)
		}()
		learn.fill(hands[0], examples[:batch/2])
		<-done
		rate := 2e-5 + 1.5e-3*0.5*(1+math.Cos(math.Pi*float64(step)/float64(steps)))
		lo, r := l.Step(examples, rate*min(1, float64(step+1)/200))
		loss, right = loss+lo, right+r
		if step%report == report-1 {
			fmt.Printf("step %d loss %.4f right %.2f %% %.0f s\n", step+1, loss/report, 100*float64(right)/report/batch, time.Since(began).Seconds())
			loss, right = 0, 0
			if step%(4*report) == 4*report-1 {
				if err := os.WriteFile(out, l.Net().Marshal(), 0o644); err != nil {
					return err
				}
			}
		}
	}
	b := l.Net().Marshal()
	if err := os.WriteFile(out, b, 0o644); err != nil {
		return err
	}
	n, err := glyphs.Parse(b)
	if err != nil {
		return err
	}
	judge(n, held, seed)
	return nil
}

func hashes(name string) (map[string]bool, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	all := map[string]bool{}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		for i, word := range strings.Fields(s.Text()) {
			if i >= 2 {
				all[word] = true
			}
		}
	}
	return all, s.Err()
}

// judge says how the held-out lines are read, each cell spoilt once.
func judge(n *glyphs.Net, held *stock, seed uint64) {
	s, scratch := &spoiler{r: rand.New(rand.NewPCG(seed, 3))}, new(glyphs.Scratch)
	var e [1]glyphs.Example
	var right, count [glyphs.Classes]int
	taken := map[string]int{}
	for range 40000 {
		held.fill(s, e[:])
		out := n.Judge(&e[0].Window, scratch)
		best := 0
		for i, v := range out {
			if v > out[best] {
				best = i
			}
		}
		count[e[0].Class]++
		if best == e[0].Class {
			right[best]++
		} else {
			taken[name(e[0].Class)+" for "+name(best)]++
		}
	}
	total := 0
	for i := range count {
		total += right[i]
		fmt.Printf("%s %.2f %%  ", name(i), 100*float64(right[i])/float64(max(1, count[i])))
	}
	fmt.Printf("\nheld out: %.2f %% of %d cells\n", 100*float64(total)/40000, 40000)
	for k, v := range taken {
		if v >= 12 {
			fmt.Println(v, k)
		}
	}
}

func name(class int) string { return (glyphs.Alphabet + "-")[class : class+1] }
