package desk

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trust"
)

// publish makes the state as it is now visible.
func (s *state) publish() {
	s.revision++
	s.d.subs.put(s.snapshot())
}

// snapshot is detached: everything in it is copied or never changed again.
func (s *state) snapshot() Snapshot {
	now := s.now()
	snap := Snapshot{
		Revision: s.revision, Place: s.place(), Staff: s.staff(now), Link: s.link, Outbox: s.parcelList(),
		Notices: s.notices(now), Settings: s.settings, Policy: s.policy,
		Clock: Clock{Trusted: s.clock.reason == "", Reason: s.clock.reason}, Now: now,
	}
	if s.root != nil {
		snap.Council = Council{Name: s.root.Body.Name, Brand: s.root.Body.Brand}
	}
	if s.session == nil {
		return snap
	}
	session := *s.session
	session.Person.Roles = slices.Clone(session.Person.Roles)
	snap.Session = &session
	snap.Cases = s.rows(func(*entry) bool { return true })
	snap.Approvals = s.rows(func(e *entry) bool {
		return e.row.State == casework.WithSupervisor && s.mayDecide(e.actors) == nil
	})
	if s.mayLook() == nil {
		snap.Looks = s.rows(func(e *entry) bool { return e.looks != "" && e.looks != s.session.Person.ID })
	}
	if s.offered != nil {
		look := *s.offered
		look.Params, look.Record = maps.Clone(look.Params), copyRecord(look.Record)
		if b := look.Before; b != nil {
			before := *b
			look.Before = &before
		}
		snap.Offered = &look
	}
	snap.Open = s.openCase(now)
	return snap
}

// rows lists cases, the newest first. Thousands of them are sorted only when
// one has changed, not for every word that is typed.
func (s *state) rows(which func(*entry) bool) []Row {
	if s.listed == nil {
		s.listed = slices.SortedFunc(maps.Values(s.entries), func(a, b *entry) int {
			return cmp.Or(b.row.Since.Compare(a.row.Since), cmp.Compare(b.row.Ref, a.row.Ref))
		})
	}
	n := 0
	for _, e := range s.listed {
		if which(e) {
			n++
		}
	}
	rows := make([]Row, 0, n)
	for _, e := range s.listed {
		if which(e) {
			row := e.row
			if row.Wrong != "" {
				row.Corrects = s.refOf(e.from)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// refOf is a case's reference; empty for one that is not at this desk.
func (s *state) refOf(id casework.ID) string {
	if e := s.entries[id]; e != nil {
		return e.row.Ref
	}
	return ""
}

func copyRecord(r *letter.Record) *letter.Record {
	if r == nil {
		return nil
	}
	c := *r
	c.AddressLines = slices.Clone(c.AddressLines)
	return &c
}

func (s *state) place() Place {
	p := Place{ID: s.d.anchor.Desk, SiteNumber: s.site(), Protection: "file", Scans: s.d.c.Scans, Scanner: s.d.scans.scanner != nil}
	if s.d.protection == keyring.ProtectedDPAPI {
		p.Protection = "machine"
	}
	if s.list != nil {
		if own, ok := s.list.Desk(p.ID); ok {
			p.Name = own.Name
		}
		if site, ok := s.list.Site(p.SiteNumber); ok {
			p.Site = site.Name
		}
	}
	return p
}

// staff joins the slots of this desk with the names of the trust list. Whoever
// is no longer listed cannot sign in, and is not shown.
func (s *state) staff(now time.Time) []Staff {
	all := []Staff{}
	if s.list == nil {
		return all
	}
	for _, slot := range s.slots {
		p, ok := s.list.Person(trust.PersonID(slot.Person))
		if !ok || now.Unix() >= p.Until {
			continue
		}
		_, confirmed := s.staffKey(p.ID, now)
		all = append(all, Staff{
			ID: p.ID, Name: p.Name, Roles: slices.Clone(p.Roles), WaitUntil: slot.Wait, Barred: slot.Locked, Pending: !confirmed,
		})
	}
	slices.SortFunc(all, func(a, b Staff) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return all
}

// staffKey is the key that a person signs with at this desk.
func (s *state) staffKey(person trust.PersonID, now time.Time) (kid string, ok bool) {
	if s.list == nil {
		return "", false
	}
	for _, k := range s.list.Current(trust.UseStaffSign, now) {
		if k.Person == person && (k.Desk == "" || k.Desk == s.d.anchor.Desk) {
			return k.KID, true
		}
	}
	return "", false
}
