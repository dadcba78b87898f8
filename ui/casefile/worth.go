package casefile

import (
	"strings"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/ui/component"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/theme"
)

// Worth is the right column.
type Worth struct {
	st       *stage.Stage
	bar      *component.LevelBar
	sentence *component.Text
	coach    *component.Banner
	note     *component.Text
	noPhoto  *component.Text
	flags    *component.Banner
	source   *component.Text
	content  *fyne.Container
	scores   *fyne.Container
	others   fold
	lowered  fold
}

// A fold is a text that is shown when it is asked for.
type fold struct {
	button *component.Button
	text   *component.Text
	box    *fyne.Container
	name   string
	open   bool
}

// NewWorth makes the right column.
func NewWorth(st *stage.Stage) *Worth {
	w := &Worth{
		st: st, sentence: component.NewBody(""), note: component.NewHint(""), noPhoto: component.NewHint(""), source: component.NewHint(""),
		coach: component.NewBanner(theme.Info, "", ""), flags: component.NewBanner(theme.Warn, "", ""),
		scores: component.VStack(theme.Gap8),
	}
	w.others, w.lowered = w.fold("casefile.other_ways"), w.fold("casefile.why_not_more")
	w.others.button.OnPress(func() { w.turn(&w.others) })
	w.lowered.button.OnPress(func() { w.turn(&w.lowered) })
	v := Value(desk.Snapshot{}, st.Words)
	w.bar = component.NewLevelBar(v.Levels...)
	w.content = component.VStack(theme.Gap16,
		component.NewSection(st.Words.T("casefile.worth")),
		w.bar, w.sentence, w.coach, w.note, w.noPhoto, w.others.box, w.flags, w.scores, w.lowered.box, w.source,
	)
	return w
}

// Content is the column.
func (c *Worth) Content() fyne.CanvasObject { return c.content }

// Show draws a snapshot.
func (c *Worth) Show(s desk.Snapshot) {
	v := Value(s, c.st.Words)
	c.bar.Set(v.Reached, v.Coming, v.Needed)
	c.sentence.SetSpans(v.Sentence...)
	c.note.Hidden = v.Coach == nil || v.Coach.Note == ""
	if v.Coach != nil {
		c.coach.Set(theme.Info, v.Coach.Title, v.Coach.Text)
		c.note.SetText(v.Coach.Note)
	} else {
		c.coach.Set(theme.Info, "", "")
	}
	c.noPhoto.SetText(v.NoPhoto)
	c.noPhoto.Hidden = v.NoPhoto == ""
	c.others.set(v.Others)
	c.lowered.set(v.Lowered)
	text := ""
	for i, f := range v.Flags {
		if i > 0 {
			text += "\n"
		}
		text += f
	}
	title := ""
	if text != "" {
		title = c.st.Words.T("casefile.noticed")
	}
	c.flags.Set(theme.Warn, title, text)
	c.showScores(v.Scores)
	c.source.SetText(v.Source)
	c.content.Refresh()
}

// showScores lists the scores, a rule between them. They are few.
func (c *Worth) showScores(rows []ScoreRow) {
	head := func(text string) fyne.CanvasObject {
		return component.NewText(component.Style{Size: theme.TextHint, Colour: theme.Muted, Bold: true}, text)
	}
	c.scores.Objects = []fyne.CanvasObject{component.Bar(
		head(c.st.Words.T("casefile.evidence")), head(c.st.Words.T("casefile.strength_valid")))}
	for _, row := range rows {
		c.scores.Objects = append(c.scores.Objects, component.NewRule(), component.Bar(
			component.NewText(component.Style{Size: theme.TextHint, Colour: theme.Ink}, row.Name),
			component.NewText(component.Style{Size: theme.TextHint, Colour: theme.Ink, Bold: true}, row.Score)))
	}
	c.scores.Refresh()
}

func (c *Worth) fold(name string) fold {
	f := fold{name: name, text: component.NewHint("")}
	f.button = c.st.Kit.Button(component.Link, c.st.Words.T(name), nil)
	f.text.Hidden = true
	f.box = component.VStack(theme.Gap8, component.HStack(0, f.button), f.text)
	return f
}

// turn opens a fold or closes it.
func (c *Worth) turn(f *fold) {
	f.open = !f.open
	f.text.Hidden = !f.open
	name := c.st.Words.T(f.name)
	if f.open {
		name = c.st.Words.T("casefile.hide", "What", name)
	}
	f.button.SetText(name)
	c.content.Refresh()
}

// set puts lines into a fold; without any it is not there.
func (f *fold) set(lines []string) {
	text := ""
	if len(lines) > 0 {
		text = "• " + strings.Join(lines, "\n• ")
	}
	f.text.SetText(text)
	f.box.Hidden = len(lines) == 0
}
