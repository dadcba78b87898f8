package review_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vault"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

func TestACaseIsSentByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, whole(t), &office{})
	v.See("Rosa Mai Specimen, born 17 April 1988", "12 Sample Row, Exampleton, EX4 1AA", "matches the council's record", "Passport", "Compared with the photo: Passport")
	v.Focus("I saw this person")
	v.Key(fyne.KeySpace, fyne.KeyTab)
	v.Type("correct horse battery")
	v.Key(fyne.KeyReturn)
	v.See("Send it below what is needed?", "Blue Badge needs Medium. This case reaches Low.")
	v.Key(fyne.KeyEscape)
	v.Rest()
	if len(v.office.sent) > 0 {
		t.Fatalf("sent %v", v.office.sent)
	}
	v.Key(fyne.KeyReturn, fyne.KeyReturn) // Enter pressed twice is no Yes
	v.Rest()
	if len(v.office.sent) > 0 {
		t.Fatalf("sent %v", v.office.sent)
	}
	v.Key(fyne.KeyReturn)
	v.Tap("Send it as it is")
	v.Rest()
	if diff := cmp.Diff([]sent{{"correct horse battery", true}}, v.office.sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]route.Route{route.Of(route.Outcome, v.office.id)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestNothingIsPresetAndNothingIsSentWithoutIt(t *testing.T) {
	v := visit(t, uitest.Options{}, whole(t), &office{})
	v.Tap("Send for approval")
	v.Rest()
	if len(v.office.sent) > 0 {
		t.Fatalf("sent %v", v.office.sent)
	}
	v.See("There is a problem", "Read the declaration and tick it, if it is true", "Type your passphrase")
	if got := v.Focused(); got != "Read the declaration and tick it, if it is true" {
		t.Errorf("focus on %q", got)
	}
	v.Focus("I saw this person")
	v.Key(fyne.KeyReturn)
	v.Rest()
	if len(v.office.sent) > 0 {
		t.Error("Enter on the declaration sent the case")
	}
}

func TestAWrongPassphraseIsToldAtItsField(t *testing.T) {
	v := visit(t, uitest.Options{}, whole(t), &office{err: vault.ErrPassphrase})
	v.Focus("I saw this person")
	v.Key(fyne.KeySpace)
	v.Focus("Your passphrase")
	v.Type("wrong")
	v.Key(fyne.KeyReturn)
	v.Tap("Send it as it is")
	v.Rest()
	v.See("The passphrase is not right", "The passphrase is not right. Type it again.")
	if len(v.Nav.Went) > 0 || v.Focused() != "The passphrase is not right" {
		t.Errorf("went %v, focus on %q", v.Nav.Went, v.Focused())
	}
	v.Key(fyne.KeyReturn)
	if got := v.Focused(); got != "Your passphrase" && !strings.Contains(got, "passphrase") {
		t.Errorf("the link leads to %q", got)
	}
}

func TestWhatIsMissingStandsOnTopWithItsMend(t *testing.T) {
	v := visit(t, uitest.Options{}, bare(t), &office{})
	v.See("Before you can send it", "Passport: A check has no answer", "Passport: A detail is missing (")
	if got := v.Focused(); !strings.Contains(got, v.Words.T("faults.case-resident-missing.title")) {
		t.Errorf("focus first on %q", got)
	}
	v.Tap("Send for approval")
	v.Rest()
	if len(v.office.sent) > 0 || len(v.Nav.Said) != 1 {
		t.Errorf("sent %v, said %q", v.office.sent, v.Nav.Said)
	}
	v.Tap("Passport: A check has no answer")
	want := route.Of(route.Evidence, v.office.id)
	want.Item = "passport-1"
	if diff := cmp.Diff([]route.Route{want}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

// TestTheChecksOfOneDocumentAreOneLine: eight lines that differ in a bracket
// bury what else is missing.
func TestTheChecksOfOneDocumentAreOneLine(t *testing.T) {
	for lang, want := range map[words.Lang]string{words.English: "Passport: 3 checks have no answer", words.Welsh: "Pasbort: Nid oes ateb i 3 gwiriad"} {
		s := bare(t)
		d, _ := s.Policy.Document("passport")
		s.Open.Missing = nil
		for _, q := range d.Checks[:3] {
			s.Open.Missing = append(s.Open.Missing, desk.Reason{
				Code: "case-check-unanswered", Step: casework.StepEvidence, Item: "passport-1", Where: "evidence[0].checks." + q.Code,
			})
		}
		v := visit(t, uitest.Options{Lang: lang}, s, &office{})
		v.SeeNot(d.Checks[0].Question.En, d.Checks[0].Question.Cy)
		v.Tap(want)
		if to := v.Nav.Went; len(to) != 1 || to[0].Screen != route.Evidence || to[0].Item != "passport-1" {
			t.Errorf("went %v", to)
		}
		s.Open.Missing = s.Open.Missing[:1] // a single one is named
		visit(t, uitest.Options{Lang: lang}, s, &office{}).See(d.Checks[0].Question.In(v.Words.Tongue()))
	}
}

func TestTheCouncilsCheckMayBeLeftOut(t *testing.T) {
	v := visit(t, uitest.Options{}, whole(t), &office{askErr: courier.ErrOffline})
	v.Tap("Ask for the council's check")
	v.Rest()
	v.See("The desk is offline", "You can send the case without it.", "Ask for the council's check")
	if v.office.asked != 1 || v.Focused() != "Ask for the council's check" {
		t.Errorf("asked %d, focus on %q", v.office.asked, v.Focused())
	}
	v.Show(asked(whole(t)))
	v.See("Fraud 2, activity 1", "specimen-register", "20 November 2026, 10:41", "Ask again")
	v.SeeNot("The desk is offline")
}

func TestAskingCanBeStopped(t *testing.T) {
	for name, stop := range map[string]func(*stand){
		"ok/button": func(v *stand) { v.Key(fyne.KeyReturn) },
		"ok/escape": func(v *stand) { v.Key(fyne.KeyEscape) },
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, whole(t), &office{stuck: true})
			v.Tap("Ask for the council's check")
			v.See("Asking the council's broker")
			if got := v.Focused(); got != "Stop" {
				t.Fatalf("focus while asking on %q", got)
			}
			stop(v)
			v.Rest()
			v.See("Not asked yet")
			v.SeeNot("Asking the council's broker", "Stopped")
			if got := v.Focused(); got != "Ask for the council's check" {
				t.Errorf("focus after Stop on %q", got)
			}
		})
	}
}

