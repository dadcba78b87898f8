package journey_test

import (
	"slices"

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
	j.See(j.say("The letter can be used"))
	j.press(fyne.KeyReturn)
	j.at(route.Resident)
}

// theResident takes over the letter's record, writes the birth date and how
// Rosa wants to hear.
func (j *journey) theResident() {
	j.T.Helper()
	j.push(j.say("Use name and address from the council's letter record"))
	j.born("17", "4", "1988")
	j.pick(j.say("By post"), 0)
	j.pick("English", 0)
	j.press(fyne.KeyReturn)
	j.at(route.Purpose)
}

// blueBadge chooses the service and tells of the notice.
func (j *journey) blueBadge() {
	j.T.Helper()
	j.find(j.service("blue_badge"))
	j.pick(j.say("I read it aloud"), 0)
	j.press(fyne.KeyReturn)
	j.at(route.Evidence)
}

// service is the name of a service.
func (j *journey) service(id string) string {
	j.T.Helper()
	s, ok := j.desk.Snapshot().Policy.Service(id)
	if !ok {
		j.T.Fatalf("the policy has no service %q", id)
	}
	return j.policy(s.Names)
}

// answers answers guided checks one after another: Yes to all but those named,
// which could not be made for the policy's first reason.
func (j *journey) answers(asked []policy.Check, couldNot ...string) {
	j.T.Helper()
	j.to(j.say("Could not check"))
	var keys []fyne.KeyName
	for i, q := range asked {
		if i > 0 {
			keys = append(keys, fyne.KeyTab)
		}
		if slices.Contains(couldNot, q.Code) {
			keys = append(keys, fyne.KeyEnd, fyne.KeyTab, fyne.KeyDown)
		} else {
			keys = append(keys, fyne.KeyHome)
		}
	}
	j.press(keys...)
}

// document is what the policy asks of a kind of document.
func (j *journey) document(id string) policy.Document {
	j.T.Helper()
	d, ok := j.desk.Snapshot().Policy.Document(id)
	if !ok {
		j.T.Fatalf("the policy has no document %q", id)
	}
	return d
}

// addDocument opens the form of a new document.
func (j *journey) addDocument(id string) policy.Document {
	j.T.Helper()
	doc := j.document(id)
	j.find(j.policy(doc.Names))
	j.press(fyne.KeyReturn)
	j.at(route.Evidence)
	if j.frame.At().Item == "" {
		j.T.Fatalf("no form of a %s has opened", id)
	}
	return doc
}

// passport records Rosa's passport by its machine-readable lines, seen and
// handed back.
func (j *journey) passport() {
	j.T.Helper()
	doc := j.addDocument("passport")
	zone, _ := doc.Field("mrz")
	j.fill(j.policy(zone.Names), rosaZone1)
	j.press(fyne.KeyReturn)
	j.write(rosaZone2)
	j.pause()
	j.See(j.say("The lines add up"))
	j.push(j.say("Fill in the fields from these lines"))
	j.push(j.say("Continue"))
	j.See(j.policy(doc.Checks[0].Question))
	j.answers(doc.Checks, "chip_signature", "issuer_record", "not_cancelled")
	j.to(j.say("Seen and handed back"))
	j.press(fyne.KeySpace, fyne.KeyReturn)
	if at := j.frame.At(); at.Screen != route.Evidence || at.Item != "" {
		j.T.Fatalf("at %+v after the last check; there is %q", at, uitest.Texts(j.Canvas()))
	}
}

// likeness compares with the one photo there is.
func (j *journey) likeness() {
	j.T.Helper()
	j.push(j.say("Continue to likeness"))
	j.at(route.Likeness)
	j.answers(j.desk.Snapshot().Policy.Likeness.Checks)
	j.press(fyne.KeyReturn)
	j.at(route.Review)
}

// askCouncil has the council's check made.
func (j *journey) askCouncil() {
	j.T.Helper()
	j.push(j.say("Ask for the council's check"))
	if c := j.desk.Snapshot().Open.Case.Check; c == nil {
		j.T.Fatalf("the council's check is not there; there is %q", uitest.Texts(j.Canvas()))
	}
	j.See(j.say("Ask again"))
}

// submit declares, signs and sends.
func (j *journey) submit() {
	j.T.Helper()
	j.at(route.Review)
	j.to(j.policy(j.desk.Snapshot().Policy.Declare.Words))
	j.press(fyne.KeySpace, fyne.KeyTab)
	j.write(phrase)
	j.signs("Send it below what is needed?", "Send it as it is")
	j.at(route.Outcome)
	j.See(j.say("Signed and sent to a supervisor."))
}

// approve reads the one case that waits and approves it.
func (j *journey) approve() {
	j.T.Helper()
	j.openApproval()
	j.fill(j.say("Your passphrase, to approve"), phrase)
	j.signs("Approve it below what is needed?", "Approve it as it is")
	j.at(route.Outcome)
	j.See(j.say("Approved: the vouch is issued"))
}

// signs sends off what is typed, and where the case reaches less than is needed
// answers the question that asks about it.
func (j *journey) signs(question, yes string) {
	j.T.Helper()
	below := j.desk.Snapshot().Open.Below()
	j.press(fyne.KeyReturn)
	if below {
		j.See(j.say(question))
		j.push(j.say(yes))
	}
}

// openApproval opens the first case that waits for the one who has signed in.
func (j *journey) openApproval() {
	j.T.Helper()
	j.at(route.Home)
	rows := j.desk.Snapshot().Approvals
	if len(rows) == 0 {
		j.T.Fatal("nothing waits for a decision")
	}
	j.to(rows[0].Ref)
	j.press(fyne.KeyReturn)
	j.at(route.Approve)
}

// vouched waits until the broker's receipt is here.
func (j *journey) vouched(id casework.ID) {
	j.T.Helper()
	j.until("the receipt has come", func() bool { return j.row(id).Receipt })
	if r := j.row(id); r.State != casework.Closed || r.Outcome != casework.Vouched {
		j.T.Fatalf("with its receipt the case stands at %s %s", r.State, r.Outcome)
	}
}

// toSubmit takes a new case by the given letter to where it is sent off.
func (j *journey) toSubmit(code string) casework.ID {
	j.T.Helper()
	id := j.newCase()
	j.useLetter(code)
	j.theResident()
	j.blueBadge()
	j.passport()
	j.likeness()
	return id
}
