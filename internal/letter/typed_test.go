package letter_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vouchdesk/internal/letter"
)

const typedSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXY"

func TestParseTyped(t *testing.T) {
	// 1*1+2*2+3*3+4*4+5*5+6*6+7*7+8*8+9*9+10*10+11*11+12*12 = 650 = 20*31+30: Y.
	const good = letter.Typed("123456789ABCY")
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"ok/as printed":         {"1234-5678-9ABC-Y", nil},
		"ok/lower case, spaces": {" 1234 5678 9abc y\n", nil},
		"ok/I and L for 1":      {"i234-5678-9ABC-Y", nil},
		"ok/l for 1":            {"l23456789abcy", nil},
		"refused/short":         {"1234-5678-9ABC", letter.ErrTypedForm},
		"refused/long":          {"1234-5678-9ABC-YY", letter.ErrTypedForm},
		"refused/U":             {"1234-5678-9ABU-Y", letter.ErrTypedForm},
		"refused/Z":             {"Z234-5678-9ABC-Y", letter.ErrTypedForm},
		"refused/wrong check":   {"1234-5678-9ABC-X", letter.ErrTypedCheck},
		"refused/two swapped":   {"2134-5678-9ABC-Y", letter.ErrTypedCheck},
		"refused/a letter's QR": {"VLA" + strings.Repeat("A", 149), letter.ErrTypedForm},
		"refused/nothing":       {"", letter.ErrTypedForm},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := letter.ParseTyped(c.text)
			wantErr(t, err, c.want)
			if c.want == nil && (got != good || got.Grouped() != "1234-5678-9ABC-Y") {
				t.Errorf("read as %s, prints as %s", got, got.Grouped())
			}
		})
	}
}

// One wrong character, or any two exchanged, is always found.
func TestTypedFindsSlips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		code := letter.NewTyped([16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(rt, "random")))
		if back, err := letter.ParseTyped(code.Grouped()); err != nil || back != code {
			rt.Fatalf("%s reads as %s, %v", code, back, err)
		}
		for i := range code {
			for _, s := range typedSymbols {
				changed := string(code[:i]) + string(s) + string(code[i+1:])
				if _, err := letter.ParseTyped(changed); err == nil && changed != string(code) {
					rt.Fatalf("%s passes for %s", changed, code)
				}
			}
			for j := range i {
				swapped := []byte(code)
				swapped[i], swapped[j] = swapped[j], swapped[i]
				if _, err := letter.ParseTyped(string(swapped)); err == nil && string(swapped) != string(code) {
					rt.Fatalf("%s passes for %s", swapped, code)
				}
			}
		}
	})
}

// Neither half of the random bytes is lost.
func TestNewTypedUsesAllItIsGiven(t *testing.T) {
	seen := map[letter.Typed]bool{}
	for i := range 128 {
		var random [16]byte
		binary.BigEndian.PutUint64(random[8*(i/64):], 1<<(i%64))
		seen[letter.NewTyped(random)] = true
	}
	if len(seen) != 128 {
		t.Errorf("%d codes from 128 different inputs", len(seen))
	}
}

// FuzzParseTyped: a code that is read prints to what reads the same.
func FuzzParseTyped(f *testing.F) {
	f.Add("1234-5678-9ABC-Y")
	f.Add("o o 0")
	f.Fuzz(func(t *testing.T, text string) {
		code, err := letter.ParseTyped(text)
		if err != nil {
			return
		}
		if again, err := letter.ParseTyped(code.Grouped()); err != nil || again != code || len(code) != 13 {
			t.Errorf("%q reads as %q, then %q, %v", text, code, again, err)
		}
	})
}
