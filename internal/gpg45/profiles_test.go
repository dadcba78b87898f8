package gpg45_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/gpg45"
)

// written are the 32 identity profiles of GPG 45 ("Identity profiles", minimum
// scores) as they are published: code, confidence, strength and validity of each
// piece, activity, fraud, verification. They are written out here so that a
// number mistyped in the standard policy is found by a source that is not it.
var written = []struct {
	code                          string
	confidence                    gpg45.Confidence
	evidence                      []gpg45.Slot
	activity, fraud, verification int
}{
	{"L1A", gpg45.Low, []gpg45.Slot{{2, 2}}, 0, 1, 1},
	{"L1B", gpg45.Low, []gpg45.Slot{{3, 2}}, 0, 0, 1},
	{"L1C", gpg45.Low, []gpg45.Slot{{1, 1}}, 3, 2, 2},
	{"L2A", gpg45.Low, []gpg45.Slot{{1, 1}, {1, 1}}, 2, 1, 2},
	{"L2B", gpg45.Low, []gpg45.Slot{{1, 1}, {1, 1}}, 2, 2, 1},
	{"L3A", gpg45.Low, []gpg45.Slot{{1, 1}, {1, 1}, {1, 1}}, 2, 1, 1},
	{"M1A", gpg45.Medium, []gpg45.Slot{{4, 2}}, 0, 1, 2},
	{"M1B", gpg45.Medium, []gpg45.Slot{{3, 2}}, 1, 2, 2},
	{"M1C", gpg45.Medium, []gpg45.Slot{{3, 3}}, 0, 0, 3},
	{"M1D", gpg45.Medium, []gpg45.Slot{{2, 2}}, 2, 1, 3},
	{"M2A", gpg45.Medium, []gpg45.Slot{{2, 2}, {2, 2}}, 3, 2, 2},
	{"M2B", gpg45.Medium, []gpg45.Slot{{3, 2}, {2, 2}}, 1, 1, 2},
	{"M2C", gpg45.Medium, []gpg45.Slot{{3, 2}, {2, 2}}, 0, 1, 3},
	{"M3A", gpg45.Medium, []gpg45.Slot{{2, 2}, {2, 2}, {2, 2}}, 2, 2, 2},
	{"H1A", gpg45.High, []gpg45.Slot{{4, 3}}, 0, 1, 3},
	{"H1B", gpg45.High, []gpg45.Slot{{3, 3}}, 2, 1, 3},
	{"H1C", gpg45.High, []gpg45.Slot{{4, 3}}, 0, 0, 4},
	{"H2A", gpg45.High, []gpg45.Slot{{2, 2}, {2, 2}}, 3, 2, 3},
	{"H2B", gpg45.High, []gpg45.Slot{{4, 2}, {3, 2}}, 0, 2, 3},
	{"H2C", gpg45.High, []gpg45.Slot{{3, 3}, {2, 2}}, 1, 1, 3},
	{"H2D", gpg45.High, []gpg45.Slot{{3, 3}, {2, 2}}, 0, 1, 3},
	{"H2E", gpg45.High, []gpg45.Slot{{4, 3}, {3, 3}}, 0, 0, 3},
	{"H3A", gpg45.High, []gpg45.Slot{{2, 2}, {2, 2}, {2, 2}}, 2, 2, 3},
	{"V1A", gpg45.VeryHigh, []gpg45.Slot{{4, 3}}, 0, 3, 3},
	{"V1B", gpg45.VeryHigh, []gpg45.Slot{{4, 4}}, 0, 1, 3},
	{"V1C", gpg45.VeryHigh, []gpg45.Slot{{4, 3}}, 1, 1, 4},
	{"V1D", gpg45.VeryHigh, []gpg45.Slot{{4, 4}}, 0, 0, 4},
	{"V2A", gpg45.VeryHigh, []gpg45.Slot{{3, 3}, {3, 3}}, 3, 2, 3},
	{"V2B", gpg45.VeryHigh, []gpg45.Slot{{4, 3}, {3, 3}}, 0, 2, 3},
	{"V2C", gpg45.VeryHigh, []gpg45.Slot{{4, 3}, {2, 2}}, 2, 2, 3},
	{"V2D", gpg45.VeryHigh, []gpg45.Slot{{4, 4}, {4, 4}}, 0, 0, 3},
	{"V3A", gpg45.VeryHigh, []gpg45.Slot{{3, 3}, {2, 2}, {2, 2}}, 3, 3, 3},
}

func TestTheProfilesAreThePublishedOnes(t *testing.T) {
	want, got := map[string]gpg45.Profile{}, map[string]gpg45.Profile{}
	for _, p := range written {
		want[p.code] = gpg45.Profile{
			Code: p.code, Confidence: p.confidence, Evidence: p.evidence, Activity: p.activity, Fraud: p.fraud, Verification: p.verification,
		}
	}
	for _, p := range published(t).Profiles() {
		got[p.Code] = p
	}
	if d := cmp.Diff(want, got); len(want) != 32 || d != "" {
		t.Errorf("the standard policy's %d profiles (-published +policy):\n%s", len(got), d)
	}
}
