// Package storetest is the contract of brokerstore.Store as tests: every store
// must pass [Run]. For tests only.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/trust"
)

// Open gives an empty store, which the suite closes.
type Open func(t testing.TB) brokerstore.Store

type suite struct {
	*testing.T
	ctx context.Context
	brokerstore.Store
}

// Run puts a store through the contract.
func Run(t *testing.T, open Open) {
	t.Helper()
	for name, test := range map[string]func(suite){
		"docs": docs, "registry": registry, "enrolment": enrolment, "requests": requests, "letters": letters,
		"leases": leases, "checks": checks, "vouches": vouches, "chain": chain, "subjects": subjects, "replaces": replaces,
		"approvals": approvals, "log": log, "journal": journal, "referrals": referrals, "referees": referees, "incidents": incidents, "stopped": stopped,
		"races/referee": raceReferee, "races/vouch": raceVouch, "races/replace": raceReplace, "races/letter": raceLetter, "races/lease": raceLease, "races/enrol": raceEnrol,
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			t.Cleanup(func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
			test(suite{t, t.Context(), s})
		})
	}
}

func (s suite) do(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s suite) refused(err, want error) {
	s.Helper()
	if !errors.Is(err, want) {
		s.Errorf("err = %v, want %v", err, want)
	}
}

func now() time.Time { return time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC) }

func docs(s suite) {
	doc := func(version int64) brokerstore.Doc {
		return brokerstore.Doc{Kind: brokerstore.DocTrust, Version: version, Token: fmt.Sprint("token ", version), At: now()}
	}
	_, err := s.Published(s.ctx, brokerstore.DocTrust)
	s.refused(err, brokerstore.ErrNotFound)
	s.do(s.Publish(s.ctx, doc(1)))
	s.do(s.Publish(s.ctx, brokerstore.Doc{Kind: brokerstore.DocRoot, Version: 7, Token: "root", At: now()}))
	s.do(s.Publish(s.ctx, doc(300)))
	s.refused(s.Publish(s.ctx, doc(300)), brokerstore.ErrOlder)
	s.refused(s.Publish(s.ctx, doc(2)), brokerstore.ErrOlder)
	got, err := s.Published(s.ctx, brokerstore.DocTrust)
	s.do(err)
	if diff := cmp.Diff(doc(300), got); diff != "" {
		s.Error(diff)
	}
	if old, err := s.PublishedAt(s.ctx, brokerstore.DocTrust, 1); err != nil || old.Token != "token 1" {
		s.Errorf("version 1: %v, %v", old, err)
	}
	if all, err := s.Versions(s.ctx, brokerstore.DocTrust); err != nil || !slices.Equal(all, []int64{1, 300}) {
		s.Errorf("versions %v, %v", all, err)
	}
	if all, err := s.Versions(s.ctx, brokerstore.DocPolicy); err != nil || len(all) > 0 {
		s.Errorf("versions of nothing %v, %v", all, err)
	}
	_, err = s.PublishedAt(s.ctx, brokerstore.DocTrust, 2)
	s.refused(err, brokerstore.ErrNotFound)
	_, err = s.Published(s.ctx, brokerstore.DocPolicy)
	s.refused(err, brokerstore.ErrNotFound)
}

func registry(s suite) {
	if r, err := s.Registry(s.ctx); err != nil || r.Issuer != "" {
		s.Errorf("first registry %v, %v", r, err)
	}
	s.do(s.ChangeRegistry(s.ctx, func(r *brokerstore.Registry) error {
		r.Issuer = "https://vouch.specimen.example"
		return nil
	}))
	stop := errors.New("stop")
	s.refused(s.ChangeRegistry(s.ctx, func(r *brokerstore.Registry) error {
		r.Issuer = "changed"
		return stop
	}), brokerstore.ErrStore)
	if r, err := s.Registry(s.ctx); err != nil || r.Issuer != "https://vouch.specimen.example" {
		s.Errorf("a change that failed was kept: %v, %v", r, err)
	}
}

func deskKeys(kid string) brokerstore.DeskKeys {
	return brokerstore.DeskKeys{Recipient: "age1specimen", Key: trust.Key{
		KID: kid, Use: trust.UseDesk, From: now().Unix(), Until: now().AddDate(1, 0, 0).Unix(),
	}}
}

