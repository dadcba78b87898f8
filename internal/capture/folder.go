package capture

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"vouchdesk/internal/fault"
)

// What can be wrong with a folder that a scanner scans to.
var (
	ErrFolderGone = fault.New(fault.Unavailable, "scan-folder-gone") // it is not there, or cannot be looked into
	ErrFolderSlow = fault.New(fault.Unavailable, "scan-folder-slow") // it does not answer
	ErrFolderFull = fault.New(fault.Unavailable, "scan-folder-full") // more is in it than can be looked through
	ErrScanGone   = fault.New(fault.NotFound, "scan-gone")           // or is another file by now
	ErrScanPartly = fault.New(fault.Conflict, "scan-partly")         // the scanner is still at it
)

// ScanID names a file that arrived, and nothing of its name.
type ScanID string

// Scan is a file that arrived.
type Scan struct {
	ID    ScanID
	At    time.Time // when it was last written to
	Size  int64
	Whole bool // the scanner is done with it
}

// The bounds of one look: a folder with more in it is not a scanner's, and a
// share that takes longer is not there.
const (
	mostScans  = 200
	mostNames  = 50_000
	lookWithin = 5 * time.Second
	steadyFor  = time.Second      // no longer written to, seen by ourselves
	longSteady = 10 * time.Minute // the same, by the folder's clock, which may be some minutes off
)

// Folder is a folder that any office scanner scans to. It sees regular files
// directly in it that begin as a document does, and no link, whatever it points
// to: who can write to the folder must not have the desk read or remove
// anything else. No name leaves it.
type Folder struct {
	path string
	now  func() time.Time
	one  chan struct{} // of a share that hangs, one look hangs with it and no more

	mu    sync.Mutex
	known map[string]*seen // replaced by each look, and never changed
}

// seen is what is known of a file.
type seen struct {
	Scan
	info  fs.FileInfo
	since time.Time // it has been like this, seen by ourselves
	known bool      // what there is to know of it while it stays as it is
}

// NewFolder watches a folder; it need not be there yet.
func NewFolder(path string, now func() time.Time) *Folder {
	return &Folder{path: path, now: now, one: make(chan struct{}, 1), known: map[string]*seen{}}
}

// Look lists what arrived, the newest first. A file is whole once it has not
// changed for a while and ends as its format does; that takes more than one
// look.
func (f *Folder) Look(ctx context.Context) ([]Scan, error) {
	return within(ctx, f.one, f.look)
}

// within does what may hang, and does not wait for it longer than a share that
// works takes. What comes later is dropped.
func within[T any](ctx context.Context, one chan struct{}, do func() (T, error)) (T, error) {
	type answer struct {
		what T
		err  error
	}
	var none T
	late := time.NewTimer(lookWithin)
	defer late.Stop()
	select {
	case one <- struct{}{}:
	case <-late.C:
		return none, ErrFolderSlow
	case <-ctx.Done():
		return none, fault.New(fault.Stopped, "look-stopped").Because(ctx.Err())
	}
	done := make(chan answer, 1)
	go func() {
		defer func() { <-one }()
		var a answer
		defer func() {
			if p := recover(); p != nil { // whoever can write to the folder cannot end the desk
				a = answer{err: ErrFolderGone.Because(fmt.Errorf("panic: %T", p))} // the value may be of a file
			}
			done <- a
		}()
		a.what, a.err = do()
	}()
	select {
	case a := <-done:
		return a.what, a.err
	case <-late.C:
		return none, ErrFolderSlow
	case <-ctx.Done():
		return none, fault.New(fault.Stopped, "look-stopped").Because(ctx.Err())
	}
}

// look is one at a time. What it finds out is known when it is done: nothing is
// locked while the folder is asked, which may never answer.
func (f *Folder) look() ([]Scan, error) {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, gone(err)
	}
	defer func() { _ = root.Close() }() // nothing was written
	there, err := filesIn(root)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	was := f.known
	f.mu.Unlock()
	known, now := make(map[string]*seen, len(there)), f.now()
	var all []Scan
	for _, file := range there { // the newest are read, if not all
		s := saw(was[file.name], file.info, now)
		if !s.known && len(all) < mostScans {
			s.look(root, file.name, now)
		}
		known[file.name] = s
		if s.ID != "" {
			all = append(all, s.Scan)
		}
	}
	f.mu.Lock()
	f.known = known
	f.mu.Unlock()
	slices.SortFunc(all, func(a, b Scan) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(string(a.ID), string(b.ID))) })
	return all[:min(len(all), mostScans)], nil
}

// named is a file of the folder.
type named struct {
	name string
	info fs.FileInfo
}

