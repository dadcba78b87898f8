package broker

import (
	"context"
	"strings"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// ErrNotReceived is for a vouch that has no receipt yet.
var ErrNotReceived = fault.New(fault.NotFound, "vouch-not-received")

// Issued is one issued vouch with all that it is verified by. Vouch holds
// every disclosure: it is personal data.
type Issued struct {
	JTI                      string
	Vouch, Approval, Receipt string
	Root, Trust              string
}

// Issued takes out one issued vouch, the newest of the log for an empty id. One
// that a correction has withdrawn is handed to nobody.
func (a *Admin) Issued(ctx context.Context, jti string) (Issued, error) {
	if jti == "" {
		var err error
		if jti, err = a.newest(ctx); err != nil {
			return Issued{}, err
		}
	}
	row, err := a.store.Vouch(ctx, jti)
	if err != nil {
		return Issued{}, err
	}
	if row.Receipt == "" {
		return Issued{}, ErrNotReceived
	}
	if row.ReplacedBy != "" {
		return Issued{}, ErrWithdrawn.With("by", row.ReplacedBy)
	}
	out := Issued{JTI: jti, Receipt: row.Receipt}
	if out.Vouch, _, err = openVouch(a.keys, row.Parcel); err != nil {
		return Issued{}, err
	}
	if out.Approval, err = openParcel(a.keys, row.Approval, jose.TypApproval); err != nil {
		return Issued{}, err
	}
	for kind, into := range map[brokerstore.DocKind]*string{brokerstore.DocRoot: &out.Root, brokerstore.DocTrust: &out.Trust} {
		doc, err := a.store.Published(ctx, kind)
		if err != nil {
			return Issued{}, err
		}
		*into = doc.Token
	}
	return out, nil
}

// newest is the vouch of the log's last leaf.
func (a *Admin) newest(ctx context.Context) (string, error) {
	head, err := a.store.Head(ctx)
	if err != nil {
		return "", err
	}
	if head.Size == 0 {
		return "", ErrNotReceived
	}
	leaves, err := a.store.Leaves(ctx, head.Size-1, 1)
	if err != nil {
		return "", err
	}
	lines := strings.Split(string(leaves[0]), "\n")
	if len(lines) < 2 {
		return "", broken(ErrNotReceived)
	}
	return lines[1], nil
}
