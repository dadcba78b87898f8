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

// represented answers that somebody acts for the resident, who is at the
// resident's step with everything else filled in.
func (j *journey) represented() {
	j.T.Helper()
	j.push(j.say("Use name and address from the council's letter record"))
	j.born("17", "4", "1988")
	j.pick(j.say("By post"), 0)
	j.pick("English", 0)
	j.pick(j.say("Next you say who, and by what authority"), 1)
	j.press(fyne.KeyReturn)
	j.at(route.Representative)
}

// attorney records Tomos, an attorney whose power is registered.
func (j *journey) attorney() {
	j.T.Helper()
	j.fill("Their given names", "Tomos")
	j.fill("Their family name", "Placeholder")
	j.pick("Attorney under a registered power of attorney", 0)
	j.fill("What did you see of it?", "OPG stamp on each page")
	j.fill("Its number or reference", "7000-0000-0001")
	j.fill("What does it not cover?", "Nothing about the house")
	j.to("Choose a document")
	j.press(fyne.KeySpace, fyne.KeyHome, fyne.KeyReturn)
	j.pick("Could not say", 0)
	j.press(fyne.KeyTab, fyne.KeyHome) // the resident is here
	j.See("May act")
	j.press(fyne.KeyTab)
	j.push("Continue")
	j.at(route.Purpose)
}

// TestJ4_Representative: an attorney comes with the resident. The vouch names
// both, the resident's own evidence is what counts, and the broker agrees.
func TestJ4_Representative(t *testing.T) {
	j := begin(t, uitest.Options{})
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.inspect()
	j.signIn(officer)
	id := j.newCase()
	j.useLetter(code)
	j.represented()
	j.push("Continue") // nothing is taken for said
	j.See("There is a problem", "Enter the name of who acts or speaks")
	j.attorney()

	j.find(j.service("blue_badge"))
	j.See("Who was told?", "Tomos Placeholder, who acts for the resident")
	j.pick("I read it aloud", 0)
	j.press(fyne.KeyReturn)
	j.See("Say who was told")
	j.pick("Tomos Placeholder, who acts for the resident", 1)
	j.press(fyne.KeyReturn)
	j.at(route.Evidence)
	if sc := j.desk.Snapshot().Open.Scored; len(sc.Pieces) != 0 {
		t.Errorf("the attorney's own passport counts: %+v", sc.Pieces)
	}
	j.passport()
	j.likeness()
	j.See("Rosa Mai Specimen", "Tomos Placeholder", "May act", "7000-0000-0001", "Told to Tomos Placeholder")
	j.Capture("j4-review")
	j.askCouncil()
	j.submit()
	j.See("Tomos Placeholder")
	j.lock()

	j.signIn(supervisor)
	j.openApproval()
	j.See("Rosa Mai Specimen", "Tomos Placeholder", "May act", "OPG stamp on each page", "Nothing about the house")
	j.Capture("j4-approve")
	j.fill("Your passphrase, to approve", phrase)
	j.signs("Approve it below what is needed?", "Approve it as it is")
	j.at(route.Outcome)
	j.vouched(id)
	j.verified(id)
	j.See("Rosa Mai Specimen", "Tomos Placeholder")

	sub := j.desk.Snapshot().Open.Case.Submission
	opened := must(vouch.Open(sub.Token, j.town.trusted()))(t)
	r := opened.Payload.Desk.Representative
	if r == nil || !r.Acts || r.Name != "Tomos Placeholder" || r.Number != "7000-0000-0001" || opened.Payload.Desk.Told.To != vouch.ToldRepresentative {
		t.Errorf("the vouch says %+v, told %+v", r, opened.Payload.Desk.Told)
	}
	if c := opened.Payload.VerifiedClaims.Claims; c.FamilyName != "Specimen" {
		t.Errorf("the vouch is about %+v", c)
	}
	issuer, _, _ := strings.Cut(sub.Token, "~")
	shown := must(vouch.Open(issuer+"~", j.town.trusted()))(t)
	if strings.Contains(string(shown.Raw), "Placeholder") || strings.Contains(string(shown.Raw), "7000-0000") {
		t.Error("a service that is shown nothing reads who acted")
	}
}

// TestJ4_WhoOnlySpeaks: a helper is named and acts in nothing; taken away by
// mistake, they are put back.
func TestJ4_WhoOnlySpeaks(t *testing.T) {
	j := begin(t, uitest.Options{})
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.signIn(officer)
	id := j.newCase()
	j.useLetter(code)
	j.represented()
	j.fill("Their given names", "Alun")
	j.fill("Their family name", "Enghraifft")
	j.pick("Friend, carer or interpreter who helps", len(j.desk.Snapshot().Policy.Representative.Kinds)-1)
	j.pick("Could not say", 0)
	j.press(fyne.KeyHome, fyne.KeyTab, fyne.KeyHome)
	j.See("May speak, not act")
	j.push("Continue")
	j.at(route.Purpose)

	j.frame.Go(route.Of(route.Resident, id))
	j.calm()
	j.pick("Next you say who, and by what authority", 0)
	j.push("Continue")
	j.at(route.Purpose)
	if j.desk.Snapshot().Open.Case.Representative != nil {
		t.Fatal("No was answered, and somebody is still there")
	}
	j.frame.Go(route.Of(route.Representative, id))
	j.calm()
	j.push("Put them back")
	if r := j.desk.Snapshot().Open.Case.Representative; r == nil || r.Name.Given != "Alun" {
		t.Fatalf("came back as %+v", r)
	}
	j.frame.Go(route.Of(route.Purpose, id))
	j.calm()
	j.SeeNot("Who was told?")
	j.blueBadge()
	j.passport()
	j.likeness()
	j.See("Alun Enghraifft", "May speak, not act")
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.approve()
	j.vouched(id)
	opened := must(vouch.Open(j.desk.Snapshot().Open.Case.Submission.Token, j.town.trusted()))(t)
	if r := opened.Payload.Desk.Representative; r == nil || r.Acts || r.Name != "Alun Enghraifft" {
		t.Errorf("the vouch says %+v", r)
	}
}

// TestJ4_NotHere: with the resident at home there is no likeness, and it is said
// before anybody has waited for nothing.
func TestJ4_NotHere(t *testing.T) {
	j := begin(t, uitest.Options{})
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.signIn(officer)
	id := j.newCase()
	j.useLetter(code)
	j.represented()
	j.attorney()
	s := j.desk.Snapshot()
	r := *s.Open.Case.Representative
	r.Absent = true
	do(t, j.desk.SetRepresentative(j.town.ctx, id, r))
	j.calm()
	j.find(j.service("blue_badge"))
	j.pick("I read it aloud", 0)
	j.pick("Tomos Placeholder, who acts for the resident", 1)
	j.press(fyne.KeyReturn)
	j.at(route.Evidence)
	j.passport()
	j.push("Continue to likeness")
	j.at(route.Likeness)
	j.See("The resident is not here", "Nobody else can be compared")
	j.press(fyne.KeyReturn)
	j.at(route.Review)
	j.See("The resident is not here")
	if err := j.desk.Submit(j.town.ctx, id, phrase, true); err == nil {
		t.Error("sent without the resident")
	}
	if got := j.desk.Snapshot().Open; got.Case.State != casework.Open || len(got.Scored.Result.Profiles) != 0 {
		t.Errorf("state %s, profiles %v", got.Case.State, got.Scored.Result.Profiles)
	}
}
