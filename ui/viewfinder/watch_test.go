package viewfinder_test

import (
	"context"
	"image"
	"sync/atomic"
	"testing"

	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/internal/scan"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/viewfinder"
)

// slow is a reader that stays with a frame until it is let go, however its
// context ends.
type slow struct {
	in  atomic.Int32
	all *slows
}

type slows struct {
	in     atomic.Int32
	shared atomic.Bool
	let    chan struct{}
}

func (r *slow) Frame(context.Context, *image.Gray) ([]scan.Found, error) {
	defer r.in.Add(-1)
	if r.in.Add(1) > 1 {
		r.all.shared.Store(true)
	}
	r.all.in.Add(1)
	defer r.all.in.Add(-1)
	<-r.all.let
	return nil, nil
}

// TestEachLookHasItsReader: a reader belongs to one goroutine, and puts frames
// together that must be of one camera.
func TestEachLookHasItsReader(t *testing.T) {
	for name, again := range map[string]func(*stand){
		"the window comes back": func(s *stand) { s.Away(true); s.Away(false) },
		"another camera":        func(s *stand) { s.until("Camera one"); s.chooseNext() },
	} {
		t.Run(name, func(t *testing.T) {
			all := &slows{let: make(chan struct{})}
			s := openReading(t, uitest.Options{}, func() viewfinder.Reader { return &slow{all: all} },
				synthetic.Camera{ID: "one", Name: "Camera one"}, synthetic.Camera{ID: "two", Name: "Camera two"})
			s.Pump.Until(t, "a frame is being read", func() bool { return all.in.Load() == 1 })
			again(s)
			s.Pump.Until(t, "the next look's as well", func() bool { return all.in.Load() == 2 })
			close(all.let)
			if all.shared.Load() {
				t.Error("two looks read frames with the same reader at once")
			}
		})
	}
}
