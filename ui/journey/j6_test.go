package journey_test

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// doubt asks for a second look at the case on screen, wherever the officer is,
// and goes on with the screen behind.
func (j *journey) doubt() {
	j.T.Helper()
	behind, title := j.frame.At(), j.Window.Title()
	j.Capture("j6-evidence")
	j.ctrl(fyne.KeyJ)
	j.See("What is it about?", "Only a constable may keep one")
	j.press(fyne.KeyHome)
	j.fill("Note (optional)", "edge looks lifted")
	j.ctrl(fyne.KeyJ) // somebody steps up to the counter
	j.SeeNot("What is it about?", "edge looks lifted")
	j.ctrl(fyne.KeyJ)
	j.See("edge looks lifted")
	j.push("Ask for a second look")
	j.SeeNot("What is it about?", "edge looks lifted")
	if j.frame.At() != behind || j.Window.Title() != title {
		j.T.Errorf("at %v %q, and was at %v %q", j.frame.At(), j.Window.Title(), behind, title)
	}
}

// printer keeps what is printed.
type printer struct {
	mu  sync.Mutex
	got [][]byte
}

func (p *printer) Print(_ context.Context, pdf []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.got = append(p.got, pdf)
	return nil
}

func (*printer) Sweep() (int, error) { return 0, nil }

func (*printer) Close() {}

// made is when a PDF says that it was made, to the second.
var made = regexp.MustCompile(`D:[0-9]{14}`)

// slip prints the slip of the case on screen and is its bytes, but for the
// second in which it was made.
func (j *journey) slip() []byte {
	j.T.Helper()
	j.at(route.Outcome)
	j.push("Print the slip")
	j.See("Sent to the printer")
	j.town.printer.mu.Lock()
	defer j.town.printer.mu.Unlock()
	return made.ReplaceAll(j.town.printer.got[len(j.town.printer.got)-1], []byte("D:"))
}

// leave ends the visit before the second look, from what Review says is missing.
func (j *journey) leave() {
	j.T.Helper()
	j.at(route.Review)
	j.push("A second look is not made yet")
	j.press(fyne.KeyReturn) // it leads to the end of the visit
	j.at(route.Outcome)
	j.See("With supervisor", "Say only what is on the slip")
	j.SeeNot("second look", "edge looks lifted")
}

// secondLook has somebody open the panel of the case that Home names.
func (j *journey) secondLook(view string) {
	j.T.Helper()
	j.at(route.Home)
	j.See("A second look is asked for")
	j.Capture("j6-home")
	j.push("Open the case")
	j.at(route.Review)
	j.ctrl(fyne.KeyJ)
	j.See("Something about a document needs a second look", "edge looks lifted", "Idris Sampl", "What do you make of it?")
	place := map[string]int{"Nothing in it": 0, "Unsure": 1, "Hand it on": 2}[view]
	j.pick(view, place)
	j.push("Keep this")
}

// assertQuiet fails the test if any window title on the way told of it.
func (j *journey) assertQuiet() {
	j.T.Helper()
	for _, title := range j.titles {
		for _, word := range []string{"Second", "Referral", "Referred", "Concern", "Fraud"} {
			if strings.Contains(title, word) {
				j.T.Errorf("the window's title said %q", title)
			}
		}
	}
}

