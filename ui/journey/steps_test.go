package journey_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// newCase starts a case from anywhere.
func (j *journey) newCase() casework.ID {
	j.T.Helper()
	j.ctrl(fyne.KeyN)
	j.at(route.Letter)
	return j.frame.At().Case
}

// useLetter scans a letter that can be used, and uses it.
func (j *journey) useLetter(code string) {
	j.T.Helper()
	j.scan(code)
	j.See("The letter can be used")
	j.press(fyne.KeyReturn)
	j.at(route.Resident)
}

// theResident takes over the letter's record, writes the birth date and how
// Rosa wants to hear.
func (j *journey) theResident() {
	j.T.Helper()
	j.push("Use name and address from the council's letter record")
	j.born("17", "4", "1988")
	j.pick("By post", 0)
	j.pick("English", 0)
	j.press(fyne.KeyReturn)
	j.at(route.Purpose)
}

// blueBadge chooses the service and tells of the notice.
func (j *journey) blueBadge() {
	j.T.Helper()
	j.pick("Blue Badge", j.service("blue_badge"))
	j.pick("I read it aloud", 0)
	j.press(fyne.KeyReturn)
	j.at(route.Evidence)
}

// service is the place of a service among the options.
func (j *journey) service(id string) int {
	j.T.Helper()
	for i, s := range j.desk.Snapshot().Policy.Services {
		if s.ID == id {
			return i
		}
	}
	j.T.Fatalf("the policy has no service %q", id)
	return 0
}

// answers answers guided checks one after another: Yes to all but those named,
// which could not be made for the policy's first reason.
func (j *journey) answers(asked []policy.Check, couldNot ...string) {
	j.T.Helper()
	j.to("Could not check")
	for i, q := range asked {
		if i > 0 {
			j.press(fyne.KeyTab)
		}
		if !slices.Contains(couldNot, q.Code) {
			j.press(fyne.KeyHome)
			continue
		}
		j.press(fyne.KeyEnd, fyne.KeyTab, fyne.KeyDown)
	}
}

// document is the place of a kind of document among the options, and what the
// policy asks of it.
func (j *journey) document(id string) (int, policy.Document) {
	j.T.Helper()
	for i, d := range j.desk.Snapshot().Policy.Documents {
		if d.ID == id {
			return i, d
		}
	}
	j.T.Fatalf("the policy has no document %q", id)
	return 0, policy.Document{}
}

// addDocument opens the form of a new document.
func (j *journey) addDocument(id string) policy.Document {
	j.T.Helper()
	place, doc := j.document(id)
	j.pick(doc.Names.In("en"), place)
	j.press(fyne.KeyReturn)
	j.See("Copy from the " + strings.ToLower(doc.Names.En))
	return doc
}

// passport records Rosa's passport by its machine-readable lines, seen and
// handed back.
func (j *journey) passport() {
	j.T.Helper()
	doc := j.addDocument("passport")
	j.fill("The two lines at the foot of the photo page", rosaZone1)
	j.press(fyne.KeyReturn)
	j.write(rosaZone2)
	j.pause()
	j.See("The lines add up")
	j.push("Fill in the fields from these lines")
	j.push("Continue")
	j.See("Check the passport")
	j.answers(doc.Checks, "chip_signature", "issuer_record", "not_cancelled")
	j.to("Seen and handed back")
	j.press(fyne.KeySpace, fyne.KeyReturn)
	j.at(route.Evidence)
	j.See("Saved: Passport")
}

// likeness compares with the one photo there is.
func (j *journey) likeness() {
	j.T.Helper()
	j.push("Continue to likeness")
	j.at(route.Likeness)
	j.answers(j.desk.Snapshot().Policy.Likeness.Checks)
	j.press(fyne.KeyReturn)
	j.at(route.Review)
}

// askCouncil has the council's check made.
func (j *journey) askCouncil() {
	j.T.Helper()
	j.push("Ask for the council's check")
	j.See("Fraud 1, activity 0")
}

// submit declares, signs and sends.
func (j *journey) submit() {
	j.T.Helper()
	j.at(route.Review)
	j.to(j.desk.Snapshot().Policy.Declare.Words.En)
	j.press(fyne.KeySpace, fyne.KeyTab)
	j.write(phrase)
	j.press(fyne.KeyReturn)
	j.at(route.Outcome)
	j.See("Signed and sent to a supervisor.")
}

func TestFirstHalf(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.signIn(officer)
	j.newCase()
	j.useLetter(code)
	j.theResident()
	j.blueBadge()
	j.passport()
	j.likeness()
	j.askCouncil()
	j.submit()
	t.Logf("%d keys", j.keys)
	j.assertTitles()
}
