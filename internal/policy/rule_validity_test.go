package policy_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/policy"
)

func TestValidityRule(t *testing.T) {
	p := standard(t)
	all := []string{"physical", "visible", "uv", "source", "crypto", "current"}
	for name, c := range map[string]struct {
		answers []string
		want    int
	}{
		"nothing":                          {nil, 0},
		"physical only":                    {[]string{"physical"}, 1},
		"physical in part":                 {[]string{"original=yes"}, 0},
		"visible":                          {[]string{"visible"}, 2},
		"visible in part":                  {[]string{"photo_fixed=yes"}, 0},
		"visible, one could not":           {[]string{"photo_fixed=yes", "security_features=could_not"}, 0},
		"physical, visible could not":      {[]string{"physical", "photo_fixed=yes", "security_features=could_not"}, 1},
		"uv":                               {[]string{"uv"}, 2},
		"record":                           {[]string{"source"}, 2},
		"visible and uv":                   {[]string{"visible", "uv"}, 2},
		"visible and record":               {[]string{"visible", "source"}, 2},
		"visible, uv and record":           {[]string{"visible", "uv", "source"}, 3},
		"chip":                             {[]string{"crypto"}, 3},
		"visible, uv, chip":                {[]string{"visible", "uv", "crypto"}, 3},
		"visible, uv, chip, not cancelled": {[]string{"visible", "uv", "crypto", "current"}, 4},
		"everything":                       {all, 4},
		"everything, one no":               {append(slices.Clone(all), "original=no"), 0},
		"chip, cancelled":                  {[]string{"crypto", "not_cancelled=no"}, 0},
		"could not alone":                  {[]string{"uv_features=could_not"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got := one(p, item(t, p, "passport", c.answers...), trained)
			if got.Validity != c.want {
				t.Errorf("%d %v, want %d", got.Validity, got.Reasons, c.want)
			}
		})
	}
}

func TestValidityReasons(t *testing.T) {
	p := standard(t)
	got := one(p, item(t, p, "birth_certificate", "physical", "security_features=yes", "uv_features=could_not"), trained)
	want := []policy.Reason{
		{Code: policy.StrengthListed, Params: map[string]string{"source": "gds2019", "mark": "older-source"}},
		{Code: policy.ValidityChecked, Params: map[string]string{"groups": "visible", "source": "proto2019", "mark": "older-source"}},
		{Code: policy.CheckCouldNot, Params: map[string]string{"check": "uv_features", "reason": "no_equipment"}},
		{Code: policy.CheckOpen, Params: map[string]string{"check": "issuer_record"}},
	}
	if d := cmp.Diff(want, got.Reasons); d != "" {
		t.Error(d)
	}
	got = one(p, item(t, p, "birth_certificate", "visible", "original=no", "details_agree=no"), trained)
	if d := cmp.Diff([]string{policy.StrengthListed, policy.ValidityCheckNo, policy.ValidityCheckNo}, codes(got.Reasons)); d != "" {
		t.Error(d)
	}
}
