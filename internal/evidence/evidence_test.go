package evidence_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
)

func specimen() evidence.Item {
	at := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	return evidence.Item{
		ID: "i1", Type: "passport",
		Fields:     map[string]string{"family_name": "Specimen", "number": "925600001"},
		Conditions: map[string]string{"chip": "trusted"},
		Checks:     []evidence.Check{{Code: "original", CheckID: "c1", Answer: evidence.Yes, At: at, By: "p1"}},
		Captures:   []evidence.Capture{{Blob: "b1", Media: "image/png", W: 10, H: 20, Note: "Rosa’s page", At: at}},
		Seen:       evidence.Returned, At: at, By: "p1",
	}
}

func TestAnswerTakesTheWorst(t *testing.T) {
	check := func(answers ...evidence.Answer) evidence.Item {
		i := evidence.Item{}
		for _, a := range answers {
			i.Checks = append(i.Checks, evidence.Check{Code: "x", Answer: a})
		}
		return i
	}
	for name, c := range map[string]struct {
		item evidence.Item
		want evidence.Answer
	}{
		"none":           {check(), evidence.Unanswered},
		"yes":            {check(evidence.Yes), evidence.Yes},
		"yes then no":    {check(evidence.Yes, evidence.No), evidence.No},
		"no then yes":    {check(evidence.No, evidence.Yes), evidence.No},
		"could not, yes": {check(evidence.CouldNot, evidence.Yes), evidence.CouldNot},
		"blank and yes":  {check(evidence.Unanswered, evidence.Yes), evidence.Yes},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.item.Answer("x"); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
			if got := (evidence.Likeness{Checks: c.item.Checks}).Answer("x"); got != c.want {
				t.Errorf("likeness %q, want %q", got, c.want)
			}
		})
	}
}

func TestCloneIsDetached(t *testing.T) {
	a := specimen()
	b := a.Clone()
	b.Fields["number"], b.Conditions["chip"], b.Checks[0].Answer, b.Captures[0].Note = "x", "x", evidence.No, "x"
	if d := cmp.Diff(specimen().Fields, a.Fields); d != "" {
		t.Error(d)
	}
	if a.Conditions["chip"] != "trusted" || a.Checks[0].Answer != evidence.Yes || a.Captures[0].Note == "x" {
		t.Error("the clone shares")
	}
	l := evidence.Likeness{Checks: []evidence.Check{{Code: "x"}}}
	m := l.Clone()
	m.Checks[0].Code = "y"
	if l.Checks[0].Code != "x" {
		t.Error("the likeness clone shares")
	}
}

func TestNothingIsPrinted(t *testing.T) {
	item := specimen()
	number, err := evidence.ParseDriverNumber("SPECI708124R99AB")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
		fmt.Fprintf(&out, verb+verb+verb+verb, item, []evidence.Item{item}, item.Captures, number)
	}
	slog.New(slog.NewJSONHandler(&out, nil)).Info("seen", "item", item, "capture", item.Captures[0], "number", number)
	for _, secret := range []string{"Specimen", "925600001", "Rosa", "SPECI708"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("%q was printed", secret)
		}
	}
}

func TestJSONComesBack(t *testing.T) {
	body, err := json.Marshal(specimen())
	if err != nil {
		t.Fatal(err)
	}
	var back evidence.Item
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(body) {
		t.Errorf("%s\n%s %v", body, again, err)
	}
}

