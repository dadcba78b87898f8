package desk

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vault"
)

// Why a policy that arrived may not follow the one in use.
var (
	ErrPolicyOlder = fault.New(fault.Refused, "policy-older")        // of a lower version
	ErrPolicyTwice = fault.New(fault.Refused, "policy-same-version") // of the same version, with other rules
)

const (
	idPolicySeen = "policy-seen"  // HighWater: when the broker last confirmed that the policy is the newest
	formerPolicy = "policy-was "  // Lists: a policy that another has followed, by version
	laterPolicy  = "policy-then " // Lists: a policy whose first day is yet to come, by version
)

// superseded is a policy that was in use, and since when it no longer is. It is
// kept for as long as a supervisor may approve what was submitted under it, and
// to tell what the next one changed.
type superseded struct {
	Token string    `json:"token"`
	At    time.Time `json:"at"`
}

// former is a superseded policy, read.
type former struct {
	rules *policy.Policy
	token string
	at    time.Time
}

// refusedPolicy is a policy that arrived and was not taken.
type refusedPolicy struct {
	token  string
	reason string
}

// announced is a policy whose first day is yet to come.
type announced struct {
	rules *policy.Policy
	token string
}

// loadPolicies reads the policies before and after the one in use. One that no
// longer verifies is left out: nothing is lost but the words of what changed,
// and the approval of what was submitted under it.
func (s *state) loadPolicies() error {
	s.formers, s.later = map[int]former{}, nil
	var stored []kept
	err := s.d.vault.View(func(tx *vault.Tx) error {
		k, err := find[kept](tx, vault.Lists, idPolicy)
		if err != nil {
			return err
		}
		s.policyToken = k.Token
		return tx.Each(vault.Lists, func(id string, value []byte) error {
			switch {
			case strings.HasPrefix(id, formerPolicy):
				var was superseded
				if err := decode(vault.Lists, value, &was); err != nil {
					return err
				}
				if rules, _, err := brokerapi.ReadPolicy(was.Token, s.root, time.Time{}); err == nil {
					s.formers[rules.Version] = former{rules, was.Token, was.At}
				}
			case strings.HasPrefix(id, laterPolicy):
				var k kept
				if err := decode(vault.Lists, value, &k); err != nil {
					return err
				}
				stored = append(stored, k)
			}
			return nil
		})
	})
	for _, k := range stored {
		rules, _, err := brokerapi.ReadPolicy(k.Token, s.root, time.Time{})
		if err != nil {
			s.etags[idPolicy] = "" // to be pulled anew
			continue
		}
		s.later = append(s.later, announced{rules, k.Token})
	}
	return err
}

// takePolicy takes in a policy that arrived: it replaces the one in use, or is
// kept for its first day, or is refused and the desk goes on under the one it
// has.
func (s *state) takePolicy(p courier.Pulled, seen time.Time) error {
	next, body, err := brokerapi.ReadPolicy(p.Token, s.root, s.clock.earliest(s.now()))
	if err == nil {
		err = s.mayFollow(next)
	}
	if err != nil {
		return s.refusePolicy(p.Token, err)
	}
	s.unwanted = refusedPolicy{}
	if s.policy != nil && next.Effective.After(resident.DateOf(s.now())) {
		if err := s.announce(p, next); err != nil {
			return err
		}
		return s.confirmPolicy(seen) // the one in use is the newest until that day
	}
	if at := body.IssuedAt.Time(); at.After(seen) {
		seen = at
	}
	return s.replacePolicy(next, p, seen)
}

// mayFollow holds that versions go up only, and that one version is one set of
// rules: cases and vouches name them by it.
func (s *state) mayFollow(next *policy.Policy) error {
	switch {
	case s.policy == nil || next.Version > s.policy.Version:
		return nil
	case next.Version < s.policy.Version:
		return ErrPolicyOlder
	case len(policy.Diff(s.policy, next)) > 0:
		return ErrPolicyTwice
	}
	return nil
}

// refusePolicy journals a policy that may not be used, once for as long as it
// keeps arriving, and leaves word for a supervisor.
func (s *state) refusePolicy(token string, cause error) error {
	if s.unwanted.token != token {
		details := map[string]string{"list": idPolicy, "reason": fault.Code(cause)}
		var rules *fault.Error
		if all := fault.All(cause); len(all) > 0 && all[0].Code == brokerapi.ErrPolicyRules.Code {
			for _, e := range fault.All(all[0].Err) {
				rules = e
				details["mistake"], details["where"] = rules.Code, rules.Where
				break
			}
		}
		s.note(actListRefused, details, nil)
	}
	s.unwanted = refusedPolicy{token, fault.Code(cause)}
	return cause
}

