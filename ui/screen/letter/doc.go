// Package letter is the first step of a case: the officer reads the code on
// the letter the resident brought, or says that there is none.
//
// A code comes from a wedge scanner at any moment, from a picture chosen or
// dropped on the window. What it turns out to be is shown before anything is
// recorded; each way it can fail has its own words, and trying again costs
// nothing. Offline all of this works; what only the broker knows, whether the
// letter was used at another desk, is said to come at sync.
//
// The screen never counts a letter for an address: it shows what the council's
// record says, and the desk compares that with the resident's own words once
// they are given. It decodes no picture itself.
package letter
