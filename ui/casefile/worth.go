package casefile

import (
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
	flags    *component.Banner
	source   *component.Text
	content  *fyne.Container
	scores   *fyne.Container
}

// NewWorth makes the right column.
func NewWorth(st *stage.Stage) *Worth {
	w := &Worth{
		st: st, sentence: component.NewBody(""), note: component.NewHint(""), source: component.NewHint(""),
		coach: component.NewBanner(theme.Info, "", ""), flags: component.NewBanner(theme.Warn, "", ""),
		scores: component.VStack(theme.Gap8),
	}
	v := Value(desk.Snapshot{}, st.Words)
	w.bar = component.NewLevelBar(v.Levels...)
	w.content = component.VStack(theme.Gap16,
		component.NewSection(st.Words.T("casefile.worth")),
		w.bar, w.sentence, w.coach, w.note, w.flags, w.scores, w.source,
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
