package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

func (f *fake) Dismiss(context.Context) error {
	f.snap.Offered = nil
	f.snap.Revision++
	return nil
}

func (f *fake) NewCase(context.Context) (casework.ID, error) {
	f.snap.Revision++
	return f.here("c-new"), nil
}

// here puts a new case on screen.
func (f *fake) here(id casework.ID) casework.ID {
	by := casework.By{Person: "officer-1", At: f.snap.Now}
	f.snap.Open = &desk.OpenCase{Case: casework.New(id, "EB-0185", "desk-7", int64(f.snap.Policy.Version), by), Policy: f.snap.Policy}
	return id
}

func (f *fake) SaveDraft(_ context.Context, _ casework.ID, key string, fields map[string]string) error {
	if f.drafts == nil {
		f.drafts = map[string]map[string]string{}
	}
	f.drafts[key] = fields
	return nil
}

// full is a case in which something is recorded in every step, whose resident
// has come back, and which corrects another.
func full(t *testing.T) func(*desk.Snapshot) {
	return func(s *desk.Snapshot) {
		*s = signedIn(*s, trust.Officer)
		council := trusttest.New(t, s.Now)
		k := caseworktest.WithReferee(t, council, s.Policy)
		by := casework.By{Person: council.Officer.ID, At: s.Now}
		passport := caseworktest.Passport(t, s.Policy, by.Person, by.At)
		caseworktest.Do(t, k.PutEvidence(passport, by))
		caseworktest.Do(t, k.SetLikeness(caseworktest.Likeness(s.Policy, passport.ID, by.Person, by.At), by))
		likeness := caseworktest.Likeness(s.Policy, passport.ID, by.Person, by.At)
		k.Visits = []casework.Visit{{
			At: s.Now, By: by.Person, Likeness: &likeness,
			Parked: casework.Closing{Outcome: casework.ComeBack, At: s.Now, By: by.Person, Bring: []string{"tenancy_agreement"}},
			Flags: []casework.ReturnFlag{
				{Code: casework.ReturnPolicy, Step: casework.StepReview, Params: map[string]string{"from": "1", "to": "2"}, Answer: casework.Seen, At: s.Now},
				{Code: casework.ReturnResident, Step: casework.StepResident, Answer: casework.Keep, At: s.Now},
				{Code: casework.ReturnEvidence, Step: casework.StepEvidence, Item: passport.ID, Answer: casework.Keep, At: s.Now},
				{Code: casework.ReturnLikeness, Step: casework.StepLikeness, Item: passport.ID},
			},
		}}
		k.Correction = &casework.Correction{Of: "c-before", Reason: s.Policy.Corrections[0].Code, At: s.Now, By: by.Person}
		training := policy.Training{Document: resident.DateOf(s.Now), Likeness: resident.DateOf(s.Now)}
		s.Open = &desk.OpenCase{
			Case: k, From: "EB-0099", Policy: s.Policy, Needs: gpg45.Medium,
			Record: &letter.Record{Given: "Rosa Mai", Family: "Specimen", AddressLines: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA", Language: "en"},
			Scored: s.Policy.Score(policy.Findings{Evidence: k.Evidence, Likeness: k.Likeness, Name: k.Resident.Name, Birth: k.Resident.Born}, training, resident.DateOf(s.Now)),
			May:    desk.May{Close: true, Withdraw: true},
		}
		for _, r := range k.Referees {
			look := desk.RefereeLook{Referee: r, Needs: gpg45.Low, Eligible: true}
			look.Scored = s.Policy.Score(policy.Findings{Evidence: r.Evidence, Likeness: r.Likeness, Name: r.Name, Birth: r.Born}, training, resident.DateOf(s.Now))
			s.Open.Referees = append(s.Open.Referees, look)
		}
		for _, step := range casework.Steps() {
			s.Open.Steps = append(s.Open.Steps, desk.StepState{Step: step, Status: desk.StepDone, Done: 1, Total: 1})
		}
	}
}

// rooms are all the places there are in a case and beside it.
func rooms(s desk.Snapshot) []route.Route {
	k := s.Open.Case
	var all []route.Route
	for _, n := range []route.Name{
		route.Letter, route.Resident, route.Representative, route.Purpose, route.Evidence, route.Likeness,
		route.Referee, route.Review, route.Approve, route.Outcome, route.Ending, route.Returning,
	} {
		all = append(all, route.Of(n, k.ID))
	}
	of := func(r route.Route, item evidence.ItemID) route.Route {
		r.Item = item
		return r
	}
	who := k.Referees[0]
	all = append(all, of(route.Of(route.Evidence, k.ID), k.Evidence[0].ID), of(route.OfReferee(k.ID, who.ID, route.Papers), who.Evidence[0].ID))
	for _, part := range append(route.Parts(), "") {
		all = append(all, route.OfReferee(k.ID, who.ID, part))
	}
	return append(all, route.To(route.Settings), route.To(route.Outbox), route.To(route.Approvals))
}

func ctrl(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
}

// home presses Esc until the officer is home, and fails the test if that takes
// more presses than there are places, and parts of them.
func home(t *testing.T, st *uitest.Stage, f *ui.Frame) {
	t.Helper()
	var led []route.Route
	for range 60 {
		if led = append(led, f.At()); f.At() == route.To(route.Home) {
			return
		}
		st.Key(fyne.KeyEscape)
		st.Idle(f.Run)
	}
	t.Fatalf("Esc does not lead home but to %v", led)
}

// TestEscEndsAtHome from any place: straight, from the page it is a page of, and
// after all others.
func TestEscEndsAtHome(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, full(t))
	all, review := rooms(d.snap), route.Of(route.Review, d.snap.Open.Case.ID)
	gone := func(to ...route.Route) {
		for _, r := range to {
			f.Go(r)
			st.Idle(f.Run)
			if f.At() != r {
				t.Fatalf("at %v, not at %v", f.At(), r)
			}
		}
		home(t, st, f)
	}
	for _, r := range all {
		gone(r)
		gone(route.Of(r.Screen, r.Case), r)
		gone(review, r)
	}
	gone(all...)
}

