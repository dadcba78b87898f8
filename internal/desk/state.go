package desk

import (
	"cmp"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

// state is everything the owning goroutine owns. Nobody else touches it.
type state struct {
	d        *Desk
	revision uint64
	broken   bool // see Desk.perform

	root       *trust.Root
	list       *trust.List // nil until the first pull
	policy     *policy.Policy
	policySeen time.Time
	// The policies before and after the one in use, by version, and the one that
	// was refused last.
	policyToken string
	formers     map[int]former
	later       []announced
	unwanted    refusedPolicy
	etags       map[string]string // of what was pulled, by record id
	settings    Settings
	lease       lease
	numbers     numbers // of vouches
	parcels     map[outbox.ID]outbox.Parcel
	link        Link
	clock       clock
	slots       []vault.SlotInfo

	session *Session
	entries map[casework.ID]*entry
	listed  []*entry                     // of entries, newest first; nil: to be sorted again
	records map[string]letter.Record     // by jti
	looked  map[string]casework.Letter   // letters verified in this session, by jti
	drafts  map[string]map[string]string // of the case on screen, by draft key
	current *casework.Case               // the case on screen
	offered *LetterLook

	derived      derived   // of the case on screen
	checkpointed time.Time // when the journal was last signed for the broker
}

// entry is what is known of every case without opening it.
type entry struct {
	row     Row
	actors  []trust.PersonID
	letter  string // jti
	intent  bool
	kept    time.Time      // of a parked case: what is kept is destroyed after this
	looks   trust.PersonID // who asked for the second look that is wanted
	changed bool           // by a later policy, and not yet read
	version uint64         // of this process: changes whenever the case does
	people  people
	from    casework.ID // the case that this one corrects, or tries again
}

// trusted is the trust list in use, for those who verify outside the actor.
type trusted struct{ atomic.Pointer[trust.List] }

// signedOut is the state without anything a session knows.
func (s *state) signOut() {
	s.session, s.current, s.offered, s.listed = nil, nil, nil, nil
	s.derived = derived{}
	s.entries = map[casework.ID]*entry{}
	s.records, s.looked = map[string]letter.Record{}, map[string]casework.Letter{}
	s.drafts = nil
}

// now is the machine's time.
func (s *state) now() time.Time { return s.d.c.Now() }

// index remembers what the lists show of a case.
func (s *state) index(c *casework.Case) *entry {
	e := s.entries[c.ID]
	if e == nil {
		e = &entry{}
		s.entries[c.ID] = e
	}
	s.listed = nil
	e.version++
	e.actors, e.letter, e.intent = c.Actors(), c.Letter.JTI, c.Intent != nil
	e.changed = c.Changed != nil && (c.State == casework.Open || c.State == casework.Parked)
	e.looks = ""
	if c.SecondLookWanted("") {
		e.looks = c.Concern.By
	}
	e.people = peopleOf(c)
	e.row, e.from = s.row(c), c.From()
	if c.State == casework.Parked && c.Closing != nil {
		e.kept = c.Closing.Kept
	}
	return e
}

// row is one line of the case lists.
func (s *state) row(c *casework.Case) Row {
	r := Row{
		ID: c.ID, Ref: c.Ref, State: c.State, Outcome: c.Outcome, Since: c.Opened, By: c.OpenedBy,
		Returned: c.Returned() != nil,
		Waits:    c.State == casework.Open && !c.Left.IsZero() && c.Looked() != nil,
		Replaced: c.Corrected != nil && !c.Corrected.Received.IsZero(),
	}
	if c.Correction != nil {
		r.Wrong = c.Correction.Reason
	}
	if c.Closing != nil {
		r.Lapsed = !c.Closing.Lapsed.IsZero()
		if c.State == casework.Parked {
			r.Back = c.Closing.Until
		}
	}
	if c.Resident != nil {
		r.Resident = c.Resident.Name.Full()
	}
	if c.Purpose != nil {
		r.Service = c.Purpose.Service
	}
	if n := len(c.Acts); n > 0 {
		r.Since, r.By = c.Acts[n-1].At, c.Acts[n-1].By
	}
	switch {
	case r.Lapsed:
		r.Since = c.Closing.Lapsed
	case c.Submission != nil && c.Submission.Receipt != "":
		r.Since, r.Receipt = c.Submission.ReceivedAt, true
	case c.Submission != nil && !c.Submission.ApprovedAt.IsZero():
		r.Since = c.Submission.ApprovedAt
	case c.Submission != nil:
		r.Since, r.By = c.Submission.At, c.Submission.By
	case c.Decision != nil && c.Decision.At.After(r.Since):
		r.Since = c.Decision.At
	}
	if c.State == casework.Open {
		r.Step = firstUnfinished(steps(c, s.policy, nil, s.now()))
	}
	return r
}

// parcelList is the outbox, newest first.
func (s *state) parcelList() []outbox.Parcel {
	return slices.SortedFunc(maps.Values(s.parcels), func(a, b outbox.Parcel) int {
		if c := b.Made.Compare(a.Made); c != 0 {
			return c
		}
		return cmp.Compare(b.Seq, a.Seq)
	})
}