func TestParseDriverNumber(t *testing.T) {
	for name, c := range map[string]struct {
		in, want string
		err      error
		where    string
	}{
		"ok/man":             {"SPECI708124R99AB", "SPECI708124R99AB", nil, ""},
		"ok/woman":           {"SPECI758124RM9AB", "SPECI758124RM9AB", nil, ""},
		"ok/lower-spaced":    {"speci 708124 r99ab", "SPECI708124R99AB", nil, ""},
		"ok/with-issue":      {"SPECI708124R99AB 35", "SPECI708124R99AB", nil, ""},
		"ok/short-surname":   {"LI999708124999AB", "LI999708124999AB", nil, ""},
		"ok/northern":        {"1234 5678", "12345678", nil, ""},
		"refused/empty":      {"", "", evidence.ErrDriverNumberLength, ""},
		"refused/short":      {"SPECI708124R99A", "", evidence.ErrDriverNumberLength, ""},
		"refused/book":       {strings.Repeat("A", 1<<16), "", evidence.ErrDriverNumberLength, ""},
		"refused/surname":    {"9PECI708124R99AB", "", evidence.ErrDriverNumberForm, "surname"},
		"refused/decade":     {"SPECIX08124R99AB", "", evidence.ErrDriverNumberForm, "decade"},
		"refused/month-13":   {"SPECI713124R99AB", "", evidence.ErrDriverNumberForm, "month"},
		"refused/month-63":   {"SPECI763124R99AB", "", evidence.ErrDriverNumberForm, "month"},
		"refused/day-32":     {"SPECI708324R99AB", "", evidence.ErrDriverNumberForm, "day"},
		"refused/year":       {"SPECI70812XR99AB", "", evidence.ErrDriverNumberForm, "year"},
		"refused/initials":   {"SPECI7081249R9AB", "", evidence.ErrDriverNumberForm, "initials"},
		"refused/check-I":    {"SPECI708124R9IAB", "", evidence.ErrDriverNumberForm, "check"},
		"refused/check-nums": {"SPECI708124R9912", "", evidence.ErrDriverNumberForm, "check"},
		// One Login's hint text, which cannot be real: it ends in digits.
		"refused/hint": {"HARRI559146MJ931", "", evidence.ErrDriverNumberForm, "check"},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := evidence.ParseDriverNumber(c.in)
			if !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if err != nil && fault.All(err)[0].Where != c.where {
				t.Errorf("where %q", fault.All(err)[0].Where)
			}
			if n.Text() != c.want {
				t.Errorf("got %q", n.Text())
			}
		})
	}
}

func TestDriverNumberAndBirthDate(t *testing.T) {
	birth := resident.Date{Year: 1974, Month: 8, Day: 12}
	for name, c := range map[string]struct {
		number      string
		birth       resident.Date
		same, known bool
	}{
		"ok/man":            {"SPECI708124R99AB", birth, true, true},
		"ok/woman":          {"SPECI758124R99AB", birth, true, true},
		"ok/woman-december": {"SPECI762124R99AB", resident.Date{Year: 1974, Month: 12, Day: 12}, true, true},
		"ok/2004":           {"SPECI008124R99AB", resident.Date{Year: 2004, Month: 8, Day: 12}, true, true},
		"refused/day":       {"SPECI708134R99AB", birth, false, true},
		"refused/month":     {"SPECI709124R99AB", birth, false, true},
		"refused/decade":    {"SPECI808124R99AB", birth, false, true},
		"refused/year":      {"SPECI708125R99AB", birth, false, true},
		"unknown/northern":  {"12345678", birth, false, false},
		"unknown/no-birth":  {"SPECI708124R99AB", resident.Date{}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			n, err := evidence.ParseDriverNumber(c.number)
			if err != nil {
				t.Fatal(err)
			}
			if same, known := n.MatchesBirthDate(c.birth); same != c.same || known != c.known {
				t.Errorf("same %t known %t", same, known)
			}
		})
	}
}

func FuzzParseDriverNumber(f *testing.F) {
	f.Add("SPECI708124R99AB")
	f.Add("12345678")
	f.Fuzz(func(t *testing.T, s string) {
		n, err := evidence.ParseDriverNumber(s)
		if err != nil {
			return
		}
		again, err := evidence.ParseDriverNumber(n.Text())
		if err != nil || again != n {
			t.Error("a read number does not read again")
		}
	})
}
