// Package journal holds the rules of the record of acts: how an act becomes
// one line of a hash chain, and how an exported chain is proved whole.
//
// Of every act there are two halves. The [Particulars] (when, who, what, about
// which case) are sealed by whoever keeps them. The [Line] is clear and says
// nothing about anybody: its number, the hash of the line before, a keyed
// digest of the particulars and its own hash. The digest's key belongs to the
// act's subject, so that destroying the key erases the subject from the chain
// while the chain stays whole.
//
// Invariants. Line n+1 carries the hash of line n; line 1 carries the hash of
// [Genesis], which binds the desk, so a chain cannot be moved to another desk.
// An exported file has one form only: every line proves itself, and the last
// line covers all bytes before it, so [VerifyFile] names the very line in which
// a single byte was changed, and a cut file is seen.
//
// A chain alone does not show that it was rewritten from some line on by
// somebody who holds the desk. [Checkpoint] is what a desk signs so that the
// broker can tell; this package neither signs nor verifies signatures.
//
// It does no I/O of its own, has no clock and keeps no state; everything in it
// may be used by several goroutines. Its errors are fault.Malformed
// ("particulars-malformed", "journal-malformed") and fault.Tampered
// ("journal-tampered", "journal-cut") with the place in Where.
package journal
