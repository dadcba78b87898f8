package referee_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// TestAddedByKeyboard goes from the empty list to the privacy notice without a
// mouse.
func TestAddedByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, empty(t), listed)
	v.See("Under this policy a statement scores nothing", "its text has not been compared yet")
	v.Key(fyne.KeyTab, fyne.KeyReturn)
	v.See("Who is the referee?")
	for i, text := range []string{"Mair", "Enghraifft", "", "3", "2", "1979", "4 Other Street", "", "Exampleton", "EX4 2BB"} {
		if i > 0 {
			v.Key(fyne.KeyTab)
		}
		v.Type(text)
	}
	v.Key(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyDown, fyne.KeyTab, fyne.KeyDown, fyne.KeyReturn)
	v.See("How do they know the resident?")
	v.SeeNot("There is a problem")
	v.Key(fyne.KeyDown, fyne.KeyDown, fyne.KeyTab)
	v.Type("Ysgol Enghraifft")
	v.Key(fyne.KeyTab, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyTab)
	v.Type("6")
	v.Key(fyne.KeyTab, fyne.KeyEnd, fyne.KeyTab, fyne.KeyEnd)
	v.See("Nothing here speaks against them", "Checked when the broker is reached: how many people they vouched for this year;")
	v.Key(fyne.KeyReturn)
	v.Rest()
	want := asSheSays()
	want.Contact = resident.Contact{How: resident.Post, Language: resident.English}
	got := v.office.referee()
	want.Salt, want.At, want.By = got.Salt, got.At, got.By
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if v.At != route.OfReferee(caseID, mair, route.Told) || len(v.office.Snap.Open.Drafts) > 0 {
		t.Errorf("at %v, drafts %v", v.At, v.office.Snap.Open.Drafts)
	}
}

func TestMostGoOnWithout(t *testing.T) {
	v := visit(t, uitest.Options{}, empty(t), listed)
	v.Key(fyne.KeyReturn)
	if v.At != route.Of(route.Review, caseID) {
		t.Errorf("at %v", v.At)
	}
}

// TestWhoCannotBeOneIsRecordedAndRemoved: never silently blocked, never asked
// for more, and the case says what it waits for.
func TestWhoCannotBeOneIsRecordedAndRemoved(t *testing.T) {
	o := empty(t)
	must(t, o.SaveDraft(context.Background(), caseID, "referee:mair", asDraft()))
	v := visit(t, uitest.Options{}, o, route.Who)
	v.See(
		"They cannot be the referee", "The referee's position is not on the list", "Somebody so close cannot be the referee",
		"The referee has the resident's address", "You can record it all the same", "The years cannot be right")
	v.Key(fyne.KeyTab, fyne.KeyReturn) // Enter opens the list of positions, and goes on from a field
	v.See("Answer whether only a referee ever vouched for them", "Answer whether they are close to the staff of this case")
	v.Kit.Focus(v.Screen.First())
	v.Key(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyTab, fyne.KeyRight)
	v.See("The referee was vouched for by a referee only")
	v.Key(fyne.KeyTab, fyne.KeyEnd, fyne.KeyReturn)
	v.Rest()
	if v.At != route.OfReferee(caseID, mair, "") {
		t.Fatalf("at %v; sees %v", v.At, uitest.Texts(v.Canvas()))
	}
	v.See("Cannot be used", "Go to the list to remove them")
	v.Key(fyne.KeyReturn)
	v.See("The case cannot be sent while somebody stands in it who cannot be a referee.")
	v.Tap("Remove")
	v.Rest()
	if len(v.office.Snap.Open.Case.Referees) > 0 {
		t.Error("still there")
	}
	v.See("Removed: Mair Enghraifft", "Go on without a referee")
	v.SeeNot("The case cannot be sent")
	v.Key(fyne.KeyReturn) // Undo
	v.Rest()
	v.See("Cannot be used")
}

