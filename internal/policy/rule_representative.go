package policy

import (
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
)

// Why a representative may not act. A standing with one of these is recorded
// and shown, and never counted.
const (
	RepUnknown      = "representative-unknown"      // no authority of the policy
	RepSpeaksOnly   = "representative-speaks-only"  // by its kind
	RepEnded        = "representative-ended"        // the authority is over
	RepOfAge        = "representative-of-age"       // the resident has reached the age it ends at
	RepOtherService = "representative-service"      // it does not cover this service
	RepNotAgreed    = "representative-not-agreed"   // the resident does not agree, or nobody could ask about a helper
	RepUnidentified = "representative-unidentified" // no document with a photo of the representative was seen
)

// RepresentativeReasons lists them.
func RepresentativeReasons() []string {
	return []string{RepUnknown, RepSpeaksOnly, RepEnded, RepOfAge, RepOtherService, RepNotAgreed, RepUnidentified}
}

// Mandate is what a representative says they may do, and what was seen of it.
type Mandate struct {
	Kind    string          // code of the authority
	Service string          // that the vouch is for; empty: not chosen yet
	Until   resident.Date   // zero: it does not end by itself
	Agrees  evidence.Answer // does the resident agree
	Shown   []string        // types of the representative's own documents
	Born    resident.Date   // of the resident; zero: unknown
}

// Standing is what a representative may do.
type Standing struct {
	Acts   bool
	Speaks bool
	Until  resident.Date // its last day, with the resident's age counted in; zero: none
	Why    []string      // why they may not act, or not even speak
}

// Authority finds an authority.
func (p *Policy) Authority(code string) (AuthorityKind, bool) {
	for _, k := range p.Representative.Kinds {
		if k.Code == code {
			return k, true
		}
	}
	return AuthorityKind{}, false
}

// For reports whether an authority is good for a family of services.
func (k AuthorityKind) For(family string) bool {
	return len(k.Covers) == 0 || slices.Contains(k.Covers, family)
}

// Proof is what was recorded of an authority itself.
type Proof struct {
	Seen   string // what was seen of it
	Number string
	Ends   bool // a last day is recorded, or that there is none
}

// The parts of a [Proof].
const (
	ProofSeen   = "seen"
	ProofNumber = "number"
	ProofEnd    = "until"
)

// Lacks lists which parts of its proof an authority of this kind still needs;
// one that does not act needs none.
func (k AuthorityKind) Lacks(p Proof) []string {
	var lacks []string
	add := func(is bool, part string) {
		if is && k.Acts {
			lacks = append(lacks, part)
		}
	}
	add(strings.TrimSpace(p.Seen) == "", ProofSeen)
	add(k.Number && strings.TrimSpace(p.Number) == "", ProofNumber)
	add(k.Expires && !p.Ends, ProofEnd)
	return lacks
}

// Standing says what a representative may do on a day (trust framework 12.2.b:
// help at the counter is not delegated authority). Somebody the resident does
// not want speaks for nobody; a resident who could not be asked can still be
// acted for, as that is what an authority is for.
func (p *Policy) Standing(m Mandate, on resident.Date) Standing {
	k, ok := p.Authority(m.Kind)
	if !ok {
		return Standing{Why: []string{RepUnknown}}
	}
	s := Standing{Until: k.last(m), Speaks: m.Agrees == evidence.Yes || k.Acts && m.Agrees == evidence.CouldNot}
	no := func(code string) { s.Why = append(s.Why, code) }
	if !s.Speaks {
		no(RepNotAgreed)
	}
	if !k.Acts {
		no(RepSpeaksOnly)
		return s
	}
	switch {
	case !m.Until.IsZero() && m.Until.Before(on):
		no(RepEnded)
	case !s.Until.IsZero() && s.Until.Before(on):
		no(RepOfAge)
	}
	if service, ok := p.Service(m.Service); ok && !k.For(service.Family) {
		no(RepOtherService)
	}
	if !slices.ContainsFunc(m.Shown, p.pictures) {
		no(RepUnidentified)
	}
	s.Acts = len(s.Why) == 0
	return s
}

// last is the last day of an authority: the day before the resident is too old
// for it, or its own end, whichever is first.
func (k AuthorityKind) last(m Mandate) resident.Date {
	if k.EndsAtAge == 0 || m.Born.IsZero() {
		return m.Until
	}
	of := m.Born.AddMonths(12 * k.EndsAtAge)
	end := resident.DateOf(time.Date(of.Year, time.Month(of.Month), of.Day-1, 0, 0, 0, 0, time.UTC))
	if m.Until.IsZero() || end.Before(m.Until) {
		return end
	}
	return m.Until
}

func (p *Policy) pictures(kind string) bool {
	d, ok := p.Document(kind)
	return ok && d.Photo
}

// ConcernKind finds what a worried officer flagged.
func (p *Policy) ConcernKind(code string) (Coded, bool) {
	for _, k := range p.Concern.Kinds {
		if k.Code == code {
			return k, true
		}
	}
	return Coded{}, false
}
