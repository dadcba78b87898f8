package referee

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/council"
	"vouchdesk/ui/route"
	"vouchdesk/ui/slip"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// answers is one visit to everything recorded of one referee.
type answers struct {
	*stage.Sheet
	st     *stage.Stage
	office Office

	title    *component.Text
	tag      *component.Tag
	closed   *component.Banner
	standing *component.Banner
	worth    *component.Banner
	sync     *component.Text
	rows     *component.Summary
	identity *component.Banner
	council  *council.Section
	slip     *slip.Section
	goOn     *component.Button
	withdraw *component.Button
	back     *component.Button

	shown desk.Snapshot
	last  answersView
}

func newAnswers(st *stage.Stage, office Office) *answers {
	w := st.Words
	s := &answers{st: st, office: office, title: component.NewTitle(""), tag: component.NewTag(theme.Quiet, "")}
	s.Sheet = st.NewSheet(s.First, func(busy bool) {
		s.goOn.SetEnabled(!busy)
		s.withdraw.SetEnabled(!busy)
		s.council.Rest(busy)
	})
	s.closed, s.standing = component.NewBanner(theme.Info, "", ""), component.NewBanner(theme.Info, "", "")
	s.identity, s.worth = component.NewBanner(theme.Info, "", ""), component.NewBanner(theme.Info, "", "")
	s.sync = component.NewHint("")
	s.rows = st.Kit.Summary()
	s.council = council.New(st, s.onAsk)
	s.slip = slip.New(st, office, desk.SlipReferee).For(st.At.Referee)
	s.goOn = st.Kit.Button(component.Primary, "", s.onContinue)
	s.withdraw = st.Kit.Button(component.Danger, w.T("referee.withdraw"), s.onWithdraw)
	s.back = st.Kit.Button(component.Secondary, w.T("referee.to_list"), s.onBack).Keyed("Esc")
	s.Page = component.VStack(theme.Gap24,
		component.VStack(theme.Gap8, s.title, component.HStack(0, s.tag)),
		s.Problems, s.closed, component.VStack(theme.Gap8, s.standing, s.worth, s.sync),
		component.HStack(theme.Gap12, s.goOn, s.back), s.rows,
		s.identity, s.council.Content(), s.slip.Content(), component.HStack(0, s.withdraw))
	return s
}

// Title implements stage.Screen.
func (s *answers) Title() string { return s.st.Words.T("referee.answers_title") }

// First implements stage.Screen.
func (s *answers) First() fyne.Focusable {
	if s.goOn.Hidden {
		return s.back
	}
	return s.goOn
}

// Show implements stage.Screen.
func (s *answers) Show(snapshot desk.Snapshot) {
	s.shown = snapshot
	s.draw()
}

func (s *answers) draw() {
	v := lookAnswers(s.shown, s.st.At.Referee, s.st.Words)
	s.title.SetText(v.Name)
	s.tag.Set(v.Tint, v.State)
	s.tag.Hidden = v.State == ""
	s.closed.Say(v.Closed)
	s.standing.Say(v.Standing)
	s.worth.Say(v.Worth)
	s.sync.SetText(v.Sync)
	s.sync.Hidden = v.Sync == ""
	s.rows.SetRows(s.lines(v))
	s.rows.Hidden = len(v.Rows) == 0
	s.identity.Say(v.Identity)
	s.council.Show(v.Check, v.Asks)
	s.slip.Show(s.shown)
	s.goOn.SetText(v.NextText)
	s.goOn.Hidden, s.withdraw.Hidden = v.NextText == "", !v.Withdraw
	s.last = v
	s.Page.Refresh()
}

func (s *answers) lines(v answersView) []component.SummaryRow {
	all := make([]component.SummaryRow, 0, len(v.Rows))
	for _, r := range v.Rows {
		line := component.SummaryRow{Key: r.Key, Tag: r.Tag, Tint: r.Tint, Value: r.Value, Note: r.Note}
		if r.Part != "" {
			line.Change = s.st.Words.T("frame.action.change")
			line.Act = func() { s.st.Nav.Go(route.OfReferee(s.st.At.Case, s.st.At.Referee, r.Part)) }
		}
		all = append(all, line)
	}
	return all
}

func (s *answers) onContinue() {
	switch {
	case s.Busy() || s.goOn.Hidden:
	case s.last.Next != "":
		s.st.Nav.Go(route.OfReferee(s.st.At.Case, s.st.At.Referee, s.last.Next))
	default:
		s.onBack()
	}
}

func (s *answers) onBack() { s.st.Nav.Go(route.Of(route.Referee, s.st.At.Case)) }

func (s *answers) onAsk() {
	if s.Busy() || s.council.Asking() || !s.last.Check.May {
		return
	}
	s.council.Begin(func(ctx context.Context) error {
		return s.office.AskBrokerReferee(ctx, s.st.At.Case, s.st.At.Referee)
	})
}

// onWithdraw asks first: it cannot be undone.
func (s *answers) onWithdraw() {
	if s.Busy() || s.withdraw.Hidden {
		return
	}
	w := s.st.Words
	body := w.T("referee.withdraw_detail")
	if s.shown.Open.Case.State == casework.WithSupervisor {
		body = w.T("referee.withdraw_supervisor") + " " + body
	}
	s.st.Kit.Ask(component.Ask{
		Title: w.T("referee.withdraw_title"), Body: body,
		Yes: w.T("referee.withdraw_yes"), No: w.T("referee.withdraw_no"), Danger: true,
		OnYes: func() bool {
			s.withdrawn()
			return false
		},
	})
}

func (s *answers) withdrawn() {
	drafts := draftsOf(s.shown, s.st.At.Referee)
	s.Do("withdraw referee", func(ctx context.Context) error {
		if err := s.office.WithdrawReferee(ctx, s.st.At.Case, s.st.At.Referee); err != nil {
			return err
		}
		return dropDrafts(ctx, s.office, s.st.At.Case, drafts)
	}, func() {
		s.onBack()
		s.st.Nav.Announce(s.st.Words.T("referee.withdraw_done"))
	})
}

// Enter implements stage.Keyed.
func (s *answers) Enter() bool {
	s.onContinue()
	return !s.goOn.Hidden
}

// Escape implements stage.Keyed: it stops the council's check, and else goes to
// the list, whichever part was changed last.
func (s *answers) Escape() bool {
	if !s.council.Stop() {
		s.onBack()
	}
	return true
}
