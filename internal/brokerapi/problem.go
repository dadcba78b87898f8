package brokerapi

import (
	"encoding/json"

	"vouchdesk/internal/fault"
)

// Problem is an RFC 9457 problem whose code and kind are a fault's.
type Problem struct {
	Type   string            `json:"type"`
	Title  string            `json:"title"`
	Status int               `json:"status"`
	Code   string            `json:"code"`
	Kind   string            `json:"kind"`
	Where  string            `json:"where,omitempty"`
	Params map[string]string `json:"params,omitempty"`
}

// ErrProblem is for a problem that is none of ours.
var ErrProblem = fault.New(fault.Malformed, "problem-malformed")

// ProblemOf puts an error on the wire. Of what is our own mistake, nothing but
// that it happened is told.
func ProblemOf(err error) Problem {
	kind := fault.Of(err)
	p := Problem{Type: "about:blank", Title: kind.String(), Status: statusOf(kind), Code: fault.Code(err), Kind: kind.String()}
	if kind == fault.Internal {
		p.Code = "internal"
		return p
	}
	if all := fault.All(err); len(all) > 0 {
		p.Where, p.Params = all[0].Where, all[0].Params
	}
	return p
}

func statusOf(kind fault.Kind) int {
	switch kind {
	case fault.Malformed:
		return 400
	case fault.Unauthorised:
		return 403
	case fault.NotFound:
		return 404
	case fault.Conflict:
		return 409
	case fault.Refused, fault.Tampered:
		return 422
	case fault.Locked, fault.Unavailable, fault.Stopped:
		return 503
	default:
		return 500
	}
}

// ParseProblem reads a problem and gives the fault it stands for. Members we do
// not know are ignored, as RFC 9457 asks.
func ParseProblem(body []byte) (*fault.Error, error) {
	var p Problem
	if err := json.Unmarshal(body, &p); err != nil || !isCode(p.Code) {
		return nil, ErrProblem
	}
	for _, kind := range fault.Kinds() {
		if kind.String() == p.Kind {
			e := fault.New(kind, p.Code)
			if len(p.Where) <= 200 {
				e.Where = p.Where
			}
			if len(p.Params) <= 16 {
				e.Params = p.Params
			}
			return e, nil
		}
	}
	return nil, ErrProblem
}

func isCode(s string) bool {
	if s == "" || len(s) > 64 {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
