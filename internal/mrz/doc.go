// Package mrz reads the machine-readable zone of a travel document: [Parse]
// turns typed or pasted text into its fields and says of every check digit
// whether it fits. TD1, TD2 and TD3 documents and MRV-A and MRV-B visas are
// known (ICAO Doc 9303).
//
// A [Result] with a failing check is a result, not an error: its Checks name
// the one that fails. An error means that the text cannot be that zone at all,
// and its Where names the line and column. A right check digit shows that the
// line was read right, never that the document is genuine.
//
// Two limits of the standard stay: check digits do not cover names, issuer,
// nationality or sex, and they cannot tell characters whose values differ by
// ten, such as 1 and B.
//
// The century of a two-digit year is inferred from the day passed in; nothing
// here reads a clock. Results redact themselves for fmt and slog. Safe for
// concurrent use. Errors are [fault.Error] of kind Malformed.
package mrz
