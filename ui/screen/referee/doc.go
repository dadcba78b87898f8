// Package referee is the step in which somebody who knows the resident already
// vouches for them. It is the list of a case's referees, usually none, then one
// question after the other about each (who they are, their own privacy notice,
// their documents, their likeness, their statement), and the answers together,
// to check.
//
// The step is optional and says so, with what a statement is worth under the
// policy in force and why. Somebody who cannot be a referee can be written down
// all the same: the screen says why they cannot, and until they are removed the
// case cannot be sent. Nothing is asked of a referee before they were told what
// happens with their data. They can take their statement back until a
// supervisor has approved, also while the case is with one; what was recorded
// of them is then gone but for their name. What only the broker knows reads
// "checked at sync". Offline all but the council's check is the same.
//
// Everything typed is a draft of that part of that referee. The screens judge
// form; who can be a referee is the policy's to say. They never show a
// referee's birth date or address as something that leaves the council.
package referee
