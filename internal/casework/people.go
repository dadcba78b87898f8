package casework

import (
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// RefereeID names a referee within a case.
type RefereeID string

// Referee is somebody who knows the resident already and says so. Their own
// identity is checked like a resident's: it is a case within the case.
type Referee struct {
	ID           RefereeID          `json:"id"`
	Name         resident.Name      `json:"name"`
	Born         resident.Date      `json:"born"`
	Address      resident.Address   `json:"address"`
	Contact      resident.Contact   `json:"contact"`
	Position     string             `json:"position"` // code of the policy
	Organisation string             `json:"organisation"`
	Relation     string             `json:"relation"`     // code of the policy
	Years        int                `json:"years"`        // they have known the resident
	OnlyVouched  evidence.Answer    `json:"only_vouched"` // is their own identity known from a referee only: no chains
	StaffTie     evidence.Answer    `json:"staff_tie"`    // do they work on the case, or are they a relative, partner or housemate of somebody who does
	Salt         string             `json:"salt"`         // of the reference that stands in the vouch
	Told         *Told              `json:"told,omitempty"`
	Evidence     []evidence.Item    `json:"evidence,omitempty"`
	Removed      []evidence.Item    `json:"removed,omitempty"` // as of a case
	Likeness     *evidence.Likeness `json:"likeness,omitempty"`
	Check        *Check             `json:"check,omitempty"` // the broker's, of the referee
	Statement    *Statement         `json:"statement,omitempty"`
	Withdrawn    time.Time          `json:"withdrawn,omitzero"` // the referee took it back
	At           time.Time          `json:"at"`
	By           trust.PersonID     `json:"by"`
}

// Told is how somebody was told what happens with their data.
type Told struct {
	Notice   string         `json:"notice"` // version
	How      string         `json:"how"`    // "read_aloud", "shown", "given"
	Language string         `json:"language"`
	At       time.Time      `json:"at"`
	By       trust.PersonID `json:"by"`
}

// The ways a statement is made.
const (
	StatementOnScreen = "screen" // read aloud and confirmed on screen
	StatementOnPaper  = "paper"  // signed, and its image kept
)

// Statement is what the referee declared, in the words of the policy that the
// case is under.
type Statement struct {
	How      string             `json:"how"`
	Language string             `json:"language"`
	Captures []evidence.Capture `json:"captures,omitempty"` // of the signed paper
	At       time.Time          `json:"at"`
	By       trust.PersonID     `json:"by"` // who heard it
	Until    time.Time          `json:"until"`
}

// Representative is somebody who acts or speaks for the resident. The
// resident's own evidence is needed all the same.
type Representative struct {
	Name    resident.Name   `json:"name"`
	Kind    string          `json:"kind"`   // code of the policy's authority
	Seen    string          `json:"seen"`   // what was shown, in the officer's words
	Number  string          `json:"number"` // of the authority
	Limits  string          `json:"limits"` // what it does not cover
	Until   resident.Date   `json:"until"`  // zero with Endless
	Endless bool            `json:"endless"`
	Agrees  evidence.Answer `json:"agrees"` // does the resident agree, as far as they can say
	// Evidence is the representative's own: who they are is looked at too. It
	// never counts for the resident.
	Evidence  []evidence.Item `json:"evidence,omitempty"`
	NoneShown bool            `json:"none_shown,omitempty"` // they showed nothing of who they are
	Absent    bool            `json:"absent,omitempty"`     // the resident is not here
	At        time.Time       `json:"at"`
	By        trust.PersonID  `json:"by"`
}

// NameLink says why the name on one piece of evidence differs from the
// resident's. Linked is the piece that names both, if the reason needs one.
type NameLink struct {
	Item   evidence.ItemID `json:"item"`
	Reason string          `json:"reason"` // code of the policy
	Linked evidence.ItemID `json:"linked,omitempty"`
	Note   string          `json:"note,omitempty"`
	At     time.Time       `json:"at"`
	By     trust.PersonID  `json:"by"`
}

// Concern is an officer's quiet wish for a second look. It is never printed,
// never on a resident's side, and never changes what a resident is told.
type Concern struct {
	Kind   string          `json:"kind"` // code of the policy
	Item   evidence.ItemID `json:"item,omitempty"`
	Note   string          `json:"note,omitempty"`
	Alone  evidence.Answer `json:"alone"` // was the resident seen alone
	At     time.Time       `json:"at"`
	By     trust.PersonID  `json:"by"`
	Second *SecondLook     `json:"second,omitempty"`
	// Cleared is when the second officer or a supervisor let it rest.
	Cleared   time.Time      `json:"cleared,omitzero"`
	ClearedBy trust.PersonID `json:"cleared_by,omitempty"`
	// Referral is when the record was made for the counter-fraud team.
	Referral time.Time `json:"referral,omitzero"`
}

// View is what a second officer makes of a concern.
type View string

// The views. Refer hands the case to the council's counter-fraud team.
const (
	ViewNothing View = "nothing"
	ViewUnsure  View = "unsure"
	ViewRefer   View = "refer"
)

// SecondLook is what another officer made of a concern.
type SecondLook struct {
	View View           `json:"view"`
	Note string         `json:"note,omitempty"`
	At   time.Time      `json:"at"`
	By   trust.PersonID `json:"by"`
}
