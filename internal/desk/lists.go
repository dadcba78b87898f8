package desk

import (
	"encoding/json"
	"strconv"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

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
	return s.loadPolicies()
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
