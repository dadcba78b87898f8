// Package scanner scans a page with a scanner attached to this machine, by
// scanimage of SANE, where that is installed: on Linux. Elsewhere, and without
// it, there is no scanner here, and the folder an office scanner scans to is the
// way.
//
// The page comes down a pipe into memory and is a [capture.Sheet] like any
// other: nothing is written to disk, nothing is decoded here, and more than
// capture.MaxFile is not taken. The program runs without the desk's own
// environment but for what SANE reads, and is killed when the context or the
// time it has ends: gently at first, so that the scanner is let go of. A Scanner is safe for concurrent use. Errors are
// [fault.Error]; the program's own words, which may name anything, are not kept.
package scanner

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/fault"
)

// Why nothing was scanned.
var (
	ErrNone    = fault.New(fault.Unavailable, "scanner-none")    // no scanner is found, or it is off
	ErrBusy    = fault.New(fault.Unavailable, "scanner-busy")    // somebody else has it
	ErrJam     = fault.New(fault.Unavailable, "scanner-jam")     // the feeder is
	ErrOpen    = fault.New(fault.Unavailable, "scanner-open")    // its cover is
	ErrNoPaper = fault.New(fault.Unavailable, "scanner-paper")   // the feeder is empty
	ErrDenied  = fault.New(fault.Unavailable, "scanner-denied")  // this account may not use it
	ErrFailed  = fault.New(fault.Unavailable, "scanner-failed")  // anything else
	ErrTimeout = fault.New(fault.Unavailable, "scanner-timeout") // it does not come to an end
)

// errOption is an option that a scanner does not have.
var errOption = fault.New(fault.Malformed, "scanner-option")

// How long a scanner may take: to answer a network that is asked for scanners,
// and to warm its lamp up and scan A4 in colour.
const (
	findTime = 30 * time.Second
	scanTime = 3 * time.Minute
	reap     = 2 * time.Second
	mostSaid = 64 << 10 // of the program's own words
)

// Device is one scanner.
type Device struct {
	ID   string // as SANE names it
	Name string // as a person does
}

// Job is what to scan.
type Job struct {
	Device   string
	Colour   bool
	DPI      int                // 0: 300, which print needs
	Progress func(part float64) // 0 to 1, from another goroutine; may be nil
}

// Scanner runs scanimage.
type Scanner struct {
	program string
	env     []string
}

// New finds the program, in PATH where it is named without a path; ErrNone is
// that it is not here.
func New(program string) (*Scanner, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, ErrNone
	}
	s := &Scanner{program: path, env: []string{"LC_ALL=C"}} // its errors are read by their English words
	for _, name := range []string{"PATH", "HOME", "SANE_CONFIG_DIR", "LD_LIBRARY_PATH"} {
		if v, set := os.LookupEnv(name); set {
			s.env = append(s.env, name+"="+v)
		}
	}
	return s, nil
}

// Devices lists the scanners that answer, in the order SANE has them.
func (s *Scanner) Devices(ctx context.Context) ([]Device, error) {
	out, err := s.run(ctx, findTime, nil, 1<<20, "--formatted-device-list=%d\t%v %m%n")
	if err != nil {
		return nil, err
	}
	var all []Device
	for line := range strings.Lines(string(out)) {
		id, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && id != "" {
			all = append(all, Device{ID: id, Name: cmp.Or(printable(name), printable(id))})
		}
	}
	return all, nil
}

// printable is a name as it may be shown: one from the network may say anything.
func printable(name string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, name))
}

// Scan scans one page.
func (s *Scanner) Scan(ctx context.Context, j Job) (capture.Sheet, error) {
	if j.DPI == 0 {
		j.DPI = 300
	}
	mode := "Gray"
	if j.Colour {
		mode = "Color"
	}
	args := []string{"--device-name=" + j.Device, "--format=png", "--progress", "--resolution=" + strconv.Itoa(j.DPI), "--mode=" + mode}
	out, err := s.run(ctx, scanTime, j.Progress, capture.MaxFile+1, args...)
	for n := len(args) - 1; errors.Is(err, errOption) && n >= 3; n-- {
		// Not every scanner has every option, or calls its modes so: its own
		// choice is better than no page.
		out, err = s.run(ctx, scanTime, j.Progress, capture.MaxFile+1, args[:n]...)
	}
	if errors.Is(err, errOption) {
		err = ErrFailed
	}
	if err != nil {
		return capture.Sheet{}, err
	}
	if len(out) == 0 {
		return capture.Sheet{}, ErrFailed
	}
	return capture.NewSheet(capture.FromScanner, out)
}

// run starts the program and takes at most most bytes of what it writes.
func (s *Scanner) run(ctx context.Context, limit time.Duration, progress func(float64), most int64, args ...string) ([]byte, error) {
	clock, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(clock, s.program, args...) //nolint:gosec // G204: a program the administrator installed, and one argument an option
	cmd.Env, cmd.WaitDelay = s.env, reap
	cmd.Cancel = func() error {
		// scanimage then lets go of the scanner, which may want to be unplugged
		// otherwise. One that does not end is killed when reap has passed.
		if cmd.Process.Signal(os.Interrupt) == nil {
			return nil
		}
		return cmd.Process.Kill() // it has ended, or the system knows no such signal
	}
	said := &listener{progress: progress}
	cmd.Stderr = said
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, ErrFailed
	}
	if err := cmd.Start(); err != nil {
		return nil, ErrNone
	}
	out, readErr := io.ReadAll(io.LimitReader(pipe, most))
	if int64(len(out)) == most {
		cancel() // more than is taken: it need not go on
	}
	err = cmd.Wait()
	switch {
	case int64(len(out)) == most:
		return nil, capture.ErrFileTooLarge
	case ctx.Err() != nil:
		return nil, fault.New(fault.Stopped, "scanner-stopped").Because(ctx.Err())
	case clock.Err() != nil:
		return nil, ErrTimeout
	case err != nil || readErr != nil:
		return nil, because(err, said.String())
	}
	return out, nil
}

// because tells why by how the program ended: it ends with the number of SANE's
// status, but where it could not open the device it ends with 1 whatever that
// was, and says it in words.
func because(err error, said string) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		if e, known := map[int]error{
			3: ErrBusy, 4: ErrNone, 6: ErrJam, 7: ErrNoPaper, 8: ErrOpen, 11: ErrDenied,
		}[exit.ExitCode()]; known {
			return e
		}
	}
	if strings.Contains(said, "option") {
		return errOption
	}
	for words, e := range map[string]error{
		"Device busy": ErrBusy, "feeder jammed": ErrJam, "out of documents": ErrNoPaper, "cover is open": ErrOpen,
		"has been denied": ErrDenied, "no SANE devices found": ErrNone, "Invalid argument": ErrNone,
	} {
		if strings.Contains(said, words) {
			return e
		}
	}
	return ErrFailed
}

// listener hears how far the program is, and the end of what it says.
type listener struct {
	progress func(float64)
	said     bytes.Buffer
}

var part = regexp.MustCompile(`Progress: +([0-9]{1,3}(?:\.[0-9]+)?)%`)

// Write implements io.Writer.
func (l *listener) Write(b []byte) (int, error) {
	if room := mostSaid - l.said.Len(); room > 0 {
		l.said.Write(b[:min(room, len(b))])
	}
	if all := part.FindAllSubmatch(b, -1); len(all) > 0 && l.progress != nil {
		if n, err := strconv.ParseFloat(string(all[len(all)-1][1]), 64); err == nil && n <= 100 {
			l.progress(n / 100)
		}
	}
	return len(b), nil
}

func (l *listener) String() string { return l.said.String() }