// TestEscFromARefereeGoesToTheListAndOn is the loop it once was.
func TestEscFromARefereeGoesToTheListAndOn(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, full(t))
	id := d.snap.Open.Case.ID
	list := route.Of(route.Referee, id)
	for _, to := range []route.Route{route.Of(route.Review, id), list, route.OfReferee(id, caseworktest.RefereeID, "")} {
		f.Go(to)
		st.Idle(f.Run)
	}
	for _, want := range []route.Route{list, route.Of(route.Review, id), route.To(route.Home)} {
		st.Key(fyne.KeyEscape)
		st.Idle(f.Run)
		if f.At() != want {
			t.Fatalf("Esc leads to %v, not to %v", f.At(), want)
		}
	}
}

// TestEscLeavesACaseForNoOther: from the first screen of a new case it goes
// home, not into the one that was on screen before.
func TestEscLeavesACaseForNoOther(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, full(t))
	for _, n := range []route.Name{route.Letter, route.Resident} {
		f.Go(route.Of(n, d.snap.Open.Case.ID))
		st.Idle(f.Run)
	}
	f.TypedShortcut(ctrl(fyne.KeyN))
	st.UntilIdle(f.Run, "the new case", func() bool { return f.At().Case == "c-new" })
	st.Key(fyne.KeyEscape)
	st.Idle(f.Run)
	if f.At() != route.To(route.Home) {
		t.Errorf("Esc leads to %v", f.At())
	}
}

// TestScreensOpenAtTheirHeading, however far down the first control is. It comes
// into sight with the first key that is pressed on it.
func TestScreensOpenAtTheirHeading(t *testing.T) {
	for setting, o := range map[string]uitest.Options{
		"cy": {Lang: words.Welsh}, "small": {Width: 1024, Height: 700},
		"large": {TextScale: 2}, "large-cy": {TextScale: 2, Lang: words.Welsh, Width: 1024, Height: 700},
	} {
		for of, change := range map[string]func(*desk.Snapshot){"case": full(t), "issued": issued} {
			t.Run(of+"-"+setting, func(t *testing.T) {
				st, f, d := open(t, o, change)
				all := []route.Route{route.To(route.Home), to(route.Outcome)}
				if of == "case" {
					all = append([]route.Route{route.To(route.Home)}, rooms(d.snap)...)
				}
				low := 0
				for _, r := range all {
					f.Go(r)
					arrived(st, f)
					name := string(r.Screen) + "-" + string(r.Part) + "-" + setting
					st.Capture("arrive-" + of + "-" + name)
					if !uitest.HeadingInSight(st.Canvas()) {
						t.Errorf("%s: the heading is out of sight", name)
					}
					if !uitest.FocusInSight(st.Canvas()) {
						low++
					}
				}
				if of == "case" && o.TextScale == 2 && low == 0 {
					t.Error("no first control lies below the fold: the test tells nothing")
				}
			})
		}
	}
}

