// Package approve is where a supervisor reads a case that somebody else
// worked on, looks at the images kept, sees exactly what the proposed vouch
// discloses and to whom, and approves it with a passphrase, or returns or
// refuses it with a reason.
//
// Offline it is the same: an approval waits in the outbox. Whoever took part in
// the case, or may not decide for another reason, is told why and is offered
// nothing. The passphrase is never kept; reason and note typed for a return or
// refusal are, until they are sent. Images are shown and never written.
package approve
