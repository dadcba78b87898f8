package policy

import (
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/resident"
)

// expired reports whether the item is past its date, and if so whether the
// policy accepts it still. An item without a date is not expired.
//
// Rule (trust framework 1.0, 5.2): only passports count once expired, up to 12
// months after. How long each document counts is the policy's.
func (d Document) expired(item evidence.Item, on resident.Date) (expired, accepted bool) {
	if d.Expiry == nil {
		return false, false
	}
	end, err := resident.ParseISO(item.Fields[d.Expiry.Field])
	if err != nil || !on.After(end) {
		return false, false
	}
	return true, !on.After(end.AddMonths(d.Expiry.MonthsAfter))
}