func enrolment(s suite) {
	s.do(s.AddEnrolment(s.ctx, brokerstore.Enrolment{SecretHash: "h1", Desk: "d1", Site: 7, Until: now().Add(time.Hour)}))
	s.refused(s.AddEnrolment(s.ctx, brokerstore.Enrolment{SecretHash: "h1", Desk: "d9"}), brokerstore.ErrExists)
	_, err := s.Enrol(s.ctx, "unknown", deskKeys("k1"), now())
	s.refused(err, brokerstore.ErrSecret)
	_, err = s.Enrol(s.ctx, "h1", deskKeys("k1"), now().Add(time.Hour))
	s.refused(err, brokerstore.ErrSecret)
	for range 2 { // the second is the answer lost on the way
		got, err := s.Enrol(s.ctx, "h1", deskKeys("k1"), now())
		if err != nil || got.ID != "d1" || got.Site != 7 {
			s.Errorf("Enrol = %v, %v", got, err)
		}
	}
	_, err = s.Enrol(s.ctx, "h1", deskKeys("k2"), now())
	s.refused(err, brokerstore.ErrSecret)
	s.do(s.AddEnrolment(s.ctx, brokerstore.Enrolment{SecretHash: "h2", Desk: "d1", Site: 7, Until: now().Add(time.Hour)}))
	_, err = s.Enrol(s.ctx, "h2", deskKeys("k2"), now())
	s.do(err)
	r, err := s.Registry(s.ctx)
	s.do(err)
	if len(r.Desks) != 1 || len(r.Keys) != 2 || r.Keys[0].Until != now().Unix() || r.Keys[1].Desk != "d1" {
		s.Errorf("register after a new key: %+v", r)
	}
}

func requests(s suite) {
	s.do(s.Remember(s.ctx, "d1", "r1", now().Add(time.Minute), now()))
	s.refused(s.Remember(s.ctx, "d1", "r1", now().Add(time.Minute), now()), brokerstore.ErrReplayed)
	s.do(s.Remember(s.ctx, "d2", "r1", now().Add(time.Minute), now()))
	later := now().Add(30 * time.Second)
	for i := range 40 {
		s.do(s.Remember(s.ctx, "d1", fmt.Sprint("more ", i), later.Add(time.Minute), later))
	}
	s.refused(s.Remember(s.ctx, "d1", "r1", later, later), brokerstore.ErrReplayed)
}

func letters(s suite) {
	letter := func(jti string, site int, days int) brokerstore.Letter {
		return brokerstore.Letter{JTI: jti, Typed: "typed " + jti, Site: site, Issued: now(), Until: now().AddDate(0, 0, days), Record: "sealed"}
	}
	for _, l := range []brokerstore.Letter{letter("a", 7, 21), letter("b", 0, 21), letter("c", 8, 21), letter("d", 7, 1)} {
		s.do(s.AddLetter(s.ctx, l))
	}
	s.refused(s.AddLetter(s.ctx, letter("a", 7, 21)), brokerstore.ErrExists)
	twice := letter("e", 7, 21)
	twice.Typed = "typed a"
	s.refused(s.AddLetter(s.ctx, twice), brokerstore.ErrExists)
	_, err := s.Letter(s.ctx, "e")
	s.refused(err, brokerstore.ErrNotFound)
	got, err := s.Letters(s.ctx, 7, now().AddDate(0, 0, 2))
	s.do(err)
	if diff := cmp.Diff([]brokerstore.Letter{letter("a", 7, 21), letter("b", 0, 21)}, got); diff != "" {
		s.Error(diff)
	}
}

func leases(s suite) {
	got, err := s.Lease(s.ctx, "d1", []int{5, 3, 5, 9}, 2, now())
	s.do(err)
	if diff := cmp.Diff([]int{5, 3}, got); diff != "" {
		s.Error(diff)
	}
	_, err = s.Lease(s.ctx, "d2", []int{5, 3, 4}, 2, now())
	s.refused(err, brokerstore.ErrNoIndices)
	if got, err = s.Lease(s.ctx, "d2", []int{5, 4}, 1, now()); err != nil || got[0] != 4 {
		s.Errorf("an index of a failed lease is lost: %v, %v", got, err)
	}
}

