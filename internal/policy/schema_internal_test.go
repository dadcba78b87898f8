package policy

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/assets"
	"vouchdesk/internal/resident"
)

// The values that the schema lists are those that Decode knows.
func TestSchemaListsTheValues(t *testing.T) {
	var schema struct {
		Properties map[string]struct {
			Items struct{ Enum []string }
		}
		Defs map[string]struct {
			Enum       []string
			Properties map[string]struct{ Enum []string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(assets.PolicySchema(), &schema); err != nil {
		t.Fatal(err)
	}
	in := func(object, member string) []string { return schema.Defs[object].Properties[member].Enum }
	methods := map[Method]bool{MethodPerson: true}
	for _, list := range methodsOf {
		for _, m := range list {
			methods[m] = true
		}
	}
	for name, c := range map[string]struct{ listed, known []string }{
		"group":    {schema.Defs["group"].Enum, names(Groups())},
		"kind":     {in("field", "kind"), names(fieldKinds)},
		"claim":    {in("field", "claim"), names(claims)},
		"image":    {in("document", "image"), names(imageRules)},
		"ida":      {in("document", "ida"), slices.Concat(documentTypes, recordTypes)},
		"record":   {in("retention", "record"), names(Records())},
		"outcome":  {in("outcome", "outcome"), names(Outcomes())},
		"mark":     {in("source", "mark"), names([]Mark{Published, Older, Example})},
		"language": {schema.Properties["languages"].Items.Enum, names(resident.Languages())},
		"method":   {in("check", "method"), names([]Method{MethodPhysical, MethodUV, MethodCrypto, MethodData, MethodPerson})},
	} {
		t.Run(name, func(t *testing.T) {
			slices.Sort(c.listed)
			slices.Sort(c.known)
			if d := cmp.Diff(c.known, c.listed); d != "" || len(c.known) == 0 {
				t.Errorf("-known +listed:\n%s", d)
			}
		})
	}
	if len(methods) != len(in("check", "method")) {
		t.Errorf("%d methods are used by groups and likeness", len(methods))
	}
}

func names[T ~string](list []T) []string {
	return each(list, func(v T) string { return string(v) })
}
