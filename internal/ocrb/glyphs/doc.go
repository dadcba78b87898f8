// Package glyphs tells the 37 characters of a machine-readable zone apart, in
// OCR-B as it is printed: [Net.Judge] takes a small [Window] of grey around
// one character and says how likely each is, and how likely it is that no
// character of the zone stands there, upright and in the middle.
//
// A Net is a small convolution of two layers and two full ones. [Fitted] is
// the one whose weights are committed; internal/ocrb/fit makes it with a
// [Learner]. A Net is not changed by Judge and may be used concurrently, each
// call with a [Scratch] of its own. Weights that do not parse are an error of
// kind Malformed.
//
// What only counts, over memory that its caller owns, is marked go:norace here
// and in internal/ocrb: a test under the race detector took minutes for it.
package glyphs
