package policy_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"vouchdesk/assets"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

// few is the standard policy with these documents only, so that every way can
// be tried.
func few(t testing.TB, keep ...string) *policy.Policy {
	t.Helper()
	var tree map[string]any
	if err := json.Unmarshal(assets.DefaultPolicy(), &tree); err != nil {
		t.Fatal(err)
	}
	known := func(id string) bool { return slices.Contains(keep, id) }
	tree["documents"] = slices.DeleteFunc(tree["documents"].([]any), func(d any) bool { return !known(d.(map[string]any)["id"].(string)) })
	families := map[any]bool{}
	for _, d := range tree["documents"].([]any) {
		families[d.(map[string]any)["family"]] = true
	}
	tree["document_families"] = slices.DeleteFunc(tree["document_families"].([]any), func(f any) bool { return !families[f.(map[string]any)["code"]] })
	tree["services"] = slices.DeleteFunc(tree["services"].([]any), func(s any) bool {
		return slices.ContainsFunc(s.(map[string]any)["attributes"].([]any), func(a any) bool { return strings.Contains(a.(string), ":") })
	})
	tree["naming"].(map[string]any)["reasons"] = slices.DeleteFunc(tree["naming"].(map[string]any)["reasons"].([]any), func(r any) bool {
		return r.(map[string]any)["documents"] != nil
	})
	tree["referee"].(map[string]any)["score"] = map[string]any{"strength": 2, "validity": 2, "activity": 1, "source": "example"}
	delete(tree["referee"].(map[string]any), "no_score")
	tree["guides"] = usedGuides(tree)
	body, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Decode(body)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// usedGuides leaves out the guides that no document uses any more.
func usedGuides(tree map[string]any) []any {
	guides, _ := tree["guides"].([]any)
	used := map[any]bool{}
	for _, d := range tree["documents"].([]any) {
		used[d.(map[string]any)["guide"]] = true
	}
	for range guides {
		for _, g := range guides {
			if included, _ := g.(map[string]any)["includes"].([]any); used[g.(map[string]any)["id"]] {
				for _, i := range included {
					used[i] = true
				}
			}
		}
	}
	return slices.DeleteFunc(guides, func(g any) bool { return !used[g.(map[string]any)["id"]] })
}

// TestCoachingIsExact does every set of things that could be done and scores
// what comes of it; no way that coaching names may cost more than the cheapest,
// and none that there is may be left out.
func TestCoachingIsExact(t *testing.T) {
	p := few(t, "passport", "birth_certificate", "tenancy_agreement", "older_persons_bus_pass")
	rapid.Check(t, func(t *rapid.T) {
		f, officer := drawFindings(t, p)
		checkExact(t, p, f, officer)
	})
}

// Cases that random ones meet too seldom. A likeness made against a document
// that is not valid yet waits for it and is not asked for a second time; a group
// half made by a colleague is worth no more than their training; a check that is
// answered settles what was chosen before.
func TestCoachingIsExactHere(t *testing.T) {
	p := few(t, "passport", "birth_certificate", "tenancy_agreement", "older_persons_bus_pass")
	lapsed := item(t, p, "passport", "physical", "visible", "uv", "mrz", "chip")
	d, _ := p.Document(lapsed.Type)
	expires, _ := d.States(policy.ExpiresOn)
	lapsed.Fields = map[string]string{expires.ID: today.AddMonths(-30).ISO()}
	pass := item(t, p, "older_persons_bus_pass")
	both := []evidence.Item{lapsed, pass}
	half := item(t, p, "passport", "physical", "uv", "source")
	half.Checks = append(half.Checks, evidence.Check{Code: "photo_fixed", Answer: evidence.Yes, By: "colleague"})
	older := map[string]policy.Training{"colleague": {Document: today.AddMonths(-14)}}
	unread := item(t, p, "passport", "visible", "crypto", "source")
	unread.Conditions = map[string]string{"chip": "not_read"}
	for name, f := range map[string]policy.Findings{
		"made less well":            {Evidence: both, Likeness: alike(p, pass.ID, "eyes_clear=no")},
		"made well":                 {Evidence: both, Likeness: alike(p, pass.ID)},
		"made against what lapsed":  {Evidence: both, Likeness: alike(p, lapsed.ID, "eyes_clear=no")},
		"half made by a colleague":  {Evidence: []evidence.Item{half}, Trained: older},
		"the chip was not read":     {Evidence: []evidence.Item{unread}, Likeness: alike(p, unread.ID)},
		"found not the same person": {Evidence: both, Likeness: alike(p, pass.ID, "same_person=no")},
	} {
		t.Run(name, func(t *testing.T) { checkExact(t, p, f, trained) })
	}
}

func checkExact(t rapid.TB, p *policy.Policy, f policy.Findings, officer policy.Training) {
	had := p.Score(f, officer, today)
	all := deeds(p, f, officer)
	best := map[gpg45.Confidence]price{}
	for set := range 1 << len(all) {
		var cost price
		for i, d := range all {
			if set&(1<<i) != 0 {
				cost.add(d.kind, d.things, d.minutes)
			}
		}
		if worse(best, cost, had.Result.Confidence) {
			continue
		}
		done := clone(f)
		// What is brought and checked comes before it is compared with.
		for _, like := range []bool{false, true} {
			for i, d := range all {
				if set&(1<<i) != 0 && like == (d.kind == gpg45.Ask && i >= likenessAt(all, f, p)) {
					d.do(&done)
				}
			}
		}
		s := p.Score(done, officer, today)
		if s.Address.Lacks && len(had.Address.By) > 0 {
			continue
		}
		for level := had.Result.Confidence + 1; level <= s.Result.Confidence; level++ {
			if b, ok := best[level]; !ok || cost.less(b) {
				best[level] = cost
			}
		}
	}
	told := map[gpg45.Confidence]price{}
	for _, n := range had.Result.Next {
		told[n.Confidence] = priceOf(t, p, n)
	}
	// A level for which a higher one costs no more need not be named.
	for level := gpg45.VeryHigh; level > had.Result.Confidence; level-- {
		want, reachable := best[level]
		got, named := told[level]
		for higher := level + 1; higher <= gpg45.VeryHigh && !named; higher++ {
			got, named = told[higher]
		}
		if reachable != named || reachable && got != want {
			t.Fatalf("%v: told %v %v, every way tried %v %v\n%+v", level, named, got, reachable, want, had.Result.Next)
		}
	}
}

func clone(f policy.Findings) policy.Findings {
	f.Evidence = slices.Clone(f.Evidence)
	for i := range f.Evidence {
		f.Evidence[i] = f.Evidence[i].Clone()
	}
	return f
}

func drawFindings(t *rapid.T, p *policy.Policy) (policy.Findings, policy.Training) {
	months := rapid.SampledFrom([]int{3, 14, 40})
	officer := policy.Training{Document: today.AddMonths(-months.Draw(t, "document")), Likeness: today.AddMonths(-months.Draw(t, "likeness"))}
	f := policy.Findings{Fraud: rapid.IntRange(0, 2).Draw(t, "fraud"), Activity: rapid.IntRange(0, 2).Draw(t, "activity")}
	f.AddressProof = policy.AddressFinding{
		Needed: rapid.Bool().Draw(t, "needs address"), Letter: rapid.SampledFrom([]gpg45.Kind{"", gpg45.Ask, gpg45.Wait, gpg45.Bring}).Draw(t, "letter"),
	}
	if rapid.Bool().Draw(t, "colleague") {
		f.Colleague = today.AddMonths(-months.Draw(t, "colleague's"))
		f.Trained = map[string]policy.Training{"colleague": {Document: f.Colleague, Likeness: f.Colleague}}
	}
	for _, kind := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"passport", "birth_certificate", "tenancy_agreement", "older_persons_bus_pass"}), 0, 2, rapid.ID).Draw(t, "documents") {
		d, _ := p.Document(kind)
		i := evidence.Item{ID: evidence.ItemID(kind), Type: kind, Fields: map[string]string{}}
		for _, fd := range d.Fields {
			if fd.Claim == policy.AddressClaim && rapid.Bool().Draw(t, "address") {
				i.Fields[fd.ID] = "1 Sample Street"
			}
			if fd.Claim == policy.ExpiresOn && rapid.IntRange(0, 4).Draw(t, "expired") == 0 {
				i.Fields[fd.ID] = today.AddMonths(-30).ISO()
			}
		}
		drawAnswers(t, &i, d, f.Trained)
		f.Evidence = append(f.Evidence, i)
		if d.Photo && f.Likeness == nil && rapid.Bool().Draw(t, "compared") {
			but := rapid.SampledFrom([]string{"", "eyes_clear=no", "light_good=could_not", "same_person=no"}).Draw(t, "but")
			f.Likeness = alike(p, i.ID, but)
		}
	}
	return f, officer
}

