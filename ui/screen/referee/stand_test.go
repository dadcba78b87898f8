package referee_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/assets"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/referee"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const (
	caseID = casework.ID("case-1")
	mair   = casework.RefereeID("mair")
)

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)

// office is a desk with one case, in memory. It judges by the policy's own
// rules, as the desk does.
type office struct {
	snap    desk.Snapshot
	err     error // of the next command
	ids     int
	printed []desk.SlipWish
	asked   int
}

func (o *office) by() casework.By { return casework.By{Person: "officer-1", At: now} }

func (o *office) change(draft string, do func(*casework.Case) error) error {
	err := o.err
	o.err = nil
	if err != nil {
		return err
	}
	next := *o.snap.Open
	next.Case = next.Case.Clone()
	if err := do(next.Case); err != nil {
		return err
	}
	next.Drafts = maps.Clone(next.Drafts)
	delete(next.Drafts, draft)
	o.snap.Open = &next
	o.judge()
	return nil
}

// judge does what the desk does after each act.
func (o *office) judge() {
	p, c := o.snap.Policy, o.snap.Open.Case
	o.snap.Revision++
	o.snap.Open.Referees, o.snap.Open.Slips = nil, nil
	if p == nil {
		return
	}
	missing := fault.All(c.Missing(p, resident.DateOf(now)))
	training := policy.Training{Document: resident.DateOf(now), Likeness: resident.DateOf(now)}
	for i, r := range c.Referees {
		if r.Told != nil {
			o.snap.Open.Slips = append(o.snap.Open.Slips, desk.SlipLook{
				Wish:    desk.SlipWish{Kind: desk.SlipReferee, Referee: r.ID, Language: resident.English},
				Heading: paper.Pair{En: "For a referee", Cy: "I ganolwr"},
				Rows:    []paper.Row{{Label: paper.Pair{En: "Reference", Cy: "Cyfeirnod"}, Lines: []paper.Pair{{En: c.Ref, Cy: c.Ref}}}},
			})
		}
		if !r.Counts() {
			continue
		}
		look := desk.RefereeLook{Referee: r, Needs: gpg45.Low, AtSync: policy.AtSync()}
		look.Scored = p.Score(policy.Findings{Evidence: r.Evidence, Likeness: r.Likeness, Name: r.Name, Birth: r.Born, Trained: map[string]policy.Training{"officer-1": training}}, training, resident.DateOf(now))
		for _, e := range missing {
			if strings.HasPrefix(e.Where, fmt.Sprintf("referee[%d]", i)) {
				look.Missing = append(look.Missing, desk.Reason{Code: e.Code, Where: e.Where, Step: casework.StepReferee, Referee: r.ID})
			}
		}
		facts := policy.RefereeFacts{
			Position: r.Position, Relation: r.Relation, Years: r.Years, OnlyVouched: r.OnlyVouched, StaffTie: r.StaffTie,
			Name: r.Name.Full(), Shown: len(r.Evidence) > 0, Identity: look.Scored.Result.Confidence,
			Person: &policy.RefereePerson{Born: r.Born, Address: r.Address},
		}
		if r.Told != nil {
			facts.Notice = r.Told.Notice
		}
		if s := r.Statement; s != nil {
			facts.Made, facts.Until = resident.DateOf(s.At), resident.DateOf(s.Until)
		}
		e := p.Eligible(facts, resident.DateOf(now))
		look.Eligible = e.Eligible && len(look.Missing) == 0
		for _, why := range e.Reasons {
			look.Reasons = append(look.Reasons, desk.Reason{Code: why.Code, Params: why.Params})
		}
		o.snap.Open.Referees = append(o.snap.Open.Referees, look)
	}
	o.snap.Open.Steps = []desk.StepState{{Step: casework.StepReferee, Status: desk.StepOptional}, {Step: casework.StepReview, Status: desk.StepNow}}
}

func (o *office) SaveDraft(_ context.Context, id casework.ID, key string, fields map[string]string) error {
	if id != caseID {
		return errors.New("another case")
	}
	next := *o.snap.Open
	if next.Drafts = maps.Clone(next.Drafts); next.Drafts == nil {
		next.Drafts = map[string]map[string]string{}
	}
	next.Drafts[key] = fields
	if len(fields) == 0 {
		delete(next.Drafts, key)
	}
	o.snap.Open, o.snap.Revision = &next, o.snap.Revision+1
	return nil
}

func (o *office) NewRefereeID() casework.RefereeID { return mair }

func (o *office) SetReferee(_ context.Context, _ casework.ID, r casework.Referee) error {
	r.Salt = "salt"
	return o.change("referee:"+string(r.ID), func(c *casework.Case) error { return c.SetReferee(r, o.by()) })
}

func (o *office) RemoveReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	return o.change("", func(c *casework.Case) error { return c.RemoveReferee(ref, o.by()) })
}

func (o *office) RestoreReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	return o.change("", func(c *casework.Case) error { return c.RestoreReferee(ref, o.by()) })
}

func (o *office) WithdrawReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	return o.change("", func(c *casework.Case) error { return c.WithdrawReferee(ref, o.by()) })
}

