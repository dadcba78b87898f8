package extract

import (
	"slices"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/vouch"
)

// The vocabulary of GOV.UK One Login's identity check, as far as a desk fills it.
type (
	oneLogin struct {
		Issuer    string       `json:"iss"` // the council's own
		Subject   string       `json:"sub"`
		JTI       string       `json:"jti"`
		IssuedAt  int64        `json:"iat"`
		NotBefore int64        `json:"nbf"`
		Expires   int64        `json:"exp"`
		VC        olCredential `json:"vc"`
	}
	olCredential struct {
		Context  []string  `json:"@context"`
		Type     []string  `json:"type"`
		Subject  olSubject `json:"credentialSubject"`
		Evidence []olCheck `json:"evidence"`
	}
	olSubject struct {
		Name     []olName    `json:"name,omitempty"`
		Birth    []olValue   `json:"birthDate,omitempty"`
		Address  []olAddress `json:"address,omitempty"`
		Passport []olTravel  `json:"passport,omitempty"`
		Licence  []olLicence `json:"drivingPermit,omitempty"`
		IDCard   []olTravel  `json:"idCard,omitempty"`
	}
	olName struct {
		Parts []olPart `json:"nameParts"`
	}
	olPart struct {
		Type  string `json:"type"`
		Value string `json:"value"`
	}
	olValue struct {
		Value string `json:"value"`
	}
	olAddress struct {
		Street   string `json:"streetName,omitempty"`
		Locality string `json:"addressLocality,omitempty"`
		Postcode string `json:"postalCode,omitempty"`
		Country  string `json:"addressCountry,omitempty"`
	}
	olTravel struct {
		Number  string `json:"documentNumber"`
		Issued  string `json:"issueDate,omitempty"`
		Expires string `json:"expiryDate,omitempty"`
		Issuer  string `json:"icaoIssuerCode"`
	}
	olLicence struct {
		Number  string `json:"personalNumber,omitempty"`
		Issued  string `json:"issueDate,omitempty"`
		Expires string `json:"expiryDate"`
		By      string `json:"issuedBy,omitempty"`
		Country string `json:"issuingCountry,omitempty"`
	}
	olCheck struct {
		Type         string     `json:"type"`
		Txn          string     `json:"txn"`
		Strength     int        `json:"strengthScore,omitempty"`
		Validity     *int       `json:"validityScore,omitempty"`
		Verification *int       `json:"verificationScore,omitempty"`
		Activity     *int       `json:"activityHistoryScore,omitempty"`
		Fraud        *int       `json:"identityFraudScore,omitempty"`
		Made         []olDetail `json:"checkDetails,omitempty"`
		Failed       []olDetail `json:"failedCheckDetails,omitempty"`
	}
	olDetail struct {
		Method string `json:"checkMethod"`
		Policy string `json:"identityCheckPolicy,omitempty"`
		Photo  int    `json:"photoVerificationProcessLevel,omitempty"`
	}
)

// The contexts and types of the vocabulary.
const (
	contextVC       = "https://www.w3.org/2018/credentials/v1"
	contextOneLogin = "https://vocab.account.gov.uk/contexts/identity-v1.jsonld"
)

// mostFraud is the highest identityFraudScore the vocabulary has.
const mostFraud = 3

// OneLogin is a vouch in the shape of One Login's identity check credential, one
// piece of evidence a document. Evidence that the shape has no place for, such
// as a referee's statement, is left out.
func OneLogin(o vouch.Opened) ([]byte, error) {
	p := o.Payload
	out := oneLogin{
		Issuer: p.Issuer, Subject: p.Subject, JTI: p.JTI,
		IssuedAt: int64(p.IssuedAt), NotBefore: int64(p.NotBefore), Expires: int64(p.Expires),
		VC: olCredential{
			Context: []string{contextVC, contextOneLogin}, Type: []string{"VerifiableCredential", "IdentityCheckCredential"},
			Subject: olPerson(p), Evidence: []olCheck{},
		},
	}
	for i, e := range p.Desk.Evidence {
		out.VC.Evidence = append(out.VC.Evidence, olEvidence(p, i, e))
	}
	if p.Desk.Check != nil {
		s := p.Desk.Assessment.Scores
		fraud := min(s.Fraud, mostFraud)
		out.VC.Evidence = append(out.VC.Evidence, olCheck{Type: "IdentityCheck", Txn: p.Desk.Check.JTI, Activity: &s.Activity, Fraud: &fraud})
	}
	return encode(out)
}

