package scans

import (
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
	Most             int // are listed
	FolderWrong      error
	Finding          bool  // scanners are looked for
	Found            error // why no scanner was found
	Devices          []scanner.Device
	Device           string
	Colour           bool
	Scanning         bool
	Part             float64        // of the page
	Taking           capture.ScanID // the file that is read
	Wrong            error          // why nothing was scanned or taken
	Now              time.Time
}

// view is what is drawn.
type view struct {
	Folder      bool
	FolderWrong component.Notice
	Rows        []row
	More        string // asks for those that are not listed
	Empty       string
	Attached    bool
	Devices     []component.Option
	Choose      bool   // there are several scanners
	Scanner     string // the one there is, or why there is none
	CanScan     bool
	Find        string // looks for scanners, or stops that
	CanFind     bool
	Scanning    bool
	Fraction    float64
	Wrong       component.Notice
}

// look is what is drawn of a state.
func look(s state, w words.Words) view {
	v := view{Folder: s.Folder, Attached: s.Attached, Scanning: s.Scanning, Fraction: s.Part}
	if s.FolderWrong != nil {
		m := w.Fault(s.FolderWrong)
		v.FolderWrong = component.Note(theme.Warn, m.Title, m.Next)
	}
	for _, f := range s.Scans[:min(len(s.Scans), s.Most)] {
		v.Rows = append(v.Rows, rowOf(f, s, w))
	}
	if older := len(s.Scans) - len(v.Rows); older > 0 {
		v.More = w.N("scans.more", min(older, moreRows))
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
	v.Choose = len(s.Devices) > 1 && !s.Finding
	// One line, whatever there is to say: what is above it must not move while
	// somebody reaches for it.
	switch {
	case s.Finding:
		v.Scanner = w.T("scans.finding")
	case len(s.Devices) == 1:
		v.Scanner = s.Devices[0].Name
	case s.Found != nil:
		v.Scanner = w.Fault(s.Found).Title
	}
	v.CanFind = !s.Scanning && s.Taking == ""
	v.CanScan = v.CanFind && s.Device != "" && !s.Finding
	v.Find = w.T("scans.find")
	if s.Finding {
		v.Find = w.T("scans.find_stop")
	}
	if s.Wrong != nil {
		m := w.Fault(s.Wrong)
		v.Wrong = component.Note(theme.Bad, m.Title, m.Next)
	}
	return v
}
