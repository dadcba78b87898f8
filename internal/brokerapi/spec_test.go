package brokerapi_test

import (
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"vouchdesk/internal/brokerapi"
)

type operation struct {
	ID       string           `yaml:"operationId"`
	Summary  string           `yaml:"summary"`
	Security *[]any           `yaml:"security"`
	Body     any              `yaml:"requestBody"`
	Answers  map[string]any   `yaml:"responses"`
	Params   []map[string]any `yaml:"parameters"`
}

func readSpec(t *testing.T) map[string]map[string]operation {
	t.Helper()
	var doc struct {
		OpenAPI string                          `yaml:"openapi"`
		Paths   map[string]map[string]yaml.Node `yaml:"paths"`
	}
	if err := yaml.Unmarshal(brokerapi.Spec(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" {
		t.Errorf("openapi = %q", doc.OpenAPI)
	}
	paths := map[string]map[string]operation{}
	for path, items := range doc.Paths {
		paths[path] = map[string]operation{}
		for method, node := range items {
			if method == "parameters" {
				continue
			}
			var op operation
			if err := node.Decode(&op); err != nil {
				t.Fatalf("%s %s: %v", method, path, err)
			}
			paths[path][strings.ToUpper(method)] = op
		}
	}
	return paths
}

// TestSpecAndRoutesAreTheSame: a route that is not described, or a description
// without a route, is a promise nobody keeps.
func TestSpecAndRoutesAreTheSame(t *testing.T) {
	described := readSpec(t)
	n := 0
	for _, route := range brokerapi.Routes() {
		path := strings.ReplaceAll(route.Path, "...}", "}")
		op, ok := described[path][route.Method]
		if !ok {
			t.Errorf("%s %s is not described", route.Method, route.Path)
			continue
		}
		n++
		if open := op.Security != nil && len(*op.Security) == 0; open != route.Open {
			t.Errorf("%s %s: described as open: %v", route.Method, route.Path, open)
		}
		if (op.Body != nil) != (route.MaxBody > 0) {
			t.Errorf("%s %s: described with a body: %v", route.Method, route.Path, op.Body != nil)
		}
		if op.ID == "" || op.Summary == "" || len(op.Answers) == 0 {
			t.Errorf("%s %s is described by half", route.Method, route.Path)
		}
	}
	for path, ops := range described {
		n -= len(ops)
		for method := range ops {
			if !slices.ContainsFunc(brokerapi.Routes(), func(r brokerapi.Route) bool {
				return r.Method == method && strings.ReplaceAll(r.Path, "...}", "}") == path
			}) {
				t.Errorf("%s %s is described but not served", method, path)
			}
		}
	}
	if n != 0 {
		t.Errorf("%d routes more than descriptions", n)
	}
}

// TestReferencesResolve: yaml does not follow a $ref, so a wrong one would
// only be found by whoever generates code from it.
func TestReferencesResolve(t *testing.T) {
	var doc map[string]any
	if err := yaml.Unmarshal(brokerapi.Spec(), &doc); err != nil {
		t.Fatal(err)
	}
	seen := 0
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				seen++
				at := any(doc)
				for _, name := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
					m, _ := at.(map[string]any)
					at = m[name]
				}
				if at == nil {
					t.Errorf("%s leads nowhere", ref)
				}
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(doc)
	if seen < 20 {
		t.Errorf("only %d references seen", seen)
	}
}
