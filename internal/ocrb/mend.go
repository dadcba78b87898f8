package ocrb

import (
	"cmp"
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

// What check digits may choose from.
const (
	mostOptions = 24
	mostCost    = 2.2 // of each change
	mostPair    = 3.0 // of two together
	leastClear  = 0.8 // of the zone
)

// mend changes a zone whose digits do not fit, if exactly one change or pair
// of changes to what was seen as near makes all of them fit. Each change must
// put right a digit of its own and the composite: of one digit alone, one
// wrong character in ten fits, so neither a composite digit that fails by
// itself nor a visa, which has none, is mended.
func (r *reading) mend(format mrz.Format, options []option, today resident.Date) {
	if r.zone.Fault != nil || r.clear < leastClear {
		return
	}
	failed := r.zone.Result.Failed()
	if !slices.Contains(failed, mrz.CheckComposite) {
		return
	}
	slices.SortFunc(options, func(a, b option) int { return cmp.Compare(a.cost, b.cost) })
	options = slices.DeleteFunc(slices.Clone(options), func(o option) bool { return o.cost > mostCost })
	options = options[:min(len(options), mostOptions)]
	text := r.zone.lines()
	var found [][]option
	try := func(changes ...option) {
		if len(failed) <= len(changes) {
			return
		}
		if result, err := mrz.Parse(changed(text, changes), today); err == nil && result.Valid && result.Format == format {
			found = append(found, slices.Clone(changes))
		}
	}
	for i, a := range options {
		try(a)
		for _, b := range options[i+1:] {
			if a.cost+b.cost <= mostPair && (a.line != b.line || a.column != b.column) {
				try(a, b)
			}
		}
	}
	if len(found) != 1 {
		return
	}
	for _, o := range found[0] {
		c := &r.zone.Lines[o.line][o.column]
		c.Near = strings.ReplaceAll(c.Near, string(o.char), "") + string(c.Text)
		c.Seen, c.Text, c.Mark = c.Text, o.char, Mended
	}
	r.parse(today)
}

// prove takes the doubt from characters that the check digits of a valid zone
// bear out: with any other near one a digit would not fit.
func (r *reading) prove(options []option, today resident.Date) {
	text := r.zone.lines()
	open := map[[2]int]bool{}
	covered := map[[2]int]bool{}
	for _, o := range options {
		at := [2]int{o.line, o.column}
		covered[at] = true
		if result, err := mrz.Parse(changed(text, []option{o}), today); err == nil && result.Valid {
			open[at] = true
		}
	}
	for at := range covered {
		if c := &r.zone.Lines[at[0]][at[1]]; c.Mark == Doubtful && !open[at] {
			c.Mark = Plain
		}
	}
}

func (z Zone) lines() []string { return strings.Split(z.Text(), "\n") }

func changed(lines []string, changes []option) string {
	out := slices.Clone(lines)
	for _, o := range changes {
		out[o.line] = out[o.line][:o.column] + string(o.char) + out[o.line][o.column+1:]
	}
	return strings.Join(out, "\n")
}
