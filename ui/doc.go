// Package ui is the frame of the one window: the council's bar, the screen
// that the route names, the columns beside a step, keys, the scanner guard and
// the one subscription to the desk.
//
// The frame holds no state of a case. It keeps where the officer is, makes
// the screen for it, and shows every new snapshot to it. When nobody is signed
// in it shows the sign-in screen and nothing else, whatever the route was. The
// window's title names the screen and never a person.
package ui
