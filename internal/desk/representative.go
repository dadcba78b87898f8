package desk

import (
	"context"
	"strings"
	"unicode/utf8"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/journal"
)

// DraftRepresentative is the draft of who acts or speaks for the resident: a
// part of the resident's step.
const DraftRepresentative = string(casework.StepResident) + ":representative"

const (
	actRepresentativeSet      journal.Act = "representative-set"
	actRepresentativeRemoved  journal.Act = "representative-removed"
	actRepresentativeRestored journal.Act = "representative-restored"
)

// SetRepresentative records who acts or speaks for the resident.
func (d *Desk) SetRepresentative(ctx context.Context, id casework.ID, r casework.Representative) error {
	for place, text := range map[string]*string{"seen": &r.Seen, "number": &r.Number, "limits": &r.Limits} {
		*text = strings.TrimSpace(*text)
		if !utf8.ValidString(*text) || utf8.RuneCountInString(*text) > maxNote {
			return ErrDraft.At(place)
		}
	}
	items := make([]evidence.Item, 0, len(r.Evidence))
	for _, item := range r.Evidence {
		items = append(items, item.Clone())
	}
	r.Evidence = items
	return d.change(ctx, id, deed{
		act: actRepresentativeSet, draft: DraftRepresentative, details: map[string]string{"kind": r.Kind},
		do: func(c *casework.Case, by casework.By) error { return c.SetRepresentative(r, by) },
	})
}

// RemoveRepresentative takes them away; RestoreRepresentative undoes it.
func (d *Desk) RemoveRepresentative(ctx context.Context, id casework.ID) error {
	return d.change(ctx, id, deed{
		act: actRepresentativeRemoved, draft: DraftRepresentative,
		do: func(c *casework.Case, by casework.By) error { return c.RemoveRepresentative(by) },
	})
}

// RestoreRepresentative brings back who was taken away.
func (d *Desk) RestoreRepresentative(ctx context.Context, id casework.ID) error {
	return d.change(ctx, id, deed{
		act: actRepresentativeRestored, draft: DraftRepresentative,
		do: func(c *casework.Case, by casework.By) error { return c.RestoreRepresentative(by) },
	})
}
