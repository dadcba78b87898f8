// Package casefile is what stands beside every step of a case: the task list
// at the left with each step's state in words, and what the case is worth at
// the right, with the nearest way to what the purpose needs.
//
// Both are drawn from a snapshot by pure functions ([Tasks], [Value]) and
// shown by thin widgets. Offline the worth says what the council's check would
// add "once it is done" and never counts it. The package decides nothing: the
// scores come with the snapshot.
package casefile
