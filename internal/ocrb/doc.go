// Package ocrb reads a machine-readable zone from a grey picture: [Read] finds
// it whichever way the picture lies, mirrored too, says where it is, and gives
// each character with how sure it is and what else it might be.
//
// Check digits correct only what they prove. A character is changed when the
// classifier held the other one for nearly as likely and exactly one change,
// or one pair of changes, makes every check digit fit; it is marked, with what
// was seen. A name has no check digit and is never changed: its characters are
// the likeliest of those that may stand in a name. A character that plainly is
// one which cannot stand where it does stays as it was seen, and the zone does
// not parse.
//
// What is returned was read and is not yet believed: it is for a person to
// compare with the picture ([Zone.Cut]). The package decodes no file, keeps no
// state between calls and may be used concurrently. A picture without a zone
// is [ErrNone]; a context that ends first is [ErrStopped]. A Zone hides its
// text from fmt and slog.
package ocrb
