// Command bench measures internal/ocrb on pictures of specimens that it was
// not fitted on, beside Tesseract in the same run where that is installed:
// `make bench-mrz DATA=dir` prints, by set, how many zones are read whole with
// every check digit right, how many of those have the right text, and the
// times. internal/ocrb/bench/fetch brings the sets; none of them is kept in
// the project. What the zones say is known as hashes only (known.txt), because
// not every picture shows an invented name.
package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/ocrb"
	"vouchdesk/internal/resident"
)

// today places the years as they were when the pictures were taken.
var today = resident.Date{Year: 2026, Month: 11, Day: 22}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "", "folder with a folder for each set")
	flag.StringVar(&o.worker, "worker", "", "path of vouchdesk-render")
	flag.StringVar(&o.known, "known", "internal/ocrb/bench/known.txt", "hashes of the right texts")
	flag.StringVar(&o.model, "tesseract", "", "folder with mrz.traineddata; empty: Tesseract is not measured")
	flag.BoolVar(&o.each, "each", false, "a line for each picture")
	flag.BoolVar(&o.text, "text", false, "print what was read; it may be somebody's name")
	flag.BoolVar(&o.turns, "turns", false, "read each picture in all eight orientations")
	flag.Parse()
	if err := run(o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type options struct {
	data, worker, known, model string
	each, text, turns          bool
}

// A tally counts one reader on one set.
type tally struct {
	pictures, valid, right, wrong, unchecked int
	times                                    []time.Duration
}

func (t *tally) add(text, hash string, took time.Duration) string {
	t.pictures++
	t.times = append(t.times, took)
	sum := sha256.Sum256([]byte(text))
	same := hash == hex.EncodeToString(sum[:])
	switch {
	case !digitsFit(text):
		if same {
			return "as printed, digits do not fit"
		}
		return "-"
	case same:
		t.valid++
		t.right++
		return "right"
	case hash == "":
		t.valid++
		t.unchecked++
		return "fits, text not known"
	default:
		t.valid++
		t.wrong++
		return "WRONG, yet fits"
	}
}

func (t *tally) String() string {
	slices.Sort(t.times)
	at := func(q float64) time.Duration {
		return t.times[min(len(t.times)-1, int(q*float64(len(t.times))))].Round(time.Millisecond)
	}
	return fmt.Sprintf("%3d of %3d whole with all digits; text right %3d, wrong %d; median %v, p95 %v, longest %v",
		t.valid, t.pictures, t.right, t.wrong, at(0.5), at(0.95), at(1))
}

func run(o options, only []string) error {
	renderer, err := docrender.New(docrender.Config{Worker: o.worker})
	if err != nil {
		return err
	}
	known, err := readKnown(o.known)
	if err != nil {
		return err
	}
	sets, err := os.ReadDir(o.data)
	if err != nil {
		return err
	}
	for _, set := range sets {
		names, _ := filepath.Glob(filepath.Join(o.data, set.Name(), "*.*"))
		ours, theirs, turned := new(tally), new(tally), new(tally)
		for _, name := range names {
			id := set.Name() + "/" + filepath.Base(name)
			if len(only) > 0 && !slices.ContainsFunc(only, func(s string) bool { return strings.Contains(id, s) }) {
				continue
			}
			file, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			grey, _, err := renderer.Grey(context.Background(), file, 0)
			if errors.Is(err, docrender.ErrNotAnImage) {
				continue
			}
			if err != nil {
				return fmt.Errorf("%s: %w", id, err)
			}
			text, took := read(grey)
			said := ours.add(text, known[id], took)
			if o.each {
				fmt.Printf("%-60s %5d ms  %s\n", id, took.Milliseconds(), said)
			}
			if o.text {
				fmt.Println(text)
			}
			if o.turns {
				for i, g := range orientations(grey) {
					text, took := read(g)
					if said := turned.add(text, known[id], took); o.each && said != "right" {
						fmt.Printf("    orientation %d %s\n", i+1, said)
					}
				}
			}
			if o.model != "" {
				text, took, err := tesseract(grey, o.model)
				if err != nil {
					return err
				}
				theirs.add(text, known[id], took)
			}
		}
		if ours.pictures == 0 {
			continue
		}
		fmt.Printf("%-14s ours       %s\n", set.Name(), ours)
		if turned.pictures > 0 {
			fmt.Printf("%-14s 8 turns    %s\n", set.Name(), turned)
		}
		if theirs.pictures > 0 {
			fmt.Printf("%-14s tesseract  %s\n", set.Name(), theirs)
		}
	}
	return nil
}

func read(g *image.Gray) (string, time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	began := time.Now()
	z, err := ocrb.Read(ctx, g, today)
	took := time.Since(began)
	if errors.Is(err, ocrb.ErrNone) {
		return "", took
	}
	return z.Text(), took
}

// orientations are the eight ways a picture may lie, as EXIF numbers them.
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

func readKnown(name string) (map[string]string, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it is only read
	all := map[string]string{}
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if words := strings.Fields(s.Text()); len(words) >= 2 {
			all[words[0]] = words[1]
		}
	}
	return all, s.Err()
}
