package desk

import (
	"context"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// Broker is what a desk asks of its broker; [courier.Client] is one. What it
// returns has been verified with the desk's trust list, except the root, trust
// list and policy, which the desk verifies itself.
type Broker interface {
	Time(ctx context.Context) (brokerapi.TimeBody, error)
	Root(ctx context.Context, etag string) (courier.Pulled, error)
	Trust(ctx context.Context, etag string) (courier.Pulled, error)
	Policy(ctx context.Context, etag string) (courier.Pulled, error)
	Letters(ctx context.Context, etag string) (courier.SealedLetters, error)
	Lease(ctx context.Context, count int) (courier.Lease, error)
	Check(ctx context.Context, ask brokerapi.CheckAsk) (courier.Check, error)
	PutVouch(ctx context.Context, jti, parcel string) (brokerapi.VouchState, error)
	PutApproval(ctx context.Context, jti, vouchSHA256, parcel string) (courier.Receipt, error)
	PutReferral(ctx context.Context, id, parcel string) error
	PutCheckpoint(ctx context.Context, token string) error
	RegisterStaff(ctx context.Context, k brokerapi.StaffKeys) (brokerapi.StaffPending, error)
}

var _ Broker = (*courier.Client)(nil)

// dial makes the courier of an enrolled desk. It opens no connection.
func (d *Desk) dial() (*courier.Client, error) {
	signer, _, err := deskSigner(d.keys, jose.TypRequest)
	if err != nil {
		return nil, err
	}
	return courier.New(courier.Config{
		BaseURL: d.anchor.URL, RootCAs: d.anchor.CA, Desk: d.anchor.Desk, Broker: d.anchor.Audience,
		Signer: signer, List: func() *trust.List { return d.list.Load() }, Now: d.c.Now, NewID: newUUID,
	})
}

// hangUp lets go of idle connections.
func hangUp(b any) {
	if c, ok := b.(interface{ Close() }); ok {
		c.Close()
	}
}
