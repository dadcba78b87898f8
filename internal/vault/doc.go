// Package vault keeps everything a desk knows: one encrypted file and a folder
// of sealed blobs, in two sealed domains.
//
// The desk domain opens with the device secret and is readable while nobody is
// signed in; it holds no personal data. The staff domain opens with the vault
// key, which exists in clear only between a sign-in and [Vault.Lock]. A staff
// member's slot holds the vault key under their passphrase and the device
// secret together. What arrives for the staff domain while it is closed is
// sealed to the vault's public key ([Tx.Deliver]) and folded in at sign-in.
//
// Invariants. One [Vault.Update] is one transaction over both domains, the
// journal included: all of it is on disk when Update returns nil, and none of
// it otherwise. No plain value, name or id reaches the disk: file keys are
// HMACs, values are sealed and bound to bucket, key and schema. Each domain
// carries a sealed count and set hash per bucket, so that a record lost,
// changed, moved or brought back is found when the domain is opened and is
// never read as if it were right. A blob is on disk before the transaction
// that names it. A wrong try is counted on disk before it is judged.
//
// What it does not do: it knows no cases, no roles and no rules; it does not
// decide who may clear a slot or recover a vault; it cannot see that the whole
// folder was put back to an earlier day (the broker's checkpoints show that);
// it cannot clean a disk of what an attacker copied earlier.
//
// Concurrency. A Vault may be used by several goroutines; updates run one at a
// time. Transactions must not be nested, and neither Lock nor Close may be
// called inside one. Bytes handed out are copies.
//
// Errors are faults: vault-missing, vault-busy, vault-locked, vault-other-desk,
// vault-damaged (Where says which bucket, never what), vault-newer, disk-full,
// record-missing, particulars-erased, slot-missing, slot-wait, slot-locked,
// passphrase-wrong, recovery-missing, recovery-refused, recipient-malformed,
// blob-missing, blob-damaged.
package vault
