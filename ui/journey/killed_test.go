package journey_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// again signs in after a kill and opens the case where it was left.
func (j *journey) again(id casework.ID) {
	j.T.Helper()
	j.signIn(officer)
	j.to(j.row(id).Ref)
	j.press(fyne.KeyReturn)
}

// TestJ1_KilledWhileTyping cuts the power half a second after the last key, in
// every step that is filled in, and finds it all as it was typed.
func TestJ1_KilledWhileTyping(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.signIn(officer)
	id := j.newCase()
	j.push("There is no letter")

	// Resident: half a name, half a date, a choice.
	j.fill("Given names", "Rosa  M")
	j.fill("Day", "17")
	j.fill("Year", "19")
	j.pick("By post", 0)
	j.pause()
	j.kill()
	j.again(id)
	j.at(route.Resident)
	j.See("Rosa  M", "17", "19")
	if d := j.desk.Snapshot().Open.Drafts["resident"]; d["given"] != "Rosa  M" || d["year"] != "19" || d["month"] != "" || d["how"] != "post" {
		t.Errorf("the draft of the resident: %v", d)
	}
	j.clearField("Given names", 7)
	j.clearField("Year", 2)
	j.to("Given names")
	j.write("Rosa Mai")
	j.fill("Family name", "Specimen")
	j.fill("Month", "4")
	j.fill("Year", "1988")
	j.fill("Address line 1", "12 Sample Row")
	j.fill("Town or city", "Exampleton")
	j.fill("Postcode", "EX4 1AA")
	j.pick("English", 0)
	j.press(fyne.KeyReturn)
	j.at(route.Purpose)

	// Purpose: a service, but not yet how the notice was told.
	j.find(j.service("blue_badge"))
	j.pause()
	j.kill()
	j.again(id)
	j.at(route.Purpose)
	if d := j.desk.Snapshot().Open.Drafts["purpose"]; d["service"] != "blue_badge" || d["told"] != "" {
		t.Errorf("the draft of the purpose: %v", d)
	}
	j.pick("I read it aloud", 0)
	j.press(fyne.KeyReturn)
	j.at(route.Evidence)
	if p := j.desk.Snapshot().Open.Case.Purpose; p == nil || p.Service != "blue_badge" {
		t.Errorf("the purpose after all: %+v", p)
	}
	j.killedInEvidence(id)
	j.killedInLikeness(id)
	j.submit()
	if s := j.desk.Snapshot(); s.Open.Case.Resident.Name.Given != "Rosa Mai" || len(s.Open.Drafts) != 0 {
		t.Errorf("in the end %q, with drafts %v", s.Open.Case.Resident.Name.Given, s.Open.Drafts)
	}
}

// killedInEvidence is killed with a line of the zone typed, and again with some
// checks answered.
func (j *journey) killedInEvidence(id casework.ID) {
	t := j.T
	t.Helper()
	doc := j.addDocument("passport")
	item := j.frame.At().Item
	zone, _ := doc.Field("mrz")
	j.fill(zone.Names.En, rosaZone1[:20])
	j.pause()
	j.kill()
	j.again(id)
	j.See("Begun")
	j.push("Edit")
	if got := j.frame.At().Item; got != item {
		t.Errorf("the document is %q and was %q", got, item)
	}
	if d := j.desk.Snapshot().Open.Drafts["evidence:"+string(item)]; d["text.mrz"] != rosaZone1[:20] {
		t.Errorf("the draft of the passport: %v", d)
	}
	j.to(zone.Names.En)
	j.press(fyne.KeyEnd)
	j.write(rosaZone1[20:])
	j.press(fyne.KeyReturn)
	j.write(rosaZone2)
	j.pause()
	j.push("Fill in the fields from these lines")
	j.push("Continue")
	j.to("Could not check")
	j.press(fyne.KeyHome, fyne.KeyTab, fyne.KeyHome, fyne.KeyTab, fyne.KeyEnd, fyne.KeyTab, fyne.KeyDown)
	j.pause()
	j.kill()
	j.again(id)
	j.push("Edit")
	j.See(doc.Checks[0].Question.En)
	d := j.desk.Snapshot().Open.Drafts["evidence:"+string(item)]
	for i, want := range []evidence.Answer{evidence.Yes, evidence.Yes, evidence.CouldNot, evidence.Unanswered} {
		if got := d["answer."+doc.Checks[i].Code]; got != string(want) {
			t.Errorf("check %d was answered %q and is %q", i, want, got)
		}
	}
	if d["reason."+doc.Checks[2].Code] == "" || d["text.number"] != rosaNumber {
		t.Errorf("the draft of the passport: %v", d)
	}
	j.to("Could not check")
	j.press(fyne.KeyHome, fyne.KeyTab) // arrival is at the first question; answer them all
	for range doc.Checks[1:] {
		j.press(fyne.KeyHome, fyne.KeyTab)
	}
	j.to("Seen and handed back")
	j.press(fyne.KeySpace, fyne.KeyReturn)
	if n := len(j.desk.Snapshot().Open.Case.Evidence); n != 1 {
		t.Fatalf("%d documents; there is %q", n, uitest.Texts(j.Canvas()))
	}
}

// killedInLikeness is killed with half of the questions answered.
func (j *journey) killedInLikeness(id casework.ID) {
	t := j.T
	t.Helper()
	asked := j.desk.Snapshot().Policy.Likeness.Checks
	j.push("Continue to likeness")
	j.to("Could not check")
	j.press(fyne.KeyHome, fyne.KeyTab, fyne.KeyHome)
	j.pause()
	j.kill()
	j.again(id)
	j.at(route.Likeness)
	item := j.desk.Snapshot().Open.Case.Evidence[0].ID
	d := j.desk.Snapshot().Open.Drafts["likeness"]
	held := 0
	for _, v := range d {
		if v == string(evidence.Yes) {
			held++
		}
	}
	if held != 2 || d["against"] != string(item) {
		t.Errorf("the draft of the likeness: %v", d)
	}
	j.answers(asked[2:])
	j.press(fyne.KeyReturn)
	j.at(route.Review)
}

// clearField deletes what stands in a field.
func (j *journey) clearField(label string, chars int) {
	j.T.Helper()
	j.to(label)
	j.press(fyne.KeyEnd)
	for range chars {
		j.press(fyne.KeyBackspace)
	}
}

// TestJ1_KilledWhileDeciding: the reason and note of a return are kept, the
// passphrase is not.
func TestJ1_KilledWhileDeciding(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.signIn(officer)
	j.prepared()
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.openApproval()
	j.fill("Your passphrase, to approve", "half of a passph")
	j.push("Return to officer")
	j.pick("A detail is wrong or missing", 1)
	j.fill("Note for the officer", "Look at the post")
	j.pause()
	if d := j.desk.Snapshot().Open.Drafts["approve"]; d["note"] != "Look at the post" {
		t.Errorf("the draft of the decision: %v, focus on %q; there is %q", d, j.Focused(), uitest.Texts(j.Canvas()))
	}
	j.kill()
	j.signIn(supervisor)
	j.openApproval()
	for key, fields := range j.desk.Snapshot().Open.Drafts {
		for field, text := range fields {
			if text == "half of a passph" {
				t.Errorf("the passphrase is kept as %s of %s", field, key)
			}
		}
	}
	j.push("Return to officer")
	j.See("Look at the post")
	j.push("Return it")
	j.at(route.Outcome)
	j.See("A detail is wrong or missing", "Look at the post")
}
