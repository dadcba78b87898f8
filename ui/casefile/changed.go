package casefile

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/ui/changes"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// most is how many changes are said in full; more would be a wall.
const most = 5

// ChangeView is what a new policy changed in the open case, as it is drawn.
type ChangeView struct{ Title, Text string }

// Change words what a new policy changed in the open case; without a title
// there is nothing to tell.
func Change(s desk.Snapshot, w words.Words) ChangeView {
	if s.Open == nil || s.Open.Case.Changed == nil {
		return ChangeView{}
	}
	ch := s.Open.Case.Changed
	lines := []string{standing(ch, w)}
	for i, after := range ch.After.Pieces {
		if i >= len(ch.Before.Pieces) || ch.Before.Pieces[i] == after {
			continue
		}
		before := ch.Before.Pieces[i]
		lines = append(lines, w.T("casefile.changed_piece", "Name", name(s.Policy, after.Type, w),
			"Before", fmt.Sprintf("%d / %d", before.Strength, before.Validity), "After", fmt.Sprintf("%d / %d", after.Strength, after.Validity)))
	}
	if ch.Before.Known && !slices.Equal(ch.Before.Missing, ch.After.Missing) {
		lines = append(lines, w.T("casefile.changed_missing"))
	}
	said := changes.Sentences(w, ch.Changes)
	more := 0
	if len(said) > most {
		said, more = said[:most], len(said)-most
	}
	lines = append(lines, said...)
	if more > 0 {
		lines = append(lines, w.T("casefile.changed_more", "Count", more))
	}
	return ChangeView{w.T("casefile.changed", "From", ch.From, "To", ch.To), strings.Join(lines, "\n")}
}

// standing is what the case reached and reaches.
func standing(ch *casework.Changed, w words.Words) string {
	after := reaches(ch.After, w)
	switch {
	case !ch.Before.Known:
		return w.T("casefile.changed_unknown", "After", after)
	case reaches(ch.Before, w) == after:
		return w.T("casefile.changed_still", "After", after)
	}
	return w.T("casefile.changed_result", "Before", reaches(ch.Before, w), "After", after)
}

func reaches(s casework.Standing, w words.Words) string {
	if s.Confidence == gpg45.None {
		return w.T("casefile.changed_none")
	}
	return level(s.Confidence, w) + " (" + strings.Join(s.Profiles, ", ") + ")"
}

// Reader is who takes down that an officer has read it.
type Reader interface {
	ReadChange(ctx context.Context, id casework.ID) error
}

// Changed stands above a step until the officer has read what a new policy
// changed in the case. It takes the focus first: what the officer was about to
// do may not be what is needed any more.
type Changed struct {
	st      *stage.Stage
	desk    Reader
	done    func()
	banner  *component.Banner
	read    *component.Button
	content *fyne.Container
}

// NewChanged makes the notice; done is called when it has been read.
func NewChanged(st *stage.Stage, d Reader, done func()) *Changed {
	c := &Changed{st: st, desk: d, done: done}
	c.read = st.Kit.Button(component.Secondary, st.Words.T("casefile.changed_read"), c.onRead)
	c.banner = component.NewBanner(theme.Info, "", "", c.read)
	c.content = component.VStack(0, c.banner)
	c.content.Hide()
	return c
}

// Content is the notice; hidden it takes no room.
func (c *Changed) Content() fyne.CanvasObject { return c.content }

// First is its button while there is something to read, else nil.
func (c *Changed) First() fyne.Focusable {
	if !c.content.Visible() {
		return nil
	}
	return c.read
}

// Show draws a snapshot.
func (c *Changed) Show(s desk.Snapshot) {
	v := Change(s, c.st.Words)
	if v.Title == "" {
		c.content.Hide()
		return
	}
	c.banner.Set(theme.Info, v.Title, v.Text)
	c.content.Show()
}

func (c *Changed) onRead() {
	c.read.Disable()
	c.st.Run.Run("read change", func(ctx context.Context) error {
		return c.desk.ReadChange(ctx, c.st.At.Case)
	}, func(err error) {
		c.read.Enable()
		if err != nil {
			c.st.Nav.Announce(c.st.Words.Fault(err).Title)
			return
		}
		c.done()
	})
}
