// Package courier carries what a desk and its broker say to each other. It is
// the only http client.
//
// Every method is one request: no retries (package outbox decides), no
// redirects, no cookies, a bounded wait and a bounded answer. What comes back
// is verified with the desk's trust list before it is returned, except the
// root, trust list and policy, which their own packages verify.
//
// A failure to get an answer is told apart by its code, since each has another
// remedy: net-offline, net-timeout, net-tls, net-captive-portal, net-clock,
// net-cut, broker-error (all Unavailable); receipt-other, answer-oversize and
// answer-malformed (Tampered). What the broker refuses comes back with the
// broker's own code and kind.
//
// A Client may be used by several goroutines. It keeps nothing but its
// connections. No error carries a body, a URL's query or personal data.
package courier

import (
	"crypto/sha256"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// The failures.
var (
	ErrOffline   = fault.New(fault.Unavailable, "net-offline")        // no name, no route, nobody listening
	ErrTimeout   = fault.New(fault.Unavailable, "net-timeout")        // no answer in time
	ErrTLS       = fault.New(fault.Unavailable, "net-tls")            // not the certificate we expect
	ErrPortal    = fault.New(fault.Unavailable, "net-captive-portal") // somebody else answered: a sign-in page, a proxy
	ErrClock     = fault.New(fault.Unavailable, "net-clock")          // this machine's clock differs; Params "seconds"
	ErrCut       = fault.New(fault.Unavailable, "net-cut")            // the answer stopped half way
	ErrBroker    = fault.New(fault.Unavailable, "broker-error")       // Params "status"
	ErrOversize  = fault.New(fault.Tampered, "answer-oversize")
	ErrMalformed = fault.New(fault.Tampered, "answer-malformed") // signed or shaped otherwise than it must be
	ErrReceipt   = fault.New(fault.Tampered, "receipt-other")    // of another vouch or desk
	ErrAnswer    = fault.New(fault.Tampered, "answer-other")     // right in itself, but not to this question
	ErrConfig    = fault.New(fault.Malformed, "courier-config")
	ErrUntrusted = fault.New(fault.Unavailable, "trust-missing") // no trust list yet to verify the answer with
)

// Config is all a courier needs.
type Config struct {
	BaseURL string // https, scheme and host
	RootCAs []byte // PEM; empty: this machine's
	Desk    trust.DeskID
	Broker  string             // the broker's identifier, the aud of requests
	Signer  *jose.Signer       // of vd-request+jwt; nil until enrolled
	List    func() *trust.List // the list in use; nil before the first pull
	Now     func() time.Time
	NewID   func() string
	Timeout time.Duration // of a whole request; 0 is 30 s
}

// Pulled is a published token, or word that the one at hand is the newest.
type Pulled struct {
	Token string // "" if it has not changed
	ETag  string
	Fresh bool // false: not modified
}

// SealedLetters are the site's letter records, sealed to the vault.
type SealedLetters struct {
	Age   []byte // an age file around a vd-letters+jwt; nil if it has not changed
	ETag  string
	Fresh bool
}

// Receipt is a verified receipt with the token it was read from.
type Receipt struct {
	Token string
	Body  vouch.ReceiptBody
}

// Lease is a verified lease with the token it was read from.
type Lease struct {
	Token string
	Body  brokerapi.LeaseBody
}

// Check is a verified check with the token it was read from.
type Check struct {
	Token string
	Body  vouch.CheckBody
}

// ETagOf is the ETag a broker gives a token: what a desk that kept the token
// need not keep besides.
func ETagOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return brokerapi.ETag(sum)
}
