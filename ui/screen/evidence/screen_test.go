package evidence_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/uitest"
)

// state is one sight of the screens.
type state struct {
	office func(t *testing.T) *office
	item   record.ItemID
	then   func(v *stand)
}

func half(t *testing.T) *office {
	b := screentest.Document(t, trusttest.Policy(t), "b", "birth_certificate", birth())
	b.Checks = b.Checks[:3]
	b.Checks[2].Answer, b.Checks[2].Reason = record.CouldNot, "no_template"
	l := screentest.Document(t, trusttest.Policy(t), "l", "driving_licence_uk_photocard", licence())
	l.Checks[4].Answer, l.Checks[4].Reason = record.CouldNot, "no_equipment"
	return with(t, l, b)
}

// helped is a case that the coaching has an idea for.
func helped(t *testing.T) *office {
	o := half(t)
	o.Snap.Open.Next = []gpg45.Next{
		{Confidence: gpg45.Medium, Profile: "M2C", Add: []gpg45.Add{{Kind: gpg45.Bring, What: "gas_electric_bill"}, {Kind: gpg45.Ask, What: "likeness"}}},
		{Confidence: gpg45.High, Profile: "H1A", Add: []gpg45.Add{{Kind: gpg45.Bring, What: "passport"}, {Kind: gpg45.Bring, What: "gas_electric_bill"}}},
	}
	return o
}

// What the coaching names comes first, once, and says what it helps to.
func TestWhatWouldHelpComesFirst(t *testing.T) {
	v := visit(t, uitest.Options{}, helped(t), "")
	texts := uitest.Texts(v.Canvas())
	at := slices.Index(texts, "Would help most")
	want := []string{"Would help most", "Gas or electricity bill", "Part of the way to Medium", "Passport", "Part of the way to High", "With a photo"}
	if at < 0 || !slices.Equal(texts[at:at+len(want)], want) {
		t.Errorf("sees %q", texts)
	}
	if n := len(slices.DeleteFunc(texts, func(s string) bool { return s != "Passport" })); n != 1 {
		t.Errorf("the passport stands there %d times", n)
	}
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	v.See("Copy from the gas or electricity bill")
}

func TestADocumentNotInTheListIsSaidSo(t *testing.T) {
	v := visit(t, uitest.Options{}, empty(t), "")
	v.Type("swimming")
	v.See("No document matches “swimming”", "What is not in this list cannot be counted")
	v.Key(fyne.KeyReturn)
	v.SeeNot("There is a problem")
	v.Key(fyne.KeyEscape)
	v.Type("HŶN") // of the other language, with a mark on a letter or not
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	v.See("Copy from the older person's bus pass")
}

func states() map[string]state {
	passport := func(zone string) func(*testing.T) *office {
		return func(t *testing.T) *office {
			o := empty(t)
			o.Snap.Open.Drafts = map[string]map[string]string{"evidence:p": {"type": "passport", "text.mrz": zone}}
			return o
		}
	}
	all := map[string]state{
		"list-empty":  {office: func(t *testing.T) *office { return empty(t) }},
		"list-two":    {office: half},
		"list-found":  {office: half, then: func(v *stand) { v.Type("bill"); v.Key(fyne.KeyDown) }},
		"list-none":   {office: half, then: func(v *stand) { v.Type("swimming") }},
		"list-helps":  {office: helped},
		"item-says":   {office: half, item: "b"},
		"item-checks": {office: half, item: "b", then: func(v *stand) { v.Key(fyne.KeyReturn) }},
		"item-errors": {office: half, item: "b", then: func(v *stand) { v.Key(fyne.KeyReturn, fyne.KeyReturn) }},
		"name-varies": {office: named("R M", "Specimen"), item: "b"},
		"name-asked":  {office: named("Rosa Mai", "Sampl"), item: "b"},
		"name-proof":  {office: named("Rosa Mai", "Sampl"), item: "b", then: func(v *stand) { chooseReason(v, 0) }},
		"name-wrong": {office: func(t *testing.T) *office { return certified(t, "Mair Enghraifft", "Mair Specimen") }, item: "b", then: func(v *stand) {
			chooseReason(v, 0)
			v.Key(fyne.KeyTab, fyne.KeyDown)
		}},
		"zone-good": {office: passport(zoneGood), item: "p"},
		"zone-bad":  {office: passport(zoneBad), item: "p"},
		"closed": {office: func(t *testing.T) *office {
			o := half(t)
			o.Snap.Open.Case.State = casework.WithSupervisor
			return o
		}, item: "b"},
	}
	maps.Copy(all, zoneStates())
	return all
}

