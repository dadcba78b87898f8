package journey_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// TestJ2_WithoutPhotoID: a letter, a birth certificate, a tenancy agreement and
// a referee. The worth column says what is reachable and what to bring, never
// counts what is not there, and the vouch asserts no level that was not reached.
func TestJ2_WithoutPhotoID(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.signIn(officer)
	id := j.newCase()
	j.useLetter(code)
	j.theResident()
	j.blueBadge()
	j.paper("birth_certificate", func() { j.push("Same name and birth date as the resident said") }, "issuer_record")
	j.paper("tenancy_agreement", func() {
		j.fill("Name on the document", "Rosa Mai Specimen")
		j.fill("Address of the home", "12 Sample Row, Exampleton, EX4 1AA")
		j.fill("Landlord", "Placeholder Homes")
		j.born("15", "1", "2025")
	}, "landlord_record")

	open := j.desk.Snapshot().Open
	if got := open.Scored.Result; got.Confidence != gpg45.None || len(got.Profiles) > 0 {
		t.Errorf("two papers without a photo reach %v %v", got.Confidence, got.Profiles)
	}
	brings := 0
	for _, add := range open.Next[len(open.Next)-1].Add {
		if add.Kind == gpg45.Bring {
			brings++
			doc := j.document(add.What)
			if !doc.Photo {
				t.Errorf("the resident is sent for %s, which has no photo", add.What)
			}
			j.See("Bring: ", j.policy(doc.Names))
		}
	}
	if brings == 0 {
		t.Errorf("nothing to bring: %+v", open.Next)
	}
	j.See("Nothing reached yet.", "Nearest way to Medium", "compare the resident with the photo")

	j.See("Without a photo document no level can be reached under this policy.")
	j.otherPhotos(open)

	j.referee(id)
	if got := j.desk.Snapshot().Open.Scored.Result; got.Confidence != gpg45.None {
		t.Errorf("with a statement that scores nothing it reaches %v", got.Confidence)
	}
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.openApproval()
	j.fill("Your passphrase, to approve", phrase)
	j.signs("Approve it below what is needed?", "Approve it as it is")
	j.at(route.Outcome)
	j.vouched(id)
	j.verified(id)
	opened, err := vouch.Open(j.desk.Snapshot().Open.Case.Submission.Token, j.town.trusted())
	do(t, err)
	v := opened.Payload.VerifiedClaims.Verification
	if v.AssuranceLevel != "" || v.AssuranceProcess.Procedure != "" {
		t.Errorf("it asserts %q by %q", v.AssuranceLevel, v.AssuranceProcess.Procedure)
	}
	kinds := map[string]int{}
	for _, e := range v.Evidence {
		kinds[e.Type]++
	}
	if kinds[vouch.KindDocument] != 2 || kinds[vouch.KindVouch] != 1 || kinds[vouch.KindRecord] != 1 {
		t.Errorf("evidence: %v", kinds)
	}
	j.lock()
	j.assertTitles()
}

// otherPhotos reads which other photo documents would do.
func (j *journey) otherPhotos(open *desk.OpenCase) {
	j.T.Helper()
	if len(open.Instead.Others) == 0 {
		j.T.Fatalf("nothing in place of %q", open.Instead.Of)
	}
	j.push("Other ways")
	j.See("In place of the ")
	for _, kind := range open.Instead.Others {
		name := []rune(j.policy(j.document(kind).Names))
		j.See(string(name[1:])) // inside the sentence its first letter is small
	}
}

// paper records a document without a photo, seen and handed back.
func (j *journey) paper(id string, copied func(), couldNot ...string) {
	j.T.Helper()
	doc := j.addDocument(id)
	copied()
	j.push("Continue")
	j.See(j.policy(doc.Checks[0].Question))
	j.answers(doc.Checks, couldNot...)
	j.to("Seen and handed back")
	j.press(fyne.KeySpace, fyne.KeyReturn)
	if at := j.frame.At(); at.Screen != route.Evidence || at.Item != "" {
		j.T.Fatalf("at %+v after the last check; there is %q", at, uitest.Texts(j.Canvas()))
	}
}
