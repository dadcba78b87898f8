package brokerapi_test

import (
	"strings"
	"testing"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
)

func TestSplitVouch(t *testing.T) {
	const one = `{"referees":[{"reference":"r","salt":"s","birthdate":"1969-02-28"}]}`
	for name, c := range map[string]struct {
		plain string
		many  int
		code  string
	}{
		"ok/alone":              {"a.b.c~d~", 0, ""},
		"ok/one":                {"a.b.c~d~\n" + one, 1, ""},
		"refused/empty line":    {"a.b.c~d~\n", 0, "parcel-form"},
		"refused/more lines":    {"a.b.c~d~\n" + one + "\n" + one, 0, "parcel-form"},
		"refused/other members": {"a.b.c~d~\n" + strings.Replace(one, "salt", "name", 1), 0, "parcel-form"},
		"refused/twice":         {"a.b.c~d~\n" + strings.Replace(one, `"salt"`, `"salt":"x","salt"`, 1), 0, "parcel-form"},
		"refused/no such day":   {"a.b.c~d~\n" + strings.Replace(one, "02-28", "02-30", 1), 0, "parcel-form"},
	} {
		t.Run(name, func(t *testing.T) {
			token, referees, err := brokerapi.SplitVouch(c.plain)
			if fault.Code(err) != c.code && (err != nil || c.code != "") {
				t.Fatalf("err = %v, want %s", err, c.code)
			}
			if err == nil && (token != "a.b.c~d~" || len(referees) != c.many) {
				t.Errorf("%q, %d referees", token, len(referees))
			}
		})
	}
}

func FuzzSplitVouch(f *testing.F) {
	f.Add("a.b.c~\n{\"referees\":[]}")
	f.Fuzz(func(t *testing.T, plain string) {
		token, _, err := brokerapi.SplitVouch(plain)
		if err == nil && !strings.HasPrefix(plain, token) {
			t.Errorf("%q is not what %q begins with", token, plain)
		}
	})
}