func TestRemovingForgetsWhatWasTypedAndUndoBringsItBack(t *testing.T) {
	o := told(t)
	ctx := context.Background()
	must(t, o.SaveDraft(ctx, caseID, "referee:mair:statement", map[string]string{"how": "paper", "language": "cy"}))
	must(t, o.SaveDraft(ctx, caseID, "referee:other", map[string]string{"person.given": "T."}))
	v := visit(t, uitest.Options{}, o, listed)
	v.Tap("Remove")
	v.Rest()
	if d := o.Snap.Open.Drafts; len(d) != 1 || d["referee:other"] == nil {
		t.Errorf("drafts %v", d)
	}
	v.Key(fyne.KeyReturn)
	v.Rest()
	if d := o.Snap.Open.Drafts; len(d) != 2 || d["referee:mair:statement"]["how"] != "paper" {
		t.Errorf("drafts %v", d)
	}
	if _, there := o.Snap.Open.Case.Referee(mair); !there || v.Nav.Last() != "The referee is back in the case" {
		t.Errorf("there %t, said %q", there, v.Nav.Last())
	}
}

func TestWhatIsTypedIsKept(t *testing.T) {
	o := empty(t)
	v := visit(t, uitest.Options{}, o, route.Who)
	v.Type("Mair")
	v.Pause()
	v.Go(route.Of(route.Referee, caseID))
	v.See("A referee without a name yet", "Typed only. Nothing is recorded yet.")
	v.Tap("Open")
	v.Pause()
	if got := o.Snap.Open.Drafts["referee:mair"]["person.given"]; got != "Mair" {
		t.Errorf("draft %q", got)
	}
	v.Key(fyne.KeyReturn)
	v.See("There is a problem", "Write the date of birth", "Choose how the council can reach them")
	v.SeeNot("How do they know the resident?")
}

func TestEscGoesFromTheTieToThePerson(t *testing.T) {
	v := visit(t, uitest.Options{}, begun(t), route.Who)
	v.Key(fyne.KeyReturn)
	v.See("How do they know the resident?")
	v.Key(fyne.KeyEscape)
	v.See("Who is the referee?")
}

