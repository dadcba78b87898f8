package journey_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// TestJ3_ARefereeAttends: their own notice and identity first, the statement
// read aloud, four eyes, and a vouch that names them and nothing private.
func TestJ3_ARefereeAttends(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	id := j.vouchedFor()
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.openApproval()
	j.See("Elin Enghraifft", "Teacher, lecturer or head of a school · Ysgol Enghraifft", "As a colleague · For 6 years",
		"Read aloud and confirmed on screen", "Elin Enghraifft: Passport", "Referee: how their own identity was checked")
	j.fill("Your passphrase, to approve", phrase)
	j.signs("Approve it below what is needed?", "Approve it as it is")
	j.at(route.Outcome)
	j.vouched(id)
	j.verified(id)
	opened, err := vouch.Open(j.desk.Snapshot().Open.Case.Submission.Token, j.town.trusted())
	do(t, err)
	statements := 0
	for _, e := range opened.Payload.VerifiedClaims.Verification.Evidence {
		if e.Type != vouch.KindVouch {
			continue
		}
		statements++
		if v := e.Attestation.Voucher; v == nil || v.Name != "Elin Enghraifft" || v.Organisation != "Ysgol Enghraifft" || e.Attestation.Reference == "" {
			t.Errorf("attested by %+v", e.Attestation)
		}
	}
	if statements != 1 {
		t.Errorf("%d statements", statements)
	}
	for _, private := range []string{"1979-02-03", "Other Street", "EX4 2BB", "01632"} {
		if strings.Contains(string(opened.Raw), private) {
			t.Errorf("the vouch holds %q", private)
		}
	}
	j.lock()
	j.assertTitles()
}

// TestJ3_TakenBackBeforeApproval: the referee takes the statement back while
// the case waits for a supervisor. The case comes back, is sent again without
// them, and the vouch that was proposed first can no longer be approved.
func TestJ3_TakenBackBeforeApproval(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.signIn(officer)
	id := j.vouchedFor()
	j.submit()
	first := j.desk.Snapshot().Open.Case.Submission.JTI
	j.push("A referee takes their statement back…")
	j.at(route.Referee)
	j.push("Show")
	j.push("They take it back…")
	j.See("The case comes back from the supervisor")
	j.push("Yes, they take it back")
	j.See("Taken back")
	c := j.desk.Snapshot().Open.Case
	if c.State != casework.Open || len(c.Vouching()) != 0 || c.Submission != nil || len(c.Voided) != 1 || c.Voided[0].JTI != first {
		t.Fatalf("state %s, %d vouch, voided %+v", c.State, len(c.Vouching()), c.Voided)
	}
	if r := c.Referees[0]; r.Name.Full() != "Elin Enghraifft" || !r.Born.IsZero() || !r.Address.IsZero() || len(r.Evidence) > 0 {
		t.Errorf("kept of them: %+v", r.Name)
	}
	j.push("Go on without a referee")
	j.at(route.Review)
	j.See("They took their statement back")
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.approve()
	j.vouched(id)
	sub := j.desk.Snapshot().Open.Case.Submission
	opened, err := vouch.Open(sub.Token, j.town.trusted())
	do(t, err)
	for _, e := range opened.Payload.VerifiedClaims.Verification.Evidence {
		if e.Type == vouch.KindVouch {
			t.Error("the vouch rests on who took it back")
		}
	}
	if sub.JTI == first || strings.Contains(string(opened.Raw), "Elin") {
		t.Errorf("vouch %s", sub.JTI)
	}
}

// vouchedFor takes a new case to where it is sent off, with a referee.
func (j *journey) vouchedFor() casework.ID {
	j.T.Helper()
	id := j.prepared()
	j.referee(id)
	return id
}

// referee has Elin, who teaches and is a colleague of Rosa's, vouch for her.
func (j *journey) referee(id casework.ID) {
	j.T.Helper()
	j.frame.Go(route.Of(route.Referee, id))
	j.calm()
	j.See("Under this policy a statement scores nothing")
	j.push("Add a referee")
	j.elin()
	j.See("This is the referee's own notice.", "You can take your statement back until a supervisor has approved the case.")
	j.pick("I read it aloud", 0)
	j.press(fyne.KeyReturn)
	j.elinsPassport()
	j.push("Continue to likeness")
	j.See("Compare the referee, here in front of you")
	j.answers(j.desk.Snapshot().Policy.Likeness.Checks)
	j.press(fyne.KeyReturn)
	j.See("I know Rosa Mai Specimen, who is here with me today.", "I have known them for 6 years")
	j.pick("I read it aloud and they confirmed it here", 0)
	j.press(fyne.KeyReturn)
	j.See("They can be the referee", "Their own identity reaches")
	if looks := j.desk.Snapshot().Open.Referees; len(looks) != 1 || !looks[0].Eligible {
		j.T.Fatalf("referees: %+v; there is %q", looks, uitest.Texts(j.Canvas()))
	}
	j.push("Done with this referee")
	j.push("Continue to review")
	j.at(route.Review)
	j.See("Elin Enghraifft", "Read aloud and confirmed on screen")
}

// elin writes down who she is and how she knows Rosa.
func (j *journey) elin() {
	j.T.Helper()
	j.fill("Given names", "Elin")
	j.fill("Family name", "Enghraifft")
	j.born("3", "2", "1979")
	j.fill("Address line 1", "4 Other Street")
	j.fill("Town or city", "Exampleton")
	j.fill("Postcode", "EX4 2BB")
	j.pick("By phone", 1)
	j.fill("Phone number", "01632 960 123")
	j.pick("English", 0)
	j.press(fyne.KeyReturn)
	j.See("How do they know the resident?")
	j.press(fyne.KeyDown, fyne.KeyDown) // the second position: a teacher
	j.fill("Organisation", "Ysgol Enghraifft")
	j.pick("As a colleague", 2)
	j.fill("For how many years?", "6")
	j.press(fyne.KeyTab, fyne.KeyEnd, fyne.KeyTab, fyne.KeyEnd) // twice No
	j.See("Nothing here speaks against them")
	j.press(fyne.KeyReturn)
}

// elinsPassport records and checks her own.
func (j *journey) elinsPassport() {
	j.T.Helper()
	doc := j.document("passport")
	j.find(j.policy(doc.Names))
	j.press(fyne.KeyReturn)
	j.push("Same name and birth date as the referee said")
	j.restOfPassport(doc)
	if at := j.frame.At(); at.Screen != route.Referee || at.Item != "" {
		j.T.Fatalf("at %+v after the last check; there is %q", at, uitest.Texts(j.Canvas()))
	}
}
