// Package home is where an officer begins and comes back to: my cases, what
// waits for my approval, and what wants attention.
//
// Offline it says so in the bar and in a notice with its reason; nothing else
// changes. It opens cases and starts new ones; it never changes one.
package home
