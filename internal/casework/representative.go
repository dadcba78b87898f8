package casework

import (
	"slices"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// What can be wrong with a representative. The last is of [Case.SetLikeness].
var (
	ErrRepName        = fault.New(fault.Refused, "case-representative-name")
	ErrRepKind        = fault.New(fault.Refused, "case-representative-kind")
	ErrRepSeen        = fault.New(fault.Refused, "case-representative-seen")
	ErrRepNumber      = fault.New(fault.Refused, "case-representative-number")
	ErrRepEnd         = fault.New(fault.Refused, "case-representative-end")    // neither a last day nor that there is none
	ErrRepAgrees      = fault.New(fault.Refused, "case-representative-agrees") // not answered
	ErrRepShown       = fault.New(fault.Refused, "case-representative-shown")  // neither a document of theirs nor that none was shown
	ErrRepDocument    = fault.New(fault.Refused, "case-representative-document")
	ErrToldOther      = fault.New(fault.Refused, "case-told-other")      // told to somebody who may not act
	ErrLikenessAbsent = fault.New(fault.Refused, "case-likeness-absent") // the resident is not here to be compared
	ErrNoRep          = fault.New(fault.NotFound, "case-representative-missing")
	ErrAbsent         = fault.New(fault.Conflict, "case-resident-absent")
)

// SetRepresentative records who acts or speaks for the resident.
func (c *Case) SetRepresentative(r Representative, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	r.At, r.By = by.At, by.Person
	items := make([]evidence.Item, 0, len(r.Evidence))
	for _, item := range r.Evidence {
		item = item.Clone()
		item.At, item.By = by.At, string(by.Person)
		items = append(items, item)
	}
	r.Evidence = items
	c.Representative, c.FormerRep = &r, nil
	c.act(by, "representative")
	return nil
}

// RemoveRepresentative takes them away; RestoreRepresentative undoes it.
func (c *Case) RemoveRepresentative(by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if c.Representative == nil {
		return ErrNoRep
	}
	c.FormerRep, c.Representative = c.Representative, nil
	c.act(by, "representative_removed")
	return nil
}

// RestoreRepresentative brings back who was taken away.
func (c *Case) RestoreRepresentative(by By) error {
	if err := c.open(); err != nil {
		return err
	}
	if c.FormerRep == nil || c.Representative != nil {
		return ErrNoRep
	}
	c.Representative, c.FormerRep = c.FormerRep, nil
	c.act(by, "representative_restored")
	return nil
}

// Mandate is what the policy judges a representative by.
func (c *Case) Mandate() (policy.Mandate, bool) {
	r := c.Representative
	if r == nil {
		return policy.Mandate{}, false
	}
	m := policy.Mandate{Kind: r.Kind, Until: r.Until, Agrees: r.Agrees}
	for _, item := range r.Evidence {
		m.Shown = append(m.Shown, item.Type)
	}
	if c.Purpose != nil {
		m.Service = c.Purpose.Service
	}
	if c.Resident != nil {
		m.Born = c.Resident.Born
	}
	return m, true
}

// actedFor reports whether somebody may act for the resident on a day.
func (c *Case) actedFor(rules *policy.Policy, on resident.Date) bool {
	m, ok := c.Mandate()
	return ok && rules.Standing(m, on).Acts
}

// absent reports that the purpose needs an identity, which nobody has without
// a likeness, and that the resident is not here for one.
func (c *Case) absent(rules *policy.Policy) bool {
	if c.Representative == nil || !c.Representative.Absent || c.Purpose == nil {
		return false
	}
	service, ok := rules.Service(c.Purpose.Service)
	return ok && service.Confidence > gpg45.None
}

func (c *Case) missingRepresentative(rules *policy.Policy) []error {
	r := c.Representative
	if r == nil {
		return nil
	}
	const at = "resident.representative."
	var wrong []error
	lacks := func(is bool, e *fault.Error, place string) {
		if is {
			wrong = append(wrong, e.At(at+place))
		}
	}
	lacks(r.Name.IsZero(), ErrRepName, "name")
	lacks(r.Agrees == evidence.Unanswered, ErrRepAgrees, "agrees")
	for _, item := range r.Evidence {
		_, known := rules.Document(item.Type)
		lacks(!known, ErrRepDocument, "shown")
	}
	k, ok := rules.Authority(r.Kind)
	if !ok {
		return append(wrong, ErrRepKind.At(at+"kind"))
	}
	if !k.Acts {
		return wrong
	}
	proof := k.Lacks(policy.Proof{Seen: r.Seen, Number: r.Number, Ends: !r.Until.IsZero() || r.Endless})
	lacks(slices.Contains(proof, policy.ProofSeen), ErrRepSeen, "seen")
	lacks(slices.Contains(proof, policy.ProofNumber), ErrRepNumber, "number")
	lacks(slices.Contains(proof, policy.ProofEnd), ErrRepEnd, "until")
	lacks(len(r.Evidence) == 0 && !r.NoneShown, ErrRepShown, "shown")
	return wrong
}
