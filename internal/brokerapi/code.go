package brokerapi

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base32"
	"encoding/base64"
	"encoding/pem"
	"net/url"
	"strings"

	"vouchdesk/internal/fault"
)

// CodePrefix starts every enrolment code.
const CodePrefix = "VDE"

// SecretSize is the size of an enrolment secret in bytes.
const SecretSize = 16

const (
	codeVersion   = 1
	maxCodeURL    = 200
	maxCodeCA     = 1500
	checksumSize  = 4
	thumbprintLen = 32
)

// The failures of an enrolment code.
var (
	ErrNotACode    = fault.New(fault.Malformed, "enrol-not-a-code")
	ErrCodeDamaged = fault.New(fault.Malformed, "enrol-code-damaged") // mistyped or cut
	ErrCodeContent = fault.New(fault.Malformed, "enrol-code-content")
)

// EnrolmentCode is what a new desk needs to know, all of it: where the broker
// is, which root to pin, whose certificate to expect, and a secret that works
// once. It is a secret and belongs in no log.
type EnrolmentCode struct {
	Broker string // https URL
	Root   string // RFC 7638 thumbprint, pinned from the first moment
	Secret string // base64url of SecretSize bytes
	CA     []byte // the certificate authority as DER; empty: a public one
}

// ParseEnrolmentCode reads a scanned or typed code: any case, white space and
// hyphens anywhere.
func ParseEnrolmentCode(text string) (EnrolmentCode, error) {
	if len(text) > 8000 {
		return EnrolmentCode{}, ErrNotACode
	}
	plain := strings.ToUpper(strings.Join(strings.FieldsFunc(text, isFiller), ""))
	rest, ok := strings.CutPrefix(plain, CodePrefix)
	if !ok {
		return EnrolmentCode{}, ErrNotACode
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(rest)
	if err != nil || len(raw) < 1+thumbprintLen+SecretSize+1+checksumSize {
		return EnrolmentCode{}, ErrCodeDamaged
	}
	body, sum := raw[:len(raw)-checksumSize], raw[len(raw)-checksumSize:]
	if want := sha256.Sum256(body); string(want[:checksumSize]) != string(sum) {
		return EnrolmentCode{}, ErrCodeDamaged
	}
	if body[0] != codeVersion {
		return EnrolmentCode{}, ErrCodeContent.At("version")
	}
	c, err := readCode(body[1:])
	if err != nil {
		return EnrolmentCode{}, err
	}
	// One code has one text, but for case and filling: unused bits are zero.
	if c.String() != plain {
		return EnrolmentCode{}, ErrCodeDamaged
	}
	return c, c.check()
}

func isFiller(r rune) bool { return r == '-' || r == ' ' || r == '\n' || r == '\r' || r == '\t' }

func readCode(body []byte) (EnrolmentCode, error) {
	c := EnrolmentCode{
		Root:   base64.RawURLEncoding.EncodeToString(body[:thumbprintLen]),
		Secret: base64.RawURLEncoding.EncodeToString(body[thumbprintLen : thumbprintLen+SecretSize]),
	}
	body = body[thumbprintLen+SecretSize:]
	n := int(body[0])
	if len(body) < 1+n {
		return EnrolmentCode{}, ErrCodeContent.At("broker")
	}
	c.Broker = string(body[1 : 1+n])
	if rest := body[1+n:]; len(rest) > 0 {
		c.CA = append([]byte(nil), rest...)
	}
	return c, nil
}

// check holds for whatever a code says, whoever made it.
func (c EnrolmentCode) check() error {
	if CheckBrokerURL(c.Broker) != nil {
		return ErrCodeContent.At("broker")
	}
	if len(c.CA) > 0 {
		if _, err := x509.ParseCertificate(c.CA); err != nil || len(c.CA) > maxCodeCA {
			return ErrCodeContent.At("ca")
		}
	}
	return nil
}

// NewEnrolmentCode checks what a code is to say.
func NewEnrolmentCode(c EnrolmentCode) (EnrolmentCode, error) {
	root, err := base64.RawURLEncoding.DecodeString(c.Root)
	if err != nil || len(root) != thumbprintLen {
		return EnrolmentCode{}, ErrCodeContent.At("root")
	}
	secret, err := base64.RawURLEncoding.DecodeString(c.Secret)
	if err != nil || len(secret) != SecretSize {
		return EnrolmentCode{}, ErrCodeContent.At("secret")
	}
	return c, c.check()
}

// String is the text of the code: letters and digits only, so that it makes a
// small QR and is safe on any keyboard layout.
func (c EnrolmentCode) String() string {
	root, _ := base64.RawURLEncoding.DecodeString(c.Root)
	secret, _ := base64.RawURLEncoding.DecodeString(c.Secret)
	if len(root) != thumbprintLen || len(secret) != SecretSize || len(c.Broker) > maxCodeURL {
		return ""
	}
	body := append([]byte{codeVersion}, root...)
	body = append(body, secret...)
	body = append(body, byte(len(c.Broker)))
	body = append(body, c.Broker...)
	body = append(body, c.CA...)
	sum := sha256.Sum256(body)
	return CodePrefix + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(append(body, sum[:checksumSize]...))
}

// RootCAs is the authority as PEM, or nil for a public one.
func (c EnrolmentCode) RootCAs() []byte {
	if len(c.CA) == 0 {
		return nil
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.CA})
}

// CheckBrokerURL accepts https with a host and nothing that could be mistaken
// for another place: no user, query or fragment.
func CheckBrokerURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" ||
		u.Fragment != "" || u.Opaque != "" || len(text) > maxCodeURL || (u.Path != "" && u.Path != "/") {
		return ErrCodeContent.At("broker")
	}
	return nil
}
