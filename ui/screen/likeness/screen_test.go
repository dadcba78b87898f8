package likeness_test

import (
	"context"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/assets"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/piece"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/likeness"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

var now = screentest.Now()

// office remembers what it was given.
type office struct {
	screentest.Office
	err error // of the next command
	ids int
	set []evidence.Likeness
}

func (o *office) SetLikeness(_ context.Context, _ casework.ID, l evidence.Likeness) error {
	err := o.err
	o.err = nil
	if err == nil {
		o.set = append(o.set, l)
	}
	return err
}

func (o *office) NewCheckID() evidence.CheckID {
	o.ids++
	return evidence.CheckID(fmt.Sprintf("check-%d", o.ids))
}

type stand struct {
	*screentest.Visit[*piece.Likeness]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot) *stand {
	t.Helper()
	off := &office{}
	return &stand{screentest.InCase(t, o, route.Of(route.Likeness, caseID), s, func(st *stage.Stage) *piece.Likeness { return likeness.New(st, off) }), off}
}

// with is a case with documents, all checks of each answered yes up to a
// number of them.
func with(t *testing.T, trained resident.Date, answered map[string]int, kinds ...string) desk.Snapshot {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	c := &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now}
	for _, kind := range kinds {
		d, ok := p.Document(kind)
		if !ok {
			t.Fatal(kind)
		}
		item := evidence.Item{ID: evidence.ItemID(kind), Type: kind, Fields: map[string]string{"expires": "2030-01-01"}}
		for i, q := range d.Checks {
			if i < answered[kind] {
				item.Checks = append(item.Checks, evidence.Check{Code: q.Code, Answer: evidence.Yes})
			}
		}
		c.Evidence = append(c.Evidence, item)
	}
	full := policy.Training{Document: resident.Date{Year: 2026, Month: 3, Day: 1}}
	return desk.Snapshot{
		Now: now, Policy: p,
		Session: &desk.Session{Person: trust.Person{ID: "officer-1", Training: trust.Training{Likeness: trained}}},
		Open: &desk.OpenCase{
			Case: c, Steps: []desk.StepState{{Step: casework.StepLikeness, Status: "not_started"}},
			Scored: p.Score(policy.Findings{Evidence: c.Evidence}, full, resident.DateOf(now)),
		},
	}
}

var (
	current = resident.Date{Year: 2026, Month: 3, Day: 1}
	old     = resident.Date{Year: 2024, Month: 3, Day: 1}
)

const (
	card  = "driving_licence_uk_photocard"
	bus   = "older_persons_bus_pass"
	paper = "birth_certificate"
)

func states() map[string]func(t *testing.T) desk.Snapshot {
	return map[string]func(t *testing.T) desk.Snapshot{
		"one":      func(t *testing.T) desk.Snapshot { return with(t, current, map[string]int{card: 9}, card, paper) },
		"doubtful": func(t *testing.T) desk.Snapshot { return with(t, old, map[string]int{card: 0}, card) },
		"two": func(t *testing.T) desk.Snapshot {
			return with(t, resident.Date{}, map[string]int{card: 9, bus: 0}, card, bus)
		},
		"no-photo": func(t *testing.T) desk.Snapshot { return with(t, current, nil, paper) },
		"closed": func(t *testing.T) desk.Snapshot {
			s := with(t, current, map[string]int{card: 9}, card)
			s.Open.Case.State = casework.WithSupervisor
			s.Open.Case.Likeness = &evidence.Likeness{Against: card, Checks: []evidence.Check{{Code: "same_person", Answer: evidence.Yes}}}
			return s
		},
	}
}

