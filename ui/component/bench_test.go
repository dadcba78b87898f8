package component_test

import (
	"testing"

	"vouchdesk/ui/component"
	"vouchdesk/ui/uitest"
)

// BenchmarkShow is a whole screen drawn anew, the most a change can cost
// before painting.
func BenchmarkShow(b *testing.B) {
	s := uitest.Open(b, uitest.Options{})
	o, _ := evidence(s.Kit)
	s.Show(o)
	b.ResetTimer()
	for b.Loop() {
		o.Refresh()
	}
}

// BenchmarkAnswer is one check answered: what happens on each key.
func BenchmarkAnswer(b *testing.B) {
	s := uitest.Open(b, uitest.Options{})
	o, rows := evidence(s.Kit)
	s.Show(o)
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		rows[0].SetAnswer(component.Answer(i%3), "")
	}
}
