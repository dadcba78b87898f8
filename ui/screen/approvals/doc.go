// Package approvals is where a supervisor finds the cases that wait for a
// decision: those they took no part in, because others are never offered.
//
// Offline it is the same list. It decides nothing; a line opens the case.
package approvals
