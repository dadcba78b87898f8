package scans

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/words"
)

// Of the files that arrived the newest are listed: what was scanned for the
// person at the counter is among them. Older ones come when they are asked for,
// so many at a time.
const (
	mostRows = 8
	moreRows = 24
)

// row is one file that arrived.
type row struct {
	ID   capture.ScanID
	Text string
	Note string
	Here bool // all of it is
	Can  bool // and it can be taken now
	Stop bool // it is being read, which can be stopped
}

// fill lists the files anew; the focus stays on the file it was on.
func (p *Panel) fill(rows []row) {
	had := p.st.Kit.Canvas().Focused()
	var on capture.ScanID
	for i, b := range component.Controls(p.rows) {
		if b == had && i < len(p.able()) {
			on = p.able()[i].ID
		}
	}
	p.shown = rows
	p.rows.Objects = nil
	var next fyne.Focusable
	for _, r := range rows {
		said := component.VStack(0, component.NewStrong(r.Text), component.NewHint(r.Note))
		if !r.Here {
			p.rows.Add(said)
			continue
		}
		take := p.st.Kit.Button(component.Secondary, p.w.T("scans.take"), func() { p.onTake(r.ID) })
		if r.Stop {
			take = p.st.Kit.Button(component.Secondary, p.w.T("frame.action.stop"), func() { p.onStop() })
		}
		take.SetEnabled(r.Can || r.Stop)
		if r.ID == on && (r.Can || r.Stop) {
			next = take
		}
		p.rows.Add(component.Bar(said, take))
	}
	p.rows.Hidden = len(rows) == 0
	switch {
	case next != nil:
		p.st.Kit.Focus(next)
	case on != "":
		p.st.Kit.Focus(p.modal.First())
	}
}

// able are the files that can be taken, in the order of their buttons.
func (p *Panel) able() []row {
	return slices.DeleteFunc(slices.Clone(p.shown), func(r row) bool { return !r.Can && !r.Stop })
}

// onMore lists older files too, and goes on to the first of them.
func (p *Panel) onMore() {
	was := len(component.Controls(p.rows))
	p.state.Most += moreRows
	p.draw()
	switch all := component.Controls(p.rows); {
	case was < len(all):
		p.st.Kit.Focus(all[was])
	case !p.more.Visible(): // they are still arriving
		p.st.Kit.Focus(p.modal.First())
	}
}

func rowOf(f desk.Scan, s state, w words.Words) row {
	at := f.At.In(s.Now.Location())
	r := row{ID: f.ID, Here: f.Whole, Can: f.Whole && !s.Scanning && s.Taking == "", Stop: s.Taking == f.ID, Text: w.T("scans.at", "Time", w.Time(at)), Note: size(f.Size, w)}
	if at.Format(time.DateOnly) != s.Now.Format(time.DateOnly) {
		r.Text = w.T("scans.on", "When", w.Moment(at))
	}
	switch {
	case r.Stop:
		r.Note = w.T("scans.taking")
	case !f.Whole:
		r.Note = w.T("scans.partly")
	case f.Pages > 0 && f.Kept > 0:
		r.Note = w.N("scans.pages_kept", f.Pages, "Kept", strconv.Itoa(f.Kept), "Size", r.Note)
	case f.Pages > 0:
		r.Note = w.N("scans.pages", f.Pages, "Size", r.Note)
	}
	return r
}

// size is how large a file is, as a person reads it.
func size(n int64, w words.Words) string {
	if n < 1_000_000 {
		return w.T("scans.kb", "Size", strconv.FormatInt(max(1, n/1000), 10))
	}
	return w.T("scans.mb", "Size", strconv.FormatFloat(float64(n)/1_000_000, 'f', 1, 64))
}
