// Package vouch is what the council asserts of a resident, and the one way to
// tell whether such an assertion holds.
//
// A vouch is an SD-JWT signed by the officer ([Payload]); it is worth nothing
// until a supervisor's approval ([ApprovalBody]) lies beside it, and it has been
// received once the broker's receipt ([ReceiptBody]) does. [Verify] checks the
// three together, in the same way for the desk, the broker and vouchctl.
// vouch_sha256 is always the hash of the issuer-signed JWT alone, so that a
// service that holds two disclosures can check approval and receipt.
//
// [Validate] holds a payload against the OpenID identity assurance schema,
// closed and with formats asserted, against the schema of our own claim, and
// against our rules, one file each (rule_*.go). It wants the whole payload, as
// it is before anything is concealed; [ValidateDisclosed] takes what a service
// was shown.
//
// Whatever is ours stands in one claim under the council's own name
// ([DeskClaim]). It holds what the assessment rests on, so that [Reassess]
// computes it again from the vouch alone and the policy.
//
// The package signs nothing (package issuance does), keeps nothing, has no
// clock and does no I/O; everything may be used at the same time. It does not
// know whether a vouch was withdrawn: without a status list the status is
// unknown. Errors are [fault.Error]s, joined where there are several.
package vouch
