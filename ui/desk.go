package ui

import (
	"context"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/ui/casefile"
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
