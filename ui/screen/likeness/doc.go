// Package likeness is the step in which the officer compares the resident, in
// person, with the photo on one of the documents: the screen of ui/piece, of
// the resident's own face. Here stands only where the case has it and which of
// the desk's commands keep it.
package likeness