// announce keeps a policy until its first day.
func (s *state) announce(p courier.Pulled, next *policy.Policy) error {
	known := slices.ContainsFunc(s.later, func(a announced) bool { return a.token == p.Token })
	if known {
		return s.keep(idPolicy, p.ETag, nil)
	}
	version := strconv.Itoa(next.Version)
	err := s.keep(idPolicy, p.ETag, func(tx *vault.Tx) error {
		if err := put(tx, vault.Lists, laterPolicy+version, kept{Token: p.Token}); err != nil {
			return err
		}
		return s.append(tx, actPolicyAnnounced, "", map[string]string{"version": version, "effective": next.Effective.ISO()})
	})
	if err == nil {
		s.later = slices.DeleteFunc(s.later, func(a announced) bool { return a.rules.Version == next.Version })
		s.later = append(s.later, announced{next, p.Token})
	}
	return err
}

// turnPolicy puts an announced policy in use once its first day has come, also
// without the broker. A clock that is not believed turns nothing: versions never
// go back, so a policy taken too early could not be put away again.
func (s *state) turnPolicy() {
	if s.clock.reason != "" || s.policy == nil || len(s.later) == 0 {
		return
	}
	today := resident.DateOf(s.now())
	var next announced
	for _, a := range s.later {
		if !a.rules.Effective.After(today) && (next.rules == nil || a.rules.Version > next.rules.Version) {
			next = a
		}
	}
	if next.rules == nil {
		return
	}
	// When the broker last confirmed it stays as it is: it did so of this one.
	err := s.replacePolicy(next.rules, courier.Pulled{Token: next.token, ETag: s.etags[idPolicy]}, s.policySeen)
	if err != nil { // the one in use goes on; the next look tries again
		s.d.c.Log.Error("policy not turned", "err", err)
	}
}

// replacePolicy puts a policy in use and assesses open and parked cases again,
// in one transaction.
func (s *state) replacePolicy(next *policy.Policy, p courier.Pulled, seen time.Time) error {
	before, token, formers := s.policy, s.policyToken, s.formers
	s.policy, s.policyToken = next, p.Token
	var changed []*casework.Case
	err := s.d.vault.Update(func(tx *vault.Tx) error {
		if err := s.storeList(tx, idPolicy, kept{Token: p.Token, ETag: p.ETag}, int64(next.Version)); err != nil {
			return err
		}
		if err := put(tx, vault.HighWater, idPolicySeen, seen.UTC()); err != nil {
			return err
		}
		if before != nil && before.Version != next.Version {
			if err := s.supersede(tx, former{before, token, s.now().UTC()}); err != nil {
				return err
			}
		}
		for _, a := range s.later {
			if a.rules.Version <= next.Version {
				if err := tx.Delete(vault.Lists, laterPolicy+strconv.Itoa(a.rules.Version)); err != nil {
					return err
				}
			}
		}
		var err error
		changed, err = s.reassessAll(tx)
		return err
	})
	if err != nil {
		s.policy, s.policyToken, s.formers = before, token, formers
		return err
	}
	s.later = slices.DeleteFunc(s.later, func(a announced) bool { return a.rules.Version <= next.Version })
	s.etags[idPolicy], s.policySeen = p.ETag, seen
	for _, c := range changed {
		s.adopt(c)
	}
	return nil
}

// supersede keeps a policy that is no longer in use, and forgets those that
// nothing may be approved under any more. The newest of them always stays.
func (s *state) supersede(tx *vault.Tx, was former) error {
	all := map[int]former{was.rules.Version: was}
	for version, f := range s.formers {
		if s.now().Sub(f.at) <= f.grace() {
			all[version] = f
			continue
		}
		if err := tx.Delete(vault.Lists, formerPolicy+strconv.Itoa(version)); err != nil {
			return err
		}
	}
	s.formers = all
	return put(tx, vault.Lists, formerPolicy+strconv.Itoa(was.rules.Version), superseded{was.token, was.at})
}

// grace is how long the broker takes what was made under a policy after another
// has followed it.
func (f former) grace() time.Duration {
	return time.Duration(f.rules.Limits.PolicyStopDays) * 24 * time.Hour
}

// rulesOf is the policy of a version, and since when another is in use; a zero
// time for the one that is. Nil is a policy that is no longer here.
func (s *state) rulesOf(version int64) (*policy.Policy, time.Time) {
	if s.policy != nil && int64(s.policy.Version) == version {
		return s.policy, time.Time{}
	}
	if f, ok := s.formers[int(version)]; ok {
		return f.rules, f.at
	}
	return nil, time.Time{}
}

// rulesFor is the policy that a case is shown and decided under: the one in use
// while officers work on it, afterwards the one it was submitted under, for as
// long as that is here.
func (s *state) rulesFor(c *casework.Case) (*policy.Policy, time.Time) {
	if c.State != casework.Open && c.State != casework.Parked {
		if rules, since := s.rulesOf(c.Policy); rules != nil {
			return rules, since
		}
	}
	return s.policy, time.Time{}
}

// confirmPolicy notes that the broker still names the policy the newest.
func (s *state) confirmPolicy(seen time.Time) error {
	s.unwanted = refusedPolicy{}
	if !seen.After(s.policySeen) || s.policy == nil {
		return nil
	}
	err := s.d.vault.Update(func(tx *vault.Tx) error { return put(tx, vault.HighWater, idPolicySeen, seen.UTC()) })
	if err == nil {
		s.policySeen = seen
	}
	return err
}
