// Package secondlook is the quiet panel in which an officer asks for a second
// look at a case, and another officer says what they make of it. Ctrl+J opens
// it over any screen of a case and hides it again, as Esc does.
//
// Somebody may look over the shoulder: its title, button, announcements and the
// window's title say no more than "Second look", and nothing of it is ever on
// the resident's side, on a slip, or in a vouch. What is typed is kept as a draft
// and survives hiding, locking and a power cut. Advice and contact come from the
// council's policy. Offline nothing is different: a case that is handed on waits
// in the outbox, sealed. The panel decides nothing; who may do what is the desk's
// to say.
package secondlook
