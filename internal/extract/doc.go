// Package extract makes of a vouch what others ask for: its verified claims
// alone as OpenID identity assurance ([IDA]), the shape of GOV.UK One Login's
// identity check ([OneLogin]), and the statement an auditor reads ([Audit]).
//
// Each is made from a vouch that was opened and found valid, never from one
// that was not: the callers verify, and an extract is unsigned. Whoever relies
// on it relies on who hands it over; the tokens themselves are what can be
// proved. Only what was disclosed is in it: nothing withheld is guessed at.
//
// What a shape cannot hold is left out and never bent to fit; docs/integrators.md
// lists it. A shape of One Login's is no claim to be One Login: the issuer is the
// council's own and there is neither vot nor contra-indicator in it.
//
// Pure and deterministic: the same input gives the same bytes. Safe for
// concurrent use. Errors are [fault.Error]s.
package extract
