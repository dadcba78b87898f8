//go:build !race

package scan_test

const slow = 1
