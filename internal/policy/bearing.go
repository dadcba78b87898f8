package policy

import (
	"slices"
	"strings"
)

// Uses is what of a policy a case rests on.
type Uses struct {
	Documents      []string
	Service        string
	Likeness       bool
	Referee        bool
	Representative bool
	Names          bool
	Concern        bool
	Letter         bool
	Told           bool // the privacy notice
	Keeps          []RecordKind
}

// Bearing picks the changes that bear on what a case uses. Where a value comes
// from is left out: it changes nothing for the case.
func Bearing(all []Change, u Uses, next *Policy) []Change {
	var guides []string
	for _, id := range u.Documents {
		d, _ := next.Document(id)
		guides = append(guides, next.guidesOf(d.Guide)...)
	}
	var kept []Change
	for _, c := range all {
		if c.Member != "source" && !strings.HasSuffix(c.Member, ".source") && c.bears(u, guides) {
			kept = append(kept, c)
		}
	}
	return kept
}

func (c Change) bears(u Uses, guides []string) bool {
	area, member, _ := strings.Cut(c.Member, ".")
	entry := c.From.Code + c.To.Code // of one that came or went
	if len(c.Of) > 0 {
		entry = c.Of[0].Code
	}
	evidence := len(u.Documents) > 0
	switch area {
	case "documents":
		return slices.Contains(u.Documents, entry)
	case "guides":
		return slices.Contains(guides, entry)
	case "services":
		return entry == u.Service
	case "retention":
		return slices.Contains(u.Keeps, RecordKind(entry))
	case "unlisted", "validity", "profiles":
		return evidence
	case "training":
		return evidence || u.Likeness
	case "likeness":
		return u.Likeness
	case "coaching", "approval":
		return true
	case "referee":
		return u.Referee
	case "representative":
		return u.Representative
	case "naming":
		return u.Names
	case "concern":
		return u.Concern
	case "privacy":
		return u.Told
	case "limits":
		return member == "vouch_days" || u.Letter && member == "letter_days"
	}
	return false
}
