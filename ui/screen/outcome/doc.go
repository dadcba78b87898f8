// Package outcome shows where a case stands once it has left the officer's
// hands: with a supervisor, being checked, vouched with the broker's receipt,
// or ended without a vouch.
//
// Offline it says that the vouch waits, why, and when it is tried next. It
// changes nothing; it never tells a resident's outcome to anybody but the
// member of staff who looks.
package outcome
