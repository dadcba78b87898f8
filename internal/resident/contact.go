package resident

import (
	"strings"

	"vouchdesk/internal/fault"
)

// How is a way for a resident to hear.
type How string

// The ways. Collect means the resident comes back and asks.
const (
	Post    How = "post"
	Phone   How = "phone"
	Email   How = "email"
	Collect How = "collect"
)

// Hows lists the ways in the order they are offered.
func Hows() []How { return []How{Post, Phone, Email, Collect} }

// Reaches lists the ways by which the council reaches somebody by itself, such
// as a referee, who has nothing to come back for.
func Reaches() []How { return []How{Post, Phone, Email} }

// Language is one the council writes in.
type Language string

// The languages.
const (
	English Language = "en"
	Welsh   Language = "cy"
)

// Languages lists them.
func Languages() []Language { return []Language{English, Welsh} }

// What can be wrong with a contact.
var (
	ErrContactHow      = fault.New(fault.Malformed, "contact-how")
	ErrContactLanguage = fault.New(fault.Malformed, "contact-language")
	ErrContactDetail   = fault.New(fault.Malformed, "contact-detail")
)

// Contact is how, where and in which language a resident wants to hear.
type Contact struct {
	How      How      `json:"how"`
	Detail   string   `json:"detail,omitempty"` // number or address; none for post and collect
	Language Language `json:"language"`
}

// ParseContact cleans and checks a contact. A phone or e-mail needs its
// detail, of a plausible form; post and collect keep none. Codes: contact-how,
// contact-language, contact-detail.
func ParseContact(how How, detail string, language Language) (Contact, error) {
	c := Contact{How: how, Language: language}
	if language != English && language != Welsh {
		return Contact{}, ErrContactLanguage.At("language")
	}
	switch how {
	case Post, Collect:
		return c, nil
	case Phone, Email:
	default:
		return Contact{}, ErrContactHow.At("how")
	}
	clean, ok := cleanLine(detail)
	if !ok || len(clean) > 320 || !plausible(how, clean) {
		return Contact{}, ErrContactDetail.At("detail")
	}
	c.Detail = clean
	return c, nil
}

// plausible is generous: only what cannot possibly be reached is refused.
func plausible(how How, s string) bool {
	if how == Email {
		at := strings.LastIndexByte(s, '@')
		return at > 0 && at < len(s)-1 && !strings.Contains(s, " ")
	}
	digits := 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-(). extEXT", r):
			return false
		}
	}
	return digits >= 5
}
