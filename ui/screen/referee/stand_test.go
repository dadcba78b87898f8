package referee_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/capture"
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
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/referee"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const (
	caseID = screentest.CaseID
	mair   = casework.RefereeID("mair")
)

var now = screentest.Now()

// office is a desk with one case, in memory. It judges by the policy's own
// rules, as the desk does.
type office struct {
	screentest.Desk
	printed []desk.SlipWish
	asked   int
}

// change does one act, which spends a draft.
func (o *office) change(draft string, do func(*casework.Case) error) error {
	return o.Change(func(c *desk.OpenCase) error {
		delete(c.Drafts, draft)
		return do(c.Case)
	})
}

// judge does what the desk does after each act.
func judge(s *desk.Snapshot) {
	p, c := s.Policy, s.Open.Case
	s.Open.Referees, s.Open.Slips = nil, nil
	if p == nil {
		return
	}
	missing := fault.All(c.Missing(p, resident.DateOf(now)))
	training := policy.Training{Document: resident.DateOf(now), Likeness: resident.DateOf(now)}
	for i, r := range c.Referees {
		if r.Told != nil {
			s.Open.Slips = append(s.Open.Slips, desk.SlipLook{
				Wish:    desk.SlipWish{Kind: desk.SlipReferee, Referee: r.ID, Language: resident.English},
				Heading: paper.Pair{En: "For a referee", Cy: "I ganolwr"},
				Rows:    []paper.Row{{Label: paper.Pair{En: "Reference", Cy: "Cyfeirnod"}, Lines: []paper.Pair{{En: c.Ref, Cy: c.Ref}}}},
			})
		}
		if !r.Counts() {
			continue
		}
		look := desk.RefereeLook{Referee: r, Needs: gpg45.Low, AtSync: policy.AtSync()}
		look.Scored = p.Score(policy.Findings{Evidence: r.Evidence, Likeness: r.Likeness, Name: r.Name, Birth: r.Born, Trained: map[string]policy.Training{screentest.Officer: training}}, training, resident.DateOf(now))
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
		if made := r.Statement; made != nil {
			facts.Made, facts.Until = resident.DateOf(made.At), resident.DateOf(made.Until)
		}
		e := p.Eligible(facts, resident.DateOf(now))
		look.Eligible = e.Eligible && len(look.Missing) == 0
		for _, why := range e.Reasons {
			look.Reasons = append(look.Reasons, desk.Reason{Code: why.Code, Params: why.Params})
		}
		s.Open.Referees = append(s.Open.Referees, look)
	}
	s.Open.Steps = []desk.StepState{{Step: casework.StepReferee, Status: desk.StepOptional}, {Step: casework.StepReview, Status: desk.StepNow}}
}
func (o *office) NewRefereeID() casework.RefereeID { return mair }

func (o *office) SetReferee(_ context.Context, _ casework.ID, r casework.Referee) error {
	r.Salt = "salt"
	return o.change("referee:"+string(r.ID), func(c *casework.Case) error { return c.SetReferee(r, o.By()) })
}

func (o *office) RemoveReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	return o.change("", func(c *casework.Case) error { return c.RemoveReferee(ref, o.By()) })
}

func (o *office) RestoreReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	return o.change("", func(c *casework.Case) error { return c.RestoreReferee(ref, o.By()) })
}

func (o *office) WithdrawReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	return o.change("", func(c *casework.Case) error { return c.WithdrawReferee(ref, o.By()) })
}

func (o *office) SetRefereeTold(_ context.Context, _ casework.ID, ref casework.RefereeID, told casework.Told) error {
	return o.change("referee:"+string(ref)+":told", func(c *casework.Case) error { return c.SetRefereeTold(ref, told, o.By()) })
}

func (o *office) PutRefereeEvidence(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.Item) error {
	return o.change("referee:"+string(ref)+":evidence:"+string(item.ID), func(c *casework.Case) error { return c.PutRefereeEvidence(ref, item, o.By()) })
}

func (o *office) RemoveRefereeEvidence(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.ItemID) error {
	return o.change("", func(c *casework.Case) error { return c.RemoveRefereeEvidence(ref, item, o.By()) })
}

func (o *office) RestoreRefereeEvidence(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.ItemID) error {
	return o.change("", func(c *casework.Case) error { return c.RestoreRefereeEvidence(ref, item, o.By()) })
}

