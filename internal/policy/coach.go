package policy

import (
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
)

// claim is a case as package gpg45 wants it, with everything that could be
// added to it. The catalogue is cautious: a document counts for the checks an
// officer can make at the desk and for the strength that these prove; a
// likeness only beside a photo.
func (p *Policy) claim(c Case) (gpg45.Claim, gpg45.Catalogue) {
	claim := gpg45.Claim{Evidence: c.Evidence, Activity: c.Activity, Fraud: c.Fraud, Verification: c.Verification}
	could := c.Could
	if could == nil {
		could = p.supposed(c)
	}
	all := p.asks(c, *could)
	for _, w := range p.Coaching.Wait {
		all = append(all, gpg45.Option{Kind: gpg45.Wait, What: w.ID, Fraud: w.Fraud, Activity: w.Activity})
	}
	all = append(all, p.documents(c, could.Document)...)
	if score := p.Referee.Score; score != nil && could.Referee {
		all = append(all, gpg45.Option{
			Kind: gpg45.Bring, What: AddReferee, Activity: score.Activity,
			Piece: &gpg45.Piece{Type: RefereeStatement, Strength: score.Strength, Validity: score.Validity},
		})
	}
	claim.Lacks = could.Address != "" && slices.ContainsFunc(all, func(o gpg45.Option) bool { return o.Gives })
	return claim, all
}

// asks is what can be done here and now, and the council's letter.
func (p *Policy) asks(c Case, could Could) gpg45.Catalogue {
	var all gpg45.Catalogue
	for i, check := range could.Checks {
		if slices.ContainsFunc(could.Checks[:i], func(b CouldCheck) bool { return p.alike(c, check, b) }) {
			continue // a hundred alike would be searched for nothing
		}
		kind := c.Evidence[check.Piece].Type
		o := gpg45.Option{
			Kind: gpg45.Ask, Gives: check.Address, What: AddChecks + kind + ":" + string(check.Groups[0]),
			Piece: &gpg45.Piece{Type: kind, Strength: check.Strength, Validity: check.Validity},
		}
		for n, g := range check.Groups {
			o.Minutes += p.Coaching.minutes(string(g))
			if n > 0 {
				o.Also = append(o.Also, AddChecks+kind+":"+string(g))
			}
		}
		all = append(all, o)
	}
	had := c.Verification
	for _, piece := range c.Evidence {
		if piece.Verification != nil && piece.Validity > 0 {
			had = max(had, *piece.Verification)
		}
	}
	var photos []string
	for _, d := range p.Documents {
		if d.Photo {
			photos = append(photos, d.ID)
		}
	}
	like := func(what string, score, hands int) {
		if score > had && len(photos) > 0 {
			all = append(all, gpg45.Option{
				Kind: gpg45.Ask, What: what, Hands: hands, Minutes: p.Coaching.minutes(what), Verification: score, Against: photos,
			})
		}
	}
	like(AddLikeness, could.Likeness, 0)
	if could.Trained > could.Likeness {
		// It takes a colleague's time, and who compares may not approve.
		like(AddTrained, could.Trained, 1)
	}
	if could.Address != "" && could.Address != addressNone {
		all = append(all, gpg45.Option{
			Kind: gpg45.Kind(could.Address), What: AddLetter, Minutes: p.Coaching.minutes(AddLetter), Gives: true,
		})
	}
	return all
}

func (p *Policy) alike(c Case, a, b CouldCheck) bool {
	return c.Evidence[a.Piece].Type == c.Evidence[b.Piece].Type && slices.Equal(a.Groups, b.Groups) &&
		a.Strength == b.Strength && a.Validity == b.Validity && a.Address == b.Address
}

// documents is what the resident could bring, in the policy's order: what most
// people have comes first. A type that is there already is not asked for again.
func (p *Policy) documents(c Case, most int) gpg45.Catalogue {
	var all gpg45.Catalogue
	for _, d := range p.Documents {
		if slices.ContainsFunc(c.Evidence, func(h gpg45.Piece) bool { return h.Type == d.ID }) {
			continue
		}
		made := standing{}
		for _, g := range p.Validity.AtDesk {
			if d.asks(g) {
				made[g] = p.made(g, most)
			}
		}
		validity := p.validityOf(made)
		if validity == 0 {
			continue
		}
		_, shows := d.States(AddressClaim)
		all = append(all, gpg45.Option{
			Kind: gpg45.Bring, What: d.ID, Gives: shows,
			Piece: &gpg45.Piece{Type: d.ID, Strength: p.strengthWith(d, evidence.Item{Type: d.ID}, made), Validity: validity},
		})
	}
	return all
}

// made is the credit of a group once somebody who may score so much has made it.
func (p *Policy) made(g Group, most int) credit {
	if slices.Contains(p.Training.Groups, g) {
		return credit{most: most}
	}
	return free()
}

// strengthWith is an item's strength once the groups are made. A condition left
// at its first option may turn out otherwise then: nobody had looked.
func (p *Policy) strengthWith(d Document, item evidence.Item, made standing) int {
	chosen := map[string]string{}
	for _, c := range d.Conditions {
		if have := item.Conditions[c.ID]; have != c.Options[0].Code {
			chosen[c.ID] = have
		}
	}
	score, _ := p.strength(d.ID, chosen, func(s Strength) (ok, byChecks bool) {
		for _, code := range s.Needs {
			check, _ := d.Check(code)
			if _, will := made[check.Group]; !will {
				return false, false
			}
		}
		return true, len(s.Needs) > 0
	})
	return score
}

