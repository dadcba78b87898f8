package approve

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

func shows(s desk.Snapshot, w words.Words) []component.Row {
	var all []component.Row
	for i, d := range s.Open.Discloses {
		all = append(all, component.Row{ID: strconv.Itoa(i), Cells: []component.Cell{
			{Text: path(s, d.Path, w)}, {Text: value(s, d, w)}, {Text: audience(s, d.To, w)},
		}})
	}
	return all
}

// path words where something stands in a vouch.
func path(s desk.Snapshot, at string, w words.Words) string {
	if key := "approve.path." + at; w.Has(key) {
		return w.T(key)
	}
	parts := strings.Split(at, ".")
	if len(parts) == 3 && parts[0] == "names" && w.Has("approve.path.names."+parts[2]) {
		return w.T("approve.path.names." + parts[2])
	}
	if len(parts) == 3 && parts[0] == "referees" && w.Has("approve.path.referees."+parts[2]) {
		return w.T("casefile.step.referee") + ": " + w.T("approve.path.referees."+parts[2])
	}
	if len(parts) < 3 || parts[0] != "evidence" {
		return at
	}
	name := w.T("approve.path.record")
	if ofReferee(s, parts[1]) {
		name = w.T("casefile.step.referee")
		if parts[2] == "derived_claims" {
			name = w.T("approve.attests")
		}
	}
	if i, err := strconv.Atoi(parts[1]); err == nil && i < len(s.Open.Case.Evidence) {
		name = casefile.Document(s.Policy, s.Open.Case.Evidence[i].Type, w)
	}
	if key := "approve.path.evidence." + parts[len(parts)-1]; w.Has(key) {
		return name + ": " + w.T(key)
	}
	return name + ": " + strings.Join(parts[2:], ".")
}

// ofReferee tells whether a piece of a vouch's evidence is a referee's
// statement: only that has somebody who attests.
func ofReferee(s desk.Snapshot, index string) bool {
	return slices.ContainsFunc(s.Open.Discloses, func(d desk.Disclosed) bool {
		return strings.HasPrefix(d.Path, "evidence."+index+".attestation.")
	})
}

// value words what is disclosed; codes of the policy are its words.
func value(s desk.Snapshot, d desk.Disclosed, w words.Words) string {
	parts := strings.Split(d.Path, ".")
	if s.Policy == nil {
		return dated(d.Value, w)
	}
	member := parts[len(parts)-1]
	switch parts[0] {
	case "referees":
		return ofTheReferee(s, member, d.Value, w)
	case "representative":
		return ofTheRepresentative(s, member, d.Value, w)
	case "names":
		if r, ok := s.Policy.NameReason(d.Value); ok {
			return r.Words.In(w.Tongue())
		}
	}
	return dated(d.Value, w)
}

func ofTheReferee(s desk.Snapshot, member, value string, w words.Words) string {
	switch member {
	case "position":
		return casefile.Position(s.Policy, value, w)
	case "relation":
		return casefile.Relation(s.Policy, value, w)
	case "identity":
		return documents(s, value, w)
	}
	return value
}

func ofTheRepresentative(s desk.Snapshot, member, value string, w words.Words) string {
	switch member {
	case "kind":
		if k, ok := s.Policy.Authority(value); ok {
			return k.Names.In(w.Tongue())
		}
	case "agrees":
		return w.T("casefile.represented.agrees." + value)
	case "absent":
		return w.T("casefile.represented.absent")
	case "documents":
		return documents(s, value, w)
	}
	return dated(value, w)
}

// documents names the types that desk lists with semicolons.
func documents(s desk.Snapshot, list string, w words.Words) string {
	var names []string
	for _, kind := range strings.Split(list, "; ") {
		names = append(names, casefile.Document(s.Policy, kind, w))
	}
	return strings.Join(names, ", ")
}

var isoDate = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// dated writes the dates of a value as the language does.
func dated(value string, w words.Words) string {
	return isoDate.ReplaceAllStringFunc(value, func(text string) string {
		d, err := resident.ParseISO(text)
		if err != nil {
			return text
		}
		return w.Date(d.Year, d.Month, d.Day)
	})
}

// audience names to whom: the broker comes first, then services.
func audience(s desk.Snapshot, to []string, w words.Words) string {
	var named []string
	for i, id := range to {
		name := service(s, id, w)
		if i == 0 {
			name = w.T("approve.to_broker")
		}
		named = append(named, name)
	}
	return strings.Join(named, ", ")
}

// service names whoever is behind an address: the service of the purpose where
// several have the same.
func service(s desk.Snapshot, address string, w words.Words) string {
	if s.Policy == nil {
		return address
	}
	name := address
	for _, svc := range s.Policy.Services {
		if svc.Audience != address {
			continue
		}
		name = svc.Names.In(w.Tongue())
		if p := s.Open.Case.Purpose; p != nil && p.Service == svc.ID {
			break
		}
	}
	return name
}
