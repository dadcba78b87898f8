package capture_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/tiff"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/fault"
)

// watched is a folder with a clock that the test moves.
type watched struct {
	t   *testing.T
	dir string
	*capture.Folder

	mu  sync.Mutex
	now time.Time
}

func watch(t *testing.T) *watched {
	t.Helper()
	w := &watched{t: t, dir: filepath.Join(t.TempDir(), "scans"), now: time.Now()}
	if err := os.Mkdir(w.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	w.Folder = capture.NewFolder(w.dir, func() time.Time {
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.now
	})
	return w
}

func (w *watched) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// put writes a file as it is now.
func (w *watched) put(name string, b []byte) string {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Chtimes(path, w.now, w.now); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// look looks now.
func (w *watched) look() []capture.Scan {
	w.t.Helper()
	all, err := w.Look(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// settled looks until what is there has been there for a while.
func (w *watched) settled() []capture.Scan {
	w.t.Helper()
	w.look()
	w.pass(2 * time.Second)
	return w.look()
}

func drawn() *image.Gray {
	g := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range g.Pix {
		g.Pix[i] = byte(i * 7)
	}
	g.Set(1, 1, color.White)
	return g
}

// documents are one file of each format, whole.
func documents(t testing.TB) map[string][]byte {
	t.Helper()
	var j, p, f bytes.Buffer
	for _, err := range []error{jpeg.Encode(&j, drawn(), nil), png.Encode(&p, drawn()), tiff.Encode(&f, drawn(), nil)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	webp := []byte("RIFF\x00\x00\x00\x00WEBPVP8 \x04\x00\x00\x00abcd")
	binary.LittleEndian.PutUint32(webp[4:], uint32(len(webp)-8))
	return map[string][]byte{
		"jpeg": j.Bytes(), "png": p.Bytes(), "tiff": f.Bytes(), "webp": webp,
		"tiff of Motorola, directory first": directoryFirst(),
		"pdf":                               []byte("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"),
	}
}

// directoryFirst is a TIFF whose pixels come after its directory.
func directoryFirst() []byte {
	b := []byte("MM\x00*\x00\x00\x00\x08\x00\x02")
	entry := func(tag, kind uint16, count, value uint32) {
		b = binary.BigEndian.AppendUint16(b, tag)
		b = binary.BigEndian.AppendUint16(b, kind)
		b = binary.BigEndian.AppendUint32(b, count)
		b = binary.BigEndian.AppendUint32(b, value)
	}
	entry(273, 4, 1, 38)
	entry(279, 4, 1, 100)
	b = append(b, 0, 0, 0, 0)
	return append(b, make([]byte, 138-len(b))...)
}

func TestAFileIsTakenWhenItIsWhole(t *testing.T) {
	for name, b := range documents(t) {
		t.Run(name, func(t *testing.T) {
			w := watch(t)
			path := w.put("Rosa Mai Specimen.xyz", b)
			first := w.look()
			if len(first) != 1 || first[0].Whole || first[0].Size != int64(len(b)) {
				t.Fatalf("at first: %+v", first)
			}
			if _, err := w.Take(t.Context(), first[0].ID); !errors.Is(err, capture.ErrScanPartly) {
				t.Errorf("taken while it is written: %v", err)
			}
			w.pass(time.Second)
			all := w.look()
			if len(all) != 1 || !all[0].Whole || all[0].ID != first[0].ID || strings.Contains(string(all[0].ID), "Rosa") {
				t.Fatalf("later: %+v", all)
			}
			s, err := w.Take(t.Context(), all[0].ID)
			if err != nil || !bytes.Equal(s.Bytes(), b) || s.From() != capture.FromFolder || s.Scan() != all[0].ID {
				t.Fatalf("%v, %v", s, err)
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("taking removed it: %v", err)
			}
			if err := w.Remove(t.Context(), s.Scan()); err != nil {
				t.Error(err)
			}
			if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) || len(w.look()) != 0 {
				t.Errorf("it is still there: %v", err)
			}
		})
	}
}

// TestHalfWrittenFiles: wherever the scanner has got to, it is not whole, though
// nothing has been written for a long time.
func TestHalfWrittenFiles(t *testing.T) {
	for name, b := range documents(t) {
		t.Run(name, func(t *testing.T) {
			least := 12
			if name == "pdf" {
				least = 6
			}
			for n := least; n < len(b)-1; n += max(1, len(b)/60) {
				if name == "pdf" && bytes.Contains(b[:n], []byte("%%EOF")) {
					continue
				}
				w := watch(t)
				w.put("scan", b[:n])
				w.look()
				w.pass(time.Hour)
				if all := w.look(); len(all) != 1 || all[0].Whole {
					t.Fatalf("%d of %d bytes: %+v", n, len(b), all)
				}
			}
		})
	}
}

func TestAFileThatGrowsIsTheSame(t *testing.T) {
	w := watch(t)
	b := documents(t)["png"]
	w.put("scan.png", b[:40])
	path := filepath.Join(w.dir, "scan.png")
	first := w.settled()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(b[40:]); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	grown := w.look()
	if len(grown) != 1 || grown[0].Whole || grown[0].ID != first[0].ID {
		t.Errorf("just written: %+v", grown)
	}
	w.pass(2 * time.Second)
	if all := w.look(); len(all) != 1 || !all[0].Whole || all[0].ID != first[0].ID {
		t.Errorf("at rest: %+v", all)
	}
}

func TestTheNewestIsFirst(t *testing.T) {
	w := watch(t)
	b := documents(t)["png"]
	for _, name := range []string{"b", "c", "a"} {
		w.put(name, b)
		w.pass(time.Minute)
	}
	all := w.settled()
	if len(all) != 3 || !slices.IsSortedFunc(all, func(a, b capture.Scan) int { return b.At.Compare(a.At) }) {
		t.Errorf("%+v", all)
	}
}

func TestWhatIsNoScanIsNotSeen(t *testing.T) {
	w := watch(t)
	b := documents(t)["png"]
	for _, name := range []string{".scan.png", "~$scan.pdf", "scan.png.part", "scan.TMP", "scan.crdownload", "scan.png~"} {
		w.put(name, b)
	}
	w.put("Thumbs.db", []byte("\xd0\xcf\x11\xe0 and so on"))
	w.put("notes.pdf", []byte("a list of names"))
	w.put("empty.png", nil)
	if err := os.Mkdir(filepath.Join(w.dir, "folder.png"), 0o700); err != nil {
		t.Fatal(err)
	}
	if all := w.settled(); len(all) != 0 {
		t.Errorf("%+v", all)
	}
}

// TestLinksAreNotFollowed: who can write to the folder has the desk read and
// remove nothing but what they have put there.
func TestLinksAreNotFollowed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("making a link needs a right there that a test does not have")
	}
	w := watch(t)
	b := documents(t)["png"]
	secret := filepath.Join(t.TempDir(), "secret.png")
	if err := os.WriteFile(secret, b, 0o600); err != nil {
		t.Fatal(err)
	}
	link := func(to, name string) string {
		path := filepath.Join(w.dir, name)
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	link(secret, "scan.png")
	link(filepath.Dir(secret), "folder")
	w.put("real.png", b)
	link("real.png", "inside.png")
	all := w.settled()
	if len(all) != 1 {
		t.Fatalf("%+v", all)
	}
	// Put in the place of a file that was looked at.
	real := filepath.Join(w.dir, "real.png")
	if err := os.Remove(real); err != nil {
		t.Fatal(err)
	}
	link(secret, "real.png")
	if _, err := w.Take(t.Context(), all[0].ID); !errors.Is(err, capture.ErrScanGone) {
		t.Errorf("taken through a link: %v", err)
	}
	if err := w.Remove(t.Context(), all[0].ID); !errors.Is(err, capture.ErrScanGone) {
		t.Errorf("removed a link: %v", err)
	}
	if _, err := os.Stat(secret); err != nil {
		t.Error(err)
	}
}

// TestAFileThatWasPutInItsPlace: another of the same name is another.
func TestAFileThatWasPutInItsPlace(t *testing.T) {
	w := watch(t)
	docs := documents(t)
	path := w.put("scan", docs["png"])
	all := w.settled()
	if err := os.Rename(w.put("other.part", docs["jpeg"]), path); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Take(t.Context(), all[0].ID); !errors.Is(err, capture.ErrScanGone) {
		t.Errorf("took the other: %v", err)
	}
	if err := w.Remove(t.Context(), all[0].ID); !errors.Is(err, capture.ErrScanGone) {
		t.Errorf("removed the other: %v", err)
	}
	if next := w.look(); len(next) != 1 || next[0].ID == all[0].ID {
		t.Errorf("%+v after %+v", next, all)
	}
}

// TestAFileThatIsWrittenOverIsAnother: some scanners give every scan the same
// name. What was taken is the first, and only that may be removed.
func TestAFileThatIsWrittenOverIsAnother(t *testing.T) {
	w := watch(t)
	docs := documents(t)
	path := w.put("scan", docs["png"])
	first, err := w.Take(t.Context(), w.settled()[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	w.pass(time.Minute)
	w.put("scan", docs["jpeg"])
	if err := w.Remove(t.Context(), first.Scan()); !errors.Is(err, capture.ErrScanGone) {
		t.Errorf("removed before it was looked at: %v", err)
	}
	again := w.settled()
	if len(again) != 1 || !again[0].Whole || again[0].ID == first.Scan() {
		t.Fatalf("%+v after %s", again, first.Scan())
	}
	if err := w.Remove(t.Context(), first.Scan()); !errors.Is(err, capture.ErrScanGone) {
		t.Errorf("removed by the name of the first: %v", err)
	}
	if b, err := os.ReadFile(path); err != nil || !bytes.Equal(b, docs["jpeg"]) {
		t.Errorf("the second scan is gone: %v", err)
	}
}

// TestAShareThatHangs: what wants a file of it can be stopped, and what comes
// late is nobody's.
func TestAShareThatHangs(t *testing.T) {
	w := watch(t)
	w.put("scan", documents(t)["png"])
	hangs := make(chan time.Duration, 1)
	f := capture.NewFolder(w.dir, func() time.Time {
		select {
		case d := <-hangs:
			time.Sleep(d) // no channel: the race detector is to see what comes late
		default:
		}
		return w.now.Add(time.Hour)
	})
	all, err := f.Look(t.Context())
	if err != nil || len(all) != 1 || !all[0].Whole {
		t.Fatalf("%+v, %v", all, err)
	}
	hangs <- 1500 * time.Millisecond
	soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if late, err := f.Look(soon); err == nil || late != nil {
		t.Fatalf("%+v, %v", late, err)
	}
	for name, do := range map[string]func(context.Context) error{
		"take":   func(ctx context.Context) error { _, err := f.Take(ctx, all[0].ID); return err },
		"remove": func(ctx context.Context) error { return f.Remove(ctx, all[0].ID) },
	} {
		soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		began := time.Now()
		if err := do(soon); fault.Of(err) != fault.Stopped || time.Since(began) > 750*time.Millisecond {
			t.Errorf("%s: %v after %v", name, err, time.Since(began))
		}
		cancel()
	}
	if _, err := f.Take(t.Context(), all[0].ID); err != nil { // it answers again
		t.Error(err)
	}
}

// TestAFolderWithMuchInIt: the newest are seen, whatever else is there.
func TestAFolderWithMuchInIt(t *testing.T) {
	w := watch(t)
	b := documents(t)["png"]
	for i := range 6000 {
		w.put(strconv.Itoa(i), b[:20])
	}
	w.pass(time.Minute)
	w.put("newest", b)
	if all := w.settled(); len(all) != 200 || !all[0].Whole || all[1].Whole {
		t.Errorf("%d, the first %+v", len(all), all[0])
	}
}

func TestAFolderThatVanishesComesBack(t *testing.T) {
	w := watch(t)
	w.put("scan", documents(t)["png"])
	all := w.settled()
	away := w.dir + " away"
	if err := os.Rename(w.dir, away); err != nil {
		t.Fatal(err)
	}
	_, err := w.Look(t.Context())
	if !errors.Is(err, capture.ErrFolderGone) || strings.Contains(err.Error(), "scans") {
		t.Errorf("%v", err)
	}
	if _, err := w.Take(t.Context(), all[0].ID); !errors.Is(err, capture.ErrFolderGone) {
		t.Errorf("take: %v", err)
	}
	if err := os.Rename(away, w.dir); err != nil {
		t.Fatal(err)
	}
	if again := w.look(); len(again) != 1 || again[0].ID != all[0].ID {
		t.Errorf("%+v after %+v", again, all)
	}
}

func TestAScanThatIsTooLarge(t *testing.T) {
	w := watch(t)
	path := w.put("scan.pdf", []byte("%PDF-1.4\n"))
	if err := os.Truncate(path, capture.MaxFile); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("\n%%EOF\n"); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	all := w.settled()
	if len(all) != 1 || !all[0].Whole {
		t.Fatalf("%+v", all)
	}
	if _, err := w.Take(t.Context(), all[0].ID); !errors.Is(err, capture.ErrFileTooLarge) {
		t.Errorf("%v", err)
	}
}

func TestALookThatIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := watch(t)
	for range 20 { // whichever is ready first
		if _, err := w.Look(ctx); err != nil {
			return
		}
	}
	t.Error("twenty looks and none was stopped")
}
