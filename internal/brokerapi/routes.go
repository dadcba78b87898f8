package brokerapi

import (
	"encoding/base64"
	"time"
)

// Where things are.
const (
	PathSpec        = "/v1/openapi.yaml"
	PathHealth      = "/v1/health"
	PathRoot        = "/v1/root"
	PathTrust       = "/v1/trust"
	PathPolicy      = "/v1/policy"
	PathTime        = "/v1/time"
	PathDesks       = "/v1/desks"
	PathStaffKeys   = "/v1/staff-keys"
	PathLetters     = "/v1/letters"
	PathLeases      = "/v1/leases"
	PathChecks      = "/v1/checks"
	PathCheckpoints = "/v1/checkpoints"
	PathVouch       = "/v1/vouches/{jti}"
	PathApproval    = "/v1/vouches/{jti}/approval"
	PathReceipt     = "/v1/vouches/{jti}/receipt"
	PathReferral    = "/v1/referrals/{id}"
	PathLogHead     = "/log/checkpoint"
	PathLogTile     = "/log/tile/{tile...}"
)

// Headers and media types.
const (
	HeaderRequest = "Vouchdesk-Request" // carries the vd-request+jwt

	MediaJWT     = "application/jwt"
	MediaJOSE    = "application/jose"
	MediaJSON    = "application/json"
	MediaProblem = "application/problem+json"
	MediaSealed  = "application/octet-stream" // an age file
	MediaText    = "text/plain; charset=utf-8"
	MediaYAML    = "application/yaml"
)

// RequestWindow is how far from the broker's clock a request's iat may lie.
const RequestWindow = 2 * time.Minute

// The largest bodies.
const (
	MaxJSON   = 16 << 10
	MaxParcel = 192 << 10 // a vouch of 64 kB, base64url of it, and headers
	MaxToken  = 64 << 10
	MaxAnswer = 16 << 20 // the largest thing a broker answers with
)

// A Route is one thing a broker can be asked.
type Route struct {
	Method  string
	Path    string
	Open    bool  // needs no signed request
	MaxBody int64 // of the request; 0 is none
}

// Routes lists every route. A server serves these and no other.
//
// Time is open: a desk whose clock is wrong cannot sign a request that counts,
// and it asks for the time to find out.
func Routes() []Route {
	return []Route{
		{Method: "GET", Path: PathSpec, Open: true},
		{Method: "GET", Path: PathHealth, Open: true},
		{Method: "GET", Path: PathRoot, Open: true},
		{Method: "GET", Path: PathTime, Open: true},
		{Method: "GET", Path: PathLogHead, Open: true},
		{Method: "GET", Path: PathLogTile, Open: true},
		{Method: "POST", Path: PathDesks, Open: true, MaxBody: MaxJSON},
		{Method: "GET", Path: PathTrust},
		{Method: "GET", Path: PathPolicy},
		{Method: "GET", Path: PathLetters},
		{Method: "POST", Path: PathStaffKeys, MaxBody: MaxJSON},
		{Method: "POST", Path: PathLeases, MaxBody: MaxJSON},
		{Method: "POST", Path: PathChecks, MaxBody: MaxParcel},
		{Method: "POST", Path: PathCheckpoints, MaxBody: MaxToken},
		{Method: "PUT", Path: PathVouch, MaxBody: MaxParcel},
		{Method: "PUT", Path: PathApproval, MaxBody: MaxParcel},
		{Method: "GET", Path: PathReceipt},
		{Method: "PUT", Path: PathReferral, MaxBody: MaxParcel},
	}
}

// ETag is the strong entity tag of what hashes to sum.
func ETag(sum [32]byte) string {
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:]) + `"`
}
