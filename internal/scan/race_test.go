//go:build race

package scan_test

// slow is how many times longer the race detector lets everything take.
const slow = 12
