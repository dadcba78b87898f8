package outcome

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// next is what may be said now and what can be done now.
type next struct {
	Tell, TellDetail string
	May              desk.May
	Undo             bool
	Note             string // why another try has to wait
	Other            casework.ID
	OtherText        string // of the link to the case that this one leads to
	Origin           casework.ID
	OriginText       string // of the link to the case that this one comes from
}

// lookNext words what may be said and done.
func lookNext(s desk.Snapshot, now time.Time, w words.Words) next {
	if s.Open == nil {
		return next{}
	}
	c := s.Open.Case
	n := next{May: s.Open.May, Undo: s.Open.May.Undo.After(now)}
	n.Tell, n.TellDetail = tell(s, w)
	if n.May.RetryDecision && !n.May.AllowRetry && !referred(c) {
		n.Note = w.T("outcome.retry_decision")
	}
	switch {
	case c.RetriedBy != "":
		n.Other, n.OtherText = c.RetriedBy, w.T("outcome.open_retry")
	case c.Corrected != nil:
		n.Other, n.OtherText = c.Corrected.Case, w.T("outcome.open_correction")
	}
	switch {
	case c.RetryOf != "":
		n.Origin, n.OriginText = c.RetryOf, w.T("outcome.open_origin")
	case c.Correction != nil:
		n.Origin, n.OriginText = c.Correction.Of, w.T("outcome.open_corrected")
	}
	return n
}

// tell is what the officer may say: the outcome only where the council lets it
// be told for the service, and never with a concern; otherwise what stands on
// the slip, which every resident gets.
func tell(s desk.Snapshot, w words.Words) (title, detail string) {
	c := s.Open.Case
	if c.State == casework.Open && !waits(c) || c.Closing != nil && !c.Closing.Lapsed.IsZero() {
		return "", "" // nobody waits to be told
	}
	if issued := c.State == casework.BeingChecked || c.Outcome == casework.Vouched; issued && s.Open.MayTell {
		return "", "" // the resident's receipt tells it, and nobody looks at it any more
	}
	says := s.Open.Follows.Words.In(w.Tongue())
	if by := s.Open.Follows.By; !by.IsZero() {
		says += " " + w.T("outcome.tell_by", "Day", w.Day(by))
	}
	own := c.State == casework.Parked || c.Outcome == casework.Withdrawn // the resident's own doing, or on the slip anyway
	if s.Open.MayTell || own && c.Concern == nil {
		return w.T("outcome.tell"), says
	}
	if c.Purpose == nil { // no service that results are not told for
		return w.T("outcome.slip_only"), w.T("outcome.slip_only_same")
	}
	return w.T("outcome.slip_only"), w.T("outcome.slip_only_detail")
}

// closingRows say how and why the last visit ended.
func closingRows(s desk.Snapshot, w words.Words) []component.SummaryRow {
	c := s.Open.Case
	var all []component.SummaryRow
	add := func(key, value, note string) {
		if value != "" {
			all = append(all, component.SummaryRow{Key: key, Value: value, Note: note})
		}
	}
	if k := c.Correction; k != nil {
		add(w.T("outcome.corrects"), strings.TrimPrefix(c.Replaces, "urn:uuid:"), correctionReason(s, k.Reason, w))
	}
	if k := c.Corrected; k != nil && !k.Received.IsZero() {
		all = append(all, component.SummaryRow{
			Key: w.T("outcome.replaced"), Tag: w.T("outcome.withdrawn_tag"), Tint: theme.Warn,
			Value: strings.TrimPrefix(k.JTI, "urn:uuid:"), Note: w.T("outcome.replaced_note", "Time", w.Moment(k.Received)),
		})
	}
	cl := c.Closing
	if cl == nil || c.State == casework.Open || referred(c) {
		return all
	}
	if c.Decision == nil {
		add(w.T("outcome.reason"), closingReason(s, cl, w), cl.Note)
	}
	if cl.Outcome == casework.ComeBack {
		var bring []string
		for _, id := range cl.Bring {
			bring = append(bring, casefile.Document(s.Policy, id, w))
		}
		if cl.Also != "" {
			bring = append(bring, cl.Also)
		}
		add(w.T("outcome.bring"), strings.Join(bring, "\n"), "")
		add(w.T("outcome.back_by"), w.Day(cl.Until), w.T("outcome.kept", "Day", w.Day(cl.Kept)))
	}
	if !cl.Lapsed.IsZero() {
		add(w.T("outcome.lapsed"), w.Moment(cl.Lapsed), w.T("outcome.lapsed_note"))
	}
	return all
}

