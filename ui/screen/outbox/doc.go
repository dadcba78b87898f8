// Package outbox is where an officer sees what this desk still owes the
// council's broker: each parcel with its state, why it waits, what helps, and
// when it is tried next. It can be tried now, all of it or one line.
//
// Offline it is the same list with the reason in words; nothing in it is ever
// lost or thrown away here. It holds no personal data.
package outbox
