package component

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Option is one thing to choose. The ID is the program's, Text and Hint are
// read; by Also it is found, too: its name in the other language.
type Option struct {
	ID         string
	Text, Hint string
	Also       string
}

// ChoiceText is what a choice says.
type ChoiceText struct {
	Legend, Hint string
}

// Choice is one of several, one row each; nothing is chosen at first. Arrow
// keys choose, as in a radio group: the group is one stop for Tab.
type Choice struct {
	widget.BaseWidget
	legend, hint, wrong *Text
	rows                *choiceRows
	frame               *marked
}

// Choice makes a choice; changed gets the ID chosen.
func (k *Kit) Choice(text ChoiceText, options []Option, changed func(id string)) *Choice {
	c := &Choice{legend: NewStrong(text.Legend), hint: NewHint(text.Hint), wrong: NewText(styleError, "")}
	c.rows = &choiceRows{chosen: None, changed: changed}
	c.rows.begin(k, c.rows)
	c.rows.set(options)
	c.legend.Hidden = text.Legend == ""
	c.hint.Hidden = text.Hint == ""
	c.wrong.Hide()
	c.frame = mark(asked(c.rows, c.legend, c.hint, c.wrong))
	c.ExtendBaseWidget(c)
	return c
}

// Chosen is the ID of the choice, or nothing.
func (c *Choice) Chosen() string { return c.rows.id() }

// SetChosen chooses without calling changed; an unknown ID is no choice.
func (c *Choice) SetChosen(id string) {
	if c.rows.id() != id {
		c.rows.chosen = indexOf(c.rows.options, id)
		c.rows.Refresh()
	}
}

// SetOptions replaces the options and keeps the choice if it is still there.
func (c *Choice) SetOptions(options []Option) {
	id := c.rows.id()
	c.rows.set(options)
	c.rows.chosen = indexOf(options, id)
	c.Refresh()
}

// SetWords changes legend and hint, for another language.
func (c *Choice) SetWords(text ChoiceText) {
	c.legend.Hidden = text.Legend == ""
	c.hint.Hidden = text.Hint == ""
	c.legend.SetText(text.Legend)
	c.hint.SetText(text.Hint)
	c.Refresh()
}

// SetError says what is wrong with it; an empty text clears it.
func (c *Choice) SetError(text string) { complain(c, c.wrong, c.frame, text) }

// First is the control that takes the focus.
func (c *Choice) First() fyne.Focusable { return c.rows }

// Parts implements Parted.
func (c *Choice) Parts() []fyne.CanvasObject { return []fyne.CanvasObject{c.frame} }

// Natural implements Flowing.
func (c *Choice) Natural() float32 { return c.frame.Natural() }

// HeightFor implements Flowing.
func (c *Choice) HeightFor(w float32) float32 { return c.frame.HeightFor(w) }

// CreateRenderer implements fyne.Widget.
func (c *Choice) CreateRenderer() fyne.WidgetRenderer { return single(c, c.frame) }
