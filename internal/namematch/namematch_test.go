package namematch_test

import (
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/namematch"
)

// parts reads "Given|Family", or a whole name without the bar; "…" at the end
// is one that was cut short.
func parts(s string) namematch.Parts {
	s, cut := strings.CutSuffix(s, "…")
	given, family, parted := strings.Cut(s, "|")
	if !parted {
		return namematch.Parts{Full: s, Cut: cut}
	}
	return namematch.Parts{Given: given, Family: family, Cut: cut}
}

func checkRow(t *testing.T, a, b, want string) {
	t.Helper()
	verdict, codes, _ := strings.Cut(want, " ")
	var why []namematch.Code
	for _, c := range strings.Fields(codes) {
		why = append(why, namematch.Code(c))
	}
	for _, pair := range [][2]string{{a, b}, {b, a}} {
		got := namematch.Compare(parts(pair[0]), parts(pair[1]))
		if string(got.Verdict) != verdict {
			t.Errorf("%q and %q: %s %v, want %s", pair[0], pair[1], got.Verdict, got.Why, want)
			continue
		}
		if codes != "" && !slices.Equal(got.Why, why) {
			t.Errorf("%q and %q: %v, want %v", pair[0], pair[1], got.Why, why)
		}
	}
}

// Every name is invented or an issuer's printed specimen.
func TestNamesOfManyCultures(t *testing.T) {
	for culture, rows := range table {
		t.Run(culture, func(t *testing.T) {
			for _, row := range rows {
				checkRow(t, row[0], row[1], row[2])
			}
		})
	}
}

func TestTableIsLongEnough(t *testing.T) {
	n, seen := 0, map[namematch.Code]bool{}
	for _, rows := range table {
		n += len(rows)
		for _, row := range rows {
			for _, c := range strings.Fields(row[2])[1:] {
				seen[namematch.Code(c)] = true
			}
		}
	}
	if n < 120 {
		t.Errorf("%d rows", n)
	}
	for _, c := range namematch.Codes() {
		if !seen[c] {
			t.Errorf("no row for %s", c)
		}
	}
}

func TestHostileText(t *testing.T) {
	book := strings.Repeat("rosa ", 1<<18)
	for _, pair := range [][2]namematch.Parts{
		{{Full: book}, {Full: book + "x"}},
		{{Full: strings.Repeat("a ", 2000)}, {Full: strings.Repeat("a ", 1999)}},
		{{Given: strings.Repeat("ü", 4000)}, {Given: strings.Repeat("ue", 4000)}},
		{{Given: "\xff\xfe", Family: "\u202e"}, {Given: "Rosa"}},
		{{Given: strings.Repeat("\u0301", 4000)}, {Family: "Specimen"}},
		{{}, {}},
	} {
		if v := namematch.Compare(pair[0], pair[1]).Verdict; v == namematch.Same {
			t.Errorf("same: %.20q and %.20q", pair[0].Given+pair[0].Full, pair[1].Given+pair[1].Full)
		}
	}
	if v := namematch.Compare(namematch.Parts{Full: book}, namematch.Parts{Full: book}).Verdict; v != namematch.Same {
		t.Errorf("a long name is not itself: %s", v)
	}
}

func FuzzCompare(f *testing.F) {
	for _, rows := range table {
		for _, row := range rows {
			a, b := parts(row[0]), parts(row[1])
			f.Add(a.Given, a.Family, a.Full, a.Cut, b.Given, b.Family, b.Full, b.Cut)
		}
	}
	known := append(namematch.Codes(),
		namematch.Different, namematch.OtherSuffix, namematch.TooMany, namematch.Nothing, namematch.TooLong)
	f.Fuzz(func(t *testing.T, ag, af, all string, acut bool, bg, bf, ball string, bcut bool) {
		a := namematch.Parts{Given: ag, Family: af, Full: all, Cut: acut}
		b := namematch.Parts{Given: bg, Family: bf, Full: ball, Cut: bcut}
		one, other := namematch.Compare(a, b), namematch.Compare(b, a)
		if one.Verdict != other.Verdict || !slices.Equal(one.Why, other.Why) {
			t.Errorf("%v one way, %v the other", one, other)
		}
		if (one.Verdict == namematch.Same) != (len(one.Why) == 0) {
			t.Errorf("%v", one)
		}
		for _, c := range one.Why {
			if !slices.Contains(known, c) {
				t.Errorf("unknown reason %s", c)
			}
		}
		if v := namematch.Compare(a, a).Verdict; v == namematch.Differs && strings.TrimSpace(ag+af+all) != "" &&
			!slices.Contains([]namematch.Code{namematch.Nothing, namematch.TooLong}, namematch.Compare(a, a).Why[0]) {
			t.Errorf("a name differs from itself: %v", namematch.Compare(a, a).Why)
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	x, y := parts("Gabriel José|García Márquez de la Specimen"), parts("GARCIA MARQUEZ DE LA SPECIMEN GABRIEL JOSE")
	for b.Loop() {
		namematch.Compare(x, y)
	}
}
