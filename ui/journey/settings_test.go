package journey_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// TestJ1_InEverySetting is the main job in each setting that makes room
// scarce, with every screen on the way looked at.
func TestJ1_InEverySetting(t *testing.T) {
	small := uitest.Options{Width: 1024, Height: 700}
	for name, c := range map[string]struct {
		window uitest.Options
		set    desk.Settings
	}{
		"welsh":                    {uitest.Options{}, desk.Settings{Language: "cy", Text: 1, Theme: "contrast"}},
		"200 percent, 1024x700":    {small, desk.Settings{Language: "en", Text: 2, Theme: "dark"}},
		"welsh, 200 percent, 1024": {small, desk.Settings{Language: "cy", Text: 2, Theme: "light"}},
	} {
		t.Run(name, func(t *testing.T) {
			j := begin(t, c.window)
			do(t, j.desk.SetSettings(j.town.ctx, c.set))
			j.calm()
			j.inspect()
			code := j.town.letter(rosa())
			do(t, j.desk.Sync(j.town.ctx))
			j.signIn(officer)
			id := j.toSubmit(code)
			j.askCouncil()
			j.submit()
			j.lock()
			j.signIn(supervisor)
			j.approve()
			j.vouched(id)
			j.See(j.say("Accepted by the broker"))
			j.assertTitles()
			j.assertSpoken(words.Lang(c.set.Language))
		})
	}
}

// assertSpoken fails the test unless the titles were those of J1's screens in
// the language.
func (j *journey) assertSpoken(lang words.Lang) {
	j.T.Helper()
	w := j.Book.In(lang)
	for _, key := range []string{
		"signin.title", "home.title", "letter.title", "resident.title", "purpose.title", "evidence.title", "evidence.item_details_title", "evidence.item_title",
		"likeness.title", "review.title", "outcome.title", "approve.title",
	} {
		if want := w.T("frame.title", "Screen", w.T(key)); !slices.Contains(j.titles, want) {
			j.T.Errorf("no window was called %q", want)
		}
	}
}

// TestJ1_LanguageWhileTyping: what is typed when the language is switched is
// still there, in the field it was typed into.
func TestJ1_LanguageWhileTyping(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.signIn(officer)
	j.newCase()
	j.push("There is no letter")
	j.at(route.Resident)
	j.fill("Given names", "Rosa M")
	j.fill("Postcode", "EX4")
	j.pushOnly("Cymraeg")
	if j.language() != words.Welsh {
		t.Fatalf("the window speaks %q", j.language())
	}
	j.at(route.Resident)
	j.See("Rosa M", "EX4", j.say("Who is the resident?"))
	j.SeeNot("Given names")
	j.to(j.say("Given names"))
	j.press(fyne.KeyEnd)
	j.write("ai")
	j.pause()
	j.pushOnly("English")
	j.See("Rosa Mai", "EX4", "Given names")
	if got := j.desk.Snapshot().Open.Drafts["resident"]["given"]; got != "Rosa Mai" {
		t.Errorf("the draft holds %q", got)
	}
}

// TestJ1_DialogsByKeyboard: Esc is the safe answer, Enter answers what has the
// focus, and the focus comes back to where it was.
func TestJ1_DialogsByKeyboard(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	j.newCase()
	j.to("There is no letter")
	j.press(fyne.KeyF1)
	j.See("Help: Letter")
	if before := j.Focused(); before != "Close" {
		t.Errorf("in help the focus is on %q", before)
	}
	j.press(fyne.KeyTab)
	if j.Focused() != "Close" {
		t.Errorf("Tab leaves the dialogue for %q", j.Focused())
	}
	j.press(fyne.KeyEscape)
	j.SeeNot("Help: Letter")
	if j.Focused() != "There is no letter" {
		t.Errorf("the focus came back to %q", j.Focused())
	}
	j.press(fyne.KeyF1, fyne.KeyReturn)
	j.SeeNot("Help: Letter")
	j.at(route.Letter)
	j.press(fyne.KeyEscape)
	j.at(route.Home)
}
