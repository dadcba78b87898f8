package policy_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"vouchdesk/assets"
	"vouchdesk/internal/policy"
)

const schemaID = "urn:vouchdesk:schema:policy:1"

func published(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(assets.PolicySchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schemaID, doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile(schemaID)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func valid(t testing.TB, schema *jsonschema.Schema, body []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc)
}

func TestSchemaTakesTheDefaultPolicy(t *testing.T) {
	if err := valid(t, published(t), assets.DefaultPolicy()); err != nil {
		t.Error(err)
	}
}

// What the schema refuses is refused by Decode, too.
func TestSchemaAndDecodeRefuse(t *testing.T) {
	schema := published(t)
	for name, c := range map[string]struct {
		path  string
		value any
	}{
		"unknown member":        {"documents.0.stength", 4},
		"unknown section":       {"fees", none()},
		"missing member":        {"documents.0.photo", gone{}},
		"missing section":       {"limits", gone{}},
		"null":                  {"documents.0.photo", nil},
		"text for a number":     {"unlisted.score", "1"},
		"half a number":         {"unlisted.score", 1.5},
		"score 5":               {"documents.0.strengths.0.score", 5},
		"version 0":             {"version", 0},
		"id":                    {"id", "Our Policy"},
		"date":                  {"effective", "tomorrow"},
		"mark":                  {"sources.0.mark", "certain"},
		"cite":                  {"sources.0.cite", " "},
		"language":              {"languages.1", "fr"},
		"language twice":        {"languages.1", "en"},
		"without Welsh":         {"documents.0.names.cy", " "},
		"one language only":     {"documents.0.names.cy", gone{}},
		"document type":         {"documents.0.ida", "idcard"},
		"image":                 {"documents.0.image", "maybe"},
		"country":               {"documents.0.issuer.country_code", "GB"},
		"field kind":            {"documents.0.fields.0.kind", "number"},
		"claim":                 {"documents.0.fields.0.claim", "shoe_size"},
		"group":                 {"documents.0.checks.0.group", "smell"},
		"method":                {"documents.0.checks.0.method", "sniff"},
		"months after":          {"documents.0.expiry.months_after", 121},
		"validity without":      {"validity.rules", none()},
		"validity group twice":  {"validity.at_desk.1", "physical"},
		"training without":      {"training.likeness", none()},
		"profile code":          {"profiles.list.0.code", "a low one"},
		"profile confidence":    {"profiles.list.0.confidence", "none"},
		"confidence":            {"services.0.confidence", "sure"},
		"attribute":             {"services.0.attributes.0", "shoe_size"},
		"attribute twice":       {"services.0.attributes.0", "address"},
		"attributes":            {"services.0.attributes", none()},
		"audience":              {"services.0.audience", "http://services.council.example"},
		"services":              {"services", none()},
		"families":              {"document_families", none()},
		"referee years":         {"referee.years_known", 0},
		"referee neither":       {"referee.no_score", gone{}},
		"referee both":          {"referee.score", map[string]any{"strength": 1, "validity": 1, "activity": 0, "source": "example"}},
		"referee statement":     {"referee.statement", none()},
		"representative":        {"representative.kinds", none()},
		"ends at an age":        {"representative.kinds.3.ends_at_age", 151},
		"names":                 {"naming.reasons", none()},
		"concern":               {"concern.advice", none()},
		"outcome":               {"outcomes.0.outcome", "vouched"},
		"outcome days":          {"outcomes.0.days", 366},
		"slip days":             {"slip.days", -1},
		"record":                {"retention.0.record", "fingerprints"},
		"record days":           {"retention.0.days", 0},
		"notice version":        {"privacy.version", ""},
		"approvers":             {"approval.approvers", 0},
		"two approvers":         {"approval.approvers", 2},
		"approver elsewhere":    {"approval.other_site", true},
		"nothing at desk":       {"validity.at_desk", none()},
		"letter days":           {"limits.letter_days", 256},
		"idle":                  {"limits.idle_minutes", 61},
		"reasons":               {"could_not", none()},
		"corrections":           {"correct_reasons", none()},
		"coaching":              {"coaching.wait.0.fraud", 5},
		"five hundred and some": {"could_not", slices.Repeat([]any{map[string]any{"code": "a", "words": words("a")}}, 501)},
	} {
		t.Run(name, func(t *testing.T) {
			body := edited(t, c.path, c.value)
			if valid(t, schema, body) == nil {
				t.Error("the schema takes it")
			}
			if _, err := policy.Decode(body); err == nil {
				t.Error("Decode takes it")
			}
		})
	}
}

// form is what of an object in the schema has to agree with a struct.
type form struct {
	Closed   bool
	Required []string
	Members  map[string]string // name to kind
}

// TestSchemaHasTheFormOfTheTypes: neither can gain, lose or rename a member
// alone.
func TestSchemaHasTheFormOfTheTypes(t *testing.T) {
	var root map[string]any
	if err := json.Unmarshal(assets.PolicySchema(), &root); err != nil {
		t.Fatal(err)
	}
	defs, _ := root["$defs"].(map[string]any)
	used := map[string]bool{"id": true, "sourced": true}
	compared := 0
	var compare func(typ reflect.Type, at map[string]any, name string)
	compare = func(typ reflect.Type, at map[string]any, name string) {
		compared++
		want := form{Closed: true, Members: map[string]string{}}
		got := form{Closed: at["additionalProperties"] == false, Members: map[string]string{}}
		required, _ := at["required"].([]any)
		for _, r := range required {
			got.Required = append(got.Required, r.(string))
		}
		properties, _ := at["properties"].(map[string]any)
		for member, p := range properties {
			p, _ := p.(map[string]any)
			if text, _ := p["description"].(string); text == "" {
				t.Errorf("%s.%s is not described", name, member)
			}
			got.Members[member] = kindIn(defs, p, used)
		}
		for i := range typ.NumField() {
			f := typ.Field(i)
			member, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if member == "" {
				continue
			}
			if !strings.Contains(options, "omit") {
				want.Required = append(want.Required, member)
			}
			want.Members[member] = kindOf(f.Type)
			inner := f.Type
			for inner.Kind() == reflect.Slice || inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			if inner.Kind() == reflect.Struct && kindOf(inner) == "object" {
				p, _ := properties[member].(map[string]any)
				if object := objectIn(defs, p); object != nil {
					compare(inner, object, name+"."+member)
				}
			}
		}
		slices.Sort(got.Required)
		slices.Sort(want.Required)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-type +schema):\n%s", name, d)
		}
	}
	compare(reflect.TypeFor[policy.Policy](), root, "policy")
	if compared < 40 {
		t.Errorf("only %d objects compared", compared)
	}
	for name := range defs {
		if !used[name] {
			t.Errorf("nothing in the schema uses %s", name)
		}
	}
}

