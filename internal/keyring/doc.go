// Package keyring holds this machine's device secret and lends out the keys
// that sign: the desk's own transport key, and a staff member's signing key for
// one act at a time.
//
// Invariants. A staff signing key lies sealed under that person's slot alone:
// nobody else's sign-in opens it. It is opened by the passphrase for one act,
// signs once, and is then wiped. Sign-in needs the passphrase and this
// machine's device secret together. A passphrase is compared in Unicode
// composed form, so that it is the same on every keyboard.
//
// What it does not do: it keeps no role and judges nobody's right to sign; it
// does not choose what is signed (see internal/issuance).
//
// A Keyring may be used by several goroutines. Its errors are faults of its own
// (passphrase-short, passphrase-long, passphrase-name, passphrase-simple, key-used, key-closed,
// device-secret-missing, device-secret-damaged, not-signed-in) and those of internal/vault.
package keyring
