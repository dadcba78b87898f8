package evidence

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"slices"
	"time"
)

// ItemID names one piece of evidence within a case.
type ItemID string

// CheckID names one check; it becomes the check_id of the vouch.
type CheckID string

// Answer is what an officer answered to a check's question.
type Answer string

// The answers. None is preset.
const (
	Unanswered Answer = ""
	Yes        Answer = "yes"
	No         Answer = "no"
	CouldNot   Answer = "could_not"
)

// Known reports whether a is one of the four answers.
func (a Answer) Known() bool {
	return a == Unanswered || a == Yes || a == No || a == CouldNot
}

// Check is one question of the policy with the officer's answer.
type Check struct {
	Code    string    `json:"code"`     // the policy's code of the question
	CheckID CheckID   `json:"check_id"` // UUID
	Answer  Answer    `json:"answer,omitempty"`
	Reason  string    `json:"reason,omitempty"` // policy code why it could not be checked
	At      time.Time `json:"at,omitzero"`
	By      string    `json:"by,omitempty"` // the trust list's person
}

// Seen says how the officer had the document in front of them.
type Seen string

// The ways a document was seen.
const (
	Returned Seen = "returned" // seen and handed back, no image kept
	Image    Seen = "image"    // an image is kept with the case
)

// Capture is one image of a document.
type Capture struct {
	Blob  string    `json:"blob"`  // name of the sealed blob
	Media string    `json:"media"` // MIME type
	W     int       `json:"w"`
	H     int       `json:"h"`
	Note  string    `json:"note,omitempty"`
	At    time.Time `json:"at,omitzero"`
}

// Item is one document or record shown by the resident.
type Item struct {
	ID         ItemID            `json:"id"`
	Type       string            `json:"type"`                 // the policy's document id
	Fields     map[string]string `json:"fields,omitempty"`     // by policy field id; dates are 2006-01-02
	Conditions map[string]string `json:"conditions,omitempty"` // by policy condition id, such as chip: trusted
	Checks     []Check           `json:"checks,omitempty"`
	Captures   []Capture         `json:"captures,omitempty"`
	Seen       Seen              `json:"seen,omitempty"`
	At         time.Time         `json:"at,omitzero"`
	By         string            `json:"by,omitempty"`
}

// Answer is the item's answer to the policy's check, Unanswered if it has
// none. Of contradicting entries the worst counts: no, then could not.
func (i Item) Answer(code string) Answer { return worst(i.Checks, code) }

// Clone is a deep copy.
func (i Item) Clone() Item {
	i.Fields, i.Conditions = maps.Clone(i.Fields), maps.Clone(i.Conditions)
	i.Checks, i.Captures = slices.Clone(i.Checks), slices.Clone(i.Captures)
	return i
}

// Likeness is one comparison, in person, of the resident with the photo on a
// document.
type Likeness struct {
	Against ItemID    `json:"against"`
	Checks  []Check   `json:"checks,omitempty"`
	At      time.Time `json:"at,omitzero"`
	By      string    `json:"by,omitempty"`
}

// Answer is the answer to the policy's likeness question, as [Item.Answer].
func (l Likeness) Answer(code string) Answer { return worst(l.Checks, code) }

// Clone is a deep copy.
func (l Likeness) Clone() Likeness {
	l.Checks = slices.Clone(l.Checks)
	return l
}

func worst(checks []Check, code string) Answer {
	order := []Answer{Unanswered, Yes, CouldNot, No}
	at := 0
	for _, c := range checks {
		if c.Code == code {
			at = max(at, slices.Index(order, c.Answer))
		}
	}
	return order[at]
}

// Format hides what the document says from every fmt verb.
func (i Item) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, i.String()) }

// String shows the item's id and type only.
func (i Item) String() string { return fmt.Sprintf("[evidence %s %s]", i.ID, i.Type) }

// LogValue hides what the document says from slog.
func (i Item) LogValue() slog.Value { return slog.StringValue(i.String()) }

// Format hides the note from every fmt verb.
func (c Capture) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, c.String()) }

// String shows that there is a capture and nothing of it.
func (c Capture) String() string { return "[capture]" }

// LogValue hides the note from slog.
func (c Capture) LogValue() slog.Value { return slog.StringValue(c.String()) }
