package gpg45_test

import (
	"encoding/json"
	"testing"

	"vouchdesk/assets"
	"vouchdesk/internal/gpg45"
)

// published is the 32 profiles of the policy a council starts from.
func published(t testing.TB) *gpg45.Table {
	t.Helper()
	var policy struct {
		Profiles struct{ List []gpg45.Profile }
	}
	if err := json.Unmarshal(assets.DefaultPolicy(), &policy); err != nil {
		t.Fatal(err)
	}
	table, err := gpg45.NewTable(policy.Profiles.List)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(table.Profiles()); n != 32 {
		t.Fatalf("%d profiles, want 32", n)
	}
	return table
}

// The oracle is the rules said again as plainly as possible: every ordered
// choice of pieces for the slots, no two of one type.

func oracleMeets(p gpg45.Profile, c gpg45.Claim) bool {
	if c.Activity < p.Activity || c.Fraud < p.Fraud {
		return false
	}
	verified := false
	for _, piece := range c.Evidence {
		if piece.Validity == 0 {
			continue
		}
		if c.Verification >= p.Verification || (piece.Verification != nil && *piece.Verification >= p.Verification) {
			verified = true
		}
	}
	return verified && oraclePlace(p.Evidence, c.Evidence, map[string]bool{})
}

func oraclePlace(slots []gpg45.Slot, pieces []gpg45.Piece, used map[string]bool) bool {
	if len(slots) == 0 {
		return true
	}
	for _, piece := range pieces {
		if used[piece.Type] || piece.Strength < slots[0].Strength || piece.Validity < slots[0].Validity {
			continue
		}
		used[piece.Type] = true
		ok := oraclePlace(slots[1:], pieces, used)
		delete(used, piece.Type)
		if ok {
			return true
		}
	}
	return false
}

func oracle(t *gpg45.Table, c gpg45.Claim) ([]string, gpg45.Confidence) {
	met, best := []string{}, gpg45.None
	for _, p := range t.Profiles() {
		if oracleMeets(p, c) {
			met = append(met, p.Code)
			best = max(best, p.Confidence)
		}
	}
	return met, best
}

// bill counts what a plan asks of people, dearest first.
type bill struct{ bring, wait, ask, minutes, places int }

func (b bill) less(c bill) bool {
	for _, pair := range [][2]int{{b.bring, c.bring}, {b.wait, c.wait}, {b.ask, c.ask}, {b.minutes, c.minutes}, {b.places, c.places}} {
		if pair[0] != pair[1] {
			return pair[0] < pair[1]
		}
	}
	return false
}

func (b *bill) add(o gpg45.Option, place int) {
	switch o.Kind {
	case gpg45.Bring:
		b.bring++
	case gpg45.Wait:
		b.wait++
	case gpg45.Ask:
		b.ask++
	}
	b.ask += len(o.Also) + o.Hands
	b.minutes += o.Minutes
	b.places += place
}

// oracleNext tries every subset of the catalogue and returns, for each
// confidence, the smallest bill of one that meets a profile of it and gives
// what is lacking.
func oracleNext(t *gpg45.Table, c gpg45.Claim, catalogue gpg45.Catalogue) map[gpg45.Confidence]bill {
	best := map[gpg45.Confidence]bill{}
	for set := range 1 << len(catalogue) {
		var b bill
		d := gpg45.Claim{Activity: c.Activity, Fraud: c.Fraud, Verification: c.Verification}
		d.Evidence = append(d.Evidence, c.Evidence...)
		var likes []gpg45.Option
		given := !c.Lacks
		for i, o := range catalogue {
			if set&(1<<i) == 0 {
				continue
			}
			b.add(o, i)
			if o.Piece != nil {
				d.Evidence = append(d.Evidence, *o.Piece)
			}
			d.Activity, d.Fraud = max(d.Activity, o.Activity), max(d.Fraud, o.Fraud)
			given = given || o.Gives
			likes = append(likes, o)
		}
		for _, o := range likes {
			ok := len(o.Against) == 0
			for _, piece := range d.Evidence {
				for _, a := range o.Against {
					ok = ok || (piece.Type == a && piece.Validity > 0)
				}
			}
			if ok {
				d.Verification = max(d.Verification, o.Verification)
			}
		}
		for _, p := range t.Profiles() {
			if had, ok := best[p.Confidence]; given && (!ok || b.less(had)) && oracleMeets(p, d) {
				best[p.Confidence] = b
			}
		}
	}
	return best
}
