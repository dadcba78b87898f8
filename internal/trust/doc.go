// Package trust tells whose key may say what, and when.
//
// A council's root keys sign one thing, the root ([Root]); only the root's
// thumbprint is pinned at a desk. The root names the registrar key, which
// signs the trust list ([List]), and the policy key. The trust list names every
// other key with exactly one [Use], the person or desk it belongs to, roles and
// training. A key verifies a token only in its own use and only for a time at
// which it was valid.
//
// Everything here is pure: tokens in, values out; the caller brings the time.
// Freshness is now minus the signed iat, never the time of fetching. Values are
// immutable once parsed and safe for concurrent use.
//
// Failures: trust-unpinned, trust-older, trust-expired, trust-future,
// trust-other-council, trust-malformed, trust-key-not-then, and those of package jose.
package trust
