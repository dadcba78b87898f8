// Package fault is the closed list of ways something can go wrong, as the
// rest of Vouchdesk sees them.
//
// A package reports a failure near its cause as an [*Error] with a [Kind], a
// stable Code and, where it helps, the place (Where) and harmless particulars
// (Params). Words for a code live in ui/words and cmd only. An Error never
// carries personal data: codes, ids and positions only.
//
// [Of] tells the kind of any error. It never returns a kind for nil.
package fault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Kind says what can be done about a failure, not what caused it.
type Kind uint8

// The kinds. Adding one is a decision record: every face has to word it.
const (
	Internal     Kind = iota // our own mistake; the log has the chain
	Refused                  // a rule says no, and its code says which
	Malformed                // the input is not of its form
	NotFound                 // there is no such thing here
	Conflict                 // it has changed meanwhile, or is already taken
	Unauthorised             // this person or key may not do this
	Locked                   // nobody is signed in, or the slot is locked
	Unavailable              // offline, busy or full: it can be tried again
	Tampered                 // a signature, seal, chain or file is not what it must be
	Stopped                  // the person stopped it
)

var names = [...]string{
	"internal", "refused", "malformed", "not-found", "conflict",
	"unauthorised", "locked", "unavailable", "tampered", "stopped",
}

func (k Kind) String() string {
	if int(k) < len(names) {
		return names[k]
	}
	return fmt.Sprintf("kind-%d", uint8(k))
}

// Kinds lists every kind, for tables that must be complete.
func Kinds() []Kind {
	all := make([]Kind, len(names))
	for i := range all {
		all[i] = Kind(i) // the table has ten entries
	}
	return all
}

// Error is one failure. The zero value is not useful; use [New].
type Error struct {
	Kind   Kind
	Code   string            // stable, lower case, hyphens: "letter-expired"
	Where  string            // field, path or position: "evidence[0].number", "line 2, column 10"
	Params map[string]string // what the words need; never personal data
	Err    error             // the cause, if there is one
}

// New returns a failure of a kind under a stable code.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// At returns a copy that names the place.
func (e *Error) At(where string) *Error {
	c := *e
	c.Where = where
	return &c
}

// With returns a copy that carries one more particular for the words.
func (e *Error) With(name, value string) *Error {
	c := *e
	c.Params = make(map[string]string, len(e.Params)+1)
	for k, v := range e.Params {
		c.Params[k] = v
	}
	c.Params[name] = value
	return &c
}

// Because returns a copy with its cause.
func (e *Error) Because(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	if e.Where != "" {
		b.WriteString(" at " + e.Where)
	}
	if len(e.Params) > 0 {
		keys := make([]string, 0, len(e.Params))
		for k := range e.Params {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			b.WriteString(" " + k + "=" + e.Params[k])
		}
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is compare by code, so a package may export a sentinel
// made with [New] and return it with a place added.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Of returns the kind of err: that of the outermost [Error] in its chain, a
// stopped context as Stopped, a passed deadline as Unavailable, everything
// unknown as Internal.
func Of(err error) Kind {
	var e *Error
	switch {
	case errors.As(err, &e):
		return e.Kind
	case errors.Is(err, context.Canceled):
		return Stopped
	case errors.Is(err, context.DeadlineExceeded):
		return Unavailable
	default:
		return Internal
	}
}

// Code returns the code of the outermost [Error] in the chain, or the kind's
// name where there is none.
func Code(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Of(err).String()
}

// All returns every [Error] that err stands for: the members of a joined
// error in order, otherwise the outermost one. An error without one gives none.
func All(err error) []*Error {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all []*Error
		for _, member := range joined.Unwrap() {
			all = append(all, All(member)...)
		}
		return all
	}
	var e *Error
	if errors.As(err, &e) {
		return []*Error{e}
	}
	return nil
}
