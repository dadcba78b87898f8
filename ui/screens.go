package ui

import (
	"context"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/approvals"
	"vouchdesk/ui/screen/approve"
	"vouchdesk/ui/screen/ending"
	"vouchdesk/ui/screen/evidence"
	"vouchdesk/ui/screen/home"
	"vouchdesk/ui/screen/letter"
	"vouchdesk/ui/screen/likeness"
	"vouchdesk/ui/screen/outbox"
	"vouchdesk/ui/screen/outcome"
	"vouchdesk/ui/screen/purpose"
	"vouchdesk/ui/screen/referee"
	"vouchdesk/ui/screen/representative"
	"vouchdesk/ui/screen/resident"
	"vouchdesk/ui/screen/returning"
	"vouchdesk/ui/screen/review"
	"vouchdesk/ui/screen/settings"
	"vouchdesk/ui/screen/signin"
	"vouchdesk/ui/secondlook"
	"vouchdesk/ui/stage"
)

// Desk is the application as the face sees it: what the frame asks, and what
// each screen asks for itself. *desk.Desk has it all.
type Desk interface {
	Snapshot() desk.Snapshot
	Subscribe() (<-chan desk.Snapshot, func())
	Lock(ctx context.Context) error
	Touch()
	OpenCase(ctx context.Context, id casework.ID) error
	CloseCase(ctx context.Context) error
	Dismiss(ctx context.Context) error

	approve.Office
	ending.Office
	evidence.Office
	home.Office
	letter.Office
	likeness.Office
	outbox.Office
	outcome.Office
	purpose.Office
	referee.Office
	representative.Office
	resident.Office
	returning.Office
	review.Office
	settings.Office
	signin.Office

	casefile.Reader
	secondlook.Office
}

var _ Desk = (*desk.Desk)(nil)

// screens says which package makes which screen.
func screens() map[route.Name]func(*stage.Stage, Desk) stage.Screen {
	return map[route.Name]func(*stage.Stage, Desk) stage.Screen{
		route.SignIn:    func(st *stage.Stage, d Desk) stage.Screen { return signin.New(st, d) },
		route.Home:      func(st *stage.Stage, d Desk) stage.Screen { return home.New(st, d) },
		route.Letter:    func(st *stage.Stage, d Desk) stage.Screen { return letter.New(st, d) },
		route.Resident:  func(st *stage.Stage, d Desk) stage.Screen { return resident.New(st, d) },
		route.Purpose:   func(st *stage.Stage, d Desk) stage.Screen { return purpose.New(st, d) },
		route.Evidence:  func(st *stage.Stage, d Desk) stage.Screen { return evidence.New(st, d) },
		route.Likeness:  func(st *stage.Stage, d Desk) stage.Screen { return likeness.New(st, d) },
		route.Referee:   func(st *stage.Stage, d Desk) stage.Screen { return referee.New(st, d) },
		route.Review:    func(st *stage.Stage, d Desk) stage.Screen { return review.New(st, d) },
		route.Approvals: func(st *stage.Stage, d Desk) stage.Screen { return approvals.New(st, d) },
		route.Approve:   func(st *stage.Stage, d Desk) stage.Screen { return approve.New(st, d) },
		route.Outcome:   func(st *stage.Stage, d Desk) stage.Screen { return outcome.New(st, d) },
		route.Ending:    func(st *stage.Stage, d Desk) stage.Screen { return ending.New(st, d) },
		route.Returning: func(st *stage.Stage, d Desk) stage.Screen { return returning.New(st, d) },
		route.Outbox:    func(st *stage.Stage, d Desk) stage.Screen { return outbox.New(st, d) },
		route.Settings:  func(st *stage.Stage, d Desk) stage.Screen { return settings.New(st, d) },

		route.Representative: func(st *stage.Stage, d Desk) stage.Screen { return representative.New(st, d) },
	}
}
