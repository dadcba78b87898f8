package desk

import (
	"context"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
)

// evidenceDraft is the key of the draft of one piece of evidence.
func evidenceDraft(id evidence.ItemID) string { return "evidence:" + string(id) }

// PutEvidence adds a piece of evidence or replaces the one of its id. Who
// answered a check and when is put in here: an answer that did not change stays
// with the officer who gave it, unless it comes under a new id because the check
// was made again; images come by AddCapture alone.
func (d *Desk) PutEvidence(ctx context.Context, id casework.ID, item evidence.Item) error {
	item = item.Clone()
	return d.change(ctx, id, deed{
		act: actEvidencePut, draft: evidenceDraft(item.ID),
		details: map[string]string{"item": string(item.ID), "type": item.Type},
		do: func(c *casework.Case, by casework.By) error {
			before, _ := c.Item(item.ID)
			item.Checks = stamped(item.Checks, before.Checks, by)
			item.Captures = before.Captures
			return c.PutEvidence(item, by)
		},
	})
}

func stamped(checks, before []evidence.Check, by casework.By) []evidence.Check {
	known := map[string]evidence.Check{}
	for _, c := range before {
		known[c.Code] = c
	}
	for i := range checks {
		c := &checks[i]
		was, had := known[c.Code]
		again := had && c.CheckID != "" && c.CheckID != was.CheckID // made anew, whatever it says
		if c.CheckID == "" {
			c.CheckID = evidence.CheckID(newUUID())
		}
		switch {
		case c.Answer == evidence.Unanswered:
			c.By, c.At = "", time.Time{}
		case had && !again && was.Answer == c.Answer && was.Reason == c.Reason:
			c.By, c.At, c.CheckID = was.By, was.At, was.CheckID
		default:
			c.By, c.At = string(by.Person), by.At
		}
	}
	return checks
}

// RemoveEvidence takes a piece away; RestoreEvidence brings it back.
func (d *Desk) RemoveEvidence(ctx context.Context, id casework.ID, item evidence.ItemID) error {
	return d.change(ctx, id, deed{
		act: actEvidenceRemoved, draft: evidenceDraft(item), details: map[string]string{"item": string(item)},
		do: func(c *casework.Case, by casework.By) error { return c.RemoveEvidence(item, by) },
	})
}

// RestoreEvidence undoes RemoveEvidence.
func (d *Desk) RestoreEvidence(ctx context.Context, id casework.ID, item evidence.ItemID) error {
	return d.change(ctx, id, deed{
		act: actEvidenceRestored, details: map[string]string{"item": string(item)},
		do: func(c *casework.Case, by casework.By) error { return c.RestoreEvidence(item, by) },
	})
}

// SetLikeness records the comparison of the resident with a photo.
func (d *Desk) SetLikeness(ctx context.Context, id casework.ID, l evidence.Likeness) error {
	l = l.Clone()
	return d.change(ctx, id, deed{
		act: actLikenessSet, draft: string(casework.StepLikeness), details: map[string]string{"item": string(l.Against)},
		do: func(c *casework.Case, by casework.By) error {
			var before []evidence.Check
			if c.Likeness != nil && c.Likeness.Against == l.Against {
				before = c.Likeness.Checks
			}
			l.Checks = stamped(l.Checks, before, by)
			return c.SetLikeness(l, by)
		},
	})
}
