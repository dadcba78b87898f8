package gpg45_test

import (
	"testing"

	"vouchdesk/internal/gpg45"
)

func TestSlotsRule(t *testing.T) {
	checkMet(t, map[string]met{
		"ok/only when the pair is swapped": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 4, 2, nil}, {"b", 3, 3, nil}}, Activity: 1, Fraud: 1, Verification: 3}, "H2C", true,
		},
		"ok/the seated one moves": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 3, 3, nil}, {"b", 2, 2, nil}, {"c", 2, 2, nil}}, Activity: 3, Fraud: 3, Verification: 3}, "V3A", true,
		},
		"refused/one type twice": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 3, 3, nil}, {"a", 3, 3, nil}}, Fraud: 1, Verification: 3}, "H2D", false,
		},
		"refused/two checks of one type do not combine": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 4, 2, nil}, {"a", 3, 3, nil}}, Fraud: 1, Verification: 3}, "H1A", false,
		},
		"ok/the weaker check of a type fits where the stronger does not": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 4, 2, nil}, {"a", 3, 3, nil}}, Verification: 3}, "M1C", true,
		},
	})
}
