package gpg45

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"vouchdesk/internal/fault"
)

// MaxScore is the highest score of any part.
const MaxScore = 4

// MaxSlots is the most pieces of evidence a profile may ask for.
const MaxSlots = 6

// Confidence is a level of confidence in an identity.
type Confidence uint8

// The levels, lowest first.
const (
	None Confidence = iota
	Low
	Medium
	High
	VeryHigh
)

var confidences = [...]string{"none", "low", "medium", "high", "very_high"}

func (c Confidence) String() string {
	if int(c) < len(confidences) {
		return confidences[c]
	}
	return "confidence-" + strconv.Itoa(int(c))
}

// ErrConfidence is for a word that names no level.
var ErrConfidence = fault.New(fault.Malformed, "confidence-unknown")

// ParseConfidence reads a level as [Confidence.String] writes it.
func ParseConfidence(s string) (Confidence, error) {
	i := slices.Index(confidences[:], s)
	if i < 0 {
		return None, ErrConfidence
	}
	return Confidence(i), nil
}

// MarshalText writes the level's word.
func (c Confidence) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the level's word.
func (c *Confidence) UnmarshalText(text []byte) error {
	read, err := ParseConfidence(string(text))
	if err != nil {
		return err
	}
	*c = read
	return nil
}

// Slot is the least a piece of evidence must score to fill a place.
type Slot struct {
	Strength int `json:"strength"`
	Validity int `json:"validity"`
}

// Profile is one identity profile: the least each part must score.
type Profile struct {
	Code         string     `json:"code"`
	Confidence   Confidence `json:"confidence"`
	Evidence     []Slot     `json:"evidence"`
	Activity     int        `json:"activity"`
	Fraud        int        `json:"fraud"`
	Verification int        `json:"verification"`
}

// Table is a set of profiles in their published order.
type Table struct{ profiles []Profile }

// What can be wrong with a table of profiles.
var (
	ErrTableEmpty   = fault.New(fault.Malformed, "profile-none")
	ErrProfileCode  = fault.New(fault.Malformed, "profile-code")
	ErrProfileTwice = fault.New(fault.Malformed, "profile-twice")
	ErrProfileLevel = fault.New(fault.Malformed, "profile-confidence")
	ErrProfileSlots = fault.New(fault.Malformed, "profile-evidence")
	ErrProfileScore = fault.New(fault.Malformed, "profile-score")
)

var codeShape = regexp.MustCompile(`^[A-Z][0-9A-Z]{1,7}$`)

// NewTable checks profiles and keeps a copy. All mistakes are joined, each
// with its place. Every profile needs evidence and verification above 0: a
// part that is 0 is not passed (One Login, Gpg45IdentityCheckValidator), and
// an identity without either is nobody's.
func NewTable(profiles []Profile) (*Table, error) {
	if len(profiles) == 0 {
		return nil, ErrTableEmpty.At("profiles")
	}
	var wrong []error
	seen := map[string]bool{}
	kept := make([]Profile, 0, len(profiles))
	for i, p := range profiles {
		place := fmt.Sprintf("profiles[%d]", i)
		if !codeShape.MatchString(p.Code) {
			wrong = append(wrong, ErrProfileCode.At(place+".code"))
		}
		if seen[p.Code] {
			wrong = append(wrong, ErrProfileTwice.At(place+".code"))
		}
		seen[p.Code] = true
		wrong = append(wrong, p.mistakes(place)...)
		p.Evidence = slices.Clone(p.Evidence)
		kept = append(kept, p)
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return &Table{kept}, nil
}

func (p Profile) mistakes(place string) []error {
	var wrong []error
	if p.Confidence < Low || p.Confidence > VeryHigh {
		wrong = append(wrong, ErrProfileLevel.At(place+".confidence"))
	}
	if len(p.Evidence) < 1 || len(p.Evidence) > MaxSlots {
		wrong = append(wrong, ErrProfileSlots.At(place+".evidence"))
	}
	score := func(name string, value, least int) {
		if value < least || value > MaxScore {
			wrong = append(wrong, ErrProfileScore.At(place+"."+name))
		}
	}
	for i, slot := range p.Evidence {
		score(fmt.Sprintf("evidence[%d].strength", i), slot.Strength, 1)
		score(fmt.Sprintf("evidence[%d].validity", i), slot.Validity, 1)
	}
	score("activity", p.Activity, 0)
	score("fraud", p.Fraud, 0)
	score("verification", p.Verification, 1)
	return wrong
}

// Profiles is a copy of the profiles in table order.
func (t *Table) Profiles() []Profile {
	out := slices.Clone(t.profiles)
	for i := range out {
		out[i].Evidence = slices.Clone(out[i].Evidence)
	}
	return out
}
