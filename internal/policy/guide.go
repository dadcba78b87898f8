package policy

import (
	"fmt"
	"slices"

	"vouchdesk/internal/fault"
)

// What can be wrong with guides and with how much a policy says.
var (
	ErrLoop    = fault.New(fault.Malformed, "policy-loop")     // a guide that includes itself, directly or not
	ErrTooLong = fault.New(fault.Malformed, "policy-too-long") // more entries than any council needs
)

// maxJoined bounds a document's fields and its checks, its guide's included.
// Guides that include each other all over would otherwise make of a small file
// a policy that fills the memory.
const maxJoined = 64

// joiner lays guides together, each once however often it is included.
type joiner struct {
	l     *linter
	at    map[string]int // index of each guide
	done  map[string]Guide
	stack []string
	used  map[string]bool
}

// join puts the fields and checks of its guide before each document's own.
func (l *linter) join() {
	p := l.p
	l.ids("guides", "id", each(p.Guides, func(g Guide) string { return g.ID })...)
	j := joiner{l: l, at: map[string]int{}, done: map[string]Guide{}, used: map[string]bool{}}
	for i, g := range p.Guides {
		if _, twice := j.at[g.ID]; !twice {
			j.at[g.ID] = i
		}
	}
	for _, g := range p.Guides {
		j.whole(g.ID)
	}
	for i := range p.Documents {
		j.document(&p.Documents[i], fmt.Sprintf("documents[%d]", i))
	}
	for i, g := range p.Guides {
		if !j.used[g.ID] {
			l.note(ErrUnreachable, "guides[%d]", i)
		}
	}
}

// whole is a guide with what it includes: depth first, its own last.
func (j *joiner) whole(id string) Guide {
	if g, ok := j.done[id]; ok {
		return g
	}
	i := j.at[id]
	own := j.l.p.Guides[i]
	out := Guide{ID: id}
	j.stack = append(j.stack, id)
	for n, include := range own.Includes {
		place := fmt.Sprintf("guides[%d].includes[%d]", i, n)
		switch _, known := j.at[include]; {
		case !known:
			j.l.note(ErrUnknown, "%s", place)
		case slices.Contains(own.Includes[:n], include):
			j.l.note(ErrTwice, "%s", place)
		case slices.Contains(j.stack, include):
			j.l.note(ErrLoop, "%s", place)
		default:
			j.used[include] = true
			g := j.whole(include)
			out = j.add(out, g.Fields, g.Checks, place)
		}
	}
	j.stack = j.stack[:len(j.stack)-1]
	out = j.add(out, own.Fields, own.Checks, fmt.Sprintf("guides[%d]", i))
	j.done[id] = out
	return out
}

// document joins a document with its guide.
func (j *joiner) document(d *Document, place string) {
	if d.Guide == "" {
		return
	}
	if _, ok := j.at[d.Guide]; !ok {
		j.l.note(ErrUnknown, "%s.guide", place)
		return
	}
	j.used[d.Guide] = true
	g := j.add(j.whole(d.Guide), d.Fields, d.Checks, place)
	d.Fields, d.Checks = g.Fields, g.Checks
}

// add lays fields and checks over a guide's, as far as they are not too many.
func (j *joiner) add(g Guide, fields []Field, checks []Check, place string) Guide {
	g.Fields = over(g.Fields, fields, func(f Field) string { return f.ID })
	g.Checks = over(g.Checks, checks, func(c Check) string { return c.Code })
	if len(g.Fields) > maxJoined {
		j.l.note(ErrTooLong, "%s.fields", place)
		g.Fields = g.Fields[:maxJoined]
	}
	if len(g.Checks) > maxJoined {
		j.l.note(ErrTooLong, "%s.checks", place)
		g.Checks = g.Checks[:maxJoined]
	}
	return g
}

// over is a list with more behind it; one with a key that is there already
// takes that one's place.
func over[T any](list, more []T, key func(T) string) []T {
	out := slices.Clone(list)
	for _, v := range more {
		i := slices.IndexFunc(out, func(w T) bool { return key(w) == key(v) })
		if i < 0 {
			out = append(out, v)
			continue
		}
		out[i] = v
	}
	return out
}
