package resident_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/resident"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

// office keeps what it is given, in the order of the calls.
type office struct {
	screentest.Office
	set []casework.Resident
}

func (o *office) SetResident(_ context.Context, _ casework.ID, r casework.Resident) error {
	err := o.Call("set")
	if err == nil {
		o.set = append(o.set, r)
	}
	return err
}

// stand is one visit, between the columns of a case.
type stand struct {
	*screentest.Visit[*resident.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	return &stand{screentest.InCase(t, o, route.Of(route.Resident, caseID), s, func(st *stage.Stage) *resident.Screen { return resident.New(st, off) }), off}
}

// tab types into the boxes one after another, with Tab between.
func (v *stand) tab(texts ...string) {
	for _, text := range texts {
		v.Type(text)
		v.Key(fyne.KeyTab)
	}
}

var now = screentest.Now()

func snapshot(t testing.TB) desk.Snapshot {
	return desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Open: &desk.OpenCase{
			Case:  &casework.Case{ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now},
			Steps: []desk.StepState{{Step: casework.StepLetter, Status: "signed"}, {Step: casework.StepResident, Status: "now"}},
		},
	}
}

func withRecord(t testing.TB) desk.Snapshot {
	s := snapshot(t)
	s.Open.Record = &letter.Record{Given: "Rosa Mai", Family: "Specimen", AddressLines: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA"}
	return s
}

func (o *office) RemoveRepresentative(context.Context, casework.ID) error {
	return o.Call("remove representative")
}
