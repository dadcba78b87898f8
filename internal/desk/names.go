package desk

import (
	"context"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
)

// SetNameLink records why a document has another name than the resident.
func (d *Desk) SetNameLink(ctx context.Context, id casework.ID, l casework.NameLink) error {
	return d.change(ctx, id, deed{
		act:     actNameLinkSet,
		details: map[string]string{"item": string(l.Item), "reason": l.Reason, "linked": string(l.Linked)},
		do:      func(c *casework.Case, by casework.By) error { return c.SetNameLink(l, by) },
	})
}

// RemoveNameLink takes the reason back.
func (d *Desk) RemoveNameLink(ctx context.Context, id casework.ID, item evidence.ItemID) error {
	return d.change(ctx, id, deed{
		act: actNameLinkRemoved, details: map[string]string{"item": string(item)},
		do: func(c *casework.Case, by casework.By) error { return c.RemoveNameLink(item, by) },
	})
}
