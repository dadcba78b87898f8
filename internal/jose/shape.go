package jose

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
)

// form is what an object may have in it: exact members, one type for any
// member, or, when both are nil, anything.
type form struct {
	members map[string]reflect.Type
	every   reflect.Type
}

func (f form) member(name string) (reflect.Type, bool) {
	if f.members == nil {
		return f.every, true
	}
	t, ok := f.members[name]
	return t, ok
}

// settle strips pointers and gives up on types that read themselves.
func settle(t reflect.Type) reflect.Type {
	for t != nil {
		p := reflect.PointerTo(t)
		if p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			return nil
		}
		if t.Kind() != reflect.Pointer {
			return t
		}
		t = t.Elem()
	}
	return nil
}

func elementOf(t reflect.Type) reflect.Type {
	if t = settle(t); t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) {
		return t.Elem()
	}
	return nil
}

func formOf(t reflect.Type) form {
	t = settle(t)
	switch {
	case t == nil:
		return form{}
	case t.Kind() == reflect.Map:
		return form{every: t.Elem()}
	case t.Kind() == reflect.Struct:
		members := map[string]reflect.Type{}
		addMembers(members, t)
		return form{members: members}
	default:
		return form{}
	}
}

func addMembers(members map[string]reflect.Type, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		name, _, _ := strings.Cut(tag, ",")
		if f.Anonymous && name == "" {
			if inner := settle(f.Type); inner != nil && inner.Kind() == reflect.Struct {
				addMembers(members, inner)
				continue
			}
		}
		if !f.IsExported() || tag == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		members[name] = f.Type
	}
}
