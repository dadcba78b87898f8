// Package gpg45 is GPG 45's arithmetic: [Table.Assess] says which identity
// profiles a [Claim] meets, which confidence that gives, and the smallest
// additions that would reach each higher one.
//
// Invariants. Scores are never added up. Every assignment of evidence to a
// profile's slots is tried; of several checks of one document type at most one
// is used in an assignment. Activity, fraud and verification are the highest
// of each; verification against a piece found invalid is 0. Nothing is reached
// before its last part is. More evidence never lowers a result, its order
// never matters and duplicates never help. Each rule is one rule_ file that
// cites its source.
//
// The profiles themselves are data: they come from the council's policy as a
// [Table], none is written here. Nothing here decides a score: policy does.
//
// Pure: no input or output, no clock. A Table is immutable and safe for
// concurrent use. Errors are [fault.Error].
package gpg45
