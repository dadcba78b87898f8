package capture_test

import (
	"slices"
	"testing"

	"vouchdesk/internal/capture"
)

// TestWhatLiesBehindTheEndOfAJPEG: phones put data of their own there, and a
// small picture among the headers is not the end.
func TestWhatLiesBehindTheEndOfAJPEG(t *testing.T) {
	b := documents(t)["jpeg"]
	w := watch(t)
	w.put("trailer", append(slices.Clone(b), make([]byte, 5000)...))
	if all := w.settled(); len(all) != 1 || !all[0].Whole {
		t.Errorf("with a trailer: %+v", all)
	}
	small := append([]byte{0xff, 0xe1, byte((len(b) + 2) >> 8), byte(len(b) + 2)}, b...)
	whole := slices.Concat(b[:2], small, b[2:])
	w = watch(t)
	w.put("whole", whole)
	w.put("half", whole[:len(whole)-20])
	w.put("only headers", whole[:len(small)+2])
	ended := 0
	for _, s := range w.settled() {
		if s.Whole != (s.Size == int64(len(whole))) {
			t.Errorf("of %d bytes: %+v", len(whole), s)
		}
		ended++
	}
	if ended != 3 {
		t.Errorf("%d files", ended)
	}
}

// TestAFileThatGrowsWhileItIsLookedAt is as it was when its size was asked.
func TestAFileThatGrowsWhileItIsLookedAt(t *testing.T) {
	for name, b := range documents(t) {
		for size := range len(b) / 2 {
			if capture.Ends(b, size) {
				t.Errorf("%s: whole with %d of %d bytes", name, size, len(b))
			}
		}
	}
	// Its headers reach beyond what was there.
	long := append([]byte("\xff\xd8\xff\xe0\x10\x00"), make([]byte, 4094)...)
	if capture.Ends(append(long, "\xff\xda\xff\xd9"...), 100) {
		t.Error("an end that was not there yet")
	}
}

// FuzzEnds: no file breaks what looks at its end, nor keeps it long, whatever
// size it had a moment ago.
func FuzzEnds(f *testing.F) {
	for _, b := range documents(f) {
		f.Add(b, len(b))
		f.Add(b[:len(b)/2], len(b)/2)
		f.Add(b, 100)
	}
	f.Fuzz(func(_ *testing.T, b []byte, size int) { capture.Ends(b, max(0, size)) })
}
