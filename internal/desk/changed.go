package desk

import (
	"context"
	"slices"
	"strconv"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vault"
)

// reassessAll puts every open and parked case under the policy in use.
func (s *state) reassessAll(tx *vault.Tx) (changed []*casework.Case, err error) {
	for id, e := range s.entries {
		if e.intent { // what is being signed stays as it is
			continue
		}
		if e.row.State != casework.Open && e.row.State != casework.Parked {
			continue
		}
		c, err := get[casework.Case](tx, vault.Cases, string(id))
		if err != nil {
			return nil, err
		}
		again, err := s.reassess(tx, &c)
		if err != nil {
			return nil, err
		}
		if !again {
			continue
		}
		if err := put(tx, vault.Cases, string(id), &c); err != nil {
			return nil, err
		}
		changed = append(changed, &c)
	}
	return changed, nil
}

// reassess puts an open or parked case under the policy in use, journals it, and
// leaves word in the case of what that changed.
func (s *state) reassess(tx *vault.Tx, c *casework.Case) (bool, error) {
	details := s.restand(c)
	if details == nil {
		return false, nil
	}
	return true, s.append(tx, actCaseReassessed, c.ID, details)
}

// restand is reassess without the journal; nil details are nothing to do.
func (s *state) restand(c *casework.Case) map[string]string {
	if s.policy == nil || c.State != casework.Open && c.State != casework.Parked || c.Policy == int64(s.policy.Version) {
		return nil
	}
	told := casework.Changed{From: c.Policy, To: int64(s.policy.Version), At: s.now().UTC()}
	rules, _ := s.rulesOf(c.Policy)
	told.Before = s.stand(c, rules)
	if unread := c.Changed; unread != nil {
		told.From, told.Before, told.Changes = unread.From, unread.Before, unread.Changes
		if first, _ := s.rulesOf(unread.From); first != nil {
			rules, told.Changes = first, nil
		}
	}
	told.After = s.stand(c, s.policy)
	if rules != nil {
		told.Changes = append(told.Changes, policy.Bearing(policy.Diff(rules, s.policy), c.Uses(), s.policy)...)
	}
	details := map[string]string{
		"from": strconv.FormatInt(c.Policy, 10), "to": strconv.Itoa(s.policy.Version), "changed": "no",
	}
	c.Reassessed(told.To, &told)
	if c.Changed != nil {
		details["changed"] = "yes"
		details["before"], details["after"] = confidenceOf(told.Before), told.After.Confidence.String()
	}
	return details
}

func confidenceOf(s casework.Standing) string {
	if !s.Known {
		return "unknown"
	}
	return s.Confidence.String()
}

// stand is what a policy makes of a case; of one that is no longer here, nothing
// is known.
func (s *state) stand(c *casework.Case, rules *policy.Policy) casework.Standing {
	if rules == nil || s.list == nil || s.session == nil {
		return casework.Standing{}
	}
	now := s.clock.earliest(s.now())
	scored := issuance.Assess(c, rules, s.list, s.session.Person.ID, s.histories(c, now), now).Scored
	st := casework.Standing{
		Known: true, Confidence: scored.Result.Confidence, Profiles: slices.Clone(scored.Result.Profiles),
		Likeness: scored.Verification, Next: scored.Result.Next, KeepDays: rules.Keeps(policy.RecordCase),
		Pieces: []casework.PieceStanding{}, Missing: []string{},
	}
	if c.State == casework.Parked {
		st.KeepDays = rules.Keeps(policy.RecordParked)
	}
	if c.Purpose != nil {
		if service, ok := rules.Service(c.Purpose.Service); ok {
			st.Needs = service.Confidence
			st.Next = upTo(st.Next, st.Needs)
		}
	}
	st.Next = append([]gpg45.Next{}, st.Next...)
	for _, p := range scored.Pieces {
		st.Pieces = append(st.Pieces, casework.PieceStanding{Type: p.Type, Strength: p.Strength, Validity: p.Validity})
	}
	for _, e := range fault.All(c.Missing(rules, resident.DateOf(now.UTC()))) {
		st.Missing = append(st.Missing, e.Code+" "+e.Where)
	}
	return st
}

// ReadChange records that the officer has read what a policy changed in a case.
func (d *Desk) ReadChange(ctx context.Context, id casework.ID) error {
	return d.change(ctx, id, deed{
		act: actChangeRead, do: func(c *casework.Case, by casework.By) error { return c.ReadChange(by) },
	})
}
