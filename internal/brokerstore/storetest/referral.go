package storetest

import (
	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/brokerstore"
)

func referrals(s suite) {
	r := brokerstore.Referral{ID: "urn:uuid:1", SHA256: "h", Desk: "DESK07", Parcel: "a.b.c.d.e", Received: now()}
	_, err := s.Referral(s.ctx, r.ID)
	s.refused(err, brokerstore.ErrNotFound)
	for i, want := range []bool{true, false} {
		again := r
		again.Parcel += again.Parcel[:i] // sealed anew: other bytes around the same token
		created, err := s.PutReferral(s.ctx, again)
		s.do(err)
		if created != want {
			s.Errorf("PUT %d created: %v", i, created)
		}
	}
	for _, change := range []func(*brokerstore.Referral){
		func(r *brokerstore.Referral) { r.SHA256 = "other" }, func(r *brokerstore.Referral) { r.Desk = "DESK08" },
	} {
		other := r
		change(&other)
		_, err := s.PutReferral(s.ctx, other)
		s.refused(err, brokerstore.ErrExists)
	}
	got, err := s.Referral(s.ctx, r.ID)
	s.do(err)
	if diff := cmp.Diff(r, got); diff != "" {
		s.Error(diff)
	}
}
