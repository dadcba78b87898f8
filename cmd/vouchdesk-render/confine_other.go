//go:build !linux

package main

import (
	"runtime/debug"

	"vouchdesk/internal/docrender/wire"
)

// confine sets what a process can set on itself here. On Windows the desk
// puts the worker into a job object before it sends the document.
func confine() (wire.Barriers, error) {
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapLimit)
	return 0, nil
}
