// Package resident is what Vouchdesk knows of the person at the desk, as they
// themselves give it: [Name], [Date], [Address] and [Contact].
//
// A value made by a Parse function is clean: NFC, trimmed, single spaces, no
// control or invisible directional characters. Nothing here judges whether it
// is true. What is odd but may be right (a digit in a name, an unusual
// postcode) is a warning for the officer, never a refusal.
//
// Every type redacts itself: whatever fmt verb or slog handler it meets, its
// content does not appear. Its JSON form is the content, for the vault and the
// vouch only. A struct that holds one of these in an unexported field, or that
// slog turns to JSON, must redact itself, because neither fmt nor slog asks
// the inner value then.
//
// All types are values, safe for concurrent use as long as nobody writes to
// an Address's Lines. Errors are [fault.Error] with kind Malformed, a code
// listed beside each function, and the field as Where.
package resident
