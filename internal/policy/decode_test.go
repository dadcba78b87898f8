package policy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/assets"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

var shipped = sync.OnceValues(func() (*policy.Policy, error) { return policy.Decode(assets.DefaultPolicy()) })

// standard is the shipped policy, read once: nothing changes a policy.
func standard(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// edited is the default policy with the value at a path ("documents.0.ida")
// replaced; gone takes it away, an edit beyond the end of a list adds to it.
func edited(t testing.TB, path string, value any) []byte {
	t.Helper()
	return editedIn(t, assets.DefaultPolicy(), path, value)
}

func editedIn(t testing.TB, body []byte, path string, value any) []byte {
	t.Helper()
	var whole any
	if err := json.Unmarshal(body, &whole); err != nil {
		t.Fatal(err)
	}
	whole = edit(t, whole, strings.Split(path, "."), value)
	body, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

type gone struct{}

func edit(t testing.TB, in any, path []string, value any) any {
	t.Helper()
	if len(path) == 0 {
		return value
	}
	switch in := in.(type) {
	case map[string]any:
		if _, take := value.(gone); take && len(path) == 1 {
			delete(in, path[0])
			return in
		}
		in[path[0]] = edit(t, in[path[0]], path[1:], value)
		return in
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil {
			t.Fatal(err)
		}
		if i >= len(in) {
			return append(in, value)
		}
		in[i] = edit(t, in[i], path[1:], value)
		return in
	}
	t.Fatalf("nothing at %v", path)
	return nil
}

func TestDefaultPolicyIsWhole(t *testing.T) {
	p := standard(t)
	if n := len(p.Table().Profiles()); n != 32 {
		t.Errorf("%d profiles, want 32", n)
	}
	for _, id := range []string{"passport", "driving_licence_uk_photocard", "birth_certificate", "tenancy_agreement", "older_persons_bus_pass"} {
		if _, ok := p.Document(id); !ok {
			t.Errorf("no document %s", id)
		}
	}
	for _, id := range []string{"blue_badge", "council_tax_support", "housing_register", "older_persons_bus_pass", "library_membership"} {
		if _, ok := p.Service(id); !ok {
			t.Errorf("no service %s", id)
		}
	}
	if p.Limits.LetterDays != 21 || p.Limits.VouchDays != 90 || p.Limits.IdleMinutes != 5 {
		t.Error("letter, vouch or idle time differ from the design")
	}
	if len(p.Likeness.Checks) != 7 {
		t.Errorf("%d likeness questions, want six conditions and the comparison", len(p.Likeness.Checks))
	}
	if _, ok := p.Document("library_card"); ok {
		t.Error("found a document that is not there")
	}
	if s, ok := p.SourceOf("gds2019"); !ok || s.Mark != policy.Older {
		t.Errorf("source %+v", s)
	}
}

// Nothing is left in English for a Welsh speaker.
func TestEveryTextIsTranslated(t *testing.T) {
	var texts int
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Struct:
			if text, ok := v.Interface().(policy.Text); ok {
				if text.En != "" && text.En == text.Cy {
					t.Errorf("%q is not translated", text.En)
				}
				if text.En != "" {
					texts++
				}
				if text.In("cy") != text.Cy || text.In("en") != text.En || text.In("fr") != text.En {
					t.Error("In gives the wrong language")
				}
				return
			}
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		default:
		}
	}
	walk(reflect.ValueOf(*standard(t)))
	if texts < 100 {
		t.Errorf("only %d texts seen: the test looks in the wrong place", texts)
	}
}