func (o *office) AddRefereeCapture(_ context.Context, _ casework.ID, ref casework.RefereeID, item evidence.ItemID, p capture.Prepared) (evidence.Capture, error) {
	added := evidence.Capture{Blob: string(p.Sheet.Bytes()), Media: "image/jpeg", W: 40, H: 30, At: now}
	return added, o.change("", func(c *casework.Case) error {
		if item != "" {
			return errors.New("of a document")
		}
		return c.AddStatementCapture(ref, added, o.By())
	})
}

func (o *office) RemoveRefereeCapture(_ context.Context, _ casework.ID, ref casework.RefereeID, _ evidence.ItemID, blob string) error {
	return o.change("", func(c *casework.Case) error { return c.RemoveStatementCapture(ref, blob, o.By()) })
}

func (o *office) SetRefereeLikeness(_ context.Context, _ casework.ID, ref casework.RefereeID, l evidence.Likeness) error {
	return o.change("referee:"+string(ref)+":likeness", func(c *casework.Case) error { return c.SetRefereeLikeness(ref, l, o.By()) })
}

func (o *office) AskBrokerReferee(_ context.Context, _ casework.ID, ref casework.RefereeID) error {
	o.asked++
	return o.change("", func(c *casework.Case) error {
		return c.SetRefereeCheck(ref, casework.Check{At: now, Fraud: 1}, o.By())
	})
}

func (o *office) SetStatement(_ context.Context, _ casework.ID, ref casework.RefereeID, s casework.Statement) error {
	return o.change("referee:"+string(ref)+":statement", func(c *casework.Case) error {
		return c.SetStatement(ref, s, o.Snap.Policy.Referee.ValidDays, o.By())
	})
}

func (o *office) PrintSlip(_ context.Context, _ casework.ID, wish desk.SlipWish) error {
	o.printed = append(o.printed, wish)
	return nil
}

// stand is a walk through the step.
type stand struct {
	*screentest.Walk
	office *office
}

// listed stands for the list in these tests.
const listed = route.Part("list")

func visit(t *testing.T, o uitest.Options, off *office, part route.Part) *stand {
	t.Helper()
	judge(&off.Snap)
	at := route.OfReferee(caseID, mair, part)
	if part == listed {
		at = route.Of(route.Referee, caseID)
	}
	return &stand{screentest.Along(t, o, at, off.Newest, func(st *stage.Stage) stage.Screen { return referee.New(st, off) }), off}
}

// empty is a desk with a case of Rosa and no referee.
func empty(t testing.TB) *office {
	rosa := caseworktest.Rosa()
	return &office{Desk: screentest.Desk{Judge: judge, Snap: desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t), Link: desk.Link{State: desk.LinkOnline},
		Staff:   []desk.Staff{{ID: screentest.Officer, Name: "Idris Sampl"}},
		Session: &desk.Session{Person: trust.Person{ID: screentest.Officer, Name: "Idris Sampl", Training: trust.Training{Likeness: resident.DateOf(now), Document: resident.DateOf(now)}}},
		Open: &desk.OpenCase{
			Case: &casework.Case{
				ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now, OpenedBy: screentest.Officer,
				Resident: &rosa,
			},
		},
	}}}
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
	must(t, o.PutRefereeEvidence(ctx, caseID, mair, screentest.Document(t, o.Snap.Policy, "p", "passport", map[string]string{
		"given_names": "Mair", "family_name": "Enghraifft", "birth_date": "1979-02-03", "expires": "2031-05-01", "number": "999123456", "country": "GBR",
	})))
	l := evidence.Likeness{Against: "p"}
	for i, q := range o.Snap.Policy.Likeness.Checks {
		l.Checks = append(l.Checks, evidence.Check{Code: q.Code, CheckID: evidence.CheckID(fmt.Sprintf("l-%d", i)), Answer: evidence.Yes, At: now, By: screentest.Officer})
	}
	must(t, o.SetRefereeLikeness(ctx, caseID, mair, l))
	must(t, o.SetStatement(ctx, caseID, mair, casework.Statement{How: casework.StatementOnScreen, Language: "en"}))
	return o
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (o *office) referee() casework.Referee {
	i := slices.IndexFunc(o.Snap.Open.Case.Referees, func(r casework.Referee) bool { return r.ID == mair })
	if i < 0 {
		return casework.Referee{}
	}
	return o.Snap.Open.Case.Referees[i]
}
