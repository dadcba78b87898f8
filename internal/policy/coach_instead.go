package policy

import (
	"slices"

	"vouchdesk/internal/gpg45"
)

// Instead is a photo document that a way has the resident bring, and those that
// would do in its place with all else of the way as it is.
type Instead struct {
	Of     string
	Others []string
}

// Instead finds what would do in place of the photo document that a way brings.
// Each is tried: with nothing but it and the rest of the way, the way still
// reaches its confidence.
func (p *Policy) Instead(c Case, way gpg45.Next) Instead {
	claim, catalogue := p.claim(c)
	return p.instead(claim, catalogue, way)
}

func (p *Policy) instead(claim gpg45.Claim, catalogue gpg45.Catalogue, way gpg45.Next) Instead {
	at := slices.IndexFunc(way.Add, func(a gpg45.Add) bool { return a.Kind == gpg45.Bring && p.photo(a.What) })
	if at < 0 {
		return Instead{}
	}
	in := Instead{Of: way.Add[at].What}
	var rest gpg45.Catalogue
	for _, o := range catalogue {
		if o.What != in.Of && !slices.ContainsFunc(o.Adds(), func(a gpg45.Add) bool { return !slices.Contains(way.Add, a) }) {
			rest = append(rest, o)
		}
	}
	for _, o := range catalogue {
		if o.Kind != gpg45.Bring || !p.photo(o.What) || slices.Contains(way.Add, o.Adds()[0]) {
			continue
		}
		next := p.table.Assess(claim, append(slices.Clone(rest), o)).Next
		if slices.ContainsFunc(next, func(n gpg45.Next) bool { return n.Confidence >= way.Confidence }) {
			in.Others = append(in.Others, o.What)
		}
	}
	return in
}

func (p *Policy) photo(kind string) bool {
	d, ok := p.Document(kind)
	return ok && d.Photo
}

// OnlyWithPhoto reports whether a case without a photo document can reach no
// confidence before it has one: nothing else that could be added does, to it or
// to a case that has everything still before it.
func (p *Policy) OnlyWithPhoto(c Case) bool {
	if slices.ContainsFunc(c.Evidence, func(h gpg45.Piece) bool { return p.photo(h.Type) }) {
		return false
	}
	for _, of := range []Case{c, {}} {
		claim, catalogue := p.claim(of)
		claim.Lacks = false // an address makes no level
		catalogue = slices.DeleteFunc(catalogue, func(o gpg45.Option) bool { return p.photo(o.What) })
		if r := p.table.Assess(claim, catalogue); r.Confidence != gpg45.None || len(r.Next) > 0 {
			return false
		}
	}
	return true
}

// Others are further ways to at least the confidence of one, the cheapest first
// and at most so many: each does without the documents that those before bring
// and those that would do in their place or, where one brings none, without what
// it waits for. Not everybody has what most people have.
func (p *Policy) Others(c Case, than gpg45.Next, most int) []gpg45.Next {
	claim, catalogue := p.claim(c)
	var all []gpg45.Next
	for len(all) < most {
		kind := gpg45.Wait
		if slices.ContainsFunc(than.Add, func(a gpg45.Add) bool { return a.Kind == gpg45.Bring }) {
			kind = gpg45.Bring
		}
		had, instead := len(catalogue), p.instead(claim, catalogue, than).Others
		catalogue = slices.DeleteFunc(catalogue, func(o gpg45.Option) bool {
			return o.Kind == kind && (slices.Contains(than.Add, gpg45.Add{Kind: kind, What: o.What}) || slices.Contains(instead, o.What))
		})
		next := p.table.Assess(claim, catalogue).Next
		i := slices.IndexFunc(next, func(n gpg45.Next) bool { return n.Confidence >= than.Confidence })
		if len(catalogue) == had || i < 0 {
			break
		}
		than = next[i]
		all = append(all, than)
	}
	return all
}
