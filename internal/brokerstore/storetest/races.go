package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"vouchdesk/internal/brokerstore"
)

const racers = 16

// race runs n calls at once and returns what each said.
func race(n int, call func(i int) error) []error {
	var wg sync.WaitGroup
	said := make([]error, n)
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			said[i] = call(i)
		})
	}
	close(start)
	wg.Wait()
	return said
}

// winners counts those without error; the others must say want.
func (s suite) winners(said []error, want error) int {
	s.Helper()
	n := 0
	for _, err := range said {
		switch {
		case err == nil:
			n++
		case !errors.Is(err, want):
			s.Errorf("err = %v, want %v", err, want)
		}
	}
	return n
}

func raceVouch(s suite) {
	s.lease(racers)
	made := make([]bool, racers)
	said := race(racers, func(i int) error {
		_, created, err := s.PutVouch(s.ctx, aVouch(1))
		made[i] = created
		return err
	})
	if n := s.winners(said, nil); n != racers {
		s.Errorf("%d of %d were told it is kept", n, racers)
	}
	made = slices.DeleteFunc(made, func(m bool) bool { return !m })
	if len(made) != 1 {
		s.Errorf("it was made %d times", len(made))
	}
}

func raceLetter(s suite) {
	s.lease(racers)
	said := race(racers, func(i int) error {
		v := aVouch(i)
		v.Letter = "the one letter"
		_, _, err := s.PutVouch(s.ctx, v)
		return err
	})
	if n := s.winners(said, brokerstore.ErrLetterTaken); n != 1 {
		s.Errorf("%d vouches used one letter", n)
	}
}

func raceLease(s suite) {
	var mu sync.Mutex
	given := map[int]int{}
	said := race(racers, func(int) error {
		got, err := s.Lease(s.ctx, "d1", []int{1, 2, 3, 4, 5, 6, 7, 8}, 2, now())
		mu.Lock()
		defer mu.Unlock()
		for _, i := range got {
			given[i]++
		}
		return err
	})
	if n := s.winners(said, brokerstore.ErrNoIndices); n != 4 {
		s.Errorf("%d leases of 2 out of 8", n)
	}
	for i, n := range given {
		if n != 1 {
			s.Errorf("index %d was given %d times", i, n)
		}
	}
}

func raceEnrol(s suite) {
	s.do(s.AddEnrolment(s.ctx, brokerstore.Enrolment{SecretHash: "h", Desk: "d1", Until: now().AddDate(0, 0, 1)}))
	said := race(racers, func(i int) error {
		_, err := s.Enrol(s.ctx, "h", deskKeys(fmt.Sprint("k", i)), now())
		return err
	})
	if n := s.winners(said, brokerstore.ErrSecret); n != 1 {
		s.Errorf("one secret enrolled %d keys", n)
	}
}
