package journey_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
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

func TestFirstHalf(t *testing.T) {
	j := begin(t, uitest.Options{})
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.signIn(officer)
	j.newCase()
	j.useLetter(code)
	j.theResident()
	// j.blueBadge()
	t.Logf("%d keys", j.keys)
}
