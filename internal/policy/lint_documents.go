package policy

import (
	"fmt"
	"maps"
	"slices"

	"vouchdesk/internal/gpg45"
)

var (
	fieldKinds = []FieldKind{TextField, DateField, MRZField, DriverField, CountryField}
	claims     = []Claim{
		GivenName, FamilyName, FullName, NameAfter, BirthDate, AddressClaim, DocumentNumber,
		IssuedOn, ExpiresOn, IssuerName, IssuerCountry, PlaceOfBirth,
	}
	kindsOf = map[Claim][]FieldKind{
		BirthDate: {DateField}, IssuedOn: {DateField}, ExpiresOn: {DateField}, IssuerCountry: {CountryField},
		DocumentNumber: {TextField, DriverField},
	}
	imageRules = []ImageRule{ImageRequired, ImageAllowed, ImageForbidden}
	// What a method proves has to be what its group is about.
	methodsOf = map[Group][]Method{
		Physical: {MethodPhysical}, Visible: {MethodPhysical}, UV: {MethodUV},
		Record: {MethodData}, Crypto: {MethodCrypto}, Current: {MethodData, MethodCrypto},
	}
)

// parts checks fields and checks where they are written.
func (l *linter) parts(fields []Field, checks []Check, path string) {
	l.ids(path+".fields", "id", each(fields, func(f Field) string { return f.ID })...)
	for i, f := range fields {
		if !slices.Contains(fieldKinds, f.Kind) {
			l.note(ErrUnknown, "%s.fields[%d].kind", path, i)
		}
		if f.Claim == "" {
			continue
		}
		if !slices.Contains(claims, f.Claim) {
			l.note(ErrUnknown, "%s.fields[%d].claim", path, i)
		}
		// A date that is not read as one would never be compared nor expire.
		if kinds, set := kindsOf[f.Claim]; set && !slices.Contains(kinds, f.Kind) {
			l.note(ErrDiffers, "%s.fields[%d].kind", path, i)
		}
	}
	l.ids(path+".checks", "code", each(checks, func(c Check) string { return c.Code })...)
	for i, c := range checks {
		place := fmt.Sprintf("%s.checks[%d]", path, i)
		if !slices.Contains(Groups(), c.Group) {
			l.note(ErrUnknown, "%s.group", place)
			continue
		}
		if !slices.Contains(methodsOf[c.Group], c.Method) {
			l.note(ErrUnknown, "%s.method", place)
		}
		if !slices.ContainsFunc(l.p.Validity.Rules, func(r ValidityRule) bool { return slices.Contains(r.All, c.Group) }) {
			l.note(ErrUnreachable, "%s.group", place)
		}
	}
}

// document checks a document as a whole, with what its guide gave it.
func (l *linter) document(at int, path string) {
	d := l.p.Documents[at]
	if d.ID == RefereeStatement {
		l.note(ErrTwice, "%s.id", path) // a statement's own type of evidence
	}
	if !IsDocumentType(d.IDA) && !d.IsRecord() {
		l.note(ErrUnknown, "%s.ida", path)
	}
	if d.IsRecord() && (d.Photo || slices.ContainsFunc(d.Checks, func(c Check) bool { return c.Group != Record && c.Group != Current })) {
		l.note(ErrUnreachable, "%s.checks", path) // nobody can look at a record
	}
	if !slices.Contains(imageRules, d.Image) {
		l.note(ErrUnknown, "%s.image", path)
	}
	if d.Image == ImageForbidden && d.BlackOut != (Text{}) {
		l.note(ErrUnreachable, "%s.black_out", path) // nobody is ever told
	}
	if len(d.Fields) == 0 {
		l.note(ErrEmptyList, "%s.fields", path)
	}
	if len(d.Checks) == 0 {
		l.note(ErrEmptyList, "%s.checks", path)
	}
	for i, f := range d.Fields {
		if f.Claim != "" && slices.ContainsFunc(d.Fields[:i], func(g Field) bool { return g.Claim == f.Claim }) {
			l.note(ErrTwice, "%s", l.fieldPlace(at, path, f.ID))
		}
	}
	if d.Issuer.CountryCode != "" && !countryShape.MatchString(d.Issuer.CountryCode) {
		l.note(ErrID, "%s.issuer.country_code", path)
	}
	l.strengths(d, path)
	if d.Expiry != nil {
		if f, ok := d.Field(d.Expiry.Field); !ok || f.Kind != DateField {
			l.note(ErrUnknown, "%s.expiry.field", path)
		}
		l.within(d.Expiry.MonthsAfter, 0, 120, "%s.expiry.months_after", path)
	}
}

// fieldPlace is where a field of a document is written.
func (l *linter) fieldPlace(at int, path, id string) string {
	i := slices.IndexFunc(l.own[at].Fields, func(f Field) bool { return f.ID == id })
	if i < 0 {
		return path + ".guide"
	}
	return fmt.Sprintf("%s.fields[%d].claim", path, i)
}

func (l *linter) strengths(d Document, path string) {
	l.ids(path+".conditions", "id", each(d.Conditions, func(c Condition) string { return c.ID })...)
	for i, c := range d.Conditions {
		l.coded(fmt.Sprintf("%s.conditions[%d].options", path, i), c.Options)
		if !slices.ContainsFunc(d.Strengths, func(s Strength) bool { return s.When[c.ID] != "" }) {
			l.note(ErrUnreachable, "%s.conditions[%d]", path, i)
		}
	}
	for i, s := range d.Strengths {
		place := fmt.Sprintf("%s.strengths[%d]", path, i)
		l.within(s.Score, 0, gpg45.MaxScore, "%s.score", place)
		for _, id := range slices.Sorted(maps.Keys(s.When)) {
			if !d.hasOption(id, s.When[id]) {
				l.note(ErrUnknown, "%s.when.%s", place, id)
			}
		}
		for j, code := range s.Needs {
			if _, ok := d.Check(code); !ok {
				l.note(ErrUnknown, "%s.needs[%d]", place, j)
			}
		}
		if slices.ContainsFunc(d.Strengths[:i], func(before Strength) bool { return before.covers(s) }) {
			l.note(ErrUnreachable, "%s", place)
		}
	}
}

// covers reports whether whatever fits the other strength fits this one too. A
// condition that checks prove is met where nothing was chosen, so one without
// checks does not cover one with them.
func (s Strength) covers(other Strength) bool {
	if len(s.When) > 0 && len(s.Needs) == 0 && len(other.Needs) > 0 {
		return false
	}
	for id, option := range s.When {
		if other.When[id] != option {
			return false
		}
	}
	return !slices.ContainsFunc(s.Needs, func(code string) bool { return !slices.Contains(other.Needs, code) })
}

func (d Document) hasOption(id, option string) bool {
	return slices.ContainsFunc(d.Conditions, func(c Condition) bool {
		return c.ID == id && slices.ContainsFunc(c.Options, func(o Coded) bool { return o.Code == option })
	})
}
