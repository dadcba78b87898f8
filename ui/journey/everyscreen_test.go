package journey_test

import (
	"fmt"
	"strings"
	"testing"

	"vouchdesk/ui"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// inspector looks at every screen a journey comes to, once for each thing it
// shows.
type inspector struct {
	t      testing.TB
	j      *journey
	place  route.Route // where the journey was when it was last looked at
	looked map[string]bool
	faults map[string]bool
}

// inspect has every screen of the rest of the journey looked at.
func (j *journey) inspect() *inspector {
	i := &inspector{t: j.T, j: j, looked: map[string]bool{}, faults: map[string]bool{}}
	j.watch = i.look
	i.look()
	return i
}

func (i *inspector) look() {
	i.t.Helper()
	c := i.j.Canvas()
	if at := i.j.frame.At(); at != i.place {
		i.place = at
		if !uitest.HeadingInSight(c) {
			i.t.Errorf("%+v does not begin at its heading", at)
		}
	}
	key := strings.Join(uitest.Texts(c), "\n")
	if i.looked[key] {
		return
	}
	i.looked[key] = true
	at := i.j.Window.Title()
	sub := &collector{TB: i.t}
	uitest.AssertNoCutText(sub, c)
	uitest.AssertTargets(sub, c)
	if order := fmt.Sprint(at, strings.Count(key, "\n")); !i.looked[order] { // going round with Tab is slow
		i.looked[order] = true
		uitest.AssertReadingOrder(sub, c)
	}
	if least := c.Content().MinSize(); least.Width > ui.MinSize.Width || least.Height > ui.MinSize.Height {
		sub.Errorf("the window asks for %v, more than %v", least, ui.MinSize)
	}
	for _, said := range sub.said {
		if !i.faults[at+said] { // once is enough for each screen
			i.faults[at+said] = true
			i.t.Errorf("on %q: %s", at, said)
		}
	}
}

// assertTitles fails the test if a window title told more than its screen.
func (j *journey) assertTitles() {
	j.T.Helper()
	if len(j.titles) == 0 {
		j.T.Error("no title was looked at")
	}
	for _, title := range j.titles {
		low := strings.ToLower(title)
		if !strings.HasSuffix(title, " - Vouchdesk") {
			j.T.Errorf("the window is called %q", title)
		}
		for what, spellings := range rosaSecrets() {
			for _, s := range spellings {
				if strings.Contains(low, strings.ToLower(s)) {
					j.T.Errorf("the title %q holds the %s", title, what)
				}
			}
		}
		if strings.Contains(title, "EX7-") {
			j.T.Errorf("the title %q holds the case's reference", title)
		}
	}
}
