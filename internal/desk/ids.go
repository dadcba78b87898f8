package desk

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"
)

// newUUID is a random id that says nothing.
func newUUID() string { return uuid.NewString() }

// newURN is the jti of a token: version 7, so that a council's own lists of
// them lie in order of time.
func newURN() string { return uuid.Must(uuid.NewV7()).URN() }

func uintText(n uint64) string { return strconv.FormatUint(n, 10) }

// reference is what people call a case: letters of the council, a sign for this
// desk, and a running number. It is not a secret and names nobody.
func (s *state) reference(number uint64) string {
	name := ""
	if s.root != nil {
		name = s.root.Body.Name.En
	}
	return fmt.Sprintf("%s%s-%04d", initials(name), deskSign(string(s.d.anchor.Desk)), number)
}

// initials are the first letters of a name's words, at most three; of a name of
// one word, its first two letters.
func initials(name string) string {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) })
	words = without(words, "COUNCIL", "OF", "THE", "AND")
	switch {
	case len(words) == 0:
		return "VD"
	case len(words) == 1:
		return head(words[0], 2)
	}
	var b strings.Builder
	for _, w := range words[:min(3, len(words))] {
		b.WriteString(head(w, 1))
	}
	return b.String()
}

func without(words []string, drop ...string) []string {
	var kept []string
	for _, w := range words {
		found := false
		for _, d := range drop {
			found = found || w == d
		}
		if !found {
			kept = append(kept, w)
		}
	}
	return kept
}

func head(word string, n int) string {
	runes := []rune(word)
	return string(runes[:min(n, len(runes))])
}

// deskSign tells the desks of a council apart: the number a desk's id ends
// with, or three characters of the id's hash. Two desks of one council have
// different ids, and so as a rule different signs.
func deskSign(desk string) string {
	cut := len(strings.TrimRight(desk, "0123456789"))
	if digits := strings.TrimLeft(desk[cut:], "0"); digits != "" && len(digits) <= 4 {
		return digits
	}
	sum := sha256.Sum256([]byte(desk))
	return base32.StdEncoding.EncodeToString(sum[:])[:3]
}
