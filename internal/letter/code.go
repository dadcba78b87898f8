package letter

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
)

// Prefix starts every letter code, and so tells a wedge scanner's burst from
// typing and a letter from any other QR.
const Prefix = "VLA"

// Layout of the 93 bytes: tag 4, kid 2, jti 16, iat 4, days 1, site 2, signature 64.
const (
	atKID  = 4
	atJTI  = atKID + 2
	atIAT  = atJTI + 16
	atDays = atIAT + 4
	atSite = atDays + 1
	atSig  = atSite + 2
	packed = atSig + 64

	// TextLength is the number of characters of a code, its prefix included.
	TextLength = 152
)

// The failures of reading and of minting.
var (
	ErrNotACode = fault.New(fault.Malformed, "letter-not-a-code") // some other code or text
	ErrDamaged  = fault.New(fault.Malformed, "letter-damaged")    // a letter code, read wrongly or altered
	ErrTag      = fault.New(fault.Malformed, "letter-tag")
	ErrID       = fault.New(fault.Malformed, "letter-id")
	ErrMint     = fault.New(fault.Internal, "letter-mint") // asked to print what no letter can say
)

// Tag tells councils apart on the letter, before any key is looked up.
type Tag [4]byte

// TagOf is the tag of the council whose root has this RFC 7638 thumbprint: the
// start of the SHA-256 of the thumbprint's base64url text.
func TagOf(rootThumbprint string) Tag {
	sum := sha256.Sum256([]byte(rootThumbprint))
	return Tag(sum[:4])
}

// String is the tag in eight hexadecimal digits, the iss of a letter.
func (t Tag) String() string { return hex.EncodeToString(t[:]) }

// ParseTag reads the eight lower-case hexadecimal digits of a tag.
func ParseTag(text string) (Tag, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != len(Tag{}) || text != strings.ToLower(text) {
		return Tag{}, ErrTag
	}
	return Tag(raw), nil
}

// ID is a letter's jti, and its identity: never the scanned text, of which a
// signature can give several.
type ID [16]byte

// ParseID reads the 22 base64url characters of a jti.
func ParseID(text string) (ID, error) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(raw) != len(ID{}) || len(text) != 22 {
		return ID{}, ErrID
	}
	return ID(raw), nil
}

// String is the jti as it stands in the token.
func (id ID) String() string { return base64.RawURLEncoding.EncodeToString(id[:]) }

// MarshalText is String.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText is ParseID.
func (id *ID) UnmarshalText(text []byte) error {
	read, err := ParseID(string(text))
	if err != nil {
		return err
	}
	*id = read
	return nil
}

// Code is what a letter's QR says. It proves nothing until [Verify].
type Code struct {
	Tag      Tag
	KID      string // two characters of a-z, 0-9
	JTI      ID
	IssuedAt time.Time // whole seconds, UTC
	Days     int       // 1 to 255
	Site     int       // 0 is any site
	Sig      [64]byte
}

// Until is the first moment at which the letter is no longer good.
func (c Code) Until() time.Time { return c.IssuedAt.Add(time.Duration(c.Days) * 24 * time.Hour) }

func encoding() *base32.Encoding { return base32.StdEncoding.WithPadding(base32.NoPadding) }

