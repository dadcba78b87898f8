package capture

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
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
	mostNames  = 5000
	lookWithin = 5 * time.Second
	steadyFor  = time.Second      // no longer written to, seen by ourselves
	longSteady = 10 * time.Second // the same, by what the folder says of the file
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
	known map[string]*seen
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
	var all []Scan
	err := f.within(ctx, func() (err error) {
		all, err = f.look()
		return err
	})
	return all, err
}

// within does what may hang, and does not wait for it longer than a share that
// works takes.
func (f *Folder) within(ctx context.Context, do func() error) error {
	late := time.NewTimer(lookWithin)
	defer late.Stop()
	select {
	case f.one <- struct{}{}:
	case <-late.C:
		return ErrFolderSlow
	case <-ctx.Done():
		return fault.New(fault.Stopped, "look-stopped").Because(ctx.Err())
	}
	done := make(chan error, 1)
	go func() {
		defer func() { <-f.one }()
		done <- do()
	}()
	select {
	case err := <-done:
		return err
	case <-late.C:
		return ErrFolderSlow
	case <-ctx.Done():
		return fault.New(fault.Stopped, "look-stopped").Because(ctx.Err())
	}
}

func (f *Folder) look() ([]Scan, error) {
	root, err := os.OpenRoot(f.path)
	if err != nil {
		return nil, gone(err)
	}
	defer func() { _ = root.Close() }() // nothing was written
	names, err := namesIn(root)
	if err != nil {
		return nil, gone(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	there := map[string]bool{}
	for _, name := range names {
		there[name] = true
		f.see(root, name)
	}
	var all []Scan
	for name, s := range f.known {
		switch {
		case !there[name]:
			delete(f.known, name)
		case s.ID != "":
			all = append(all, s.Scan)
		}
	}
	slices.SortFunc(all, func(a, b Scan) int { return cmp.Or(b.At.Compare(a.At), strings.Compare(string(a.ID), string(b.ID))) })
	return all[:min(len(all), mostScans)], nil
}

// namesIn are the names in the folder that a scanner may have given for good.
func namesIn(root *os.Root) ([]string, error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	defer func() { _ = dir.Close() }()
	entries, err := dir.ReadDir(mostNames)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() && !passing(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, nil
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

// see brings what is known of a file up to date.
func (f *Folder) see(root *os.Root, name string) {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		delete(f.known, name)
		return
	}
	now := f.now()
	s := f.known[name]
	if s == nil || !unchanged(s.info, info) {
		id := ScanID("")
		if s != nil && os.SameFile(s.info, info) {
			id = s.ID // it is being written
		}
		s = &seen{Scan: Scan{ID: id, At: info.ModTime(), Size: info.Size()}, info: info, since: now}
		f.known[name] = s
	}
	if !s.known {
		s.look(root, name, now)
	}
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
	var sheet Sheet
	err = f.within(ctx, func() error {
		root, err := os.OpenRoot(f.path)
		if err != nil {
			return gone(err)
		}
		defer func() { _ = root.Close() }() // nothing was written
		file, err := reopen(root, name, s.info)
		if err != nil {
			return err
		}
		defer func() { _ = file.Close() }() // nothing was written
		b, err := io.ReadAll(io.LimitReader(file, MaxFile+1))
		if err != nil {
			return because(err)
		}
		if info, err := file.Stat(); err != nil || !unchanged(s.info, info) || int64(len(b)) != s.Size {
			return ErrScanPartly
		}
		sheet, err = NewSheet(FromFolder, b)
		sheet.scan = id
		return err
	})
	if err != nil {
		return Sheet{}, err
	}
	return sheet, nil
}

// Remove takes a file away that was taken, if it is still the same.
func (f *Folder) Remove(ctx context.Context, id ScanID) error {
	name, s, err := f.find(id)
	if err != nil {
		return err
	}
	return f.within(ctx, func() error {
		root, err := os.OpenRoot(f.path)
		if err != nil {
			return gone(err)
		}
		defer func() { _ = root.Close() }() // a folder
		info, err := root.Lstat(name)
		if err != nil || !unchanged(s.info, info) {
			return ErrScanGone
		}
		if err := root.Remove(name); err != nil {
			return gone(err)
		}
		return nil
	})
}

// gone says that the folder cannot be used, without its name.
func gone(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return ErrFolderGone.Because(number)
	}
	return ErrFolderGone
}
