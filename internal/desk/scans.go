package desk

import (
	"context"
	"sync"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scanner"
)

// ErrScanStays is for a file that should have been removed from the folder and
// could not be. The picture of it is kept.
var ErrScanStays = fault.New(fault.Unavailable, "scan-stays")

// Scan is a file that an office scanner put into the folder this desk watches:
// when, and how much, but never its name.
type Scan struct {
	capture.Scan
	Pages int // 0 while it is not known
}

// scans is what scanners bring.
type scans struct {
	folder  *capture.Folder  // nil where none is watched
	scanner *scanner.Scanner // nil where there is no program for one

	mu    sync.Mutex
	pages map[capture.ScanID]int
	kept  map[capture.ScanID]bool // a picture of it is sealed
}

func newScans(c Config) *scans {
	s := &scans{pages: map[capture.ScanID]int{}, kept: map[capture.ScanID]bool{}}
	if c.Scans != "" {
		s.folder = capture.NewFolder(c.Scans, c.Now)
	}
	program := c.Scanimage
	if program == "" {
		program = "scanimage"
	}
	if found, err := scanner.New(program); err == nil {
		s.scanner = found
	}
	return s
}

// counted is how many files have their pages counted in one look, so that the
// list is there at once and fills.
const counted = 2

// Scans lists what arrived in the folder, the newest first.
func (d *Desk) Scans(ctx context.Context) ([]Scan, error) {
	if err := d.mayScan(ctx); err != nil {
		return nil, err
	}
	found, err := d.scans.folder.Look(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Scan, len(found))
	counts := 0
	for i, f := range found {
		pages, known := d.scans.pagesOf(f.ID)
		if !known && f.Whole && counts < counted && d.taker != nil {
			counts++
			pages = d.countPages(ctx, f.ID)
		}
		all[i] = Scan{f, pages}
	}
	return all, nil
}

func (d *Desk) mayScan(ctx context.Context) error {
	if d.scans.folder == nil {
		return capture.ErrFolderGone
	}
	return d.ask(ctx, (*state).signedInNow)
}

func (s *state) signedInNow() error {
	if s.session == nil {
		return ErrSignedOut
	}
	return nil
}

// countPages has the worker say how many pages a file has. One that it cannot
// read is for the officer to find out, who may choose it all the same.
func (d *Desk) countPages(ctx context.Context, id capture.ScanID) int {
	const small = 16
	sheet, err := d.scans.folder.Take(ctx, id)
	if err != nil {
		return 0
	}
	_, info, err := d.taker.Page(ctx, capture.Prepared{Sheet: sheet}, small)
	if err != nil && fault.Of(err) != fault.Malformed {
		return 0 // it may be read another time
	}
	d.scans.mu.Lock()
	defer d.scans.mu.Unlock()
	d.scans.pages[id] = info.Pages
	return info.Pages
}

func (s *scans) pagesOf(id capture.ScanID) (int, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, known := s.pages[id]
	return n, known
}

// TakeScan reads a file of the folder. It stays there.
func (d *Desk) TakeScan(ctx context.Context, id capture.ScanID) (capture.Sheet, error) {
	if err := d.mayScan(ctx); err != nil {
		return capture.Sheet{}, err
	}
	return d.scans.folder.Take(ctx, id)
}

// ScanDone says that nothing more is wanted of a sheet. If it came from the
// folder and a picture of it is sealed, the file is removed where the policy
// says so; until then it is the only copy.
func (d *Desk) ScanDone(ctx context.Context, sheet capture.Sheet) error {
	id := sheet.Scan()
	if id == "" || d.scans.folder == nil {
		return nil
	}
	remove := false
	err := d.ask(ctx, func(s *state) error {
		remove = s.policy != nil && s.policy.Scans.Remove
		return nil
	})
	if err != nil || !remove || !d.scans.isKept(id) {
		return err
	}
	if err := d.scans.folder.Remove(ctx, id); err != nil {
		return ErrScanStays.Because(err)
	}
	return nil
}

func (s *scans) keep(id capture.ScanID) {
	if id == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[id] = true
}

func (s *scans) isKept(id capture.ScanID) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[id]
}

// Scanners lists the scanners attached to this machine.
func (d *Desk) Scanners(ctx context.Context) ([]scanner.Device, error) {
	if d.scans.scanner == nil {
		return nil, scanner.ErrNone
	}
	if err := d.ask(ctx, (*state).signedInNow); err != nil {
		return nil, err
	}
	return d.scans.scanner.Devices(ctx)
}

// ScanPage scans a page with one of them.
func (d *Desk) ScanPage(ctx context.Context, j scanner.Job) (capture.Sheet, error) {
	if d.scans.scanner == nil {
		return capture.Sheet{}, scanner.ErrNone
	}
	if err := d.ask(ctx, (*state).signedInNow); err != nil {
		return capture.Sheet{}, err
	}
	return d.scans.scanner.Scan(ctx, j)
}
