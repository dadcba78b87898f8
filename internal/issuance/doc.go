// Package issuance is the only way to the signature of a vouch or of its
// approval: what was not checked cannot be signed.
//
// [PrepareSubmission] checks everything but the approval and returns a
// [SubmitWarrant]; [PrepareApproval] checks four eyes and the whole proposed
// vouch again and returns an [ApproveWarrant]. A warrant has no exported
// fields, is used once, even if that fails, and signs exactly what was checked.
// What is signed is verified with the trust list's key before it leaves, so a
// wrong or faulty key issues nothing.
//
// A refused order returns every reason, joined: each is a [fault.Error] with a
// code and, as Where, the step and place the Review screen links to
// ("evidence[0].checks.mrz", "clock", "trust").
//
// The package stores nothing and has no clock; salts and ids are given to it.
// The caller journals [SubmitWarrant.Intent] before it signs. Not safe for
// concurrent use of one warrant's case; a warrant itself may be raced, and then
// one caller wins.
package issuance
