//go:build !linux && !windows

package main

import (
	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/wire"
)

func confine() error { return nil }

// system has no cameras: macOS takes files and wedge scanners only.
func system() device.Driver { return none{} }

type none struct{}

func (none) List() ([]wire.Camera, error) { return nil, device.Trouble(wire.NotBuilt) }

func (none) Open(string) (device.Device, error) { return nil, device.Trouble(wire.NotBuilt) }
