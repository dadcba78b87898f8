package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/assets"
	"vouchdesk/internal/camera/synthetic"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/ui"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// fake is a desk that answers from a snapshot the test sets. What a test does
// not expect to be called is nil and panics.
type fake struct {
	ui.Desk
	snap    desk.Snapshot
	locked  int
	touched int
	signed  string
	away    *desk.OpenCase // the case that was on screen last
	drafts  map[string]map[string]string
	sheets  []string // that a letter was looked for in
}

func (f *fake) Snapshot() desk.Snapshot                   { return f.snap }
func (f *fake) Subscribe() (<-chan desk.Snapshot, func()) { return nil, func() {} }
func (f *fake) Touch()                                    { f.touched++ }
func (f *fake) Lock(context.Context) error                { f.locked++; f.snap.Session = nil; return nil }

func (f *fake) CloseCase(context.Context) error {
	if f.snap.Open != nil {
		f.away = f.snap.Open
	}
	f.snap.Open = nil
	return nil
}

func (f *fake) SetSettings(_ context.Context, s desk.Settings) error {
	f.snap.Settings = s
	return nil
}

func (f *fake) SignIn(_ context.Context, p trust.PersonID, _ string) error {
	f.signed = string(p)
	return nil
}

func specimenPolicy(t *testing.T) *policy.Policy {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func specimen(t *testing.T, now time.Time) desk.Snapshot {
	return desk.Snapshot{
		Revision: 1, Now: now,
		Council:  desk.Council{Name: trust.Text{En: "Exampleborough Council", Cy: "Cyngor Exampleborough"}},
		Place:    desk.Place{ID: "desk-7", Name: trust.Text{En: "Desk 7", Cy: "Desg 7"}, Site: trust.Text{En: "Central Library", Cy: "Llyfrgell Ganolog"}, Protection: "file"},
		Settings: desk.Settings{Language: "en", Text: 1, Theme: "light"},
		Staff: []desk.Staff{
			{ID: "officer-1", Name: "A. Specimen", Roles: []trust.Role{trust.Officer}},
			{ID: "supervisor-1", Name: "B. Specimen", Roles: []trust.Role{trust.Supervisor}},
		},
		Link: desk.Link{State: desk.LinkOnline, Since: now}, Clock: desk.Clock{Trusted: true}, Policy: specimenPolicy(t),
	}
}

func signedIn(s desk.Snapshot, role trust.Role) desk.Snapshot {
	s.Session = &desk.Session{Since: s.Now, Person: trust.Person{
		ID: "officer-1", Name: "A. Specimen", Roles: []trust.Role{role}, From: 0, Until: s.Now.Unix() + 1e6,
	}}
	s.Cases = []desk.Row{
		{ID: "c1", Ref: "EB-0184", Resident: "Rosa Mai Specimen", Service: "blue_badge", State: casework.Open, Step: casework.StepEvidence, Since: s.Now},
		{ID: "c2", Ref: "EB-0181", Resident: "Idris Sampl", Service: "council_tax_support", State: casework.WithSupervisor, Since: s.Now},
		{ID: "c3", Ref: "EB-0177", Resident: "Mair Enghraifft", Service: "older_persons_bus_pass", State: casework.BeingChecked, Since: s.Now},
		{ID: "c4", Ref: "EB-0176", Resident: "T. Placeholder", Service: "housing_register", State: casework.Closed, Outcome: casework.Vouched, Since: s.Now},
	}
	s.Notices = []desk.Notice{{Code: "outbox-waiting", Params: map[string]string{"count": "1", "days": "2"}, Where: "outbox"}}
	s.Outbox = []outbox.Parcel{outbox.New("p1", outbox.Vouch, "c2", "EB-0181", 1, s.Now)}
	return s
}

// issued is a supervisor at a case that the broker has accepted.
func issued(s *desk.Snapshot) {
	*s = signedIn(*s, trust.Supervisor)
	s.Open = &desk.OpenCase{
		Case: &casework.Case{
			ID: "c4", Ref: "EB-0176", State: casework.Closed, Outcome: casework.Vouched,
			Resident: &casework.Resident{Name: resident.Name{Given: "Rosa Mai", Family: "Specimen"}},
			Purpose:  &casework.Purpose{Service: "blue_badge"},
			Submission: &casework.Submission{
				JTI: "urn:uuid:0193a5c1-77d0-7b52-8c44-1f2e3d4c5b6a", At: s.Now, Approval: "token", ApprovedAt: s.Now,
			},
		},
		Receipt: &desk.Receipt{
			JTI: "urn:uuid:0193a5c2-0000-7000-8000-000000000001", ReceivedAt: s.Now, Index: 0, Size: 1,
			Confidence: gpg45.Medium, Profiles: []string{"L1A", "L1B", "M2C"}, Uplift: "sources-asked",
		},
	}
}

// open sets a frame over a fake desk.
func open(t *testing.T, o uitest.Options, change func(*desk.Snapshot)) (*uitest.Stage, *ui.Frame, *fake) {
	t.Helper()
	st := uitest.Open(t, o)
	d := &fake{snap: specimen(t, st.Clock.Now())}
	if o.Lang != "" {
		d.snap.Settings.Language = string(o.Lang)
	}
	if o.TextScale > 0 {
		d.snap.Settings.Text = float64(o.TextScale)
	}
	switch o.Mode {
	case theme.Dark:
		d.snap.Settings.Theme = "dark"
	case theme.HighContrast:
		d.snap.Settings.Theme = "contrast"
	case theme.Light:
	}
	if change != nil {
		change(&d.snap)
	}
	f := ui.New(ui.Config{
		App: st.App, Window: st.Window, Desk: d, Book: st.Book,
		Run: foreground.NewTimed(st.Pump.Post, st.Clock.Timer()), Now: st.Clock.Now,
		Camera: synthetic.New().Cameras(),
	})
	t.Cleanup(f.Close)
	size := fyne.NewSize(1366, 768)
	if o.Width > 0 {
		size = fyne.NewSize(o.Width, o.Height)
	}
	st.Window.Resize(size)
	st.Settle()
	return st, f, d
}

// everywhere is each setting a screen must bear.
func everywhere() map[string]uitest.Options {
	return uitest.Settings(map[string]uitest.Options{"en-1024": {Width: 1024, Height: 700}, "dark": {Mode: theme.Dark}})
}

func TestScreensBearEverySetting(t *testing.T) {
	screens := map[string]struct {
		change func(*desk.Snapshot)
		at     route.Name
	}{
		"signin":   {},
		"home":     {func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) }, route.Home},
		"settings": {func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) }, route.Settings},
		"outcome":  {issued, route.Outcome},
	}
	for screen, c := range screens {
		for setting, o := range everywhere() {
			t.Run(screen+"/"+setting, func(t *testing.T) {
				st, f, _ := open(t, o, c.change)
				if c.at != "" {
					f.Go(to(c.at))
					st.Settle()
				}
				uitest.AssertNoCutText(t, st.Canvas())
				uitest.AssertTargets(t, st.Canvas())
				if least := st.Canvas().Content().MinSize(); least.Width > ui.MinSize.Width || least.Height > ui.MinSize.Height {
					t.Errorf("the window asks for %v, more than %v", least, ui.MinSize)
				}
				st.Capture("frame-" + screen + "-" + setting)
			})
		}
	}
}