// supposed is what could be done for a case that does not say.
func (p *Policy) supposed(c Case) *Could {
	could := &Could{Document: gpg45.MaxScore, Likeness: p.Likeness.top().Score}
	could.Referee = !slices.ContainsFunc(c.Evidence, func(h gpg45.Piece) bool { return h.Type == RefereeStatement })
	for i, piece := range c.Evidence {
		d, ok := p.Document(piece.Type)
		if !ok || piece.Validity == 0 {
			continue // a check may have failed, so nothing is hoped of it
		}
		could.Checks = append(could.Checks, p.ways(i, piece, nil, p.openAtDesk(d), func(standing) (int, bool) {
			return piece.Strength, false
		}, gpg45.MaxScore)...)
	}
	return could
}

// could is what the findings leave to do: checks of documents that are open,
// not those that were answered no or could not be made; a likeness unless one
// failed.
func (p *Policy) could(f Findings, s Scored, acts acts) *Could {
	c := &Could{Referee: len(f.Referees) == 0}
	own := 0
	c.Document, own = p.Allowed(acts.officer, acts.on)
	again := p.Likeness.again(f.Likeness)
	c.Likeness = min(again, own)
	if !f.Colleague.IsZero() {
		c.Trained = min(again, allowed(p.Training.Likeness, f.Colleague, acts.on))
	}
	lacks := f.AddressProof.Needed && !f.AddressProof.Shown
	for i, item := range f.Evidence {
		d, ok := p.Document(item.Type)
		if !ok || len(d.spoilt(item, acts.on)) > 0 {
			continue
		}
		shows := d.shows(item, AddressClaim)
		lacks = lacks && (!shows || s.Pieces[i].Validity == 0)
		var open []Group
		for _, g := range p.Validity.AtDesk {
			if d.group(item, g) == groupOpen {
				open = append(open, g)
			}
		}
		stood := p.standing(d, item, acts)
		c.Checks = append(c.Checks, p.ways(i, s.Case.Evidence[i], stood, open, func(with standing) (int, bool) {
			return p.strengthWith(d, item, with), shows
		}, c.Document)...)
	}
	if !lacks {
		for i := range c.Checks {
			c.Checks[i].Address = false
		}
		return c
	}
	c.Address = addressNone
	if f.AddressProof.Letter != "" {
		c.Address = string(f.AddressProof.Letter)
	}
	return c
}

// ways are the sets of open groups worth making of a piece: of those that reach
// as much, the one with the fewest groups, then the fewest minutes.
func (p *Policy) ways(
	at int, piece gpg45.Piece, stood standing, open []Group, then func(standing) (strength int, shows bool), most int,
) []CouldCheck {
	var all []CouldCheck
	for _, set := range subsets(open) {
		with := standing{}
		for g, c := range stood {
			with[g] = c
		}
		for _, g := range set {
			with[g] = p.made(g, most)
		}
		strength, shows := then(with)
		way := CouldCheck{Piece: at, Groups: set, Strength: strength, Validity: p.validityOf(with), Address: shows}
		if way.Validity < 1 || way.Validity <= piece.Validity && strength <= piece.Strength ||
			slices.ContainsFunc(all, func(w CouldCheck) bool { return p.asGood(w, way) }) {
			continue
		}
		all = slices.DeleteFunc(all, func(w CouldCheck) bool { return p.asGood(way, w) })
		all = append(all, way)
	}
	return all
}

func (p *Policy) asGood(a, b CouldCheck) bool {
	minutes := func(c CouldCheck) int {
		sum := 0
		for _, g := range c.Groups {
			sum += p.Coaching.minutes(string(g))
		}
		return sum
	}
	return a.Strength >= b.Strength && a.Validity >= b.Validity && (len(a.Groups) < len(b.Groups) ||
		len(a.Groups) == len(b.Groups) && minutes(a) <= minutes(b))
}

// subsets are all of the groups but the empty one, the smaller first.
func subsets(open []Group) [][]Group {
	var all [][]Group
	for set := 1; set < 1<<len(open); set++ {
		var groups []Group
		for i, g := range open {
			if set&(1<<i) != 0 {
				groups = append(groups, g)
			}
		}
		all = append(all, groups)
	}
	slices.SortStableFunc(all, func(a, b []Group) int { return len(a) - len(b) })
	return all
}

func (p *Policy) openAtDesk(d Document) []Group {
	var open []Group
	for _, g := range p.Validity.AtDesk {
		if d.asks(g) {
			open = append(open, g)
		}
	}
	return open
}

// shows reports whether an item says anything of what a claim is about.
func (d Document) shows(item evidence.Item, c Claim) bool {
	f, ok := d.States(c)
	return ok && item.Fields[f.ID] != ""
}

// address is whether a proof of address is lacking, and the cheapest way to one.
func (p *Policy) address(c Case) Address {
	a := Address{Lacks: c.Could != nil && c.Could.Address != ""}
	if !a.Lacks {
		return a
	}
	_, all := p.claim(c)
	if o, ok := all.Giver(); ok {
		a.By = o.Adds()
	}
	return a
}

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
