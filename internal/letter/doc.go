// Package letter reads, checks and mints the codes printed on a council's
// letter: the QR, which verifies with no network, and the typed fallback.
//
// The QR holds VLA and the base32 of 93 bytes, from which exactly one compact
// JWS of kind vl+jwt is rebuilt and verified on the ordinary path of package
// jose; what parses packs to the same bytes again. It carries no personal data
// and no address of a web page. A valid code shows only that the council
// printed it ([Signed]); whether it was printed for this person at this
// address is for [Match] against the council's own record.
//
// Everything here is pure: the time, the keys and the random bytes are the
// caller's, and so is the memory of which letters were used ([ErrUsed]).
// Errors are [fault.Error]s and never contain a code. All functions may be
// called at the same time.
package letter