func TestDecodeNamesTheMistake(t *testing.T) {
	passport := "documents.0"
	for name, c := range map[string]struct {
		path  string
		value any
		want  error
		where string
	}{
		"form/unknown member":   {passport + ".stength", 4, policy.ErrMemberUnknown, "documents[0].stength"},
		"form/missing member":   {passport + ".photo", gone{}, policy.ErrMemberMissing, "documents[0].photo"},
		"form/missing section":  {"limits", gone{}, policy.ErrMemberMissing, "limits"},
		"form/null":             {passport + ".photo", nil, policy.ErrWrongType, "documents[0].photo"},
		"form/text for number":  {passport + ".strengths.1.score", "3", policy.ErrWrongType, "documents[0].strengths[1].score"},
		"form/half a number":    {passport + ".strengths.1.score", 2.5, policy.ErrWrongType, "documents[0].strengths[1].score"},
		"form/object for text":  {"id", map[string]any{"a": []any{1, nil}}, policy.ErrWrongType, "id"},
		"form/not a date":       {"effective", "2026-02-30", policy.ErrWrongType, "effective"},
		"form/not a confidence": {"services.0.confidence", "sure", policy.ErrWrongType, "services[0].confidence"},

		"head/version":      {"version", 0, policy.ErrRange, "version"},
		"head/id":           {"id", "Our Policy", policy.ErrID, "id"},
		"head/no date":      {"effective", "", policy.ErrEmptyList, "effective"},
		"head/mark":         {"sources.0.mark", "certain", policy.ErrUnknown, "sources[0].mark"},
		"head/language":     {"languages.1", "fr", policy.ErrUnknown, "languages[1]"},
		"head/twice":        {"sources.1.id", "gpg45", policy.ErrTwice, "sources[1].id"},
		"text/no welsh":     {passport + ".names.cy", " ", policy.ErrText, "documents[0].names.cy"},
		"text/deep":         {passport + ".checks.2.how.en", "", policy.ErrText, "documents[0].checks[2].how.en"},
		"source/document":   {passport + ".checks.0.source", "hearsay", policy.ErrUnknown, "documents[0].checks[0].source"},
		"source/expiry":     {passport + ".expiry.source", "hearsay", policy.ErrUnknown, "documents[0].expiry.source"},
		"source/limits":     {"limits.source", "", policy.ErrUnknown, "limits.source"},
		"document/none":     {"documents", []any{}, policy.ErrEmptyList, "documents"},
		"document/twice":    {"documents.1.id", "passport", policy.ErrTwice, "documents[1].id"},
		"document/ida":      {passport + ".ida", "idcard", policy.ErrUnknown, "documents[0].ida"},
		"document/image":    {passport + ".image", "maybe", policy.ErrUnknown, "documents[0].image"},
		"field/kind":        {passport + ".fields.0.kind", "number", policy.ErrUnknown, "documents[0].fields[0].kind"},
		"field/claim":       {passport + ".fields.0.claim", "shoe_size", policy.ErrUnknown, "documents[0].fields[0].claim"},
		"field/claim twice": {passport + ".fields.0.claim", "family_name", policy.ErrTwice, "documents[0].fields[1].claim"},
		"check/none":        {passport + ".checks", []any{}, policy.ErrEmptyList, "documents[0].checks"},
		"check/group":       {passport + ".checks.0.group", "smell", policy.ErrUnknown, "documents[0].checks[0].group"},
		"check/method":      {passport + ".checks.0.method", "vcrypt", policy.ErrUnknown, "documents[0].checks[0].method"},
		"check/twice":       {passport + ".checks.0.code", "photo_fixed", policy.ErrTwice, "documents[0].checks[2].code"},
		"check/unreachable": {"validity.rules.6.all", []any{"visible"}, policy.ErrUnreachable, "documents[0].checks[0].group"},
		"expiry/field":      {passport + ".expiry.field", "number", policy.ErrUnknown, "documents[0].expiry.field"},
		"expiry/months":     {passport + ".expiry.months_after", -1, policy.ErrRange, "documents[0].expiry.months_after"},

		"strength/score":       {passport + ".strengths.0.score", 5, policy.ErrRange, "documents[0].strengths[0].score"},
		"strength/condition":   {passport + ".strengths.0.when.colour", "red", policy.ErrUnknown, "documents[0].strengths[0].when.colour"},
		"strength/option":      {passport + ".strengths.0.when.chip", "eaten", policy.ErrUnknown, "documents[0].strengths[0].when.chip"},
		"strength/needs":       {passport + ".strengths.0.needs.0", "chip", policy.ErrUnknown, "documents[0].strengths[0].needs[0]"},
		"strength/unreachable": {passport + ".strengths.9", map[string]any{"score": 2, "source": "f2f"}, policy.ErrUnreachable, "documents[0].strengths[2]"},
		"strength/unlisted":    {"unlisted.score", 9, policy.ErrRange, "unlisted.score"},

		"validity/none":     {"validity.rules", []any{}, policy.ErrEmptyList, "validity.rules"},
		"validity/group":    {"validity.rules.0.all.0", "smell", policy.ErrUnknown, "validity.rules[0].all[0]"},
		"validity/empty":    {"validity.rules.0.all", []any{}, policy.ErrEmptyList, "validity.rules[0].all"},
		"validity/score":    {"validity.rules.0.score", 0, policy.ErrRange, "validity.rules[0].score"},
		"likeness/code":     {"likeness.scores.0.all.0", "smile", policy.ErrUnknown, "likeness.scores[0].all[0]"},
		"likeness/decisive": {"likeness.decisive.0", "smile", policy.ErrUnknown, "likeness.decisive[0]"},
		"likeness/method":   {"likeness.checks.0.method", "vpip", policy.ErrUnknown, "likeness.checks[0].method"},
		"training/none":     {"training.document", []any{}, policy.ErrEmptyList, "training.document"},
		"training/months":   {"training.likeness.0.months", 999, policy.ErrRange, "training.likeness[0].months"},
		"training/group":    {"training.groups.0", "smell", policy.ErrUnknown, "training.groups[0]"},

		"profile/score":       {"profiles.list.3.fraud", 5, gpg45.ErrProfileScore, "profiles.list[3].fraud"},
		"profile/twice":       {"profiles.list.3.code", "L1A", gpg45.ErrProfileTwice, "profiles.list[3].code"},
		"service/twice":       {"services.1.id", "blue_badge", policy.ErrTwice, "services[1].id"},
		"service/attribute":   {"services.0.attributes.0", "shoe_size", policy.ErrUnknown, "services[0].attributes[0]"},
		"service/attr. twice": {"services.0.attributes.0", "address", policy.ErrTwice, "services[0].attributes[2]"},
		"service/nothing":     {"services.0.attributes", []any{}, policy.ErrEmptyList, "services[0].attributes"},
		"service/audience":    {"services.0.audience", "http://services.council.example", policy.ErrID, "services[0].audience"},
		"approval/none":       {"approval.approvers", 0, policy.ErrRange, "approval.approvers"},
		"limits/letter":       {"limits.letter_days", 256, policy.ErrRange, "limits.letter_days"},
		"limits/order":        {"limits.trust_warn_days", 8, policy.ErrRange, "limits.trust_warn_days"},
		"privacy/empty":       {"privacy.paragraphs", []any{}, policy.ErrEmptyList, "privacy.paragraphs"},
		"reasons/empty":       {"could_not", []any{}, policy.ErrEmptyList, "could_not"},
		"coaching/score":      {"coaching.wait.0.fraud", 7, policy.ErrRange, "coaching.wait[0].fraud"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := policy.Decode(edited(t, c.path, c.value))
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			var places []string
			for _, e := range fault.All(err) {
				if errors.Is(e, c.want) && e.Where == c.where {
					return
				}
				places = append(places, e.Error())
			}
			t.Errorf("not at %s but %v", c.where, places)
		})
	}
}

