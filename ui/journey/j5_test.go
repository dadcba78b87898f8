package journey_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// TestJ5_ReturnVisit: parked by one officer with what to bring, resumed by
// another from the letter alone, what was shown kept with who checked it, the
// likeness made again, and issued.
func TestJ5_ReturnVisit(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.signIn(officer)
	id := j.toSubmit(code)
	j.push("End without a vouch…")
	j.at(route.Ending)
	j.pick("Come back with…", 0)
	j.press(fyne.KeyReturn)
	j.See("Why?")
	j.pick("Another document is needed", 0)
	j.press(fyne.KeyReturn)
	j.See("What should the resident come back with?")
	j.fill("Anything else to bring", "a letter from the landlord")
	j.push("Continue")
	j.See("By when should the resident come back?")
	j.press(fyne.KeyReturn)
	j.See("Is there anything the next officer should know?")
	j.push("Continue")
	j.See("Check your answers", "a letter from the landlord")
	j.push("Park the case")
	j.at(route.Outcome)
	j.See("Parked", "To bring", "a letter from the landlord", "Tell the resident", "The resident is back: start the next visit", "Ended by mistake: undo that")
	if r := j.row(id); r.State != casework.Parked || r.Back.IsZero() {
		t.Fatalf("row: %+v", r)
	}
	j.lock()

	j.signIn(both)
	j.See("Parked, back by")
	j.scan(code)
	j.See("This letter belongs to a parked case")
	j.push("Resume that case")
	j.at(route.Returning)
	j.See("The resident is back", "Are name and address as they were?", "Compare the likeness again")
	j.push("Keep as recorded")
	j.push("Keep as recorded")
	j.push("Go on with the case") // one is left, and stays on top of the case
	j.at(route.Likeness)
	j.See("The resident is back: something is not answered yet")
	j.push("Answer now")
	j.at(route.Returning)
	j.push("I have seen this")
	j.See("Everything is answered.")
	j.push("Go on with the case")
	j.at(route.Likeness)
	j.SeeNot("something is not answered yet")
	c := j.desk.Snapshot().Open.Case
	if len(c.Evidence) != 1 || c.Evidence[0].Checks[0].By != string(officer) || c.Likeness != nil {
		t.Fatalf("what was kept: %+v", c.Evidence)
	}
	j.answers(j.desk.Snapshot().Policy.Likeness.Checks)
	j.press(fyne.KeyReturn)
	j.at(route.Review)
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.approve()
	j.vouched(id)
	j.lock()
	j.assertTitles()
	j.assertKept()
}

// TestJ8_Correct: a name misspelt on paper and in the case is corrected after
// issue; a second person agrees, and the old vouch is withdrawn.
func TestJ8_Correct(t *testing.T) {
	j := begin(t, uitest.Options{})
	id := j.issued()
	j.vouched(id)
	j.lock()
	j.signIn(officer)
	j.frame.Go(route.Of(route.Outcome, id))
	j.calm()
	j.push("Correct the vouch…")
	j.See("Correct this vouch?")
	j.push("Open the correction") // without a reason nothing happens
	j.See("Choose what is wrong")
	j.pick("The address is wrong", 2)
	j.push("Open the correction")
	j.at(route.Resident)
	next := j.frame.At().Case
	j.See("This case is the correction of "+j.row(id).Ref, "Correction of "+j.row(id).Ref+": The address is wrong")
	if r := j.row(next); r.Corrects != j.row(id).Ref || r.Wrong == "" {
		t.Errorf("row: %+v", r)
	}
	j.fill("Address line 2", "Flat 2")
	j.press(fyne.KeyReturn)
	j.at(route.Purpose)
	j.frame.Go(route.Of(route.Review, next))
	j.calm()
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.approve()
	j.vouched(next)
	j.frame.Go(route.Of(route.Outcome, next))
	j.calm()
	j.See("Corrects the vouch", "The address is wrong")
	j.push("Open the case that is corrected")
	j.See("Withdrawn: corrected", "Replaced by the vouch")
	j.SeeNot("Correct the vouch…")
}

// TestTryAgainAndUndo: not verified, taken back, ended again, and tried again
// with nothing of the failed check.
func TestTryAgainAndUndo(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.signIn(officer)
	id := j.prepared()
	end := func() {
		j.push("End without a vouch…")
		j.at(route.Ending)
		j.pick("Not verified", 1)
		j.press(fyne.KeyReturn)
		j.pick("The evidence does not reach", 0)
		j.press(fyne.KeyReturn)
		j.push("Continue")
		j.See("Check your answers")
		j.push("End it: not verified")
		j.push("Yes, end it")
		j.at(route.Outcome)
	}
	end()
	j.See("Not verified", "Say only what is on the slip", "Try again in a new case")
	j.push("Ended by mistake: undo that")
	if r := j.row(id); r.State != casework.Open {
		t.Fatalf("row: %+v", r)
	}
	j.frame.Go(route.Of(route.Review, id))
	j.calm()
	end()
	j.push("Try again in a new case")
	j.at(route.Letter)
	c := j.desk.Snapshot().Open.Case
	if c.RetryOf != id || c.Resident == nil || len(c.Evidence) != 0 || c.Purpose.Told != "" {
		t.Errorf("the next try: %+v", c)
	}
	j.frame.Go(route.Of(route.Outcome, id))
	j.calm()
	j.See("Open the next try")
	j.SeeNot("Ended by mistake: undo that")
}
