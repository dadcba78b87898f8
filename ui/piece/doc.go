// Package piece is somebody's documents as an officer records and checks
// them. It is two screens: the list of what was brought, and one document,
// first what it says and then the guided checks of it. [New] makes the one
// that the route names. Whose documents they are, the resident's own or those
// of somebody who comes with them, is an [Owner]: where the case has them,
// what their drafts are called, and who keeps them. [NewLikeness] is the
// comparison of that person, here in front of the officer, with the photo on
// one of these documents.
//
// What the machine-readable lines or the person's own particulars hold is
// offered for the fields and never put there silently. Everything typed,
// chosen and answered is a draft of that one document. A document may be put
// aside half checked; it then counts for nothing. Removing asks nothing and
// can be undone. Offline nothing is different.
//
// It judges form only. What a document is worth comes with the snapshot, and a
// flag is a signal to look again, never an accusation. It runs on the window's
// thread only.
package piece
