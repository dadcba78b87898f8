package home

import (
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

func english(t *testing.T) words.Words {
	t.Helper()
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return book.In(words.English)
}

var now = time.Date(2026, time.November, 23, 10, 31, 0, 0, time.UTC)

func TestWhereACaseStands(t *testing.T) {
	w := english(t)
	for name, c := range map[string]struct {
		row  desk.Row
		want string
		tint theme.Tint
		to   route.Name
	}{
		"open":            {desk.Row{State: casework.Open, Step: casework.StepEvidence}, "Open at Evidence", theme.Warn, route.Evidence},
		"returned":        {desk.Row{State: casework.Open, Step: casework.StepReview, Returned: true}, "Returned at 10:31", theme.Warn, route.Review},
		"left meanwhile":  {desk.Row{State: casework.Open, Step: casework.StepReview, Waits: true}, "With supervisor since 10:31", theme.Info, route.Outcome},
		"with supervisor": {desk.Row{State: casework.WithSupervisor}, "With supervisor since 10:31", theme.Info, route.Outcome},
		"being checked":   {desk.Row{State: casework.BeingChecked}, "Issued, being checked since 10:31", theme.Info, route.Outcome},
		"vouched":         {desk.Row{State: casework.Closed, Outcome: casework.Vouched}, "Vouched, accepted 10:31", theme.Good, route.Outcome},
		"not verified":    {desk.Row{State: casework.Closed, Outcome: casework.NotVerified}, "Not verified", theme.Quiet, route.Outcome},
		"come back":       {desk.Row{State: casework.Closed, Outcome: casework.ComeBack}, "Come back with more", theme.Quiet, route.Outcome},
		"withdrawn":       {desk.Row{State: casework.Closed, Outcome: casework.Withdrawn}, "Withdrawn by resident", theme.Quiet, route.Outcome},
	} {
		t.Run(name, func(t *testing.T) {
			c.row.Since = now
			text, tint := Stands(c.row, w)
			if text != c.want || tint != c.tint || whereTo(c.row).Screen != c.to {
				t.Errorf("%q, tint %v, opens %s", text, tint, whereTo(c.row).Screen)
			}
		})
	}
}

func TestACorrectionSaysSoInItsRow(t *testing.T) {
	w := english(t)
	s := desk.Snapshot{Policy: trusttest.Policy(t), Cases: []desk.Row{
		{ID: "c2", Ref: "EB-0184", Resident: "Rosa Mai Specimen", State: casework.Open, Corrects: "EB-0150", Wrong: "name_misspelt"},
		{ID: "c1", Ref: "EB-0150", Resident: "Rosa Mai Specimen", State: casework.Closed, Outcome: casework.Vouched},
	}}
	v := look(s, w, now)
	if got := v.Cases[0].Cells[1].Text; got != "Rosa Mai Specimen\nCorrection of EB-0150: The name is misspelt" {
		t.Errorf("the correction: %q", got)
	}
	if got := v.Cases[1].Cells[1].Text; got != "Rosa Mai Specimen" {
		t.Errorf("what is corrected: %q", got)
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	w := english(t)
	for name, c := range map[string]struct {
		roles         []trust.Role
		open, approve bool
	}{
		"officer":    {[]trust.Role{trust.Officer}, true, false},
		"supervisor": {[]trust.Role{trust.Supervisor}, false, true},
		"both":       {[]trust.Role{trust.Officer, trust.Supervisor}, true, true},
		"neither":    {nil, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := desk.Snapshot{Session: &desk.Session{Person: trust.Person{Roles: c.roles, Until: now.Unix() + 1}}}
			if v := look(s, w, now); v.MayOpen != c.open || v.Approver != c.approve {
				t.Errorf("may open %v, approve %v", v.MayOpen, v.Approver)
			}
		})
	}
}

func TestEveryNoticeHasWordsAndAPlaceToGo(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{
		desk.NoticeOutboxDecision, desk.NoticeOutboxWaiting, desk.NoticeListStale, desk.NoticePolicyStale, desk.NoticeLeaseLow,
		desk.NoticePolicyRefused, desk.NoticePolicyLater, desk.NoticePolicyChanged,
		desk.NoticeLikenessEnds, desk.NoticeDocumentEnds, desk.NoticeSecretInFile, desk.NoticeNoWorker, desk.NoticeNotReady,
		"clock-back", "clock-forward",
	} {
		for _, lang := range words.Langs() {
			for _, part := range []string{".title", ".detail"} {
				if !book.In(lang).Has("home.notice." + code + part) {
					t.Errorf("no %s words for %s%s", lang, code, part)
				}
			}
		}
	}
	s := desk.Snapshot{Notices: []desk.Notice{
		{Code: desk.NoticeLikenessEnds, Params: map[string]string{"date": "2026-12-12", "score": "3"}},
		{Code: desk.NoticeOutboxDecision, Params: map[string]string{"count": "1"}, Where: "outbox"},
		{Code: desk.NoticePolicyRefused, Params: map[string]string{"reason": "policy-older", "version": "5"}, Where: "settings"},
		{Code: desk.NoticePolicyChanged, Params: map[string]string{"count": "2", "version": "5"}, Where: "c"},
	}, Cases: []desk.Row{{ID: "c", State: casework.Open, Step: casework.StepEvidence}}}
	v := look(s, book.In(words.English), now)
	if v.Notices[0].Title != "Your likeness training ends on 12 December 2026" || v.Notices[0].Action != "" {
		t.Errorf("%+v", v.Notices[0])
	}
	if got := v.Notices[2].Detail; got != "The policy that arrived is an old one. The desk goes on under version 5. Tell the administrator." {
		t.Errorf("%q", got)
	}
	if v.Notices[3].To != route.Of(route.Evidence, "c") || v.Notices[3].Action != "Open the case" {
		t.Errorf("%+v", v.Notices[3])
	}
	if v.Notices[1].To != route.To(route.Outbox) || v.Notices[1].Action == "" {
		t.Errorf("%+v", v.Notices[1])
	}
}

func TestPartOfDay(t *testing.T) {
	for hour, want := range map[int]string{0: "morning", 11: "morning", 12: "afternoon", 17: "afternoon", 18: "evening", 23: "evening"} {
		if got := partOfDay(time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("at %d: %s", hour, got)
		}
	}
}