// TestJ6_Discretion: a doubtful document. The officer goes on as with everyone;
// another hands the case on; what the resident sees is what everyone sees; the
// council's team gets a sealed record.
func TestJ6_Discretion(t *testing.T) {
	j := begin(t, uitest.Options{})
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.inspect()
	j.signIn(officer)
	id := j.newCase()
	j.useLetter(code)
	j.theResident()
	j.blueBadge()
	j.passport()
	j.doubt()
	j.likeness()
	j.See("A second look is not made yet")
	if err := j.desk.Submit(j.town.ctx, id, phrase, true); err == nil {
		t.Fatal("sent without the second look")
	}
	j.leave()
	j.Capture("j6-left")
	before := j.slip()
	doubted := j.desk.Snapshot().Open.Case
	if doubted.State != casework.Open || doubted.Submission != nil {
		t.Fatalf("the case stands at %s", doubted.State)
	}
	j.frame.Go(route.To(route.Home))
	j.calm()
	j.See("With supervisor since")
	j.SeeNot("A second look is asked for") // not to who asked
	j.lock()

	j.signIn(second)
	j.secondLook("Hand it on")
	j.at(route.Outcome)
	j.See("With supervisor", "A second person, who took no part, looks at it.")
	j.Capture("j6-outcome")
	j.SeeNot("eferred", "fraud", "Hand", "edge looks lifted", "Waiting to be sent")
	if !bytes.Equal(before, j.slip()) {
		t.Error("the slip is another one since the look")
	}
	if r := j.row(id); r.State != casework.Closed || r.Outcome != casework.Referred {
		t.Fatalf("the case stands at %s %s", r.State, r.Outcome)
	}
	j.push("Back to home")
	j.See("With supervisor since")
	j.SeeNot("A second look is asked for", "eferred")
	j.lock() // it goes also while nobody is signed in
	j.until("the record has arrived", func() bool {
		for _, p := range j.desk.Snapshot().Outbox {
			if p.Kind == outbox.Referral && p.State == outbox.Accepted {
				return true
			}
		}
		return false
	})
	incidents := must(j.town.store.Incidents(j.town.ctx))(t)
	if len(incidents) != 1 || incidents[0].Code != broker.IncidentReferral {
		t.Fatalf("incidents: %+v", incidents)
	}
	kept := must(j.town.store.Referral(j.town.ctx, incidents[0].Ref))(t)
	if kept == (brokerstore.Referral{}) || strings.Contains(kept.Parcel, "EX7") {
		t.Errorf("kept as %+v", kept)
	}
	j.assertQuiet()
	t.Run("the slip is everybody's", func(t *testing.T) {
		if !bytes.Equal(before, ordinarySlip(t, doubted)) {
			t.Error("the slip of a case that was sent for approval differs")
		}
	})
}

// ordinarySlip is the slip of the same case at another desk, where nobody
// doubted anything and it was sent for approval.
func ordinarySlip(t *testing.T, like *casework.Case) []byte {
	t.Helper()
	j := begin(t, uitest.Options{})
	j.signIn(officer)
	id := j.prepared()
	do(t, j.desk.SetResident(j.town.ctx, id, *like.Resident))
	j.calm()
	j.submit()
	if j.row(id).State != casework.WithSupervisor || j.desk.Snapshot().Open.Case.Ref != like.Ref {
		t.Fatalf("%+v", j.row(id))
	}
	return j.slip()
}

// TestJ6_NothingInIt: with the look made the case goes on; the supervisor sees
// it plainly, who looked cannot approve, and the vouch knows nothing of it.
func TestJ6_NothingInIt(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	id := j.prepared()
	j.doubt()
	j.leave()
	before := j.slip()
	j.lock()
	j.signIn(both) // an officer who is a supervisor as well
	j.secondLook("Unsure")
	j.at(route.Review)
	j.SeeNot("A second look is not made yet")
	j.lock()
	j.signIn(officer)
	j.to("EX7-0001")
	j.press(fyne.KeyReturn)
	j.at(route.Review)
	j.submit()
	if !bytes.Equal(before, j.slip()) {
		t.Error("the slip is another one since it was sent")
	}
	j.lock()
	j.signIn(both)
	if n := len(j.desk.Snapshot().Approvals); n != 0 {
		t.Errorf("%d cases are offered to who looked", n)
	}
	j.lock()
	j.signIn(supervisor)
	j.openApproval()
	j.See("Second look", "Something about a document needs a second look", "edge looks lifted", "Unsure", "T. Placeholder")
	j.Capture("j6-approve")
	j.fill("Your passphrase, to approve", phrase)
	j.signs("Approve it below what is needed?", "Approve it as it is")
	j.at(route.Outcome)
	j.SeeNot("Second look", "edge looks lifted")
	j.vouched(id)
	j.verified(id)
	opened := must(vouch.Open(j.desk.Snapshot().Open.Case.Submission.Token, j.town.trusted()))(t)
	for _, word := range []string{"lifted", "second_look", "unsure", "concern"} {
		if strings.Contains(string(opened.Raw), word) {
			t.Errorf("the vouch says %q", word)
		}
	}
	j.assertQuiet()
}
