//go:build !linux

package camera

import "io"

func widen(io.Reader) {}
