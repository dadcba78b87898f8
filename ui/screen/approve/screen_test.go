package approve_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vault"
	"vouchdesk/ui/component"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/approve"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
	"vouchdesk/ui/words"
)

// said is one decision as the office saw it.
type said struct{ What, Passphrase, Reason, Note string }

// office answers what the test lays ready and remembers what it was asked.
type office struct {
	screentest.Office
	id    casework.ID
	err   error
	lost  error // of pictures
	said  []said
	blobs []string
}

func (o *office) Picture(_ context.Context, _ casework.ID, blob string) (*image.RGBA, error) {
	o.blobs = append(o.blobs, blob)
	if o.lost != nil {
		return nil, o.lost
	}
	return page(), nil
}

func (o *office) decide(id casework.ID, s said) error {
	if id != o.id {
		return errors.New("another case")
	}
	o.said = append(o.said, s)
	return o.err
}

func (o *office) Approve(_ context.Context, id casework.ID, pass string) error {
	return o.decide(id, said{What: "approve", Passphrase: pass})
}

func (o *office) Return(_ context.Context, id casework.ID, reason, note string) error {
	return o.decide(id, said{What: "return", Reason: reason, Note: note})
}

func (o *office) Refuse(_ context.Context, id casework.ID, reason, note string) error {
	return o.decide(id, said{What: "refuse", Reason: reason, Note: note})
}

func (o *office) SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error {
	if key != "approve" {
		return errors.New("another draft")
	}
	return o.Office.SaveDraft(ctx, id, key, fields)
}

