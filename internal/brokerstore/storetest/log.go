package storetest

import (
	"fmt"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	"vouchdesk/internal/brokerstore"
)

func log(s suite) {
	h := func(b byte) [32]byte { return [32]byte{b} }
	head := func(size int64) brokerstore.Head {
		return brokerstore.Head{Size: size, Root: h(9), Note: fmt.Sprint("note ", size)}
	}
	if got, err := s.Head(s.ctx); err != nil || got.Note != "" {
		s.Errorf("first head %v, %v", got, err)
	}
	s.do(s.Integrate(s.ctx, 0, nil, head(0)))
	s.refused(s.Integrate(s.ctx, 0, nil, head(0)), brokerstore.ErrNotNext)
	s.do(s.Integrate(s.ctx, 0, [][32]byte{h(1), h(2), h(3)}, head(2)))
	s.refused(s.Integrate(s.ctx, 0, [][32]byte{h(1)}, head(1)), brokerstore.ErrNotNext)
	s.do(s.Integrate(s.ctx, 2, [][32]byte{h(4)}, head(3)))
	got, err := s.Hashes(s.ctx, []int64{0, 2, tlog.StoredHashCount(2)})
	s.do(err)
	if diff := cmp.Diff([][32]byte{h(1), h(3), h(4)}, got); diff != "" {
		s.Error(diff)
	}
	_, err = s.Hashes(s.ctx, []int64{0, 99})
	s.refused(err, brokerstore.ErrNotFound)
	if now, err := s.Head(s.ctx); err != nil || now != head(3) {
		s.Errorf("head %v, %v", now, err)
	}
}

func journal(s suite) {
	for i, c := range []struct {
		seq, prev      uint64
		hash, prevHash string
		want           brokerstore.JournalFinding
	}{
		{5, 0, "h5", "", brokerstore.JournalFits},
		{9, 5, "h9", "h5", brokerstore.JournalFits},
		{9, 5, "h9", "h5", brokerstore.JournalFits}, // sent twice
		{9, 5, "other", "h5", brokerstore.JournalFork},
		{12, 9, "h12", "other", brokerstore.JournalFork},
		{12, 5, "h12", "h5", brokerstore.JournalFork},
		{7, 5, "h7", "h5", brokerstore.JournalBehind},
		{20, 15, "h20", "h15", brokerstore.JournalGap},
		{20, 15, "h20", "h15", brokerstore.JournalFits}, // known now, and a person has been told
		{22, 20, "h22", "h20", brokerstore.JournalFits},
	} {
		got, err := s.AddJournal(s.ctx, brokerstore.Journal{
			Desk: "d1", Seq: c.seq, Hash: c.hash, PrevSeq: c.prev, PrevHash: c.prevHash, Token: "t", At: now(),
		})
		if err != nil || got != c.want {
			s.Errorf("checkpoint %d (%d): %v, %v, want %v", i, c.seq, got, err, c.want)
		}
	}
	if got, err := s.AddJournal(s.ctx, brokerstore.Journal{Desk: "d2", Seq: 5, Hash: "h", At: now()}); err != nil || got != brokerstore.JournalFits {
		s.Errorf("another desk: %v, %v", got, err)
	}
}

func incidents(s suite) {
	for _, key := range []string{"b", "a", "b"} {
		s.do(s.AddIncident(s.ctx, brokerstore.Incident{Key: key, Code: "check-hit", Desk: "d1", Ref: key, At: now()}))
	}
	got, err := s.Incidents(s.ctx)
	s.do(err)
	if len(got) != 2 || got[0].Key != "b" || got[1].Key != "a" {
		s.Errorf("incidents %+v", got)
	}
}

func approvals(s suite) {
	s.lease(10)
	approve := func(n int, jti string) (brokerstore.Vouch, bool, error) {
		return s.Approve(s.ctx, brokerstore.Approval{
			VouchJTI: fmt.Sprint("v", n), JTI: jti, Parcel: "sealed", At: now(), Leaf: []byte(fmt.Sprint("leaf ", n)),
		})
	}
	_, _, err := approve(1, "a1")
	s.refused(err, brokerstore.ErrNotFound)
	for n := 1; n <= 2; n++ {
		_, _, err := s.PutVouch(s.ctx, aVouch(n))
		s.do(err)
	}
	_, err = s.SetReceipt(s.ctx, "v1", "early")
	s.refused(err, brokerstore.ErrNotFound)
	for i, created := range []bool{true, false} {
		kept, got, err := approve(2, "a2")
		if err != nil || got != created || kept.Leaf != 0 || kept.ApprovalJTI != "a2" {
			s.Errorf("approval %d: %+v, %v, %v", i, kept, got, err)
		}
	}
	_, _, err = approve(2, "another")
	s.refused(err, brokerstore.ErrExists)
	if kept, _, err := approve(1, "a1"); err != nil || kept.Leaf != 1 {
		s.Errorf("second leaf: %+v, %v", kept, err)
	}
	for _, receipt := range []string{"first", "second"} {
		if got, err := s.SetReceipt(s.ctx, "v1", receipt); err != nil || got != "first" {
			s.Errorf("receipt = %q, %v", got, err)
		}
	}
	leaves, err := s.Leaves(s.ctx, 0, 10)
	s.do(err)
	if diff := cmp.Diff([][]byte{[]byte("leaf 2"), []byte("leaf 1")}, leaves); diff != "" {
		s.Error(diff)
	}
	if leaves, err = s.Leaves(s.ctx, 1, 10); err != nil || len(leaves) != 1 {
		s.Errorf("from 1: %q, %v", leaves, err)
	}
}
