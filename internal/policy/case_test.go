package policy_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
)

func TestAssessCase(t *testing.T) {
	p := standard(t)
	for name, c := range map[string]struct{ in, want string }{
		"ok/of the design": {
			`{"evidence":[{"type":"passport","strength":4,"validity":3,"verification":3}],"activity":0,"fraud":1,"verification":3}`,
			`{"profiles":["L1A","L1B","M1A","M1C","H1A"],"confidence":"high","next":[]}`,
		},
		"ok/chip trusted": {
			`{"evidence":[{"type":"passport","chip":"trusted","validity":3,"verification":3}],"fraud":1}`,
			`{"profiles":["L1A","L1B","M1A","M1C","H1A"],"confidence":"high","next":[]}`,
		},
		"ok/chip not read": {
			`{"evidence":[{"type":"passport","validity":3,"verification":3}],"fraud":1}`,
			`{"profiles":["L1A","L1B","M1C"],"confidence":"medium","next":[{"confidence":"high","profile":"H2D","add":[{"kind":"bring","what":"driving_licence_uk_photocard"}]}]}`,
		},
		"ok/by eye": {
			`{"evidence":[{"type":"passport","validity":2}],"verification":3,"fraud":1}`,
			`{"profiles":["L1A","L1B"],"confidence":"low","next":[{"confidence":"medium","profile":"M2C","add":[{"kind":"bring","what":"driving_licence_uk_photocard"}]}]}`,
		},
		"ok/own strength of an unknown type": {
			`{"evidence":[{"type":"spaceship","strength":3,"validity":2,"verification":1}]}`,
			`{"profiles":["L1B"],"confidence":"low","next":[{"confidence":"medium","profile":"M2C","add":[{"kind":"ask","what":"likeness"},{"kind":"wait","what":"council-check"},{"kind":"bring","what":"passport"}]}]}`,
		},
		"ok/unknown type has the policy's default": {
			`{"evidence":[{"type":"x","validity":1},{"type":"y","validity":1},{"type":"z","validity":1}],"activity":2,"fraud":1,"verification":1}`,
			`{"profiles":["L3A"],"confidence":"low","next":[{"confidence":"medium","profile":"M1D","add":[{"kind":"ask","what":"likeness"},{"kind":"bring","what":"passport"}]}]}`,
		},
		"ok/bare verification beside nothing valid": {
			`{"evidence":[{"type":"passport","validity":0}],"verification":4,"fraud":3,"activity":3}`, "",
		},
		"ok/empty": {`{"evidence":[],"activity":0,"fraud":0,"verification":0}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := p.AssessCase([]byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			got, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if c.want == "" {
				if !strings.HasPrefix(string(got), `{"profiles":[],"confidence":"none","next":[`) {
					t.Errorf("got %s", got)
				}
				return
			}
			if d := cmp.Diff(c.want, string(got)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestAssessCaseRefuses(t *testing.T) {
	p := standard(t)
	for name, c := range map[string]struct {
		in    string
		want  error
		where string
	}{
		"refused/not json":           {`{`, policy.ErrSyntax, "byte 1"},
		"refused/list":               {`[]`, policy.ErrWrongType, ""},
		"refused/unknown":            {`{"evidence":[],"luck":1}`, policy.ErrMemberUnknown, "luck"},
		"refused/twice":              {`{"fraud":1,"fraud":2}`, policy.ErrMemberTwice, "fraud"},
		"refused/twice in piece":     {`{"evidence":[{"type":"a","type":"b"}]}`, policy.ErrMemberTwice, "evidence[0].type"},
		"refused/text score":         {`{"fraud":"1"}`, policy.ErrWrongType, "fraud"},
		"refused/score 5":            {`{"fraud":5}`, policy.ErrCaseScore, "fraud"},
		"refused/score -1":           {`{"evidence":[{"type":"a","validity":-1}]}`, policy.ErrCaseScore, "evidence[0].validity"},
		"refused/score 1.5":          {`{"evidence":[{"type":"a","strength":1.5}]}`, policy.ErrCaseScore, "evidence[0].strength"},
		"refused/score huge":         {`{"evidence":[{"type":"a","verification":1e300}]}`, policy.ErrCaseScore, "evidence[0].verification"},
		"refused/no type":            {`{"evidence":[{"validity":1}]}`, policy.ErrCaseType, "evidence[0].type"},
		"refused/type a number":      {`{"evidence":[{"type":1}]}`, policy.ErrCaseType, "evidence[0].type"},
		"refused/null":               {`{"evidence":[{"type":"a","strength":null}]}`, policy.ErrWrongType, "evidence[0].strength"},
		"refused/option":             {`{"evidence":[{"type":"passport","chip":"eaten"}]}`, policy.ErrCaseCondition, "evidence[0].chip"},
		"refused/condition":          {`{"evidence":[{"type":"birth_certificate","chip":"trusted"}]}`, policy.ErrCaseCondition, "evidence[0].chip"},
		"refused/misspelt":           {`{"evidence":[{"type":"passport","vailidity":3}]}`, policy.ErrCaseCondition, "evidence[0].vailidity"},
		"refused/checks of no piece": {`{"evidence":[],"could":{"checks":[{"piece":0,"groups":["uv"],"strength":1,"validity":1}]}}`, policy.ErrCaseCould, "could.checks[0].piece"},
		"refused/no such group":      {`{"evidence":[{"type":"a"}],"could":{"checks":[{"piece":0,"groups":["smell"],"strength":1,"validity":1}]}}`, policy.ErrCaseCould, "could.checks[0].groups"},
		"refused/letter how":         {`{"could":{"address":"pigeon"}}`, policy.ErrCaseCould, "could.address"},
		"refused/likeness 5":         {`{"could":{"likeness":5}}`, policy.ErrCaseScore, "could.likeness"},
		"refused/likeness waits 5":   {`{"evidence":[{"type":"a"}],"could":{"checks":[{"piece":0,"groups":["uv"],"strength":1,"validity":1,"verification":5}]}}`, policy.ErrCaseScore, "could.checks[0].verification"},
		"refused/could unknown":      {`{"could":{"luck":5}}`, policy.ErrMemberUnknown, "could.luck"},
		"refused/too many pieces":    {`{"evidence":[` + strings.Repeat(`{"type":"a"},`, 200) + `{"type":"a"}]}`, policy.ErrCaseEvidence, "evidence"},
		"refused/too large":          {strings.Repeat(" ", 1<<17) + `{}`, policy.ErrTooLarge, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := p.AssessCase([]byte(c.in))
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			if got := fault.All(err)[0].Where; got != c.where {
				t.Errorf("where %q, want %q", got, c.where)
			}
			if fault.Of(fault.All(err)[0]) != fault.Malformed {
				t.Error("not malformed")
			}
		})
	}
}

func FuzzAssessCase(f *testing.F) {
	p := standard(f)
	f.Add([]byte(`{"evidence":[{"type":"passport","chip":"trusted","validity":3,"verification":3}],"fraud":1}`))
	f.Add([]byte(`{"evidence":[{"type":"a","strength":1}]}`))
	f.Add([]byte(`{"evidence":[{"type":"passport","validity":1}],"could":{"checks":[{"piece":0,"groups":["visible","uv"],"strength":3,"validity":2,"address":true}],"document":2,"likeness":2,"trained":3,"referee":true,"address":"ask"}}`))
	f.Add([]byte(`{"evidence":[],"could":{"checks":[{"piece":7,"groups":[],"strength":-1,"validity":9}],"address":"x"}}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := p.AssessCase(body)
		if err != nil {
			return
		}
		if r.Profiles == nil || r.Next == nil {
			t.Error("a list is null")
		}
		c, err := p.ParseCase(body)
		if err != nil {
			t.Fatal(err)
		}
		form, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		again, err := p.AssessCase(form)
		if err != nil || !reflect.DeepEqual(r, again) {
			t.Errorf("written and read again it gives another answer, %v", err)
		}
	})
}
