package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"slices"
	"strings"
	"time"

	"vouchdesk/assets"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/changes"
	"vouchdesk/ui/words"
)

type mistake struct {
	Code  string `json:"code"`
	Where string `json:"where"`
	Says  string `json:"says"`
}

func (m mistake) String() string {
	return strings.TrimPrefix(m.Where+": ", ": ") + m.Says + " [" + m.Code + "]"
}

func mistakesOf(w words.Words, err error) []mistake {
	var all []mistake
	for _, e := range fault.All(err) {
		all = append(all, mistake{e.Code, e.Where, changes.Mistake(w, e.Code)})
	}
	return all
}

type linted struct {
	OK       bool      `json:"ok"`
	ID       string    `json:"id"`
	Version  int       `json:"version"`
	Mistakes []mistake `json:"mistakes"`
}

func policyLintCommand() command {
	return command{
		name: "policy lint", args: "[--json] [--lang en|cy] FILE|-",
		about: "Find every mistake in a policy, each with its place. The broker publishes, and a desk takes, only what this passes. " +
			"Exit 1 if there is a mistake.",
		example: `{"ok":false,"id":"exampleborough","version":2,"mistakes":[{"code":"policy-unknown","where":"documents[3].ida","says":"names something that is not there"}]}`,
		run: func(_ context.Context, s *streams, args []string) error {
			set := flags(s, "policy lint")
			files, w, err := parseSpoken(set, args)
			if err != nil {
				return err
			}
			if len(files) != 1 {
				return usageError("which policy file?")
			}
			body, err := s.file(files[0], policy.MaxBytes+1)
			if err != nil {
				return err
			}
			return sayLint(s, w, body)
		},
	}
}

func sayLint(s *streams, w words.Words, body []byte) error {
	p, err := policy.Decode(body)
	answer := linted{OK: err == nil, Mistakes: []mistake{}}
	if p != nil {
		answer.ID, answer.Version = p.ID, p.Version
	} else {
		var head struct {
			ID      string `json:"id"`
			Version int    `json:"version"`
		}
		_ = json.Unmarshal(body, &head) // of what is no policy there is no name to say
		answer.ID, answer.Version = head.ID, head.Version
	}
	var lines []string
	for _, m := range mistakesOf(w, err) {
		answer.Mistakes = append(answer.Mistakes, m)
		lines = append(lines, m.String())
	}
	if len(lines) == 0 {
		lines = []string{changes.NoMistake(w, answer.ID, answer.Version)}
	}
	if err := s.say(answer, strings.Join(lines, "\n")); err != nil {
		return err
	}
	if !answer.OK {
		return errNo
	}
	return nil
}

// parseSpoken is parse for a command that answers in words.
func parseSpoken(set *flag.FlagSet, args []string) ([]string, words.Words, error) {
	lang := set.String("lang", string(words.English), "en or cy")
	files, err := parse(set, args)
	if err != nil {
		return nil, words.Words{}, err
	}
	w, err := speaking(*lang)
	return files, w, err
}

// speaking gives the words of a language that a person asked for by name.
func speaking(lang string) (words.Words, error) {
	if lang != string(words.English) && lang != string(words.Welsh) {
		return words.Words{}, usageError("--lang is en or cy")
	}
	book, err := words.Open()
	if err != nil {
		return words.Words{}, err
	}
	return book.In(words.Lang(lang)), nil
}

// decodePolicy reads rules for a command that needs them whole; what is wrong
// is said as policy lint says it.
func decodePolicy(s *streams, file string, body []byte) (*policy.Policy, error) {
	p, err := policy.Decode(body)
	if err == nil {
		return p, nil
	}
	w, failed := speaking("en")
	if failed != nil {
		return nil, failed
	}
	for _, m := range mistakesOf(w, err) {
		s.hint("%s: %s", file, m)
	}
	return nil, errNo
}

// policyBody is the rules in a file, whether signed or not; "default" is what
// Vouchdesk comes with.
func policyBody(s *streams, file string) ([]byte, error) {
	if file == "default" {
		return assets.DefaultPolicy(), nil
	}
	data, err := s.file(file, 2*policy.MaxBytes)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimSpace(data)
	if len(data) == 0 || data[0] == '{' {
		return data, nil
	}
	seen, err := jose.Inspect(string(data))
	if err != nil {
		return nil, err
	}
	var b brokerapi.PolicyBody
	if err := jose.Decode(seen.Payload, &b); err != nil {
		return nil, brokerapi.ErrPolicy.Because(err)
	}
	return b.Body, nil
}

func policyDiffCommand() command {
	return command{
		name: "policy diff", args: "[--json] [--lang en|cy] OLD NEW",
		about: "Say in words everything in which two policies differ, one change a line. Each is a policy file, a signed policy, or \"default\". " +
			"Exit 0 if they say the same, 1 if they differ.",
		example: `{"from":1,"to":2,"changes":[{"place":"documents.birth_certificate.strengths.score","member":"documents.strengths.score","kind":"changed","from":"2","to":"1","says":"Birth certificate: strength 2 -> 1"}]}`,
		run: func(_ context.Context, s *streams, args []string) error {
			set := flags(s, "policy diff")
			files, w, err := parseSpoken(set, args)
			if err != nil {
				return err
			}
			if len(files) != 2 {
				return usageError("which two policies?")
			}
			var both [2]*policy.Policy
			for i, name := range files {
				body, err := policyBody(s, name)
				if err != nil {
					return err
				}
				if both[i], err = decodePolicy(s, name, body); err != nil {
					return err
				}
			}
			return sayDiff(s, w, both[0], both[1])
		},
	}
}

type changeLine struct {
	Place  string            `json:"place"`
	Member string            `json:"member"`
	Kind   policy.ChangeKind `json:"kind"`
	From   string            `json:"from"`
	To     string            `json:"to"`
	Says   string            `json:"says"`
}

type differences struct {
	From    int          `json:"from"`
	To      int          `json:"to"`
	Changes []changeLine `json:"changes"`
}

func sayDiff(s *streams, w words.Words, former, next *policy.Policy) error {
	out := differences{former.Version, next.Version, []changeLine{}}
	var lines []string
	for _, c := range policy.Diff(former, next) {
		says := changes.Sentence(w, c)
		lines = append(lines, says)
		out.Changes = append(out.Changes, changeLine{c.Place, c.Member, c.Kind, plainValue(w, c.From), plainValue(w, c.To), says})
	}
	if len(lines) == 0 {
		return s.say(out, changes.None(w))
	}
	if err := s.say(out, strings.Join(lines, "\n")); err != nil {
		return err
	}
	return errNo
}

// plainValue is a code as it stands in the file, or else its text.
func plainValue(w words.Words, v policy.Value) string {
	if v.Code != "" {
		return v.Code
	}
	if w.Lang() == words.Welsh {
		return v.Words.Cy
	}
	return v.Words.En
}

// parseRoot reads the root that a command was given.
func (f *verifyFiles) parseRoot(s *streams) (*trust.Root, error) {
	token, err := s.token(f.root)
	if err != nil {
		return nil, err
	}
	pins := []string{f.pin}
	if f.pin == "" {
		if pins, err = trust.PinsOf(token); err != nil {
			return nil, err
		}
		slices.Sort(pins)
		s.hint("the root is taken as you give it; compare its thumbprint, or give it as --pin: %s", strings.Join(pins, " "))
	}
	// Times are not held against today: what is looked at may be of another day.
	return trust.ParseRoot(token, pins, time.Time{})
}