func (o *office) SetRefereeTold(_ context.Context, _ casework.ID, ref casework.RefereeID, told casework.Told) error {
	return o.change("referee:"+string(ref)+":told", func(c *casework.Case) error { return c.SetRefereeTold(ref, told, o.by()) })
}

func (o *office) PutRefereeEvidence(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.Item) error {
	return o.change("referee:"+string(ref)+":evidence:"+string(item.ID), func(c *casework.Case) error { return c.PutRefereeEvidence(ref, item, o.by()) })
}

func (o *office) RemoveRefereeEvidence(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.ItemID) error {
	return o.change("", func(c *casework.Case) error { return c.RemoveRefereeEvidence(ref, item, o.by()) })
}

func (o *office) RestoreRefereeEvidence(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.ItemID) error {
	return o.change("", func(c *casework.Case) error { return c.RestoreRefereeEvidence(ref, item, o.by()) })
}

func (o *office) AddRefereeCapture(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.ItemID, path string) (evidence.Capture, error) {
	added := evidence.Capture{Blob: path, Media: "image/jpeg", W: 40, H: 30, At: now}
	return added, o.change("", func(c *casework.Case) error {
		if item != "" {
			return errors.New("of a document")
		}
		return c.AddStatementCapture(ref, added, o.by())
	})
}

func (o *office) RemoveRefereeCapture(_ context.Context, _ casework.ID, ref casework.RefereeID, _ evidence.ItemID, blob string) error {
	return o.change("", func(c *casework.Case) error { return c.RemoveStatementCapture(ref, blob, o.by()) })
}

func (o *office) SetRefereeLikeness(_ context.Context, _ casework.ID, ref casework.RefereeID, l evidence.Likeness) error {
	return o.change("referee:"+string(ref)+":likeness", func(c *casework.Case) error { return c.SetRefereeLikeness(ref, l, o.by()) })
}

func (o *office) AskBrokerReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	o.asked++
	return o.change("", func(c *casework.Case) error {
		return c.SetRefereeCheck(ref, casework.Check{At: now, Fraud: 1}, o.by())
	})
}

func (o *office) SetStatement(_ context.Context, _ casework.ID, ref casework.RefereeID, s casework.Statement) error {
	return o.change("referee:"+string(ref)+":statement", func(c *casework.Case) error {
		return c.SetStatement(ref, s, o.snap.Policy.Referee.ValidDays, o.by())
	})
}

func (o *office) Picture(context.Context, casework.ID, string) (*image.RGBA, error) {
	return image.NewRGBA(image.Rect(0, 0, 40, 30)), nil
}

func (o *office) PrintSlip(_ context.Context, _ casework.ID, wish desk.SlipWish) error {
	o.printed = append(o.printed, wish)
	return nil
}

func (o *office) NewItemID() evidence.ItemID {
	o.ids++
	return evidence.ItemID(fmt.Sprintf("item-%d", o.ids))
}

func (o *office) NewCheckID() evidence.CheckID {
	o.ids++
	return evidence.CheckID(fmt.Sprintf("check-%d", o.ids))
}

// stand is the case's middle column with its neighbours; it goes where the
// screens want to go, as the frame does.
type stand struct {
	*uitest.Stage
	run    *foreground.Runner
	office *office
	at     route.Route
	past   []route.Route
	screen stage.Screen
	tasks  *casefile.TaskList
	worth  *casefile.Worth
	said   string
	picked string
}

func (v *stand) Go(to route.Route) {
	v.screen.Flush(func() { v.past = append(v.past, v.at); v.open(to) })
}
func (v *stand) Announce(s string) { v.said = s }
func (v *stand) Back() {
	v.screen.Flush(func() {
		if n := len(v.past); n > 0 {
			to := v.past[n-1]
			v.past = v.past[:n-1]
			v.open(to)
		}
	})
}

func (v *stand) open(to route.Route) {
	v.at = to
	if to.Screen != route.Referee {
		return
	}
	st := &stage.Stage{
		Kit: v.Kit, Words: v.Words, Run: v.run, Nav: v, At: to, Now: func() time.Time { return now },
		Pick: func(_ string, chosen func(string)) {
			if v.picked != "" {
				chosen(v.picked)
			}
		},
	}
	v.screen = referee.New(st, v.office)
	v.tasks, v.worth = casefile.NewTaskList(st), casefile.NewWorth(st)
	v.Show(v.Kit.Columns(v.tasks.Content(), v.screen.Content(), v.worth.Content()))
	v.show()
	v.Kit.Focus(v.screen.First())
	v.Settle()
}

func (v *stand) show() {
	v.screen.Show(v.office.snap)
	v.tasks.Show(v.office.snap)
	v.worth.Show(v.office.snap)
	v.Settle()
}

