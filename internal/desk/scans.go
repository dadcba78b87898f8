package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/scanner"
	"vouchdesk/internal/vault"
)

// ErrScanStays is for a file that should have been removed from the folder and
// could not be. The picture of it is kept.
var ErrScanStays = fault.New(fault.Unavailable, "scan-stays")

// Scan is a file that an office scanner put into the folder this desk watches:
// when, and how much, but never its name.
type Scan struct {
	capture.Scan
	Pages int // 0 while it is not known
	Kept  int // pages of which a picture is sealed
}

// scans is what scanners bring.
type scans struct {
	folder  *capture.Folder  // nil where none is watched
	scanner *scanner.Scanner // nil where there is no program for one

	counter capture.Pages // nil where the worker is missing
	toCount chan capture.ScanID

	mu    sync.Mutex
	pages map[capture.ScanID]int                    // 0 where they could not be counted
	kept  map[capture.ScanID]map[int]vault.BlobName // the picture last sealed of a page
}

func newScans(c Config) *scans {
	s := &scans{
		toCount: make(chan capture.ScanID, mostToCount),
		pages:   map[capture.ScanID]int{}, kept: map[capture.ScanID]map[int]vault.BlobName{},
	}
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

// Scans lists what arrived in the folder, the newest first. It is there at once;
// how many pages each has is found out meanwhile, and known in a later look.
func (d *Desk) Scans(ctx context.Context) ([]Scan, error) {
	if err := d.mayScan(ctx); err != nil {
		return nil, err
	}
	found, err := d.scans.folder.Look(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]Scan, len(found))
	for i, f := range found {
		kept, err := d.keptPages(f.ID)
		if err != nil {
			return nil, err
		}
		pages, known := d.scans.counts(f.ID)
		all[i] = Scan{f, pages, kept}
		if known || !f.Whole {
			continue
		}
		select {
		case d.scans.toCount <- f.ID:
		default: // in a later look
		}
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

// mostToCount is how many files wait to have their pages counted.
const mostToCount = 8

// count counts the pages of files that arrived, one after another.
func (s *scans) count(ctx context.Context) {
	for {
		select {
		case id := <-s.toCount:
			if _, known := s.counts(id); !known {
				s.countPages(ctx, id)
			}
		case <-ctx.Done():
			return
		}
	}
}

// countPages has the worker say how many pages a file has. One that it cannot
// read, or not in time, is for the officer to find out, who may choose it all
// the same: it is not asked again.
func (s *scans) countPages(ctx context.Context, id capture.ScanID) {
	const small = 16
	sheet, err := s.folder.Take(ctx, id)
	if errors.Is(err, capture.ErrFileTooLarge) {
		s.counted(id, 0)
	}
	if err != nil {
		return
	}
	_, info, err := s.counter.RGBA(ctx, sheet.Bytes(), 0, small, docrender.Edit{})
	if err == nil || fault.Of(err) == fault.Malformed || errors.Is(err, docrender.ErrTimeout) {
		s.counted(id, info.Pages)
	}
}

// counted takes down how many pages a file has.
func (s *scans) counted(id capture.ScanID, pages int) {
	if id == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[id] = pages
}

// counts is how many pages a file has, if that was found out.
func (s *scans) counts(id capture.ScanID) (pages int, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	pages, known = s.pages[id]
	return pages, known
}

// TakeScan reads a file of the folder. It stays there.
func (d *Desk) TakeScan(ctx context.Context, id capture.ScanID) (capture.Sheet, error) {
	if err := d.mayScan(ctx); err != nil {
		return capture.Sheet{}, err
	}
	return d.scans.folder.Take(ctx, id)
}

// ScanDone says that nothing more is wanted of a sheet. If it came from the
// folder and a picture of every page is sealed, the file is removed where the
// policy says so; until then it is the only copy.
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
	if err != nil || !remove {
		return err
	}
	pages, _ := d.scans.counts(id)
	if kept, err := d.keptPages(id); err != nil || pages == 0 || kept < pages {
		return err
	}
	err = d.scans.folder.Remove(ctx, id)
	if err == nil || errors.Is(err, capture.ErrScanGone) { // somebody did already, or the scanner wrote over it
		return nil
	}
	return ErrScanStays.Because(err)
}

func (s *scans) keep(id capture.ScanID, page int, blob vault.BlobName) {
	if id == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept[id] == nil {
		s.kept[id] = map[int]vault.BlobName{}
	}
	s.kept[id][page] = blob
}

// keptPages is of how many pages a picture is sealed and still part of a case:
// it may have been taken away again, or all of its case.
func (d *Desk) keptPages(id capture.ScanID) (n int, err error) {
	d.scans.mu.Lock()
	blobs := slices.Collect(maps.Values(d.scans.kept[id]))
	d.scans.mu.Unlock()
	if len(blobs) == 0 {
		return 0, nil
	}
	err = d.vault.View(func(tx *vault.Tx) error {
		n = 0
		for _, b := range blobs {
			named, err := tx.BlobNamed(b)
			if err != nil {
				return err
			}
			if named {
				n++
			}
		}
		return nil
	})
	return n, err
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
