// Command vouchdesk-camera opens a camera for the desk that started it: frames
// asked for on standard input, answered on standard output, as
// internal/camera/wire has it. It ends when its input does.
//
// A process of its own, because camera drivers and the decoders of what a
// camera sends are code that may crash, hang or be attacked by a device posing
// as a camera: then the picture on screen ends and nothing else. It limits
// itself as far as its system allows (confine), writes no file, sends nothing
// to any network and logs nothing.
//
// Linux: Video4Linux without cgo. Windows: DirectShow. On any other system it
// says that it was not built for it, and the desk shows that in words.
package main

import (
	"os"

	"vouchdesk/internal/camera/device"
)

func main() {
	if confine() != nil {
		os.Exit(2)
	}
	if device.Serve(os.Stdin, os.Stdout, system()) != nil {
		os.Exit(1)
	}
}