func visit(t *testing.T, o uitest.Options, off *office, part route.Part) *stand {
	t.Helper()
	off.judge()
	v := &stand{Stage: uitest.Open(t, o), office: off}
	v.run = foreground.NewTimed(v.Pump.Post, v.Clock.Timer())
	t.Cleanup(v.run.Close)
	v.Kit.OnKey = func(ev *fyne.KeyEvent) bool {
		k, ok := v.screen.(stage.Keyed)
		switch {
		case ok && ev.Name == fyne.KeyReturn:
			return k.Enter()
		case ok && ev.Name == fyne.KeyEscape:
			if !k.Escape() {
				v.Back()
			}
			return true
		}
		return false
	}
	to := route.OfReferee(caseID, mair, part)
	if part == listed {
		to = route.Of(route.Referee, caseID)
	}
	v.open(to)
	return v
}

// listed stands for the list in these tests.
const listed = route.Part("list")

// rest waits until the desk has answered and shows what it says.
func (v *stand) rest() {
	v.T.Helper()
	v.Pump.Until(v.T, "the desk has answered", func() bool { return !v.run.Busy() })
	v.Pump.Drain()
	v.show()
}

// typed lets the draft be kept.
func (v *stand) typed() {
	v.T.Helper()
	v.Clock.Advance(time.Second)
	v.Pump.Drain() // the draft that is due begins to be kept
	v.rest()
}

func rules(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// empty is a desk with a case of Rosa and no referee.
func empty(t testing.TB) *office {
	rosa := caseworktest.Rosa()
	return &office{snap: desk.Snapshot{
		Now: now, Policy: rules(t), Link: desk.Link{State: desk.LinkOnline},
		Staff:   []desk.Staff{{ID: "officer-1", Name: "Idris Sampl"}},
		Session: &desk.Session{Person: trust.Person{ID: "officer-1", Name: "Idris Sampl", Training: trust.Training{Likeness: resident.DateOf(now), Document: resident.DateOf(now)}}},
		Open: &desk.OpenCase{
			Case: &casework.Case{
				ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now, OpenedBy: "officer-1",
				Resident: &rosa,
			},
		},
	}}
}

// asSheSays is Mair Enghraifft, who teaches and knows Rosa as a colleague.
func asSheSays() casework.Referee {
	return casework.Referee{
		ID: mair, Name: resident.Name{Given: "Mair", Family: "Enghraifft"}, Born: resident.Date{Year: 1979, Month: 2, Day: 3},
		Address:  resident.Address{Lines: []string{"4 Other Street"}, Town: "Exampleton", Postcode: "EX4 2BB"},
		Contact:  resident.Contact{How: resident.Phone, Detail: "01632 960 123", Language: resident.English},
		Position: "education", Organisation: "Ysgol Enghraifft", Relation: "colleague", Years: 6,
		OnlyVouched: evidence.No, StaffTie: evidence.No,
	}
}

// begun is a case in which Mair is written down.
func begun(t testing.TB, change ...func(*casework.Referee)) *office {
	t.Helper()
	o, r := empty(t), asSheSays()
	for _, f := range change {
		f(&r)
	}
	must(t, o.SetReferee(context.Background(), caseID, r))
	return o
}

// told is begun with her notice told.
func told(t testing.TB, change ...func(*casework.Referee)) *office {
	t.Helper()
	o := begun(t, change...)
	must(t, o.SetRefereeTold(context.Background(), caseID, mair, casework.Told{Notice: "1", How: "read_aloud", Language: "en"}))
	return o
}

// ready is told with passport, likeness and statement.
func ready(t testing.TB) *office {
	t.Helper()
	o := told(t)
	ctx := context.Background()
	must(t, o.PutRefereeEvidence(ctx, caseID, mair, document(t, o.snap.Policy, "p", "passport", map[string]string{
		"given_names": "Mair", "family_name": "Enghraifft", "birth_date": "1979-02-03", "expires": "2031-05-01", "number": "999123456", "country": "GBR",
	})))
	l := evidence.Likeness{Against: "p"}
	for i, q := range o.snap.Policy.Likeness.Checks {
		l.Checks = append(l.Checks, evidence.Check{Code: q.Code, CheckID: evidence.CheckID(fmt.Sprintf("l-%d", i)), Answer: evidence.Yes, At: now, By: "officer-1"})
	}
	must(t, o.SetRefereeLikeness(ctx, caseID, mair, l))
	must(t, o.SetStatement(ctx, caseID, mair, casework.Statement{How: casework.StatementOnScreen, Language: "en"}))
	return o
}

// document is one with every check answered yes.
func document(t testing.TB, p *policy.Policy, id evidence.ItemID, kind string, fields map[string]string) evidence.Item {
	t.Helper()
	d, ok := p.Document(kind)
	if !ok {
		t.Fatal(kind)
	}
	item := evidence.Item{ID: id, Type: kind, Fields: fields, Seen: evidence.Returned}
	for i, q := range d.Checks {
		item.Checks = append(item.Checks, evidence.Check{Code: q.Code, CheckID: evidence.CheckID(fmt.Sprintf("%s-%d", id, i)), Answer: evidence.Yes, At: now, By: "officer-1"})
	}
	return item
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) referee() casework.Referee {
	i := slices.IndexFunc(o.snap.Open.Case.Referees, func(r casework.Referee) bool { return r.ID == mair })
	if i < 0 {
		return casework.Referee{}
	}
	return o.snap.Open.Case.Referees[i]
}
