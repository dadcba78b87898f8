package gpg45_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/gpg45"
)

func TestHighestRule(t *testing.T) {
	table := published(t)
	passport := []gpg45.Piece{{Type: "passport", Strength: 3, Validity: 2}}
	doubtful := []gpg45.Piece{{Type: "passport", Strength: 3, Validity: 0}, {Type: "certificate", Strength: 2, Validity: 2}}
	like := gpg45.Option{Kind: gpg45.Ask, What: "likeness", Verification: 3, Against: []string{"passport"}}
	certificate := gpg45.Option{Kind: gpg45.Bring, What: "certificate", Piece: &gpg45.Piece{Type: "certificate", Strength: 2, Validity: 2}}
	source := func(what string, activity, fraud int) gpg45.Option {
		return gpg45.Option{Kind: gpg45.Wait, What: what, Activity: activity, Fraud: fraud}
	}
	for name, c := range map[string]struct {
		claim     gpg45.Claim
		catalogue gpg45.Catalogue
		want      []string // codes of the profiles that next steps lead to
	}{
		"ok/likeness beside its photo": {gpg45.Claim{Evidence: passport}, gpg45.Catalogue{like}, []string{"L1B"}},
		"refused/likeness beside another document": {
			gpg45.Claim{Evidence: []gpg45.Piece{*certificate.Piece}, Fraud: 1}, gpg45.Catalogue{like}, nil,
		},
		"refused/likeness beside a document found not valid": {gpg45.Claim{Evidence: doubtful, Fraud: 1}, gpg45.Catalogue{like}, nil},
		"ok/the higher of two sources": {
			gpg45.Claim{Evidence: passport, Fraud: 1, Verification: 2}, gpg45.Catalogue{source("a", 1, 1), source("b", 1, 2)}, []string{"M1B"},
		},
		"refused/two sources of one are not two": {
			gpg45.Claim{Evidence: passport, Fraud: 1, Verification: 2}, gpg45.Catalogue{source("a", 1, 1), source("b", 1, 1)}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, n := range table.Assess(c.claim, c.catalogue).Next {
				got = append(got, n.Profile)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}
