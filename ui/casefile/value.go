package casefile

import (
	"slices"
	"strconv"
	"strings"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// ValueView is what a case is worth, as it is drawn.
type ValueView struct {
	Levels                  []string
	Reached, Coming, Needed int // indices of Levels, or component.None
	Sentence                []component.Span
	Coach                   *Coach
	NoPhoto                 string   // that no level is reached without a photo document
	Others                  []string // ways besides the coach's, a line each
	Lowered                 []string // why scores are not higher
	Scores                  []ScoreRow
	Flags                   []string
	Source                  string
}

// Coach is the nearest way to what the purpose needs.
type Coach struct{ Title, Text, Note string }

// ScoreRow is one line of the scores.
type ScoreRow struct{ Name, Score string }

// Value words what the open case is worth.
func Value(s desk.Snapshot, w words.Words) ValueView {
	v := ValueView{Reached: component.None, Coming: component.None, Needed: component.None}
	for c := gpg45.Low; c <= gpg45.VeryHigh; c++ {
		v.Levels = append(v.Levels, level(c, w))
	}
	if s.Open == nil || s.Policy == nil {
		return v
	}
	if s.Open.Policy != nil { // of a submitted case, the one that its vouch names
		s.Policy = s.Open.Policy
	}
	sc := s.Open.Scored
	v.Reached, v.Needed = index(sc.Result.Confidence), index(s.Open.Needs)
	next := s.Open.Nearest()
	if next != nil && onlyWaits(*next) {
		v.Coming = index(next.Confidence)
	}
	v.Sentence = sentence(s, next, w)
	v.Coach = coach(s, next, w)
	if s.Open.NoPhoto {
		v.NoPhoto = w.T("casefile.no_photo")
	}
	v.Others = others(s, next, w)
	v.Lowered = Lowered(s, nil, w)
	v.Scores = scores(s, w)
	for _, f := range sc.Flags {
		// Several check digits of one zone are one thing to look at.
		if said := flag(s, f, w); !slices.Contains(v.Flags, said) {
			v.Flags = append(v.Flags, said)
		}
	}
	if s.Open.Case.Representative != nil && !speaksOnly(s.Open.Standing.Why) {
		v.Flags = append(v.Flags, WhyNot(s.Open.Standing.Why, w)...)
	}
	v.Source = w.T("casefile.policy", "Policy", s.Policy.ID, "Version", s.Policy.Version, "Guidance", s.Policy.Guidance.Name+" "+s.Policy.Guidance.Version)
	return v
}

func index(c gpg45.Confidence) int {
	if c == gpg45.None {
		return component.None
	}
	return int(c - gpg45.Low)
}

func level(c gpg45.Confidence, w words.Words) string { return w.T("casefile.level." + c.String()) }

func onlyWaits(n gpg45.Next) bool {
	for _, a := range n.Add {
		if a.Kind != gpg45.Wait {
			return false
		}
	}
	return true
}

func sentence(s desk.Snapshot, next *gpg45.Next, w words.Words) []component.Span {
	r := s.Open.Scored.Result
	spans := []component.Span{{Text: w.T("casefile.reached_none"), Bold: true}}
	if r.Confidence != gpg45.None {
		spans = []component.Span{
			{Text: w.T("casefile.reached", "Level", level(r.Confidence, w)), Bold: true},
			{Text: " (" + strings.Join(r.Profiles, ", ") + ")."},
		}
	}
	if next != nil && onlyWaits(*next) {
		spans = append(spans, component.Span{Text: " " + w.T("casefile.coming", "Level", level(next.Confidence, w), "Profile", next.Profile)})
	}
	if s.Open.Needs != gpg45.None && s.Open.Case.Purpose != nil {
		if svc, ok := s.Policy.Service(s.Open.Case.Purpose.Service); ok {
			spans = append(spans, component.Span{Text: " " + w.T("casefile.needs",
				"Service", svc.Names.In(w.Tongue()), "Level", level(s.Open.Needs, w))})
		}
	}
	return spans
}

func coach(s desk.Snapshot, next *gpg45.Next, w words.Words) *Coach {
	address := s.Open.Scored.Address
	switch {
	case s.Open.Needs == gpg45.None && s.Open.Case.Purpose == nil:
		return nil
	case next == nil && s.Open.Needs != gpg45.None && s.Open.Scored.Result.Confidence < s.Open.Needs:
		return &Coach{Title: w.T("casefile.coach_none_title"), Text: w.T("casefile.coach_none", "Level", level(s.Open.Needs, w))}
	case next == nil && address.Lacks && len(address.By) == 0:
		return &Coach{Title: w.T("casefile.address_title"), Text: w.T("casefile.address_none")}
	case next == nil && address.Lacks:
		return &Coach{Title: w.T("casefile.address_title"), Text: strings.Join(adds(s.Policy, address.By, w), "\n")}
	case next == nil && len(withheld(s, w)) > 0:
		return &Coach{Title: w.T("casefile.unshown_title"), Text: strings.Join(withheld(s, w), "\n")}
	case next == nil:
		return &Coach{Title: w.T("casefile.coach_done_title"), Text: w.T("casefile.coach_done")}
	}
	note := w.T("casefile.reaches", "Profile", next.Profile)
	if !slices.ContainsFunc(next.Add, func(a gpg45.Add) bool { return a.Kind == gpg45.Bring }) {
		note += " · " + w.T("casefile.nothing_to_bring")
	}
	return &Coach{
		Title: w.T("casefile.coach_title", "Level", level(next.Confidence, w)),
		Text:  strings.Join(adds(s.Policy, next.Add, w), "\n"), Note: note,
	}
}

// adds words the parts of a way, a line for each kind, in the order in which
// they happen at the counter.
func adds(p *policy.Policy, all []gpg45.Add, w words.Words) []string {
	var lines []string
	for _, kind := range []gpg45.Kind{gpg45.Bring, gpg45.Ask, gpg45.Wait} {
		var named []string
		for _, a := range all {
			if a.Kind == kind {
				named = append(named, words.Within(what(p, a, w)))
			}
		}
		if len(named) > 0 {
			lines = append(lines, w.T("casefile.add."+string(kind), "What", strings.Join(named, "; ")))
		}
	}
	return lines
}

// others words the ways besides the nearest, each by what is not in that one;
// those that only take another photo document are one line.
func others(s desk.Snapshot, nearest *gpg45.Next, w words.Words) []string {
	var lines []string
	if in := s.Open.Instead; len(in.Others) > 0 {
		var named []string
		for _, kind := range in.Others {
			named = append(named, words.Within(name(s.Policy, kind, w)))
		}
		lines = append(lines, w.T("casefile.instead", "Of", words.Within(name(s.Policy, in.Of, w)), "Others", strings.Join(named, ", ")))
	}
	for _, other := range s.Open.Others {
		differs := slices.DeleteFunc(slices.Clone(other.Add), func(a gpg45.Add) bool {
			return nearest != nil && slices.Contains(nearest.Add, a)
		})
		if len(differs) > 0 {
			lines = append(lines, strings.Join(adds(s.Policy, differs, w), " ")+" ("+other.Profile+")")
		}
	}
	return lines
}

// what names the thing a next step speaks of: a document, a wait of the
// policy, or something the officer can do.
func what(p *policy.Policy, a gpg45.Add, w words.Words) string {
	if d, ok := p.Document(a.What); ok {
		return d.Names.In(w.Tongue())
	}
	for _, wait := range p.Coaching.Wait {
		if wait.ID == a.What {
			return wait.Names.In(w.Tongue())
		}
	}
	if rest, ok := strings.CutPrefix(a.What, policy.AddChecks); ok {
		kind, group, _ := strings.Cut(rest, ":")
		return w.T("casefile.what.checks."+group, "Document", words.Within(name(p, kind, w)))
	}
	if a.What == policy.AddLetter {
		return w.T("casefile.what.letter." + string(a.Kind))
	}
	if key := "casefile.what." + a.What; w.Has(key) {
		return w.T(key)
	}
	return a.What
}

func scores(s desk.Snapshot, w words.Words) []ScoreRow {
	var rows []ScoreRow
	for _, p := range s.Open.Scored.Pieces {
		name := p.Type
		if d, ok := s.Policy.Document(p.Type); ok {
			name = d.Names.In(w.Tongue())
		}
		rows = append(rows, ScoreRow{name, strconv.Itoa(p.Strength) + " / " + strconv.Itoa(p.Validity)})
	}
	likeness := w.T("casefile.not_yet")
	if s.Open.Case.Likeness != nil {
		likeness = strconv.Itoa(s.Open.Scored.Verification)
	}
	fraud := w.T("casefile.not_asked")
	if s.Open.Case.Check != nil {
		fraud = strconv.Itoa(s.Open.Scored.Fraud) + " / " + strconv.Itoa(s.Open.Scored.Activity)
	}
	return append(rows,
		ScoreRow{w.T("casefile.likeness"), likeness},
		ScoreRow{w.T("casefile.fraud_activity"), fraud})
}

func flag(s desk.Snapshot, f policy.Flag, w words.Words) string {
	name := ""
	if item, ok := s.Open.Case.Item(f.Item); ok {
		if d, ok := s.Policy.Document(item.Type); ok {
			name = d.Names.In(w.Tongue()) + ": "
		}
	}
	return name + w.T("casefile.flag."+f.Code, f.Params)
}

// Below words that the open case reaches less than its service needs; empty
// where it does not.
func Below(s desk.Snapshot, w words.Words) string {
	if s.Open == nil || s.Policy == nil || s.Open.Case.Purpose == nil || !s.Open.Below() {
		return ""
	}
	svc, ok := s.Policy.Service(s.Open.Case.Purpose.Service)
	if !ok {
		return ""
	}
	service, needs := svc.Names.In(w.Tongue()), level(s.Open.Needs, w)
	if s.Open.Scored.Result.Confidence == gpg45.None {
		return w.T("casefile.below_none", "Service", service, "Needs", needs)
	}
	return w.T("casefile.below", "Service", service, "Needs", needs, "Reached", level(s.Open.Scored.Result.Confidence, w))
}
