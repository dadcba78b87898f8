// Package review is where an officer reads everything once more, asks for the
// council's check, declares, and signs the proposed vouch with a passphrase.
// A case can also end here without a vouch.
//
// What is missing stands on top, each with the step that mends it. Offline the
// council's check says in words why it cannot be had and can be left out; the
// rest is the same. The declaration is never ticked beforehand and the
// passphrase is never kept: neither is in a draft.
package review