const (
	zoneGood = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
	zoneBad  = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C46UTO7408122F1204159ZE184226B<<<<<10"
)

func TestScreensBearEverySetting(t *testing.T) {
	for name, s := range states() {
		for setting, o := range uitest.Settings(map[string]uitest.Options{"en-1024": {Width: 1024, Height: 700}, "dark": {Mode: theme.Dark}}) {
			t.Run(name+"/"+setting, func(t *testing.T) {
				v := visit(t, o, s.office(t), s.item)
				if s.then != nil {
					s.then(v)
				}
				v.AssertBears("evidence-" + name + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for name, s := range states() {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, s.office(t), s.item)
			if s.then != nil {
				s.then(v)
			}
			uitest.AssertMaster(t, name, v.Screen.Content())
		})
	}
}

// TestABirthCertificateByKeyboard goes from the empty list to a document in
// the case without a mouse.
func TestABirthCertificateByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, empty(t), "")
	v.Type("birth")
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	v.See("Copy from the birth certificate", "Evidence 1 of 1")
	v.Type("Rosa Mai")
	v.Key(fyne.KeyTab)
	v.Type("Specimen")
	v.Key(fyne.KeyTab)
	v.Type("17")
	v.Key(fyne.KeyTab)
	v.Type("4")
	v.Key(fyne.KeyTab)
	v.Type("1988")
	v.Key(fyne.KeyReturn)
	v.See("Check the birth certificate", "Hold the original")
	for range 4 {
		v.Key(fyne.KeyRight, fyne.KeyTab)
	}
	v.Key(fyne.KeyEnd, fyne.KeyTab, fyne.KeyDown, fyne.KeyTab)
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	if len(v.office.put) != 1 {
		t.Fatalf("put %d items; sees %v", len(v.office.put), uitest.Texts(v.Canvas()))
	}
	got := v.office.put[0]
	if diff := cmp.Diff(birth(), got.Fields); diff != "" || got.Seen != record.Returned || got.Type != "birth_certificate" {
		t.Errorf("%s, seen %q, %s", got.Type, got.Seen, diff)
	}
	last := got.Checks[len(got.Checks)-1]
	if len(got.Checks) != 5 || last.Answer != record.CouldNot || last.Reason != "no_equipment" || last.CheckID == "" {
		t.Errorf("checks %+v", got.Checks)
	}
	if v.At != route.Of(route.Evidence, caseID) || v.office.Snap.Open.Drafts["evidence:"+string(got.ID)] != nil {
		t.Errorf("at %v, drafts %v", v.At, v.office.Snap.Open.Drafts)
	}
	v.See("All 5 checks answered", "Continue to likeness")
	v.Key(fyne.KeyReturn)
	if v.At.Screen != route.Likeness {
		t.Errorf("at %v", v.At)
	}
}

func TestContinueNamesWhatIsMissing(t *testing.T) {
	v := visit(t, uitest.Options{}, half(t), "b")
	v.Key(fyne.KeyReturn, fyne.KeyReturn)
	v.See("There is a problem", "Answer: Under ultraviolet light, does it look as the template shows?", "Answer this check")
	if len(v.office.put) > 0 {
		t.Error("it was put all the same")
	}
}

func TestHalfCheckedIsKept(t *testing.T) {
	v := visit(t, uitest.Options{}, half(t), "b")
	v.Tap("Save and go back")
	v.Rest()
	if len(v.office.put) != 1 || len(v.office.put[0].Checks) != 3 {
		t.Fatalf("put %+v", v.office.put)
	}
	if v.office.put[0].Checks[0].CheckID != "b-0" {
		t.Errorf("an answer that did not change has another id: %q", v.office.put[0].Checks[0].CheckID)
	}
	v.See("3 of 5 checks answered")
}

