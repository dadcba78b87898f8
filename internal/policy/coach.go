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
		if check.Verification > 0 {
			o.Piece.Verification = &check.Verification
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
		a.Strength == b.Strength && a.Validity == b.Validity && a.Address == b.Address && a.Verification == b.Verification
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
		if have := item.Conditions[c.ID]; have != c.Options[0].Code || !d.settles(c, item) {
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

// settles reports whether a check that is open yet can still show a condition to
// be another than its first option.
func (d Document) settles(c Condition, item evidence.Item) bool {
	return slices.ContainsFunc(d.Strengths, func(s Strength) bool {
		_, turns := s.When[c.ID]
		return turns && slices.ContainsFunc(s.Needs, func(code string) bool { return item.Answer(code) == evidence.Unanswered })
	})
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
		}, func(g Group) credit { return p.made(g, gpg45.MaxScore) })...)
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
		ways := p.ways(i, s.Case.Evidence[i], stood, open, func(with standing) (int, bool) {
			return p.strengthWith(d, item, with), shows
		}, func(g Group) credit { // a group is worth no more than its least made check
			return p.made(g, c.Document).or(acts.document(d, item, g))
		})
		for w := range ways {
			ways[w].Verification = p.waiting(f, s.Pieces, i, acts)
		}
		c.Checks = append(c.Checks, ways...)
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

// waiting is what a likeness made against a piece will count as soon as the
// piece is valid; 0 where it counts already.
func (p *Policy) waiting(f Findings, pieces []ScoredPiece, at int, acts acts) int {
	if f.Likeness == nil || f.Likeness.Against != pieces[at].ItemID || pieces[at].Validity > 0 {
		return 0
	}
	valid := slices.Clone(pieces)
	valid[at].Validity = 1
	score, _ := p.likeness(f, valid, acts)
	return score
}

// ways are the sets of open groups worth making of a piece: of those that reach
// as much, the one with the fewest groups, then the fewest minutes.
func (p *Policy) ways(
	at int, piece gpg45.Piece, stood standing, open []Group, then func(standing) (strength int, shows bool), made func(Group) credit,
) []CouldCheck {
	var all []CouldCheck
	for _, set := range subsets(open) {
		with := standing{}
		for g, c := range stood {
			with[g] = c
		}
		for _, g := range set {
			with[g] = made(g)
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
