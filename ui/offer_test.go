package ui_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

func (f *fake) Retry(_ context.Context, id casework.ID) (casework.ID, error) {
	return "next-" + id, nil
}

func (f *fake) SetLetter(_ context.Context, id casework.ID, _ casework.Letter) error {
	f.signed = string(id)
	return nil
}

// brought is a letter that was brought to a case that ended without a vouch.
func brought(s *desk.Snapshot, retry bool) {
	*s = signedIn(*s, trust.Officer)
	s.Offered = &desk.LetterLook{Before: &desk.Brought{Case: "c0", Ref: "EB-0150", Retry: retry}, Letter: casework.Letter{JTI: "x"}}
}

func TestALetterOfAnEndedCaseIsOfferedWithIt(t *testing.T) {
	for setting, o := range everywhere() {
		t.Run(setting, func(t *testing.T) {
			st, f, _ := open(t, o, func(s *desk.Snapshot) { brought(s, true) })
			f.Go(route.To(route.Settings))
			st.Settle()
			w := st.Book.In(words.Lang(f.Desk.Snapshot().Settings.Language))
			st.See(w.T("letter.before", "Ref", "EB-0150"), w.T("outcome.retry"), w.T("casefile.open_from", "Ref", "EB-0150"))
			st.SeeNot(w.T("frame.offer.start"))
			uitest.AssertNoCutText(t, st.Canvas())
			uitest.AssertTargets(t, st.Canvas())
			st.Capture("frame-brought-" + setting)
		})
	}
	st, f, _ := open(t, uitest.Options{}, func(s *desk.Snapshot) { brought(s, true) })
	f.Go(route.To(route.Settings))
	st.Settle()
	st.Tap("Try again in a new case")
	st.UntilIdle(f.Run, "the next try is open", func() bool { return f.At().Case != "" })
	if diff := cmp.Diff(route.Of(route.Letter, "next-c0"), f.At()); diff != "" {
		t.Errorf("at (-want +got):\n%s", diff)
	}
	st, f, _ = open(t, uitest.Options{}, func(s *desk.Snapshot) { brought(s, false) })
	f.Go(route.To(route.Settings))
	st.Settle()
	st.SeeNot("Try again in a new case")
	st.See("Start a new case")
	st.Tap("Open case EB-0150")
	st.UntilIdle(f.Run, "the case is open", func() bool { return f.At().Case == "c0" })
}

// TestAZoneWithoutAPlaceIsToldSo: what a reader typed is not lost in silence,
// and presses nothing.
func TestAZoneWithoutAPlaceIsToldSo(t *testing.T) {
	st, f, _ := open(t, uitest.Options{}, func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) })
	f.Go(route.To(route.Settings))
	st.Settle()
	st.ScanKeys("I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<", fyne.KeyReturn)
	st.See("A document was read, but this screen has no place for it.")
	if f.At() != route.To(route.Settings) {
		t.Errorf("at %v", f.At())
	}
}

// TestAScanThatBreaksOffIsTold: what was typed of it is in no field, so that
// silence would be a loss.
func TestAScanThatBreaksOffIsTold(t *testing.T) {
	st, f, _ := open(t, uitest.Options{}, func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) })
	f.Go(route.To(route.Settings))
	st.Settle()
	st.ScanPart("VLA2345ABCDEFG")
	st.SeeNot("A scan broke off before its end.")
	st.Clock.Advance(2 * time.Second)
	st.Idle(f.Run)
	st.See("A scan broke off before its end.")
}

// TestALetterScannedOnHomeIsNext: Enter begins with it, not without it; and a
// second letter does not take its place in silence.
func TestALetterScannedOnHomeIsNext(t *testing.T) {
	st, f, d := open(t, uitest.Options{}, func(s *desk.Snapshot) { *s = signedIn(*s, trust.Officer) })
	f.Go(route.To(route.Home))
	st.Settle()
	scanned := func(jti string) {
		d.snap.Offered = &desk.LetterLook{Letter: casework.Letter{JTI: jti}, At: d.snap.Now}
		d.snap.Revision++
		f.Show(d.snap)
		st.Settle()
	}
	if got := st.Focused(); got != "New case" {
		t.Fatalf("Home begins on %q", got)
	}
	scanned("one")
	if got := st.Focused(); got != "Start a new case" {
		t.Errorf("the focus is on %q", got)
	}
	st.SeeNot("It took the place of the one before.")
	scanned("two")
	st.See("It took the place of the one before.")
	f.Go(route.To(route.Settings))
	st.Settle()
	was := st.Canvas().Focused()
	scanned("three")
	if st.Canvas().Focused() != was {
		t.Errorf("elsewhere the focus went to %q", st.Focused())
	}
	st.Focus("Home")
	scanned("four")
	if got := st.Focused(); got != "Home" {
		t.Errorf("elsewhere the focus went from a button to %q", got)
	}
	f.Go(route.To(route.Home))
	st.Settle()
	st.Canvas().Unfocus()
	scanned("five")
	if got := st.Focused(); got != "" {
		t.Errorf("the focus went to %q from where somebody may be typing", got)
	}
	f.Go(route.To(route.Settings))
	f.Go(route.To(route.Home))
	st.Settle()
	if got := st.Focused(); got != "Start a new case" {
		t.Errorf("Home with a letter begins on %q", got)
	}
}