func TestHalfADateStaysADraft(t *testing.T) {
	v := visit(t, uitest.Options{}, empty(t), "")
	v.Type("birth")
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	v.Type("Rosa Mai")
	v.Key(fyne.KeyTab)
	v.Type("Specimen")
	v.Key(fyne.KeyTab)
	v.Type("17")
	v.Tap("Save and go back")
	v.Rest()
	if len(v.office.put) > 0 {
		t.Errorf("put %v", v.office.put)
	}
	v.See("Begun", "Birth certificate")
	v.Tap("Edit")
	v.Rest()
	if f := v.office.Snap.Open.Drafts["evidence:item-1"]; f["text.given_names"] != "Rosa Mai" || f["date.birth_date.day"] != "17" {
		t.Errorf("draft %v", f)
	}
	v.Key(fyne.KeyReturn)
	v.See("Date of birth: write the month")
}

func TestRemoveCanBeUndone(t *testing.T) {
	v := visit(t, uitest.Options{}, half(t), "")
	v.Tap("Remove")
	v.Rest()
	v.See("Removed: UK photocard driving licence")
	if v.Focused() != "Undo" {
		t.Errorf("focus on %q", v.Focused())
	}
	v.Key(fyne.KeyReturn)
	v.Rest()
	if _, ok := v.office.Snap.Open.Case.Item("l"); !ok {
		t.Error("it is still gone")
	}
	v.SeeNot("Removed:")
}

func TestAZoneFillsTheFieldsOnlyWhenAsked(t *testing.T) {
	s := states()["zone-good"]
	v := visit(t, uitest.Options{}, s.office(t), "p")
	v.See("The lines add up")
	v.SeeNot("L898902C3 ")
	v.Tap("Fill in the fields from these lines")
	v.Pause()
	f := v.office.Snap.Open.Drafts["evidence:p"]
	if f["text.number"] != "L898902C3" || f["date.birth_date.year"] != "1974" || f["text.family_name"] != "ERIKSSON" || f["text.country"] != "UTO" {
		t.Errorf("filled %v", f)
	}
	v.Tap("Put back what I typed")
	v.Pause()
	if f := v.office.Snap.Open.Drafts["evidence:p"]; f["text.number"] != "" || f["text.mrz"] != zoneGood {
		t.Errorf("put back %v", f)
	}
}

func TestAFailingDigitIsNamed(t *testing.T) {
	v := visit(t, uitest.Options{}, states()["zone-bad"].office(t), "p")
	v.See("A check digit does not fit", "The check digit of the document number does not fit. It is line 2, character 10.")
}

// TestHalfAZoneIsToldOnce: at its field after going on, and while it is typed
// below it.
func TestHalfAZoneIsToldOnce(t *testing.T) {
	o := empty(t)
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:p": {"type": "passport", "text.mrz": zoneGood[:60]}}
	v := visit(t, uitest.Options{}, o, "p")
	const below = "The lines are not complete"
	v.See(below)
	v.Key(fyne.KeyReturn)
	v.See("There is a problem")
	v.SeeNot(below)
	for range 20 {
		if strings.HasPrefix(v.Focused(), "The two lines") && !strings.Contains(v.Focused(), ":") {
			break
		}
		v.Key(fyne.KeyTab)
	}
	v.Type("U")
	v.Pause()
	v.See(below)
}

func TestTheExampleOfAnExpiryLiesAhead(t *testing.T) {
	v := visit(t, uitest.Options{}, with(t, screentest.Document(t, trusttest.Policy(t), "p", "passport", map[string]string{})), "p")
	v.See("For example, 17 4 1988", "For example, 17 4 2030")
}