// drawAnswers answers groups of checks as a whole, or one by one, by the officer
// or a colleague whose training is another.
func drawAnswers(t *rapid.T, i *evidence.Item, d policy.Document, trained map[string]policy.Training) {
	answers := rapid.SampledFrom([]evidence.Answer{evidence.Yes, evidence.Yes, evidence.Yes, evidence.Unanswered, evidence.Unanswered, evidence.CouldNot, evidence.No})
	for _, g := range policy.Groups() {
		a, apart := answers.Draw(t, "answer"), rapid.IntRange(0, 3).Draw(t, "apart") == 0
		for _, c := range d.Checks {
			if c.Group != g {
				continue
			}
			by := ""
			if apart {
				a = answers.Draw(t, "answer")
				if len(trained) > 0 && rapid.Bool().Draw(t, "by colleague") {
					by = "colleague"
				}
			}
			if a != evidence.Unanswered {
				i.Checks = append(i.Checks, evidence.Check{Code: c.Code, Answer: a, Reason: "no_equipment", By: by})
			}
		}
	}
}

// Nothing that has been answered is asked for again.
func TestCoachingNeverAsksAgain(t *testing.T) {
	p := standard(t)
	rapid.Check(t, func(t *rapid.T) {
		f, officer := drawFindings(t, p)
		for _, n := range p.Score(f, officer, today).Result.Next {
			for _, a := range n.Add {
				if slices.ContainsFunc(f.Evidence, func(i evidence.Item) bool { return i.Type == a.What }) {
					t.Fatalf("%s is there already", a.What)
				}
				rest, checks := strings.CutPrefix(a.What, policy.AddChecks)
				kind, group, _ := strings.Cut(rest, ":")
				for _, i := range f.Evidence {
					d, _ := p.Document(i.Type)
					for _, c := range d.Checks {
						if checks && i.Type == kind && string(c.Group) == group && (i.Answer(c.Code) == evidence.No || i.Answer(c.Code) == evidence.CouldNot) {
							t.Fatalf("%s was answered %s", c.Code, i.Answer(c.Code))
						}
					}
				}
				if (a.What == policy.AddLikeness || a.What == policy.AddTrained) && f.Likeness != nil && f.Likeness.Answer("same_person") == evidence.No {
					t.Fatal("compared again after it failed")
				}
			}
		}
	})
}