func TestNoticeIsToldBeforeAnythingElse(t *testing.T) {
	v := visit(t, uitest.Options{}, begun(t), route.Told)
	v.See("You can take your statement back until a supervisor has approved the case.")
	v.Key(fyne.KeyReturn)
	v.See("Choose how you told the referee")
	v.Kit.Focus(v.Screen.First())
	v.Key(fyne.KeyEnd)
	v.See("Gallwch dynnu eich datganiad yn ôl")
	v.Key(fyne.KeyTab, fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	got := v.office.referee().Told
	if got == nil || got.How != "read_aloud" || got.Language != "cy" || got.Notice != v.office.Snap.Policy.Referee.Notice.Version {
		t.Errorf("told %+v", got)
	}
	if v.At.Part != route.Papers {
		t.Errorf("at %v", v.At)
	}
}

func TestANewNoticeIsToldAgain(t *testing.T) {
	o := told(t)
	p := *o.Snap.Policy
	p.Referee.Notice.Version = "2"
	o.Snap.Policy = &p
	v := visit(t, uitest.Options{}, o, route.Told)
	v.See("The notice is a new one", "Version 2 of the council's notice")
	v.Key(fyne.KeyReturn)
	v.See("Choose how you told the referee")
}

func TestAStatementBeforeTheNoticeIsRefused(t *testing.T) {
	v := visit(t, uitest.Options{}, begun(t), route.Statement)
	v.See("Tell them their privacy notice first")
	v.SeeNot("Record the statement", "I know Rosa")
	v.Key(fyne.KeyReturn)
	if v.At.Part != route.Told {
		t.Errorf("at %v", v.At)
	}
}

func TestStatementOnScreen(t *testing.T) {
	v := visit(t, uitest.Options{}, told(t), route.Statement)
	v.See("I know Rosa Mai Specimen, who is here with me today.", "I have known them for 6 years", "it is good until 21 February 2027")
	v.Key(fyne.KeyReturn)
	v.See("Choose how they made the statement")
	v.Kit.Focus(v.Screen.First())
	v.Key(fyne.KeyTab, fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	s := v.office.referee().Statement
	if s == nil || s.How != casework.StatementOnScreen || s.Language != "en" || v.Nav.Last() != "The statement is recorded" {
		t.Fatalf("%+v, said %q", s, v.Nav.Last())
	}
	v.See("Read aloud and confirmed on screen")
}

func TestStatementOnPaperNeedsItsPicture(t *testing.T) {
	v := visit(t, uitest.Options{}, told(t), route.Statement)
	v.Key(fyne.KeyTab, fyne.KeyEnd, fyne.KeyReturn)
	v.See("Open a picture of the signed statement")
	if v.office.referee().Statement != nil {
		t.Error("recorded without its picture")
	}
	v.Picked = screentest.File(t, "signed.jpg")
	v.Tap("Open a picture…")
	v.Rest()
	v.See("Prepare the picture")
	v.Tap("Keep it anyway")
	v.Rest()
	v.Rest()
	v.See("Picture 1, kept 23 November 2026, 10:31")
	v.SeeNot("There is a problem")
	v.Tap("Record the statement")
	v.Rest()
	s := v.office.referee().Statement
	if s == nil || s.How != casework.StatementOnPaper || len(s.Captures) != 1 || s.Captures[0].Blob != "signed.jpg" {
		t.Fatalf("%+v", s)
	}
	v.See("Signed on paper", "1 picture of the signed paper is kept.")
}

func TestAnswersLeadOn(t *testing.T) {
	for name, c := range map[string]struct {
		office func(testing.TB) *office
		says   string
		part   route.Part
	}{
		"not told": {func(t testing.TB) *office { return begun(t) }, "Continue: their privacy notice", route.Told},
		"papers":   {func(t testing.TB) *office { return told(t) }, "Continue: their documents", route.Papers},
		"changed since": {func(t testing.TB) *office {
			o := ready(t)
			r := o.referee()
			r.Years = 7
			must(t, o.SetReferee(context.Background(), caseID, r))
			return o
		}, "Continue: their statement", route.Statement},
		"likeness": {func(t testing.TB) *office {
			o := ready(t)
			l := *o.referee().Likeness
			l.Checks = l.Checks[:2]
			must(t, o.SetRefereeLikeness(context.Background(), caseID, mair, l))
			return o
		}, "Continue: their likeness", route.Face},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t, uitest.Options{}, c.office(t), "")
			v.See(c.says)
			v.Key(fyne.KeyReturn)
			if v.At != route.OfReferee(caseID, mair, c.part) {
				t.Errorf("at %v", v.At)
			}
		})
	}
	v := visit(t, uitest.Options{}, ready(t), "")
	v.See("They can be the referee", "Their own identity reaches Medium", "It has to reach Low", "Passport", "8 of 8 checks answered")
	v.Key(fyne.KeyReturn)
	if v.At != route.Of(route.Referee, caseID) {
		t.Errorf("at %v", v.At)
	}
}

func TestTheyTakeItBack(t *testing.T) {
	o := ready(t)
	o.Snap.Open.Case.State = casework.WithSupervisor
	o.Snap.Open.Case.Submission = &casework.Submission{JTI: "j"}
	v := visit(t, uitest.Options{}, o, "")
	v.See("Referees cannot be changed now", "They take it back…")
	v.SeeNot("Change", "Ask for the council's check")
	v.Tap("They take it back…")
	v.See("The case comes back from the supervisor", "They do not have to say why.")
	v.Key(fyne.KeyEscape)
	v.Rest()
	if !o.referee().Counts() {
		t.Fatal("taken back without a yes")
	}
	v.Tap("They take it back…")
	v.Tap("Yes, they take it back")
	v.Rest()
	r := o.referee()
	if r.Counts() || len(r.Evidence) > 0 || o.Snap.Open.Case.State != casework.Open || v.Nav.Last() != "The statement is taken back" {
		t.Errorf("counts %t, %d documents, state %s, said %q", r.Counts(), len(r.Evidence), o.Snap.Open.Case.State, v.Nav.Last())
	}
	v.See("Taken back", "They took their statement back, 23 November 2026, 10:31", "Add a referee")
}

