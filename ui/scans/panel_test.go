package scans_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/scanner"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
)

// stand is the panel over a window, with a folder and scanners in memory.
type stand struct {
	*screentest.Frame
	panel *scans.Panel

	mu      sync.Mutex
	there   []desk.Scan
	gone    error
	devices []scanner.Device
	scanErr error
	stuck   bool
	seeking bool // scanners are looked for, and it takes long
	slow    bool // to read a file
	half    bool // it is stuck in the middle of a page
	jobs    []scanner.Job
	taken   []capture.Sheet
}

func (s *stand) Scans(context.Context) ([]desk.Scan, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.there, s.gone
}

func (s *stand) TakeScan(ctx context.Context, id capture.ScanID) (capture.Sheet, error) {
	if s.slow {
		<-ctx.Done()
		return capture.Sheet{}, ctx.Err()
	}
	if s.scanErr != nil {
		return capture.Sheet{}, s.scanErr
	}
	return capture.NewSheet(capture.FromFolder, []byte(id))
}

func (s *stand) Scanners(ctx context.Context) ([]scanner.Device, error) {
	if s.seeking {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return s.devices, nil
}

func (s *stand) ScanPage(ctx context.Context, j scanner.Job) (capture.Sheet, error) {
	s.jobs = append(s.jobs, j)
	if s.stuck {
		if s.half {
			j.Progress(0.5)
		}
		<-ctx.Done()
		return capture.Sheet{}, ctx.Err()
	}
	if s.scanErr != nil {
		return capture.Sheet{}, s.scanErr
	}
	return capture.NewSheet(capture.FromScanner, []byte("a page"))
}

// scan is a file that arrived so long ago.
func scan(id string, ago time.Duration, pages int, size int64, whole bool) desk.Scan {
	return desk.Scan{Scan: capture.Scan{ID: capture.ScanID(id), At: screentest.Now().Add(-ago), Size: size, Whole: whole}, Pages: pages}
}

func visit(t *testing.T, o uitest.Options, place desk.Place, change func(*stand)) *stand {
	t.Helper()
	s := &stand{Frame: screentest.New(t, o)}
	if change != nil {
		change(s)
	}
	behind := s.Kit.Button(component.Secondary, "From a scanner…", nil)
	s.Show(s.Kit.Page(component.VStack(0, behind)))
	s.Kit.Focus(behind)
	s.panel = scans.Open(s.Lend(route.Of(route.Evidence, screentest.CaseID)), s, place, func(sheet capture.Sheet) { s.taken = append(s.taken, sheet) })
	s.Rest()
	return s
}

func folder() desk.Place   { return desk.Place{Scans: "a folder"} }
func attached() desk.Place { return desk.Place{Scanner: true} }

func arrived(s *stand) {
	s.there = []desk.Scan{
		scan("new", 10*time.Second, 0, 40_000, false),
		scan("mid", 2*time.Minute, 3, 1_240_000, true),
		scan("old", 26*time.Hour, 0, 900, true),
	}
}

func TestWhatArrivedIsTaken(t *testing.T) {
	v := visit(t, uitest.Options{}, folder(), arrived)
	v.See("Scan at 10:29", "3 pages, 1.2 MB", "Still arriving", "Scan of 22 November 2026", "1 kB")
	v.SeeNot("Scanner at this computer", "a folder")
	v.Key(fyne.KeyReturn)
	v.Rest()
	if len(v.taken) != 1 || string(v.taken[0].Bytes()) != "mid" || v.panel.Open() {
		t.Errorf("%d taken, open %v", len(v.taken), v.panel.Open())
	}
}

// TestWhatIsKeptOfAScanIsTold: the file is still there, for its other pages.
func TestWhatIsKeptOfAScanIsTold(t *testing.T) {
	v := visit(t, uitest.Options{}, folder(), func(s *stand) {
		arrived(s)
		s.there[1].Kept = 2
	})
	v.See("2 of 3 pages kept, 1.2 MB")
}

// TestOlderScansAreShownWhenAskedFor: a feeder that makes a file of each page
// puts none out of reach.
func TestOlderScansAreShownWhenAskedFor(t *testing.T) {
	v := visit(t, uitest.Options{}, folder(), func(s *stand) {
		for n := range 40 {
			s.there = append(s.there, scan(strconv.Itoa(n), time.Duration(n)*time.Minute, 1, 5000, true))
		}
	})
	v.Tap("Show 24 older scans")
	v.Rest()
	v.See("Show 8 older scans")
	v.Tap("Show 8 older scans")
	v.Rest()
	v.SeeNot("older scan")
	v.Key(fyne.KeyReturn) // on the first that was added
	v.Rest()
	if len(v.taken) != 1 || string(v.taken[0].Bytes()) != "32" {
		t.Errorf("taken: %q", v.taken)
	}
}

// TestTheFolderIsLookedIntoAgain: what comes shows by itself, and the focus
// stays where it is.
func TestTheFolderIsLookedIntoAgain(t *testing.T) {
	v := visit(t, uitest.Options{}, folder(), nil)
	v.See("Nothing is there")
	v.mu.Lock()
	arrived(v)
	v.mu.Unlock()
	v.Clock.Advance(time.Second)
	v.Rest()
	v.See("3 pages, 1.2 MB")
	v.Focus("Take this scan")
	v.mu.Lock()
	v.there = append([]desk.Scan{scan("newer", 0, 1, 5000, true)}, v.there...)
	v.mu.Unlock()
	v.Clock.Advance(time.Second)
	v.Rest()
	v.Key(fyne.KeyReturn)
	v.Rest()
	if len(v.taken) != 1 || string(v.taken[0].Bytes()) != "mid" {
		t.Errorf("the focus went to another: %q", v.taken)
	}
}

func TestAFolderThatVanishesIsToldAndLookedForAgain(t *testing.T) {
	v := visit(t, uitest.Options{}, folder(), func(s *stand) { arrived(s); s.gone = capture.ErrFolderGone })
	v.See("The folder of the scanner cannot be reached")
	v.SeeNot("Scan at")
	v.mu.Lock()
	v.gone = nil
	v.mu.Unlock()
	v.Clock.Advance(time.Second)
	v.Rest()
	v.See("3 pages, 1.2 MB")
	v.SeeNot("cannot be reached")
}

func TestAFileThatIsGoneIsTold(t *testing.T) {
	v := visit(t, uitest.Options{}, folder(), func(s *stand) { arrived(s); s.scanErr = capture.ErrScanGone })
	v.Focus("Take this scan")
	v.Key(fyne.KeyReturn)
	v.Rest()
	v.See("This scan is no longer there")
	if !v.panel.Open() || len(v.taken) != 0 {
		t.Error("it is closed")
	}
}

func two(s *stand) {
	s.devices = []scanner.Device{{ID: "a", Name: "Flatbed by the window"}, {ID: "b", Name: "Feeder"}}
}

func TestAPageIsScanned(t *testing.T) {
	v := visit(t, uitest.Options{}, attached(), two)
	v.See("Scanner at this computer", "Flatbed by the window")
	v.Focus("Grey | Colour")
	v.Key(fyne.KeyRight)
	v.Focus("Flatbed by the window")
	v.Key(fyne.KeyDown)
	v.Tap("Scan a page")
	v.Rest()
	if len(v.jobs) != 1 || v.jobs[0].Device != "b" || !v.jobs[0].Colour || len(v.taken) != 1 || v.taken[0].From() != capture.FromScanner {
		t.Errorf("%+v, %v", v.jobs, v.taken)
	}
}

func TestAScanShowsHowFarItIsAndCanBeStopped(t *testing.T) {
	for name, stop := range map[string]func(*stand){
		"ok/button": func(v *stand) { v.Tap("Stop") },
		"ok/escape": func(v *stand) { v.Key(fyne.KeyEscape) },
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, attached(), func(s *stand) { two(s); s.stuck = true })
			v.Tap("Scan a page")
			v.See("Scanning a page")
			if got := v.Focused(); got != "Stop" {
				t.Errorf("meanwhile the focus is on %q", got)
			}
			stop(v)
			v.Rest()
			v.See("Stopped")
			if got := v.Focused(); !v.panel.Open() || len(v.taken) != 0 || got != "Scan a page" {
				t.Errorf("closed, or the focus is on %q", got)
			}
		})
	}
}

