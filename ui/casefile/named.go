package casefile

import (
	"vouchdesk/internal/desk"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/words"
)

// Document names a type of document; by its id where no policy knows it.
func Document(p *policy.Policy, kind string, w words.Words) string {
	if p == nil {
		return kind
	}
	return name(p, kind, w)
}

func name(p *policy.Policy, kind string, w words.Words) string {
	if d, ok := p.Document(kind); ok {
		return d.Names.In(w.Tongue())
	}
	return kind
}

// Coded is the policy's sentence for a code, or the code where it has none.
func Coded(all []policy.Coded, code string, w words.Words) string {
	for _, c := range all {
		if c.Code == code {
			return c.Words.In(w.Tongue())
		}
	}
	return code
}

// Staff names a member of staff of this desk; others by their id.
func Staff(s desk.Snapshot, id trust.PersonID) string {
	for _, p := range s.Staff {
		if p.ID == id {
			return p.Name
		}
	}
	return string(id)
}
