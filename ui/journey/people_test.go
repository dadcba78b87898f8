package journey_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// TestJ1_FourEyes: who worked on a case and is a supervisor as well is never
// offered to decide it, and another supervisor is.
func TestJ1_FourEyes(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(both)
	id := j.prepared()
	j.submit()
	j.push("Back to home")
	j.See("Nothing waits for your decision.", "With supervisor")
	if n := len(j.desk.Snapshot().Approvals); n != 0 {
		t.Errorf("%d cases are offered to who made them", n)
	}
	// Nor when the way to the screen is found all the same.
	j.frame.Go(route.Of(route.Approve, id))
	j.calm()
	j.at(route.Approve)
	j.SeeNot("Your decision", "Your passphrase, to approve")
	for _, stop := range uitest.TabOrder(j.Canvas()) {
		if stop == "Approve" || strings.Contains(stop, "Return to officer") || stop == "Refuse" {
			t.Errorf("%q is offered to who made the case", stop)
		}
	}
	if s := j.desk.Snapshot(); s.Open.MayDecide || s.Open.WhyNot == "" {
		t.Errorf("may decide: %v, why not: %q", s.Open.MayDecide, s.Open.WhyNot)
	}
	if j.desk.Approve(j.town.ctx, id, phrase) == nil {
		t.Fatal("the desk took the approval")
	}
	j.lock()
	j.signIn(supervisor)
	j.approve()
	j.vouched(id)
}

// TestJ1_ReturnedThenMended: a supervisor gives the case back with a reason;
// the officer sees it, mends, and sends a new vouch; that one is refused.
func TestJ1_ReturnedThenMended(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	id := j.prepared()
	j.submit()
	first := j.desk.Snapshot().Open.Case.Submission.JTI
	j.lock()
	j.signIn(supervisor)
	j.openApproval()
	j.push("Return to officer")
	j.See("Return this case to the officer?")
	j.push("Return it") // without a reason nothing happens
	j.See("Choose a reason")
	j.pick("A detail is wrong or missing", 1)
	j.fill("Note for the officer", "The postcode.")
	j.push("Return it")
	j.at(route.Outcome)
	j.See("Returned to the officer.")
	j.lock()

	j.signIn(officer)
	j.See("Returned")
	j.to("EX7-0001")
	j.press(fyne.KeyReturn)
	if r := j.row(id); r.State != casework.Open || !r.Returned {
		t.Fatalf("row: %+v", r)
	}
	j.See("returned this case to you", "A detail is wrong or missing", "Note: The postcode.")
	j.frame.Go(route.Of(route.Outcome, id))
	j.calm()
	j.See("Returned", "A detail is wrong or missing", "The postcode.")
	j.push("Go on with the case")
	j.at(route.Review)
	j.frame.Go(route.Of(route.Resident, id))
	j.calm()
	j.fill("Address line 2", "Flat 2")
	j.press(fyne.KeyReturn)
	j.at(route.Purpose)
	j.frame.Go(route.Of(route.Review, id))
	j.calm()
	j.submit()
	if again := j.desk.Snapshot().Open.Case.Submission.JTI; again == first || again == "" {
		t.Errorf("sent again it is vouch %q, and was %q", again, first)
	}
	j.lock()

	j.signIn(supervisor)
	j.openApproval()
	j.See("nothing shows it, so the vouch leaves it out") // no letter, and no paper with the address
	if lines := j.desk.Snapshot().Open.Case.Resident.Address.Lines; !slices.Contains(lines, "Flat 2") {
		t.Errorf("the address is %v", lines)
	}
	j.push("Refuse")
	j.See("Refuse this case?")
	j.pick("Another team needs to look at this", 1)
	j.push("Refuse it")
	j.at(route.Outcome)
	j.See("Refused.")
	if r := j.row(id); r.State != casework.Closed || r.Outcome == casework.Vouched || r.Receipt {
		t.Errorf("row: %+v", r)
	}
	if p := j.desk.Snapshot().Open.Parcels; len(p) != 0 {
		t.Errorf("a refused vouch is on its way: %+v", p)
	}
}

// TestJ1_SecondOfficer: the desk is locked in the middle of a word, a colleague
// goes on with the case, and both are on record; neither may decide.
func TestJ1_SecondOfficer(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.signIn(officer)
	id := j.newCase()
	j.push("There is no letter")
	j.fill("Given names", "Rosa Ma")
	j.lock() // less than half a second after the last key
	j.SeeNot("Rosa Ma")
	j.signIn(second)
	j.to("EX7-0001")
	j.press(fyne.KeyReturn)
	j.at(route.Resident)
	j.See("Rosa Ma")
	j.to("Given names")
	j.press(fyne.KeyEnd)
	j.write("i")
	j.fill("Family name", "Specimen")
	j.born("17", "4", "1988")
	j.fill("Address line 1", "12 Sample Row")
	j.fill("Town or city", "Exampleton")
	j.fill("Postcode", "EX4 1AA")
	j.pick("By post", 0)
	j.pick("English", 0)
	j.press(fyne.KeyReturn)
	j.blueBadge()
	j.passport()
	j.lock()
	j.signIn(officer)
	j.to("EX7-0001")
	j.press(fyne.KeyReturn)
	j.at(route.Likeness)
	j.answers(j.desk.Snapshot().Policy.Likeness.Checks)
	j.press(fyne.KeyReturn)
	j.submit()
	c := j.desk.Snapshot().Open.Case
	if c.Resident.Name.Given != "Rosa Mai" {
		t.Errorf("the given names are %q", c.Resident.Name.Given)
	}
	acted := map[string]bool{}
	for _, check := range c.Evidence[0].Checks {
		acted[check.By] = true
	}
	if !acted[string(second)] || acted[string(officer)] {
		t.Errorf("the passport was checked by %v", acted)
	}
	j.lock()
	j.signIn(supervisor)
	j.approve()
	j.vouched(id)
}

// TestJ1_MeetsNoProfile: without letter, document photo and likeness it still
// becomes a vouch of what was checked, and says so all along.
func TestJ1_MeetsNoProfile(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	id := j.newCase()
	j.push("There is no letter")
	j.typeRosa()
	j.blueBadge()
	doc := j.addDocument("birth_certificate")
	j.push("Same name and birth date as the resident said")
	j.push("Continue")
	j.answers(doc.Checks, "issuer_record")
	j.pick("Seen and handed back", 0)
	j.press(fyne.KeyReturn)
	j.push("Continue to likeness")
	j.at(route.Likeness)
	j.See("There is no photo to compare with")
	j.press(fyne.KeyReturn)
	j.at(route.Review)
	j.See("It meets no profile", "It can still become a vouch of what was checked, and says so: it claims no level of confidence.")
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.openApproval()
	j.See("No profile met", "It would be a vouch of what was checked, without a level of confidence, and says so.")
	j.fill("Your passphrase, to approve", phrase)
	j.signs("Approve it below what is needed?", "Approve it as it is")
	j.at(route.Outcome)
	j.vouched(id)
	j.verified(id)
	if r := j.desk.Snapshot().Open.Receipt; len(r.Profiles) != 0 {
		t.Errorf("the receipt claims %v", r.Profiles)
	}
}