func TestCouncilCheckAndSlip(t *testing.T) {
	v := visit(t, uitest.Options{}, ready(t), "")
	v.Tap("Ask for the council's check of the referee")
	v.Rest()
	if v.office.asked != 1 {
		t.Errorf("asked %d", v.office.asked)
	}
	v.See("Fraud 1, activity 0", "Ask again")
	v.Tap("Print the referee's slip")
	v.Rest()
	want := []desk.SlipWish{{Kind: desk.SlipReferee, Referee: mair, Language: resident.English}}
	if diff := cmp.Diff(want, v.office.printed); diff != "" {
		t.Error(diff)
	}
}

func TestTheirDocumentsAreTheirOwn(t *testing.T) {
	v := visit(t, uitest.Options{}, told(t), route.Papers)
	v.See("What has the referee brought?")
	v.Type("birth")
	v.Key(fyne.KeyDown, fyne.KeyReturn)
	v.Rest()
	v.See("The referee's document 1 of 1 · Birth certificate", "Same name and birth date as the referee said")
	v.Tap("Same name and birth date as the referee said")
	v.Pause()
	if got := v.office.Snap.Open.Drafts["referee:mair:evidence:item-1"]; got["text.given_names"] != "Mair" || got["date.birth_date.year"] != "1979" {
		t.Errorf("draft %v", got)
	}
	v.Tap("Save and go back")
	v.Rest()
	r := v.office.referee()
	if len(r.Evidence) != 1 || len(v.office.Snap.Open.Case.Evidence) != 0 || v.At != route.OfReferee(caseID, mair, route.Papers) {
		t.Fatalf("%d of theirs, %d of the resident, at %v", len(r.Evidence), len(v.office.Snap.Open.Case.Evidence), v.At)
	}
	v.Tap("Remove")
	v.Rest()
	v.See("Removed: Birth certificate", "It no longer counts for the referee.")
	v.Key(fyne.KeyReturn)
	v.Rest()
	if len(v.office.referee().Evidence) != 1 {
		t.Error("it is still gone")
	}
}

func TestTheirLikeness(t *testing.T) {
	o := ready(t)
	v := visit(t, uitest.Options{}, o, route.Face)
	v.See("Compare the referee, here in front of you")
	v.Key(fyne.KeyReturn)
	v.Rest()
	if v.At.Part != route.Statement || o.Snap.Open.Case.Likeness != nil {
		t.Errorf("at %v", v.At)
	}
}

func TestAFailureLosesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		office func(testing.TB) *office
		part   route.Part
		press  string
		stays  string
	}{
		"told":      {func(t testing.TB) *office { return told(t) }, route.Told, "Continue", "Tell the referee what happens"},
		"statement": {func(t testing.TB) *office { return ready(t) }, route.Statement, "Record the statement", "Read this aloud to the referee"},
		"remove":    {func(t testing.TB) *office { return ready(t) }, listed, "Remove", "Mair Enghraifft"},
	} {
		t.Run(name, func(t *testing.T) {
			o := c.office(t)
			v := visit(t, uitest.Options{}, o, c.part)
			o.Err = fault.New(fault.Unavailable, "disk-full")
			v.Tap(c.press)
			v.Rest()
			v.See("There is a problem", c.stays)
			v.Tap(c.press)
			v.Rest()
			v.SeeNot("There is a problem")
		})
	}
}