func checks(s suite) {
	c := brokerstore.Check{JTI: "c1", SHA256: "x", Case: "case", Sources: []string{"specimen"}, Fraud: 1, At: now()}
	s.do(s.AddCheck(s.ctx, c))
	s.refused(s.AddCheck(s.ctx, c), brokerstore.ErrExists)
	got, err := s.Check(s.ctx, "c1")
	s.do(err)
	if diff := cmp.Diff(c, got); diff != "" {
		s.Error(diff)
	}
	_, err = s.Check(s.ctx, "c2")
	s.refused(err, brokerstore.ErrNotFound)
}

func aVouch(n int) brokerstore.Vouch {
	return brokerstore.Vouch{
		JTI: fmt.Sprint("v", n), SHA256: fmt.Sprint("sha", n), Desk: "d1", Seq: int64(2 * n), Prev: "x", Index: n,
		Letter: fmt.Sprint("letter", n), Parcel: "sealed", Received: now(),
	}
}

func (s suite) lease(n int) {
	s.Helper()
	var all []int
	for i := range n {
		all = append(all, i)
	}
	_, err := s.Lease(s.ctx, "d1", all, n, now())
	s.do(err)
}

func vouches(s suite) {
	s.lease(10)
	kept, created, err := s.PutVouch(s.ctx, aVouch(1))
	if err != nil || !created || kept.Leaf != -1 {
		s.Fatalf("first: %+v, %v, %v", kept, created, err)
	}
	again := aVouch(1)
	again.Parcel = "sealed again"
	kept, created, err = s.PutVouch(s.ctx, again)
	if err != nil || created || kept.Parcel != "sealed" {
		s.Errorf("again: %+v, %v, %v", kept, created, err)
	}
	for name, c := range map[string]struct {
		change func(*brokerstore.Vouch)
		want   error
	}{
		"other content":  {func(v *brokerstore.Vouch) { v.JTI = "v1" }, brokerstore.ErrExists},
		"never leased":   {func(v *brokerstore.Vouch) { v.Index = 99 }, brokerstore.ErrIndexLease},
		"of other desk":  {func(v *brokerstore.Vouch) { v.Desk = "d2" }, brokerstore.ErrIndexLease},
		"index used":     {func(v *brokerstore.Vouch) { v.Index = 1 }, brokerstore.ErrIndexUsed},
		"number used":    {func(v *brokerstore.Vouch) { v.Seq = 2 }, brokerstore.ErrSeqTaken},
		"letter used":    {func(v *brokerstore.Vouch) { v.Letter = "letter1" }, brokerstore.ErrLetterTaken},
		"no such vouch ": {nil, brokerstore.ErrNotFound},
	} {
		s.Run(name, func(*testing.T) {
			v := aVouch(2)
			if c.change == nil {
				_, err := s.Vouch(s.ctx, "v2")
				s.refused(err, c.want)
				return
			}
			c.change(&v)
			_, _, err := s.PutVouch(s.ctx, v)
			s.refused(err, c.want)
		})
	}
	// Nothing of what was refused is used up.
	if _, created, err := s.PutVouch(s.ctx, aVouch(2)); err != nil || !created {
		s.Errorf("after refusals: %v, %v", created, err)
	}
	none := aVouch(3)
	none.Letter = ""
	_, _, err = s.PutVouch(s.ctx, none)
	s.do(err)
}

// chain: vouches of different cases arrive in any order.
func chain(s suite) {
	s.lease(10)
	link := func(seq int64, prev string) brokerstore.Vouch {
		v := aVouch(int(seq))
		v.Seq, v.Prev = seq, prev
		return v
	}
	_, _, err := s.PutVouch(s.ctx, link(3, "sha2"))
	s.do(err)
	_, _, err = s.PutVouch(s.ctx, link(4, "forged"))
	s.refused(err, brokerstore.ErrSeqPrev)
	wrong := link(2, "sha1")
	wrong.SHA256 = "not what 3 names"
	_, _, err = s.PutVouch(s.ctx, wrong)
	s.refused(err, brokerstore.ErrSeqPrev)
	_, _, err = s.PutVouch(s.ctx, link(2, "sha1"))
	s.do(err)
	_, _, err = s.PutVouch(s.ctx, link(4, "sha3"))
	s.do(err)
}

func stopped(s suite) {
	s.do(s.Ping(s.ctx))
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	s.refused(s.Ping(ctx), context.Canceled)
	_, _, err := s.PutVouch(ctx, aVouch(1))
	s.refused(err, context.Canceled)
}
