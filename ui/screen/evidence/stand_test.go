package evidence_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"maps"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/assets"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/foreground"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/evidence"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const caseID = casework.ID("case-1")

// office is a desk with one case, in memory.
type office struct {
	snap  desk.Snapshot
	err   error // of the next command
	ids   int
	put   []record.Item
	shown []string
}

func (o *office) fail() error {
	err := o.err
	o.err = nil
	return err
}

// change does what the desk does after each act: it scores again.
func (o *office) change(do func(*desk.OpenCase) error) error {
	if err := o.fail(); err != nil {
		return err
	}
	next := *o.snap.Open
	next.Case = next.Case.Clone()
	if next.Drafts = maps.Clone(next.Drafts); next.Drafts == nil {
		next.Drafts = map[string]map[string]string{}
	}
	if err := do(&next); err != nil {
		return err
	}
	next.Scored = o.snap.Policy.Score(policy.Findings{
		Evidence: next.Case.Evidence, Name: next.Case.Resident.Name, Birth: next.Case.Resident.Born,
	}, policy.Training{Document: resident.Date{Year: 2026, Month: 3, Day: 1}}, resident.DateOf(now))
	next.Steps = []desk.StepState{{Step: casework.StepEvidence, Status: "in_progress", Done: 1, Total: len(next.Case.Evidence)}}
	o.snap.Open, o.snap.Revision = &next, o.snap.Revision+1
	return nil
}

func (o *office) SaveDraft(_ context.Context, id casework.ID, key string, fields map[string]string) error {
	if id != caseID {
		return errors.New("another case")
	}
	return o.change(func(c *desk.OpenCase) error {
		c.Drafts[key] = fields
		if len(fields) == 0 {
			delete(c.Drafts, key)
		}
		return nil
	})
}

func (o *office) by() casework.By { return casework.By{Person: "officer-1", At: now} }

func (o *office) PutEvidence(_ context.Context, _ casework.ID, item record.Item) error {
	return o.change(func(c *desk.OpenCase) error {
		before, _ := c.Case.Item(item.ID)
		item.Captures = before.Captures
		o.put = append(o.put, item)
		delete(c.Drafts, "evidence:"+string(item.ID))
		return c.Case.PutEvidence(item, o.by())
	})
}

func (o *office) RemoveEvidence(_ context.Context, _ casework.ID, id record.ItemID) error {
	return o.change(func(c *desk.OpenCase) error { return c.Case.RemoveEvidence(id, o.by()) })
}

func (o *office) RestoreEvidence(_ context.Context, _ casework.ID, id record.ItemID) error {
	return o.change(func(c *desk.OpenCase) error { return c.Case.RestoreEvidence(id, o.by()) })
}

func (o *office) AddCapture(_ context.Context, _ casework.ID, id record.ItemID, path string) (record.Capture, error) {
	added := record.Capture{Blob: path, Media: "image/jpeg", W: 40, H: 30, At: now}
	return added, o.change(func(c *desk.OpenCase) error {
		item, ok := c.Case.Item(id)
		if !ok {
			return casework.ErrNoItem
		}
		item = item.Clone()
		item.Captures, item.Seen = append(item.Captures, added), record.Image
		return c.Case.PutEvidence(item, o.by())
	})
}

func (o *office) RemoveCapture(_ context.Context, _ casework.ID, id record.ItemID, blob string) error {
	return o.change(func(c *desk.OpenCase) error {
		item, ok := c.Case.Item(id)
		if !ok {
			return casework.ErrNoItem
		}
		item = item.Clone()
		item.Captures = slices.DeleteFunc(item.Captures, func(k record.Capture) bool { return k.Blob == blob })
		return c.Case.PutEvidence(item, o.by())
	})
}

func (o *office) Picture(_ context.Context, _ casework.ID, blob string) (*image.RGBA, error) {
	o.shown = append(o.shown, blob)
	return image.NewRGBA(image.Rect(0, 0, 40, 30)), nil
}

func (o *office) SetNameLink(_ context.Context, _ casework.ID, l casework.NameLink) error {
	return o.change(func(c *desk.OpenCase) error { return c.Case.SetNameLink(l, o.by()) })
}

func (o *office) RemoveNameLink(_ context.Context, _ casework.ID, id record.ItemID) error {
	return o.change(func(c *desk.OpenCase) error { return c.Case.RemoveNameLink(id, o.by()) })
}

func (o *office) NewItemID() record.ItemID {
	o.ids++
	return record.ItemID(fmt.Sprintf("item-%d", o.ids))
}

func (o *office) NewCheckID() record.CheckID {
	o.ids++
	return record.CheckID(fmt.Sprintf("check-%d", o.ids))
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
	if to.Screen != route.Evidence {
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
	v.screen = evidence.New(st, v.office)
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

func visit(t *testing.T, o uitest.Options, off *office, item record.ItemID) *stand {
	t.Helper()
	v := &stand{Stage: uitest.Open(t, o), office: off}
	v.run = foreground.NewTimed(v.Pump.Post, v.Clock.Timer())
	t.Cleanup(v.run.Close)
	keyed := func(ev *fyne.KeyEvent) bool {
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
	v.Kit.OnKey = keyed
	v.open(route.Route{Screen: route.Evidence, Case: caseID, Item: item})
	return v
}

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

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)

func rules(t testing.TB) *policy.Policy {
	t.Helper()
	p, err := policy.Decode(assets.DefaultPolicy())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// empty is a desk with a case of Rosa without any document.
func empty(t testing.TB) *office {
	return &office{snap: desk.Snapshot{
		Now: now, Policy: rules(t),
		Open: &desk.OpenCase{Steps: []desk.StepState{{Step: casework.StepEvidence, Status: "not_started"}}, Case: &casework.Case{
			ID: caseID, Ref: "EB-0184", State: casework.Open, Opened: now,
			Resident: &casework.Resident{Name: resident.Name{Given: "Rosa Mai", Family: "Specimen"}, Born: resident.Date{Year: 1988, Month: 4, Day: 17}},
		}},
	}}
}

// document is one with every check answered yes.
func document(t testing.TB, p *policy.Policy, id record.ItemID, kind string, fields map[string]string) record.Item {
	t.Helper()
	d, ok := p.Document(kind)
	if !ok {
		t.Fatal(kind)
	}
	item := record.Item{ID: id, Type: kind, Fields: fields, Seen: record.Returned}
	for i, q := range d.Checks {
		item.Checks = append(item.Checks, record.Check{Code: q.Code, CheckID: record.CheckID(fmt.Sprintf("%s-%d", id, i)), Answer: record.Yes, At: now})
	}
	return item
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
