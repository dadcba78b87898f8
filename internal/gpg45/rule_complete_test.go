package gpg45_test

import (
	"testing"

	"vouchdesk/internal/gpg45"
)

func TestCompleteRule(t *testing.T) {
	checkMet(t, map[string]met{
		"refused/all but fraud": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 2, 2, at(4)}}, Activity: 4}, "L1A", false,
		},
		"refused/much activity instead of evidence": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 1, 1, at(4)}}, Activity: 4, Fraud: 4}, "L1A", false,
		},
		"refused/no evidence": {
			gpg45.Claim{Activity: 4, Fraud: 4, Verification: 4}, "L1A", false,
		},
	})
}
