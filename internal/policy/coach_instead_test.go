package policy_test

import (
	"fmt"
	"slices"
	"testing"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

// TestInsteadIsExact brings every photo document in place of the one that
// coaching names, does the rest of the way, and scores it.
func TestInsteadIsExact(t *testing.T) {
	p := standard(t)
	papers := []evidence.Item{item(t, p, "birth_certificate", "physical", "visible"), item(t, p, "tenancy_agreement", "physical", "visible")}
	for name, f := range map[string]policy.Findings{
		"nothing": {}, "a paper": {Evidence: papers[:1]}, "two papers": {Evidence: papers},
	} {
		t.Run(name, func(t *testing.T) {
			s := p.Score(f, trained, today)
			for _, way := range s.Result.Next {
				in := p.Instead(s.Case, way)
				if d, _ := p.Document(in.Of); !d.Photo || !slices.Contains(way.Add, gpg45.Add{Kind: gpg45.Bring, What: in.Of}) {
					t.Fatalf("%v: in place of %q", way, in.Of)
				}
				reach := 0
				for _, d := range p.Documents {
					if !d.Photo || d.ID == in.Of {
						continue
					}
					done := clone(f)
					done.Likeness = alike(p, evidence.ItemID("new-"+d.ID))
					for _, a := range way.Add {
						kind := a.What
						if kind == in.Of {
							kind = d.ID
						}
						if doc, ok := p.Document(kind); ok {
							done.Evidence = append(done.Evidence, brought(p, doc))
						}
						for _, w := range p.Coaching.Wait {
							if w.ID == a.What {
								done.Fraud, done.Activity = max(done.Fraud, w.Fraud), max(done.Activity, w.Activity)
							}
						}
					}
					does := p.Score(done, trained, today).Result.Confidence >= way.Confidence
					if does != slices.Contains(in.Others, d.ID) {
						t.Errorf("%v: that %s would do is %v, told %v", way, d.ID, does, in.Others)
					}
					if does {
						reach++
					}
				}
				t.Logf("%v %v: %d others", way.Confidence, way.Add, reach)
				for _, o := range p.Others(s.Case, way, 3) {
					if slices.ContainsFunc(o.Add, func(a gpg45.Add) bool { return slices.Contains(in.Others, a.What) }) {
						t.Errorf("%v only takes another photo document than %v", o, way)
					}
				}
			}
		})
	}
}

// Under the default policy every level needs a face compared with a photo. Where
// a photo is there, or a level can be reached, nothing of the kind is said.
func TestOnlyWithPhoto(t *testing.T) {
	p := standard(t)
	birth := item(t, p, "birth_certificate", "physical", "visible")
	only := func(p *policy.Policy, f policy.Findings) bool {
		return p.OnlyWithPhoto(p.Score(f, trained, today).Case)
	}
	if !only(p, policy.Findings{Evidence: []evidence.Item{birth}}) {
		t.Error("a level without a photo")
	}
	if only(p, policy.Findings{Evidence: []evidence.Item{birth, item(t, p, "passport", "physical", "visible")}}) {
		t.Error("said of a case with a passport")
	}
	compared := p.Score(policy.Findings{Evidence: []evidence.Item{birth, item(t, p, "tenancy_agreement", "physical", "visible")}}, trained, today).Case
	compared.Verification = gpg45.MaxScore // as if no photo document were needed for it
	if p.OnlyWithPhoto(compared) {
		t.Error("said though a level can be reached")
	}
}

func TestOthersAreFurtherWays(t *testing.T) {
	p := standard(t)
	passport := item(t, p, "passport", "physical", "visible", "uv")
	s := p.Score(policy.Findings{Evidence: []evidence.Item{passport}, Likeness: alike(p, passport.ID)}, trained, today)
	near := s.Result.Next[0]
	others := p.Others(s.Case, near, 3)
	if len(others) != 3 {
		t.Fatalf("%d others", len(others))
	}
	seen := map[string]bool{fmt.Sprint(near.Add): true}
	for _, o := range others {
		if o.Confidence < near.Confidence || seen[fmt.Sprint(o.Add)] {
			t.Errorf("%+v", o)
		}
		seen[fmt.Sprint(o.Add)] = true
	}
}