func closingReason(s desk.Snapshot, cl *casework.Closing, w words.Words) string {
	if s.Policy == nil {
		return ""
	}
	rule, _ := s.Policy.OutcomeOf(string(cl.Outcome))
	return casefile.Coded(rule.Reasons, cl.Reason, w)
}

func correctionReason(s desk.Snapshot, code string, w words.Words) string {
	if s.Policy == nil {
		return code
	}
	return casefile.Coded(s.Policy.Corrections, code, w)
}

// actions are the buttons of what can be done now.
type actions struct {
	tell             *component.Banner
	problems         *component.ErrorSummary
	resume, retry    *component.Button
	allow, correct   *component.Button
	reopen, undo     *component.Button
	withdraw, leave  *component.Button
	other, origin    *component.Button
	note             *component.Text
	row, links, area *fyne.Container
	shown            next
	busy             bool
}

func (s *Screen) newActions() {
	w, kit := s.st.Words, s.st.Kit
	a := &s.actions
	a.tell = component.NewBanner(theme.Info, "", "")
	a.problems = kit.ErrorSummary(w.T("frame.problem.title"))
	a.resume = kit.Button(component.Primary, w.T("outcome.resume"), func() {
		s.do("resume", func(ctx context.Context) error { return s.office.Resume(ctx, s.st.At.Case) }, func() route.Route {
			return route.Of(route.Returning, s.st.At.Case)
		})
	})
	a.retry = kit.Button(component.Primary, w.T("outcome.retry"), func() { s.follow("retry", s.office.Retry, route.Letter) })
	a.allow = kit.Button(component.Primary, w.T("outcome.allow_retry"), func() {
		s.do("allow", func(ctx context.Context) error { return s.office.AllowRetry(ctx, s.st.At.Case) }, nil)
	})
	a.correct = kit.Button(component.Secondary, w.T("outcome.correct"), s.onCorrect)
	a.reopen = kit.Button(component.Primary, w.T("outcome.reopen"), func() {
		s.do("reopen", func(ctx context.Context) error { return s.office.ReopenRefused(ctx, s.st.At.Case) }, func() route.Route {
			return route.Of(route.Review, s.st.At.Case)
		})
	})
	a.undo = kit.Button(component.Secondary, w.T("outcome.undo"), func() {
		s.do("undo", func(ctx context.Context) error { return s.office.Reopen(ctx, s.st.At.Case) }, nil)
	})
	a.withdraw = kit.Button(component.Secondary, w.T("outcome.withdraw"), func() { s.st.Nav.Go(route.Of(route.Ending, s.st.At.Case)) })
	a.leave = kit.Button(component.Secondary, w.T("review.leave"), func() {
		s.do("leave", func(ctx context.Context) error { return s.office.Leave(ctx, s.st.At.Case) }, nil)
	})
	a.other = kit.Button(component.Link, "", func() { s.st.Nav.Go(route.Of(route.Outcome, s.actions.shown.Other)) })
	a.origin = kit.Button(component.Link, "", func() { s.st.Nav.Go(route.Of(route.Outcome, s.actions.shown.Origin)) })
	a.note = component.NewHint("")
	a.row = component.HStack(theme.Gap12, a.resume, a.retry, a.allow, a.reopen, a.correct, a.undo, a.leave, a.withdraw)
	a.links = component.VStack(theme.Gap4, a.other, a.origin)
	a.area = component.VStack(theme.Gap12, a.row, a.note, a.links)
}

