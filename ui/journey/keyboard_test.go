package journey_test

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vouchdesk/ui/uitest"
)

// press presses keys, one after another.
func (j *journey) press(names ...fyne.KeyName) {
	j.T.Helper()
	for _, name := range names {
		j.key(name)
	}
	j.calm()
}

// key presses one key; what it does is laid out when the window comes to rest.
func (j *journey) key(name fyne.KeyName) {
	j.keys++
	j.Clock.Advance(200 * time.Millisecond)
	focused := j.Canvas().Focused()
	switch {
	case name == fyne.KeyTab:
		j.Canvas().FocusNext()
	case focused != nil:
		focused.TypedKey(&fyne.KeyEvent{Name: name})
	case j.Canvas().OnTypedKey() != nil:
		j.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
	}
}

// write types on whatever has the focus.
func (j *journey) write(text string) {
	j.T.Helper()
	j.keys += len([]rune(text))
	j.Type(text)
	j.calm()
}

// scan is a shot of the wedge scanner.
func (j *journey) scan(code string) {
	j.T.Helper()
	j.Scan(code)
	j.calm()
}

// ctrl is a shortcut of the whole window.
func (j *journey) ctrl(key fyne.KeyName) {
	j.T.Helper()
	j.keys++
	shortcut := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierControl}
	if f, ok := j.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(shortcut)
	} else {
		j.frame.TypedShortcut(shortcut)
	}
	j.calm()
}

// mostTabs is more stops than any screen has.
const mostTabs = 150

// to presses Tab until the control with these words has the focus.
func (j *journey) to(words string) {
	j.T.Helper()
	var seen []string
	for range mostTabs {
		at := j.Focused()
		if named(at, words) {
			return
		}
		seen = append(seen, at)
		j.key(fyne.KeyTab)
	}
	j.T.Fatalf("Tab comes to nothing that says %q at %q; it came to %q; there is %q", words, j.Window.Title(), seen[:min(len(seen), 40)], uitest.Texts(j.Canvas()))
}

func named(name, words string) bool {
	return name == words || strings.HasPrefix(name, words+" · ") || strings.HasPrefix(name, words+" | ") || name != "" && strings.Contains(name, words)
}

// push goes to a button and presses it.
func (j *journey) push(words string) {
	j.T.Helper()
	j.to(words)
	j.press(fyne.KeyReturn)
}

// toOnly is to for a control whose words also stand in others.
func (j *journey) toOnly(words string) {
	j.T.Helper()
	for range mostTabs {
		if j.Focused() == words {
			return
		}
		j.key(fyne.KeyTab)
	}
	j.T.Fatalf("Tab comes to nothing that says just %q; there is %q", words, uitest.TabOrder(j.Canvas()))
}

// pushOnly is push for a button whose words also stand in other controls.
func (j *journey) pushOnly(words string) {
	j.T.Helper()
	j.toOnly(words)
	j.press(fyne.KeyReturn)
}

// fill goes to a field and types.
func (j *journey) fill(label, text string) {
	j.T.Helper()
	j.to(label)
	j.write(text)
}

// born goes to the first of three date boxes and types a day into them.
func (j *journey) born(day, month, year string) {
	j.T.Helper()
	j.fill(j.say("Day"), day)
	j.fill(j.say("Month"), month)
	j.fill(j.say("Year"), year)
}

// find types a name where a long list is searched, and takes the first that
// is left.
func (j *journey) find(name string) {
	j.T.Helper()
	j.to(j.say("Type a part of its name"))
	j.write(name)
	j.press(fyne.KeyDown)
}

// pick goes to the choice that has an option of these words and has the
// arrows choose the option at that place.
func (j *journey) pick(option string, place int) {
	j.T.Helper()
	j.to(option)
	keys := []fyne.KeyName{fyne.KeyHome}
	for range place {
		keys = append(keys, fyne.KeyDown)
	}
	j.press(keys...)
}
