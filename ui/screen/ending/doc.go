// Package ending ends a visit without a vouch, one question at a time: how it
// ends, why, and, where the resident is to come back, with what and by when.
// The answers are shown together before anything is done.
//
// It works offline. What is typed is sealed as a draft. It says what the
// resident may be told only after the visit has ended (screen outcome), and
// never offers to refer a case: that takes two people.
package ending
