package storetest

import (
	"fmt"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/trust"
)

// of is a vouch of a subject.
func of(n int, subject, replaces string) brokerstore.Vouch {
	v := aVouch(n)
	v.Subject, v.Replaces = subject, replaces
	return v
}

func (s suite) put(v brokerstore.Vouch) {
	s.Helper()
	_, _, err := s.PutVouch(s.ctx, v)
	s.do(err)
}

func (s suite) approve(jti string) error {
	_, _, err := s.Approve(s.ctx, brokerstore.Approval{VouchJTI: jti, JTI: "a-" + jti, Parcel: "p", At: now(), Leaf: []byte("leaf " + jti)})
	return err
}

// subjects: a case has one vouch. One that was sent and never approved gives
// way to the next of its desk, with its letter.
func subjects(s suite) {
	s.lease(20)
	s.put(of(1, "case-a", ""))
	second := of(2, "case-a", "")
	second.Letter = "letter1"
	other := of(3, "case-a", "")
	other.Desk = "d2"
	_, err := s.Lease(s.ctx, "d2", []int{30}, 1, now())
	s.do(err)
	other.Index = 30
	_, _, err = s.PutVouch(s.ctx, other)
	s.refused(err, brokerstore.ErrSubjectTaken)
	s.put(second)
	if kept, err := s.Vouch(s.ctx, "v1"); err != nil || kept.Superseded != "v2" {
		s.Errorf("%+v, %v", kept, err)
	}
	s.refused(s.approve("v1"), brokerstore.ErrSuperseded)
	s.do(s.approve("v2"))
	third := of(4, "case-a", "")
	_, _, err = s.PutVouch(s.ctx, third)
	s.refused(err, brokerstore.ErrSubjectTaken)
	third.Subject, third.Letter = "case-b", "letter1"
	_, _, err = s.PutVouch(s.ctx, third)
	s.refused(err, brokerstore.ErrLetterTaken)
	third.Letter = ""
	s.put(third)
}

// replaces: the approval of a vouch that replaces another withdraws it, once.
func replaces(s suite) {
	s.lease(20)
	s.put(of(1, "case-a", ""))
	_, _, err := s.PutVouch(s.ctx, of(2, "case-a", "v1"))
	s.refused(err, brokerstore.ErrReplacesNone) // not accepted yet
	s.do(s.approve("v1"))
	_, _, err = s.PutVouch(s.ctx, of(2, "case-a", "unknown"))
	s.refused(err, brokerstore.ErrReplacesNone)
	_, _, err = s.PutVouch(s.ctx, of(2, "case-b", "v1"))
	s.refused(err, brokerstore.ErrReplacesElse)
	first := of(2, "case-a", "v1")
	first.Letter = "letter1" // stays with what it replaces
	s.put(first)
	if old, err := s.Vouch(s.ctx, "v1"); err != nil || old.ReplacedBy != "" {
		s.Errorf("withdrawn before the approval: %+v, %v", old, err)
	}
	s.put(of(3, "case-a", "v1")) // the desk tries again: the first was never approved
	s.refused(s.approve("v2"), brokerstore.ErrSuperseded)
	for range 2 {
		s.do(s.approve("v3"))
	}
	old, err := s.Vouch(s.ctx, "v1")
	if err != nil || old.ReplacedBy != "v3" || !old.Withdrawn.Equal(now()) || old.ApprovalJTI == "" {
		s.Errorf("%+v, %v", old, err)
	}
	_, _, err = s.PutVouch(s.ctx, of(4, "case-a", "v1"))
	s.refused(err, brokerstore.ErrReplaced)
	chained := of(4, "case-a", "v3")
	chained.Letter = "letter1"
	s.put(chained)
	s.do(s.approve("v4"))
	if next, err := s.Vouch(s.ctx, "v3"); err != nil || next.ReplacedBy != "v4" {
		s.Errorf("%+v, %v", next, err)
	}
	// The letter is still the first one's.
	stolen := of(5, "case-c", "")
	stolen.Letter = "letter1"
	_, _, err = s.PutVouch(s.ctx, stolen)
	s.refused(err, brokerstore.ErrLetterTaken)
}

func deskOf(i int) trust.DeskID { return trust.DeskID(fmt.Sprint("desk", i)) }

// raceReplace: of many desks that correct one vouch at once, one does.
func raceReplace(s suite) {
	s.lease(1)
	s.put(of(0, "case-a", ""))
	s.do(s.approve("v0"))
	for i := 1; i <= racers; i++ {
		_, err := s.Lease(s.ctx, deskOf(i), []int{i}, 1, now())
		s.do(err)
	}
	said := race(racers, func(i int) error {
		v := of(i+1, "case-a", "v0")
		v.Desk = deskOf(i + 1)
		_, _, err := s.PutVouch(s.ctx, v)
		return err
	})
	if n := s.winners(said, brokerstore.ErrReplaced); n != 1 {
		s.Errorf("%d vouches replace one", n)
	}
}
