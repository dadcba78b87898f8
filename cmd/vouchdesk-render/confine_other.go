//go:build !linux

package main

import "runtime/debug"

// confine sets what a process can set on itself here. On Windows the desk
// puts the worker into a job object before it sends the document.
func confine() error {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapLimit)
	return nil
}
