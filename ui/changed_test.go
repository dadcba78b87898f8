package ui_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

func (f *fake) OpenCase(_ context.Context, id casework.ID) error {
	if f.snap.Open == nil && f.away != nil && f.away.Case.ID == id {
		f.snap.Open = f.away
	}
	return nil
}

func (f *fake) ReadChange(_ context.Context, id casework.ID) error {
	if id == f.snap.Open.Case.ID {
		f.snap.Open.Case.Changed = nil
	}
	return nil
}

// ruled is an officer's open case that a new policy has changed.
func ruled(s *desk.Snapshot) {
	*s = signedIn(*s, trust.Officer)
	next := *s.Policy
	next.Version = 2
	next.Documents = append([]policy.Document{}, next.Documents...)
	for i, d := range next.Documents {
		if d.ID == "passport" {
			next.Documents[i].Strengths = append([]policy.Strength{}, d.Strengths...)
			for j := range next.Documents[i].Strengths {
				next.Documents[i].Strengths[j].Score--
			}
			next.Documents[i].Image = policy.ImageRequired
		}
	}
	next.Services = append([]policy.Service{}, next.Services...)
	next.Services[0].Confidence = gpg45.High
	c := &casework.Case{
		ID: "c1", Ref: "EB-0184", State: casework.Open, Opened: s.Now, OpenedBy: "officer-1", Policy: 2,
		Resident: &casework.Resident{}, Purpose: &casework.Purpose{Service: next.Services[0].ID},
		Evidence: []evidence.Item{{ID: "p", Type: "passport"}},
	}
	c.Changed = &casework.Changed{
		From: 1, To: 2, At: s.Now, Changes: policy.Bearing(policy.Diff(s.Policy, &next), c.Uses(), &next),
		Before: casework.Standing{Known: true, Confidence: gpg45.Low, Profiles: []string{"L1B"}, Pieces: []casework.PieceStanding{{Type: "passport", Strength: 3, Validity: 2}}},
		After:  casework.Standing{Known: true, Profiles: []string{}, Pieces: []casework.PieceStanding{{Type: "passport", Strength: 2, Validity: 2}}, Missing: []string{"case-image-missing evidence[0]"}},
	}
	s.Policy = &next
	s.Open = &desk.OpenCase{Case: c, Policy: &next, Needs: gpg45.High, Steps: []desk.StepState{{Step: casework.StepEvidence, Status: desk.StepInProgress, Done: 1, Total: 1}}}
	s.Notices = []desk.Notice{{Code: desk.NoticePolicyChanged, Params: map[string]string{"count": "1", "version": "2"}, Where: "c1"}}
}

func TestAChangeOfThePolicyIsToldUntilItIsRead(t *testing.T) {
	for setting, o := range everywhere() {
		t.Run(setting, func(t *testing.T) {
			st, f, _ := open(t, o, ruled)
			f.Go(route.Of(route.Evidence, "c1"))
			st.Settle()
			w := st.Book.In(words.Lang(f.Desk.Snapshot().Settings.Language))
			st.See(w.T("casefile.changed", "From", 1, "To", 2))
			uitest.AssertNoCutText(t, st.Canvas())
			uitest.AssertTargets(t, st.Canvas())
			st.Capture("frame-changed-" + setting)
			if got := st.Focused(); got != w.T("casefile.changed_read") {
				t.Errorf("the focus is on %q", got)
			}
			st.Key(fyne.KeyReturn)
			st.UntilIdle(f.Run, "the change is read", func() bool { return f.Desk.Snapshot().Open.Case.Changed == nil })
			s := f.Desk.Snapshot()
			s.Revision++
			f.Show(s)
			st.Settle()
			if got := st.Focused(); st.Canvas().Focused() == nil || got == w.T("casefile.changed_read") {
				t.Errorf("afterwards the focus is on %q", got)
			}
			st.SeeNot(w.T("casefile.changed", "From", 1, "To", 2))
		})
	}
}
