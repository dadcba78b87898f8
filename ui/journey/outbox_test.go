package journey_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/outbox"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// prepared is a new case without a letter, ready to be sent off. What the
// other journeys do by keyboard was done at the desk beforehand: here the rest
// of its life is the point.
func (j *journey) prepared() casework.ID {
	j.T.Helper()
	t, d, ctx := j.T, j.desk, j.town.ctx
	id := j.newCase()
	rules := d.Snapshot().Policy
	do(t, d.SetNoLetter(ctx, id))
	do(t, d.SetResident(ctx, id, caseworktest.Rosa()))
	do(t, d.SetPurpose(ctx, id, casework.Purpose{Service: "blue_badge", Notice: rules.Privacy.Version, Told: "read_aloud", Language: "en"}))
	item := caseworktest.Passport(t, rules, "", time.Time{})
	item.ID = d.NewItemID()
	likeness := caseworktest.Likeness(rules, item.ID, "", time.Time{})
	for _, checks := range [][]evidence.Check{item.Checks, likeness.Checks} {
		for i := range checks {
			checks[i].CheckID = d.NewCheckID()
		}
	}
	do(t, d.PutEvidence(ctx, id, item))
	do(t, d.SetLikeness(ctx, id, likeness))
	j.frame.Go(route.Of(route.Review, id))
	j.calm()
	return id
}

// typeRosa types everything about Rosa by hand.
func (j *journey) typeRosa() {
	j.T.Helper()
	j.fill(j.say("Given names"), "Rosa Mai")
	j.fill(j.say("Family name"), "Specimen")
	j.born("17", "4", "1988")
	j.fill(j.say("Address line 1"), "12 Sample Row")
	j.fill(j.say("Town or city"), "Exampleton")
	j.fill(j.say("Postcode"), "EX4 1AA")
	j.pick(j.say("By post"), 0)
	j.pick("English", 0)
	j.press(fyne.KeyReturn)
	j.at(route.Purpose)
}

// issued is a case that two people have signed.
func (j *journey) issued() casework.ID {
	j.T.Helper()
	j.signIn(officer)
	id := j.prepared()
	j.submit()
	j.lock()
	j.signIn(supervisor)
	j.approve()
	return id
}

// parcel is the parcel of a kind of a case.
func (j *journey) parcel(id casework.ID, kind outbox.Kind) outbox.Parcel {
	for _, p := range j.desk.Snapshot().Outbox {
		if p.Case == string(id) && p.Kind == kind {
			return p
		}
	}
	return outbox.Parcel{}
}

// resting tells whether nothing is being sent at this moment.
func (j *journey) resting() bool {
	for _, p := range j.desk.Snapshot().Outbox {
		if p.State == outbox.Sending {
			return false
		}
	}
	return true
}

// TestJ1_BrokerDown: the parcel waits and says why and until when; when the
// broker is back it goes by itself, with the desk locked.
func TestJ1_BrokerDown(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.until("the desk is online", func() bool { return j.desk.Snapshot().Link.State == desk.LinkOnline })
	j.town.gate.shut()
	id := j.issued()
	j.until("the first try has failed", func() bool {
		return j.parcel(id, outbox.Vouch).Attempts > 0 && j.resting() && j.desk.Snapshot().Link.State == desk.LinkOffline
	})
	j.See("Waiting to be sent. Nothing is lost.")
	j.pushOnly(linkWords(j))
	j.at(route.Outbox)
	p := j.parcel(id, outbox.Vouch)
	if p.State != outbox.Waiting || p.Reason.Code == "" || !p.Next.After(p.Made) {
		t.Fatalf("parcel: %+v", p)
	}
	why := j.Words.Fault(faultOf(p)).Title
	j.See("Vouch EX7-0001", "Approval EX7-0001", "Waiting", why, p.Next.Format("15:04:05"), "It goes after what comes before it in the same case.")
	j.to("Vouch EX7-0001")
	j.press(fyne.KeyReturn)
	j.See("Close", "Made 23 November 2026")
	j.press(fyne.KeyEscape)
	j.SeeNot("Made 23 November 2026")
	j.push("Try now")
	j.at(route.Outbox)
	j.See("Waiting")
	j.lock()
	j.town.gate.open()
	j.Clock.Advance(time.Hour)
	j.until("the vouch has gone by itself", func() bool { return j.parcel(id, outbox.Approval).State == outbox.Accepted })
	j.at(route.SignIn)
	j.signIn(officer)
	j.vouched(id)
	j.See("Vouched, accepted")
	j.ctrlOutbox()
	j.See("Everything has been sent")
}

// ctrlOutbox opens the outbox from the bar.
func (j *journey) ctrlOutbox() {
	j.T.Helper()
	j.pushOnly(linkWords(j))
	j.at(route.Outbox)
}

// TestJ1_SentTwiceCountsOnce: the broker takes everything in and the answer is
// lost on the way; the desk sends it all again.
func TestJ1_SentTwiceCountsOnce(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.until("the desk is online", func() bool { return j.desk.Snapshot().Link.State == desk.LinkOnline })
	gate := j.town.gate
	lost := 0
	gate.set(func(_ http.ResponseWriter, r *http.Request) {
		gate.mu.Lock()
		if r.Method == http.MethodPut {
			lost++
		}
		gate.mu.Unlock()
		gate.next.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	})
	id := j.issued()
	j.until("the first try has failed", func() bool { return j.parcel(id, outbox.Vouch).Attempts > 0 })
	gate.open()
	j.push("Try now")
	j.vouched(id)
	j.See("Entry 1 of 1")
	if lost == 0 {
		t.Error("no answer was lost, so nothing was sent twice")
	}
	if head := must(j.town.store.Head(j.town.ctx))(t); head.Size != 1 {
		t.Errorf("the council's log holds %d vouches", head.Size)
	}
	j.verified(id)
}
