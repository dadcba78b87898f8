package assets

import _ "embed"

//go:embed policy/default.json
var defaultPolicy string

// DefaultPolicy is the policy a council starts from, in the form that
// internal/policy decodes.
func DefaultPolicy() []byte { return []byte(defaultPolicy) }
