package policy

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// ChangeKind is how a policy's value differs from that of another version.
type ChangeKind string

// The kinds of change.
const (
	ValueChanged ChangeKind = "changed"
	ValueAdded   ChangeKind = "added"   // From is empty
	ValueRemoved ChangeKind = "removed" // To is empty
	OrderChanged ChangeKind = "order"   // the same entries, and the order counts
)

// Change is one thing in which two policies differ. It holds codes, numbers and
// the policy's own texts; sentences are the face's.
type Change struct {
	Place  string     `json:"place"`  // where, with the ids on the way: "documents.birth_certificate.strengths.1.score"
	Member string     `json:"member"` // the place without them: "documents.strengths.score"
	Kind   ChangeKind `json:"kind"`
	Of     []Named    `json:"of,omitempty"` // the entries it lies in, outermost first
	From   Value      `json:"from,omitzero"`
	To     Value      `json:"to,omitzero"`
}

// Named is an entry of a list on the way to a change.
type Named struct {
	Member string `json:"member"` // of the list
	Code   string `json:"code"`   // its id, or its number from 1
	Names  Text   `json:"names,omitzero"`
}

// Value is one value: a code or number, the policy's words for it where it has
// any, or a text.
type Value struct {
	Code  string `json:"code,omitempty"`
	Words Text   `json:"words,omitzero"`
}

// Diff lists everything in which next differs from former, in the order of the
// policy's members. Two policies that say the same give none. What a document
// takes over from its guide is said once, of the guide.
func Diff(former, next *Policy) []Change {
	d := differ{former: former, next: next}
	d.compare(place{}, reflect.ValueOf(*former), reflect.ValueOf(*next))
	return d.ownOnly()
}

type differ struct {
	former, next *Policy
	found        []Change
}

// place is where the comparison stands.
type place struct {
	path, member string
	of           []Named
}

func (at place) into(name string) place {
	return place{join(at.path, name), join(at.member, name), at.of}
}

func (at place) entry(e entryOf) place {
	return place{
		join(at.path, e.key), at.member,
		append(slices.Clone(at.of), Named{Member: at.member, Code: e.code, Names: e.names}),
	}
}

func (d *differ) note(at place, kind ChangeKind, from, to Value) {
	d.found = append(d.found, Change{at.path, at.member, kind, at.of, from, to})
}

func (d *differ) compare(at place, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Pointer:
		d.optional(at, a, b)
	case reflect.Slice:
		d.list(at, a, b)
	case reflect.Map:
		d.table(at, a, b)
	case reflect.Struct:
		if isScalar(a.Type()) {
			d.scalar(at, a, b)
			return
		}
		for i := range a.NumField() {
			name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("json"), ",")
			if name != "" {
				d.compare(at.into(name), a.Field(i), b.Field(i))
			}
		}
	default:
		d.scalar(at, a, b)
	}
}

// isScalar tells what is one value: a text in two languages, a date.
func isScalar(t reflect.Type) bool {
	return t == reflect.TypeFor[Text]() || reflect.PointerTo(t).Implements(textType)
}

func (d *differ) scalar(at place, a, b reflect.Value) {
	if a.Interface() == b.Interface() {
		return
	}
	d.note(at, ValueChanged, d.former.value(at, a), d.next.value(at, b))
}

// optional compares what may be left out altogether, such as an expiry rule.
func (d *differ) optional(at place, a, b reflect.Value) {
	switch {
	case a.IsNil() && b.IsNil():
	case a.IsNil():
		d.note(at, ValueAdded, Value{}, Value{})
		d.compare(at, reflect.Zero(b.Type().Elem()), b.Elem())
	case b.IsNil():
		d.note(at, ValueRemoved, Value{}, Value{})
		d.compare(at, a.Elem(), reflect.Zero(a.Type().Elem()))
	default:
		d.compare(at, a.Elem(), b.Elem())
	}
}

func (d *differ) table(at place, a, b reflect.Value) {
	names := map[string]bool{}
	for _, m := range []reflect.Value{a, b} {
		for _, k := range m.MapKeys() {
			names[k.String()] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		k := reflect.ValueOf(name).Convert(a.Type().Key())
		from, to := reflect.Zero(a.Type().Elem()), reflect.Zero(a.Type().Elem())
		if v := a.MapIndex(k); v.IsValid() {
			from = v
		}
		if v := b.MapIndex(k); v.IsValid() {
			to = v
		}
		d.compare(at.entry(entryOf{key: name, code: name}), from, to)
	}
}

// list compares entries by what they are called, so that one put in front of
// others is one entry added and not every entry changed.
func (d *differ) list(at place, a, b reflect.Value) {
	was, is := d.former.entries(at, a), d.next.entries(at, b)
	var stay, stays []string
	for i, e := range was {
		j := slices.IndexFunc(is, func(o entryOf) bool { return o.key == e.key })
		if j < 0 {
			d.note(at, ValueRemoved, d.former.entryValue(at, e, a.Index(i)), Value{})
			if e.bare(a.Index(i)) {
				d.compare(at.entry(e), a.Index(i), reflect.Zero(a.Type().Elem()))
			}
			continue
		}
		stay = append(stay, e.key)
		d.compare(at.entry(is[j]), a.Index(i), b.Index(j))
	}
	for j, e := range is {
		if !slices.ContainsFunc(was, func(o entryOf) bool { return o.key == e.key }) {
			d.note(at, ValueAdded, Value{}, d.next.entryValue(at, e, b.Index(j)))
			if e.bare(b.Index(j)) {
				d.compare(at.entry(e), reflect.Zero(b.Type().Elem()), b.Index(j))
			}
			continue
		}
		stays = append(stays, e.key)
	}
	if !slices.Equal(stay, stays) {
		d.note(at, OrderChanged, Value{}, Value{})
	}
}

// ownOnly drops what a document merely takes over from its guide.
func (d *differ) ownOnly() []Change {
	guides := map[string]bool{}
	said := func(c Change, under string) (string, bool) {
		inner, ok := strings.CutPrefix(c.Member, under+".")
		entry := ""
		if len(c.Of) > 1 {
			entry = c.Of[1].Code
		}
		return fmt.Sprint(inner, "\n", entry, "\n", c.Kind, c.From, c.To), ok && !strings.HasPrefix(inner, "id")
	}
	for _, c := range d.found {
		if key, ok := said(c, "guides"); ok {
			guides[c.Of[0].Code+"\n"+key] = true
		}
	}
	return slices.DeleteFunc(d.found, func(c Change) bool {
		key, ok := said(c, "documents")
		if !ok {
			return false
		}
		doc, _ := d.next.Document(c.Of[0].Code)
		return slices.ContainsFunc(d.next.guidesOf(doc.Guide), func(id string) bool { return guides[id+"\n"+key] })
	})
}

// guidesOf is a guide and those it includes.
func (p *Policy) guidesOf(id string) []string {
	var all []string
	open := []string{id}
	for len(open) > 0 {
		id, open = open[0], open[1:]
		if id == "" || slices.Contains(all, id) {
			continue
		}
		all = append(all, id)
		for _, g := range p.Guides {
			if g.ID == id {
				open = append(open, g.Includes...)
			}
		}
	}
	return all
}
