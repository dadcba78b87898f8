package docrender

import (
	"context"
	"image"
)

// New checks that the worker is there and returns a Renderer.
func New(c Config) (*Renderer, error) { return nil, ErrWorker }

// Grey returns a page as grey pixels for reading codes.
func (r *Renderer) Grey(ctx context.Context, file []byte, page int) (*image.Gray, Info, error) {
	return nil, Info{}, ErrWorker
}

// RGBA returns a page for showing, its longest side at most maxSide pixels.
func (r *Renderer) RGBA(ctx context.Context, file []byte, page, maxSide int) (*image.RGBA, Info, error) {
	return nil, Info{}, ErrWorker
}

// Capture returns a page as it is kept, its longest side at most maxSide pixels.
func (r *Renderer) Capture(ctx context.Context, file []byte, page, maxSide int) (Encoded, Info, error) {
	return Encoded{}, Info{}, ErrWorker
}
