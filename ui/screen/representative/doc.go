// Package representative is where the officer records who acts or speaks for
// the resident: by what authority, what was seen of it, what it does not cover
// and when it ends, who that person is by their own documents, and whether the
// resident agrees and is here. It is reached from the Resident step.
//
// The kinds of authority and what each has to show come from the council's
// policy, which alone decides whether somebody may act; what the officer is told
// here is what the vouch will say. Offline nothing is different. Nothing that a
// representative shows counts for the resident, and no image of it is kept.
package representative
