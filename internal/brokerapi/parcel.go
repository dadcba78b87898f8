package brokerapi

import (
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// ErrNoParcelKey is for a trust list without a key to seal parcels to.
var ErrNoParcelKey = fault.New(fault.Unavailable, "parcel-key-missing")

// SealParcel seals a signed token to the broker, so that no proxy on the way
// and nobody with the desk's file reads it.
func SealParcel(token string, typ jose.Typ, list *trust.List, now time.Time) (string, error) {
	keys := list.Current(trust.UseParcel, now)
	if len(keys) == 0 {
		return "", ErrNoParcelKey
	}
	// The newest: an older one may be about to be retired.
	newest := keys[0]
	for _, k := range keys {
		if k.From > newest.From {
			newest = k
		}
	}
	pub, ok := list.Public(trust.UseParcel, newest.KID)
	if !ok {
		return "", ErrNoParcelKey
	}
	return jose.Seal(token, jose.Recipient{KID: newest.KID, Key: pub}, string(typ))
}
