package vouch

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"vouchdesk/assets"
	"vouchdesk/internal/fault"
)

// ErrSchema is for a payload the schemas refuse; Where is the place in it.
var ErrSchema = fault.New(fault.Malformed, "vouch-schema")

type schemas struct{ ida, desk *jsonschema.Schema }

// compiled is both schemas, compiled once: they never change while we run.
var compiled = sync.OnceValues(compile)

func compile() (schemas, error) {
	c := jsonschema.NewCompiler()
	c.UseLoader(nothing{})
	c.AssertFormat()
	var first string
	for i, text := range append(assets.IDASchemas(), assets.DeskClaimSchema()) {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			return schemas{}, err
		}
		closeObjects(doc, false)
		id, _ := doc.(map[string]any)["$id"].(string)
		if err := c.AddResource(id, doc); err != nil {
			return schemas{}, err
		}
		if i == 0 {
			first = id
		}
	}
	ida, err := c.Compile(first)
	if err != nil {
		return schemas{}, err
	}
	desk, err := c.Compile("urn:vouchdesk:schema:desk-claim:1")
	return schemas{ida, desk}, err
}

// nothing keeps the compiler off the network and the disk.
type nothing struct{}

func (nothing) Load(url string) (any, error) {
	return nil, fault.New(fault.Internal, "vouch-schema-missing").With("url", url)
}

// closeObjects makes every object of a schema refuse members it does not name.
// The published schemas let them pass, so that a British "organisation" or a
// misplaced member would be signed and then ignored by every reader. An object
// described in several parts is closed as a whole, its conditional parts are not.
// The top of the payload is ours and held by Parse.
func closeObjects(node any, part bool) {
	switch n := node.(type) {
	case []any:
		for _, v := range n {
			closeObjects(v, part)
		}
	case map[string]any:
		_, top := n["$defs"]
		if members, ok := n["properties"].(map[string]any); ok && len(members) > 0 && !top && !part {
			switch _, open := n["additionalProperties"].(map[string]any); {
			case open:
			case n["allOf"] != nil:
				n["unevaluatedProperties"] = false
			default:
				n["additionalProperties"] = false
			}
		}
		for key, v := range n {
			switch key {
			case "if", "then", "else", "allOf":
				closeObjects(v, true)
			case "properties", "$defs":
				if inner, ok := v.(map[string]any); ok {
					for _, s := range inner {
						closeObjects(s, false)
					}
				}
			default:
				closeObjects(v, part && key != "items")
			}
		}
	}
}

// againstSchemas holds a payload and its desk claim against both schemas.
func againstSchemas(payload []byte, issuer string) error {
	s, err := compiled()
	if err != nil {
		return fault.New(fault.Internal, "vouch-schema-broken").Because(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(payload))
	if err != nil {
		return ErrMalformed.At("payload")
	}
	members, _ := doc.(map[string]any)
	return errors.Join(places(s.ida.Validate(doc), ""),
		places(s.desk.Validate(members[DeskClaimName(issuer)]), "/claims/desk"))
}

// places turns a validator's answer into faults that name places only: its own
// text quotes values, which are personal data.
func places(err error, under string) error {
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return err
	}
	var found []string
	var walk func(*jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			found = append(found, under+"/"+strings.Join(e.InstanceLocation, "/"))
		}
		for _, cause := range e.Causes {
			walk(cause)
		}
	}
	walk(invalid)
	slices.Sort(found)
	var all []error
	for _, place := range slices.Compact(found) {
		all = append(all, ErrSchema.At(place))
	}
	return errors.Join(all...)
}

// ValidateIDA holds verified claims alone against the schema of OpenID identity
// assurance, closed and with formats asserted.
func ValidateIDA(doc []byte) error {
	s, err := compiled()
	if err != nil {
		return fault.New(fault.Internal, "vouch-schema-broken").Because(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		return ErrMalformed.At("payload")
	}
	if members, _ := value.(map[string]any); members["verified_claims"] == nil {
		return ErrNoClaims // the schema itself does not ask for them
	}
	return places(s.ida.Validate(value), "")
}
