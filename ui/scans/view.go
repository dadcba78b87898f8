package scans

import (
	"strconv"
	"time"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/scanner"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// state is what is known and chosen.
type state struct {
	Folder, Attached bool // what there is
	Looked           bool // the folder has been looked into
	Scans            []desk.Scan
	FolderWrong      error
	Finding          bool // scanners are looked for
	Devices          []scanner.Device
	Device           string
	Colour           bool
	Scanning         bool
	Part             float64 // of the page
	Taking           bool
	Nothing          bool  // no scanner was found, and nobody had asked for one
	Wrong            error // why nothing was scanned or taken
	Now              time.Time
}

// row is one file that arrived.
type row struct {
	ID   capture.ScanID
	Text string
	Note string
	Here bool // all of it is
	Can  bool // and it can be taken now
}

// view is what is drawn.
type view struct {
	Folder      bool
	FolderWrong component.Notice
	Rows        []row
	Empty       string
	Attached    bool
	Devices     []component.Option
	Choose      bool // there are several scanners
	Scanner     string
	CanScan     bool
	CanFind     bool
	Progress    string
	Fraction    float64
	Wrong       component.Notice
}

// mostRows is how many files are listed: what was scanned for the person at the
// counter is among the newest.
const mostRows = 8

// look is what is drawn of a state.
func look(s state, w words.Words) view {
	v := view{Folder: s.Folder, Attached: s.Attached, Fraction: -1}
	if s.FolderWrong != nil {
		m := w.Fault(s.FolderWrong)
		v.FolderWrong = component.Note(theme.Warn, m.Title, m.Next)
	}
	for _, f := range s.Scans[:min(len(s.Scans), mostRows)] {
		v.Rows = append(v.Rows, rowOf(f, s, w))
	}
	switch {
	case len(v.Rows) > 0 || s.FolderWrong != nil:
	case s.Looked:
		v.Empty = w.T("scans.empty")
	default:
		v.Empty = w.T("scans.looking")
	}
	for _, d := range s.Devices {
		v.Devices = append(v.Devices, component.Option{ID: d.ID, Text: d.Name})
	}
	v.Choose = len(s.Devices) > 1
	switch {
	case len(s.Devices) == 1:
		v.Scanner = s.Devices[0].Name
	case s.Nothing:
		v.Scanner = w.Fault(scanner.ErrNone).Title
	}
	busy := s.Scanning || s.Taking
	v.CanScan, v.CanFind = s.Device != "" && !busy && !s.Finding, !busy && !s.Finding
	switch {
	case s.Scanning:
		v.Progress, v.Fraction = w.T("scans.scanning"), s.Part
	case s.Taking:
		v.Progress = w.T("scans.taking")
	case s.Finding:
		v.Progress = w.T("scans.finding")
	}
	if s.Wrong != nil {
		m := w.Fault(s.Wrong)
		v.Wrong = component.Note(theme.Bad, m.Title, m.Next)
	}
	return v
}

func rowOf(f desk.Scan, s state, w words.Words) row {
	at := f.At.In(s.Now.Location())
	r := row{ID: f.ID, Here: f.Whole, Can: f.Whole && !s.Scanning && !s.Taking, Text: w.T("scans.at", "Time", w.Time(at)), Note: size(f.Size, w)}
	if at.Format(time.DateOnly) != s.Now.Format(time.DateOnly) {
		r.Text = w.T("scans.on", "When", w.Moment(at))
	}
	switch {
	case !f.Whole:
		r.Note = w.T("scans.partly")
	case f.Pages > 0 && f.Kept > 0:
		r.Note = w.N("scans.pages_kept", f.Pages, "Kept", strconv.Itoa(f.Kept), "Size", r.Note)
	case f.Pages > 0:
		r.Note = w.N("scans.pages", f.Pages, "Size", r.Note)
	}
	return r
}

// size is how large a file is, as a person reads it.
func size(n int64, w words.Words) string {
	if n < 1_000_000 {
		return w.T("scans.kb", "Size", strconv.FormatInt(max(1, n/1000), 10))
	}
	return w.T("scans.mb", "Size", strconv.FormatFloat(float64(n)/1_000_000, 'f', 1, 64))
}
