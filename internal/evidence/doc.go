// Package evidence is the record of what an officer was shown and did: an
// [Item] is one document, a [Check] one thing done to it, a [Capture] an image
// of it, a [Likeness] the comparison of the resident with its photo.
//
// It records and never judges: scores are policy's. A [Check] without an
// answer is unanswered, never a yes. Item fields are personal data, so Item,
// Check and Capture redact themselves for fmt and slog; their JSON form is the
// content, for the vault.
//
// It also knows the structure of the GB driver number ([ParseDriverNumber]),
// whose only use is a comparison with the birth date.
//
// All types are plain values; sharing one that is being written is the
// caller's mistake. Errors are [fault.Error] of kind Malformed.
package evidence
