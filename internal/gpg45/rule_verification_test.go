package gpg45_test

import (
	"testing"

	"vouchdesk/internal/gpg45"
)

func TestVerificationRule(t *testing.T) {
	checkMet(t, map[string]met{
		"refused/against a piece of validity 0": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 3, 0, at(3)}, {"b", 3, 2, nil}}}, "L1B", false,
		},
		"ok/against a valid piece": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 3, 2, at(1)}}}, "L1B", true,
		},
		"ok/against another piece than the slot's": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 3, 2, nil}, {"b", 1, 1, at(1)}}}, "L1B", true,
		},
		"ok/bare beside a valid piece": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 3, 2, nil}}, Verification: 1}, "L1B", true,
		},
		"refused/none": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 4, 4, nil}}, Activity: 4, Fraud: 4}, "L1A", false,
		},
		"ok/the highest of two, not their sum": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 2, 2, at(1)}, {"b", 1, 1, at(2)}}, Fraud: 1}, "L1A", true,
		},
		"refused/one and two are not three": {
			gpg45.Claim{Evidence: []gpg45.Piece{{"a", 3, 3, at(1)}, {"b", 3, 3, at(2)}}}, "M1C", false,
		},
	})
}
