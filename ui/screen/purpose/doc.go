// Package purpose is the step in which the officer chooses the service that
// the vouch is for, tells the resident what the council does with their data,
// and says how it was told.
//
// Services and the privacy notice come from the council's policy; the notice
// is shown in the language the resident wants to hear in, and can be switched.
// Offline nothing is different. The desk adds when it was told and by whom;
// nothing is preset, and nobody ticks a box for the resident.
package purpose
