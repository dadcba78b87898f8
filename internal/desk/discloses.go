package desk

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// discloses lists what stands behind the digests of a vouch: each claim, which
// the services of the purpose may be shown, and details for the broker alone.
// What the supervisor reads is taken from the signed token itself.
func discloses(token string, list *trust.List) []Disclosed {
	opened, err := vouch.Open(token, list)
	if err != nil {
		return nil
	}
	var payload any
	if err := json.Unmarshal(opened.Raw, &payload); err != nil {
		return nil
	}
	var all []Disclosed
	walk(payload, nil, func(path []string, value any) {
		all = append(all, lines(path, value, audienceOf(path, opened.Payload.Audience))...)
	})
	return all
}

// lines gives each member of what is concealed as one its own line; an address
// is read as a whole, and how a referee's own identity was checked by what they
// showed: what was made of it stands beside.
func lines(path []string, value any, to []string) []Disclosed {
	members, ok := value.(map[string]any)
	if ok && path[len(path)-1] == "identity" {
		return []Disclosed{{Path: shortPath(path), Value: shown(members["evidence"]), To: to}}
	}
	if !ok || path[len(path)-1] == "address" {
		return []Disclosed{{Path: shortPath(path), Value: plain(value), To: to}}
	}
	var all []Disclosed
	for _, key := range inOrder(members) {
		all = append(all, lines(append(slices.Clone(path), key), members[key], slices.Clone(to))...)
	}
	return all
}

// shown lists the types of a referee's own documents.
func shown(value any) string {
	all, _ := value.([]any)
	var types []string
	for _, one := range all {
		if e, ok := one.(map[string]any); ok {
			types = append(types, plain(e["type"]))
		}
	}
	return strings.Join(types, "; ")
}

// walk visits every concealed place.
func walk(value any, path []string, visit func([]string, any)) {
	if len(path) > 0 && vouch.Concealed(path) {
		visit(path, value)
		return
	}
	switch v := value.(type) {
	case map[string]any:
		for _, key := range inOrder(v) {
			walk(v[key], append(slices.Clone(path), key), visit)
		}
	case []any:
		for i, member := range v {
			walk(member, append(slices.Clone(path), strconv.Itoa(i)), visit)
		}
	}
}

// inOrder lists members as people say them: claims before how they were
// checked, a name before the rest, an address from the house to the country.
func inOrder(m map[string]any) []string {
	said := []string{
		"verified_claims", "claims", "given_name", "family_name", "birthdate", "address",
		"formatted", "street_address", "locality", "postal_code", "country",
	}
	rank := func(key string) int {
		if i := slices.Index(said, key); i >= 0 {
			return i
		}
		return len(said)
	}
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
}

// shortPath leaves out what every path of a vouch begins with.
func shortPath(path []string) string {
	if len(path) > 1 && strings.HasSuffix(path[0], vouch.DeskClaimName("")) {
		path = path[1:]
	}
	for _, common := range []string{"verified_claims", "verification"} {
		if len(path) > 1 && path[0] == common {
			path = path[1:]
		}
	}
	return strings.Join(path, ".")
}

// audienceOf: the claims are for everybody the vouch is addressed to, how they
// were checked in detail for the broker, which comes first.
func audienceOf(path, audience []string) []string {
	if len(path) > 1 && path[0] == "verified_claims" && path[1] == "claims" {
		return slices.Clone(audience)
	}
	return slices.Clone(audience[:min(1, len(audience))])
}

// plain writes a value as a person reads it.
func plain(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case map[string]any:
		var parts []string
		for _, key := range inOrder(v) {
			if text := plain(v[key]); text != "" {
				parts = append(parts, text)
			}
		}
		return strings.Join(parts, ", ")
	case []any:
		var parts []string
		for _, member := range v {
			parts = append(parts, plain(member))
		}
		return strings.Join(parts, "; ")
	case nil:
		return ""
	default:
		return fmt.Sprint(v)
	}
}
