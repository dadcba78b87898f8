package letter_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	code "vouchdesk/internal/letter"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/letter"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = casework.ID("case-1")

// office answers what the test lays ready and remembers what it was asked.
type office struct {
	look    desk.LetterLook
	err     error // of reading
	hold    chan struct{}
	setErr  error
	read    []string
	set     []casework.Letter
	none    int
	offered []desk.LetterLook
	resumed []casework.ID
}

func (o *office) ReadLetter(_ context.Context, text string) (desk.LetterLook, error) {
	o.read = append(o.read, text)
	return o.look, o.err
}

func (o *office) ReadLetterFile(ctx context.Context, path string) (desk.LetterLook, error) {
	o.read = append(o.read, path)
	if o.hold != nil {
		select {
		case <-o.hold:
		case <-ctx.Done():
			return desk.LetterLook{}, ctx.Err()
		}
	}
	return o.look, o.err
}

func (o *office) Offer(_ context.Context, look desk.LetterLook) error {
	o.offered = append(o.offered, look)
	return nil
}

func (o *office) SetLetter(_ context.Context, id casework.ID, l casework.Letter) error {
	if id != caseID {
		return errors.New("another case")
	}
	if o.setErr == nil {
		o.set = append(o.set, l)
	}
	return o.setErr
}

func (o *office) Resume(_ context.Context, id casework.ID) error {
	o.resumed = append(o.resumed, id)
	return nil
}

func (o *office) SetNoLetter(_ context.Context, id casework.ID) error {
	if id != caseID {
		return errors.New("another case")
	}
	o.none++
	return o.setErr
}

// navigator remembers where the screen wanted to go.
type navigator struct {
	went []route.Route
	back int
	said []string
}

func (n *navigator) Go(to route.Route) { n.went = append(n.went, to) }
func (n *navigator) Back()             { n.back++ }
func (n *navigator) Announce(s string) { n.said = append(n.said, s) }

// stand is one visit on a stage, between the columns of a case.
type stand struct {
	*uitest.Stage
	run    *foreground.Runner
	office *office
	nav    *navigator
	screen *letter.Screen
	picked string
	ran    int // answers shown
	seen   int // answers waited for
	show   func(desk.Snapshot)
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	v := &stand{Stage: uitest.Open(t, o), office: off, nav: &navigator{}}
	v.run = foreground.NewTimed(func(fn func()) { v.Pump.Post(func() { fn(); v.ran++ }) }, v.Clock.Timer())
	t.Cleanup(v.run.Close)
	st := &stage.Stage{
		Kit: v.Kit, Words: v.Words, Run: v.run, Nav: v.nav, At: route.Of(route.Letter, caseID), Now: v.Clock.Now,
		Pick: func(_ string, chosen func(string)) {
			if v.picked != "" {
				chosen(v.picked)
			}
		},
	}
	v.screen = letter.New(st, off)
	tasks, worth := casefile.NewTaskList(st), casefile.NewWorth(st)
	v.Kit.OnKey = func(ev *fyne.KeyEvent) bool {
		return ev.Name == fyne.KeyReturn && v.screen.Enter() || ev.Name == fyne.KeyEscape && v.screen.Escape()
	}
	v.Kit.Typist().OnScan = v.screen.Scanned
	v.show = func(s desk.Snapshot) {
		v.screen.Show(s)
		tasks.Show(s)
		worth.Show(s)
		v.Settle()
	}
	v.Show(v.Kit.Columns(tasks.Content(), v.screen.Content(), worth.Content()))
	v.show(s)
	v.Kit.Focus(v.screen.First())
	v.Settle()
	return v
}

// rest waits for the answer to one more question to the office.
func (v *stand) rest() {
	v.T.Helper()
	v.seen++
	v.Pump.Until(v.T, "the office has answered", func() bool { return v.ran >= v.seen })
	v.Settle()
}

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)

// snapshot is an open case with nothing in it.
func snapshot(t testing.TB) desk.Snapshot {
	return desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Place: desk.Place{Site: trust.Text{En: "Central Library", Cy: "Llyfrgell Ganolog"}, SiteNumber: 7},
		Open: &desk.OpenCase{
			Case:  &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now},
			Steps: []desk.StepState{{Step: casework.StepLetter, Status: "now"}, {Step: casework.StepResident, Status: "not_started"}},
		},
	}
}

func signed() casework.Letter {
	return casework.Letter{
		Path: casework.LetterScanned, JTI: "AAAAAAAAAAAAAAAAAAAAAA", KID: "d7", Site: 7, State: code.Signed,
		IssuedAt: now.AddDate(0, 0, -3), Until: now.AddDate(0, 0, 18),
	}
}

func record() *code.Record {
	return &code.Record{Given: "Rosa Mai", Family: "Specimen", AddressLines: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA"}
}
