package mrz_test

import (
	"strings"
	"testing"

	"vouchdesk/internal/mrz"
)

// TestPlaces holds the specimens against what may stand where they do, and
// every place against Parse: what may not stand there is refused.
func TestPlaces(t *testing.T) {
	for _, format := range mrz.Formats() {
		t.Run(string(format), func(t *testing.T) {
			text := strings.Split(specimens[format], "\n")
			places := format.Places()
			lines, columns := format.Size()
			if len(places) != lines || len(text) != lines {
				t.Fatalf("%d lines of places, %d of text", len(places), len(text))
			}
			for i, line := range text {
				if len(line) != columns || len(places[i]) != columns {
					t.Fatalf("line %d: %d characters, %d places", i, len(line), len(places[i]))
				}
				for j, place := range places[i] {
					if !strings.Contains(place.Alphabet, line[j:j+1]) {
						t.Errorf("line %d, column %d cannot be what the specimen has", i+1, j+1)
					}
					for _, c := range "0A<Q" {
						changed := append([]string(nil), text...)
						changed[i] = line[:j] + string(c) + line[j+1:]
						r, err := mrz.Parse(strings.Join(changed, "\n"), today)
						may := strings.ContainsRune(place.Alphabet, c)
						if (err == nil && r.Format == format) != may {
							t.Errorf("line %d, column %d, %c: may stand %t, %v", i+1, j+1, c, may, err)
						}
						if err == nil && !place.Checked && byte(c) != line[j] && !r.Valid {
							t.Errorf("line %d, column %d is covered and not said to be", i+1, j+1)
						}
					}
				}
			}
		})
	}
}

func TestAmericanCardKind(t *testing.T) {
	r, err := mrz.Parse(strings.Replace(specimens[mrz.TD1], "I<UTO", "C1USA", 1), today)
	if err != nil || r.Fields.Code != "C1" || r.Fields.Issuer != "USA" || !r.Valid {
		t.Errorf("valid %t, %v", r.Valid, err)
	}
}
