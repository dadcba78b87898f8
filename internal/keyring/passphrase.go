package keyring

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

const (
	leastLength   = 12 // characters
	mostLength    = 256
	leastVariety  = 5 // different characters
	shortNamePart = 3 // shorter parts of a name prove nothing
)

// CheckPassphrase applies the rules: at least 12 characters, not made of the
// person's own name, not one character over and over. There is no rule about
// digits or capitals: length is what helps (NCSC, "three random words").
func CheckPassphrase(name, passphrase string) error {
	text := string(normal(passphrase))
	length := utf8.RuneCountInString(text)
	switch {
	case length < leastLength:
		return ErrShort.With("least", strconv.Itoa(leastLength))
	case length > mostLength:
		return ErrLong.With("most", strconv.Itoa(mostLength))
	}
	different := map[rune]bool{}
	for _, r := range text {
		different[r] = true
	}
	if len(different) < leastVariety {
		return ErrSimple
	}
	// What is left without the parts of the name has to be long enough alone.
	rest := fold(text)
	for _, part := range strings.FieldsFunc(fold(name), notLetter) {
		if utf8.RuneCountInString(part) >= shortNamePart {
			rest = strings.ReplaceAll(rest, part, "")
		}
	}
	if rest != fold(text) && utf8.RuneCountInString(rest) < leastLength {
		return ErrNameInIt
	}
	return nil
}

// normal is the form in which a passphrase is compared: one and the same
// accented letter has two encodings, and keyboards differ in which they send.
func normal(passphrase string) []byte { return norm.NFC.Bytes([]byte(passphrase)) }

func fold(s string) string { return cases.Fold().String(norm.NFC.String(s)) }

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