// The answer of the screen is that of the same case in scores, to the byte.
func TestTheCaseInScoresGivesTheSameAnswer(t *testing.T) {
	p := standard(t)
	rapid.Check(t, func(t *rapid.T) {
		f, officer := drawFindings(t, p)
		s := p.Score(f, officer, today)
		form, err := json.Marshal(s.Case)
		if err != nil {
			t.Fatal(err)
		}
		again, err := p.AssessCase(form)
		if err != nil {
			t.Fatalf("%v\n%s", err, form)
		}
		want, _ := json.Marshal(s.Result)
		got, _ := json.Marshal(again)
		if d := cmp.Diff(string(want), string(got)); d != "" {
			t.Fatalf("%s\n%s", d, form)
		}
	})
}

// More never lowers: another yes, another document, better training.
func TestMoreNeverLowersTheCase(t *testing.T) {
	p := standard(t)
	rapid.Check(t, func(t *rapid.T) {
		f, officer := drawFindings(t, p)
		before := p.Score(f, officer, today).Result.Profiles
		more := clone(f)
		for n := range more.Evidence {
			d, _ := p.Document(more.Evidence[n].Type)
			answerYes(&more.Evidence[n], d, rapid.SampledFrom(policy.Groups()).Draw(t, "group"))
		}
		extra := p.Documents[rapid.IntRange(0, len(p.Documents)-1).Draw(t, "extra")]
		more.Evidence = append(more.Evidence, brought(p, extra))
		slices.Reverse(more.Evidence)
		after := p.Score(more, policy.Training{Document: today, Likeness: today}, today).Result.Profiles
		for _, code := range before {
			if !slices.Contains(after, code) {
				t.Fatalf("%s was lost", code)
			}
		}
		twice := clone(f)
		for _, i := range f.Evidence {
			again := i.Clone()
			again.ID += "-again"
			twice.Evidence = append(twice.Evidence, again)
		}
		if d := cmp.Diff(before, p.Score(twice, officer, today).Result.Profiles); d != "" {
			t.Fatal("duplicates changed the profiles: " + d)
		}
	})
}

// What coaching names besides documents and waits is in the closed list, and
// every reason that lowers in its own.
func TestWhatIsSaidIsListed(t *testing.T) {
	p := few(t, "passport", "birth_certificate", "tenancy_agreement", "older_persons_bus_pass")
	rapid.Check(t, func(t *rapid.T) {
		f, officer := drawFindings(t, p)
		f.Asked = rapid.Bool().Draw(t, "asked")
		if rapid.Bool().Draw(t, "later") {
			for i := range f.Evidence {
				f.Evidence[i].At = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
			}
		}
		s := p.Score(f, officer, today)
		for _, n := range s.Result.Next {
			for _, a := range n.Add {
				_, document := p.Document(a.What)
				listed := document || slices.ContainsFunc(p.Coaching.Wait, func(w policy.WaitFor) bool { return w.ID == a.What }) ||
					slices.ContainsFunc(policy.AddKinds(), func(k string) bool { return k == a.What || strings.HasSuffix(k, ":") && strings.HasPrefix(a.What, k) })
				if !listed {
					t.Fatal(a.What)
				}
			}
		}
		for _, l := range s.Lowered {
			if l.Could <= l.Score || len(l.Why) == 0 || !slices.Contains(policy.Parts(), l.Part) {
				t.Fatalf("%+v", l)
			}
			for _, r := range l.Why {
				if !slices.Contains(policy.LoweredReasons(), r.Code) || !slices.Contains(policy.Reasons(), r.Code) {
					t.Fatal(r.Code)
				}
			}
		}
	})
}
