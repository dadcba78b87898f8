package main

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// tesseract reads the picture at 1,400 pixels across, whole and then its lower
// 38 %, and returns the first text whose digits fit. The time is of both runs
// where both were needed.
func tesseract(g *image.Gray, model string) (string, time.Duration, error) {
	dir, err := os.MkdirTemp("", "bench-mrz")
	if err != nil {
		return "", 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary picture of a public specimen
	text, took := "", time.Duration(0)
	for _, part := range []float64{1, 0.38} {
		name := filepath.Join(dir, "picture.pgm")
		if err := os.WriteFile(name, pgm(g, part), 0o600); err != nil {
			return "", 0, err
		}
		c := exec.CommandContext(context.Background(), "tesseract", name, "-", "--tessdata-dir", model, "-l", "mrz", "--psm", "6",
			"-c", "tessedit_char_whitelist=ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<")
		c.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		began := time.Now()
		out, err := c.Output()
		took += time.Since(began)
		if err != nil {
			return "", 0, fmt.Errorf("tesseract: %w", err)
		}
		if text = zoneOf(string(out)); text != "" {
			break
		}
	}
	return text, took, nil
}

var zoneLine = regexp.MustCompile(`^[A-Z0-9<]{30}$|^[A-Z0-9<]{36}$|^[A-Z0-9<]{44}$`)

// zoneOf finds lines one after the other whose digits fit.
func zoneOf(out string) string {
	var lines []string
	for _, line := range strings.Split(out, "\n") {
		if line = strings.ReplaceAll(line, " ", ""); line != "" {
			lines = append(lines, line)
		}
	}
	for i := range lines {
		for _, n := range []int{2, 3} {
			if i+n <= len(lines) && zoneLine.MatchString(lines[i]) {
				if text := strings.Join(lines[i:i+n], "\n"); digitsFit(text) {
					return text
				}
			}
		}
	}
	return ""
}

func pgm(g *image.Gray, part float64) []byte {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	top := h - int(float64(h)*part)
	const wide = 1400
	high := (h - top) * wide / w
	b := fmt.Appendf(nil, "P5\n%d %d\n255\n", wide, high)
	at := func(x, y float64) float64 {
		x, y = min(max(x-0.5, 0), float64(w)-1.001), min(max(y-0.5, 0), float64(h)-1.001)
		i, j := int(x), int(y)
		fx, fy := x-float64(i), y-float64(j)
		p := func(i, j int) float64 { return float64(g.Pix[min(j, h-1)*g.Stride+min(i, w-1)]) }
		return (1-fy)*((1-fx)*p(i, j)+fx*p(i+1, j)) + fy*((1-fx)*p(i, j+1)+fx*p(i+1, j+1))
	}
	k := float64(w) / wide
	n := max(1, int(k+0.5))
	for y := range high {
		for x := range wide {
			sum := 0.0
			for dy := range n {
				for dx := range n {
					sum += at((float64(x)+(float64(dx)+0.5)/float64(n))*k, float64(top)+(float64(y)+(float64(dy)+0.5)/float64(n))*k)
				}
			}
			b = append(b, byte(sum/float64(n*n)+0.5))
		}
	}
	return b
}