func TestWithoutPolicyNothingIsAsked(t *testing.T) {
	for _, part := range append(route.Parts(), listed, "") {
		o := begun(t)
		o.Snap.Policy = nil
		v := visit(t, uitest.Options{}, o, part)
		v.See("The council's policy has not arrived yet")
		v.Key(fyne.KeyReturn)
		v.SeeNot("There is a problem")
	}
}

func TestAStatementThatScoresSaysWhat(t *testing.T) {
	o := empty(t)
	p := *o.Snap.Policy
	p.Referee.Score = &policy.RefereeScore{Strength: 3, Validity: 2, Source: "example"}
	o.Snap.Policy = &p
	v := visit(t, uitest.Options{}, o, listed)
	v.See("Under this policy a statement scores strength 3, validity 2")
	v.SeeNot("scores nothing")
}

func TestAnIdentityThatIsTooLittleIsSaid(t *testing.T) {
	o := ready(t)
	v := visit(t, uitest.Options{}, o, "")
	look := o.Snap.Open.Referees[0]
	look.Needs, look.Eligible = gpg45.VeryHigh, false
	look.Reasons = []desk.Reason{{Code: policy.ErrRefereeIdentity.Code}}
	o.Snap.Open.Referees = []desk.RefereeLook{look}
	v.Renew()
	v.See("Cannot be used", "The referee's own identity is not sure enough", "It has to reach Very high", "Continue: their documents")
}

// TestEveryReasonHasWords holds the policy's closed lists to the words.
func TestEveryReasonHasWords(t *testing.T) {
	for _, lang := range words.Langs() {
		o := ready(t)
		v := visit(t, uitest.Options{Lang: lang}, o, "")
		look := o.Snap.Open.Referees[0]
		look.Reasons = nil
		for _, e := range policy.RefereeReasons() {
			look.Reasons = append(look.Reasons, desk.Reason{Code: e.Code, Params: map[string]string{"has": "1", "needs": "2", "most": "3"}})
		}
		o.Snap.Open.Referees = []desk.RefereeLook{look}
		v.Renew()
		said := strings.Join(uitest.Texts(v.Canvas()), "\n")
		for _, e := range policy.RefereeReasons() {
			title := v.Words.Fault(&fault.Error{Kind: fault.Refused, Code: e.Code}).Title
			if !v.Words.Has("faults."+e.Code+".title") || !strings.Contains(said, title) {
				t.Errorf("%s: %s is not said", lang, e.Code)
			}
		}
		if strings.Contains(said, "[") || strings.Contains(said, "<no value>") {
			t.Errorf("%s: %s", lang, said)
		}
		for _, code := range policy.AtSync() {
			if !v.Words.Has("casefile.at_sync." + code) {
				t.Errorf("%s: %s", lang, code)
			}
		}
	}
}

// TestTitlesHoldNoName: the window's title is seen by whoever stands by.
func TestTitlesHoldNoName(t *testing.T) {
	for _, part := range append(route.Parts(), listed, "") {
		if title := visit(t, uitest.Options{}, ready(t), part).Screen.Title(); title == "" || strings.Contains(title, "Mair") {
			t.Errorf("%q: %q", part, title)
		}
	}
}

func TestAskedOnlyYesOrNo(t *testing.T) {
	o := empty(t)
	draft := asDraft()
	draft["only_vouched"], draft["staff_tie"] = string(evidence.CouldNot), "perhaps"
	must(t, o.SaveDraft(context.Background(), caseID, "referee:mair", draft))
	v := visit(t, uitest.Options{}, o, route.Who)
	v.Key(fyne.KeyTab, fyne.KeyReturn) // Enter opens the list of positions, and goes on from a field
	v.See("Answer whether only a referee ever vouched for them", "Answer whether they are close to the staff of this case")
	if slices.ContainsFunc(o.Snap.Open.Case.Referees, func(r casework.Referee) bool { return true }) {
		t.Error("it was recorded")
	}
}
