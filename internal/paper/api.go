package paper

import (
	"image"
	"io"
)

// Letter draws an A4 page at 200 dots an inch.
func Letter(p LetterPage) (*image.Gray, error) { return nil, ErrCode }

// EncodePNG writes a page as PNG.
func EncodePNG(w io.Writer, g *image.Gray) error { return nil }
