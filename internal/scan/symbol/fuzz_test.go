package symbol

import "testing"

// FuzzDecode reads any modules, sure or not: text comes only whole, and what
// is said to be sure agrees with the layout.
func FuzzDecode(f *testing.F) {
	f.Add(1, []byte{1, 255, 3})
	f.Add(6, []byte("VLA"))
	f.Add(40, []byte{0})
	f.Fuzz(func(t *testing.T, version int, say []byte) {
		l := Of(version)
		if l == nil || len(say) == 0 || version > 20 {
			return
		}
		values := make([]float64, l.Size*l.Size)
		for i := range values {
			values[i] = float64(int8(say[i%len(say)])) / 64
		}
		r := l.Decode(values)
		if r.Whole != (r.Text != "") {
			t.Errorf("%v %q", r.Whole, r.Text)
		}
		for i := range r.Truth {
			if black, known := l.Known(i%l.Size, i/l.Size); known && (r.Truth[i] > 0) != black {
				t.Fatalf("module %d", i)
			}
		}
	})
}