func to(screen route.Name) route.Route {
	if screen == route.Outcome {
		return route.Of(screen, "c4")
	}
	return route.To(screen)
}

// TestMasters keeps what the frame's own screens draw; the others have theirs
// beside them.
func TestMasters(t *testing.T) {
	for screen, change := range map[route.Name]func(*desk.Snapshot){
		route.SignIn:   nil,
		route.Home:     func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) },
		route.Settings: func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) },
		route.Outcome:  issued,
	} {
		for _, lang := range words.Langs() {
			t.Run(string(screen)+"-"+string(lang), func(t *testing.T) {
				st, f, _ := open(t, uitest.Options{Lang: lang}, change)
				if screen != route.SignIn {
					f.Go(to(screen))
					st.Settle()
				}
				st.AssertMaster("frame-" + string(screen) + "-" + string(lang))
			})
		}
	}
}

func TestNobodySignedInSeesOnlySignIn(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) })
	st.See("Rosa Mai Specimen")
	d.snap.Session, d.snap.Cases = nil, nil
	f.Show(d.snap)
	st.Settle()
	st.SeeNot("Rosa Mai Specimen")
	f.Go(route.To(route.Home))
	if f.At().Screen != route.SignIn {
		t.Errorf("at %q while locked", f.At().Screen)
	}
}

