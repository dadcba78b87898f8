// Package evidence is the step in which the officer records and checks the
// documents a resident has brought. It is two screens: the list of what was
// brought ([List]), and one document ([Piece]), first what it says and then
// the guided checks of it.
//
// What the machine-readable lines or the resident's own particulars hold is
// offered for the fields and never put there silently. Everything typed,
// chosen and answered is a draft of that one document. A document may be put
// aside half checked; it then counts for nothing. Removing asks nothing and
// can be undone. Offline nothing is different.
//
// The screens judge form only. What a document is worth comes with the
// snapshot, and a flag is a signal to look again, never an accusation.
package evidence