// page is a picture with something in each corner.
func page() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 300, 420))
	for y := range 420 {
		for x := range 300 {
			c := color.RGBA{R: 244, G: 238, B: 222, A: 255}
			if x/30%2 == y/30%2 {
				c = color.RGBA{R: 225, G: 215, B: 190, A: 255}
			}
			if x < 90 && y < 120 {
				c = color.RGBA{R: 90, G: 110, B: 140, A: 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// stand is one visit.
type stand struct {
	*screentest.Visit[*approve.Screen]
	office *office
}

func visit(t *testing.T, o uitest.Options, s desk.Snapshot, off *office) *stand {
	t.Helper()
	off.id = s.Open.Case.ID
	v := &stand{screentest.Alone(t, o, route.Of(route.Approve, off.id), s, func(st *stage.Stage) *approve.Screen { return approve.New(st, off) }), off}
	v.Rest() // pictures
	return v
}

// waiting is a case that waits for a decision; images adds two.
func waiting(t testing.TB, images bool) desk.Snapshot {
	rules := trusttest.Policy(t)
	c := trusttest.New(t, caseworktest.Now())
	k := caseworktest.WithPassport(t, c, rules)
	k.Ref, k.State = "EB-0184", casework.WithSupervisor
	k.Submission = &casework.Submission{By: c.Officer.ID, At: caseworktest.Now()}
	if images {
		k.Evidence[0].Seen = evidence.Image
		k.Evidence[0].Captures = []evidence.Capture{{Blob: "one"}, {Blob: "two"}}
	}
	day := resident.Date{Year: 2026, Month: 11, Day: 1}
	scored := rules.Score(policy.Findings{
		Evidence: k.Evidence, Likeness: k.Likeness, Trained: map[string]policy.Training{string(k.OpenedBy): {Document: day, Likeness: day}},
	}, policy.Training{}, resident.DateOf(caseworktest.Now()))
	broker, service := "https://broker.example", ""
	if svc, ok := rules.Service("blue_badge"); ok {
		service = svc.Audience
	}
	both := []string{broker, service}
	return desk.Snapshot{
		Now: caseworktest.Now(), Policy: rules,
		Staff: []desk.Staff{{ID: c.Officer.ID, Name: "Officer A. Specimen"}},
		Place: desk.Place{Site: trust.Text{En: "Central Library", Cy: "Llyfrgell Ganolog"}},
		Open: &desk.OpenCase{
			Case: k, Scored: scored, Needs: gpg45.Medium, MayDecide: true,
			Discloses: []desk.Disclosed{
				{Path: "claims.address", Value: "GBR, Exampleton, EX4 1AA, 12 Sample Row", To: both},
				{Path: "claims.birthdate", Value: "1988-04-17", To: both},
				{Path: "claims.family_name", Value: "Specimen", To: both},
				{Path: "claims.given_name", Value: "Rosa Mai", To: both},
				{Path: "evidence.0.derived_claims", Value: "1988-04-17, SPECIMEN, ROSA MAI", To: both[:1]},
				{Path: "evidence.0.document_details.document_number", Value: "500000001", To: both[:1]},
				{Path: "evidence.1.derived_claims", Value: "Specimen, Rosa Mai", To: both[:1]},
			},
		},
	}
}

func TestACorrectionLeadsToWhatItCorrects(t *testing.T) {
	s := waiting(t, false)
	s.Open.From = "EB-0150"
	s.Open.Case.Correction = &casework.Correction{Of: "c-0150", Reason: "address_wrong", Note: "Flat 2."}
	v := visit(t, uitest.Options{Height: 1400}, s, &office{})
	v.See("Correction of EB-0150: The address is wrong", "Flat 2.")
	v.Tap("Open case EB-0150")
	if diff := cmp.Diff([]route.Route{route.Of(route.Outcome, "c-0150")}, v.Nav.Went); diff != "" {
		t.Errorf("went (-want +got):\n%s", diff)
	}
}

func TestACaseIsApprovedByKeyboard(t *testing.T) {
	v := visit(t, uitest.Options{}, waiting(t, false), &office{})
	v.See("EB-0184 · Rosa Mai Specimen", "Checked by Officer A. Specimen at Central Library", "You took no part, so you may decide.",
		"No images were kept", "Exactly what the proposed vouch discloses", "17 April 1988", "Council's broker, Blue Badge",
		"Passport: number", "Council's letter record: what it shows", "Low · L1B")
	v.Focus("Your passphrase, to approve")
	v.Type("correct horse battery")
	v.Key(fyne.KeyReturn)
	v.See("Approve it below what is needed?", "Blue Badge needs Medium. This case reaches Low.")
	v.Key(fyne.KeyEscape)
	v.Rest()
	if len(v.office.said) > 0 {
		t.Fatalf("said %v", v.office.said)
	}
	v.Key(fyne.KeyReturn, fyne.KeyReturn) // Enter pressed twice is no Yes
	v.Rest()
	if len(v.office.said) > 0 {
		t.Fatalf("said %v", v.office.said)
	}
	v.Key(fyne.KeyReturn)
	v.Tap("Approve it as it is")
	v.Rest()
	if diff := cmp.Diff([]said{{What: "approve", Passphrase: "correct horse battery"}}, v.office.said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	if len(v.Nav.Went) != 1 || v.Nav.Went[0].Screen != route.Outcome || len(v.Nav.Said) != 1 {
		t.Errorf("went %v, said %q", v.Nav.Went, v.Nav.Said)
	}
	if len(v.office.Drafts) > 0 {
		t.Errorf("drafts %v", v.office.Drafts)
	}
}

// vouchedFor is a case that waits, with a referee who signed on paper.
func vouchedFor(t testing.TB) desk.Snapshot {
	s := waiting(t, false)
	k := s.Open.Case
	k.State = casework.Open
	by := casework.By{Person: k.OpenedBy, At: caseworktest.Now()}
	caseworktest.AddReferee(t, k, s.Policy, caseworktest.Elin(), by)
	caseworktest.Do(t, k.SetStatement(caseworktest.RefereeID, casework.Statement{How: casework.StatementOnPaper, Language: "cy"}, s.Policy.Referee.ValidDays, by))
	caseworktest.Do(t, k.AddStatementCapture(caseworktest.RefereeID, evidence.Capture{Blob: "signed"}, by))
	k.State = casework.WithSupervisor
	r := k.Referees[0]
	day := resident.Date{Year: 2026, Month: 11, Day: 1}
	trained := map[string]policy.Training{string(k.OpenedBy): {Document: day, Likeness: day}}
	s.Open.Referees = []desk.RefereeLook{{
		Referee: r, Needs: gpg45.Low, Eligible: true, AtSync: policy.AtSync(),
		Scored: s.Policy.Score(policy.Findings{Evidence: r.Evidence, Likeness: r.Likeness, Trained: trained}, policy.Training{Document: day, Likeness: day}, resident.DateOf(s.Now)),
	}}
	broker := s.Open.Discloses[4].To
	s.Open.Discloses = append(s.Open.Discloses,
		desk.Disclosed{Path: "evidence.2.attestation.voucher.name", Value: "Elin Enghraifft", To: broker},
		desk.Disclosed{Path: "evidence.2.attestation.voucher.occupation", Value: "Doctor, nurse, midwife or pharmacist", To: broker},
		desk.Disclosed{Path: "evidence.2.derived_claims.family_name", Value: "Specimen", To: broker},
		desk.Disclosed{Path: "referees.0.position", Value: "health", To: broker},
		desk.Disclosed{Path: "referees.0.relation", Value: "professional", To: broker},
		desk.Disclosed{Path: "referees.0.years", Value: "6", To: broker},
		desk.Disclosed{Path: "referees.0.identity", Value: "passport", To: broker})
	return s
}

func TestWhoVouchesIsRead(t *testing.T) {
	v := visit(t, uitest.Options{}, vouchedFor(t), &office{})
	v.See(
		"Elin Enghraifft", "Doctor, nurse, midwife or pharmacist · Specimen Surgery", "Through their own work · For 6 years",
		"Their own identity reaches Low (L1B). Passport", "Signed on paper, 20 November 2026", "1 picture of the signed paper is kept.",
		"Checked when the broker is reached: how many people they vouched for this year",
		"Elin Enghraifft: Statement", // the picture of it
		"Referee: name", "Referee: position", "The referee attests: family name", "Elin Enghraifft: Passport", "Elin Enghraifft: Likeness", "Referee: how they know the resident", "Through their own work",
		"Referee: for how many years", "Referee: how their own identity was checked")
	v.SeeNot("Council's letter record: name", "Pattern Lane", "1969")
}

func TestApprovingNeedsTheRightPassphrase(t *testing.T) {
	v := visit(t, uitest.Options{}, waiting(t, false), &office{err: vault.ErrPassphrase})
	v.Tap("Approve")
	v.Rest()
	if len(v.office.said) > 0 || v.Focused() != "Type your passphrase" {
		t.Errorf("said %v, focus on %q", v.office.said, v.Focused())
	}
	v.Focus("Your passphrase, to approve")
	v.Type("wrong")
	v.Key(fyne.KeyReturn)
	v.Tap("Approve it as it is")
	v.Rest()
	v.See("The passphrase is not right", "The passphrase is not right. Type it again.")
	if len(v.Nav.Went) > 0 {
		t.Error("went on")
	}
}

func TestANoNeedsAReason(t *testing.T) {
	for what, c := range map[string]struct{ button, yes, reason string }{
		"return": {"Return to officer", "Return it", "check_again"},
		"refuse": {"Refuse", "Refuse it", "not_shown"},
	} {
		t.Run(what, func(t *testing.T) {
			v := visit(t, uitest.Options{}, waiting(t, false), &office{})
			v.Tap(c.button)
			v.Tap(c.yes)
			v.See("Choose a reason")
			if len(v.office.said) > 0 {
				t.Fatal("decided without a reason")
			}
			v.Key(fyne.KeyDown)
			v.Focus("Note for the officer")
			v.Type("Look at the date")
			v.Tap(c.yes)
			v.Rest()
			if diff := cmp.Diff([]said{{What: what, Reason: c.reason, Note: "Look at the date"}}, v.office.said); diff != "" {
				t.Errorf("said (-want +got):\n%s", diff)
			}
			if len(v.Nav.Went) != 1 || len(v.Nav.Said) != 1 || v.office.Draft()["note"] != "Look at the date" {
				t.Errorf("went %v, said %q, drafts %v", v.Nav.Went, v.Nav.Said, v.office.Drafts)
			}
		})
	}
}

func TestWhatWasTypedForANoIsThereAgain(t *testing.T) {
	s := waiting(t, false)
	s.Open.Drafts = map[string]map[string]string{"approve": {"way": "return", "reason": "detail_wrong", "note": "The street"}}
	v := visit(t, uitest.Options{}, s, &office{})
	v.Tap("Return to officer")
	v.Tap("Return it")
	v.Rest()
	if diff := cmp.Diff([]said{{What: "return", Reason: "detail_wrong", Note: "The street"}}, v.office.said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
}

func TestWhoMayNotDecideIsToldWhyAndOfferedNothing(t *testing.T) {
	for _, code := range []string{"order-four-eyes", "order-role", "order-training", "not-signed-in", "desk-not-ready"} {
		t.Run(code, func(t *testing.T) {
			s := waiting(t, false)
			s.Open.MayDecide, s.Open.WhyNot = false, code
			v := visit(t, uitest.Options{}, s, &office{})
			v.SeeNot("Refuse", "Return to officer", "Your passphrase, to approve", "You took no part", "[")
			if code == "order-four-eyes" {
				v.See("You took part in the case.")
			}
		})
	}
}

func TestImagesCanBeLookedAtClosely(t *testing.T) {
	v := visit(t, uitest.Options{}, waiting(t, true), &office{})
	v.See("1 of 2", "2 images kept.")
	v.Focus("Passport, 1 of 2")
	for _, r := range "+++-rR" {
		v.Type(string(r))
	}
	v.Key(fyne.KeyRight, fyne.KeyDown, fyne.KeyLeft, fyne.KeyUp)
	v.Tap("Next")
	v.Rest()
	v.See("2 of 2")
	if diff := cmp.Diff([]string{"one", "two"}, v.office.blobs); diff != "" {
		t.Errorf("fetched (-want +got):\n%s", diff)
	}
}

func TestThePageFollowsTheFocusToThePicture(t *testing.T) {
	v := visit(t, uitest.Options{TextScale: 2, Width: 1024, Height: 700}, waiting(t, true), &office{})
	v.Focus("Passport, 1 of 2")
	page, ok := v.Screen.Content().(*component.Page)
	if !ok || page.Offset() < 400 {
		t.Fatalf("the page does not follow: %v", page)
	}
	if n := uitest.Rings(v.Canvas()); n != 1 {
		t.Errorf("%d focus rings", n)
	}
}

func TestAnImageThatCannotBeOpenedSaysWhy(t *testing.T) {
	off := &office{lost: vault.ErrBadBlob}
	v := visit(t, uitest.Options{}, waiting(t, true), off)
	v.See("This image is damaged", "Try again")
	off.lost = nil
	v.Tap("Try again")
	v.Rest()
	v.SeeNot("This image is damaged")
}

// TestEveryPlaceOfAVouchHasWords takes the places from the specimen vouch.
func TestEveryPlaceOfAVouchHasWords(t *testing.T) {
	for _, lang := range words.Langs() {
		v := visit(t, uitest.Options{Lang: lang}, waiting(t, false), &office{})
		v.SeeNot("claims.", "derived_claims", "document_details", "[")
	}
}

func TestTabFollowsReading(t *testing.T) {
	v := visit(t, uitest.Options{}, waiting(t, true), &office{})
	order := uitest.TabOrder(v.Canvas())
	at := -1
	for _, want := range []string{"Approvals", "Passport, 1 of 2", "Larger (+)", "Next", "Your passphrase, to approve", "Show", "Approve", "Return to officer", "Refuse"} {
		i := slices.IndexFunc(order, func(name string) bool { return name == want })
		if i <= at {
			t.Errorf("%q comes at %d after %d: %q", want, i, at, order)
		}
		at = i
	}
}

// states are the screens to hold.
func states() map[string]func(*testing.T, uitest.Options) *stand {
	return map[string]func(*testing.T, uitest.Options) *stand{
		"images": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, waiting(t, true), &office{}) },
		"returned": func(t *testing.T, o uitest.Options) *stand {
			v := visit(t, o, waiting(t, false), &office{})
			v.Tap(v.Words.T("approve.return"))
			v.Tap(v.Words.T("approve.return_yes"))
			return v
		},
		"referee": func(t *testing.T, o uitest.Options) *stand { return visit(t, o, vouchedFor(t), &office{}) },
		"own": func(t *testing.T, o uitest.Options) *stand {
			s := waiting(t, false)
			s.Open.MayDecide, s.Open.WhyNot = false, "order-four-eyes"
			return visit(t, o, s, &office{})
		},
	}
}

func TestEveryStateBearsEverySetting(t *testing.T) {
	for setting, o := range uitest.Settings(map[string]uitest.Options{"en-1024": {Width: 1024, Height: 700}, "tall": {Width: 1366, Height: 1900}}) {
		for state, open := range states() {
			t.Run(state+"/"+setting, func(t *testing.T) {
				v := open(t, o)
				v.AssertBears("approve-" + state + "-" + setting)
			})
		}
	}
}

func TestMasters(t *testing.T) {
	for state, open := range states() {
		t.Run(state, func(t *testing.T) {
			v := open(t, uitest.Options{})
			if strings.HasPrefix(state, "returned") {
				v.AssertMaster(state)
				return
			}
			uitest.AssertMaster(t, state, v.Screen.Content())
		})
	}
}

// TestHowTheNoticeWasToldIsInTheScreensLanguage: the language is named in the
// language of the sentence, and the supervisor is not made to say "I".
func TestHowTheNoticeWasToldIsInTheScreensLanguage(t *testing.T) {
	for lang, c := range map[words.Lang]struct{ says, not string }{
		words.English: {"Privacy notice in Welsh", "I read it"},
		words.Welsh:   {"Hysbysiad preifatrwydd yn Gymraeg", "darllenais"},
	} {
		t.Run(string(lang), func(t *testing.T) {
			s := waiting(t, false)
			s.Open.Case.Purpose.Language = "cy"
			v := visit(t, uitest.Options{Lang: lang}, s, &office{})
			v.See(c.says)
			v.SeeNot(c.not)
		})
	}
}

// TestAnEarlierPolicyIsSaid: what was submitted under the policy before is read
// by that one, and for how long it can be approved stands beside it.
func TestAnEarlierPolicyIsSaid(t *testing.T) {
	s := waiting(t, false)
	next := *s.Policy
	next.Version, next.Services, next.Documents = 2, nil, nil
	s.Open.Policy, s.Policy = s.Policy, &next
	s.Open.PolicyUntil = caseworktest.Now().AddDate(0, 0, 30)
	for setting, o := range map[string]uitest.Options{"en": {}, "cy": {Lang: words.Welsh}, "en-200": {TextScale: 2}} {
		v := visit(t, o, s, &office{})
		uitest.AssertNoCutText(t, v.Canvas())
		v.Capture("approve-earlier-" + setting)
		if setting == "en" {
			v.See("default, version 1", "A later version is in use now. This vouch can be approved under the one it names until 20 December 2026.",
				"Blue Badge", "Passport")
		}
	}
}
