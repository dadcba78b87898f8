package route_test

import (
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/ui/route"
)

// places are all there are of two cases, and those of none.
func places() []route.Route {
	all := []route.Route{
		route.To(route.Home), route.To(route.Approvals), route.To(route.Outbox), route.To(route.Settings),
	}
	for _, id := range []casework.ID{"a", "b"} {
		for _, n := range []route.Name{
			route.Letter, route.Resident, route.Representative, route.Purpose, route.Evidence, route.Likeness,
			route.Referee, route.Review, route.Approve, route.Outcome, route.Ending, route.Returning,
		} {
			all = append(all, route.Of(n, id))
		}
		item := route.Of(route.Evidence, id)
		item.Item = "passport"
		all = append(all, item, route.OfReferee(id, "mair", ""))
		for _, part := range route.Parts() {
			all = append(all, route.OfReferee(id, "mair", part))
		}
		paper := route.OfReferee(id, "mair", route.Papers)
		paper.Item = "card"
		all = append(all, paper)
	}
	return all
}

// owner is where Esc leads from a page that goes to its list rather than back.
func owner(r route.Route) (route.Route, bool) {
	if r.Referee != "" && r.Part == "" {
		return route.Of(route.Referee, r.Case), true
	}
	return route.Route{}, false
}

// TestEveryWayBackEndsAtHome, wherever the officer has been: after any two
// places and whatever their pages lead to, and never by way of another case.
func TestEveryWayBackEndsAtHome(t *testing.T) {
	const most = 12
	for _, first := range places() {
		for _, second := range places() {
			for _, third := range places() {
				var w route.Way
				for _, to := range []route.Route{first, second, third} {
					w.Go(to)
				}
				presses, id := 0, w.At().Case
				for ; w.At() != route.To(route.Home) && presses <= most; presses++ {
					if up, ok := owner(w.At()); ok {
						w.Go(up)
					} else {
						w.Back()
					}
					if now := w.At().Case; now != "" && id != "" && now != id {
						t.Fatalf("from %v by %v and %v the way back leads into case %s", first, second, third, now)
					}
					id = max(id, w.At().Case)
				}
				if presses > most {
					t.Fatalf("from %v by %v and %v no way leads home", first, second, third)
				}
			}
		}
	}
}

func TestWayBack(t *testing.T) {
	a := func(n route.Name) route.Route { return route.Of(n, "a") }
	mair := func(p route.Part) route.Route { return route.OfReferee("a", "mair", p) }
	paper := mair(route.Papers)
	paper.Item = "card"
	home := route.To(route.Home)
	for name, c := range map[string]struct {
		gone []route.Route
		want []route.Route // pressing Esc
	}{
		"ok/step by step": {[]route.Route{a(route.Letter), a(route.Resident), a(route.Purpose)}, []route.Route{a(route.Resident), a(route.Letter), home, home}},
		"ok/to change something and back": {
			[]route.Route{a(route.Letter), a(route.Resident), a(route.Review), a(route.Resident)}, []route.Route{a(route.Review), a(route.Letter), home},
		},
		"ok/from a page to its list": {[]route.Route{a(route.Likeness), a(route.Referee), mair(""), a(route.Referee)}, []route.Route{a(route.Likeness), home}},
		"ok/from a list that was never seen": {
			[]route.Route{a(route.Review), mair(route.Who), mair(""), a(route.Referee)}, []route.Route{a(route.Review), home},
		},
		"ok/through the parts": {
			[]route.Route{a(route.Referee), mair(route.Who), mair(route.Told), mair(route.Papers), paper, mair(route.Papers), mair(route.Face)},
			[]route.Route{mair(route.Papers), mair(route.Told), mair(route.Who), a(route.Referee), home},
		},
		"ok/once all parts are there": {
			[]route.Route{a(route.Referee), mair(route.Who), mair(route.Told), mair(route.Statement), mair("")}, []route.Route{a(route.Referee), home},
		},
		"ok/from a decision to the list": {[]route.Route{route.To(route.Approvals), a(route.Approve), route.To(route.Approvals)}, []route.Route{home}},
		"ok/never into another case": {
			[]route.Route{a(route.Letter), a(route.Resident), route.Of(route.Letter, "b")}, []route.Route{home},
		},
		"ok/past a list to no other case": {
			[]route.Route{a(route.Letter), route.To(route.Outbox), route.Of(route.Outcome, "b")}, []route.Route{route.To(route.Outbox), home},
		},
		"ok/beside a case and back": {[]route.Route{a(route.Letter), route.To(route.Outbox)}, []route.Route{a(route.Letter), home}},
		"ok/what is spent": {
			[]route.Route{route.To(route.Approvals), a(route.Review), a(route.Ending), a(route.Outcome)}, []route.Route{route.To(route.Approvals), home},
		},
		"ok/home forgets": {[]route.Route{a(route.Letter), home, route.To(route.Settings)}, []route.Route{home}},
	} {
		t.Run(name, func(t *testing.T) {
			w := route.Start(route.To(route.SignIn))
			for _, to := range c.gone {
				w.Go(to)
			}
			for i, want := range c.want {
				if w.Back(); w.At() != want {
					t.Fatalf("press %d leads to %v, not to %v", i+1, w.At(), want)
				}
			}
		})
	}
}

func TestWayIsBounded(t *testing.T) {
	var w route.Way
	for i := range 200 {
		at := route.Of(route.Evidence, "a")
		at.Item = "item"
		at.Item += at.Item[:i%4]
		w.Go(route.OfReferee("a", casework.RefereeID(rune('a'+i)), ""))
		w.Go(at)
	}
	presses := 0
	for ; w.At() != route.To(route.Home); presses++ {
		w.Back()
	}
	if presses > 51 {
		t.Errorf("%d presses", presses)
	}
}
