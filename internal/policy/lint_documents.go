package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"vouchdesk/internal/gpg45"
)

// The UK list of document types (DVS data schema 1.0, predefined lists).
var ukDocumentTypes = strings.Fields(`passport id_card passport_card driving_permit military_id veterans_card
	proof_of_age_id home_office_travel_document bus_pass education_certificate rental_agreement purchase_agreement
	pass_card freedom_pass voter_id bank_statement utility_statement mortgage_statement loan_statement tax_statement
	social_security_statement pilot_permit birth_certificate adoption_certificate marriage_certificate
	civil_partnership_certificate firearm_certificate`)

var (
	groups     = []Group{Physical, Visible, UV, Record, Crypto, Current}
	fieldKinds = []FieldKind{TextField, DateField, MRZField, DriverField, CountryField}
	claims     = []Claim{
		GivenName, FamilyName, FullName, BirthDate, AddressClaim, DocumentNumber,
		IssuedOn, ExpiresOn, IssuerName, IssuerCountry, PlaceOfBirth,
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
		if f.Claim != "" && !slices.Contains(claims, f.Claim) {
			l.note(ErrUnknown, "%s.fields[%d].claim", path, i)
		}
	}
	l.ids(path+".checks", "code", each(checks, func(c Check) string { return c.Code })...)
	for i, c := range checks {
		place := fmt.Sprintf("%s.checks[%d]", path, i)
		if !slices.Contains(groups, c.Group) {
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
	if !slices.Contains(ukDocumentTypes, d.IDA) {
		l.note(ErrUnknown, "%s.ida", path)
	}
	if !slices.Contains(imageRules, d.Image) {
		l.note(ErrUnknown, "%s.image", path)
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
		if i > 0 && len(d.Strengths[i-1].When) == 0 && len(d.Strengths[i-1].Needs) == 0 {
			l.note(ErrUnreachable, "%s", place)
		}
	}
}

func (d Document) hasOption(id, option string) bool {
	return slices.ContainsFunc(d.Conditions, func(c Condition) bool {
		return c.ID == id && slices.ContainsFunc(c.Options, func(o Coded) bool { return o.Code == option })
	})
}

func (l *linter) validity() {
	v := l.p.Validity
	if len(v.Rules) == 0 {
		l.note(ErrEmptyList, "validity.rules")
	}
	for i, r := range v.Rules {
		l.within(r.Score, 1, gpg45.MaxScore, "validity.rules[%d].score", i)
		if len(r.All) == 0 {
			l.note(ErrEmptyList, "validity.rules[%d].all", i)
		}
		l.groups(fmt.Sprintf("validity.rules[%d].all", i), r.All)
	}
	l.groups("validity.at_desk", v.AtDesk)
}

func (l *linter) groups(path string, list []Group) {
	for i, g := range list {
		if !slices.Contains(groups, g) {
			l.note(ErrUnknown, "%s[%d]", path, i)
		}
	}
}

func (l *linter) likeness() {
	rule := l.p.Likeness
	codes := each(rule.Checks, func(c Check) string { return c.Code })
	l.ids("likeness.checks", "code", codes...)
	for i, c := range rule.Checks {
		if c.Method != MethodPerson {
			l.note(ErrUnknown, "likeness.checks[%d].method", i)
		}
		if c.Group != "" {
			l.note(ErrUnknown, "likeness.checks[%d].group", i)
		}
	}
	known := func(path string, list []string) {
		for i, code := range list {
			if !slices.Contains(codes, code) {
				l.note(ErrUnknown, "%s[%d]", path, i)
			}
		}
	}
	if len(rule.Scores) == 0 {
		l.note(ErrEmptyList, "likeness.scores")
	}
	for i, s := range rule.Scores {
		l.within(s.Score, 1, gpg45.MaxScore, "likeness.scores[%d].score", i)
		if len(s.All) == 0 {
			l.note(ErrEmptyList, "likeness.scores[%d].all", i)
		}
		known(fmt.Sprintf("likeness.scores[%d].all", i), s.All)
	}
	known("likeness.decisive", rule.Decisive)
}

func (l *linter) training() {
	l.bands("likeness", l.p.Training.Likeness)
	l.bands("document", l.p.Training.Document)
	l.groups("training.groups", l.p.Training.Groups)
}

func (l *linter) bands(name string, bands []TrainingBand) {
	if len(bands) == 0 {
		l.note(ErrEmptyList, "training.%s", name)
	}
	for i, b := range bands {
		l.within(b.Score, 0, gpg45.MaxScore, "training.%s[%d].score", name, i)
		l.within(b.Months, 0, 120, "training.%s[%d].months", name, i)
	}
}
