// Package slip is the part of a screen that shows and prints what people take
// home: the slip of the visit, a receipt, a referee's slip.
//
// What the paper says stands on the screen too, so that it can be copied by
// hand where there is no printer. It is drawn from the snapshot; the desk
// decides which papers there are and what may stand on them. The section is
// hidden while there is none.
package slip

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/paper"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Office is what the section asks of the desk.
type Office interface {
	PrintSlip(ctx context.Context, id casework.ID, wish desk.SlipWish) error
}

// Section is the part of a screen.
type Section struct {
	st     *stage.Stage
	office Office
	kinds  []desk.SlipKind
	whose  casework.RefereeID // the papers of this referee only; empty for all
	shown  []desk.SlipLook    // those of the kinds, as last shown
	busy   bool

	lead    *component.Text
	rows    *component.Summary
	size    *component.Segmented
	said    *component.Banner
	buttons []*component.Button // one for each kind
	actions []fyne.CanvasObject // the buttons
	foot    *fyne.Container     // the buttons, and what became of it
	apart   *fyne.Container     // the printing, where it stands by itself
	content *fyne.Container
}

// New makes a section for the papers of these kinds, the first of which is
// shown in full.
func New(st *stage.Stage, office Office, kinds ...desk.SlipKind) *Section {
	w := st.Words
	s := &Section{st: st, office: office, kinds: kinds}
	s.lead = component.NewHint(w.T("slip.lead." + string(kinds[0])))
	s.rows = st.Kit.Summary()
	s.size = st.Kit.Segmented(w.T("slip.ordinary"), w.T("slip.large"))
	s.size.SetChosen(0)
	s.said = component.NewBanner(theme.Info, "", "")
	for _, kind := range kinds {
		b := st.Kit.Button(component.Secondary, w.T("slip.print."+string(kind)), func() { s.print(kind) })
		s.buttons = append(s.buttons, b)
		s.actions = append(s.actions, b)
	}
	s.foot = component.VStack(theme.Gap12, s.said, component.HStack(theme.Gap12, s.actions...))
	s.content = component.VStack(theme.Gap12,
		component.NewSection(w.T("slip.title."+string(kinds[0]))), s.lead, s.rows,
		s.sizes(), s.foot)
	s.content.Hidden = true
	return s
}

func (s *Section) sizes() fyne.CanvasObject {
	return component.VStack(theme.Gap8, component.NewStrong(s.st.Words.T("slip.size")), component.HStack(0, s.size))
}

// Apart takes the printing out of the section, to stand among what there is to
// do; what the paper says stays.
func (s *Section) Apart() fyne.CanvasObject {
	s.content.Objects = s.content.Objects[:3]
	s.foot = component.VStack(theme.Gap12, component.HStack(theme.Gap12, s.actions...), s.said)
	s.apart = component.VStack(theme.Gap12, s.foot, s.sizes())
	s.apart.Hidden = true
	return s.apart
}

// First prints the first kind of paper; nil while there is none.
func (s *Section) First() fyne.Focusable {
	if s.content.Hidden || s.buttons[0].Hidden {
		return nil
	}
	return s.buttons[0]
}

// Lead tells whether printing the first kind of paper is what to do now.
func (s *Section) Lead(on bool) {
	look := component.Secondary
	if on {
		look = component.Primary
	}
	s.buttons[0].SetLook(look)
}

// For leaves the papers of one referee.
func (s *Section) For(id casework.RefereeID) *Section {
	s.whose = id
	return s
}

// Content is the section.
func (s *Section) Content() fyne.CanvasObject { return s.content }

// Show draws a snapshot.
func (s *Section) Show(snapshot desk.Snapshot) {
	s.shown = nil
	if snapshot.Open != nil {
		for _, look := range snapshot.Open.Slips {
			if slices.Contains(s.kinds, look.Wish.Kind) && (s.whose == "" || s.whose == look.Wish.Referee) {
				s.shown = append(s.shown, look)
			}
		}
	}
	s.content.Hidden = len(s.shown) == 0
	if len(s.shown) > 0 {
		s.rows.SetRows(Rows(s.shown[0], s.st.Words))
	}
	for i, kind := range s.kinds {
		_, ok := s.look(kind)
		s.buttons[i].Hidden = !ok
	}
	s.refresh()
}

// look is the newest paper of a kind: of several referees the last.
func (s *Section) look(kind desk.SlipKind) (desk.SlipLook, bool) {
	for _, look := range slices.Backward(s.shown) {
		if look.Wish.Kind == kind {
			return look, true
		}
	}
	return desk.SlipLook{}, false
}

// Rows is what a paper says, in the language of the window.
func Rows(look desk.SlipLook, w words.Words) []component.SummaryRow {
	in := func(p paper.Pair) string {
		if w.Lang() == words.Welsh {
			return p.Cy
		}
		return p.En
	}
	rows := make([]component.SummaryRow, 0, len(look.Rows))
	for _, r := range look.Rows {
		lines := make([]string, 0, len(r.Lines))
		for _, l := range r.Lines {
			lines = append(lines, in(l))
		}
		rows = append(rows, component.SummaryRow{Key: in(r.Label), Value: strings.Join(lines, "\n")})
	}
	return rows
}

func (s *Section) print(kind desk.SlipKind) {
	look, ok := s.look(kind)
	if s.busy || !ok {
		return
	}
	wish := look.Wish
	wish.Large = s.size.Chosen() == 1
	s.settle(true)
	s.say(theme.Info, s.st.Words.T("slip.printing"), "")
	s.st.Run.Run("print", func(ctx context.Context) error {
		return s.office.PrintSlip(ctx, s.st.At.Case, wish)
	}, func(err error) {
		s.settle(false)
		if err != nil {
			m := s.st.Words.Fault(err)
			s.say(theme.Warn, m.Title, m.Detail+" "+m.Next)
			s.st.Nav.Announce(m.Title)
			return
		}
		s.say(theme.Good, s.st.Words.T("slip.printed"), "")
		s.st.Nav.Announce(s.st.Words.T("slip.printed"))
	})
}

func (s *Section) settle(busy bool) {
	s.busy = busy
	for _, b := range s.buttons {
		b.SetEnabled(!busy)
	}
}

func (s *Section) say(tint theme.Tint, title, detail string) {
	s.said.Set(tint, title, detail)
	s.refresh()
	s.st.Kit.Reveal(s.foot)
}

func (s *Section) refresh() {
	if s.apart != nil {
		s.apart.Hidden = s.content.Hidden
		s.apart.Refresh()
	}
	s.content.Refresh()
}
