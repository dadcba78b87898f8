package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/brokerstore"
)

// tied is the i-th vouch of its desk, with a resident and referees.
func (s suite) tied(i int, resident string, rests bool, referees ...string) brokerstore.Vouch {
	s.Helper()
	v := aVouch(i)
	v.Subject, v.Ties = fmt.Sprint("subject ", i), &brokerstore.Ties{Resident: resident, Referees: referees, Rests: rests}
	_, _, err := s.PutVouch(s.ctx, v)
	s.do(err)
	return v
}

func (s suite) breaches(v brokerstore.Vouch, at time.Time) []brokerstore.Breach {
	s.Helper()
	kept, _, err := s.Approve(s.ctx, brokerstore.Approval{
		VouchJTI: v.JTI, JTI: "approval of " + v.JTI, Parcel: "p", At: at, Leaf: []byte(v.JTI), PerYear: 2,
	})
	s.do(err)
	return kept.Breaches
}

func referees(s suite) {
	s.lease(racers)
	is := func(what string, got []brokerstore.Breach, want ...brokerstore.Breach) {
		s.Helper()
		if !slices.Equal(got, want) {
			s.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	year := now().AddDate(1, 0, 0)
	one := s.tied(1, "A", false, "R")
	if h, err := s.Referee(s.ctx, brokerstore.RefereeQuery{Referee: "R", Resident: "B"}); err != nil || h != (brokerstore.RefereeHistory{}) {
		s.Errorf("a vouch without approval counts: %+v, %v", h, err)
	}
	is("first", s.breaches(one, now()))
	is("again", s.breaches(one, now()))
	is("the same resident", s.breaches(s.tied(2, "A", false, "R"), now()))
	is("second", s.breaches(s.tied(3, "B", false, "R", "S"), now().AddDate(0, 1, 0)))
	is("third", s.breaches(s.tied(4, "C", false, "R"), now().AddDate(0, 2, 0)), brokerstore.BreachLimit)
	is("a resident nobody named", s.breaches(s.tied(5, "", false, "R"), now().AddDate(0, 2, 1)), brokerstore.BreachLimit)
	is("another referee", s.breaches(s.tied(6, "C", false, "S"), now().AddDate(0, 2, 2)))
	is("after the year", s.breaches(s.tied(7, "D", false, "S"), year.AddDate(0, 1, 1)))
	is("each for the other", s.breaches(s.tied(8, "S", true, "D"), now()), brokerstore.BreachMutual)
	is("a chain", s.breaches(s.tied(9, "E", false, "S"), year.AddDate(1, 1, 0)), brokerstore.BreachChain)
	want := brokerstore.RefereeHistory{Vouched: 2}
	got, err := s.Referee(s.ctx, brokerstore.RefereeQuery{Referee: "R", Resident: "A", Subject: "subject 5", Since: now().AddDate(-1, 0, 0)})
	s.do(err)
	if diff := cmp.Diff(want, got); diff != "" {
		s.Error(diff)
	}
	kept, err := s.Vouch(s.ctx, aVouch(4).JTI)
	s.do(err)
	is("kept", kept.Breaches, brokerstore.BreachLimit)
}

// raceReferee: however fast they come, two are within the limit.
func raceReferee(s suite) {
	s.lease(racers)
	all := make([]brokerstore.Vouch, racers)
	for i := range all {
		all[i] = s.tied(i, fmt.Sprint("resident ", i), false, "R")
	}
	within := make([]bool, racers)
	said := race(racers, func(i int) error {
		kept, _, err := s.Approve(s.ctx, brokerstore.Approval{
			VouchJTI: all[i].JTI, JTI: "a " + all[i].JTI, Parcel: "p", At: now(), Leaf: []byte("l"), PerYear: 2,
		})
		within[i] = len(kept.Breaches) == 0
		return err
	})
	if n := s.winners(said, nil); n != racers {
		s.Errorf("%d of %d were approved", n, racers)
	}
	if n := len(slices.DeleteFunc(within, func(w bool) bool { return !w })); n != 2 {
		s.Errorf("%d were within the limit", n)
	}
}
