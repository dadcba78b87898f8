// Command specimen-camera is the camera of the specimen council: it speaks as
// vouchdesk-camera does and plays the pictures in the folder "frames" beside
// it, in the order of their names and each for two seconds, or colour bars
// where there is none. A small square that moves shows that the picture lives.
//
// Tours and `make run` name it to the desk by --camera. It is not shipped.
package main

import (
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
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
	self, err := os.Executable()
	if err != nil {
		return c
	}
	pictures, err := synthetic.Folder(filepath.Join(filepath.Dir(self), "frames"))
	if err != nil {
		return c // colour bars
	}
	for _, m := range pictures {
		part := m.Bounds()
		if part.Dy() > part.Dx() { // a letter's page: by the part with its code
			part = synthetic.CodePart(part)
		}
		scene := synthetic.Scene(m, part)
		for i := range rate * seconds / 4 { // each is shown four times: memory
			moved := image.NewRGBA(scene.Rect)
			draw.Draw(moved, moved.Rect, scene, image.Point{}, draw.Src)
			draw.Draw(moved, image.Rect(16+24*i, 16, 36+24*i, 36), image.NewUniform(color.White), image.Point{}, draw.Src)
			planes := synthetic.Planes(moved)
			c.Frames = append(c.Frames, planes, planes, planes, planes)
		}
	}
	return c
}
