package ui

import (
	"context"
	"image"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/trust"
)

// Desk is the application as the face sees it. Each screen asks for its own
// few of these; *desk.Desk has them all.
type Desk interface {
	Snapshot() desk.Snapshot
	Subscribe() (<-chan desk.Snapshot, func())

	SignIn(ctx context.Context, person trust.PersonID, passphrase string) error
	Lock(ctx context.Context) error
	Touch()
	ClearSlot(ctx context.Context, person trust.PersonID) error
	SetSettings(ctx context.Context, s desk.Settings) error

	NewCase(ctx context.Context) (casework.ID, error)
	OpenCase(ctx context.Context, id casework.ID) error
	CloseCase(ctx context.Context) error
	SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error

	ReadLetter(ctx context.Context, code string) (desk.LetterLook, error)
	ReadLetterFile(ctx context.Context, path string) (desk.LetterLook, error)
	Offer(ctx context.Context, look desk.LetterLook) error
	Dismiss(ctx context.Context) error
	SetLetter(ctx context.Context, id casework.ID, l casework.Letter) error
	SetNoLetter(ctx context.Context, id casework.ID) error

	SetResident(ctx context.Context, id casework.ID, r casework.Resident) error
	SetRepresentative(ctx context.Context, id casework.ID, r casework.Representative) error
	RemoveRepresentative(ctx context.Context, id casework.ID) error
	RestoreRepresentative(ctx context.Context, id casework.ID) error
	RaiseConcern(ctx context.Context, id casework.ID, n casework.Concern) error
	SetSecondLook(ctx context.Context, id casework.ID, look casework.SecondLook) error
	ClearConcern(ctx context.Context, id casework.ID) error
	SetPurpose(ctx context.Context, id casework.ID, p casework.Purpose) error
	PutEvidence(ctx context.Context, id casework.ID, item evidence.Item) error
	RemoveEvidence(ctx context.Context, id casework.ID, item evidence.ItemID) error
	RestoreEvidence(ctx context.Context, id casework.ID, item evidence.ItemID) error
	AddCapture(ctx context.Context, id casework.ID, item evidence.ItemID, path string) (evidence.Capture, error)
	RemoveCapture(ctx context.Context, id casework.ID, item evidence.ItemID, blob string) error
	SetNameLink(ctx context.Context, id casework.ID, l casework.NameLink) error
	RemoveNameLink(ctx context.Context, id casework.ID, item evidence.ItemID) error
	Picture(ctx context.Context, id casework.ID, blob string) (*image.RGBA, error)
	SetLikeness(ctx context.Context, id casework.ID, l evidence.Likeness) error
	ReadChange(ctx context.Context, id casework.ID) error
	NewItemID() evidence.ItemID
	NewCheckID() evidence.CheckID

	NewRefereeID() casework.RefereeID
	SetReferee(ctx context.Context, id casework.ID, r casework.Referee) error
	RemoveReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	RestoreReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	WithdrawReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	SetRefereeTold(ctx context.Context, id casework.ID, ref casework.RefereeID, told casework.Told) error
	PutRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.Item) error
	RemoveRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID) error
	RestoreRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID) error
	AddRefereeCapture(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID, path string) (evidence.Capture, error)
	RemoveRefereeCapture(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID, blob string) error
	SetRefereeLikeness(ctx context.Context, id casework.ID, ref casework.RefereeID, l evidence.Likeness) error
	AskBrokerReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error
	SetStatement(ctx context.Context, id casework.ID, ref casework.RefereeID, s casework.Statement) error

	AskBroker(ctx context.Context, id casework.ID) error
	Submit(ctx context.Context, id casework.ID, passphrase string, declared bool) error
	Approve(ctx context.Context, id casework.ID, passphrase string) error
	Return(ctx context.Context, id casework.ID, reason, note string) error
	Refuse(ctx context.Context, id casework.ID, reason, note string) error
	Close(ctx context.Context, id casework.ID, cl casework.Closing) error
	Park(ctx context.Context, id casework.ID, cl casework.Closing) error
	Reopen(ctx context.Context, id casework.ID) error
	ReopenRefused(ctx context.Context, id casework.ID) error
	Resume(ctx context.Context, id casework.ID) error
	AnswerFlag(ctx context.Context, id casework.ID, place int, answer casework.ReturnAnswer) error
	AllowRetry(ctx context.Context, id casework.ID) error
	Retry(ctx context.Context, id casework.ID) (casework.ID, error)
	Correct(ctx context.Context, id casework.ID, reason, note string) (casework.ID, error)
	PrintSlip(ctx context.Context, id casework.ID, wish desk.SlipWish) error

	Sync(ctx context.Context) error
	RetryParcel(ctx context.Context, id string) error
}

var _ Desk = (*desk.Desk)(nil)
