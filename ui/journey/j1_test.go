package journey_test

import (
	"os"
	"path/filepath"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// mostKeys is how many keys the main job may take, passphrases, birth date and
// machine-readable lines included.
const mostKeys = 420

// TestJ1_FromLetterToReceipt is the main job by keyboard alone, and afterwards
// a search of everything that was written.
func TestJ1_FromLetterToReceipt(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx)) // the record comes while nobody is signed in
	j.signIn(officer)
	id := j.toSubmit(code)
	if l := j.desk.Snapshot().Open.Case.Letter; l.State != letter.Matches {
		t.Errorf("the letter stands at %q", l.State)
	}
	j.askCouncil()
	j.submit()
	j.lock()
	j.SeeNot("Rosa Mai Specimen")
	j.signIn(supervisor)
	j.approve()
	j.vouched(id)
	j.See("Vouched", "Accepted by the broker")
	j.verified(id)
	t.Logf("J1 takes %d keys and one shot of the scanner", j.keys)
	if j.keys > mostKeys {
		t.Errorf("J1 takes %d keys, more than %d", j.keys, mostKeys)
	}
	j.lock()
	j.assertTitles()
	j.assertKept()
}

// TestJ1_LetterFromAPicture is the letter opened from a file, through the
// worker's own process.
func TestJ1_LetterFromAPicture(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.picked = j.town.picture(code)
	j.signIn(officer)
	j.newCase()
	j.push("Open a picture…")
	j.See("The letter can be used", "Rosa Mai Specimen")
	j.push("Use this letter and continue")
	j.at(route.Resident)
	j.theResident()
	if l := j.desk.Snapshot().Open.Case.Letter; l.State != letter.Matches || l.Path != casework.LetterScanned {
		t.Errorf("the letter: %+v", l)
	}
	j.blueBadge()
	j.certificateWithPicture()
	j.lock()
	j.assertTitles()
	j.assertKept()
}

// certificateWithPicture keeps a picture of a birth certificate, after one that
// cannot be opened, and from a file whose own name is personal.
func (j *journey) certificateWithPicture() {
	t := j.T
	t.Helper()
	doc := j.addDocument("birth_certificate")
	j.push("Same name and birth date as the resident said")
	j.push("Continue")
	j.answers(doc.Checks, "issuer_record")
	j.pick("A picture is kept with the case", 1)
	named := filepath.Join(j.town.posted, "Rosa Mai Specimen 1988-04-17.png")
	j.picked = named
	j.push("Open a picture…") // it is not there
	j.See("The file is not there")
	do(t, os.WriteFile(named, []byte("Rosa Mai Specimen, EX4 1AA"), 0o600))
	j.push("Open a picture…")
	j.See("This file is not a picture")
	whole := must(os.ReadFile(filepath.Join(j.town.posted, "letter.png")))(t)
	do(t, os.WriteFile(named, whole, 0o600))
	j.push("Open a picture…")
	j.See("Prepare the picture")
	j.push("Keep this picture")
	j.push("Continue")
	c := j.desk.Snapshot().Open.Case
	if len(c.Evidence) != 1 || len(c.Evidence[0].Captures) != 1 {
		t.Fatalf("the evidence: %+v; there is %q", c.Evidence, uitest.Texts(j.Canvas()))
	}
	j.town.gate.shut()
	_ = j.desk.Sync(j.town.ctx) // what the log says of a broken line is searched, too
}

// verified holds vouch, approval and receipt against everything that must be
// true of them, as a service would.
func (j *journey) verified(id casework.ID) {
	j.T.Helper()
	s := j.desk.Snapshot()
	if s.Open == nil || s.Open.Case.ID != id {
		j.T.Fatal("the case is not open")
	}
	sub := s.Open.Case.Submission
	bundle := vouch.Bundle{Vouch: sub.Token, Approval: sub.Approval, Receipt: sub.Receipt}
	if r := vouch.Verify(bundle, j.town.trusted(), s.Policy, j.Clock.Now()); !r.Valid || !r.FourEyes || !r.Received {
		j.T.Errorf("report: %+v", r)
	}
	bundle.Approval = ""
	if r := vouch.Verify(bundle, j.town.trusted(), s.Policy, j.Clock.Now()); r.Valid {
		j.T.Error("a vouch without its approval verifies")
	}
	for _, p := range s.Open.Parcels {
		if p.State != outbox.Accepted {
			j.T.Errorf("parcel: %+v", p)
		}
	}
}

// assertKept searches everything the machine has written, with the desk
// running and then stopped.
func (j *journey) assertKept() {
	j.T.Helper()
	look := func(when string) {
		hits, files, size := found(j.T, rosaSecrets(), j.town.machine)
		for _, h := range hits {
			j.T.Errorf("%s: %s", when, h)
		}
		if files < 3 || size < 64<<10 { // vault, device secret and log
			j.T.Errorf("%s only %d files with %d bytes were there to be searched", when, files, size)
		}
	}
	look("while it runs")
	do(j.T, j.desk.Shutdown(j.town.ctx))
	look("after it has stopped")
	if all := must(filepath.Glob(filepath.Join(j.town.machine, "tmp", "*")))(j.T); len(all) > 0 {
		j.T.Logf("left in the temp folder: %q", all)
	}
}
