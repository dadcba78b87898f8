// Package outcome shows where a case stands once it has left the officer's
// hands: with a supervisor, being checked, vouched with the broker's receipt,
// or ended without a vouch.
//
// Offline it says that the vouch waits, why, and when it is tried next. It says
// what the officer may tell the resident now, and offers what can be done next:
// take the end back, resume, try again, correct. It never tells a resident's
// outcome to anybody but the member of staff who looks.
package outcome