func TestEndingIsAScreenOfItsOwn(t *testing.T) {
	v := visit(t, uitest.Options{}, whole(t), &office{})
	v.Tap("End without a vouch…")
	v.Rest()
	if diff := cmp.Diff([]route.Route{route.Of(route.Ending, v.office.id)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

// TestNobodyWaitsForASecondLook: what is missing leads to the end of the visit
// by the keyboard alone, and from there to the slip.
func TestNobodyWaitsForASecondLook(t *testing.T) {
	v := visit(t, uitest.Options{}, doubted(t), &office{})
	if got := v.Focused(); got != "A second look is not made yet" {
		t.Fatalf("focus on %q", got)
	}
	v.Key(fyne.KeyReturn)
	if got := v.Focused(); got != "End the visit with the slip" {
		t.Fatalf("focus on %q", got)
	}
	v.Key(fyne.KeyReturn)
	v.Rest()
	if diff := cmp.Diff([]route.Route{route.Of(route.Outcome, v.office.id)}, v.Nav.Went); diff != "" || v.office.left != 1 {
		t.Errorf("left %d times, went (-want +got):\n%s", v.office.left, diff)
	}
	v = visit(t, uitest.Options{}, doubted(t), &office{err: casework.ErrSecondNone})
	v.Tap("End the visit with the slip")
	v.Rest()
	v.See("No second look is wanted here")
	visit(t, uitest.Options{}, whole(t), &office{}).SeeNot("End the visit with the slip")
	s := doubted(t) // they have left already
	s.Open.May.Leave = false
	v = visit(t, uitest.Options{}, s, &office{})
	v.Tap("A second look is not made yet")
	if diff := cmp.Diff([]route.Route{route.Of(route.Outcome, v.office.id)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestACaseThatIsSentIsOnlyRead(t *testing.T) {
	s := whole(t)
	s.Open.Case.State = casework.WithSupervisor
	v := visit(t, uitest.Options{}, s, &office{})
	v.See("This case has been sent", "Rosa Mai Specimen")
	v.SeeNot("Send for approval", "Change", "Ask for the council's check", "Your passphrase")
	if got := v.Focused(); got != "Back" {
		t.Errorf("focus on %q", got)
	}
}

func TestEveryCodeThatStopsSendingHasWords(t *testing.T) {
	codes := []*fault.Error{
		casework.ErrLetterMissing, casework.ErrResidentMissing, casework.ErrBirthMissing, casework.ErrAddressMissing,
		casework.ErrContactMissing, casework.ErrPurposeMissing, casework.ErrServiceUnknown, casework.ErrToldMissing, casework.ErrToldLanguage, policy.ErrLetterLife,
		casework.ErrNoticeOutdated, casework.ErrEvidenceMissing, casework.ErrDocumentUnknown, casework.ErrSeenMissing,
		casework.ErrImageMissing, casework.ErrImageForbidden, casework.ErrCheckUnanswered, casework.ErrCheckReason,
		casework.ErrLikenessMissing, casework.ErrLikenessNoPhoto, casework.ErrNotOpen, casework.ErrOutcome, casework.ErrFourEyes,
		issuance.ErrUsed, issuance.ErrState, issuance.ErrPending, issuance.ErrDeclaration, issuance.ErrClock, issuance.ErrLease,
		issuance.ErrListStale, issuance.ErrPolicyStale, issuance.ErrPolicyOther, issuance.ErrPolicyEarly, issuance.ErrUnsent,
		issuance.ErrRole, issuance.ErrKey, issuance.ErrDesk, issuance.ErrTraining, issuance.ErrFourEyes, issuance.ErrVouchTime,
		issuance.ErrCheck, issuance.ErrOrder, issuance.ErrIncomplete, issuance.ErrSelfVerify, issuance.ErrNoSecondPair,
		desk.ErrNotReady, vault.ErrPassphrase, vault.ErrSlotWait, vault.ErrSlotLocked, vault.ErrDiskFull,
	}
	for _, lang := range words.Langs() {
		w := open(t).In(lang)
		for _, e := range codes {
			m := w.Fault(e)
			if !w.Has("faults."+e.Code+".title") || strings.Contains(m.Title+m.Detail+m.Next, "[") || strings.Contains(m.Title+m.Detail+m.Next, "<no value>") {
				t.Errorf("%s %s: %+v", lang, e.Code, m)
			}
		}
	}
}

func TestTabFollowsReading(t *testing.T) {
	v := visit(t, uitest.Options{}, whole(t), &office{})
	order := uitest.TabOrder(v.Canvas())
	at := -1
	for _, want := range []string{"Change", "Ask for the council's check", "I saw this person", "Your passphrase", "Show", "Send for approval", "End without a vouch…"} {
		i := slices.IndexFunc(order, func(name string) bool { return strings.HasPrefix(name, want) })
		if i <= at {
			t.Errorf("%q comes at %d after %d: %q", want, i, at, order)
		}
		at = i
	}
}

// states are the screens to hold.
func states() map[string]func(*testing.T, uitest.Options) *stand {
	return map[string]func(*testing.T, uitest.Options) *stand{
		"whole":   func(t *testing.T, o uitest.Options) *stand { return visit(t, o, asked(whole(t)), &office{}) },
		"missing": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, bare(t), &office{}) },
		"left":    func(t *testing.T, o uitest.Options) *stand { return visit(t, o, doubted(t), &office{}) },
		"referee": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, vouchedFor(t), &office{}) },
		"asking": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, whole(t), &office{stuck: true})
			v.Tap(v.Words.T("review.check.ask"))
			return v
		},
		"refused": func(t *testing.T, o uitest.Options) *stand {
			s := whole(t)
			s.Link = desk.Link{State: desk.LinkOffline, Since: s.Now}
			v := visit(t, o, s, &office{})
			v.Tap(v.Words.T("review.send"))
			return v
		},
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{"tall": {Width: 1366, Height: 1900}}) {
		for state, open := range states() {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := open(t, o)
				v.AssertBears("review-" + state + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for state, open := range states() {
		t.Run(state, func(t *testing.T) {
			uitest.AssertMaster(t, state, open(t, uitest.Options{}).Screen.Content())
		})
	}
}

func TestWhoVouchesIsShownAndWhatTheyLackLeadsThere(t *testing.T) {
	s := vouchedFor(t)
	s.Open.Missing = []desk.Reason{{Code: "case-referee-statement", Step: casework.StepReferee, Referee: caseworktest.RefereeID, Where: "referee[0].statement"}}
	v := visit(t, uitest.Options{}, s, &office{})
	v.See(
		"Elin Enghraifft", "Doctor, nurse, midwife or pharmacist · Specimen Surgery", "Through their own work · For 6 years",
		"Their own identity reaches Low (L1B). Passport", "Read aloud and confirmed on screen", "Checked when the broker is reached")
	v.SeeNot("28 February 1969", "Pattern Lane") // never on the page that is read with the resident beside
	v.Tap("Elin Enghraifft: The referee has made no statement")
	if diff := cmp.Diff([]route.Route{route.OfReferee(v.office.id, caseworktest.RefereeID, "")}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func open(t *testing.T) *words.Book {
	t.Helper()
	b, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatOnlyAConnectionMendsLeadsToTheOutbox(t *testing.T) {
	v := visit(t, uitest.Options{}, bare(t), &office{})
	v.Tap(v.Words.T("faults.order-unsent.title"))
	if diff := cmp.Diff([]route.Route{route.To(route.Outbox)}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

// TestHowTheNoticeWasToldIsInTheScreensLanguage: the language is named in the
// language of the sentence, and nobody is made to say "I".
func TestHowTheNoticeWasToldIsInTheScreensLanguage(t *testing.T) {
	for lang, c := range map[words.Lang]struct{ says, not []string }{
		words.English: {[]string{"Privacy notice in English", ": read aloud"}, []string{"I read it"}},
		words.Welsh:   {[]string{"Hysbysiad preifatrwydd yn Saesneg", "fe'i darllenwyd yn uchel"}, []string{"yn English", "darllenais"}},
	} {
		t.Run(string(lang), func(t *testing.T) {
			v := visit(t, uitest.Options{Lang: lang}, whole(t), &office{})
			v.See(c.says...)
			v.SeeNot(c.not...)
		})
	}
}
