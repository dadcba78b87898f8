package journey_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
	"vouchdesk/ui"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

// journey is one window at one machine, and who sits at it.
type journey struct {
	*uitest.Stage
	town   *town
	desk   *desk.Desk
	frame  *ui.Frame
	run    *foreground.Runner
	camera *synthetic.Driver
	picked string // what the officer would choose in the system's file dialogue
	shown  uint64
	keys   int // keystrokes so far; a scan counts as one act and not here
	titles []string
	watch  func() // called whenever the window has come to rest

	english map[string]string // keys of sentences
}

// begin founds a town and sits down at its desk.
func begin(t *testing.T, o uitest.Options) *journey {
	t.Helper()
	j := &journey{Stage: uitest.Open(t, o), camera: synthetic.New()}
	j.town = newTown(t, j.Clock.Now)
	j.start()
	return j
}

// start opens the desk and its window.
func (j *journey) start() {
	j.T.Helper()
	j.desk = must(desk.Open(j.town.ctx, j.town.config))(j.T)
	j.shown = 0
	j.run = foreground.NewTimed(j.Pump.Post, j.Clock.Timer())
	size := j.Canvas().Size()
	j.frame = ui.New(ui.Config{
		App: j.App, Window: j.Window, Desk: j.desk, Book: j.Book, Run: j.run, Now: j.Clock.Now,
		Camera: j.camera.Cameras(),
		Choose: func(context.Context, string) (string, error) {
			if j.picked == "" {
				return "", fault.New(fault.Stopped, "nothing-chosen")
			}
			return j.picked, nil
		},
	})
	j.frame.Start()
	j.Window.Resize(size)
	d, f := j.desk, j.frame
	j.T.Cleanup(func() {
		f.Close()
		_ = d.Shutdown(j.town.ctx) // a second time where a test has done it
	})
	j.calm()
}

// kill leaves the machine's folders as a power cut at this moment would, and
// starts anew on them: nobody says goodbye to the desk that was.
func (j *journey) kill() {
	j.T.Helper()
	after := j.T.TempDir()
	do(j.T, filepath.WalkDir(j.town.config.Dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(j.town.config.Dir, path)
		if err != nil {
			return err
		}
		to := filepath.Join(after, rel)
		switch {
		case e.IsDir():
			return os.MkdirAll(to, 0o700)
		case !e.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o600)
	}))
	j.frame.Close()
	j.Pump.Drain()
	for _, o := range j.Canvas().Overlays().List() { // the window is gone with its process
		j.Canvas().Overlays().Remove(o)
	}
	_ = j.desk.Shutdown(j.town.ctx)
	j.town.config.Dir = after
	j.start()
}

// calm lets everything that was set going come to its end and be drawn.
func (j *journey) calm() {
	j.T.Helper()
	j.Idle(j.run)
	if s := j.desk.Snapshot(); s.Revision != j.shown { // it may not have come by its own way yet
		j.shown = s.Revision
		j.frame.Show(s)
	}
	j.Settle()
	j.titles = append(j.titles, j.Window.Title())
	if j.watch != nil {
		j.watch()
	}
}

// until waits for what comes by itself: the desk's worker waits in real time,
// up to half a minute after a broker that could not be reached.
func (j *journey) until(what string, holds func() bool) {
	j.T.Helper()
	newest, cancel := j.desk.Subscribe()
	defer cancel()
	limit := time.After(45 * time.Second)
	for !holds() {
		select {
		case <-newest:
		case <-limit:
			j.T.Fatalf("waited in vain until %s", what)
		}
	}
	j.calm()
}

// at fails the test unless the officer is on that screen.
func (j *journey) at(name route.Name) {
	j.T.Helper()
	if got := j.frame.At().Screen; got != name {
		j.T.Fatalf("at %q, not at %q; there is %q", got, name, uitest.Texts(j.Canvas()))
	}
}

// row is a case's line.
func (j *journey) row(id casework.ID) desk.Row {
	j.T.Helper()
	for _, r := range j.desk.Snapshot().Cases {
		if r.ID == id {
			return r
		}
	}
	j.T.Fatalf("case %s is not listed", id)
	return desk.Row{}
}

// signIn chooses a name, types the passphrase and comes home.
func (j *journey) signIn(who trust.PersonID) {
	j.T.Helper()
	j.at(route.SignIn)
	place := slices.IndexFunc(j.desk.Snapshot().Staff, func(s desk.Staff) bool { return s.ID == who })
	if place < 0 {
		j.T.Fatalf("%s cannot sign in here", who)
	}
	j.pick(staffNames[who], place)
	j.press(fyne.KeyReturn)
	j.write(phrase)
	j.press(fyne.KeyReturn)
	j.at(route.Home)
}

// lock hides everything, wherever the officer is.
func (j *journey) lock() {
	j.T.Helper()
	j.ctrl(fyne.KeyL)
	j.at(route.SignIn)
}

// pause is a moment in which nobody types: drafts are sealed, and what was
// typed is looked at.
func (j *journey) pause() {
	j.T.Helper()
	j.Clock.Advance(stage.DraftWait + 100*time.Millisecond)
	j.calm()
}
