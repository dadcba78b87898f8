// Package policytest makes a policy that has every member a policy can have,
// and every single change to it, for tests only: whatever is said of the
// difference between two policies must leave none of them out.
//
// Its policies are not whole ones: nothing in them refers to anything. They
// are never to be decoded or scored with.
package policytest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"vouchdesk/internal/policy"
)

// Full is a policy without an empty member: two entries in every list, nothing
// left out. It is the same each time.
func Full() *policy.Policy {
	var p policy.Policy
	n := 0
	fill(reflect.ValueOf(&p).Elem(), &n)
	p.Documents[0].Guide = p.Guides[0].ID
	return &p
}

// fill sets every value to one that no other has.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf(fmt.Sprintf("m%d", *n)), reflect.ValueOf(fmt.Sprintf("v%d", *n)))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), n)
			}
		}
	default:
		set(v, *n)
	}
}

func set(v reflect.Value, n int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("v%d", n))
	case reflect.Int:
		v.SetInt(int64(n%1000 + 1))
	case reflect.Uint8:
		v.SetUint(uint64(n%3 + 1))
	case reflect.Bool:
		v.SetBool(true)
	default:
		panic("policytest: a member of kind " + v.Kind().String())
	}
}

// EachChange calls do with a copy of p for every single change there can be:
// every value another one, every list an entry less, every optional part
// left out. Place is where, with numbers: "documents[0].image".
func EachChange(p *policy.Policy, do func(place string, changed *policy.Policy)) {
	var walk func(place string, of func(*policy.Policy) reflect.Value)
	try := func(place string, of func(*policy.Policy) reflect.Value, change func(reflect.Value)) {
		c := clone(p)
		change(of(c))
		do(place, c)
	}
	walk = func(place string, of func(*policy.Policy) reflect.Value) {
		v := of(p)
		switch v.Kind() {
		case reflect.Pointer:
			try(place, of, func(v reflect.Value) { v.SetZero() })
			walk(place, func(p *policy.Policy) reflect.Value { return of(p).Elem() })
		case reflect.Slice:
			try(place, of, func(v reflect.Value) { v.Set(v.Slice(0, v.Len()-1)) })
			try(place, of, func(v reflect.Value) { reflect.Swapper(v.Interface())(0, 1) })
			walk(place+"[0]", func(p *policy.Policy) reflect.Value { return of(p).Index(0) })
		case reflect.Map:
			try(place, of, func(v reflect.Value) { v.SetMapIndex(reflect.ValueOf("more"), reflect.ValueOf("yes")) })
		case reflect.Struct:
			for i := range v.NumField() {
				if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name != "" {
					walk(strings.TrimPrefix(place+"."+name, "."), func(p *policy.Policy) reflect.Value { return of(p).Field(i) })
				} else if v.Field(i).CanSet() { // a date, whose members are its own
					walk(place, func(p *policy.Policy) reflect.Value { return of(p).Field(i) })
				}
			}
		default:
			try(place, of, other)
		}
	}
	walk("", func(p *policy.Policy) reflect.Value { return reflect.ValueOf(p).Elem() })
}

// other is another value than the present one.
func other(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(v.String() + "x")
	case reflect.Int:
		v.SetInt(v.Int() + 1)
	case reflect.Uint8:
		v.SetUint(v.Uint() ^ 2)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	default:
		panic("policytest: a member of kind " + v.Kind().String())
	}
}

func clone(p *policy.Policy) *policy.Policy {
	data, err := json.Marshal(p)
	if err != nil {
		panic("policytest: " + err.Error())
	}
	var c policy.Policy
	if err := json.Unmarshal(data, &c); err != nil {
		panic("policytest: " + err.Error())
	}
	return &c
}
