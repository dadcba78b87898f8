package desk

import (
	"encoding/json"
	"strconv"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// ErrPolicyOlder is for a policy of a lower version than the one in use.
var ErrPolicyOlder = fault.New(fault.Refused, "policy-older")

// idPolicySeen is when the broker last confirmed that the policy is the newest.
const idPolicySeen = "policy-seen"

// loadLists verifies what is in the vault as if it had just arrived, but for
// its age: the clock may be wrong, and a desk that has been in a cupboard must
// still tell why it will not sign. Age is judged where something is signed.
func (s *state) loadLists() error {
	stored := map[string]kept{}
	err := s.d.vault.View(func(tx *vault.Tx) error {
		for _, id := range []string{idRoot, idTrust, idPolicy, idLetters} {
			k, err := find[kept](tx, vault.Lists, id)
			if err != nil {
				return err
			}
			stored[id], s.etags[id] = k, k.ETag
		}
		var err error
		s.policySeen, err = find[time.Time](tx, vault.HighWater, idPolicySeen)
		return err
	})
	if err != nil {
		return err
	}
	if s.root, err = readRoot(stored[idRoot].Token, s.d.anchor.Root); err != nil {
		return s.distrust(idRoot, err)
	}
	if token := stored[idTrust].Token; token != "" {
		if s.list, err = trust.ParseList(token, s.root, time.Time{}); err != nil {
			s.list = nil
			return s.distrust(idTrust, err)
		}
		s.d.list.Store(s.list)
	}
	if token := stored[idPolicy].Token; token != "" {
		if s.policy, _, err = brokerapi.ReadPolicy(token, s.root, time.Time{}); err != nil {
			s.policy = nil
			return s.distrust(idPolicy, err)
		}
	}
	return nil
}

// distrust goes on without a token that does not verify; it will be pulled
// anew. Only a root that is not the pinned one leaves nothing to go on with.
func (s *state) distrust(id string, cause error) error {
	s.etags[id] = ""
	s.note(actListRefused, map[string]string{"list": id, "reason": fault.Code(cause)}, nil)
	if id == idRoot {
		return cause
	}
	return nil
}

// rootChain holds every root from the pinned one to the one in use: each was
// signed by a key of the one before.
type rootChain []string

// readRoot follows the chain from the pinned thumbprint.
func readRoot(stored, pinned string) (*trust.Root, error) {
	var chain rootChain
	if err := json.Unmarshal([]byte(stored), &chain); err != nil || len(chain) == 0 {
		return nil, trust.ErrUnpinned
	}
	root, err := trust.ParseRoot(chain[0], []string{pinned}, time.Time{})
	if err != nil {
		return nil, err
	}
	for _, token := range chain[1:] {
		if root, err = trust.ParseNextRoot(token, root, time.Time{}); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// takeRoot replaces the root by one that a key of its own signed.
func (s *state) takeRoot(p courier.Pulled) error {
	if p.Token == s.root.Token {
		return s.keep(idRoot, p.ETag, nil)
	}
	next, err := trust.ParseNextRoot(p.Token, s.root, s.clock.earliest(s.now()))
	if err != nil {
		return s.refuseList(idRoot, err)
	}
	err = s.d.vault.Update(func(tx *vault.Tx) error {
		stored, err := get[kept](tx, vault.Lists, idRoot)
		if err != nil {
			return err
		}
		var chain rootChain
		if err := json.Unmarshal([]byte(stored.Token), &chain); err != nil {
			return trust.ErrUnpinned
		}
		data, err := json.Marshal(append(chain, p.Token))
		if err != nil {
			return err
		}
		return s.storeList(tx, idRoot, kept{Token: string(data), ETag: p.ETag}, next.Body.Version)
	})
	if err == nil {
		s.root, s.etags[idRoot] = next, p.ETag
	}
	return err
}

// takeTrust replaces the trust list, never by an older one.
func (s *state) takeTrust(p courier.Pulled) error {
	next, err := trust.ParseList(p.Token, s.root, s.clock.earliest(s.now()))
	if err == nil {
		err = s.list.Newer(next)
	}
	if err != nil {
		return s.refuseList(idTrust, err)
	}
	err = s.d.vault.Update(func(tx *vault.Tx) error {
		return s.storeList(tx, idTrust, kept{Token: p.Token, ETag: p.ETag}, next.Body.Version)
	})
	if err != nil {
		return err
	}
	s.list, s.etags[idTrust] = next, p.ETag
	s.d.list.Store(next)
	return s.seatSession()
}

// seatSession holds whoever is signed in against a new trust list.
func (s *state) seatSession() error {
	if s.session == nil {
		return nil
	}
	p, ok := s.list.Person(s.session.Person.ID)
	if now := s.now().Unix(); !ok || now < p.From || now >= p.Until {
		s.lock(actSignedOut)
		return nil
	}
	session := *s.session
	session.Person = p
	s.session = &session
	return nil
}

// takePolicy replaces the policy, never by one of a lower version, and assesses
// the open cases again.
func (s *state) takePolicy(p courier.Pulled, seen time.Time) error {
	next, body, err := brokerapi.ReadPolicy(p.Token, s.root, s.clock.earliest(s.now()))
	if err == nil && s.policy != nil && next.Version < s.policy.Version {
		err = ErrPolicyOlder
	}
	if err != nil {
		return s.refuseList(idPolicy, err)
	}
	if s.policy != nil && next.Effective.After(resident.DateOf(s.now())) {
		return s.confirmPolicy(seen) // announced: the one in use holds until its day has come
	}
	if at := body.IssuedAt.Time(); at.After(seen) {
		seen = at
	}
	former := s.policy
	s.policy = next
	var changed []*casework.Case
	err = s.d.vault.Update(func(tx *vault.Tx) error {
		if err := s.storeList(tx, idPolicy, kept{Token: p.Token, ETag: p.ETag}, int64(next.Version)); err != nil {
			return err
		}
		if err := put(tx, vault.HighWater, idPolicySeen, seen.UTC()); err != nil {
			return err
		}
		changed, err = s.reassessAll(tx)
		return err
	})
	if err != nil {
		s.policy = former
		return err
	}
	s.etags[idPolicy], s.policySeen = p.ETag, seen
	for _, c := range changed {
		s.adopt(c)
	}
	return nil
}

// confirmPolicy notes that the broker still names the policy the newest.
func (s *state) confirmPolicy(seen time.Time) error {
	if !seen.After(s.policySeen) || s.policy == nil {
		return nil
	}
	err := s.d.vault.Update(func(tx *vault.Tx) error { return put(tx, vault.HighWater, idPolicySeen, seen.UTC()) })
	if err == nil {
		s.policySeen = seen
	}
	return err
}

// reassessAll notes in every open case that it stands under the new policy.
func (s *state) reassessAll(tx *vault.Tx) (changed []*casework.Case, err error) {
	for id, e := range s.entries {
		if e.row.State != casework.Open || e.intent { // what is being signed stays as it is
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

// reassess records that an open case now stands under the policy in use; what
// that changes is computed wherever the case is shown.
func (s *state) reassess(tx *vault.Tx, c *casework.Case) (bool, error) {
	if s.policy == nil || c.State != casework.Open || c.Policy == int64(s.policy.Version) {
		return false, nil
	}
	details := map[string]string{
		"from": strconv.FormatInt(c.Policy, 10), "to": strconv.Itoa(s.policy.Version),
	}
	c.Policy = int64(s.policy.Version)
	return true, s.append(tx, actCaseReassessed, c.ID, details)
}

func (s *state) storeList(tx *vault.Tx, id string, k kept, version int64) error {
	if err := put(tx, vault.Lists, id, k); err != nil {
		return err
	}
	return s.append(tx, actListReplaced, "", map[string]string{"list": id, "version": strconv.FormatInt(version, 10)})
}

// keep remembers an ETag.
func (s *state) keep(id, etag string, also func(*vault.Tx) error) error {
	err := s.d.vault.Update(func(tx *vault.Tx) error {
		k, err := find[kept](tx, vault.Lists, id)
		if err != nil {
			return err
		}
		k.ETag = etag
		if err := put(tx, vault.Lists, id, k); err != nil || also == nil {
			return err
		}
		return also(tx)
	})
	if err == nil {
		s.etags[id] = etag
	}
	return err
}

// refuseList journals a list that may not replace the one in use.
func (s *state) refuseList(id string, cause error) error {
	s.note(actListRefused, map[string]string{"list": id, "reason": fault.Code(cause)}, nil)
	return cause
}

// documentOf finds a document type, if there is a policy at all.
func documentOf(p *policy.Policy, id string) (policy.Document, bool) {
	if p == nil {
		return policy.Document{}, false
	}
	return p.Document(id)
}
