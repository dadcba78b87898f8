// Package desk is the application: it owns the state of one enrolled machine
// and joins the rules, the vault, the keys and the broker into commands.
//
// One goroutine owns the state; commands reach it in order and wait for their
// answer. Every accepted command publishes a new, detached [Snapshot] with a
// higher Revision; subscribers get the newest only ([Desk.Subscribe]).
//
// Invariants. One act is one transaction of the vault: the case, its journal
// entry, its parcels and the end of its draft together, or nothing. A token of
// the council that lies in the vault is verified again at every start before it
// is used. A vouch is signed only after its intent is on disk, an intent that
// outlives a start is void, and an approval lies on disk together with its two
// parcels. Whoever acted on a case never decides it. While nobody is signed in,
// neither this package nor a Snapshot holds personal data of residents; the
// outbox goes on by itself.
//
// Slow work (passphrases, the network, the worker that decodes images) never
// runs on the owning goroutine: a command prepares, works elsewhere and comes
// back to commit; if the case has changed meanwhile it is [ErrChanged].
//
// What it does not do: it words nothing, draws nothing, decides no score and
// signs nothing that package issuance has not prepared. It does not start a
// second time for one folder ([ErrRunning]).
//
// All methods of [Desk] may be called at the same time. Errors are
// fault.Error, joined where there are several reasons. Journal, log and errors
// carry ids and codes, never personal data.
package desk
