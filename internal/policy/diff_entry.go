package policy

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// entryOf is what an entry of a list is called: key tells it from its like.
type entryOf struct {
	key, code string
	names     Text
}

// bare tells an entry that has no words of its own: what came or went with it
// has to be said member by member.
func (e entryOf) bare(v reflect.Value) bool {
	return e.names == (Text{}) && v.Kind() == reflect.Struct && !isScalar(v.Type())
}

// entries names the entries of a list: by id, code or what they score, else by
// their own text or number.
func (p *Policy) entries(at place, list reflect.Value) []entryOf {
	all := make([]entryOf, list.Len())
	seen := map[string]int{}
	for i := range all {
		e := entryOf{code: strconv.Itoa(i + 1)}
		switch v := list.Index(i); {
		case v.Kind() == reflect.String:
			e.code = v.String()
		case v.Kind() == reflect.Struct && !isScalar(v.Type()):
			e.called(v)
		}
		e.key = e.code
		if s, ok := list.Index(i).Interface().(Strength); ok {
			e.key, e.code, e.names = p.when(at, s)
		}
		if seen[e.key]++; seen[e.key] > 1 {
			e.key += "#" + strconv.Itoa(seen[e.key])
		}
		all[i] = e
	}
	return all
}

// called reads code and names from the members that hold them.
func (e *entryOf) called(v reflect.Value) {
	rankOf := map[string]int{"id": 6, "code": 5, "outcome": 4, "record": 3, "score": 2}
	best := 0
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		field := v.Field(i)
		if r := rankOf[name]; r > best {
			best, e.code = r, fmt.Sprint(field.Interface())
		}
		if text, ok := field.Interface().(Text); ok && e.names == (Text{}) && (name == "names" || name == "words" || name == "question") {
			e.names = text
		}
	}
}

// when tells a strength from the others of its document by its conditions.
func (p *Policy) when(at place, s Strength) (key, code string, names Text) {
	var d Document
	if len(at.of) > 0 {
		d, _ = p.Document(at.of[0].Code)
	}
	var codes, en, cy []string
	for _, id := range slices.Sorted(maps.Keys(s.When)) {
		codes = append(codes, id+"="+s.When[id])
		for _, c := range d.Conditions {
			for _, o := range c.Options {
				if c.ID == id && o.Code == s.When[id] {
					en, cy = append(en, c.Names.En+": "+o.Words.En), append(cy, c.Names.Cy+": "+o.Words.Cy)
				}
			}
		}
	}
	codes = append(codes, s.Needs...)
	return strings.Join(codes, "&"), strings.Join(codes, " "), Text{strings.Join(en, ", "), strings.Join(cy, ", ")}
}

// entryValue is an entry that came or went.
func (p *Policy) entryValue(at place, e entryOf, v reflect.Value) Value {
	if e.names != (Text{}) {
		return Value{Code: e.code, Words: e.names}
	}
	if isScalar(v.Type()) || v.Kind() == reflect.String {
		return p.value(at, v)
	}
	return Value{Code: e.code}
}

// value is a single value with the words that the policy has for it.
func (p *Policy) value(at place, v reflect.Value) Value {
	if text, ok := v.Interface().(Text); ok {
		return Value{Words: text}
	}
	if m, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err == nil {
			return Value{Code: string(text)}
		}
	}
	code := fmt.Sprint(v.Interface())
	return Value{Code: code, Words: p.namesOf(at.member, code)}
}

// namesOf is what the policy calls a code that a member of it names.
func (p *Policy) namesOf(member, code string) Text {
	coded := func(list []Coded) Text {
		for _, c := range list {
			if c.Code == code {
				return c.Words
			}
		}
		return Text{}
	}
	switch member {
	case "services.family":
		return coded(p.Families)
	case "documents.family":
		return coded(p.DocumentFamilies)
	case "naming.reasons.documents":
		d, _ := p.Document(code)
		return d.Names
	case "likeness.scores.all", "likeness.decisive":
		for _, c := range p.Likeness.Checks {
			if c.Code == code {
				return c.Question
			}
		}
	}
	return Text{}
}
