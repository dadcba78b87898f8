package route

import "slices"

// Within tells whether a place is a page of another: a part of what is recorded
// of somebody is one of all that is, that is one of the list of people, a
// document of the list of documents, a decision of the list of those that wait.
func (r Route) Within(o Route) bool {
	if o == To(Approvals) {
		return r.Screen == Approve
	}
	return r != o && r.Screen == o.Screen && r.Case == o.Case &&
		(o.Referee == "" || o.Referee == r.Referee) &&
		(o.Part == "" || o.Part == r.Part) && (o.Item == "" || o.Item == r.Item)
}

// Way is where an officer is, and the way back from there, which always ends at
// Home. Its zero value is Home.
//
// Each place stands on it once. Going from a page to what it is a page of is a
// way back by itself: neither that page nor its like is gone back to from there,
// else the two would lead to each other for ever. No way leads into another
// case, and none from where a case stands to where it was worked on: it has left
// the officer's hands, and what they filled in is spent.
type Way struct {
	at   Route
	past []Route // the newest last
}

// mostPast bounds the way back.
const mostPast = 50

// Start is a way that begins there.
func Start(at Route) Way { return Way{at: at} }

// At is where the officer is.
func (w *Way) At() Route {
	if w.at == (Route{}) {
		return To(Home)
	}
	return w.at
}

// Go goes on to a place.
func (w *Way) Go(to Route) {
	from := w.At()
	w.at = to
	if to.Screen == Home || to.Screen == SignIn {
		w.past = nil
		return
	}
	up := from.Within(to)
	w.past = slices.DeleteFunc(w.past, func(r Route) bool {
		return r == from || r == to || up && r.Within(to) || strange(r, to)
	})
	if !up && from.Screen != Home && from.Screen != SignIn && !strange(from, to) {
		w.past = append(w.past, from)
	}
	if len(w.past) > mostPast {
		w.past = w.past[1:]
	}
}

// strange tells whether no way leads back from one place to another.
func strange(back, from Route) bool {
	return back.Case != "" && from.Case != "" && (back.Case != from.Case || from.Screen == Outcome)
}

// Back goes back one place.
func (w *Way) Back() {
	w.at = To(Home)
	if n := len(w.past); n > 0 {
		w.at, w.past = w.past[n-1], w.past[:n-1]
	}
}
