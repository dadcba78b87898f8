package desk

import (
	"context"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
)

// slowPages never come to an end in time.
type slowPages struct {
	capture.Pages
	asked int
	err   error
}

func (p *slowPages) RGBA(context.Context, []byte, int, int, docrender.Edit) (*image.RGBA, docrender.Info, error) {
	p.asked++
	return nil, docrender.Info{}, p.err
}

// TestWhatTakesTooLongIsCountedOnce: a look comes every second, and each would
// cost the worker all the time it may have.
func TestWhatTakesTooLongIsCountedOnce(t *testing.T) {
	for name, c := range map[string]struct {
		err   error
		asked int
	}{
		"ok/too long": {docrender.ErrTimeout, 1},
		"ok/damaged":  {docrender.ErrUnreadable, 1},
		"ok/stopped":  {fault.New(fault.Stopped, "render-stopped"), 3}, // says nothing of the file
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "scan.pdf"), []byte("%PDF-1.4\n%%EOF\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			pages := &slowPages{err: c.err}
			later := func() time.Time { return time.Now().Add(time.Hour) }
			s := newScans(Config{Scans: dir, Now: later})
			s.counter = pages
			all, err := s.folder.Look(t.Context())
			if err != nil || len(all) != 1 || !all[0].Whole {
				t.Fatalf("%+v, %v", all, err)
			}
			ctx, end := context.WithCancel(t.Context())
			done := make(chan struct{})
			go func() { s.count(ctx); close(done) }()
			for range 3 {
				s.toCount <- all[0].ID
			}
			for len(s.toCount) > 0 {
				time.Sleep(time.Millisecond)
			}
			time.Sleep(50 * time.Millisecond) // the last is taken out before it is counted
			end()
			<-done
			if pages.asked != c.asked {
				t.Errorf("asked %d times", pages.asked)
			}
		})
	}
}
