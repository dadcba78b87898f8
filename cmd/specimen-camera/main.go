// Command specimen-camera is the camera of the specimen council: it speaks as
// vouchdesk-camera does and plays the pictures in the folder "frames" beside
// it, in the order of their names and each for two seconds, or colour bars
// where there is none. A small square that moves shows that the picture lives.
//
// Tours and `make run` name it to the desk by --camera. It is not shipped.
package main

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"time"

	"vouchdesk/internal/camera/device"
	"vouchdesk/internal/camera/synthetic"
)

const (
	rate    = 30 // frames a second
	seconds = 2  // of each picture
)

func main() {
	if device.Serve(os.Stdin, os.Stdout, synthetic.New(specimen())) != nil {
		os.Exit(1)
	}
}

func specimen() synthetic.Camera {
	c := synthetic.Camera{ID: "specimen", Name: "Specimen camera", Every: time.Second / rate}
	for _, scene := range scenes() {
		for i := range rate * seconds {
			c.Frames = append(c.Frames, living(scene, i))
		}
	}
	return c
}

// scenes are what the pictures look like that lie before it.
func scenes() []*image.YCbCr {
	self, err := os.Executable()
	if err != nil {
		return []*image.YCbCr{synthetic.Bars(1280, 720)}
	}
	pictures, err := synthetic.Folder(filepath.Join(filepath.Dir(self), "frames"))
	if err != nil {
		return []*image.YCbCr{synthetic.Bars(1280, 720)}
	}
	var all []*image.YCbCr
	for _, m := range pictures {
		part := m.Bounds()
		if part.Dy() > part.Dx() { // a letter's page: by the part with its code
			part = synthetic.CodePart(part)
		}
		all = append(all, synthetic.Planes(synthetic.Scene(m, part)))
	}
	return all
}

// living is a scene with a white square at its nth place along the top.
func living(scene *image.YCbCr, n int) *image.YCbCr {
	m := *scene // the colours are shared: the square has none of its own
	m.Y = slices.Clone(scene.Y)
	for y := 16; y < 40; y++ {
		row := m.Y[y*m.YStride+16+20*n:]
		for x := range 24 {
			row[x] = 255
		}
	}
	return &m
}
