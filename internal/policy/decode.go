package policy

import (
	"vouchdesk/internal/evidence"
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
	if err := readStrict(body, &p); err != nil {
		return nil, err
	}
	if err := p.lint(); err != nil {
		return nil, err
	}
	return &p, nil
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
