// Package returning is the top of a case whose resident has come back: what
// expired or changed since the visit before, and of each thing kept whether it
// is as it was. Each answer is kept at once.
//
// It works offline. It does not record anything else: what is to be looked at
// again is recorded in its own step.
package returning
