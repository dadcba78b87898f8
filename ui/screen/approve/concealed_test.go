package approve_test

import (
	"testing"

	"vouchdesk/internal/desk"
	"vouchdesk/ui/uitest"
)

// TestWhatIsConcealedIsRead: the supervisor reads in words what stands behind
// digests of a representative and of another name.
func TestWhatIsConcealedIsRead(t *testing.T) {
	s := waiting(t, false)
	broker := s.Open.Discloses[4].To
	for path, value := range map[string]string{
		"representative.kind": "deputy", "representative.agrees": "could_not", "representative.absent": "true",
		"representative.documents": "passport; driving_licence_eea", "names.0.reason": "transition",
	} {
		s.Open.Discloses = append(s.Open.Discloses, desk.Disclosed{Path: path, Value: value, To: broker})
	}
	v := visit(t, uitest.Options{}, s, &office{})
	v.See(
		"Acts or speaks: authority", "Deputy appointed by the Court of Protection",
		"Acts or speaks: does the resident agree", "The resident could not say whether they agree",
		"Acts or speaks: where the resident is", "The resident is not here",
		"Acts or speaks: own documents shown", "Why a document has another name",
		"The resident has changed how they live, and prefers not to say more",
	)
	v.SeeNot("representative.", "names.0", "could_not", "transition", "true", "passport;")
}
