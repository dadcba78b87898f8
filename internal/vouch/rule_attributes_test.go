package vouch_test

import (
	"slices"
	"testing"

	"vouchdesk/internal/vouch"
)

// from is one source of the desk claim; a negative index is left out.
func from(attribute, by string, index int) map[string]any {
	a := map[string]any{"attribute": attribute, "by": by}
	if index >= 0 {
		a["evidence"] = index
	}
	return a
}

func TestAttributesAndNames(t *testing.T) {
	const vc, vn = "verified_claims", "verification"
	sources := func(more ...any) change {
		return put(append([]any{
			from("name", "letter", 1), from("name", "document", 0), from("birthdate", "document", 0), from("address", "letter", 1),
		}, more...), desk, "attributes")
	}
	noAddress := []change{
		put(nil, vc, "claims", "address"), put(nil, vc, vn, "evidence", 1, "derived_claims", "address"),
	}
	holds := []change{
		put(map[string]any{}, vc, "claims"), put(nil, vc, vn, "evidence", 0, "derived_claims"), put(nil, vc, vn, "evidence", 1, "derived_claims"),
		put(nil, vc, vn, "assurance_level"), put(nil, vc, vn, "assurance_process", "procedure"),
		put([]any{from("holds:passport", "document", 0)}, desk, "attributes"),
	}
	named := func(all ...any) change { return put(all, desk, "names") }
	for name, test := range map[string]struct {
		want    string // "" is accepted
		changes []change
	}{
		"ok/as it is":                     {"", []change{sources()}},
		"ok/holding besides identity":     {"", []change{sources(from("holds:passport", "document", 0))}},
		"ok/address only said":            {"", append(noAddress, put([]any{from("name", "document", 0), from("birthdate", "document", 0), from("address", "said", -1)}, desk, "attributes"))},
		"ok/holding without identity":     {"", holds},
		"ok/expires that day":             {"", append(holds, put("2026-11-20", vc, vn, "evidence", 0, "document_details", "date_of_expiry"))},
		"refused/no sources":              {"vouch-schema", []change{put([]any{}, desk, "attributes")}},
		"refused/sources missing":         {"vouch-schema", []change{put(nil, desk, "attributes")}},
		"refused/claim without source":    {"vouch-attributes", []change{put([]any{from("name", "document", 0), from("birthdate", "document", 0)}, desk, "attributes")}},
		"refused/claim only said":         {"vouch-attributes", []change{put([]any{from("name", "document", 0), from("birthdate", "document", 0), from("address", "said", -1)}, desk, "attributes")}},
		"refused/said and shown":          {"vouch-attributes", []change{sources(from("address", "said", -1))}},
		"refused/said by evidence":        {"vouch-attributes", append(noAddress, put([]any{from("name", "document", 0), from("birthdate", "document", 0), from("address", "said", 0)}, desk, "attributes"))},
		"refused/shown, not claimed":      {"vouch-attributes", noAddress},
		"refused/twice":                   {"vouch-attributes", []change{sources(from("name", "document", 0))}},
		"refused/no such piece":           {"vouch-attributes", []change{sources(from("name", "document", 9))}},
		"refused/no piece named":          {"vouch-attributes", []change{sources(from("birthdate", "document", -1))}},
		"refused/document for a record":   {"vouch-attributes", []change{sources(from("name", "document", 1))}},
		"refused/letter for a document":   {"vouch-attributes", []change{sources(from("name", "letter", 0))}},
		"refused/letter's birth date":     {"vouch-attributes", []change{sources(from("birthdate", "letter", 1))}},
		"refused/letter that is signed":   {"vouch-attributes", []change{put("signed", desk, "letter", "state")}},
		"refused/no letter":               {"vouch-attributes", []change{put(nil, desk, "letter")}},
		"refused/document not valid":      {"vouch-attributes", []change{put(0, desk, "assessment", "scores", "evidence", 0, "validity")}},
		"refused/document without it":     {"vouch-attributes", []change{sources(from("address", "document", 0))}},
		"refused/record nobody asked":     {"vouch-attributes", []change{sources(from("address", "council_record", 0))}},
		"refused/referee who is none":     {"vouch-attributes", []change{sources(from("name", "referee", 0))}},
		"refused/another attribute":       {"vouch-schema", []change{sources(from("income", "document", 0))}},
		"refused/holds another":           {"vouch-attributes", []change{sources(from("holds:older_persons_bus_pass", "document", 0))}},
		"refused/holds what is out":       {"vouch-attributes", append(holds, put("2026-11-19", vc, vn, "evidence", 0, "document_details", "date_of_expiry"))},
		"refused/holds, by the letter":    {"vouch-attributes", append(holds, put([]any{from("holds:passport", "letter", 1)}, desk, "attributes"))},
		"refused/holds with a level":      {"vouch-assurance", append(holds, put("low", vc, vn, "assurance_level"), put("L1B", vc, vn, "assurance_process", "procedure"))},
		"refused/nothing claimed or held": {"vouch-no-verified-claims", append(holds, put([]any{from("name", "said", -1)}, desk, "attributes"))},
		"ok/another name, for a reason":   {"", []change{named(map[string]any{"index": 0, "reason": "known_as"})}},
		"refused/reason of a record":      {"vouch-names", []change{named(map[string]any{"index": 1, "reason": "known_as"})}},
		"refused/two reasons":             {"vouch-names", []change{named(map[string]any{"index": 0, "reason": "known_as"}, map[string]any{"index": 0, "reason": "spelling"})}},
		"refused/its own proof":           {"vouch-names", []change{named(map[string]any{"index": 0, "reason": "married", "linked": 0})}},
		"refused/proof that is a record":  {"vouch-names", []change{named(map[string]any{"index": 0, "reason": "married", "linked": 1})}},
		"refused/note in the vouch":       {"vouch-malformed", []change{named(map[string]any{"index": 0, "reason": "married", "note": "x"})}},
	} {
		t.Run(name, func(t *testing.T) {
			err := vouch.Validate(changed(t, test.changes...))
			if got := codes(err); test.want == "" && err != nil || test.want != "" && !slices.Contains(got, test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

// TestAttributesWithheld: a service that is shown one claim sees how each was
// checked, and a claim it is shown has its source.
func TestAttributesWithheld(t *testing.T) {
	const vc = "verified_claims"
	if err := vouch.ValidateDisclosed(changed(t, put(nil, vc, "claims", "given_name"), put(nil, vc, "claims", "family_name"), put(nil, vc, "claims", "address"),
		put(nil, vc, "verification", "evidence", 0, "derived_claims"), put(nil, vc, "verification", "evidence", 1, "derived_claims"))); err != nil {
		t.Errorf("a birth date alone: %v", err)
	}
	if err := vouch.ValidateDisclosed(changed(t, put([]any{from("name", "document", 0)}, desk, "attributes"))); err == nil {
		t.Error("a disclosed claim without a source")
	}
}
