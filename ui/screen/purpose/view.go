package purpose

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn around what is chosen.
type view struct {
	Closed     component.Notice       // why nothing can be chosen here now
	Rows       []component.SummaryRow // what was recorded, where nothing can be chosen
	Form       bool
	Services   []component.Group // by the policy's families
	Paragraphs []string          // of the privacy notice, in its own language
	Version    string
	Changed    component.Notice // the notice is newer than the one that was told
}

// look words the open case; the notice is in the language told. It is renewed
// when another version came while it was on screen.
func look(s desk.Snapshot, told resident.Language, renewed bool, w words.Words) view {
	var v view
	switch {
	case s.Open == nil:
		return v
	case s.Policy == nil:
		v.Closed = component.Note(theme.Warn, w.T("purpose.no_policy"), w.T("purpose.no_policy_detail"))
		return v
	case s.Open.Case.State != casework.Open:
		v.Closed = component.Note(theme.Info, w.T("purpose.closed"), w.T("purpose.closed_detail"))
		v.Rows = rows(s.Policy, s.Open.Case.Purpose, w)
		return v
	}
	v.Form = true
	v.Services = services(s.Policy, w)
	for _, p := range s.Policy.Privacy.Paragraphs {
		v.Paragraphs = append(v.Paragraphs, p.In(told))
	}
	v.Version = w.T("purpose.version", "Version", s.Policy.Privacy.Version)
	if renewed || outdated(s) {
		v.Changed = component.Note(theme.Warn, w.T("purpose.changed"), w.T("purpose.changed_detail"))
	}
	return v
}

// actor is who may act for the resident for a service.
func actor(s desk.Snapshot, service string) string {
	m, ok := s.Open.Case.Mandate()
	if m.Service = service; !ok || service == "" || !s.Policy.Standing(m, resident.DateOf(s.Now)).Acts {
		return ""
	}
	return s.Open.Case.Representative.Name.Full()
}

// services are those of each family. They are found by either language.
func services(p *policy.Policy, w words.Words) []component.Group {
	var groups []component.Group
	for _, family := range p.Families {
		g := component.Group{Text: family.Words.In(w.Tongue())}
		for _, service := range p.Services {
			if service.Family == family.Code {
				g.Options = append(g.Options, component.Option{
					ID: service.ID, Text: service.Names.In(w.Tongue()), Hint: needs(p, service, w),
					Also: service.Names.En + " " + service.Names.Cy,
				})
			}
		}
		groups = append(groups, g)
	}
	return groups
}

// outdated tells whether the resident was told by another version of the
// notice: then they have to be told again.
func outdated(s desk.Snapshot) bool {
	p := s.Open.Case.Purpose
	return p != nil && s.Policy != nil && p.Notice != s.Policy.Privacy.Version
}

// needs says what a service asks for.
func needs(p *policy.Policy, service policy.Service, w words.Words) string {
	var names []string
	for _, a := range service.Attributes {
		names = append(names, casefile.Needs(p, a, w))
	}
	what := strings.Join(names, ", ")
	if service.Confidence == gpg45.None {
		return w.T("purpose.needs_any", "What", what)
	}
	return w.T("purpose.needs", "Level", w.T("casefile.level."+service.Confidence.String()), "What", what)
}

// rows are what was recorded.
func rows(p *policy.Policy, said *casework.Purpose, w words.Words) []component.SummaryRow {
	if said == nil {
		return []component.SummaryRow{{Key: w.T("purpose.for"), Value: w.T("purpose.not_asked")}}
	}
	name := said.Service
	hint := ""
	if service, ok := p.Service(said.Service); ok {
		name, hint = service.Names.In(w.Tongue()), needs(p, service, w)
	}
	all := []component.SummaryRow{
		{Key: w.T("purpose.for"), Value: name, Note: hint},
		{
			Key: w.T("purpose.notice"), Value: w.T("purpose.told." + said.Told),
			Note: w.T("purpose.told_when", "Language", w.T("frame.language."+said.Language), "Version", said.Notice, "Time", w.Moment(said.At)),
		},
	}
	return all
}
