package casework

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// What an unfinished case can lack. Where begins with the step.
var (
	ErrLetterMissing   = fault.New(fault.Refused, "case-letter-missing") // neither scanned nor said to be none
	ErrResidentMissing = fault.New(fault.Refused, "case-resident-missing")
	ErrBirthMissing    = fault.New(fault.Refused, "case-birth-missing")
	ErrAddressMissing  = fault.New(fault.Refused, "case-address-missing")
	ErrContactMissing  = fault.New(fault.Refused, "case-contact-missing")
	ErrPurposeMissing  = fault.New(fault.Refused, "case-purpose-missing")
	ErrServiceUnknown  = fault.New(fault.Refused, "case-service-unknown")
	ErrToldMissing     = fault.New(fault.Refused, "case-told-missing")
	ErrToldLanguage    = fault.New(fault.Refused, "case-told-language")   // the policy does not have it
	ErrNoticeOutdated  = fault.New(fault.Refused, "case-notice-outdated") // told by another version of the notice
	ErrEvidenceMissing = fault.New(fault.Refused, "case-evidence-missing")
	ErrDocumentUnknown = fault.New(fault.Refused, "case-document-unknown")
	ErrSeenMissing     = fault.New(fault.Refused, "case-seen-missing")
	ErrImageMissing    = fault.New(fault.Refused, "case-image-missing")
	ErrImageForbidden  = fault.New(fault.Refused, "case-image-forbidden")
	ErrCheckUnanswered = fault.New(fault.Refused, "case-check-unanswered")
	ErrCheckReason     = fault.New(fault.Refused, "case-check-reason") // could not be made, and no reason given
	ErrLikenessMissing = fault.New(fault.Refused, "case-likeness-missing")
	ErrLikenessNoPhoto = fault.New(fault.Refused, "case-likeness-photo") // against something that is gone or has no photo
)

// Missing tells everything that keeps the case from being submitted on a day,
// joined, in the order of the steps; nil when nothing does.
func (c *Case) Missing(rules *policy.Policy, on resident.Date) error {
	wrong := c.missingLetter(rules)
	wrong = append(wrong, c.missingResident()...)
	wrong = append(wrong, c.missingRepresentative(rules)...)
	wrong = append(wrong, c.missingPurpose(rules, on)...)
	if len(c.Evidence) == 0 && c.Letter.State != letter.Matches {
		wrong = append(wrong, ErrEvidenceMissing.At(string(StepEvidence)))
	}
	for i, item := range c.Evidence {
		wrong = append(wrong, missingItem(item, itemPlace(i), rules, on)...)
		wrong = append(wrong, c.missingName(item, itemPlace(i), rules, on)...)
	}
	switch {
	case c.Likeness == nil && c.absent(rules):
		wrong = append(wrong, ErrLikenessAbsent.At(string(StepLikeness)))
	case c.Likeness == nil && !c.asksIdentity(rules): // only what somebody holds is asked, not who they are
	default:
		wrong = append(wrong, missingLikeness(c.Likeness, c.Evidence, rules, string(StepLikeness))...)
	}
	wrong = append(wrong, c.missingReturn()...)
	wrong = append(wrong, c.missingReferees(rules, on)...)
	if err := c.Looked(); err != nil {
		wrong = append(wrong, err)
	}
	return errors.Join(wrong...)
}

// StepOf is the step a fault of Missing belongs to.
func StepOf(e *fault.Error) Step {
	step, _, _ := strings.Cut(e.Where, ".")
	step, _, _ = strings.Cut(step, "[")
	return Step(step)
}

// itemPlace is where a fault of the i-th piece of evidence lies.
func itemPlace(i int) string { return fmt.Sprintf("%s[%d]", StepEvidence, i) }

func (c *Case) missingLetter(rules *policy.Policy) []error {
	switch {
	case c.Letter.Path == LetterNone:
		return nil
	case !rules.Limits.Letter(c.Letter.IssuedAt, c.Letter.Until): // the policy has changed since it was looked at
		return []error{policy.ErrLetterLife.At(string(StepLetter))}
	case c.Letter.Path == LetterScanned && c.Letter.JTI != "" &&
		(c.Letter.State == letter.Signed || c.Letter.State == letter.Matches || c.Letter.State == letter.Mismatch):
		return nil
	}
	return []error{ErrLetterMissing.At(string(StepLetter))}
}