// filesIn are the files in the folder that a scanner may have put there for
// good, the newest first.
func filesIn(root *os.Root) ([]named, error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, gone(err)
	}
	defer func() { _ = dir.Close() }()
	entries, err := dir.ReadDir(mostNames)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, gone(err)
	}
	if len(entries) == mostNames {
		return nil, ErrFolderFull
	}
	var all []named
	for _, e := range entries {
		if !e.Type().IsRegular() || passing(e.Name()) {
			continue
		}
		if info, err := root.Lstat(e.Name()); err == nil && info.Mode().IsRegular() {
			all = append(all, named{e.Name(), info})
		}
	}
	slices.SortFunc(all, func(a, b named) int { return b.info.ModTime().Compare(a.info.ModTime()) })
	return all, nil
}

// passing tells a name that is given while a file is written, or that is the
// system's own.
func passing(name string) bool {
	low := strings.ToLower(name)
	if strings.HasPrefix(low, ".") || strings.HasPrefix(low, "~") || strings.HasSuffix(low, "~") {
		return true
	}
	return slices.ContainsFunc([]string{".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart", ".writing", ".lock"},
		func(end string) bool { return strings.HasSuffix(low, end) })
}

// saw is what is known of a file as it is now. One that was whole and has been
// written to is another: some scanners give every scan the same name.
func saw(was *seen, info fs.FileInfo, now time.Time) *seen {
	if was != nil && unchanged(was.info, info) {
		s := *was
		return &s
	}
	id := ScanID("")
	if was != nil && !was.Whole && os.SameFile(was.info, info) {
		id = was.ID // it is being written
	}
	return &seen{Scan: Scan{ID: id, At: info.ModTime(), Size: info.Size()}, info: info, since: now}
}

// look reads the beginning and the end of a file.
func (s *seen) look(root *os.Root, name string, now time.Time) {
	file, err := reopen(root, name, s.info)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }() // nothing was written
	format := formatOf(file)
	if format == noFormat {
		s.ID, s.known = "", true
		return
	}
	if s.ID == "" {
		var id [16]byte
		_, _ = rand.Read(id[:]) // it never fails
		s.ID = ScanID(hex.EncodeToString(id[:]))
	}
	s.known = now.Sub(s.since) >= steadyFor || now.Sub(s.At) >= longSteady
	s.Whole = s.known && ends(file, s.Size, format)
}

// unchanged tells whether a file is the same and has not been written to.
func unchanged(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// reopen opens the very file that was looked at, and nothing that has been put
// in its place since: a link least of all.
func reopen(root *os.Root, name string, was fs.FileInfo) (*os.File, error) {
	file, err := root.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, ErrScanGone
	}
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || !unchanged(was, info) {
		_ = file.Close()
		return nil, ErrScanGone
	}
	return file, nil
}

// find is a file that arrived, by what names it.
func (f *Folder) find(id ScanID) (string, seen, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for name, s := range f.known {
		if s.ID == id && id != "" {
			return name, *s, nil
		}
	}
	return "", seen{}, ErrScanGone
}

// Take reads a file that is whole. It stays where it is.
func (f *Folder) Take(ctx context.Context, id ScanID) (Sheet, error) {
	name, s, err := f.find(id)
	switch {
	case err != nil:
		return Sheet{}, err
	case !s.Whole:
		return Sheet{}, ErrScanPartly
	case s.Size > MaxFile:
		return Sheet{}, ErrFileTooLarge
	}
	return within(ctx, f.one, func() (Sheet, error) {
		root, err := os.OpenRoot(f.path)
		if err != nil {
			return Sheet{}, gone(err)
		}
		defer func() { _ = root.Close() }() // nothing was written
		file, err := reopen(root, name, s.info)
		if err != nil {
			return Sheet{}, err
		}
		defer func() { _ = file.Close() }() // nothing was written
		b, err := io.ReadAll(io.LimitReader(file, MaxFile+1))
		if err != nil {
			return Sheet{}, because(err)
		}
		if info, err := file.Stat(); err != nil || !unchanged(s.info, info) || int64(len(b)) != s.Size {
			return Sheet{}, ErrScanPartly
		}
		sheet, err := NewSheet(FromFolder, b)
		sheet.scan = id
		return sheet, err
	})
}

// Remove takes a file away that was taken, if it is still the same.
func (f *Folder) Remove(ctx context.Context, id ScanID) error {
	name, s, err := f.find(id)
	if err != nil {
		return err
	}
	_, err = within(ctx, f.one, func() (struct{}, error) {
		var none struct{}
		root, err := os.OpenRoot(f.path)
		if err != nil {
			return none, gone(err)
		}
		defer func() { _ = root.Close() }() // a folder
		info, err := root.Lstat(name)
		switch {
		case err == nil && !unchanged(s.info, info), errors.Is(err, fs.ErrNotExist):
			return none, ErrScanGone
		case err != nil:
			return none, gone(err)
		}
		if err := root.Remove(name); err != nil {
			return none, gone(err)
		}
		return none, nil
	})
	return err
}

// gone says that the folder cannot be used, without its name.
func gone(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return ErrFolderGone.Because(number)
	}
	return ErrFolderGone
}
