// Package broker is the council's side: it publishes root, trust list and
// policy, takes in what desks send, checks all of it again, and answers with
// signed receipts that the log proves.
//
// Invariants. Nothing a desk claims is believed: signatures, roles and training
// at that time, four eyes by person, the policy in force, the score, the letter
// and the status index are settled here, the last two by the store's own
// uniqueness. A vouch, its approval and its log leaf are kept together or not
// at all, and a receipt is signed only when the log's head that proves it is.
// The same thing sent twice has the effect and the answer of once. Personal
// data is kept sealed to the broker's own key and never logged.
//
// [Server] answers desks; [Admin] is what the council's administrators do; both
// stand over a [brokerstore.Store] and a [KeyRing] and keep nothing themselves,
// so any number of servers may run over one store.
//
// A Server may serve many requests at once; an Admin's methods may be called at
// the same time. Errors are [fault.Error]s; on the wire they are problems
// (package brokerapi).
package broker
