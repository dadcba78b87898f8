// Package brokerstore keeps what a broker knows: published tokens, the council's
// registry, letters, leases, vouches with their approvals, and the log.
//
// [Store] is the contract; [Open] gives the embedded one (bbolt, one file, no
// server). Package storetest is the suite every store must pass.
//
// Invariants. Every uniqueness (letter jti and its use, vouch jti, a desk's seq,
// status index, request id, enrolment secret) is settled inside the store's
// transaction, never by a look beforehand, so that any number of brokers may
// stand over one database. A method either did all of what it says or nothing.
// An approval, its vouch's state and its log leaf are one transaction; leaves
// are numbered without a gap.
//
// It verifies nothing and knows no rule of vouching. Personal data reaches it
// only sealed: vouches and letter records are JWEs to the broker's own key.
//
// All methods may be called at the same time. Errors are [fault.Error]s.
package brokerstore
