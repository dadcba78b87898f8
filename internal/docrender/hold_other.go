//go:build !windows

package docrender

import (
	"os"
	"os/exec"

	"vouchdesk/internal/docrender/wire"
)

// held is what holds a worker from outside.
const held wire.Barriers = 0

func root() string { return "/" }

func hide(*exec.Cmd) {}

// hold has nothing to do here: the worker takes its limits itself.
func hold(*os.Process) (func(), error) { return func() {}, nil }
