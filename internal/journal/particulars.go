package journal

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"time"

	"vouchdesk/internal/fault"
)

// ErrParticulars is returned for particulars that may not enter the journal;
// its Where names the member.
var ErrParticulars = fault.New(fault.Malformed, "particulars-malformed")

const digestPrefix = "vouchdesk journal particulars 1\n"

// Limits keep free text, and so personal data, out of the journal.
const (
	maxCode    = 64
	maxID      = 128
	maxDetail  = 200
	maxDetails = 32
)

// Act is the code of what was done, such as "case-opened".
type Act string

// Person is the trust list's name for somebody who acts; never a person's name.
type Person string

// Subject is what an act is about: a case id, or another id of ours.
type Subject string

// Particulars are the sealed half of one act. Details hold harmless codes and
// numbers only: nothing typed by anybody goes there.
type Particulars struct {
	Time    time.Time
	Actor   Person // empty: the desk itself
	Act     Act
	Subject Subject // empty: the desk itself
	Details map[string]string
}

// wire fixes the order and names of the members; encoding/json sorts the map.
type wire struct {
	Time    string            `json:"time"`
	Actor   Person            `json:"actor"`
	Act     Act               `json:"act"`
	Subject Subject           `json:"subject"`
	Details map[string]string `json:"details"`
}

const timeForm = "2006-01-02T15:04:05.000Z"

// Encode returns the one encoding of p, or ErrParticulars. Time is kept to the
// millisecond, in UTC.
func (p Particulars) Encode() ([]byte, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	details := p.Details
	if details == nil {
		details = map[string]string{}
	}
	return json.Marshal(wire{p.Time.UTC().Format(timeForm), p.Actor, p.Act, p.Subject, details})
}

// ParseParticulars reads what Encode wrote and nothing else.
func ParseParticulars(data []byte) (Particulars, error) {
	var w wire
	if err := json.Unmarshal(data, &w); err != nil {
		return Particulars{}, ErrParticulars
	}
	at, err := time.Parse(timeForm, w.Time)
	if err != nil {
		return Particulars{}, ErrParticulars.At("time")
	}
	p := Particulars{at, w.Actor, w.Act, w.Subject, w.Details}
	again, err := p.Encode()
	if err != nil {
		return Particulars{}, err
	}
	if !bytes.Equal(again, data) {
		return Particulars{}, ErrParticulars
	}
	return p, nil
}

// Digest is the HMAC of the particulars under the subject's journal key.
func Digest(key []byte, p Particulars) (Sum, error) {
	data, err := p.Encode()
	if err != nil {
		return Sum{}, err
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(digestPrefix))
	mac.Write(data)
	return Sum(mac.Sum(nil)), nil
}

func (p Particulars) check() error {
	switch {
	// Year 0 to 9999 is what the time's form can hold.
	case p.Time.IsZero() || p.Time.UTC().Year() < 1 || p.Time.UTC().Year() > 9999:
		return ErrParticulars.At("time")
	case !isCode(string(p.Act)):
		return ErrParticulars.At("act")
	case !isID(string(p.Actor)):
		return ErrParticulars.At("actor")
	case !isID(string(p.Subject)):
		return ErrParticulars.At("subject")
	case len(p.Details) > maxDetails:
		return ErrParticulars.At("details")
	}
	for name, value := range p.Details {
		if !isCode(name) || !isDetail(value) {
			return ErrParticulars.At("details")
		}
	}
	return nil
}

// isCode: a lower-case letter, then letters, digits, hyphens, dots, underscores.
func isCode(s string) bool {
	if s == "" || len(s) > maxCode || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.' && c != '_' {
			return false
		}
	}
	return true
}

// isID: visible ASCII without spaces or quotes; may be empty.
func isID(s string) bool { return len(s) <= maxID && visible(s) }

func isDetail(s string) bool { return len(s) <= maxDetail && visible(s) }

func visible(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