func olPerson(p vouch.Payload) olSubject {
	var s olSubject
	if c := p.VerifiedClaims.Claims; c != nil {
		var parts []olPart
		for _, given := range strings.Fields(c.GivenName) { // one part a name, as the vocabulary has it
			parts = append(parts, olPart{"GivenName", given})
		}
		if c.FamilyName != "" {
			parts = append(parts, olPart{"FamilyName", c.FamilyName})
		}
		if len(parts) > 0 {
			s.Name = []olName{{parts}}
		}
		if c.Birthdate != "" {
			s.Birth = []olValue{{c.Birthdate}}
		}
		if a := c.Address; a != nil {
			// A house number is not parted from its street: where one ends and the
			// other begins is not known.
			s.Address = []olAddress{{strings.ReplaceAll(a.StreetAddress, "\n", ", "), a.Locality, a.PostalCode, a.CountryCode}}
		}
	}
	for _, e := range p.VerifiedClaims.Verification.Evidence {
		if e.Document != nil {
			s.hold(*e.Document)
		}
	}
	return s
}

// hold puts in a document that the vocabulary has a place for, if all that it
// asks for was disclosed.
func (s *olSubject) hold(d vouch.Document) {
	var by vouch.Source
	if d.Issuer != nil {
		by = *d.Issuer
	}
	switch d.Type {
	case "passport":
		if d.Number != "" && d.Expires != "" && by.CountryCode != "" {
			s.Passport = append(s.Passport, olTravel{d.Number, d.IssuedOn, d.Expires, by.CountryCode})
		}
	case "id_card":
		if d.Number != "" && by.CountryCode != "" {
			s.IDCard = append(s.IDCard, olTravel{d.Number, d.IssuedOn, d.Expires, by.CountryCode})
		}
	case "driving_permit":
		if d.Expires != "" {
			s.Licence = append(s.Licence, olLicence{d.Number, d.IssuedOn, d.Expires, by.Name, by.CountryCode})
		}
	}
}

// olEvidence is one document's scores and checks. Questions of one method are
// one check there: it failed if any was answered no.
func olEvidence(p vouch.Payload, i int, e vouch.DeskEvidence) olCheck {
	out := olCheck{Type: "IdentityCheck", Txn: p.Txn}
	if scores := p.Desk.Assessment.Scores.Evidence; i < len(scores) {
		out.Strength, out.Validity = scores[i].Strength, &scores[i].Validity
	}
	answers := map[evidence.CheckID]evidence.Answer{}
	for id, c := range e.Checks {
		answers[id] = c.Answer
	}
	score := p.Desk.Assessment.Scores.Verification
	if l := p.Desk.Likeness; l != nil && l.Evidence == e.Index {
		out.Verification = &score
		for id, c := range l.Checks {
			answers[id] = c.Answer
		}
	}
	var methods []string
	failed := map[string]bool{}
	if list := p.VerifiedClaims.Verification.Evidence; e.Index < len(list) {
		for _, c := range list[e.Index].CheckDetails {
			if !slices.Contains(methods, c.Method) {
				methods = append(methods, c.Method)
			}
			failed[c.Method] = failed[c.Method] || answers[evidence.CheckID(c.ID)] != evidence.Yes
		}
	}
	for _, method := range methods {
		d := olDetail{Method: method}
		switch method {
		case "vpip", "vpiruv", "vcrypt":
			d.Policy = "published"
		case "pvp":
			if score == 2 || score == 3 { // the levels that the vocabulary knows
				d.Photo = score
			}
		}
		if failed[method] {
			d.Photo = 0
			out.Failed = append(out.Failed, d)
		} else {
			out.Made = append(out.Made, d)
		}
	}
	return out
}
