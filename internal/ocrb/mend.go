package ocrb

import (
	"slices"
	"strings"

	"vouchdesk/internal/mrz"
	"vouchdesk/internal/resident"
)

// An option is another character that was seen as nearly as likely, where a
// check digit can tell. The cost is how much less likely, as the logarithm.
type option struct {
	line, column int
	char         byte
	cost         float64
}

const (
	mostCost   = 2.2 // of a change
	leastClear = 0.8 // of the zone
)

// mend changes one character of a zone whose digits do not fit, if they prove
// it: of all characters that could stand in all places, this change and no
// other makes every digit fit, and it was seen as near. One digit alone proves
// nothing: in a document's number every place has a character that fits, also
// by the composite, which weighs the number as its own digit does.
func (r *reading) mend(format mrz.Format, options []option, today resident.Date) {
	if r.zone.Fault != nil || r.clear < leastClear {
		return
	}
	fitting := r.fitting(format, options, today)
	if len(fitting) != 1 || fitting[0].cost > mostCost || !r.only(format, fitting[0], today) {
		return
	}
	o := fitting[0]
	c := &r.zone.Lines[o.line][o.column]
	c.Near = strings.ReplaceAll(c.Near, string(o.char), "") + string(c.Text)
	c.Seen, c.Text, c.Mark = c.Text, o.char, Mended
	r.parse(today)
}

// fitting are the changes that make every digit fit.
func (r *reading) fitting(format mrz.Format, changes []option, today resident.Date) (all []option) {
	text := r.zone.lines()
	for _, o := range changes {
		if result, err := mrz.Parse(changed(text, o), today); err == nil && result.Valid && result.Format == format {
			all = append(all, o)
		}
	}
	return all
}

// only tells whether no other change of one character makes every digit fit,
// seen as near or not.
func (r *reading) only(format mrz.Format, o option, today resident.Date) bool {
	var others []option
	for line, places := range format.Places() {
		for column, place := range places {
			for _, char := range []byte(place.Alphabet) {
				other := option{line: line, column: column, char: char}
				if place.Checked && char != r.zone.Lines[line][column].Text && other != (option{o.line, o.column, o.char, 0}) {
					others = append(others, other)
				}
			}
		}
	}
	return len(r.fitting(format, others, today)) == 0
}

// mostTogether is how many readings of the doubtful places are tried together.
const mostTogether = 512

// prove takes the doubt from characters that the check digits of a valid zone
// bear out: in no other reading of the places in doubt, one changed or several,
// does every digit fit. Two places may be wrong in the same way and fit, as 0
// read twice as O does where the weights add up to ten. Where there are too many
// readings to try them all, nothing is borne out.
func (r *reading) prove(options []option, today resident.Date) {
	near := map[[2]int][]byte{}
	var places [][2]int
	together := 1
	for _, o := range options {
		at := [2]int{o.line, o.column}
		if near[at] == nil {
			places = append(places, at)
		}
		together = together / (1 + len(near[at])) * (2 + len(near[at]))
		near[at] = append(near[at], o.char)
		if together > mostTogether {
			return
		}
	}
	open := map[[2]int]bool{}
	text := r.zone.lines()
	for n := 1; n < together; n++ {
		other, rest := slices.Clone(text), n
		var different [][2]int
		for _, at := range places {
			digit := rest % (1 + len(near[at]))
			rest /= 1 + len(near[at])
			if digit > 0 {
				different = append(different, at)
				other[at[0]] = replaced(other[at[0]], at[1], near[at][digit-1])
			}
		}
		if result, err := mrz.Parse(strings.Join(other, "\n"), today); err == nil && result.Valid {
			for _, at := range different {
				open[at] = true
			}
		}
	}
	for _, at := range places {
		if c := &r.zone.Lines[at[0]][at[1]]; c.Mark == Doubtful && !open[at] {
			c.Mark = Plain
		}
	}
}

func (z Zone) lines() []string { return strings.Split(z.Text(), "\n") }

func changed(lines []string, o option) string {
	out := slices.Clone(lines)
	out[o.line] = replaced(out[o.line], o.column, o.char)
	return strings.Join(out, "\n")
}

func replaced(line string, column int, char byte) string {
	return line[:column] + string(char) + line[column+1:]
}