func TestServiceThatNoDocumentCanServe(t *testing.T) {
	var whole map[string]any
	if err := json.Unmarshal(edited(t, "services.0.confidence", "very_high"), &whole); err != nil {
		t.Fatal(err)
	}
	documents, _ := whole["documents"].([]any)
	whole["documents"] = documents[2:3] // a birth certificate alone
	body, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := policy.Decode(body); !errors.Is(err, policy.ErrUnreachable) {
		t.Errorf("error %v", err)
	}
}

func TestDecodeTellsAllMistakesAtOnce(t *testing.T) {
	body := edited(t, "documents.0.ida", "idcard")
	body = bytes.Replace(body, []byte(`"letter_days":21`), []byte(`"letter_days":0`), 1)
	first, second := decodeError(t, body), decodeError(t, body)
	if len(fault.All(first)) != 2 || first.Error() != second.Error() {
		t.Errorf("%v", first)
	}
}

func decodeError(t *testing.T, body []byte) error {
	t.Helper()
	_, err := policy.Decode(body)
	if fault.Of(err) != fault.Malformed && len(fault.All(err)) == 0 {
		t.Fatalf("error %v", err)
	}
	return err
}

// A misspelt member is told together with what the rest says, and what lint has
// to say of a member that is missing is not told twice.
func TestDecodeTellsEverythingAtOnce(t *testing.T) {
	body := strings.NewReplacer(`"version": 1,`, `"version": 0,`, `"letter_days"`, `"leter_days"`, `"approvers": 1`, `"approvers": 0`).
		Replace(string(assets.DefaultPolicy()))
	var got []string
	for _, e := range fault.All(decodeError(t, []byte(body))) {
		got = append(got, e.Code+" "+e.Where)
	}
	want := []string{
		"json-member-missing limits.letter_days", "json-member-unknown limits.leter_days",
		policy.ErrRange.Code + " approval.approvers", policy.ErrRange.Code + " version",
	}
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestDecodeRefusesBadBytes(t *testing.T) {
	whole := string(assets.DefaultPolicy())
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"refused/empty":      {"", policy.ErrSyntax},
		"refused/not json":   {"policy: 1", policy.ErrSyntax},
		"refused/half":       {whole[:len(whole)/2], policy.ErrSyntax},
		"refused/trailing":   {whole + "{}", policy.ErrSyntax},
		"refused/list":       {"[]", policy.ErrWrongType},
		"refused/nothing":    {"{}", policy.ErrMemberMissing},
		"refused/twice":      {strings.Replace(whole, `"version": 1,`, `"version": 1, "version": 2,`, 1), policy.ErrMemberTwice},
		"refused/twice deep": {strings.Replace(whole, `"cy": "Pasbort"`, `"cy": "Pasbort", "cy": "X"`, 1), policy.ErrMemberTwice},
		"refused/other case": {strings.Replace(whole, `"photo": true`, `"Photo": true`, 1), policy.ErrMemberUnknown},
		"refused/too large":  {strings.Repeat(" ", policy.MaxBytes) + whole, policy.ErrTooLarge},
		"refused/million":    {`{"documents":[` + strings.Repeat("1,", 50_000) + "1]}", policy.ErrTooMany},
		"refused/deep":       {strings.Repeat(`{"a":`, 100_000), policy.ErrSyntax},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := policy.Decode([]byte(c.body))
			if !errors.Is(err, c.want) || p != nil {
				t.Errorf("error %.200v, want %v", err, c.want)
			}
			if n := len(fault.All(err)); n > 300 {
				t.Errorf("%d faults", n)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(assets.DefaultPolicy())
	f.Add([]byte(`{"documents":[{"id":"x"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		p, err := policy.Decode(body)
		if (p == nil) == (err == nil) {
			t.Error("neither a policy nor an error")
		}
		if p != nil {
			_, _ = p.AssessCase([]byte(`{"evidence":[{"type":"passport","validity":3}]}`))
		}
	})
}
