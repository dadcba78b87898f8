package journey_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/policy"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// paste puts a text where the focus is, as Ctrl+V does.
func (j *journey) paste(text string) {
	j.T.Helper()
	j.App.Clipboard().SetContent(text)
	f, ok := j.Canvas().Focused().(fyne.Shortcutable)
	if !ok {
		j.T.Fatalf("nothing can be pasted into %q", j.Focused())
	}
	j.keys++
	f.TypedShortcut(&fyne.ShortcutPaste{Clipboard: j.App.Clipboard()})
	j.calm()
}

// replace puts a text into a field in place of what stands there.
func (j *journey) replace(label, text string) {
	j.T.Helper()
	j.toOnly(label)
	j.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{}) //nolint:forcetypeassert // a field
	j.paste(text)
}

// TestJ1_BadNames: what cannot be a name is answered at its field and stays
// there to be mended; what can be one, however long, is taken.
func TestJ1_BadNames(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	j.newCase()
	j.push("There is no letter")
	j.push("Continue") // everything is empty
	j.See("There is a problem", "Write the given names, or tick that there is only one name", "Write the date of birth",
		"Choose how they want to hear", "Choose the language they want to hear in")
	j.fill("Family name", "Specimen")
	j.born("31", "2", "1988")
	j.fill("Address line 1", "12 Sample Row")
	j.fill("Town or city", "Exampleton")
	j.fill("Postcode", "NOT A CODE")
	j.pick("By post", 0)
	j.pick("English", 0)
	long := strings.Repeat("Rosa Mai ", 1112)[:10_000]
	for _, c := range []struct{ name, given, answer string }{
		{"10,000 characters", long, "Given names: it is longer than 1000 characters. Write only what the documents show"},
		{"a control character", "Rosa\x07Mai", "Given names: it holds a sign that cannot be seen"},
		{"a right-to-left override", "Rosa \u202eiaM", "Given names: it holds a sign that cannot be seen"},
		{"a zero-width space", "Ro\u200bsa", "Given names: it holds a sign that cannot be seen"},
		{"spaces", "    ", "Write the given names, or tick that there is only one name"},
	} {
		j.replace("Given names", c.given)
		j.press(fyne.KeyReturn)
		j.at(route.Resident)
		if !uitest.Sees(j.Canvas(), c.answer) {
			t.Errorf("%s is not answered by %q; there is %.2000q", c.name, c.answer, uitest.Texts(j.Canvas()))
		}
		j.See("The month of birth has no such day")
		j.pause()
		if got := j.desk.Snapshot().Open.Drafts["resident"]["given"]; got != c.given {
			t.Errorf("of %s the draft holds %.60q", c.name, got)
		}
	}
	j.replace("Given names", "Róisín D'Árcy-Łukasz Ng")
	j.replace("Day", "29")
	j.press(fyne.KeyReturn)
	j.at(route.Purpose)
	j.See("This does not look like a UK postcode. If it is right, go on.")
	if got := j.desk.Snapshot().Open.Case.Resident.Name.Given; got != "Róisín D'Árcy-Łukasz Ng" {
		t.Errorf("the given names are %q", got)
	}
}

// passportAsSaid is a passport without a zone, in the name the resident said.
func (j *journey) passportAsSaid() {
	j.T.Helper()
	doc := j.addDocument("passport")
	j.push("Same name and birth date as the resident said")
	j.restOfPassport(doc)
}

// restOfPassport copies and checks what is left of one after the name.
func (j *journey) restOfPassport(doc policy.Document) {
	j.T.Helper()
	j.fill("Passport number", "925665416")
	j.fill("Issuing country", "GBR")
	j.born("9", "1", "2032") // the next date is the day it expires
	j.push("Continue")
	j.See(j.policy(doc.Checks[0].Question))
	j.answers(doc.Checks, "chip_signature", "issuer_record", "not_cancelled")
	j.to("Seen and handed back")
	j.press(fyne.KeySpace, fyne.KeyReturn)
}

// TestJ1_LongName: names and words of any length go all the way, and
// every screen has room for them or cuts nothing off.
func TestJ1_LongName(t *testing.T) {
	given := strings.TrimSpace(strings.Repeat("Rosa Mai Anna-Katharina ", 12)) + " " + strings.Repeat("Llanfairpwllgwyngyllgogerychwyrndrobwll", 5)
	j := begin(t, uitest.Options{Width: 1024, Height: 700})
	j.inspect()
	j.signIn(officer)
	j.newCase()
	j.push("There is no letter")
	j.to("Given names")
	j.paste(given)
	j.fill("Family name", "Specimen")
	j.born("17", "4", "1988")
	j.fill("Address line 1", "12 Sample Row")
	j.fill("Postcode", "EX4 1AA")
	j.pick("By post", 0)
	j.pick("English", 0)
	j.press(fyne.KeyReturn)
	j.blueBadge()
	j.passportAsSaid()
	j.likeness()
	j.submit()
	j.push("Back to home")
	j.lock()
	j.signIn(supervisor)
	j.approve()
	if got := j.desk.Snapshot().Open.Case.Resident.Name.Given; got != given {
		t.Errorf("the given names are %q", got)
	}
	j.assertTitles()
}

// TestJ1_WrongZone: one wrong character is named with its place, fills nothing
// in, and everything typed stays.
func TestJ1_WrongZone(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	j.newCase()
	j.push("There is no letter")
	j.typeRosa()
	j.blueBadge()
	doc := j.addDocument("passport")
	zone, _ := doc.Field("mrz")
	j.fill("Passport number", "5000")
	for _, c := range []struct{ name, second, answer string }{
		{"number", "6" + rosaZone2[1:], "The check digit of the document number does not fit. It is line 2, character 10."},
		{"birth", rosaZone2[:14] + "7" + rosaZone2[15:], "The check digit of the date of birth does not fit. It is line 2, character 20."},
		{"expiry", rosaZone2[:22] + "2" + rosaZone2[23:], "The check digit of the expiry date does not fit. It is line 2, character 28."},
		{"last", rosaZone2[:43] + "9", "The last check digit, over the whole line, does not fit."},
		{"short", rosaZone2[:43], "In line 2 there are 43 characters; it needs 44."},
		{"character", rosaZone2[:20] + "!" + rosaZone2[21:], "In line 2, character 21 stands something that cannot stand there."},
	} {
		j.replace(zone.Names.En+" (optional)", rosaZone1+"\n"+c.second)
		j.pause()
		if !uitest.Sees(j.Canvas(), c.answer) {
			t.Errorf("%s is not answered by %q; there is %q", c.name, c.answer, uitest.Texts(j.Canvas()))
		}
		j.SeeNot("Fill in the fields from these lines", "The lines add up")
		d := j.desk.Snapshot().Open.Drafts["evidence:"+string(j.frame.At().Item)]
		if d["text.mrz"] != rosaZone1+"\n"+c.second || d["text.number"] != "5000" {
			t.Errorf("%s: the draft holds %v", c.name, d)
		}
	}
	j.replace(zone.Names.En+" (optional)", rosaZone1+"\n"+rosaZone2)
	j.pause()
	j.push("Fill in the fields from these lines")
	j.See(rosaNumber)
	j.push("Put back what I typed")
	j.See("5000")
}
