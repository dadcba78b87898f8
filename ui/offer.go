package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// offer shows a letter that was scanned on some other screen, and asks what to
// do with it. Only on Home it takes the focus: elsewhere the officer may be in the
// middle of a word.
type offer struct {
	words   words.Words
	banner  *component.Banner
	start   *component.Button
	use     *component.Button
	drop    *component.Button
	resume  *component.Button
	retry   *component.Button // of the ended case that the letter was brought to before
	before  *component.Button // opens that case
	visit   *component.Banner // the resident is back, and something is not answered yet
	hint    *component.Text   // how to reach the other columns, when one is shown at a time
	content *fyne.Container
	frame   *Frame
}

func newOffer(k *component.Kit, w words.Words, f *Frame) *offer {
	o := &offer{words: w, frame: f}
	o.start = k.Button(component.Secondary, w.T("frame.offer.start"), func() { o.take("") })
	o.use = k.Button(component.Secondary, w.T("frame.offer.use"), func() {
		if f.shown.Open != nil {
			o.take(f.shown.Open.Case.ID)
		}
	})
	o.drop = k.Button(component.Secondary, w.T("frame.offer.drop"), func() {
		f.Run.Run("dismiss", f.Desk.Dismiss, func(err error) {
			if err != nil {
				f.Announce(f.words.Fault(err).Title)
				return
			}
			f.resume()
		})
	})
	o.resume = k.Button(component.Secondary, w.T("frame.offer.resume"), o.onResume)
	o.retry = k.Button(component.Secondary, w.T("outcome.retry"), o.onRetry)
	o.before = k.Button(component.Secondary, "", func() {
		if offered := f.shown.Offered; offered != nil && offered.Before != nil {
			f.Go(route.Of(route.Outcome, offered.Before.Case))
		}
	})
	o.banner = component.NewBanner(theme.Info, "", "", o.resume, o.retry, o.start, o.use, o.before, o.drop)
	o.visit = component.NewBanner(theme.Warn, "", "", k.Button(component.Secondary, w.T("returning.strip_do"), func() {
		f.Go(route.Of(route.Returning, f.At().Case))
	}))
	o.hint = component.NewHint(w.T("frame.columns_hint"))
	o.hint.Hidden = true // until it is known that the columns are not side by side
	o.content = component.Inset(theme.Gap24, theme.Gap4, component.VStack(theme.Gap4, o.banner, o.visit, o.hint))
	return o
}

func (o *offer) show(s desk.Snapshot, at route.Route) {
	defer o.fold()
	o.resume.Hidden = s.Offered == nil || s.Offered.Resume == ""
	o.retry.Hidden, o.before.Hidden = true, true
	o.visit.Set(theme.Warn, "", "")
	if at.Step() != "" && s.Open != nil && s.Open.Case.State == casework.Open && len(s.Open.Case.ToAnswer()) > 0 {
		o.visit.Set(theme.Warn, o.words.T("returning.strip"), o.words.T("returning.strip_detail"))
	}
	switch {
	case s.Offered == nil || s.Session == nil:
		o.banner.Set(theme.Info, "", "")
	case s.Offered.Fault != "":
		m := o.words.Fault(faultOf(*s.Offered))
		o.start.Hidden, o.use.Hidden = true, true
		if ref := s.Offered.Params["ref"]; ref != "" && s.Offered.Resume == "" {
			m.Detail += " " + o.words.T("letter.has_it", "Ref", ref)
		}
		o.banner.Set(theme.Warn, m.Title, m.Detail+" "+m.Next)
	default:
		o.start.Hidden = false
		o.use.Hidden = at.Case == "" || s.Open == nil || s.Open.Case.State != casework.Open
		detail := o.words.T("frame.offer.detail")
		if b := s.Offered.Before; b != nil {
			detail = o.words.T("letter.before", "Ref", b.Ref)
			o.retry.Hidden, o.start.Hidden, o.before.Hidden = !b.Retry, b.Retry, at.Case == b.Case
			o.before.SetText(o.words.T("casefile.open_from", "Ref", b.Ref))
		}
		o.banner.Set(theme.Info, o.words.T("frame.offer.title"), detail)
	}
}

// first is the first thing to do with a letter that can be used, on Home: Enter on
// New case would begin without the letter that was scanned. Elsewhere there is
// none.
func (o *offer) first() fyne.Focusable {
	s := o.frame.shown
	if o.frame.At().Screen != route.Home || s.Session == nil || s.Offered == nil || s.Offered.Fault != "" {
		return nil
	}
	return component.First(o.content)
}

// hear takes up a letter that is offered, and tells when it took the place of
// another. In a field, and behind a question, the focus stays.
func (f *Frame) hear() {
	was, now := f.heard, ""
	if o := f.shown.Offered; o != nil && f.shown.Session != nil {
		now = o.Letter.JTI + " " + o.Fault
	}
	if f.heard = now; now == "" || now == was {
		return
	}
	if was != "" {
		f.Announce(f.words.T("frame.offer.another"))
	}
	_, onButton := f.Window.Canvas().Focused().(*component.Button)
	if first := f.offer.first(); first != nil && onButton && !f.kit.Asking() {
		f.kit.Focus(first)
	}
}

// narrow tells whether one column is shown at a time.
func (o *offer) narrow(on bool) {
	o.hint.Hidden = !on
	o.fold()
}

// fold takes no room when there is nothing to say.
func (o *offer) fold() {
	o.content.Hidden = !o.banner.Visible() && !o.visit.Visible() && !o.hint.Visible()
	o.content.Refresh()
}

func faultOf(l desk.LetterLook) error {
	e := fault.New(fault.Refused, l.Fault)
	for k, v := range l.Params {
		e = e.With(k, v)
	}
	return e
}

// onResume goes on with the parked case that the offered letter belongs to.
func (o *offer) onResume() {
	f, offered := o.frame, o.frame.shown.Offered
	if offered == nil || offered.Resume == "" {
		return
	}
	f.leaveBy("resume", func(ctx context.Context) (route.Route, error) {
		to := route.Of(route.Returning, offered.Resume)
		if err := f.Desk.Resume(ctx, offered.Resume); err != nil {
			return to, err
		}
		return to, f.Desk.Dismiss(ctx)
	})
}

// onRetry tries the ended case again that the offered letter was brought to,
// with the letter.
func (o *offer) onRetry() {
	f, offered := o.frame, o.frame.shown.Offered
	if offered == nil || offered.Before == nil {
		return
	}
	f.leaveBy("retry", func(ctx context.Context) (to route.Route, err error) {
		id, err := f.Desk.Retry(ctx, offered.Before.Case)
		if err != nil {
			return to, err
		}
		if err := f.Desk.SetLetter(ctx, id, offered.Letter); err != nil {
			return to, err
		}
		return route.Of(route.Letter, id), f.Desk.Dismiss(ctx)
	})
}

// take uses the offered letter in a case, or in a new one.
func (o *offer) take(id casework.ID) {
	offered := o.frame.shown.Offered
	if offered == nil {
		return
	}
	f := o.frame
	f.leaveBy("take letter", func(ctx context.Context) (to route.Route, err error) {
		if id == "" {
			if id, err = f.Desk.NewCase(ctx); err != nil {
				return to, err
			}
		}
		if err := f.Desk.SetLetter(ctx, id, offered.Letter); err != nil {
			return to, err
		}
		return route.Of(route.Letter, id), f.Desk.Dismiss(ctx)
	})
}
