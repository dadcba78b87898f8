package scanner_test

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scanner"
)

// sane is the real program with SANE's own test device, which draws pages.
func sane(t *testing.T) *scanner.Scanner {
	t.Helper()
	dir := t.TempDir()
	for name, b := range map[string]string{"dll.conf": "test\n", "test.conf": "number_of_devices 2\nresolution 50.0\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("SANE_CONFIG_DIR", dir)
	s, err := scanner.New("scanimage")
	if err != nil {
		t.Skip("scanimage is not installed (Debian: sane-utils)")
	}
	return s
}

// fake is a program that behaves as it is told.
func fake(t *testing.T, body string) *scanner.Scanner {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a program that misbehaves is a shell script here")
	}
	path := filepath.Join(t.TempDir(), "scanimage")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body), 0o700); err != nil {
		t.Fatal(err)
	}
	s, err := scanner.New(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSANE(t *testing.T) {
	s := sane(t)
	all, err := s.Devices(t.Context())
	if err != nil || len(all) != 2 || all[0].ID != "test:0" || all[0].Name == "" {
		t.Fatalf("%+v, %v", all, err)
	}
	for name, colour := range map[string]bool{"ok/grey": false, "ok/colour": true} {
		t.Run(name, func(t *testing.T) {
			var far atomic.Int64
			sheet, err := s.Scan(t.Context(), scanner.Job{Device: all[0].ID, Colour: colour, Progress: func(p float64) { far.Store(int64(100 * p)) }})
			if err != nil {
				t.Fatal(err)
			}
			m, err := png.Decode(bytes.NewReader(sheet.Bytes()))
			if err != nil || m.Bounds().Dx() < 900 || sheet.From() != capture.FromScanner {
				t.Errorf("%v of %v", err, sheet)
			}
			if far.Load() < 50 {
				t.Errorf("it said %d %%", far.Load())
			}
		})
	}
	_, err = s.Scan(t.Context(), scanner.Job{Device: "test:9"})
	if !errors.Is(err, scanner.ErrNone) {
		t.Errorf("a device that is not there: %v", err)
	}
}

// TestWhyNot: SANE's statuses, as its program ends with them and as it says them.
func TestWhyNot(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"refused/busy":             {"echo 'scanimage: sane_start: Device busy' >&2; exit 3", scanner.ErrBusy},
		"refused/busy, in words":   {"echo 'scanimage: open of device x failed: Device busy' >&2; exit 1", scanner.ErrBusy},
		"refused/jam":              {"exit 6", scanner.ErrJam},
		"refused/no paper":         {"exit 7", scanner.ErrNoPaper},
		"refused/cover":            {"exit 8", scanner.ErrOpen},
		"refused/denied":           {"echo 'scanimage: open of device x failed: Access to resource has been denied' >&2; exit 1", scanner.ErrDenied},
		"refused/no device":        {"echo 'scanimage: no SANE devices found' >&2; exit 1", scanner.ErrNone},
		"refused/anything else":    {"exit 9", scanner.ErrFailed},
		"refused/a crash":          {"kill -SEGV $$", scanner.ErrFailed},
		"refused/says nothing":     {"exit 0", scanner.ErrFailed},
		"refused/never stops":      {"cat /dev/zero", capture.ErrFileTooLarge},
		"refused/chatters":         {"yes chatter | head -c 1000000 >&2; exit 6", scanner.ErrJam},
		"refused/progress of none": {"echo 'Progress: 999.9%' >&2; exit 6", scanner.ErrJam},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := fake(t, c.body).Scan(t.Context(), scanner.Job{Device: "Rosa", Progress: func(p float64) {
				if p > 1 {
					t.Errorf("progress %v", p)
				}
			}})
			if !errors.Is(err, c.want) || strings.Contains(err.Error(), "Rosa") {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// TestOptionsThatAScannerDoesNotHave: it scans without them.
func TestOptionsThatAScannerDoesNotHave(t *testing.T) {
	s := fake(t, `for a in "$@"; do case $a in --mode=*) echo "scanimage: setting of option --mode failed (Invalid argument)" >&2; exit 1;; esac; done; echo page`)
	sheet, err := s.Scan(t.Context(), scanner.Job{Device: "x"})
	if err != nil || string(sheet.Bytes()) != "page\n" {
		t.Errorf("%v", err)
	}
	s = fake(t, `echo "scanimage: no such option" >&2; exit 1`)
	if _, err := s.Scan(t.Context(), scanner.Job{Device: "x"}); !errors.Is(err, scanner.ErrFailed) {
		t.Errorf("%v", err)
	}
}

// TestStop: the program is gone when the officer stops it.
func TestStop(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	s := fake(t, "echo $$ > "+pid+"; exec sleep 600")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := s.Scan(ctx, scanner.Job{Device: "x"})
		done <- err
	}()
	for {
		if b, err := os.ReadFile(pid); err == nil && len(b) > 1 {
			break
		}
		select {
		case err := <-done:
			t.Fatal(err)
		case <-time.After(5 * time.Millisecond):
		}
	}
	cancel()
	select {
	case err := <-done:
		if fault.Of(err) != fault.Stopped {
			t.Errorf("%v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it is still scanning")
	}
}

// TestStopLetsGoOfTheScanner: the program is told first, and killed where it
// does not listen.
func TestStopLetsGoOfTheScanner(t *testing.T) {
	for name, trap := range map[string]string{"ok/it ends": "echo told >> $said; exit 1", "refused/it does not": "echo told >> $said"} {
		t.Run(name, func(t *testing.T) {
			said := filepath.Join(t.TempDir(), "said")
			s := fake(t, "said='"+said+"'\ntrap '"+trap+"' INT\necho ready > \"$said\"\nwhile :; do sleep 0.05 > /dev/null 2>&1; done")
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() {
				_, err := s.Scan(ctx, scanner.Job{Device: "x"})
				done <- err
			}()
			for b := []byte(nil); len(b) == 0; b, _ = os.ReadFile(said) {
				time.Sleep(5 * time.Millisecond)
			}
			cancel()
			select {
			case err := <-done:
				if fault.Of(err) != fault.Stopped {
					t.Errorf("%v", err)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("it is still scanning")
			}
			if b, err := os.ReadFile(said); err != nil || string(b) != "ready\ntold\n" {
				t.Errorf("%q, %v", b, err)
			}
		})
	}
}

// TestNamesAreClean: a name from the network is shown to people.
func TestNamesAreClean(t *testing.T) {
	s := fake(t, `printf 'escl:a\tOffice \342\200\256gnp\033[31m scanner \n''escl:b\t\033\n'`)
	all, err := s.Devices(t.Context())
	want := []scanner.Device{{ID: "escl:a", Name: "Office gnp[31m scanner"}, {ID: "escl:b", Name: "escl:b"}}
	if err != nil || !slices.Equal(all, want) {
		t.Errorf("%q, %v", all, err)
	}
}

// TestItSeesNothingOfTheDesk: neither the environment nor an option in the name
// of a device reaches it.
func TestItSeesNothingOfTheDesk(t *testing.T) {
	t.Setenv("VOUCHDESK_SECRET", "leak")
	out := filepath.Join(t.TempDir(), "said")
	_, _ = fake(t, `{ env; for a in "$@"; do echo "[$a]"; done; } > `+out).Scan(t.Context(), scanner.Job{Device: "--output-file=x"})
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(b), "VOUCHDESK") || !strings.Contains(string(b), "[--device-name=--output-file=x]") {
		t.Errorf("%s", b)
	}
}

func TestNotHere(t *testing.T) {
	if _, err := scanner.New(filepath.Join(t.TempDir(), "scanimage")); !errors.Is(err, scanner.ErrNone) {
		t.Errorf("%v", err)
	}
}
