package letter

import (
	"encoding/binary"
	"math/bits"
	"strings"

	"vouchdesk/internal/fault"
)

// The failures of a typed code.
var (
	ErrTypedForm  = fault.New(fault.Malformed, "letter-typed-form")  // not thirteen characters of the alphabet
	ErrTypedCheck = fault.New(fault.Malformed, "letter-typed-check") // one is wrong, or two are swapped
)

// typedAlphabet is Crockford's without Z. With a prime number of characters
// the check finds every wrong one and every swap of two; with all 32 it would
// take Z for 0. Z also looks like 2.
const (
	typedAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXY"
	typedBase     = uint64(len(typedAlphabet)) // 31
	typedBody     = 12                         // 59 bits
)

// Typed is the code to type where a QR cannot be scanned, as its twelve
// characters and the check letter. It is looked up online only, by its HMAC;
// it is a secret like the QR and belongs in no log.
type Typed string

// NewTyped makes a code from sixteen random bytes.
func NewTyped(random [16]byte) Typed {
	space := uint64(1)
	for range typedBody {
		space *= typedBase
	}
	n := bits.Rem64(binary.BigEndian.Uint64(random[:8]), binary.BigEndian.Uint64(random[8:]), space)
	var body [typedBody]byte
	for i := range body {
		body[i] = typedAlphabet[n%typedBase]
		n /= typedBase
	}
	return Typed(string(body[:]) + string(checkLetter(string(body[:]))))
}

// ParseTyped reads what was typed: any case, hyphens and spaces anywhere, O for 0, I and L for 1.
func ParseTyped(text string) (Typed, error) {
	text = strings.NewReplacer(" ", "", "-", "", "\t", "", "O", "0", "I", "1", "L", "1").Replace(upper(strings.TrimSpace(text)))
	if len(text) != typedBody+1 || strings.Trim(text, typedAlphabet) != "" {
		return "", ErrTypedForm
	}
	if text[typedBody] != checkLetter(text[:typedBody]) {
		return "", ErrTypedCheck
	}
	return Typed(text), nil
}

// Grouped is the code as it is printed: ABCD-EFGH-JKMN-P.
func (t Typed) Grouped() string {
	var groups []string
	for text := string(t); text != ""; {
		n := min(4, len(text))
		groups = append(groups, text[:n])
		text = text[n:]
	}
	return strings.Join(groups, "-")
}

// checkLetter is the sum of the characters, each times its place, modulo 31.
func checkLetter(body string) byte {
	sum := 0
	for i := range len(body) {
		sum += (i + 1) * strings.IndexByte(typedAlphabet, body[i])
	}
	return typedAlphabet[sum%int(typedBase)]
}
