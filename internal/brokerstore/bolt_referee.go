package brokerstore

import (
	"bytes"
	"context"
	"time"

	"go.etcd.io/bbolt"
)

// vouchedFor is one vouch among those a referee has a part in.
type vouchedFor struct {
	Subject  string    `json:"subject"`
	Resident string    `json:"resident,omitempty"`
	At       time.Time `json:"at"`
}

// vouchedBy is one vouch of a resident that names referees.
type vouchedBy struct {
	Referees []string `json:"referees"`
	Rests    bool     `json:"rests,omitempty"`
}

func (b *bolt) Referee(ctx context.Context, q RefereeQuery) (h RefereeHistory, err error) {
	err = b.view(ctx, func(tx *bbolt.Tx) error {
		h, err = historyIn(tx, q)
		return err
	})
	return h, err
}

func historyIn(tx *bbolt.Tx, q RefereeQuery) (RefereeHistory, error) {
	var h RefereeHistory
	others := map[string]bool{}
	err := each(tx, inVouchedFor, q.Referee, func(data []byte) error {
		var v vouchedFor
		if err := decode(data, &v); err != nil {
			return err
		}
		same := v.Subject == q.Subject || v.Resident != "" && v.Resident == q.Resident
		if !same && v.At.After(q.Since) {
			who := v.Resident
			if who == "" {
				who = v.Subject
			}
			others[who] = true
		}
		return nil
	})
	if err != nil {
		return RefereeHistory{}, err
	}
	h.Vouched = len(others)
	err = each(tx, inVouchedBy, q.Referee, func(data []byte) error {
		var v vouchedBy
		if err := decode(data, &v); err != nil {
			return err
		}
		h.Chain = h.Chain || v.Rests
		for _, r := range v.Referees {
			h.Mutual = h.Mutual || q.Resident != "" && r == q.Resident
		}
		return nil
	})
	return h, err
}

// each visits every record under a name.
func each(tx *bbolt.Tx, bucket, name string, visit func(data []byte) error) error {
	if name == "" {
		return nil
	}
	prefix := under(name, nil)
	c := tx.Bucket([]byte(bucket)).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if err := visit(v); err != nil {
			return err
		}
	}
	return nil
}

// tie looks at the referees of a vouch that is being approved and keeps them,
// in its transaction: of two that together are too many, the second is found.
func tie(tx *bbolt.Tx, v *Vouch, perYear int) error {
	if v.Ties == nil {
		return nil
	}
	t := *v.Ties
	found := map[Breach]bool{}
	for _, referee := range t.Referees {
		h, err := historyIn(tx, RefereeQuery{
			Referee: referee, Resident: t.Resident, Subject: v.Subject, Since: v.Approved.AddDate(-1, 0, 0),
		})
		if err != nil {
			return err
		}
		found[BreachLimit] = found[BreachLimit] || h.Vouched >= perYear
		found[BreachChain] = found[BreachChain] || h.Chain
		found[BreachMutual] = found[BreachMutual] || h.Mutual
		err = put(tx, inVouchedFor, under(referee, []byte(v.JTI)), vouchedFor{v.Subject, t.Resident, v.Approved})
		if err != nil {
			return err
		}
	}
	for _, b := range Breaches() {
		if found[b] {
			v.Breaches = append(v.Breaches, b)
		}
	}
	if t.Resident == "" {
		return nil
	}
	return put(tx, inVouchedBy, under(t.Resident, []byte(v.JTI)), vouchedBy{t.Referees, t.Rests})
}