// kindOf names the kind of a Go type as the schema would.
func kindOf(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return kindOf(t.Elem())
	case reflect.Slice:
		return "array of " + kindOf(t.Elem())
	case reflect.Struct:
		if _, date := reflect.New(t).Interface().(interface{ UnmarshalText([]byte) error }); date {
			return "string"
		}
		return "object"
	case reflect.Map:
		return "object"
	case reflect.Bool:
		return "boolean"
	case reflect.String:
		return "string"
	default:
		if _, named := reflect.New(t).Interface().(interface{ UnmarshalText([]byte) error }); named {
			return "string" // a confidence
		}
		return "integer"
	}
}

func kindIn(defs, p map[string]any, used map[string]bool) string {
	if ref, ok := p["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		used[name] = true
		def, _ := defs[name].(map[string]any)
		return kindIn(defs, def, used)
	}
	if items, ok := p["items"].(map[string]any); ok {
		return "array of " + kindIn(defs, items, used)
	}
	if _, ok := p["enum"]; ok {
		return "string"
	}
	kind, _ := p["type"].(string)
	return kind
}

// objectIn is the object that a property is, or is a list of.
func objectIn(defs, p map[string]any) map[string]any {
	if items, ok := p["items"].(map[string]any); ok {
		return objectIn(defs, items)
	}
	if ref, ok := p["$ref"].(string); ok {
		def, _ := defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		return def
	}
	return nil
}

// TestReferenceNamesEveryMember: docs/policy.md leaves out no member, no
// object, no mistake of lint and no source of the default policy.
func TestReferenceNamesEveryMember(t *testing.T) {
	text, err := os.ReadFile("../../docs/policy.md")
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := json.Unmarshal(assets.PolicySchema(), &root); err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	name := ""
	for line := range strings.Lines(string(text)) {
		if head, ok := strings.CutPrefix(line, "### "); ok {
			name = strings.Trim(strings.TrimSpace(head), "`")
		}
		sections[name] += line
	}
	named := 0
	check := func(object string, def any) {
		d, _ := def.(map[string]any)
		properties, _ := d["properties"].(map[string]any)
		for _, member := range slices.Sorted(maps.Keys(properties)) {
			named++
			if !strings.Contains(sections[object], "| `"+member+"` |") {
				t.Errorf("the section %s does not name %s", object, member)
			}
		}
	}
	check("policy", root)
	defs, _ := root["$defs"].(map[string]any)
	for object, def := range defs {
		check(object, def)
	}
	if named < 150 {
		t.Errorf("only %d members looked for", named)
	}
	for _, s := range standard(t).Sources {
		if !strings.Contains(string(text), "| `"+s.ID+"` |") {
			t.Errorf("the source %s is not named", s.ID)
		}
	}
	for _, e := range []error{
		policy.ErrID, policy.ErrTwice, policy.ErrUnknown, policy.ErrText, policy.ErrRange, policy.ErrEmptyList, policy.ErrUnreachable,
		policy.ErrDiffers, policy.ErrLoop, policy.ErrTooLong, policy.ErrTellsReferral, policy.ErrTooLarge, policy.ErrSyntax,
		policy.ErrMemberUnknown, policy.ErrMemberTwice, policy.ErrMemberMissing, policy.ErrWrongType, policy.ErrTooMany,
	} {
		if !strings.Contains(string(text), "| `"+e.Error()+"` |") {
			t.Errorf("the mistake %s is not named", e)
		}
	}
}