func (c *Case) missingResident() []error {
	r := c.Resident
	if r == nil || r.Name.IsZero() {
		return []error{ErrResidentMissing.At("resident.name")}
	}
	var wrong []error
	if r.Born.IsZero() {
		wrong = append(wrong, ErrBirthMissing.At("resident.born"))
	}
	if r.Address.IsZero() {
		wrong = append(wrong, ErrAddressMissing.At("resident.address"))
	}
	if r.Contact.How == "" {
		wrong = append(wrong, ErrContactMissing.At("resident.contact"))
	}
	return wrong
}

func (c *Case) missingPurpose(rules *policy.Policy, on resident.Date) []error {
	p := c.Purpose
	if p == nil {
		return []error{ErrPurposeMissing.At(string(StepPurpose))}
	}
	var wrong []error
	if _, ok := rules.Service(p.Service); !ok {
		wrong = append(wrong, ErrServiceUnknown.At("purpose.service"))
	}
	switch {
	case p.Told == "" || p.Language == "" || p.At.IsZero():
		wrong = append(wrong, ErrToldMissing.At("purpose.told"))
	case !rules.Speaks(p.Language):
		wrong = append(wrong, ErrToldLanguage.At("purpose.told"))
	case p.Notice != rules.Privacy.Version:
		wrong = append(wrong, ErrNoticeOutdated.At("purpose.notice"))
	case p.To == ToldRepresentative && !c.actedFor(rules, on):
		wrong = append(wrong, ErrToldOther.At("purpose.told"))
	}
	return wrong
}

func missingItem(item evidence.Item, place string, rules *policy.Policy, on resident.Date) []error {
	doc, ok := rules.Document(item.Type)
	if !ok {
		return []error{ErrDocumentUnknown.At(place)}
	}
	var wrong []error
	if err := rules.CheckItem(item, on); err != nil {
		for _, e := range fault.All(err) {
			wrong = append(wrong, e.At(place+".fields."+e.Where))
		}
	}
	switch {
	case item.Seen != evidence.Returned && item.Seen != evidence.Image:
		wrong = append(wrong, ErrSeenMissing.At(place+".seen"))
	case doc.Image == policy.ImageRequired && len(item.Captures) == 0,
		item.Seen == evidence.Image && len(item.Captures) == 0:
		wrong = append(wrong, ErrImageMissing.At(place+".captures"))
	case doc.Image == policy.ImageForbidden && len(item.Captures) > 0:
		wrong = append(wrong, ErrImageForbidden.At(place+".captures"))
	}
	return append(wrong, unanswered(item.Checks, doc.Checks, place)...)
}

func unanswered(given []evidence.Check, asked []policy.Check, place string) []error {
	var wrong []error
	answer := evidence.Item{Checks: given}.Answer
	for _, q := range asked {
		if answer(q.Code) == evidence.Unanswered {
			wrong = append(wrong, ErrCheckUnanswered.At(place+".checks."+q.Code))
		}
	}
	for _, a := range given {
		if a.Answer == evidence.CouldNot && a.Reason == "" {
			wrong = append(wrong, ErrCheckReason.At(place+".checks."+a.Code))
		}
	}
	return wrong
}

// asksIdentity reports whether the service, once there is one, wants to know who
// the resident is.
func (c *Case) asksIdentity(rules *policy.Policy) bool {
	if c.Purpose == nil {
		return true
	}
	service, ok := rules.Service(c.Purpose.Service)
	return !ok || service.Identity()
}

// missingLikeness asks for a comparison as soon as there is a photo; without
// one there is nothing to compare, and no profile.
func missingLikeness(l *evidence.Likeness, items []evidence.Item, rules *policy.Policy, place string) []error {
	photo := func(item evidence.Item) bool {
		doc, ok := rules.Document(item.Type)
		return ok && doc.Photo
	}
	if l == nil {
		if slices.ContainsFunc(items, photo) {
			return []error{ErrLikenessMissing.At(place)}
		}
		return nil
	}
	against := func(item evidence.Item) bool { return item.ID == l.Against && photo(item) }
	if !slices.ContainsFunc(items, against) {
		return []error{ErrLikenessNoPhoto.At(place + ".against")}
	}
	return unanswered(l.Checks, rules.Likeness.Checks, place)
}
