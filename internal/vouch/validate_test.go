package vouch_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"vouchdesk/assets"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// published compiles the schemas as they are published, nothing closed.
func published(t *testing.T, formats bool) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if formats {
		c.AssertFormat()
	}
	var first string
	for i, text := range assets.IDASchemas() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		id := doc.(map[string]any)["$id"].(string)
		if err := c.AddResource(id, doc); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = id
		}
	}
	s, err := c.Compile(first)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func codes(err error) []string {
	var all []string
	for _, e := range fault.All(err) {
		all = append(all, e.Code)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestWholePayloads(t *testing.T) {
	for _, name := range []string{"payload.json", "referee.json"} {
		t.Run("ok/"+name, func(t *testing.T) {
			data := read(t, name)
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			for mode, s := range map[string]*jsonschema.Schema{"plain": published(t, false), "formats": published(t, true)} {
				if err := s.Validate(doc); err != nil {
					t.Errorf("%s: %v", mode, err)
				}
			}
			if err := vouch.AgainstSchemas(data, trusttest.Issuer); err != nil {
				t.Errorf("closed: %v", err)
			}
			if err := vouch.Validate(data); err != nil {
				t.Errorf("own rules: %v", err)
			}
			if err := vouch.ValidateDisclosed(data); err != nil {
				t.Errorf("as disclosed: %v", err)
			}
		})
	}
}

// TestNegatives holds the twelve faults of one thing each that the published
// schema tells in part only: which of our layers finds each.
func TestNegatives(t *testing.T) {
	tests := map[string]struct {
		plain, closed bool // refused by the schema as published, and closed with formats
	}{
		"attachment-url-without-digest":         {true, true},
		"british-organisation":                  {false, true},
		"check-details-object":                  {true, true},
		"claims-missing":                        {true, true},
		"dangling-check-id":                     {false, false},
		"empty-check-details":                   {true, true},
		"evidence-type-photo":                   {true, true},
		"external-attachment-with-content-type": {false, true},
		"no-seconds-in-time":                    {false, true},
		"no-trust-framework":                    {true, true},
		"no-verified-claims":                    {false, false},
		"vouch-attestation-without-type":        {true, true},
	}
	files, err := filepath.Glob("testdata/negative/*.json")
	if err != nil || len(files) != len(tests) {
		t.Fatalf("%d files, %d expectations, %v", len(files), len(tests), err)
	}
	for name, want := range tests {
		t.Run("refused/"+name, func(t *testing.T) {
			data := read(t, "negative/"+name+".json")
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if got := published(t, false).Validate(doc) != nil; got != want.plain {
				t.Errorf("schema as published refuses: %v, want %v", got, want.plain)
			}
			if got := vouch.AgainstSchemas(data, trusttest.Issuer) != nil; got != want.closed {
				t.Errorf("closed schema refuses: %v, want %v", got, want.closed)
			}
			if vouch.Validate(data) == nil {
				t.Error("Validate lets it pass")
			}
		})
	}
}

// at walks a payload's tree; numbers are indices.
func at(t *testing.T, tree any, path ...any) any {
	t.Helper()
	for _, p := range path {
		switch p := p.(type) {
		case string:
			tree = tree.(map[string]any)[p]
		case int:
			tree = tree.([]any)[p]
		}
	}
	if tree == nil {
		t.Fatalf("nothing at %v", path)
	}
	return tree
}

const desk = trusttest.Issuer + "/claims/desk"

// original is a check of the passport.
const original = "0193a5c1-0a10-7f00-a001-000000000001"

// set puts a value (or, with nil, nothing) at a path of the golden payload.
type change struct {
	path  []any
	value any
}

func put(value any, path ...any) change { return change{path, value} }

func changed(t *testing.T, changes ...change) []byte {
	t.Helper()
	return changedIn(t, "payload.json", changes...)
}

func changedIn(t *testing.T, name string, changes ...change) []byte {
	t.Helper()
	var tree any
	if err := json.Unmarshal(read(t, name), &tree); err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		last := len(c.path) - 1
		switch parent := at(t, tree, c.path[:last]...).(type) {
		case map[string]any:
			if c.value == nil {
				delete(parent, c.path[last].(string))
			} else {
				parent[c.path[last].(string)] = c.value
			}
		case []any:
			parent[c.path[last].(int)] = c.value
		}
	}
	data, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// rep is a representative who acts, with members changed (nil: taken away).
func rep(changes ...any) map[string]any {
	r := map[string]any{
		"kind": "deputy", "acts": true, "agrees": "could_not", "documents": []any{"passport"},
		"name": "Tomos Placeholder", "seen": "The sealed order", "number": "7000-0001", "limits": "No gifts", "until": "2028-01-31",
	}
	for i := 0; i < len(changes); i += 2 {
		name := changes[i].(string) //nolint:forcetypeassert // the tests name members
		if r[name] = changes[i+1]; r[name] == nil {
			delete(r, name)
		}
	}
	return r
}

// TestRepresentativeWithheld: what a service is shown is valid without what
// names the representative, and never reads as more than it says.
func TestRepresentativeWithheld(t *testing.T) {
	for name, r := range map[string]map[string]any{
		"acts":         rep("kind", nil, "agrees", nil, "documents", nil, "name", nil, "seen", nil, "number", nil, "limits", nil, "until", nil),
		"does not act": rep("acts", false, "kind", nil, "agrees", nil, "documents", nil, "name", nil, "seen", nil, "number", nil, "limits", nil, "until", nil),
	} {
		data := changed(t, put(r, desk, "representative"))
		if err := vouch.ValidateDisclosed(data); err != nil {
			t.Errorf("%s, disclosed: %v", name, err)
		}
		if err := vouch.Validate(data); err == nil {
			t.Errorf("%s: whole, though a name is missing", name)
		}
		p, err := vouch.Parse(data)
		if err != nil || p.Desk.Representative.Acts != (name == "acts") || p.Desk.Representative.Endless {
			t.Errorf("%s: reads as %+v, %v", name, p.Desk.Representative, err)
		}
	}
	if err := vouch.ValidateDisclosed(changed(t, put([]any{map[string]any{"index": 0}}, desk, "names"))); err != nil {
		t.Errorf("a reason withheld: %v", err)
	}
	if err := vouch.ValidateDisclosed(changed(t, put(rep("acts", false, "until", nil), desk, "representative"), put("representative", desk, "told", "to"))); err == nil {
		t.Error("told to who does not act")
	}
}

func TestRules(t *testing.T) {
	const (
		vc = "verified_claims"
		vn = "verification"
		ap = "assurance_process"
		ad = "assurance_details"
		cd = "check_details"
		dd = "document_details"
		as = "assessment"
	)
	first := "0193a5c1-0a10-7f00-a001-000000000001"
	tests := map[string]struct {
		want    string
		changes []change
	}{
		"ids/subject not a urn":               {"vouch-id", []change{put("Rosa", "sub")}},
		"ids/jti of version 4":                {"vouch-id", []change{put("urn:uuid:0193a5c1-77d0-4b52-8c44-1f2e3d4c5b6a", "jti")}},
		"ids/no audience":                     {"vouch-id", []change{put([]any{}, "aud")}},
		"ids/audience twice":                  {"vouch-id", []change{put([]any{"https://a", "https://a"}, "aud")}},
		"ids/no reference":                    {"vouch-id", []change{put("", "txn")}},
		"ids/status over http":                {"vouch-id", []change{put("http://x", "status", "status_list", "uri")}},
		"claims/none":                         {"vouch-no-verified-claims", []change{put(map[string]any{}, vc, "claims"), put(nil, vc, vn, "evidence", 0, "derived_claims"), put(nil, vc, vn, "evidence", 1, "derived_claims")}},
		"times/offset":                        {"vouch-time", []change{put("2026-11-20T11:45:00+01:00", vc, vn, "time")}},
		"times/fraction":                      {"vouch-time", []change{put("2026-11-20T10:40:00.5Z", vc, vn, "time")}},
		"times/of a check, offset":            {"vouch-time", []change{put("2026-11-20T10:35:00+00:00", vc, vn, "evidence", 0, cd, 0, "time")}},
		"times/of being told, offset":         {"vouch-time", []change{put("2026-11-20T10:25:00+00:00", desk, "told", "at")}},
		"dates/check after signing":           {"vouch-date", []change{put("2026-11-20T10:45:01Z", vc, vn, "evidence", 0, cd, 0, "time")}},
		"dates/born after signing":            {"vouch-date", []change{put("2026-11-21", vc, "claims", "birthdate")}},
		"dates/born on no day":                {"vouch-date", []change{put("1988-02-30", vc, "claims", "birthdate")}},
		"dates/expires before issued":         {"vouch-date", []change{put("2021-03-03", vc, vn, "evidence", 0, dd, "date_of_issuance"), put("2021-03-02", vc, vn, "evidence", 0, dd, "date_of_expiry")}},
		"dates/issued after signing":          {"vouch-date", []change{put("2026-11-21", vc, vn, "evidence", 0, dd, "date_of_issuance")}},
		"dates/ends before it begins":         {"vouch-date", []change{put(1795171500, "exp")}},
		"dates/begins before signed":          {"vouch-date", []change{put(1795171499, "nbf")}},
		"check ids/twice":                     {"vouch-check-id", []change{put(first, vc, vn, "evidence", 1, cd, 0, "check_id")}},
		"check ids/not a uuid":                {"vouch-check-id", []change{put("one", vc, vn, "evidence", 1, cd, 0, "check_id")}},
		"check ids/score of no check":         {"vouch-check-id", []change{put("0193a5c1-0a10-7f00-a001-0000000000ff", vc, vn, ap, ad, 0, "evidence_ref", 0, "check_id")}},
		"check ids/check without answer":      {"vouch-check-id", []change{put(nil, desk, "evidence", 0, "checks", first)}},
		"check ids/answer without check":      {"vouch-check-id", []change{put(map[string]any{"check": "x", "answer": "yes", "by": "p-officer"}, desk, "evidence", 0, "checks", "0193a5c1-0a10-7f00-a001-0000000000ff")}},
		"check ids/answered twice":            {"vouch-check-id", []change{put(map[string]any{"check": "x", "answer": "yes", "by": "p-officer"}, desk, "likeness", "checks", first)}},
		"desk/officer who did not act":        {"vouch-desk-claim", []change{put("p-other", desk, "officer")}},
		"desk/checked by who did not act":     {"vouch-desk-claim", []change{put([]any{"p-other"}, desk, "evidence", 0, "by")}},
		"desk/compared by who did not act":    {"vouch-desk-claim", []change{put([]any{"p-other"}, desk, "likeness", "by")}},
		"desk/a check by somebody else":       {"vouch-desk-claim", []change{put("p-other", desk, "evidence", 0, "checks", original, "by")}},
		"desk/training not stated":            {"vouch-desk-claim", []change{put(map[string]any{}, desk, "training")}},
		"desk/likeness with no document":      {"vouch-desk-claim", []change{put(1, desk, "likeness", "evidence")}},
		"desk/evidence that is not there":     {"vouch-desk-claim", []change{put(7, desk, "evidence", 0, "index")}},
		"desk/findings of a record":           {"vouch-desk-claim", []change{put(1, desk, "evidence", 0, "index")}},
		"desk/scores missing":                 {"vouch-desk-claim", []change{put([]any{}, desk, as, "scores", "evidence")}},
		"desk/fraud score without a check":    {"vouch-desk-claim", []change{put(1, desk, as, "scores", "fraud")}},
		"derived/more than claimed":           {"vouch-derived-claims", []change{put(nil, vc, "claims", "address")}},
		"codes/uk trust framework":            {"vouch-code", []change{put("uk_dvstf", vc, vn, "trust_framework")}},
		"codes/uk trust framework, older":     {"vouch-code", []change{put("uk_diatf", vc, vn, "trust_framework")}},
		"codes/remote check":                  {"vouch-code", []change{put("pvr", vc, vn, "evidence", 0, cd, 0, "check_method")}},
		"codes/spelling of the examples":      {"vouch-code", []change{put("idcard", vc, vn, "evidence", 0, dd, "type")}},
		"codes/another method":                {"vouch-code", []change{put("eidas", vc, vn, ap, "policy")}},
		"schema/part of another kind":         {"vouch-schema", []change{put(map[string]any{"type": "council_record"}, vc, vn, "evidence", 0, "record")}},
		"codes/document without its details":  {"vouch-code", []change{put(nil, vc, vn, "evidence", 0, dd)}},
		"assurance/level without profile":     {"vouch-assurance", []change{put(nil, vc, vn, ap, "procedure")}},
		"assurance/profile without level":     {"vouch-assurance", []change{put(nil, vc, vn, "assurance_level")}},
		"assurance/profile not met":           {"vouch-assurance", []change{put("H1A", vc, vn, ap, "procedure")}},
		"assurance/level not met":             {"vouch-assurance", []change{put("high", vc, vn, "assurance_level")}},
		"assurance/level, none met":           {"vouch-assurance", []change{put([]any{}, desk, as, "profiles"), put("none", desk, as, "confidence")}},
		"assurance/confidence, none met":      {"vouch-assurance", []change{put([]any{}, desk, as, "profiles")}},
		"assurance/score not given":           {"vouch-assurance", []change{put("score_4", vc, vn, ap, ad, 0, "assurance_classification")}},
		"assurance/unknown type":              {"vouch-assurance", []change{put("guess", vc, vn, ap, ad, 0, "assurance_type")}},
		"representative/without a name":       {"vouch-representative", []change{put(rep("name", nil), desk, "representative")}},
		"representative/ends and does not":    {"vouch-representative", []change{put(rep("endless", true), desk, "representative")}},
		"representative/no word of the end":   {"vouch-representative", []change{put(rep("until", nil), desk, "representative")}},
		"representative/ended before":         {"vouch-representative", []change{put(rep("until", "2026-11-19"), desk, "representative")}},
		"representative/the resident said no": {"vouch-representative", []change{put(rep("agrees", "no"), desk, "representative")}},
		"representative/nobody knows them":    {"vouch-representative", []change{put(rep("documents", nil), desk, "representative")}},
		"representative/told, does not act":   {"vouch-representative", []change{put(rep("acts", false), desk, "representative"), put("representative", desk, "told", "to")}},
		"representative/told, nobody there":   {"vouch-representative", []change{put("representative", desk, "told", "to")}},
		"representative/no kind":              {"vouch-representative", []change{put(rep("kind", nil), desk, "representative")}},
		"representative/no word of agreeing":  {"vouch-representative", []change{put(rep("acts", false, "agrees", nil), desk, "representative")}},
		"names/no reason":                     {"vouch-names", []change{put([]any{map[string]any{"index": 0}}, desk, "names")}},
		"told/in no known way":                {"vouch-schema", []change{put("hummed", desk, "told", "how")}},
		"representative/agrees not asked":     {"vouch-schema", []change{put(rep("agrees", ""), desk, "representative")}},
		"representative/acts unsaid":          {"vouch-schema", []change{put(rep("acts", nil), desk, "representative")}},
		"representative/end on no day":        {"vouch-schema", []change{put(rep("until", "2027-02-30"), desk, "representative")}},
		"representative/empty number":         {"vouch-schema", []change{put(rep("number", ""), desk, "representative")}},
		"schema/unknown answer":               {"vouch-schema", []change{put("maybe", desk, "evidence", 0, "checks", first, "answer")}},
		"schema/seq 0":                        {"vouch-schema", []change{put(0, desk, "seq")}},
		"schema/score 5":                      {"vouch-schema", []change{put(5, desk, as, "scores", "verification")}},
		"schema/nobody acted":                 {"vouch-schema", []change{put([]any{}, desk, "actors")}},
		"form/member of ours unknown":         {"vouch-malformed", []change{put(true, desk, "friendly")}},
		"form/ours inside theirs":             {"vouch-malformed", []change{put("x", vc, vn, "desk")}},
		"form/claim of another council":       {"vouch-malformed", []change{put("https://vouch.other.example", "iss")}},
		"form/issuer not https":               {"vouch-malformed", []change{put("vouch.specimen.example", "iss")}},
	}
	for name, test := range tests {
		t.Run("refused/"+name, func(t *testing.T) {
			err := vouch.Validate(changed(t, test.changes...))
			if got := codes(err); !slices.Contains(got, test.want) {
				t.Errorf("codes %v, want %s", got, test.want)
			}
			for _, secret := range []string{"Rosa", "1988", "500000001", "Sample Row"} {
				if err != nil && strings.Contains(err.Error(), secret) {
					t.Errorf("the failure tells %q: %v", secret, err)
				}
			}
		})
	}
	accepted := map[string][]change{
		"expired document":                    {put("2026-01-01", vc, vn, "evidence", 0, dd, "date_of_expiry")},
		"one name":                            {put(nil, vc, "claims", "given_name"), put(nil, vc, vn, "evidence", 0, "derived_claims", "given_name"), put(nil, vc, vn, "evidence", 1, "derived_claims", "given_name")},
		"no profile, no level":                {put([]any{}, desk, as, "profiles"), put("none", desk, as, "confidence"), put(nil, vc, vn, "assurance_level"), put(nil, vc, vn, ap, "procedure")},
		"a check that said no":                {put("no", desk, "evidence", 0, "checks", first, "answer")},
		"somebody acts":                       {put(rep("seen", "x"), desk, "representative")},
		"acts until today, and was told":      {put(rep("until", "2026-11-20"), desk, "representative"), put("representative", desk, "told", "to")},
		"authority is over, and does not act": {put(rep("acts", false, "until", "2020-01-01", "agrees", "no", "documents", nil), desk, "representative")},
		"nobody's vouch before":               {put("", desk, "prev")},
	}
	for name, changes := range accepted {
		t.Run("ok/"+name, func(t *testing.T) {
			if err := vouch.Validate(changed(t, changes...)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestParseWritesTheSame(t *testing.T) {
	p, err := vouch.Parse(read(t, "referee.json"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if json.Unmarshal(again, &a) != nil || json.Unmarshal(read(t, "referee.json"), &b) != nil || !equal(a, b) {
		t.Errorf("read and written again it says\n%s", again)
	}
}

func equal(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func TestConcealed(t *testing.T) {
	tests := map[string]bool{
		"iss": false, "verified_claims": false, "verified_claims/claims": false,
		"verified_claims/claims/given_name":                                        true,
		"verified_claims/claims/address/postal_code":                               false, // within a hidden claim
		"verified_claims/verification/time":                                        false,
		"verified_claims/verification/evidence/0/type":                             false,
		"verified_claims/verification/evidence/0/derived_claims":                   true,
		"verified_claims/verification/evidence/11/attachments":                     true,
		"verified_claims/verification/evidence/0/document_details":                 false,
		"verified_claims/verification/evidence/0/document_details/document_number": true,
		"verified_claims/verification/evidence/0/document_details/type":            false,
		"verified_claims/verification/evidence/2/attestation/voucher":              true,
		"verified_claims/verification/evidence/2/attestation/type":                 false,
		"verified_claims/verification/evidence/0/check_details/0/check_id":         false,
		desk[:8] + "elsewhere/claims/given_name/verified_claims/claims/x":          false,
	}
	for member, want := range map[string]bool{
		"name": true, "seen": true, "number": true, "limits": true, "until": true,
		"kind": true, "agrees": true, "absent": true, "documents": true, "acts": false, "endless": false,
	} {
		if got := vouch.Concealed([]string{desk, "representative", member}); got != want {
			t.Errorf("representative.%s: %v", member, got)
		}
	}
	for member, want := range map[string]bool{"reason": true, "index": false, "linked": false} {
		if got := vouch.Concealed([]string{desk, "names", "0", member}); got != want {
			t.Errorf("names.%s: %v", member, got)
		}
	}
	for path, want := range tests {
		if got := vouch.Concealed(strings.Split(path, "/")); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
