package main

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/changes"
	"vouchdesk/ui/words"
)

type shownPolicy struct {
	Verified bool           `json:"verified"` // the signature, under the root that was given
	Policy   *policy.Policy `json:"policy"`
}

func policyShowCommand() command {
	return command{
		name: "policy show", args: "[--json] [--lang en|cy] [--root FILE [--pin THUMBPRINT]] FILE|TOKEN|default|-",
		about: "Show what a policy says: documents with their strengths and how sure each is, services, training, limits. " +
			"A signed policy is shown as it is written; with --root its signature is checked. With --json it is the whole policy.",
		example: `{"verified":false,"policy":{"id":"exampleborough","version":2,"effective":"2026-12-01","documents":[{"id":"passport","...":"..."}],"...":"..."}}`,
		run: func(_ context.Context, s *streams, args []string) error {
			set := flags(s, "policy show")
			var f verifyFiles
			f.rootFlags(set)
			files, w, err := parseSpoken(set, args)
			if err != nil {
				return err
			}
			if len(files) != 1 {
				return usageError("which policy?")
			}
			p, err := f.shown(s, files[0])
			if err != nil {
				return err
			}
			return s.say(p, strings.Join(policyLines(p, w), "\n"))
		},
	}
}

func (f *verifyFiles) shown(s *streams, name string) (shownPolicy, error) {
	if f.root == "" {
		body, err := policyBody(s, name)
		if err != nil {
			return shownPolicy{}, err
		}
		p, err := decodePolicy(s, name, body)
		return shownPolicy{Policy: p}, err
	}
	root, err := f.parseRoot(s)
	if err != nil {
		return shownPolicy{}, err
	}
	token, err := s.token(name)
	if err != nil {
		return shownPolicy{}, err
	}
	p, _, err := brokerapi.ReadPolicy(token, root, time.Time{})
	return shownPolicy{true, p}, err
}

// policyLines is a policy for a person: every value with its mark.
func policyLines(shown shownPolicy, w words.Words) []string {
	p, r := shown.Policy, reader{w, shown.Policy}
	lines := []string{
		fmt.Sprintf("%s %s %d, %s %s", p.ID, r.label("version"), p.Version, r.label("effective"), p.Effective.ISO()),
		fmt.Sprintf("%s %s%s", p.Guidance.Name, p.Guidance.Version, r.mark(p.Guidance.Source)),
	}
	section := func(member string, n int) {
		lines = append(lines, "", fmt.Sprintf("%s (%d)", changes.Heading(r.w, member), n))
	}
	section("documents", len(p.Documents))
	for _, d := range p.Documents {
		lines = append(lines, "  "+r.document(d))
	}
	lines = append(lines, fmt.Sprintf("  %s: %d%s", r.label("unlisted"), p.Unlisted.Score, r.mark(p.Unlisted.Source)))
	section("services", len(p.Services))
	for _, service := range p.Services {
		told := make([]string, len(service.Attributes))
		for i, a := range service.Attributes {
			told[i] = r.value(string(a))
		}
		lines = append(lines, fmt.Sprintf("  %s: %s; %s%s", r.text(service.Names), r.value(service.Confidence.String()), strings.Join(told, ", "), r.mark(service.Source)))
	}
	section("training", len(p.Training.Likeness)+len(p.Training.Document))
	for member, bands := range map[string][]policy.TrainingBand{"training.likeness": p.Training.Likeness, "training.document": p.Training.Document} {
		for _, b := range bands {
			lines = append(lines, fmt.Sprintf("  %s %d: %s %d%s", r.label(member), b.Score, r.label("months"), b.Months, r.mark(b.Source)))
		}
	}
	slices.Sort(lines[len(lines)-len(p.Training.Likeness)-len(p.Training.Document):])
	section("profiles", len(p.Profiles.List))
	section("referee", len(p.Referee.Positions))
	for _, at := range p.Referee.Positions {
		lines = append(lines, "  "+r.text(at.Names))
	}
	section("retention", len(p.Retention))
	for _, rule := range p.Retention {
		lines = append(lines, fmt.Sprintf("  %s: %s %d%s", r.value(string(rule.Record)), r.label("days"), rule.Days, r.mark(rule.Source)))
	}
	lines = append(lines, "", r.label("limits")+r.mark(p.Limits.Source))
	limits := reflect.ValueOf(p.Limits)
	for i := range limits.NumField() {
		name, _, _ := strings.Cut(limits.Type().Field(i).Tag.Get("json"), ",")
		if limits.Field(i).Kind() == reflect.Int {
			lines = append(lines, fmt.Sprintf("  %s: %d", r.label("limits."+name), limits.Field(i).Int()))
		}
	}
	return lines
}

// reader words one policy.
type reader struct {
	w words.Words
	p *policy.Policy
}

func (r reader) label(member string) string { return changes.Label(r.w, member) }
func (r reader) value(code string) string   { return changes.Value(r.w, policy.Value{Code: code}) }
func (r reader) text(t policy.Text) string  { return t.In(resident.Language(r.w.Lang())) }

// mark is how sure a source is, in brackets.
func (r reader) mark(source string) string {
	s, _ := r.p.SourceOf(source)
	return " [" + r.value(string(s.Mark)) + "]"
}

func (r reader) document(d policy.Document) string {
	var strengths []string
	for _, s := range d.Strengths {
		said := fmt.Sprint(s.Score)
		for _, id := range slices.Sorted(maps.Keys(s.When)) {
			said += " " + id + "=" + s.When[id]
		}
		strengths = append(strengths, said+r.mark(s.Source))
	}
	if len(strengths) == 0 {
		strengths = []string{fmt.Sprintf("%s, %d%s", r.label("unlisted"), r.p.Unlisted.Score, r.mark(r.p.Unlisted.Source))}
	}
	said := fmt.Sprintf("%s: %s %s; %s %s", r.text(d.Names), r.label("documents.strengths"), strings.Join(strengths, ", "),
		r.label("documents.image"), r.value(string(d.Image)))
	if d.Expiry != nil {
		said += fmt.Sprintf("; %s %d%s", r.label("expiry.months_after"), d.Expiry.MonthsAfter, r.mark(d.Expiry.Source))
	}
	return said
}
