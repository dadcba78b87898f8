package capture

import (
	"errors"
	"testing"
)

// TestWhatBreaksALook ends that look and nothing else: a file in the folder is
// by whoever can write there.
func TestWhatBreaksALook(t *testing.T) {
	one := make(chan struct{}, 1)
	got, err := within(t.Context(), one, func() ([]Scan, error) { panic("a file that nobody thought of") })
	if got != nil || !errors.Is(err, ErrFolderGone) {
		t.Errorf("%v, %v", got, err)
	}
	if n, err := within(t.Context(), one, func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Errorf("the next: %v, %v", n, err)
	}
}
