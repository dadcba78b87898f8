package screentest

import (
	"context"
	"fmt"
	"image"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/ocrb"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/scanner"
	"vouchdesk/ui/uitest"
)

// Office keeps drafts and the order of calls, and fails as it is told to.
type Office struct {
	Err    error // of every call
	Calls  []string
	Drafts []map[string]string

	mu sync.Mutex // a draft may be on its way while something else is
}

// Call records one call and answers Err.
func (o *Office) Call(name string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Calls = append(o.Calls, name)
	return o.Err
}

// SaveDraft keeps a draft, whatever Err says.
func (o *Office) SaveDraft(_ context.Context, _ casework.ID, key string, fields map[string]string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Calls = append(o.Calls, "draft "+key)
	o.Drafts = append(o.Drafts, maps.Clone(fields))
	return nil
}

// Draft is the one kept last.
func (o *Office) Draft() map[string]string {
	if len(o.Drafts) == 0 {
		return nil
	}
	return o.Drafts[len(o.Drafts)-1]
}

// Who works at a [Desk], and on which case.
const (
	Officer = "officer-1"
	CaseID  = casework.ID("case-1")
)

// Now is when a visit begins, and when a [Desk] does everything.
func Now() time.Time { return uitest.NewClock().Now() }

// Desk is a desk with one open case, in memory. It changes the case by the
// case's own methods; what a desk works out after each act is its Judge's.
type Desk struct {
	Snap  desk.Snapshot
	Err   error // of the next act
	Judge func(*desk.Snapshot)

	mu  sync.Mutex // acts come one after another, as at a desk
	ids int
}

// Newest is what the desk says now.
func (d *Desk) Newest() desk.Snapshot { return d.Snap }

// By is who acts.
func (d *Desk) By() casework.By { return casework.By{Person: Officer, At: Now()} }

// Change does one act: all of it or nothing.
func (d *Desk) Change(do func(*desk.OpenCase) error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.Err; err != nil {
		d.Err = nil
		return err
	}
	return d.change(do)
}

func (d *Desk) change(do func(*desk.OpenCase) error) error {
	next := *d.Snap.Open
	next.Case = next.Case.Clone()
	if next.Drafts = maps.Clone(next.Drafts); next.Drafts == nil {
		next.Drafts = map[string]map[string]string{}
	}
	if err := do(&next); err != nil {
		return err
	}
	d.Snap.Open = &next
	d.Snap.Revision++
	d.Judge(&d.Snap)
	return nil
}

// SaveDraft keeps a draft of the case, whatever Err says.
func (d *Desk) SaveDraft(_ context.Context, id casework.ID, key string, fields map[string]string) error {
	if id != CaseID {
		return casework.ErrNotOpen
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.change(func(c *desk.OpenCase) error {
		c.Drafts[key] = fields
		if len(fields) == 0 {
			delete(c.Drafts, key)
		}
		return nil
	})
}

// NewItemID numbers documents.
func (d *Desk) NewItemID() evidence.ItemID {
	d.ids++
	return evidence.ItemID(fmt.Sprintf("item-%d", d.ids))
}

// NewCheckID numbers checks.
func (d *Desk) NewCheckID() evidence.CheckID {
	d.ids++
	return evidence.CheckID(fmt.Sprintf("check-%d", d.ids))
}

// Picture is a picture with nothing on it.
func (d *Desk) Picture(context.Context, casework.ID, string) (*image.RGBA, error) {
	return image.NewRGBA(image.Rect(0, 0, 40, 30)), nil
}

// Page is a page with nothing on it; what is no picture has none.
func (d *Desk) Page(_ context.Context, p capture.Prepared) (*image.RGBA, docrender.Info, error) {
	if p.Sheet.Bytes() == nil {
		return nil, docrender.Info{}, docrender.ErrNotAnImage
	}
	return image.NewRGBA(image.Rect(0, 0, 40, 30)), docrender.Info{Pages: 1}, nil
}

// Scans finds none.
func (d *Desk) Scans(context.Context) ([]desk.Scan, error) { return nil, nil }

// TakeScan has none to take.
func (d *Desk) TakeScan(context.Context, capture.ScanID) (capture.Sheet, error) {
	return capture.Sheet{}, capture.ErrScanGone
}

// ScanDone removes none.
func (d *Desk) ScanDone(context.Context, capture.Sheet) error { return nil }

// Scanners finds none.
func (d *Desk) Scanners(context.Context) ([]scanner.Device, error) { return nil, scanner.ErrNone }

// ScanPage has none to scan with.
func (d *Desk) ScanPage(context.Context, scanner.Job) (capture.Sheet, error) {
	return capture.Sheet{}, scanner.ErrNone
}

// Codes finds none.
func (d *Desk) Codes(context.Context, capture.Prepared) ([]string, error) { return nil, nil }

// ReadZone finds no lines.
func (d *Desk) ReadZone(context.Context, casework.ID, ...string) (desk.ReadZone, error) {
	return desk.ReadZone{}, ocrb.ErrNone
}

// ReadSheetZone finds none either.
func (d *Desk) ReadSheetZone(context.Context, capture.Sheet) (desk.ReadZone, error) {
	return desk.ReadZone{}, ocrb.ErrNone
}

// File is a file that says what, and is nothing else.
func File(t testing.TB, what string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(what), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Document is a document whose checks are all answered yes.
func Document(t testing.TB, p *policy.Policy, id evidence.ItemID, kind string, fields map[string]string) evidence.Item {
	t.Helper()
	known, ok := p.Document(kind)
	if !ok {
		t.Fatal(kind)
	}
	item := evidence.Item{ID: id, Type: kind, Fields: fields, Seen: evidence.Returned}
	for i, q := range known.Checks {
		item.Checks = append(item.Checks, evidence.Check{
			Code: q.Code, CheckID: evidence.CheckID(fmt.Sprintf("%s-%d", id, i)), Answer: evidence.Yes, At: Now(),
		})
	}
	return item
}
