package desk

import (
	"context"
	"slices"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/vault"
)

// refereeDraft is the key of the draft of one part of a referee; every one
// begins with the step.
func refereeDraft(id casework.RefereeID, part string) string {
	key := string(casework.StepReferee) + ":" + string(id)
	if part != "" {
		key += ":" + part
	}
	return key
}

// NewRefereeID names a new referee.
func (d *Desk) NewRefereeID() casework.RefereeID { return casework.RefereeID(newUUID()) }

func referee(id casework.RefereeID) map[string]string {
	return map[string]string{"referee": string(id)}
}

func refereeItem(id casework.RefereeID, item evidence.ItemID) map[string]string {
	return map[string]string{"referee": string(id), "item": string(item)}
}

// SetReferee adds a referee or changes the particulars of the one with its id.
// The salt of the reference is made here; nothing of what is recorded by the
// other commands is taken from r. Draft: "referee:<id>".
func (d *Desk) SetReferee(ctx context.Context, id casework.ID, r casework.Referee) error {
	return d.change(ctx, id, deed{
		act: actRefereeSet, draft: refereeDraft(r.ID, ""), details: referee(r.ID),
		do: func(c *casework.Case, by casework.By) error {
			r.Salt = jose.NewSalt()
			return c.SetReferee(r, by)
		},
	})
}

// RemoveReferee takes a referee away who was begun by mistake.
func (d *Desk) RemoveReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error {
	return d.change(ctx, id, deed{
		act: actRefereeRemoved, details: referee(ref),
		do: func(c *casework.Case, by casework.By) error { return c.RemoveReferee(ref, by) },
	})
}

// RestoreReferee undoes RemoveReferee.
func (d *Desk) RestoreReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error {
	return d.change(ctx, id, deed{
		act: actRefereeRestored, details: referee(ref),
		do: func(c *casework.Case, by casework.By) error { return c.RestoreReferee(ref, by) },
	})
}

// SetRefereeTold records how the referee was told of their own data. Draft:
// "referee:<id>:told".
func (d *Desk) SetRefereeTold(ctx context.Context, id casework.ID, ref casework.RefereeID, told casework.Told) error {
	return d.change(ctx, id, deed{
		act: actRefereeTold, draft: refereeDraft(ref, "told"), details: referee(ref),
		do: func(c *casework.Case, by casework.By) error { return c.SetRefereeTold(ref, told, by) },
	})
}

// PutRefereeEvidence is PutEvidence for the referee's own. Draft:
// "referee:<id>:evidence:<item>".
func (d *Desk) PutRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.Item) error {
	item = item.Clone()
	details := refereeItem(ref, item.ID)
	details["type"] = item.Type
	return d.change(ctx, id, deed{
		act: actRefereeEvidencePut, draft: refereeDraft(ref, evidenceDraft(item.ID)), details: details,
		do: func(c *casework.Case, by casework.By) error {
			r, _ := c.Referee(ref)
			before, _ := r.Item(item.ID)
			item.Checks = stamped(item.Checks, before.Checks, by)
			item.Captures = before.Captures
			return c.PutRefereeEvidence(ref, item, by)
		},
	})
}

// RemoveRefereeEvidence takes a piece away; RestoreRefereeEvidence brings it back.
func (d *Desk) RemoveRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID) error {
	return d.change(ctx, id, deed{
		act: actRefereeEvidenceRemoved, draft: refereeDraft(ref, evidenceDraft(item)), details: refereeItem(ref, item),
		do: func(c *casework.Case, by casework.By) error { return c.RemoveRefereeEvidence(ref, item, by) },
	})
}

// RestoreRefereeEvidence undoes RemoveRefereeEvidence.
func (d *Desk) RestoreRefereeEvidence(ctx context.Context, id casework.ID, ref casework.RefereeID, item evidence.ItemID) error {
	return d.change(ctx, id, deed{
		act: actRefereeEvidenceRestored, details: refereeItem(ref, item),
		do: func(c *casework.Case, by casework.By) error { return c.RestoreRefereeEvidence(ref, item, by) },
	})
}

// SetRefereeLikeness records the comparison of the referee with a photo. Draft:
// "referee:<id>:likeness".
func (d *Desk) SetRefereeLikeness(ctx context.Context, id casework.ID, ref casework.RefereeID, l evidence.Likeness) error {
	l = l.Clone()
	return d.change(ctx, id, deed{
		act: actRefereeLikeness, draft: refereeDraft(ref, string(casework.StepLikeness)), details: refereeItem(ref, l.Against),
		do: func(c *casework.Case, by casework.By) error {
			r, _ := c.Referee(ref)
			var before []evidence.Check
			if r.Likeness != nil && r.Likeness.Against == l.Against {
				before = r.Likeness.Checks
			}
			l.Checks = stamped(l.Checks, before, by)
			return c.SetRefereeLikeness(ref, l, by)
		},
	})
}

// SetStatement records that the referee made the statement, on screen or on a
// signed paper, for as long as the policy lets it count. Of s only How and
// Language are taken. Draft: "referee:<id>:statement".
func (d *Desk) SetStatement(ctx context.Context, id casework.ID, ref casework.RefereeID, s casework.Statement) error {
	var days int
	err := d.ask(ctx, func(s *state) error {
		if s.policy == nil {
			return ErrNotReady
		}
		days = s.policy.Referee.ValidDays
		return nil
	})
	if err != nil {
		return err
	}
	return d.change(ctx, id, deed{
		act: actStatementMade, draft: refereeDraft(ref, "statement"),
		details: map[string]string{"referee": string(ref), "how": s.How},
		do:      func(c *casework.Case, by casework.By) error { return c.SetStatement(ref, s, days, by) },
	})
}

// WithdrawReferee is the referee taking the statement back, which they may
// until a supervisor has approved. A case with a supervisor is open again and
// its proposed vouch void.
func (d *Desk) WithdrawReferee(ctx context.Context, id casework.ID, ref casework.RefereeID) error {
	return d.change(ctx, id, deed{
		act: actRefereeWithdrawn, details: referee(ref),
		do: func(c *casework.Case, by casework.By) error { return c.WithdrawReferee(ref, by) },
	})
}

// refereeBlobs lists every image of a referee.
func refereeBlobs(r casework.Referee) []vault.BlobName {
	all := itemBlobs(append(slices.Clone(r.Evidence), r.Removed...))
	if r.Statement != nil {
		all = append(all, itemBlobs([]evidence.Item{{Captures: r.Statement.Captures}})...)
	}
	return all
}
