package letter_test

import (
	"context"
	"errors"
	"testing"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	code "vouchdesk/internal/letter"
	"vouchdesk/internal/scan"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/scans"
	"vouchdesk/ui/screen/letter"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

// office answers what the test lays ready and remembers what it was asked.
type office struct {
	scans.Office // of which only what arrived is answered
	arrived      []desk.Scan
	look         desk.LetterLook
	err          error // of reading
	stuck        bool  // until it is stopped
	setErr       error
	read         []string
	set          []casework.Letter
	none         int
	offered      []desk.LetterLook
	resumed      []casework.ID
	retried      []casework.ID
}

func (o *office) ReadLetter(_ context.Context, text string) (desk.LetterLook, error) {
	o.read = append(o.read, text)
	return o.look, o.err
}

func (o *office) ReadLetterSheet(ctx context.Context, s capture.Sheet) (desk.LetterLook, error) {
	o.read = append(o.read, string(s.Bytes()))
	if o.stuck {
		<-ctx.Done()
		return desk.LetterLook{}, ctx.Err()
	}
	return o.look, o.err
}

func (o *office) Scans(context.Context) ([]desk.Scan, error) { return o.arrived, nil }

func (o *office) TakeScan(_ context.Context, id capture.ScanID) (capture.Sheet, error) {
	return capture.NewSheet(capture.FromFolder, []byte(id))
}

// codes is one reader for all tests: its second one takes seconds to be
// compiled.
var codes = scan.New("")

func (o *office) Live() *scan.Live { return codes.Live() }

func (o *office) Offer(_ context.Context, look desk.LetterLook) error {
	o.offered = append(o.offered, look)
	return nil
}

func (o *office) SetLetter(_ context.Context, id casework.ID, l casework.Letter) error {
	if id != caseID && id != nextTry {
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

// nextTry is the case that another try opens.
const nextTry casework.ID = "case-next"

func (o *office) Retry(_ context.Context, id casework.ID) (casework.ID, error) {
	o.retried = append(o.retried, id)
	return nextTry, nil
}

func (o *office) SetNoLetter(_ context.Context, id casework.ID) error {
	if id != caseID {
		return errors.New("another case")
	}
	o.none++
	return o.setErr
}

// stand is one visit, between the columns of a case.
type stand struct {
	*screentest.Visit[*letter.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	return &stand{screentest.InCase(t, o, route.Of(route.Letter, caseID), s, func(st *stage.Stage) *letter.Screen { return letter.New(st, off) }), off}
}

var now = screentest.Now()

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
