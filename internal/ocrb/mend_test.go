package ocrb

import (
	"strings"
	"testing"

	"vouchdesk/internal/mrz"
	"vouchdesk/internal/resident"
)

// misread is a zone with one character read as another, the places in doubt
// seen as near.
func misread(text string, format mrz.Format, line, column int, as byte, near []option, today resident.Date) *reading {
	lines := strings.Split(text, "\n")
	lines = strings.Split(changed(lines, option{line: line, column: column, char: as}), "\n")
	r := &reading{clear: 1}
	for _, l := range lines {
		chars := make([]Char, len(l))
		for k := range chars {
			chars[k] = Char{Text: l[k], Seen: l[k], Sure: 1}
		}
		r.zone.Lines = append(r.zone.Lines, chars)
	}
	r.parse(today)
	if !r.zone.Valid() {
		r.mend(format, near, today)
	}
	return r
}

// TestNothingIsMendedThatIsNotProved reads each checked character of each
// format as others, while every character of one more place was seen as
// near and, in turn, the right one was or was not. What the digits then bear
// out is what stands there; and that which is right and proved is mended.
func TestNothingIsMendedThatIsNotProved(t *testing.T) {
	today := resident.Date{Year: 2026, Month: 11, Day: 22}
	mended := 0
	for format, text := range map[mrz.Format]string{
		mrz.TD3:  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
		mrz.TD1:  "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
		mrz.TD2:  "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
		mrz.MRVA: "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
	} {
		places := format.Places()
		lines := strings.Split(text, "\n")
		for line := range places {
			for column, place := range places[line] {
				if !place.Checked {
					continue
				}
				for i, as := range []byte(place.Alphabet) {
					right := option{line, column, lines[line][column], 1}
					if as == right.char || i%9 != column%9 { // one in nine is enough
						continue
					}
					for _, other := range []int{0, 13, 21} {
						near := besides(places, lines, line, other, column)
						for _, seen := range [][]option{near, append(near, right)} {
							r := misread(text, format, line, column, as, seen, today)
							if r.zone.Marked(Mended) == 0 {
								continue
							}
							if r.zone.Text() != text {
								t.Fatalf("%s: line %d, character %d read as %c was mended to\n%s", format, line+1, column+1, as, r.zone.Text())
							}
							mended++
						}
					}
				}
			}
		}
	}
	if mended == 0 {
		t.Error("nothing was mended")
	}
	t.Logf("%d mended", mended)
}

// TestTwoDoubtsDoNotBearEachOtherOut: read the same way wrong, a pair whose
// weights add up to ten fits whatever was there. One alone does not, and its
// doubt goes where the digits decide; and where they could be anything, none does.
func TestTwoDoubtsDoNotBearEachOtherOut(t *testing.T) {
	today := resident.Date{Year: 2026, Month: 11, Day: 22}
	const pair = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nOO898902C2UTO7408122F1204159ZE184226B<<<<<18"
	if z, err := mrz.Parse(pair, today); err != nil || !z.Valid {
		t.Fatalf("the digits of the specimen do not fit: %v", err)
	}
	for name, c := range map[string]struct {
		at      []int // of the second line
		near    string
		doubted int
	}{
		"both":       {[]int{0, 1}, "0", 2},
		"one":        {[]int{0}, "0", 0},
		"the second": {[]int{1}, "0", 0},
		"apart":      {[]int{0, 4}, "0", 0},
		"too many":   {[]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 13}, "07", 10},
		"all":        {all(44), "012", 44},
	} {
		t.Run(name, func(t *testing.T) {
			r := &reading{clear: 1}
			for _, l := range strings.Split(pair, "\n") {
				r.zone.Lines = append(r.zone.Lines, make([]Char, len(l)))
				for k := range l {
					r.zone.Lines[len(r.zone.Lines)-1][k] = Char{Text: l[k], Seen: l[k], Sure: 1}
				}
			}
			r.parse(today)
			var options []option
			for _, column := range c.at {
				r.zone.Lines[1][column].Mark = Doubtful
				for _, char := range []byte(c.near) {
					options = append(options, option{1, column, char, 0.3})
				}
			}
			r.prove(options, today)
			if n := r.zone.Marked(Doubtful); n != c.doubted {
				t.Errorf("%d in doubt, want %d", n, c.doubted)
			}
		})
	}
}

func all(n int) (columns []int) {
	for i := range n {
		columns = append(columns, i)
	}
	return columns
}

// besides is a place of a line with all that could stand there seen as near.
func besides(places [][]mrz.Place, lines []string, line, column, not int) (near []option) {
	if column >= len(places[line]) || column == not {
		return nil
	}
	for _, char := range []byte(places[line][column].Alphabet) {
		if char != lines[line][column] {
			near = append(near, option{line, column, char, 0.5})
		}
	}
	return near
}
