package casework

import (
	"reflect"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
)

// ErrNoChange is for an answer to a change that nobody was told of.
var ErrNoChange = fault.New(fault.Conflict, "case-change-none")

// Standing is what one policy makes of a case.
type Standing struct {
	Known      bool             `json:"known"` // false: that policy is no longer here
	Confidence gpg45.Confidence `json:"confidence"`
	Profiles   []string         `json:"profiles"`
	Pieces     []PieceStanding  `json:"pieces"`
	Likeness   int              `json:"likeness"`
	Needs      gpg45.Confidence `json:"needs"`
	Next       []gpg45.Next     `json:"next"`
	Missing    []string         `json:"missing"` // codes with their places
	KeepDays   int              `json:"keep_days"`
}

// PieceStanding is what one piece of evidence scores.
type PieceStanding struct {
	Type     string `json:"type"`
	Strength int    `json:"strength"`
	Validity int    `json:"validity"`
}

// Changed is what a later policy made of an open or parked case; it stays until
// somebody has said that they read it.
type Changed struct {
	From    int64           `json:"from"` // versions
	To      int64           `json:"to"`
	At      time.Time       `json:"at"`
	Changes []policy.Change `json:"changes"` // those that bear on this case
	Before  Standing        `json:"before"`
	After   Standing        `json:"after"`
}

// Same reports whether the case stands as before: then nobody is told.
func (c Changed) Same() bool { return c.Before.Known && reflect.DeepEqual(c.Before, c.After) }

// Reassessed records that the case now stands under another policy and what
// that changed. It is the desk's act, nobody's: four eyes does not ask for it.
// What an officer has not read yet is told together with what is new.
func (c *Case) Reassessed(to int64, told *Changed) {
	c.Policy = to
	if told != nil && !told.Same() {
		c.Changed = told
	} else if c.Changed != nil && told != nil {
		c.Changed = nil // what had changed has been changed back
	}
}

// ReadChange records that somebody has read what the policy changed.
func (c *Case) ReadChange(by By) error {
	if c.State != Open && c.State != Parked {
		return ErrNotOpen.With("state", string(c.State))
	}
	if c.Changed == nil {
		return ErrNoChange
	}
	c.Changed = nil
	c.act(by, "change_read")
	return nil
}

// Uses is what of a policy the case rests on.
func (c *Case) Uses() policy.Uses {
	u := policy.Uses{
		Likeness: c.Likeness != nil, Referee: len(c.Referees) > 0, Representative: c.Representative != nil,
		Names: len(c.Names) > 0, Concern: c.Concern != nil, Letter: c.Letter.Path == LetterScanned, Told: c.Purpose != nil,
		Keeps: []policy.RecordKind{policy.RecordCase},
	}
	if c.State == Parked {
		u.Keeps = append(u.Keeps, policy.RecordParked)
	}
	if c.Purpose != nil {
		u.Service = c.Purpose.Service
	}
	for _, item := range c.Evidence {
		u.Documents = append(u.Documents, item.Type)
		if len(item.Captures) > 0 {
			u.Keeps = append(u.Keeps, policy.RecordCapture)
		}
	}
	for record, used := range map[policy.RecordKind]bool{
		policy.RecordReferee: u.Referee, policy.RecordRepresentative: u.Representative, policy.RecordConcern: u.Concern, policy.RecordLetter: u.Letter,
	} {
		if used {
			u.Keeps = append(u.Keeps, record)
		}
	}
	return u
}
