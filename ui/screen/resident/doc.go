// Package resident is the step in which the officer writes down who the
// resident says they are: name, date of birth, address, and how they want to
// hear.
//
// What the council's letter record holds is offered and never forced; taking
// it over can be undone. Every text is kept in the draft as typed, whatever it
// is, and comes back after a kill. Offline nothing is different.
//
// The screen judges form only: a postcode that looks odd or a digit in a name
// is pointed out and never stops anybody. It does not compare names with the
// letter; the desk does, once the step is kept.
package resident
