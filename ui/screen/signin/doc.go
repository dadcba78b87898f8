// Package signin is where a member of staff unlocks the desk: choose the name,
// type the passphrase.
//
// Offline it works the same: the passphrase and this machine are all it needs.
// It shows no case, no count and no resident, and says of a wrong try only
// that it was wrong and when the next one may be made.
package signin