// ParseCode reads the text of a scanned QR. White space around it and lower
// case are forgiven, because a wedge scanner adds an Enter and obeys Caps
// Lock; nothing else is. String gives the canonical upper-case text back.
func ParseCode(text string) (Code, error) {
	text = upper(strings.TrimSpace(text))
	body, ours := strings.CutPrefix(text, Prefix)
	if !ours {
		return Code{}, ErrNotACode
	}
	if len(text) != TextLength {
		return Code{}, ErrDamaged
	}
	raw, err := encoding().DecodeString(body)
	// Encoding it again catches what the decoder passes over: line breaks
	// within, and a last bit that is not zero.
	if err != nil || len(raw) != packed || encoding().EncodeToString(raw) != body {
		return Code{}, ErrDamaged
	}
	c := Code{
		Tag:      Tag(raw[:atKID]),
		KID:      string(raw[atKID:atJTI]),
		JTI:      ID(raw[atJTI:atIAT]),
		IssuedAt: time.Unix(int64(binary.BigEndian.Uint32(raw[atIAT:atDays])), 0).UTC(),
		Days:     int(raw[atDays]),
		Site:     int(binary.BigEndian.Uint16(raw[atSite:atSig])),
		Sig:      [64]byte(raw[atSig:]),
	}
	if !c.sayable() {
		return Code{}, ErrDamaged
	}
	return c, nil
}

// sayable holds for what the 93 bytes can say and a token may say.
func (c Code) sayable() bool {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	at := c.IssuedAt.Unix()
	return len(c.KID) == 2 && strings.Trim(c.KID, alphabet) == "" &&
		at > 0 && at < 1<<32 && c.IssuedAt.Nanosecond() == 0 &&
		c.Days > 0 && c.Days < 1<<8 && c.Site >= 0 && c.Site < 1<<16
}

// String is the text of the QR, or "" for a code that cannot be one.
func (c Code) String() string {
	if !c.sayable() {
		return ""
	}
	raw := make([]byte, 0, packed)
	raw = append(raw, c.Tag[:]...)
	raw = append(raw, c.KID...)
	raw = append(raw, c.JTI[:]...)
	raw = binary.BigEndian.AppendUint32(raw, uint32(c.IssuedAt.Unix()))
	raw = append(raw, byte(c.Days))
	raw = binary.BigEndian.AppendUint16(raw, uint16(c.Site))
	raw = append(raw, c.Sig[:]...)
	return Prefix + encoding().EncodeToString(raw)
}

// Token rebuilds the compact JWS that was signed, byte for byte.
func (c Code) Token() string {
	header := `{"alg":"ES256","kid":"` + c.KID + `","typ":"` + string(jose.TypLetter) + `"}`
	b64 := base64.RawURLEncoding
	return b64.EncodeToString([]byte(header)) + "." + b64.EncodeToString(c.payload()) + "." + b64.EncodeToString(c.Sig[:])
}

// payload is written here and not by a JSON library: one byte of difference
// would make every letter in the post unverifiable.
func (c Code) payload() []byte {
	aud := ""
	if c.Site != 0 {
		aud = `"aud":"site-` + strconv.Itoa(c.Site) + `",`
	}
	return []byte(`{"iss":"` + c.Tag.String() + `",` + aud + `"jti":"` + c.JTI.String() +
		`","iat":` + strconv.FormatInt(c.IssuedAt.Unix(), 10) +
		`,"exp":` + strconv.FormatInt(c.Until().Unix(), 10) + `}`)
}

// Mint signs the letter that a code without signature describes, under the
// signer's kid; KID and Sig of what it is given are ignored.
func Mint(signer *jose.Signer, c Code) (Code, error) {
	c.KID = signer.KID()
	if signer.Typ() != jose.TypLetter || !c.sayable() || c.JTI == (ID{}) {
		return Code{}, ErrMint
	}
	c.IssuedAt = c.IssuedAt.UTC()
	token, err := signer.Sign(json.RawMessage(c.payload()))
	if err != nil {
		return Code{}, err
	}
	sig, err := base64.RawURLEncoding.DecodeString(token[strings.LastIndexByte(token, '.')+1:])
	if err != nil || len(sig) != len(c.Sig) {
		return Code{}, ErrMint
	}
	c.Sig = [64]byte(sig)
	if c.Token() != token { // the signer's header is not the one a desk will rebuild
		return Code{}, ErrMint
	}
	return c, nil
}

// upper touches ASCII letters only: to Unicode, U+017F is a lower-case S.
func upper(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, text)
}
