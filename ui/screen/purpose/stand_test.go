package purpose_test

import (
	"context"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/purpose"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

// office keeps what it is given, in the order of the calls.
type office struct {
	screentest.Office
	set []casework.Purpose
}

func (o *office) SetPurpose(_ context.Context, _ casework.ID, r casework.Purpose) error {
	err := o.Call("set")
	if err == nil {
		o.set = append(o.set, r)
	}
	return err
}

// stand is one visit, between the columns of a case.
type stand struct {
	*screentest.Visit[*purpose.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	return &stand{screentest.InCase(t, o, route.Of(route.Purpose, caseID), s, func(st *stage.Stage) *purpose.Screen { return purpose.New(st, off) }), off}
}

var now = screentest.Now()

func snapshot(t testing.TB) desk.Snapshot {
	return desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Open: &desk.OpenCase{
			Case:  &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now, Resident: new(caseworktest.Rosa())},
			Steps: []desk.StepState{{Step: casework.StepResident, Status: "done"}, {Step: casework.StepPurpose, Status: "now"}},
		},
	}
}