func TestScreenBearsEverySetting(t *testing.T) {
	for name, s := range states() {
		for setting, o := range uitest.Settings(map[string]uitest.Options{"en-1024": {Width: 1024, Height: 700}}) {
			t.Run(name+"/"+setting, func(t *testing.T) {
				v := visit(t, o, s(t))
				v.AssertBears("likeness-" + name + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for name, s := range states() {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, s(t))
			uitest.AssertMaster(t, name, v.Screen.Content())
		})
	}
}

func TestByKeyboardAlone(t *testing.T) {
	v := visit(t, uitest.Options{}, states()["one"](t))
	for range 6 {
		v.Key(fyne.KeyRight, fyne.KeyTab)
	}
	v.Key(fyne.KeyRight, fyne.KeyReturn)
	v.Until("the comparison is made", func() bool { return len(v.office.set) == 1 && len(v.Nav.Went) == 1 })
	l := v.office.set[0]
	if l.Against != card || len(l.Checks) != 7 || v.Nav.Went[0] != route.Of(route.Review, caseID) {
		t.Errorf("%v against %s with %d checks", v.Nav.Went, l.Against, len(l.Checks))
	}
	for _, c := range l.Checks {
		if c.Answer != evidence.Yes || c.CheckID == "" {
			t.Errorf("%s: %q, id %q", c.Code, c.Answer, c.CheckID)
		}
	}
}

func TestNothingIsPreset(t *testing.T) {
	v := visit(t, uitest.Options{}, states()["two"](t))
	v.Key(fyne.KeyReturn)
	v.See("Choose the document with the photo", "Answer: Is this the person in the photo?")
	if len(v.office.set) > 0 {
		t.Error("it was made all the same")
	}
}

func TestAnotherPhotoLosesNoAnswer(t *testing.T) {
	v := visit(t, uitest.Options{}, states()["two"](t))
	v.Key(fyne.KeyDown, fyne.KeyTab, fyne.KeyRight)
	v.BackTab()
	v.Key(fyne.KeyDown)
	v.See("This comparison will count for nothing yet")
	v.Key(fyne.KeyUp)
	v.Pause()
	last := v.office.Draft()
	if last["against"] != card || last[card+"/answer.person_present"] != "yes" || last[bus+"/answer.person_present"] != "" {
		t.Errorf("draft %v", last)
	}
	s := states()["two"](t)
	s.Open.Drafts = map[string]map[string]string{"likeness": last}
	again := visit(t, uitest.Options{}, s)
	again.Key(fyne.KeyReturn)
	again.SeeNot("Choose the document with the photo", "Answer: Is the person here in front of you?")
}

func TestAnswersGivenBeforeThePhotoWasChosenStay(t *testing.T) {
	v := visit(t, uitest.Options{}, states()["two"](t))
	v.Key(fyne.KeyTab, fyne.KeyRight)
	v.BackTab()
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.SeeNot("Choose the document with the photo", "Answer: Is the person here in front of you?")
	v.See("Answer: Is this the person in the photo?")
}

func TestWithoutAPhotoItGoesOn(t *testing.T) {
	v := visit(t, uitest.Options{}, states()["no-photo"](t))
	v.See("There is no photo to compare with")
	v.Key(fyne.KeyReturn)
	if len(v.Nav.Went) != 1 || v.Nav.Went[0].Screen != route.Review || len(v.office.set) > 0 {
		t.Errorf("went %v, set %v", v.Nav.Went, v.office.set)
	}
}

func TestWhereSomebodyVouchesThatStepComesNext(t *testing.T) {
	s := states()["no-photo"](t)
	s.Open.Case.Referees = []casework.Referee{{ID: "r"}}
	v := visit(t, uitest.Options{}, s)
	v.Key(fyne.KeyReturn)
	if len(v.Nav.Went) != 1 || v.Nav.Went[0] != route.Of(route.Referee, caseID) {
		t.Errorf("went %v", v.Nav.Went)
	}
}

func TestTrainingAndDoubtAreSaid(t *testing.T) {
	for name, want := range map[string][]string{
		"one":      {"Your training is current: up to 3", "Found genuine: its photo counts."},
		"doubtful": {"Your likeness training is from 1 March 2024: up to 2", "Its photo does not count: it has not been found genuine yet"},
		"two":      {"You have no likeness training: up to 1", "UK photocard driving licence", "Older person's bus pass"},
		"closed":   {"The comparison cannot be changed now", "Not answered"},
	} {
		t.Run(name, func(t *testing.T) {
			visit(t, uitest.Options{}, states()[name](t)).See(want...)
		})
	}
}

// TestTheDoubtIsSaidByItsReason: nobody is sent to finish checks that are
// finished.
func TestTheDoubtIsSaidByItsReason(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(evidence.Item, policy.Document) evidence.Item
		want   string
	}{
		"open":    {func(i evidence.Item, _ policy.Document) evidence.Item { return i }, "Finish the checks of that document first"},
		"no":      {answered(evidence.Yes, evidence.No), "A check of that document was answered No. It was not found genuine"},
		"too few": {answered(evidence.CouldNot, evidence.CouldNot), "too few could be made"},
		"expired": {func(i evidence.Item, _ policy.Document) evidence.Item { i.Fields["expires"] = "2001-01-01"; return i }, "ran out too long ago"},
	} {
		t.Run(name, func(t *testing.T) {
			s := with(t, current, nil, card)
			d, _ := s.Policy.Document(card)
			s.Open.Case.Evidence[0] = c.answer(s.Open.Case.Evidence[0], d)
			s.Open.Scored = s.Policy.Score(policy.Findings{Evidence: s.Open.Case.Evidence}, policy.Training{Document: current}, resident.DateOf(now))
			v := visit(t, uitest.Options{Height: 1400}, s)
			v.See(c.want)
			if name != "open" {
				v.SeeNot("Finish the checks")
			}
			uitest.AssertNoCutText(t, v.Canvas())
		})
	}
}

// answered answers every check of a document, and the first otherwise.
func answered(every, first evidence.Answer) func(evidence.Item, policy.Document) evidence.Item {
	return func(i evidence.Item, d policy.Document) evidence.Item {
		for n, q := range d.Checks {
			k := evidence.Check{Code: q.Code, Answer: every}
			if n == 0 {
				k.Answer = first
			}
			i.Checks = append(i.Checks, k)
		}
		return i
	}
}

func TestAFailureLosesNothing(t *testing.T) {
	s := states()["one"](t)
	draft := map[string]string{"against": card}
	for _, q := range s.Policy.Likeness.Checks {
		draft[card+"/answer."+q.Code] = "yes"
	}
	s.Open.Drafts = map[string]map[string]string{"likeness": draft}
	v := visit(t, uitest.Options{}, s)
	v.office.err = fault.New(fault.Unavailable, "no-such-words")
	v.Key(fyne.KeyReturn)
	v.Until("the failure is told", func() bool { return v.office.err == nil })
	v.See("There is a problem")
	v.Tap("Continue")
	v.Until("it is made", func() bool { return len(v.office.set) == 1 })
}

// TestSomebodyElseComparesAgain: every question is asked anew, and nothing of
// the first officer's comparison is taken over as the second's.
func TestSomebodyElseComparesAgain(t *testing.T) {
	s := with(t, resident.Date{Year: 2026, Month: 3, Day: 1}, map[string]int{"passport": 8}, "passport")
	l := &evidence.Likeness{Against: "passport"}
	for _, q := range s.Policy.Likeness.Checks {
		l.Checks = append(l.Checks, evidence.Check{Code: q.Code, CheckID: "old-" + evidence.CheckID(q.Code), Answer: evidence.Yes, By: "officer-2"})
	}
	s.Open.Case.Likeness = l
	v := visit(t, uitest.Options{}, s)
	v.See("Compare again yourself")
	v.Tap("Compare again yourself")
	v.Settle()
	v.SeeNot("Compare again yourself")
	v.Screen.Enter()
	v.Settle()
	if len(v.office.set) > 0 {
		t.Fatal("kept without answers")
	}
	own := with(t, resident.Date{Year: 2026, Month: 3, Day: 1}, map[string]int{"passport": 8}, "passport")
	for i := range l.Checks {
		l.Checks[i].By = "officer-1"
	}
	own.Open.Case.Likeness = l
	visit(t, uitest.Options{}, own).SeeNot("Compare again yourself")
}
