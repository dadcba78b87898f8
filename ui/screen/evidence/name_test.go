package evidence_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/trusttest"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
)

// named is a case whose birth certificate has this name.
func named(given, family string) func(t *testing.T) *office {
	return func(t *testing.T) *office {
		t.Helper()
		fields := birth()
		fields["given_names"], fields["family_name"] = given, family
		return with(t, screentest.Document(t, trusttest.Policy(t), "b", "birth_certificate", fields))
	}
}

// certified is one of Rosa Mai Sampl, with a marriage certificate of these names.
func certified(t *testing.T, before, after string) *office {
	t.Helper()
	fields := birth()
	fields["family_name"] = "Sampl"
	return with(t, screentest.Document(t, trusttest.Policy(t), "b", "birth_certificate", fields), screentest.Document(t, trusttest.Policy(t), "m", "marriage_certificate", map[string]string{
		"full_name": before, "partner": "T. Placeholder", "held_on": "2015-06-01", "name_after": after,
	}))
}

// chooseReason tabs past the fields to the reasons and chooses the n-th.
func chooseReason(v *stand, n int) {
	v.T.Helper()
	for range 12 {
		first := v.office.Snap.Policy.Naming.Reasons[0].Words.In(v.Words.Tongue())
		if at := v.Focused(); strings.Contains(at, v.Words.T("evidence.name_why_asked")) || strings.Contains(at, first) {
			break
		}
		v.Key(fyne.KeyTab)
	}
	for range n + 1 {
		v.Key(fyne.KeyDown)
	}
}

// TestAnotherNameByKeyboard: the officer is asked, answers, proves it, and can
// take it back; nothing stops them from going on.
func TestAnotherNameByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, certified(t, "Rosa Mai Sampl", "Rosa Mai Specimen"), "b")
	v.See("The name here is another", "Why is the name another?")
	chooseReason(v, 0)
	v.See("Which document has both names?")
	v.Key(fyne.KeyTab, fyne.KeyDown, fyne.KeyTab)
	v.Type("Seen and handed back")
	v.Pause()
	if d := v.office.Snap.Open.Drafts["evidence:b"]; d["name.reason"] != "married" || d["name.proof"] != "m" || d["name.note"] == "" {
		t.Errorf("draft %v", d)
	}
	v.Key(fyne.KeyReturn, fyne.KeyReturn)
	v.Rest()
	got, ok := v.office.Snap.Open.Case.NameLink("b")
	if !ok || got.Reason != "married" || got.Linked != "m" || got.Note != "Seen and handed back" {
		t.Fatalf("link %+v; sees %v", got, uitest.Texts(v.Canvas()))
	}
	v = visit(t, uitest.Options{}, v.office, "b")
	v.See("Why is the name another?", "Seen and handed back")
	chooseReason(v, 5) // the last, from the first
	v.Key(fyne.KeyReturn, fyne.KeyReturn)
	v.Rest()
	if l, ok := v.office.Snap.Open.Case.NameLink("b"); ok {
		t.Errorf("still explained: %+v", l)
	}
}

// TestTheQuestionIsWhereItBegins: whoever opens a document for its name stands
// at the question, and after the answer at the fields again.
func TestTheQuestionIsWhereItBegins(t *testing.T) {
	v := visit(t, uitest.Options{}, named("Rosa Mai", "Sampl")(t), "b")
	if !uitest.InSight(v.Canvas(), "The name here is another") || !uitest.InSight(v.Canvas(), "Known by another name") {
		t.Error("the question is out of sight")
	}
	v.Key(fyne.KeyDown)
	if first := v.office.Snap.Policy.Naming.Reasons[0].Code; !v.typedIs("name.reason", first) {
		t.Errorf("the focus is at %q", v.Focused())
	}
	v.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn, fyne.KeyReturn)
	v.Rest()
	if l, ok := v.office.Snap.Open.Case.NameLink("b"); !ok || l.Reason == "" {
		t.Fatalf("no reason kept: %+v", l)
	}
	v = visit(t, uitest.Options{}, v.office, "b")
	if at := v.Focused(); !strings.Contains(at, "Given names") {
		t.Errorf("answered, the focus is at %q", at)
	}
}

// TestTabStopsAtTheQuestion: whoever types on without a pause is asked why the
// name is another before the next field.
func TestTabStopsAtTheQuestion(t *testing.T) {
	v := visit(t, uitest.Options{}, with(t, screentest.Document(t, trusttest.Policy(t), "b", "birth_certificate", birth())), "b")
	v.Type("Rosa")
	v.Key(fyne.KeyTab)
	v.SeeNot("The name here is another") // half of it is no name yet
	v.Type("Sampl")
	v.SeeNot("Why is the name another?")
	v.Key(fyne.KeyTab)
	if first := v.office.Snap.Policy.Naming.Reasons[0].Words.En; !strings.Contains(v.Focused(), first) {
		t.Errorf("the focus is at %q, want the question", v.Focused())
	}
	v.See("Why is the name another?")
}

// typedIs saves the draft and reads one name of it.
func (v *stand) typedIs(name, want string) bool {
	v.T.Helper()
	v.Pause()
	return v.office.Snap.Open.Drafts["evidence:b"][name] == want
}

// TestNoReasonIsNoStop: going on asks for an answer, that there is none yet is
// one, and what is still to be done is said.
func TestNoReasonIsNoStop(t *testing.T) {
	v := visit(t, uitest.Options{}, named("Rosa Mai", "Sampl")(t), "b")
	v.Key(fyne.KeyReturn)
	v.See("Say why the name is another, or that it is not explained yet")
	if len(v.office.put) > 0 {
		t.Fatal("kept without a word")
	}
	v.Key(fyne.KeyReturn, fyne.KeyUp, fyne.KeyReturn, fyne.KeyReturn) // by the link; the last: not explained yet
	v.Rest()
	if len(v.office.put) != 1 || len(v.office.Snap.Open.Case.Names) != 0 {
		t.Errorf("put %d, names %v", len(v.office.put), v.office.Snap.Open.Case.Names)
	}
	if said := v.Nav.Last(); !strings.Contains(said, "has still to be said before the case can be sent") {
		t.Errorf("said %q", said)
	}
}

// TestPutAsideWithoutAnAnswer: what is kept for later is not asked about.
func TestPutAsideWithoutAnAnswer(t *testing.T) {
	v := visit(t, uitest.Options{}, named("Rosa Mai", "Sampl")(t), "b")
	v.Tap("Save and go back")
	v.Rest()
	if said := v.Nav.Last(); len(v.office.put) != 1 || !strings.Contains(said, "has still to be said") {
		t.Errorf("put %d, said %q", len(v.office.put), said)
	}
}

func TestADifferentSpellingAsksNothing(t *testing.T) {
	v := visit(t, uitest.Options{}, named("R M", "SPECIMEN")(t), "b")
	v.See("The name here is written differently", "an initial")
	v.SeeNot("Why is the name another?")
}
