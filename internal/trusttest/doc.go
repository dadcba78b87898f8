// Package trusttest builds a specimen council in memory, for tests only: its
// root, registrar, policy, letter, receipt, broker, log and parcel keys, a desk,
// and staff with keys, roles and training. Every key is made anew for each
// council; every person is invented.
//
// Change [Council.RootBody] or [Council.ListBody] and call [Council.Resign] to
// get another root or list of the same council. It fails the test where
// something does not work, and is not safe for concurrent changes.
package trusttest
