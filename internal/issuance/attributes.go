package issuance

import (
	"regexp"
	"slices"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/vouch"
)

// claimsFor is what a service needs of a resident and something shows, and
// nothing else. A person with one name has no other.
func claimsFor(shown []Shown, r casework.Resident) vouch.Claims {
	var c vouch.Claims
	for _, s := range shown {
		if len(s.Sources) == 0 {
			continue
		}
		switch s.Attribute {
		case policy.AttributeName:
			c.GivenName, c.FamilyName = r.Name.Given, r.Name.Family
		case policy.AttributeBirthDate:
			c.Birthdate = r.Born.ISO()
		case policy.AttributeAddress:
			a := addressOf(r.Address)
			c.Address = &a
		}
	}
	return c
}

var alpha3 = regexp.MustCompile(`^[A-Z]{3}$`)

func addressOf(a resident.Address) vouch.Address {
	out := vouch.Address{StreetAddress: strings.Join(a.Lines, "\n"), Locality: a.Town, PostalCode: a.Postcode}
	switch {
	case a.Country == "":
		out.CountryCode = "GBR"
	case alpha3.MatchString(a.Country):
		out.CountryCode = a.Country
	default:
		out.Country = a.Country
	}
	return out
}

// documentEvidence is one document as OpenID identity assurance describes it,
// what of it is ours, and the checks that passed.
func documentEvidence(o Order, item evidence.Item, claims vouch.Claims, shown []Shown) (vouch.Evidence, vouch.DeskEvidence, []vouch.CheckDetail) {
	doc, _ := o.Policy.Document(item.Type)
	made := checksOf(o, item.Checks, item.By, item.At, func(code string) policy.Method {
		c, _ := doc.Check(code)
		return c.Method
	})
	stated := func(claim policy.Claim) string {
		f, ok := doc.States(claim)
		if !ok {
			return ""
		}
		return strings.TrimSpace(item.Fields[f.ID])
	}
	e := vouch.Evidence{
		CheckDetails: made.details,
		DerivedClaims: derived(stated, claims, slices.ContainsFunc(shown, func(s Shown) bool {
			return s.Attribute == policy.AttributeName &&
				slices.ContainsFunc(s.Sources, func(by Source) bool { return by.Item == item.ID })
		})),
	}
	from := issuer(doc, stated(policy.IssuerName), stated(policy.IssuerCountry))
	if doc.IsRecord() {
		e.Type, e.Record = vouch.KindRecord, &vouch.Record{Type: doc.IDA, Source: from}
	} else {
		e.Type, e.Document = vouch.KindDocument, &vouch.Document{
			Type: doc.IDA, Number: stated(policy.DocumentNumber),
			IssuedOn: stated(policy.IssuedOn), Expires: stated(policy.ExpiresOn), Issuer: from,
		}
	}
	own := vouch.DeskEvidence{
		Type: item.Type, By: checkers(item.Checks, item.By, o.Officer),
		Conditions: chosen(item.Conditions), Checks: made.checks, NotDone: made.not,
	}
	return e, own, made.passed
}

// chosen drops conditions left open: the first option is meant then.
func chosen(conditions map[string]string) map[string]string {
	out := map[string]string{}
	for id, option := range conditions {
		if option != "" {
			out[id] = option
		}
	}
	return out
}

// issuer is who the document says issued it. The policy's usual issuer stands
// in only where the document names no other country: not every passport is
// His Majesty's.
func issuer(doc policy.Document, name, country string) *vouch.Source {
	s := vouch.Source{Name: name, CountryCode: country}
	if name == "" && (country == "" || country == doc.Issuer.CountryCode) {
		s = vouch.Source{Name: doc.Issuer.Name, CountryCode: doc.Issuer.CountryCode}
	}
	if s == (vouch.Source{}) {
		return nil
	}
	return &s
}

// derived is what the document shows of the claims, in the document's words,
// and of nothing that is not claimed. named tells that it shows the name.
func derived(stated func(policy.Claim) string, claims vouch.Claims, named bool) *vouch.Claims {
	var d vouch.Claims
	if claims.GivenName != "" {
		d.GivenName = stated(policy.GivenName)
	}
	if claims.FamilyName != "" {
		d.FamilyName = stated(policy.FamilyName)
	}
	if named && stated(policy.FullName) != "" {
		// One line cannot be taken apart safely, so the parts are the resident's own.
		d.GivenName, d.FamilyName = claims.GivenName, claims.FamilyName
	}
	if claims.Birthdate != "" {
		d.Birthdate = stated(policy.BirthDate)
	}
	if text := stated(policy.AddressClaim); claims.Address != nil && text != "" {
		d.Address = &vouch.Address{Formatted: text}
	}
	if d == (vouch.Claims{}) {
		return nil
	}
	return &d
}
