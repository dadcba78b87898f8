// Package likeness is the step in which the officer compares the resident, in
// person, with the photo on one of the documents.
//
// Every document with a photo can be chosen; one that was not found genuine
// says why its photo does not count. The screen tells beforehand what the
// officer's own training lets the comparison be worth. Where there is no photo
// it explains that and lets the officer go on. Offline nothing is different.
//
// Answers are kept for each document apart, so that choosing another photo
// loses none. The screen scores nothing: that comes with the snapshot.
package likeness
