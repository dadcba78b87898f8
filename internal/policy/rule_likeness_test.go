package policy_test

import (
	"slices"
	"testing"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

func TestLikenessRule(t *testing.T) {
	p := standard(t)
	for name, c := range map[string]struct {
		but  []string
		want int
		code string
	}{
		"all six":                    {nil, 3, policy.LikenessChecked},
		"mask not sure":              {[]string{"face_natural=could_not"}, 2, policy.LikenessConditions},
		"glare":                      {[]string{"eyes_clear=no"}, 2, policy.LikenessConditions},
		"first four":                 {[]string{"eyes_clear=no", "face_natural=no"}, 2, policy.LikenessConditions},
		"bad light":                  {[]string{"light_good=no"}, 1, policy.LikenessConditions},
		"tampering not looked at":    {[]string{"photo_untampered="}, 1, policy.LikenessConditions},
		"not compared":               {[]string{"same_person="}, 0, policy.LikenessInsufficient},
		"cannot tell":                {[]string{"same_person=could_not"}, 0, policy.LikenessInsufficient},
		"another person":             {[]string{"same_person=no"}, 0, policy.LikenessNo},
		"not here":                   {[]string{"person_present=no"}, 0, policy.LikenessNo},
		"photo tampered":             {[]string{"photo_untampered=no"}, 0, policy.LikenessNo},
		"document not genuine":       {[]string{"photo_genuine=no"}, 0, policy.LikenessNo},
		"contradiction counts as no": {[]string{"same_person=yes", "same_person=no"}, 0, policy.LikenessNo},
	} {
		t.Run(name, func(t *testing.T) {
			passport := item(t, p, "passport", "visible")
			s := p.Score(policy.Findings{Evidence: []evidence.Item{passport}, Likeness: alike(p, passport.ID, c.but...)}, trained, today)
			if s.Verification != c.want || !slices.Contains(codes(s.VerificationReasons), c.code) {
				t.Errorf("%d %v, want %d %s", s.Verification, s.VerificationReasons, c.want, c.code)
			}
		})
	}
}

func TestLikenessNeedsAPhotoFoundGenuine(t *testing.T) {
	p := standard(t)
	passport, certificate := item(t, p, "passport", "visible"), item(t, p, "birth_certificate", "visible")
	doubtful := item(t, p, "passport", "visible", "original=no")
	for name, c := range map[string]struct {
		items    []evidence.Item
		likeness *evidence.Likeness
		code     string
	}{
		"none":             {[]evidence.Item{passport}, nil, policy.LikenessNone},
		"no such document": {[]evidence.Item{passport}, alike(p, "elsewhere"), policy.LikenessNoDocument},
		"no photo on it":   {[]evidence.Item{certificate}, alike(p, certificate.ID), policy.LikenessNoPhoto},
		"found not valid":  {[]evidence.Item{doubtful}, alike(p, doubtful.ID), policy.LikenessNotValid},
		"unknown document": {[]evidence.Item{{ID: "x", Type: "library_card"}}, alike(p, "x"), policy.LikenessNoPhoto},
	} {
		t.Run(name, func(t *testing.T) {
			s := p.Score(policy.Findings{Evidence: c.items, Likeness: c.likeness}, trained, today)
			if s.Verification != 0 || s.VerificationReasons[0].Code != c.code {
				t.Errorf("%d %v", s.Verification, s.VerificationReasons)
			}
			if s.Result.Confidence != gpg45.None {
				t.Errorf("confidence %v without a likeness", s.Result.Confidence)
			}
		})
	}
}
