package desk

import (
	"context"
	"image"
	"io"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trust"
)

// SignIn opens the staff domain for one person.
func (d *Desk) SignIn(ctx context.Context, person trust.PersonID, passphrase string) error {
	return ErrNotReady
}

// Lock closes the staff domain. The face flushes what is being typed before.
func (d *Desk) Lock(ctx context.Context) error { return ErrNotReady }

// Touch restarts the idle clock: a key or a tap. It never blocks.
func (d *Desk) Touch() {}

// ClearSlot lets a barred person try again; the signed-in person must be a supervisor.
func (d *Desk) ClearSlot(ctx context.Context, person trust.PersonID) error { return ErrNotReady }

// SetSettings changes the desk's own settings.
func (d *Desk) SetSettings(ctx context.Context, s Settings) error { return ErrNotReady }

// NewCase opens a case and puts it on the screen.
func (d *Desk) NewCase(ctx context.Context) (casework.ID, error) { return "", ErrNotReady }

// OpenCase chooses the case on screen; CloseCase leaves it.
func (d *Desk) OpenCase(ctx context.Context, id casework.ID) error { return ErrNotReady }

// CloseCase leaves the case on screen; the case itself stays as it is.
func (d *Desk) CloseCase(ctx context.Context) error { return ErrNotReady }

// SaveDraft keeps what is typed in one step; an empty map forgets it. When it
// returns nil the draft is on disk.
func (d *Desk) SaveDraft(ctx context.Context, id casework.ID, key string, fields map[string]string) error {
	return ErrNotReady
}

// ReadLetter looks at the text of a letter's code. What is wrong with the
// letter is in the look; an error means that it could not be looked at.
func (d *Desk) ReadLetter(ctx context.Context, code string) (LetterLook, error) {
	return LetterLook{}, ErrNotReady
}

// ReadLetterFile looks at a letter in an image file.
func (d *Desk) ReadLetterFile(ctx context.Context, path string) (LetterLook, error) {
	return LetterLook{}, ErrNotReady
}

// Offer puts a look on every screen; Dismiss takes it away.
func (d *Desk) Offer(ctx context.Context, look LetterLook) error { return ErrNotReady }

// Dismiss takes an offered look away.
func (d *Desk) Dismiss(ctx context.Context) error { return ErrNotReady }

// SetLetter records a letter that was looked at, and reserves it for this case.
func (d *Desk) SetLetter(ctx context.Context, id casework.ID, l casework.Letter) error {
	return ErrNotReady
}

// SetNoLetter records that the resident has none.
func (d *Desk) SetNoLetter(ctx context.Context, id casework.ID) error { return ErrNotReady }

// SetResident records who the resident says they are.
func (d *Desk) SetResident(ctx context.Context, id casework.ID, r casework.Resident) error {
	return ErrNotReady
}

// SetPurpose records the service and how the resident was told.
func (d *Desk) SetPurpose(ctx context.Context, id casework.ID, p casework.Purpose) error {
	return ErrNotReady
}

// PutEvidence adds a piece of evidence or replaces the one of its id.
func (d *Desk) PutEvidence(ctx context.Context, id casework.ID, item evidence.Item) error {
	return ErrNotReady
}

// RemoveEvidence takes a piece away; RestoreEvidence brings it back.
func (d *Desk) RemoveEvidence(ctx context.Context, id casework.ID, item evidence.ItemID) error {
	return ErrNotReady
}

// RestoreEvidence undoes RemoveEvidence.
func (d *Desk) RestoreEvidence(ctx context.Context, id casework.ID, item evidence.ItemID) error {
	return ErrNotReady
}

// AddCapture keeps an image of a piece of evidence, drawn afresh by the worker.
func (d *Desk) AddCapture(ctx context.Context, id casework.ID, item evidence.ItemID, path string) (evidence.Capture, error) {
	return evidence.Capture{}, ErrNotReady
}

// Picture is a kept image, decoded by the worker.
func (d *Desk) Picture(ctx context.Context, id casework.ID, blob string) (*image.RGBA, error) {
	return nil, ErrNotReady
}

// SetLikeness records the comparison of the resident with a photo.
func (d *Desk) SetLikeness(ctx context.Context, id casework.ID, l evidence.Likeness) error {
	return ErrNotReady
}

// AskBroker asks for the signed check of counter-fraud and activity, for at
// most ten seconds.
func (d *Desk) AskBroker(ctx context.Context, id casework.ID) error { return ErrNotReady }

// Submit signs the proposed vouch with the officer's key. declared says that
// the officer has made the policy's declaration.
func (d *Desk) Submit(ctx context.Context, id casework.ID, passphrase string, declared bool) error {
	return ErrNotReady
}

// Approve signs the supervisor's approval: the vouch is issued.
func (d *Desk) Approve(ctx context.Context, id casework.ID, passphrase string) error {
	return ErrNotReady
}

// Return gives the case back; the proposal is void.
func (d *Desk) Return(ctx context.Context, id casework.ID, reason, note string) error {
	return ErrNotReady
}

// Refuse ends the case; the proposal is void.
func (d *Desk) Refuse(ctx context.Context, id casework.ID, reason, note string) error {
	return ErrNotReady
}

// Close ends an open case without a vouch.
func (d *Desk) Close(ctx context.Context, id casework.ID, outcome casework.Outcome) error {
	return ErrNotReady
}

// Sync asks the broker now and waits until everything was tried.
func (d *Desk) Sync(ctx context.Context) error { return ErrNotReady }

// RetryParcel tries one parcel now, whatever it was waiting for.
func (d *Desk) RetryParcel(ctx context.Context, id string) error { return ErrNotReady }

// NewItemID names a new piece of evidence.
func (d *Desk) NewItemID() evidence.ItemID { return "" }

// NewCheckID names a new check.
func (d *Desk) NewCheckID() evidence.CheckID { return "" }

// AddStaff makes a person's slot and keys at this desk and registers them with
// the broker. An unclaimed desk takes its first person from anybody; after that
// somebody must be signed in, and a supervisor to replace a slot.
func (d *Desk) AddStaff(ctx context.Context, person trust.PersonID, name, passphrase string) (keyring.Public, error) {
	return keyring.Public{}, ErrNotReady
}

// ExportJournal writes this desk's chain.
func (d *Desk) ExportJournal(ctx context.Context, w io.Writer) (journal.Head, error) {
	return journal.Head{}, ErrNotReady
}

// Outbox lists the parcels, newest first.
func (d *Desk) Outbox() []outbox.Parcel { return nil }

// EnrolConfig says how a new desk is made.
type EnrolConfig struct {
	Config
	Code string // one-time enrolment code, scanned or typed
}

// Enrol makes a new desk in an empty folder: it fetches the council's root,
// compares it with the code's thumbprint, makes vault and desk key, and
// registers the desk.
func Enrol(ctx context.Context, c EnrolConfig) (trust.DeskID, error) { return "", ErrNotReady }

// ExportJournal writes the chain of a desk that is not running.
func ExportJournal(ctx context.Context, c Config, w io.Writer) (journal.Head, error) {
	return journal.Head{}, ErrNotReady
}

// OutboxList reads the parcels of a desk that is not running.
func OutboxList(ctx context.Context, c Config) ([]outbox.Parcel, error) { return nil, ErrNotReady }