func TestWhatTheResidentSaidIsCopiedAndTakenBack(t *testing.T) {
	o := empty(t)
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:b": {"type": "birth_certificate", "text.given_names": "R"}}
	v := visit(t, uitest.Options{}, o, "b")
	v.Tap("Same name and birth date as the resident said")
	v.Pause()
	if f := o.Snap.Open.Drafts["evidence:b"]; f["text.given_names"] != "Rosa Mai" || f["date.birth_date.month"] != "4" {
		t.Errorf("copied %v", f)
	}
	v.Tap("Put back what I typed")
	v.Pause()
	if f := o.Snap.Open.Drafts["evidence:b"]; f["text.given_names"] != "R" || f["date.birth_date.month"] != "" {
		t.Errorf("put back %v", f)
	}
}

func TestAPictureIsKeptAndShown(t *testing.T) {
	o := empty(t)
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:b": {"type": "birth_certificate", "part": "checks", "seen": "image", "text.given_names": "Rosa"}}
	v := visit(t, uitest.Options{}, o, "b")
	v.Picked = screentest.File(t, "scan.jpg")
	v.Tap("Open a picture…")
	v.Rest()
	v.See("Prepare the picture")
	v.keepIt()
	v.Rest()
	item, ok := o.Snap.Open.Case.Item("b")
	if !ok || len(item.Captures) != 1 || len(o.shown) != 1 {
		t.Fatalf("item %v %v, shown %v", ok, item.Captures, o.shown)
	}
	if o.Snap.Open.Drafts["evidence:b"]["text.given_names"] != "Rosa" {
		t.Error("what was typed is gone")
	}
	v.See("Picture 1, kept 23 November 2026, 10:31")
	v.SeeNot("Show the picture", "How was it seen?")
}

func TestAPictureOpenedByMistakeIsTakenAwayAfterAsking(t *testing.T) {
	b := screentest.Document(t, trusttest.Policy(t), "b", "birth_certificate", birth())
	b.Seen, b.Captures = record.Image, []record.Capture{{Blob: "mistake", At: now}, {Blob: "right", At: now}}
	v := visit(t, uitest.Options{}, empty(t), "")
	if err := v.office.Change(func(c *desk.OpenCase) error { return c.Case.PutEvidence(b, v.office.By()) }); err != nil {
		t.Fatal(err)
	}
	v.Go(route.Route{Screen: route.Evidence, Case: caseID, Item: "b"})
	v.Key(fyne.KeyReturn)
	kept := func() (blobs []string) {
		item, _ := v.office.Snap.Open.Case.Item("b")
		for _, k := range item.Captures {
			blobs = append(blobs, k.Blob)
		}
		return blobs
	}
	v.Tap("Remove picture 1")
	v.See("Remove picture 1 from the case?", "cannot be brought back")
	v.Key(fyne.KeyEscape)
	if v.Rest(); len(kept()) != 2 {
		t.Fatalf("it went without a yes: %v", kept())
	}
	v.office.Err = fault.New(fault.Unavailable, "disk-full")
	v.Tap("Remove picture 1")
	v.Key(fyne.KeyTab, fyne.KeyReturn)
	v.Rest()
	v.See("There is a problem", "Picture 2")
	v.Tap("Remove picture 1")
	v.Key(fyne.KeyTab, fyne.KeyReturn)
	v.Rest()
	if diff := cmp.Diff([]string{"right"}, kept()); diff != "" || v.Nav.Last() != "The picture is no longer kept" {
		t.Errorf("said %q; %s", v.Nav.Last(), diff)
	}
	v.See("Picture 1, kept", "Check the birth certificate")
	v.SeeNot("Picture 2", "There is a problem")
	if v.Focused() != "Open a picture…" {
		t.Errorf("focus on %q", v.Focused())
	}
}

