package evidence_test

import (
	"context"
	"image"
	"slices"
	"testing"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/evidence"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = screentest.CaseID

// office is a desk with one case, in memory.
type office struct {
	screentest.Desk
	put     []record.Item
	shown   []string
	looked  []byte   // a sheet that was read from
	asked   []string // the pictures that were read from, as they were asked for
	read    desk.ReadZone
	readErr error
	wait    bool // reading takes until it is stopped
}

// judge scores again, as the desk does after each act.
func judge(s *desk.Snapshot) {
	c := s.Open.Case
	s.Open.Scored = s.Policy.Score(policy.Findings{
		Evidence: c.Evidence, Name: c.Resident.Name, Birth: c.Resident.Born,
	}, policy.Training{Document: resident.Date{Year: 2026, Month: 3, Day: 1}}, resident.DateOf(now))
	s.Open.Steps = []desk.StepState{{Step: casework.StepEvidence, Status: "in_progress", Done: 1, Total: len(c.Evidence)}}
}

func (o *office) PutEvidence(_ context.Context, _ casework.ID, item record.Item) error {
	return o.Change(func(c *desk.OpenCase) error {
		before, _ := c.Case.Item(item.ID)
		item.Captures = before.Captures
		o.put = append(o.put, item)
		delete(c.Drafts, "evidence:"+string(item.ID))
		return c.Case.PutEvidence(item, o.By())
	})
}

func (o *office) RemoveEvidence(_ context.Context, _ casework.ID, id record.ItemID) error {
	return o.Change(func(c *desk.OpenCase) error { return c.Case.RemoveEvidence(id, o.By()) })
}

func (o *office) RestoreEvidence(_ context.Context, _ casework.ID, id record.ItemID) error {
	return o.Change(func(c *desk.OpenCase) error { return c.Case.RestoreEvidence(id, o.By()) })
}

func (o *office) AddCapture(_ context.Context, _ casework.ID, id record.ItemID, p capture.Prepared) (record.Capture, error) {
	added := record.Capture{Blob: string(p.Sheet.Bytes()), Media: "image/jpeg", W: 40, H: 30, At: now}
	return added, o.Change(func(c *desk.OpenCase) error {
		item, ok := c.Case.Item(id)
		if !ok {
			return casework.ErrNoItem
		}
		item = item.Clone()
		item.Captures, item.Seen = append(item.Captures, added), record.Image
		return c.Case.PutEvidence(item, o.By())
	})
}

func (o *office) RemoveCapture(_ context.Context, _ casework.ID, id record.ItemID, blob string) error {
	return o.Change(func(c *desk.OpenCase) error {
		item, ok := c.Case.Item(id)
		if !ok {
			return casework.ErrNoItem
		}
		item = item.Clone()
		item.Captures = slices.DeleteFunc(item.Captures, func(k record.Capture) bool { return k.Blob == blob })
		return c.Case.PutEvidence(item, o.By())
	})
}

func (o *office) Picture(ctx context.Context, id casework.ID, blob string) (*image.RGBA, error) {
	o.shown = append(o.shown, blob)
	return o.Desk.Picture(ctx, id, blob)
}

func (o *office) SetNameLink(_ context.Context, _ casework.ID, l casework.NameLink) error {
	return o.Change(func(c *desk.OpenCase) error { return c.Case.SetNameLink(l, o.By()) })
}

func (o *office) RemoveNameLink(_ context.Context, _ casework.ID, id record.ItemID) error {
	return o.Change(func(c *desk.OpenCase) error { return c.Case.RemoveNameLink(id, o.By()) })
}

// stand is a walk through the step.
type stand struct {
	*screentest.Walk
	office *office
}

func visit(t *testing.T, o uitest.Options, off *office, item record.ItemID) *stand {
	t.Helper()
	at := route.Route{Screen: route.Evidence, Case: caseID, Item: item}
	return &stand{screentest.Along(t, o, at, off.Newest, func(st *stage.Stage) stage.Screen { return evidence.New(st, off) }), off}
}

// visitOf is a visit to document b of an office that does more than ours.
func visitOf(t *testing.T, off *office, whole evidence.Office) *stand {
	t.Helper()
	at := route.Route{Screen: route.Evidence, Case: caseID, Item: "b"}
	return &stand{screentest.Along(t, uitest.Options{}, at, off.Newest, func(st *stage.Stage) stage.Screen { return evidence.New(st, whole) }), off}
}

var now = screentest.Now()

// empty is a desk with a case of Rosa without any document.
func empty(t testing.TB) *office {
	return &office{Desk: screentest.Desk{Judge: judge, Snap: desk.Snapshot{
		Now: now, Policy: trusttest.Policy(t),
		Open: &desk.OpenCase{Steps: []desk.StepState{{Step: casework.StepEvidence, Status: "not_started"}}, Case: &casework.Case{
			ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now,
			Resident: &casework.Resident{Name: resident.Name{Given: "Rosa Mai", Family: "Specimen"}, Born: resident.Date{Year: 1988, Month: 4, Day: 17}},
		}},
	}}}
}

func birth() map[string]string {
	return map[string]string{"given_names": "Rosa Mai", "family_name": "Specimen", "birth_date": "1988-04-17"}
}

func licence() map[string]string {
	return map[string]string{
		"given_names": "Rosa Mai", "family_name": "Specimen", "birth_date": "1988-04-17",
		"expires": "2030-01-01", "number": "SPECI854178RM9AB",
	}
}

// with is a desk whose case has documents.
func with(t testing.TB, items ...record.Item) *office {
	t.Helper()
	o := empty(t)
	for _, item := range items {
		if err := o.PutEvidence(context.Background(), caseID, item); err != nil {
			t.Fatal(err)
		}
	}
	o.put = nil
	return o
}
