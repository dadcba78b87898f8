package ocrb

import (
	"context"
	"fmt"
	"image"
	"io"
	"log/slog"
	"strings"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/ocrb/glyphs"
	"vouchdesk/internal/resident"
)

// What can come instead of a zone.
var (
	ErrNone    = fault.New(fault.NotFound, "zone-none")
	ErrStopped = fault.New(fault.Stopped, "zone-stopped")
)

// Mark says how a character came to be what it is.
type Mark uint8

// The marks.
const (
	Plain    Mark = iota
	Doubtful      // another character is nearly as likely
	Mended        // changed, because the check digits prove it
)

// Char is one character of a zone.
type Char struct {
	Text byte
	Mark Mark
	Seen byte    // what it looked like most; other than Text if Mended
	Sure float64 // likelihood of Text among what may stand there
	Near string  // other characters that are nearly as likely, likeliest first
}

// Zone is what was read. Its text has been confirmed by nobody.
type Zone struct {
	Lines  [][]Char
	Quad   [4]image.Point // its corners as it is read: top left, top right, bottom right, bottom left
	Result mrz.Result     // zero if Fault is not nil
	Fault  error          // why the text is not a zone at all, from mrz.Parse
}

// Text is the zone as it would be typed.
func (z Zone) Text() string {
	var b strings.Builder
	for i, line := range z.Lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		for _, c := range line {
			b.WriteByte(c.Text)
		}
	}
	return b.String()
}

// Valid reports whether every check fits.
func (z Zone) Valid() bool { return z.Fault == nil && z.Result.Valid }

// Marked counts the characters with a mark.
func (z Zone) Marked(m Mark) int {
	n := 0
	for _, line := range z.Lines {
		for _, c := range line {
			if c.Mark == m {
				n++
			}
		}
	}
	return n
}

// Format hides the zone from every fmt verb.
func (z Zone) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, z.String()) }

// String hides the zone.
func (z Zone) String() string { return fmt.Sprintf("[zone valid=%t]", z.Valid()) }

// LogValue hides the zone from slog.
func (z Zone) LogValue() slog.Value { return slog.StringValue(z.String()) }

// MarshalText hides it from every encoder that asks.
func (z Zone) MarshalText() ([]byte, error) { return []byte(z.String()), nil }

// Pictures outside these bounds are not looked at.
const (
	leastSide = 24
	mostSide  = 20000
)

// A way is one way to bring out the ink.
type way struct {
	side   int     // longest side of the picture that is searched
	radius int     // of what a pixel is compared with
	share  float64 // of its spread that a pixel must lie below its mean
}

// The ways, the likeliest first.
var ways = [...]way{
	{1200, 14, 0.55},
	{1900, 16, 0.6},
	{1200, 22, 0.25},
	{700, 10, 0.6},
	{2600, 18, 0.6},
}

// plotsTried is how many places are looked at closely, of each way.
const plotsTried = 6

// Read finds the zone of a picture and reads it. The day places the years.
func Read(ctx context.Context, picture *image.Gray, today resident.Date) (Zone, error) {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	if min(w, h) < leastSide || max(w, h) > mostSide {
		return Zone{}, ErrNone
	}
	p := newPyramid(whole(picture))
	best, found, hope := reading{}, false, false
	for i, way := range ways {
		if ctx.Err() != nil || found && best.enough(i) {
			break
		}
		if i > 0 && way.side > 1200 && way.side > 2*max(w, h) || i > 2 && !hope && max(w, h) < wideView {
			continue
		}
		for tried, pl := range search(ctx, p, way) {
			if ctx.Err() != nil || found && best.clear > 0.85 && tried > 2 {
				break
			}
			r, ok := inspect(p, pl, today)
			hope = hope || r.clear > 0
			if !ok {
				continue
			}
			if !found || r.better(&best) {
				best, found = r, true
			}
			if best.fits && best.clear > 0.85 {
				return best.zone, nil
			}
		}
	}
	switch {
	case found:
		return best.zone, nil
	case ctx.Err() != nil:
		return Zone{}, ErrStopped.Because(context.Cause(ctx))
	default:
		return Zone{}, ErrNone
	}
}

// search returns where a zone may be, the likeliest first.
func search(ctx context.Context, p pyramid, by way) []plot {
	g, scale := p.scaled(by.side)
	if ctx.Err() != nil {
		return nil
	}
	found := blobs(inked(g, by.radius, by.share), g.Rect.Dx(), g.Rect.Dy())
	if len(found) > maxBlobs || ctx.Err() != nil {
		return nil
	}
	down := turned(found)
	return likeliest(append(plots(rows(found), false, scale), plots(rows(down), true, scale)...))
}

// wideView is the side from which on a zone may be a small part of a picture,
// so that it is searched closer even if nothing like one was seen.
const wideView = 2200

// inspect reads a plot; ok is false if no zone is there. How clear it was is
// said of whatever was like one.
func inspect(p pyramid, pl plot, today resident.Date) (reading, bool) {
	g := newGaze(p, pl, glyphs.Fitted())
	clear := g.turn()
	if clear < 0.4 {
		return reading{}, false
	}
	g.settle()
	r, ok := g.read(today)
	if !ok {
		r.clear = clear
	}
	return r, ok
}