func TestADateTooLongPastIsPointedOutWhileTyping(t *testing.T) {
	var v *stand
	const warning = "By this date it is too long out of date"
	for _, c := range []struct {
		day, month, year string
		warns            bool
	}{
		{"1", "1", "2030", false},
		{"1", "1", "20", false}, // not whole
		{"1", "", "2001", false},
		{"1", "1", "2001", true},
		{"23", "11", "2026", false}, // good on its last day
		{"22", "11", "2026", true},
	} {
		o := half(t)
		o.Snap.Open.Drafts = map[string]map[string]string{"evidence:l": {
			"type": "driving_licence_uk_photocard", "text.given_names": "Rosa Mai", "text.family_name": "Specimen",
			"date.birth_date.day": "17", "date.birth_date.month": "4", "date.birth_date.year": "1988", "text.number": "SPECI854178RM9AB",
			"date.expires.day": c.day, "date.expires.month": c.month, "date.expires.year": c.year,
		}}
		v = visit(t, uitest.Options{}, o, "l")
		if got := uitest.Sees(v.Canvas(), warning); got != c.warns {
			t.Errorf("%v: warned %t", c, got)
		}
	}
	v.Key(fyne.KeyReturn) // it is no block
	v.See("Check the UK photocard driving licence")
	v.SeeNot("There is a problem")
}

func TestAWrongYearTakesTheFocusToItsBox(t *testing.T) {
	o := empty(t)
	o.Snap.Open.Drafts = map[string]map[string]string{"evidence:b": {
		"type": "birth_certificate", "text.given_names": "Rosa Mai", "text.family_name": "Specimen",
		"date.birth_date.day": "17", "date.birth_date.month": "4", "date.birth_date.year": "88",
	}}
	v := visit(t, uitest.Options{}, o, "b")
	v.Key(fyne.KeyReturn)
	v.See("write the year in four figures")
	v.Tap("Date of birth: write the year in four figures, such as 1988")
	v.Key(fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyBackspace)
	v.Type("1988")
	v.Pause()
	if got := o.Snap.Open.Drafts["evidence:b"]; got["date.birth_date.year"] != "1988" || got["date.birth_date.day"] != "17" {
		t.Errorf("draft %v", got)
	}
}

func TestTheZoneIsNoTrapForTab(t *testing.T) {
	v := visit(t, uitest.Options{}, states()["zone-good"].office(t), "p")
	order := strings.Join(uitest.TabOrder(v.Canvas()), "|")
	at := func(s string) int { return strings.Index(order, s) }
	if a, b, c := at("two lines at the foot"), at("Fill in the fields"), at("Continue"); a < 0 || b < a || c < b {
		t.Errorf("order of Tab: %s", order)
	}
}

func TestEscGoesFromTheChecksToTheFields(t *testing.T) {
	v := visit(t, uitest.Options{}, half(t), "")
	v.Tap("Edit")
	v.Key(fyne.KeyReturn, fyne.KeyEscape)
	v.See("Copy from the UK photocard driving licence", "The number fits the date of birth")
	v.Key(fyne.KeyEscape)
	v.Rest()
	if v.At != route.Of(route.Evidence, caseID) {
		t.Errorf("at %v", v.At)
	}
}

func TestAFailureLosesNothing(t *testing.T) {
	v := visit(t, uitest.Options{}, with(t, screentest.Document(t, trusttest.Policy(t), "b", "birth_certificate", birth())), "b")
	v.office.Err = fault.New(fault.Unavailable, "disk-full-of-nothing")
	v.Key(fyne.KeyReturn, fyne.KeyReturn)
	v.Rest()
	v.See("There is a problem", "Check the birth certificate")
	v.Key(fyne.KeyEscape)
	v.Tap("Continue")
	v.Tap("Continue")
	v.Rest()
	if len(v.office.put) != 1 {
		t.Errorf("put %d", len(v.office.put))
	}
}

func TestADraftThatComesLate(t *testing.T) {
	o := empty(t)
	v := visit(t, uitest.Options{}, o, "late")
	v.See("This document is not in the case")
	if err := o.SaveDraft(context.Background(), caseID, "evidence:late", map[string]string{"type": "passport"}); err != nil {
		t.Fatal(err)
	}
	v.Renew()
	v.See("Copy from the passport")
	v.Type("Rosa")
	v.Pause()
	if o.Snap.Open.Drafts["evidence:late"]["text.given_names"] != "Rosa" {
		t.Errorf("the first field has no focus: %v", o.Snap.Open.Drafts)
	}
}