func (s *Screen) showActions(n next) {
	a := &s.actions
	a.shown = n
	a.tell.Set(theme.Info, n.Tell, n.TellDetail)
	for b, on := range map[*component.Button]bool{
		a.resume: n.May.Resume, a.retry: n.May.Retry, a.allow: n.May.AllowRetry, a.reopen: n.May.Reopen, a.correct: n.May.Correct,
		a.undo: n.Undo, a.leave: n.May.Leave, a.withdraw: n.May.Withdraw && !n.May.Close, a.other: n.OtherText != "", a.origin: n.OriginText != "",
	} {
		b.Hidden = !on
	}
	a.other.SetText(n.OtherText)
	a.origin.SetText(n.OriginText)
	a.note.SetText(n.Note)
	a.note.Hidden = n.Note == ""
	a.row.Hidden = !anyVisible(a.row)
	a.links.Hidden = !anyVisible(a.links)
	a.area.Hidden = !anyVisible(a.area)
	a.area.Refresh()
}

func anyVisible(c *fyne.Container) bool {
	for _, o := range c.Objects {
		if o.Visible() {
			return true
		}
	}
	return false
}

// first is the first thing to do, if there is one.
func (a *actions) first() fyne.Focusable {
	for _, b := range []*component.Button{a.resume, a.retry, a.allow, a.reopen} {
		if b.Visible() {
			return b
		}
	}
	return nil
}

// do runs an act on the case and goes where it leads, if anywhere.
func (s *Screen) do(what string, act func(context.Context) error, to func() route.Route) {
	if s.actions.busy {
		return
	}
	s.actions.busy = true
	s.st.Run.Run(what, act, func(err error) {
		s.actions.busy = false
		if err != nil {
			s.actions.problems.Set(s.st.Problem(err, s.home))
			s.content.Refresh()
			return
		}
		s.actions.problems.Set()
		if to != nil {
			s.st.Nav.Go(to())
			return
		}
		s.st.Kit.Focus(s.First())
	})
}

// follow opens the case that comes out of this one.
func (s *Screen) follow(what string, act func(context.Context, casework.ID) (casework.ID, error), to route.Name) {
	var made casework.ID
	s.do(what, func(ctx context.Context) (err error) {
		made, err = act(ctx, s.st.At.Case)
		return err
	}, func() route.Route { return route.Of(to, made) })
}

// onCorrect asks for the reason, which is required, and a note, which is not.
func (s *Screen) onCorrect() {
	w := s.st.Words
	var options []component.Option
	if s.policy != nil {
		for _, r := range s.policy.Corrections {
			options = append(options, component.Option{ID: r.Code, Text: r.Words.In(w.Tongue())})
		}
	}
	var reason *component.Choice
	reason = s.st.Kit.Choice(component.ChoiceText{Legend: w.T("outcome.correct_reason")}, options, func(string) { reason.SetError("") })
	note := s.st.Kit.Field(component.MultiLine, component.FieldText{Label: w.T("outcome.correct_note")})
	s.st.Kit.Ask(component.Ask{
		Title: w.T("outcome.correct_title"), Body: w.T("outcome.correct_detail"), Yes: w.T("outcome.correct_yes"), No: w.T("frame.action.cancel"),
		Content: component.VStack(theme.Gap16, reason, note), First: reason.First(),
		OnYes: func() bool {
			if reason.Chosen() == "" {
				reason.SetError(w.T("outcome.correct_missing"))
				s.st.Kit.Focus(reason.First())
				return true
			}
			code, text := reason.Chosen(), note.Text()
			s.follow("correct", func(ctx context.Context, id casework.ID) (casework.ID, error) {
				return s.office.Correct(ctx, id, code, text)
			}, route.Resident)
			return false
		},
	})
}
