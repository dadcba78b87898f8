package courier

import (
	"context"

	"vouchdesk/internal/brokerapi"
)

// Health asks whether the broker answers at all.
func (c *Client) Health(ctx context.Context) error { return ErrOffline }

// Time is the broker's signed time, and how far it took.
func (c *Client) Time(ctx context.Context) (brokerapi.TimeBody, error) {
	return brokerapi.TimeBody{}, ErrOffline
}

// Enrol uses the secret of an enrolment code. It needs no signer.
func (c *Client) Enrol(ctx context.Context, e brokerapi.Enrolment) (brokerapi.Enrolled, error) {
	return brokerapi.Enrolled{}, ErrOffline
}

// Root, Trust and Policy pull a token unless it is still the one under etag.
func (c *Client) Root(ctx context.Context, etag string) (Pulled, error) { return Pulled{}, ErrOffline }

func (c *Client) Trust(ctx context.Context, etag string) (Pulled, error) { return Pulled{}, ErrOffline }

func (c *Client) Policy(ctx context.Context, etag string) (Pulled, error) {
	return Pulled{}, ErrOffline
}

// Letters pulls the site's letter records, sealed to the vault.
func (c *Client) Letters(ctx context.Context, etag string) (SealedLetters, error) {
	return SealedLetters{}, ErrOffline
}

// RegisterStaff hands in a person's new keys.
func (c *Client) RegisterStaff(ctx context.Context, k brokerapi.StaffKeys) (brokerapi.StaffPending, error) {
	return brokerapi.StaffPending{}, ErrOffline
}

// Lease asks for count status indices.
func (c *Client) Lease(ctx context.Context, count int) (Lease, error) { return Lease{}, ErrOffline }

// Check asks for the council's checks; the ask is filled in, signed and
// sealed here.
func (c *Client) Check(ctx context.Context, ask brokerapi.CheckAsk) (Check, error) {
	return Check{}, ErrOffline
}

// PutVouch sends a sealed vouch. Sent twice it counts once.
func (c *Client) PutVouch(ctx context.Context, jti, parcel string) (brokerapi.VouchState, error) {
	return brokerapi.VouchState{}, ErrOffline
}

// PutApproval sends a sealed approval; the answer is the receipt.
func (c *Client) PutApproval(ctx context.Context, jti, vouchSHA256, parcel string) (Receipt, error) {
	return Receipt{}, ErrOffline
}

// Receipt asks for a receipt again.
func (c *Client) Receipt(ctx context.Context, jti, vouchSHA256 string) (Receipt, error) {
	return Receipt{}, ErrOffline
}

// PutCheckpoint sends a vd-journal+jwt.
func (c *Client) PutCheckpoint(ctx context.Context, token string) error { return ErrOffline }
