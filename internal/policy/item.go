package policy

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/resident"
)

// What can stop an item from being kept. Where is the field's id, or
// "checks.<code>", "conditions.<id>", "captures" or "type".
var (
	ErrFieldMissing   = fault.New(fault.Malformed, "field-missing")
	ErrFieldUnknown   = fault.New(fault.Malformed, "field-unknown")
	ErrFieldControl   = fault.New(fault.Malformed, "field-control")
	ErrFieldTooLong   = fault.New(fault.Malformed, "field-too-long")
	ErrFieldDate      = fault.New(fault.Malformed, "field-date")    // not a real day as 2006-01-02
	ErrFieldFuture    = fault.New(fault.Malformed, "field-future")  // a day that has to be past
	ErrFieldCountry   = fault.New(fault.Malformed, "field-country") // not as passports write it
	ErrItemType       = fault.New(fault.Malformed, "item-type")
	ErrItemCondition  = fault.New(fault.Malformed, "item-condition")
	ErrItemCheck      = fault.New(fault.Malformed, "item-check")         // not a check of this document, or no answer we know
	ErrItemReason     = fault.New(fault.Malformed, "item-reason")        // could not check, without a reason of the policy
	ErrImageMissing   = fault.New(fault.Refused, "item-image-missing")   // the policy asks for one
	ErrImageForbidden = fault.New(fault.Refused, "item-image-forbidden") // the policy allows none
)

// maxFieldRunes is the longest value of a field.
const maxFieldRunes = 1000

// CheckItem reports what stops an item from being kept: joined faults, each
// with its field. It judges form only. A zone whose digits do not fit can be
// kept, because that is what the officer saw; package mrz tells which digit,
// and the score and a flag follow from it. A fault of the zone has the params
// place and, for lengths, have and want.
func (p *Policy) CheckItem(item evidence.Item, on resident.Date) error {
	d, ok := p.Document(item.Type)
	if !ok {
		return ErrItemType.At("type")
	}
	var wrong []error
	for _, f := range d.Fields {
		if e := f.check(item.Fields[f.ID], on); e != nil {
			wrong = append(wrong, e.At(f.ID))
		}
	}
	if e := d.nameless(item); e != nil {
		wrong = append(wrong, e)
	}
	for id := range item.Fields {
		if _, ok := d.Field(id); !ok {
			wrong = append(wrong, ErrFieldUnknown.At(id))
		}
	}
	for id, option := range item.Conditions {
		if !d.hasOption(id, option) {
			wrong = append(wrong, ErrItemCondition.At("conditions."+id))
		}
	}
	wrong = append(wrong, p.checkAnswers(d, item)...)
	switch {
	case d.Image == ImageRequired && len(item.Captures) == 0:
		wrong = append(wrong, ErrImageMissing.At("captures"))
	case d.Image == ImageForbidden && len(item.Captures) > 0:
		wrong = append(wrong, ErrImageForbidden.At("captures"))
	}
	return errors.Join(wrong...)
}

func (p *Policy) checkAnswers(d Document, item evidence.Item) []error {
	var wrong []error
	for _, c := range item.Checks {
		if _, ok := d.Check(c.Code); !ok || !c.Answer.Known() {
			wrong = append(wrong, ErrItemCheck.At("checks."+c.Code))
		}
		if c.Answer == evidence.CouldNot && !slices.ContainsFunc(p.CouldNot, func(r Coded) bool { return r.Code == c.Reason }) {
			wrong = append(wrong, ErrItemReason.At("checks."+c.Code))
		}
	}
	return wrong
}

// nameless asks for one name where the document has two places for it: a
// person with one name leaves the other empty.
func (d Document) nameless(item evidence.Item) *fault.Error {
	family, ok := d.States(FamilyName)
	if !ok || d.named(item) != (namematch.Parts{}) {
		return nil
	}
	return ErrFieldMissing.At(family.ID)
}

var countryShape = regexp.MustCompile(`^([A-Z]{3}|D)$`)

func (f Field) check(value string, on resident.Date) *fault.Error {
	if strings.TrimSpace(value) == "" {
		if f.Required {
			return ErrFieldMissing
		}
		return nil
	}
	if len(value) > utf8.UTFMax*maxFieldRunes || utf8.RuneCountInString(value) > maxFieldRunes {
		return ErrFieldTooLong
	}
	switch f.Kind {
	case DateField:
		date, err := resident.ParseISO(value)
		if err != nil {
			return ErrFieldDate
		}
		// Rule: all that a document states has happened, but that it expires.
		if date.After(on) && f.Claim != ExpiresOn {
			return ErrFieldFuture
		}
	case MRZField:
		_, err := mrz.Parse(value, on)
		return zoneFault(err)
	case DriverField:
		if _, err := evidence.ParseDriverNumber(value); err != nil {
			return fault.All(err)[0]
		}
	case CountryField:
		if !countryShape.MatchString(value) {
			return ErrFieldCountry
		}
	default:
		return f.checkText(value)
	}
	return nil
}

// checkText lets an address have several lines and nothing else be invisible.
func (f Field) checkText(value string) *fault.Error {
	if !utf8.ValidString(value) {
		return ErrFieldControl
	}
	for _, r := range value {
		if r == '\n' && f.Claim == AddressClaim {
			continue
		}
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			return ErrFieldControl
		}
	}
	return nil
}

// zoneFault moves the place inside the zone to a param: Where is the field.
func zoneFault(err error) *fault.Error {
	if err == nil {
		return nil
	}
	e := fault.All(err)[0]
	if e.Where != "" {
		e = e.With("place", e.Where)
	}
	return e
}
