package policy

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"

	"vouchdesk/internal/fault"
)

// What can be wrong with the form of a policy or case. Where is its path.
var (
	ErrTooLarge      = fault.New(fault.Malformed, "json-too-large")
	ErrSyntax        = fault.New(fault.Malformed, "json-syntax")
	ErrMemberUnknown = fault.New(fault.Malformed, "json-member-unknown")
	ErrMemberTwice   = fault.New(fault.Malformed, "json-member-twice")
	ErrMemberMissing = fault.New(fault.Malformed, "json-member-missing")
	ErrWrongType     = fault.New(fault.Malformed, "json-wrong-type")
	ErrTooMany       = fault.New(fault.Malformed, "too-many-mistakes")
)

// maxMistakes keeps a file of a million mistakes from becoming as many faults.
const maxMistakes = 200

// readStrict unmarshals body into v only if it has exactly v's form. Package
// json alone takes unknown, doubled and missing members and null, and cannot
// say where; a misspelt rule must not be a rule left out. A member is optional
// if its tag says omitempty or omitzero. Where members are only unknown or
// missing, v is filled all the same.
func readStrict(body []byte, v any) error {
	r := strictReader{dec: json.NewDecoder(bytes.NewReader(body)), forms: map[reflect.Type]form{}}
	r.dec.UseNumber()
	if err := r.value(reflect.TypeOf(v).Elem(), ""); err != nil {
		return err
	}
	if _, err := r.dec.Token(); !errors.Is(err, io.EOF) {
		return ErrSyntax.At(r.offset())
	}
	wrong := inOrder(r.wrong)
	if wrong != nil && !misspelt(wrong) {
		return wrong
	}
	if err := json.Unmarshal(body, v); err != nil {
		return ErrSyntax.Because(err)
	}
	return wrong
}

// maxEntries is the longest list read. No council has as many of anything, and
// lint compares the entries of a list with each other.
const maxEntries = 500

type strictReader struct {
	dec   *json.Decoder
	depth int
	forms map[reflect.Type]form // seen so far
	wrong []error
}

// maxDepth is far beyond any policy; deeper text is an attack on the reader.
const maxDepth = 32

func (r *strictReader) offset() string { return fmt.Sprintf("byte %d", r.dec.InputOffset()) }

func (r *strictReader) note(e *fault.Error, path string) {
	switch {
	case len(r.wrong) < maxMistakes:
		r.wrong = append(r.wrong, e.At(path))
	case len(r.wrong) == maxMistakes:
		r.wrong = append(r.wrong, ErrTooMany)
	}
}

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

// value reads one value of type t. An error means that reading cannot go on.
func (r *strictReader) value(t reflect.Type, path string) error {
	token, err := r.dec.Token()
	if err != nil {
		return ErrSyntax.At(r.offset())
	}
	if r.depth++; r.depth > maxDepth {
		return ErrSyntax.At(r.offset())
	}
	defer func() { r.depth-- }()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	free := t.Kind() == reflect.Interface
	switch token := token.(type) {
	case json.Delim:
		switch {
		case token == '{' && (free || t.Kind() == reflect.Map):
			return r.object(t, form{}, path)
		case token == '{' && t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(textType):
			if _, ok := r.forms[t]; !ok {
				r.forms[t] = formOf(t)
			}
			return r.object(t, r.forms[t], path)
		case token == '[' && (free || t.Kind() == reflect.Slice):
			return r.array(t, path)
		}
		r.note(ErrWrongType, path)
		return r.skip(token)
	case string:
		if reflect.PointerTo(t).Implements(textType) {
			text, _ := reflect.New(t).Interface().(encoding.TextUnmarshaler)
			if text.UnmarshalText([]byte(token)) != nil {
				r.note(ErrWrongType, path)
			}
			return nil
		}
		r.expect(free || t.Kind() == reflect.String, path)
	case json.Number:
		_, err := token.Int64()
		r.expect(free || (t.Kind() == reflect.Int && err == nil), path)
	case bool:
		r.expect(free || t.Kind() == reflect.Bool, path)
	default: // null
		r.expect(false, path)
	}
	return nil
}

func (r *strictReader) expect(ok bool, path string) {
	if !ok {
		r.note(ErrWrongType, path)
	}
}

type member struct {
	t        reflect.Type
	optional bool
}

// form is what an object may hold and what it must, in order; without members
// it may hold anything.
type form struct {
	members map[string]member
	needed  []string
}

func formOf(t reflect.Type) form {
	f := form{members: map[string]member{}}
	for i := range t.NumField() {
		tag := t.Field(i).Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if name == "" {
			continue
		}
		optional := strings.Contains(options, "omit")
		f.members[name] = member{t.Field(i).Type, optional}
		if !optional {
			f.needed = append(f.needed, name)
		}
	}
	slices.Sort(f.needed)
	return f
}

// object reads the members of an object.
func (r *strictReader) object(t reflect.Type, f form, path string) error {
	seen := map[string]bool{}
	for i := 0; r.dec.More(); i++ {
		if i == maxEntries {
			r.note(ErrTooLong, path)
		}
		token, err := r.dec.Token()
		if err != nil {
			return ErrSyntax.At(r.offset())
		}
		name, _ := token.(string)
		place := join(path, name)
		if seen[name] {
			r.note(ErrMemberTwice, place)
		}
		seen[name] = true
		inner := reflect.TypeFor[any]()
		if m, ok := f.members[name]; ok {
			inner = m.t
		} else if f.members != nil {
			r.note(ErrMemberUnknown, place)
		} else if t.Kind() == reflect.Map {
			inner = t.Elem()
		}
		if err := r.value(inner, place); err != nil {
			return err
		}
	}
	for _, name := range f.needed {
		if !seen[name] {
			r.note(ErrMemberMissing, join(path, name))
		}
	}
	return r.end()
}

func (r *strictReader) array(t reflect.Type, path string) error {
	inner := t
	if t.Kind() == reflect.Slice {
		inner = t.Elem()
	}
	for i := 0; r.dec.More(); i++ {
		if i == maxEntries {
			r.note(ErrTooLong, path)
		}
		if err := r.value(inner, fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	return r.end()
}

// skip reads to the end of what open began.
func (r *strictReader) skip(open json.Delim) error {
	free := reflect.TypeFor[any]()
	if open == '[' {
		return r.array(free, "")
	}
	return r.object(free, form{}, "")
}

func (r *strictReader) end() error {
	if _, err := r.dec.Token(); err != nil {
		return ErrSyntax.At(r.offset())
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