func TestWhyNothingWasScanned(t *testing.T) {
	for _, err := range []error{scanner.ErrBusy, scanner.ErrJam, scanner.ErrOpen, scanner.ErrNoPaper, scanner.ErrDenied, scanner.ErrFailed, scanner.ErrTimeout, capture.ErrFileTooLarge} {
		t.Run(err.Error(), func(t *testing.T) {
			v := visit(t, uitest.Options{}, attached(), func(s *stand) { two(s); s.scanErr = err })
			v.Tap("Scan a page")
			v.Rest()
			v.See(v.Words.Fault(err).Title)
		})
	}
	v := visit(t, uitest.Options{}, attached(), nil)
	v.See("No scanner is found", "Look for scanners")
	v.Tap("Scan a page") // it rests
	v.Rest()
	if len(v.jobs) != 0 {
		t.Error("a page was scanned with nothing")
	}
	two(v)
	v.Tap("Look for scanners")
	v.Rest()
	v.See("Flatbed by the window")
	v.SeeNot("No scanner is found")
}

// TestRowsStayWhereTheyAre while scanners are looked for, after it, and while a
// file is read: somebody is reaching for one.
func TestRowsStayWhereTheyAre(t *testing.T) {
	both := desk.Place{Scans: "a folder", Scanner: true}
	at := func(v *stand) fyne.Position {
		v.Settle()
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(uitest.Find(v.Canvas(), "Scan at 10:28"))
	}
	for name, devices := range map[string][]scanner.Device{"none": nil, "one": {{ID: "a", Name: "Flatbed by the window"}}} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, both, func(s *stand) { arrived(s); s.devices, s.slow = devices, true })
			found := at(v)
			v.seeking = true
			v.Tap("Look for scanners")
			v.See("Looking for scanners")
			if got := at(v); got != found {
				t.Errorf("while scanners are looked for at %v, not at %v", got, found)
			}
			v.Tap("Stop looking")
			v.Rest()
			if len(devices) > 0 {
				v.See("Flatbed by the window") // it was found before
			} else {
				v.See("Stopped")
			}
			v.Focus("Take this scan")
			v.Key(fyne.KeyReturn)
			v.See("Reading the scan")
			if got := at(v); got != found {
				t.Errorf("while a file is read at %v, not at %v", got, found)
			}
			v.Tap("Stop")
			v.Rest()
			if !v.panel.Open() || len(v.taken) != 0 {
				t.Error("it was taken")
			}
		})
	}
}

