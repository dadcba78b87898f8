// Package component is the set of controls every screen is built from: they
// look alike, say their state in words, show their focus with a ring, and
// work by keyboard alone.
//
// A [Kit] belongs to one window and makes the controls that can be focused,
// so that each of them reports its keys to the window's [Typist] (which picks
// a wedge scanner's burst out of ordinary typing), scrolls into view when it
// is reached, and passes on what it does not use (Enter, Esc, F-keys) to
// [Kit.OnKey]. What cannot be focused (text, tags, cards) is made by plain
// functions.
//
// Heights depend on widths: controls and stacks are [Flowing], so text wraps
// and nothing is cut at 200 %. Focus order is object order; the stacks here
// keep reading order, which Fyne's border container does not. The package has
// no words (callers pass text), no colours and no sizes (ui/theme has them),
// and no goroutines: everything runs on the window's thread.
package component