// arrived waits until nothing moves any more.
func arrived(st *uitest.Stage, f *ui.Frame) {
	st.Idle(f.Run)
	st.Clock.Advance(time.Second)
	st.Idle(f.Run)
}

// TestTypingComesIntoSight: the first field may lie below the fold on arrival.
func TestTypingComesIntoSight(t *testing.T) {
	st, f, d := open(t, uitest.Options{TextScale: 2, Width: 1024, Height: 700}, full(t))
	f.Go(route.Of(route.Resident, d.snap.Open.Case.ID))
	arrived(st, f)
	if uitest.FocusInSight(st.Canvas()) {
		t.Fatal("the first field is in sight: the test tells nothing")
	}
	st.Type("x")
	if !uitest.FocusInSight(st.Canvas()) {
		t.Errorf("%q is out of sight while it is typed into", st.Focused())
	}
}

// TestAColumnBeginsAtItsTop when F6 leads into it, whatever its first control is.
func TestAColumnBeginsAtItsTop(t *testing.T) {
	st, f, d := open(t, uitest.Options{TextScale: 2}, full(t))
	f.Go(route.Of(route.Evidence, d.snap.Open.Case.ID))
	arrived(st, f)
	for _, top := range []string{st.Words.T("casefile.worth"), st.Words.T("casefile.case", "Ref", d.snap.Open.Case.Ref)} {
		st.Key(fyne.KeyF6)
		arrived(st, f)
		st.Capture("column")
		if !uitest.InSight(st.Canvas(), top) {
			t.Errorf("%q is out of sight; there is %q", top, uitest.Texts(st.Canvas()))
		}
	}
	st.Key(fyne.KeyF6)
	if !uitest.HeadingInSight(st.Canvas()) {
		t.Error("the step does not begin at its heading")
	}
}

// TestHomeFromAnywhere, by mouse and by keyboard, with what is typed kept.
func TestHomeFromAnywhere(t *testing.T) {
	for name, act := range map[string]func(*uitest.Stage, *ui.Frame){
		"mouse": func(st *uitest.Stage, _ *ui.Frame) { st.Tap(st.Words.T("home.title")) },
		"keyboard": func(_ *uitest.Stage, f *ui.Frame) {
			f.TypedShortcut(ctrl(fyne.KeyH))
		},
	} {
		for _, lang := range words.Langs() {
			t.Run(name+"-"+string(lang), func(t *testing.T) {
				st, f, d := open(t, uitest.Options{Lang: lang}, full(t))
				f.Go(route.Of(route.Resident, d.snap.Open.Case.ID))
				st.Idle(f.Run)
				st.Type("x")
				act(st, f)
				st.UntilIdle(f.Run, "home", func() bool { return f.At() == route.To(route.Home) })
				if len(d.drafts) == 0 {
					t.Error("what was typed is not kept")
				}
				if help := st.Words.T("help.keys"); !strings.Contains(help, "Ctrl+H") {
					t.Errorf("the help tells %q", help)
				}
				if order := uitest.TabOrder(st.Canvas()); order[0] == st.Words.T("home.title") {
					t.Error("at home there is a way home")
				}
			})
		}
	}
}

// TestPuttingALetterAsideGivesTheFocusBack to where the officer was typing.
func TestPuttingALetterAsideGivesTheFocusBack(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, full(t))
	f.Go(route.Of(route.Resident, d.snap.Open.Case.ID))
	st.Idle(f.Run)
	st.Key(fyne.KeyTab)
	st.Type("x")
	was := st.Canvas().Focused()
	d.snap.Offered = &desk.LetterLook{At: d.snap.Now}
	d.snap.Revision++
	f.Show(d.snap)
	st.Settle()
	st.Tap(st.Words.T("frame.offer.drop"))
	st.UntilIdle(f.Run, "it is put aside", func() bool { return d.snap.Offered == nil })
	f.Show(d.snap)
	st.Settle()
	if got := st.Canvas().Focused(); got == nil || got != was {
		t.Errorf("the focus is on %q", st.Focused())
	}
}
