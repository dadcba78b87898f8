// Package route names the places an officer can be, as comparable values, and
// knows the [Way] back from each, which ends at Home.
//
// A [Route] says where, never how to draw it: the frame builds the screen from
// the route and the newest snapshot, so going back needs no saved widgets. It
// holds ids only and is safe to log.
package route

import (
	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
)

// Name is one screen.
type Name string

// The screens.
const (
	SignIn    Name = "signin"
	Home      Name = "home"
	Letter    Name = "letter"
	Resident  Name = "resident"
	Purpose   Name = "purpose"
	Evidence  Name = "evidence"
	Likeness  Name = "likeness"
	Referee   Name = "referee"
	Review    Name = "review"
	Approvals Name = "approvals"
	Approve   Name = "approve"
	Outcome   Name = "outcome"
	Ending    Name = "ending"
	Returning Name = "returning"
	Outbox    Name = "outbox"
	Settings  Name = "settings"
)

// Representative belongs to the resident's step.
const Representative Name = "representative"

// Part is one part of what is recorded of somebody who comes with a resident.
type Part string

// The parts of a referee, in the order in which they are asked.
const (
	Who       Part = "who"
	Told      Part = "told"
	Papers    Part = "papers"
	Face      Part = "face"
	Statement Part = "statement"
)

// Parts lists them.
func Parts() []Part { return []Part{Who, Told, Papers, Face, Statement} }

// Route is one place: a screen, and which case, person, part and item it is
// about. Without a part it is all that is recorded of the person.
type Route struct {
	Screen  Name
	Case    casework.ID
	Referee casework.RefereeID
	Part    Part
	Item    evidence.ItemID
}

// To is a screen that is about nothing in particular.
func To(n Name) Route { return Route{Screen: n} }

// Of is a screen of a case.
func Of(n Name, id casework.ID) Route { return Route{Screen: n, Case: id} }

// OfReferee is one part of what is recorded of a referee.
func OfReferee(id casework.ID, referee casework.RefereeID, part Part) Route {
	return Route{Screen: Referee, Case: id, Referee: referee, Part: part}
}

// ForStep is the screen of a step of a case.
func ForStep(step casework.Step, id casework.ID) Route {
	return Of(map[casework.Step]Name{
		casework.StepLetter:   Letter,
		casework.StepResident: Resident,
		casework.StepPurpose:  Purpose,
		casework.StepEvidence: Evidence,
		casework.StepLikeness: Likeness,
		casework.StepReferee:  Referee,
		casework.StepReview:   Review,
	}[step], id)
}

// Step is the step that a screen shows; empty for other screens.
func (r Route) Step() casework.Step {
	if r.Screen == Representative {
		return casework.StepResident
	}
	for _, s := range casework.Steps() {
		if ForStep(s, "").Screen == r.Screen {
			return s
		}
	}
	return ""
}

// Navigator is what a screen may ask of the frame.
type Navigator interface {
	// Go leaves this screen, flushing what was typed, for another. To what this
	// is a page of, it is a way back.
	Go(to Route)
	// Back goes to where the officer came from, and never into another case.
	Back()
	// Announce shows a short sentence that an act is done; it takes no focus.
	Announce(text string)
}
