package component

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// press is a key and the time since the one before.
type press struct {
	after time.Duration
	key   rune // '\n' is Enter
}

func typed(text string, gap time.Duration) []press {
	var all []press
	for _, r := range text {
		all = append(all, press{gap, r})
	}
	return all
}

func TestBurst(t *testing.T) {
	const ms = time.Millisecond
	code := "VLA" + strings.Repeat("ABCD2345", 18) + "ABCDE"
	full := code + strings.Repeat("A", burstFull-len(code))
	join := func(parts ...[]press) []press {
		var all []press
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	for name, c := range map[string]struct {
		keys  []press
		scans []string
		kept  string // what reached the field and stayed
		enter int    // how many Enters went through
	}{
		"ok/scanner with Enter":            {keys: typed(code+"\n", 5*ms), scans: []string{code}},
		"ok/scanner without Enter":         {keys: typed(full, 5*ms), scans: []string{full}},
		"ok/whole code, Enter swallowed":   {keys: typed(full+"\n", 5*ms), scans: []string{full}},
		"ok/caps lock":                     {keys: typed(strings.ToLower(code)+"\n", 5*ms), scans: []string{code}},
		"ok/after a name":                  {keys: join(typed("Rosa", 120*ms), []press{{800 * ms, 'V'}}, typed(code[1:]+"\n", 5*ms)), scans: []string{code}, kept: "Rosa"},
		"ok/a busy moment in the middle":   {keys: join(typed(code[:60], 10*ms), []press{{300 * ms, rune(code[60])}}, typed(code[61:]+"\n", 0)), scans: []string{code}},
		"ok/two letters in a row":          {keys: join(typed(code+"\n", 5*ms), []press{{time.Second, 'V'}}, typed(code[1:]+"\n", 5*ms)), scans: []string{code, code}},
		"ok/slowest scanner":               {keys: typed(code+"\n", 49*ms), scans: []string{code}},
		"ok/typing goes on after the code": {keys: join(typed(full, 5*ms), []press{{900 * ms, 'R'}}, typed("osa\n", 120*ms)), scans: []string{full}, kept: "Rosa", enter: 1},
		"ok/typing soon after the code":    {keys: join(typed(full, 5*ms), []press{{450 * ms, 'R'}}, typed("osa\n", 120*ms)), scans: []string{full}, kept: "Rosa", enter: 1},
		"ok/fast typing after the code":    {keys: join(typed(full+"\n", 5*ms), []press{{130 * ms, 'R'}}, typed("osa\n", 60*ms)), scans: []string{full}, kept: "Rosa", enter: 1},
		"ok/Enter soon after the scan":     {keys: join(typed(code+"\n", 5*ms), []press{{200 * ms, '\n'}}), scans: []string{code}, enter: 1},
		"ok/two keys at the end":           {keys: typed(code+"\n\n", 5*ms), scans: []string{code}},
		"ok/a late Enter and a line feed":  {keys: join(typed(full, 5*ms), []press{{300 * ms, '\n'}, {5 * ms, '\n'}}), scans: []string{full}},
		"ok/a late Enter":                  {keys: join(typed(full, 5*ms), []press{{300 * ms, '\n'}}), scans: []string{full}},
		"ok/symbology identifier":          {keys: typed("]Q1"+code+"\n", 5*ms), scans: []string{code}},
		"refused/a lead too long":          {keys: typed("123456789"+code[:20]+"\n", 5*ms), kept: "123456789" + code[:20], enter: 1},
		"refused/an address with VLA":      {keys: typed("https://VLA.EXAMPLE\n", 5*ms), kept: "https://VLA.EXAMPLE", enter: 1},
		"refused/a person types VLA":       {keys: typed("VLA2345678\n", 90*ms), kept: "VLA2345678", enter: 1},
		"refused/rolling fingers":          {keys: join(typed("vla", 20*ms), typed("dimir\n", 110*ms)), kept: "vladimir", enter: 1},
		"refused/fast but another prefix":  {keys: typed("HTTPS0123456789\n", 5*ms), kept: "HTTPS0123456789", enter: 1},
		"refused/pauses after the prefix":  {keys: join(typed("VLAAA", 5*ms), typed("BBBBB\n", 200*ms)), kept: "VLAAABBBBB", enter: 1},
		"refused/Enter alone":              {keys: typed("\n", 0), enter: 1},
		"ok/Enter later is the person's":   {keys: join(typed(code+"\n", 5*ms), []press{{time.Second, '\n'}}), scans: []string{code}, enter: 1},
		"refused/burst that never ends":    {keys: join(typed("VLAAAAAAAAAA", 5*ms), typed("x", time.Second*9)), kept: "x"},
		"refused/prefix inside other text": {keys: typed("XVLAY\n", 90*ms), kept: "XVLAY", enter: 1},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Unix(0, 0)
			guard := NewTypist(func() time.Time { return now })
			var scans []string
			guard.OnScan = func(code string) { scans = append(scans, code) }
			field, enters := "", 0
			mark := func() func() {
				was := field
				return func() { field = was }
			}
			for _, p := range c.keys {
				now = now.Add(p.after)
				switch {
				case p.key == '\n':
					if !guard.Key("Return") {
						enters++
					}
				case !guard.Rune(p.key, mark):
					field += string(p.key)
				}
			}
			if strings.Join(scans, " ") != strings.Join(c.scans, " ") {
				t.Errorf("scans %q, want %q", scans, c.scans)
			}
			if field != c.kept || enters != c.enter {
				t.Errorf("field %q and %d Enters, want %q and %d", field, enters, c.kept, c.enter)
			}
		})
	}
}

func FuzzBurst(f *testing.F) {
	f.Add("VLAABCDEFGH\n", uint8(5))
	f.Add("Vladimir\n", uint8(90))
	f.Add("VLA"+strings.Repeat("2", 150)+"\xcf", uint8(5)) // a byte that is no character
	f.Add("VLA"+strings.Repeat("2", 50)+"\xcf\xcf"+strings.Repeat("2", 150), uint8(5))
	f.Add("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10\n", uint8(5))
	f.Fuzz(func(t *testing.T, text string, gap uint8) {
		now := time.Unix(0, 0)
		guard := NewTypist(func() time.Time { return now })
		guard.OnScan = func(code string) {
			if !strings.HasPrefix(code, burstPrefix) {
				t.Errorf("scanned %q", code)
			}
			if n := utf8.RuneCountInString(code); n > burstFull {
				t.Errorf("scanned %d characters", n)
			}
			if gap > 50 {
				t.Errorf("a person's typing was taken: %q", text)
			}
		}
		field := ""
		for _, r := range text {
			now = now.Add(time.Duration(gap) * time.Millisecond)
			if r == '\n' {
				guard.Key("Return")
				continue
			}
			was := field
			if !guard.Rune(r, func() func() { return func() { field = was } }) {
				field += string(r)
			}
		}
		if gap > 50 && field != strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\n", "") && strings.ToValidUTF8(text, "") == text {
			t.Errorf("field %q lost something of %q", field, text)
		}
	})
}
