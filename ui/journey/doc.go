// Package journey holds what officers do from end to end (DESIGN 3): the real
// frame and screens on Fyne's test driver, the real desk over its vault, the
// real worker for pictures, and the real broker over its store behind TLS.
//
// An officer in a journey has a keyboard and a scanner: focus moves by Tab,
// choices are made by arrows, and a control is found by the words on it. A
// [journey] reads the desk only where the point is what was kept. The clock is
// the stage's: it moves by typing and where a test turns it. The package holds
// tests only; there is one window per process, so none runs in parallel.
package journey