func TestTitleNamesTheScreenOnly(t *testing.T) {
	st, _, _ := open(t, uitest.Options{}, func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) })
	if got := st.Window.Title(); got != "Home - Vouchdesk" {
		t.Errorf("title %q", got)
	}
}

// TestEveryKeyKeepsTheDeskOpen: the idle clock starts again with whatever an
// officer does, not only with keys that no control used.
func TestEveryKeyKeepsTheDeskOpen(t *testing.T) {
	st, _, d := open(t, uitest.Options{}, nil)
	for name, act := range map[string]func(){
		"an arrow in a choice": func() { st.Key(fyne.KeyDown) },
		"Tab":                  func() { st.Key(fyne.KeyTab) },
		"a letter in a field":  func() { st.Focus("Passphrase"); d.touched = 0; st.Type("x") },
		"Backspace in a field": func() { st.Focus("Passphrase"); d.touched = 0; st.Key(fyne.KeyBackspace) },
		"a key nobody uses":    func() { st.Key(fyne.KeyF6) },
	} {
		d.touched = 0
		act()
		if d.touched == 0 {
			t.Errorf("%s does not count as being there", name)
		}
	}
}

func TestSignInByKeyboard(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, nil)
	st.Key(fyne.KeyDown, fyne.KeyTab)
	st.Type("not a real passphrase")
	st.Key(fyne.KeyReturn)
	st.UntilIdle(f.Run, "the sign-in", func() bool { return d.signed != "" })
	if d.signed != "officer-1" {
		t.Errorf("signed in as %q", d.signed)
	}
}

func TestChangingTheLookKeepsTheFocus(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) })
	f.Go(route.To(route.Settings))
	st.Settle()
	st.Focus("100 per cent")
	was := st.Focused()
	st.Key(fyne.KeyDown)
	st.UntilIdle(f.Run, "the text size", func() bool { return d.snap.Settings.Text > 1 })
	d.snap.Revision++
	f.Show(d.snap)
	st.Settle()
	if got := st.Focused(); got != was {
		t.Errorf("the focus went from %q to %q", was, got)
	}
	st.Key(fyne.KeyDown)
	st.UntilIdle(f.Run, "the next text size", func() bool { return d.snap.Settings.Text > 1.25 })
	if d.snap.Settings.Language != "en" {
		t.Error("the second arrow changed the language")
	}
}

// TestWhatIsSpentIsNotGoneBackTo: once a case has left the officer's hands, Esc
// leads home, not into the questions that ended it.
func TestWhatIsSpentIsNotGoneBackTo(t *testing.T) {
	st, f, _ := open(t, uitest.Options{}, issued)
	for _, to := range []route.Route{
		route.To(route.Approvals), route.Of(route.Review, "c4"), route.Of(route.Ending, "c4"), route.Of(route.Outcome, "c4"),
	} {
		f.Go(to)
		st.Settle()
	}
	st.Key(fyne.KeyEscape)
	if got := f.At(); got != route.To(route.Approvals) {
		t.Errorf("Esc leads to %+v", got)
	}
	st.Key(fyne.KeyEscape)
	if got := f.At(); got != route.To(route.Home) {
		t.Errorf("then Esc leads to %+v", got)
	}
}

// TestALongSentenceIsNotCut: the bar grows for it, and is as it was after.
func TestALongSentenceIsNotCut(t *testing.T) {
	for setting, o := range everywhere() {
		t.Run(setting, func(t *testing.T) {
			st, f, _ := open(t, o, func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) })
			f.Go(route.To(route.Settings))
			st.Settle()
			f.Announce(strings.Repeat("Specimen words that go on. ", 6))
			uitest.AssertNoCutText(t, st.Canvas())
			st.Capture("frame-said-" + setting)
			f.Announce("")
			uitest.AssertNoCutText(t, st.Canvas())
		})
	}
}
