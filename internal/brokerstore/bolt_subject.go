package brokerstore

import (
	"errors"
	"time"

	"go.etcd.io/bbolt"
)

// useSubject holds that a subject has one vouch at a time: the first, or the
// one that replaces it.
func useSubject(tx *bbolt.Tx, v Vouch) error {
	if v.Replaces != "" {
		return useReplaced(tx, v)
	}
	if v.Subject == "" {
		return nil
	}
	if err := giveWay(tx, inSubjects, v.Subject, v, ErrSubjectTaken); err != nil {
		return err
	}
	return put(tx, inSubjects, []byte(v.Subject), v.JTI)
}

func useReplaced(tx *bbolt.Tx, v Vouch) error {
	old, err := vouchIn(tx, v.Replaces)
	switch {
	case errors.Is(err, ErrNotFound):
		return ErrReplacesNone
	case err != nil:
		return err
	case old.Subject == "" || old.Subject != v.Subject:
		return ErrReplacesElse
	case old.ApprovalJTI == "":
		return ErrReplacesNone
	case old.ReplacedBy != "":
		return ErrReplaced
	}
	if err := giveWay(tx, inReplaced, v.Replaces, v, ErrReplaced); err != nil {
		return err
	}
	return put(tx, inReplaced, []byte(v.Replaces), v.JTI)
}

// giveWay lets a vouch take the place of one that its own desk sent before and
// nobody approved: a refused approval must not bar the case for ever.
func giveWay(tx *bbolt.Tx, bucket, key string, v Vouch, taken error) error {
	var jti string
	found, err := get(tx, bucket, []byte(key), &jti)
	if err != nil || !found {
		return err
	}
	before, err := vouchIn(tx, jti)
	if err != nil {
		return err
	}
	if before.ApprovalJTI != "" || before.Desk != v.Desk {
		return taken
	}
	before.Superseded = v.JTI
	return put(tx, inVouches, []byte(jti), before)
}

// withdraw ends the vouch that an approved one replaces.
func withdraw(tx *bbolt.Tx, by Vouch, at time.Time) error {
	if by.Replaces == "" {
		return nil
	}
	old, err := vouchIn(tx, by.Replaces)
	if err != nil {
		return err
	}
	if old.ReplacedBy != "" {
		return ErrReplaced
	}
	old.ReplacedBy, old.Withdrawn = by.JTI, at.UTC().Truncate(time.Second)
	return put(tx, inVouches, []byte(old.JTI), old)
}