func TestClosing(t *testing.T) {
	for name, leave := range map[string]func(*stand){
		"ok/close":  func(v *stand) { v.Tap("Close") },
		"ok/escape": func(v *stand) { v.Key(fyne.KeyEscape) },
		"ok/lock":   func(v *stand) { v.Kit.CloseAll() },
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, folder(), arrived)
			leave(v)
			v.Clock.Advance(time.Minute)
			v.Rest()
			if v.panel.Open() || len(v.taken) != 0 || v.Focused() != "From a scanner…" {
				t.Errorf("open %v, focus on %q", v.panel.Open(), v.Focused())
			}
		})
	}
}

// states are the panels to hold.
func states() map[string]func(*testing.T, uitest.Options) *stand {
	both := desk.Place{Scans: "a folder", Scanner: true}
	return map[string]func(*testing.T, uitest.Options) *stand{
		"both": func(t *testing.T, o uitest.Options) *stand {
			return visit(t, o, both, func(s *stand) { arrived(s); two(s) })
		},
		"many": func(t *testing.T, o uitest.Options) *stand {
			return visit(t, o, folder(), func(s *stand) {
				for range 4 {
					was := s.there
					arrived(s)
					s.there = append(was, s.there...)
				}
			})
		},
		"seeking": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, both, arrived)
			v.seeking = true
			v.Tap(v.Words.T("scans.find"))
			return v
		},
		"taking": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, both, func(s *stand) { arrived(s); s.slow = true })
			v.Focus(v.Words.T("scans.take"))
			v.Key(fyne.KeyReturn)
			return v
		},
		"empty": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, folder(), nil) },
		"gone": func(t *testing.T, o uitest.Options) *stand {
			return visit(t, o, folder(), func(s *stand) { s.gone = capture.ErrFolderGone })
		},
		"scanning": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, attached(), func(s *stand) { two(s); s.stuck = true })
			v.Tap(v.Words.T("scans.scan"))
			return v
		},
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(nil) {
		for state, open := range states() {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := open(t, o)
				v.AssertBears("scans-" + state + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for state, open := range states() {
		t.Run(state, func(t *testing.T) {
			v := open(t, uitest.Options{})
			v.AssertMaster(state)
		})
	}
}
