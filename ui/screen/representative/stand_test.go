package representative_test

import (
	"context"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/representative"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

var now = screentest.Now()

// office keeps what it is given.
type office struct {
	screentest.Office
	set []casework.Representative
}

func (o *office) SetRepresentative(_ context.Context, _ casework.ID, r casework.Representative) error {
	err := o.Call("set")
	if err == nil {
		o.set = append(o.set, r)
	}
	return err
}

func (o *office) RemoveRepresentative(context.Context, casework.ID) error { return o.Call("remove") }

func (o *office) RestoreRepresentative(context.Context, casework.ID) error { return o.Call("restore") }
func (o *office) NewItemID() evidence.ItemID                               { return "item-1" }

// stand is one visit, between the columns of a case.
type stand struct {
	*screentest.Visit[*representative.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot) *stand {
	t.Helper()
	off := &office{}
	return &stand{screentest.InCase(t, o, route.Of(route.Representative, caseID), s, func(st *stage.Stage) *representative.Screen {
		return representative.New(st, off)
	}), off}
}

func snapshot(t testing.TB) desk.Snapshot {
	return desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Open: &desk.OpenCase{
			Case:  &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now, Resident: new(caseworktest.Rosa())},
			Steps: []desk.StepState{{Step: casework.StepLetter, Status: "signed"}, {Step: casework.StepResident, Status: "now"}},
		},
	}
}

func tomos(kind string) casework.Representative {
	return casework.Representative{
		Name: resident.Name{Given: "Tomos", Family: "Placeholder"}, Kind: kind, Seen: "Sealed by the court, each page", Number: "7000-0001",
		Limits: "No gifts over £100", Until: resident.Date{Year: 2028, Month: 1, Day: 31}, Agrees: evidence.CouldNot,
		Evidence: []evidence.Item{{ID: "rep-1", Type: "passport", Seen: evidence.Returned}},
	}
}

// with is a snapshot of a case with a representative, as the desk judges them.
func with(t testing.TB, r casework.Representative) desk.Snapshot {
	s := snapshot(t)
	s.Open.Case.Representative = &r
	m, _ := s.Open.Case.Mandate()
	s.Open.Standing = s.Policy.Standing(m, resident.DateOf(now))
	return s
}
