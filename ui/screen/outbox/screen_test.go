package outbox_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/courier"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	parcel "vouchdesk/internal/outbox"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/outbox"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// office answers what the test lays ready and remembers what it was asked.
type office struct {
	stuck   bool // until it is stopped
	err     error
	synced  int
	retried []string
}

func (o *office) Sync(ctx context.Context) error {
	o.synced++
	if o.stuck {
		<-ctx.Done()
		return ctx.Err()
	}
	return o.err
}

func (o *office) RetryParcel(_ context.Context, id string) error {
	o.retried = append(o.retried, id)
	return o.err
}

type stand struct {
	*screentest.Visit[*outbox.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, change func(*desk.Snapshot), off *office) *stand {
	t.Helper()
	s := desk.Snapshot{Now: screentest.Now(), Link: desk.Link{State: desk.LinkOnline}}
	change(&s)
	return &stand{screentest.OnPage(t, o, route.To(route.Outbox), s, func(st *stage.Stage) *outbox.Screen { return outbox.New(st, off) }), off}
}

// every state a parcel can be in.
func full(s *desk.Snapshot) {
	made := s.Now.Add(-20 * time.Minute)
	one := func(id parcel.ID, kind parcel.Kind, of, ref string, seq uint64) parcel.Parcel {
		return parcel.New(id, kind, of, ref, seq, made)
	}
	offline := parcel.Failed(one("p1", parcel.Vouch, "c1", "urn:1", 1), courier.ErrOffline, s.Now.Add(5*time.Minute), 0)
	refused := parcel.Failed(one("p3", parcel.Approval, "c2", "urn:2", 2), vouch.ErrUntrained, s.Now, 0)
	s.Outbox = []parcel.Parcel{
		offline, one("p2", parcel.Approval, "c1", "urn:1", 2), refused,
		parcel.GivenUp(parcel.Failed(one("p4", parcel.Vouch, "c3", "urn:3", 1), vouch.ErrExpired, s.Now, 0)),
		parcel.Delivered(one("p5", parcel.Checkpoint, "", "412", 412)),
		parcel.Started(one("p6", parcel.Vouch, "c4", "urn:4", 1)),
	}
	s.Cases = []desk.Row{{ID: "c1", Ref: "EB-0184"}, {ID: "c2", Ref: "EB-0172"}, {ID: "c3", Ref: "EB-0169"}, {ID: "c4", Ref: "EB-0166"}}
}

func offline(s *desk.Snapshot) {
	full(s)
	s.Outbox = s.Outbox[:2]
	s.Link = desk.Link{State: desk.LinkOffline, Reason: "net-captive-portal", Since: s.Now, Next: s.Now.Add(30 * time.Second)}
}

func nothing(*desk.Snapshot) {}

func TestEachLineSaysWhyAndWhatHelps(t *testing.T) {
	v := visit(t, uitest.Options{}, full, &office{})
	v.See("Vouch EB-0184", "Waiting", "Waiting its turn", "The desk is offline. Carry on.", "10:36:02", "goes after what comes before it",
		"Needs a decision", "The approver's training had ended.", "Refused by the broker", "The vouch had run out.",
		"Journal checkpoint 412", "The broker holds the same history.", "Being sent", "Sending, 3 to go")
	texts := strings.Join(uitest.Texts(v.Canvas()), "\n")
	if strings.Index(texts, "Needs a decision") > strings.Index(texts, "Waiting\n") {
		t.Error("what needs a person does not come first")
	}
}

func TestEverythingIsTriedByOneKey(t *testing.T) {
	v := visit(t, uitest.Options{}, full, &office{})
	v.Key(fyne.KeyReturn)
	v.Rest()
	if v.office.synced != 1 || len(v.Nav.Said) != 1 || v.Focused() != "Try now" {
		t.Errorf("synced %d, said %q, focus on %q", v.office.synced, v.Nav.Said, v.Focused())
	}
}

func TestTryingSaysWhyItDidNotWork(t *testing.T) {
	v := visit(t, uitest.Options{}, full, &office{err: courier.ErrPortal})
	v.Tap("Try now")
	v.Rest()
	v.See("The network asks for a sign-in page", "Open a web browser")
}

func TestTryingCanBeStopped(t *testing.T) {
	for name, key := range map[string]fyne.KeyName{"ok/button": fyne.KeyReturn, "ok/escape": fyne.KeyEscape} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, offline, &office{stuck: true})
			v.Tap("Try now")
			v.See("Trying to reach the broker")
			if got := v.Focused(); got != "Stop" {
				t.Fatalf("focus while trying on %q", got)
			}
			v.Key(key)
			v.Rest()
			v.SeeNot("Trying to reach the broker")
			if v.office.synced != 1 || v.Focused() != "Try now" {
				t.Errorf("synced %d, focus on %q", v.office.synced, v.Focused())
			}
		})
	}
}

func TestOneLineIsTriedByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, offline, &office{})
	v.BackTab()
	v.Key(fyne.KeyReturn)
	v.See("Everything is kept and sent later", "Tried once.", "Made 23 November 2026")
	v.Tap("Try this one now")
	v.Rest()
	if diff := cmp.Diff([]string{"p1"}, v.office.retried); diff != "" {
		t.Errorf("retried (-want +got):\n%s", diff)
	}
}

func TestALineLeadsToItsCase(t *testing.T) {
	v := visit(t, uitest.Options{}, offline, &office{})
	v.BackTab()
	v.Key(fyne.KeyReturn)
	v.Tap("Open the case")
	if diff := cmp.Diff([]route.Route{route.Of(route.Outcome, "c1")}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
	if v.Kit.Asking() {
		t.Error("the question is still open")
	}
}

func TestOfflineIsToldWithItsReasonAndNextTry(t *testing.T) {
	v := visit(t, uitest.Options{}, offline, &office{})
	v.See("The network asks for a sign-in page", "Open a web browser", "Next try 10:31:30.")
}

func TestAnEmptyOutboxSaysSo(t *testing.T) {
	v := visit(t, uitest.Options{}, nothing, &office{})
	v.See("Everything has been sent", "Try now")
	v.SeeNot("Why, and what helps")
}

// TestEveryReasonHasItsOwnWords enumerates what the way to the broker, and the
// broker, can say of a parcel.
func TestEveryReasonHasItsOwnWords(t *testing.T) {
	codes := []string{
		"net-offline", "net-timeout", "net-tls", "net-captive-portal", "net-clock", "net-cut", "broker-error", "broker-stopped",
		"trust-missing", "answer-oversize", "answer-malformed", "answer-other", "receipt-other", "request-stale", "request-unsigned",
		"request-other", "desk-unknown", "approval-missing", "approval-other-vouch", "approval-before-vouch", "approval-future",
		"approval-differs", "approval-role", "approval-same-person", "approval-training", "four-eyes", "vouch-differs", "vouch-missing",
		"vouch-expired", "vouch-future", "vouch-other-council", "vouch-withheld", "vouch-audience", "vouch-officer",
		"vouch-desk", "check-differs", "check-unknown", "letter-state-differs", "policy-superseded",
		"policy-not-yet", "policy-unknown", "service-unknown", "not-approved", "status-list-other", "held-for-person",
		"journal-differs", "token-forged", "token-key", "sealed-unreadable", "parcel-kind", "parcel-missing", "disk-full",
	}
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Langs() {
		w := book.In(lang)
		for _, code := range codes {
			m := w.Fault(fault.New(fault.Refused, code))
			if !w.Has("faults."+code+".title") || strings.ContainsAny(m.Title+m.Detail+m.Next, "[<") {
				t.Errorf("%s %s: %+v", lang, code, m)
			}
		}
	}
}

func TestTabFollowsReading(t *testing.T) {
	v := visit(t, uitest.Options{}, offline, &office{})
	order := uitest.TabOrder(v.Canvas())
	if i := slices.Index(order, "Try now"); i < 1 || !slices.Equal(order[i:], []string{"Try now", "Back to home"}) {
		t.Errorf("order of Tab: %q", order)
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(nil) {
		for state, s := range map[string]func(*desk.Snapshot){"full": full, "offline": offline, "empty": nothing} {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := visit(t, o, s, &office{})
				v.AssertBears("outbox-" + state + "-" + setting)
				if setting == "en" {
					uitest.AssertMaster(t, state, v.Screen.Content())
				}
			})
		}
	}
}
