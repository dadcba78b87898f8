package policy

import (
	"slices"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
)

// MaxBytes is the largest policy read.
const MaxBytes = 1 << 20

// Decode reads a policy strictly: no unknown, doubled or missing member, every
// reference resolved, every text in both languages. All mistakes are joined,
// each with its place.
func Decode(body []byte) (*Policy, error) {
	if len(body) > MaxBytes {
		return nil, ErrTooLarge
	}
	var p Policy
	form := readStrict(body, &p)
	if form != nil && !misspelt(form) {
		return nil, form
	}
	if wrong := p.mistakes(form); len(wrong) > 0 {
		return nil, inOrder(wrong)
	}
	return &p, nil
}

// misspelt reports whether members are unknown or missing and nothing else is
// wrong with the form, so that what the rest says can be told as well.
func misspelt(form error) bool {
	return !slices.ContainsFunc(fault.All(form), func(e *fault.Error) bool {
		return e.Code != ErrMemberUnknown.Code && e.Code != ErrMemberMissing.Code
	})
}

// mistakes are those of the form and all that lint finds, but for what it says
// of a member that is missing: that is told already.
func (p *Policy) mistakes(form error) []error {
	var wrong []error
	missing := map[string]bool{}
	for _, e := range fault.All(form) {
		wrong = append(wrong, e)
		missing[e.Where] = e.Code == ErrMemberMissing.Code
	}
	for _, e := range fault.All(p.lint()) {
		told := false
		for at := range missing {
			told = told || missing[at] && (e.Where == at || strings.HasPrefix(e.Where, at+".") || strings.HasPrefix(e.Where, at+"["))
		}
		if !told {
			wrong = append(wrong, e)
		}
	}
	if len(wrong) > maxMistakes {
		wrong = append(wrong[:maxMistakes], ErrTooMany)
	}
	return wrong
}

// Document finds a document type.
func (p *Policy) Document(id string) (Document, bool) {
	for _, d := range p.Documents {
		if d.ID == id {
			return d, true
		}
	}
	return Document{}, false
}

// Service finds a service.
func (p *Policy) Service(id string) (Service, bool) {
	for _, s := range p.Services {
		if s.ID == id {
			return s, true
		}
	}
	return Service{}, false
}

// SourceOf finds a source by the name a value gives.
func (p *Policy) SourceOf(id string) (Source, bool) {
	for _, s := range p.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return Source{}, false
}

// Table is the policy's identity profiles.
func (p *Policy) Table() *gpg45.Table { return p.table }

// Strength is an item's strength with what it rests on.
func (p *Policy) Strength(item evidence.Item) (int, []Reason) {
	return p.strength(item.Type, item.Conditions, func(s Strength) (bool, bool) {
		for _, code := range s.Needs {
			if item.Answer(code) != evidence.Yes {
				return false, false
			}
		}
		return true, len(s.Needs) > 0
	})
}
