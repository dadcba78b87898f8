// Package brokerapi is what a desk and its broker say to each other: routes,
// bodies, the tokens that have no other home, problems, and the code a desk
// enrols with. openapi.yaml beside it is the published contract ([Spec]).
//
// Invariants. Every token body is read strictly; a member more or less is an
// error. A [Problem] carries a fault's stable code and kind and never personal
// data. Every request but those [Route.Open] names is signed by the desk key
// over method, URL and body, counts for [RequestWindow] and only once.
//
// It opens no connection and holds no key. Everything here is a value or a
// pure function and safe for concurrent use. Errors are [fault.Error]s.
package brokerapi

import _ "embed"

//go:embed openapi.yaml
var spec []byte

// Spec is the OpenAPI 3.1 description of the broker, as YAML.
func Spec() []byte { return append([]byte(nil), spec...) }
