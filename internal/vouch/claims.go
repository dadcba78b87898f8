package vouch

// The members of OpenID identity assurance that a desk uses. Dates and times
// are texts, as they travel; rule_dates.go and rule_times.go hold their form.

// VerifiedClaims is verified_claims.
type VerifiedClaims struct {
	Verification Verification `json:"verification"`
	Claims       *Claims      `json:"claims"` // required, may be empty
}

// Claims are the attributes a service needs. A person with one name has one of
// the two; a person without a fixed address has no address.
type Claims struct {
	GivenName  string   `json:"given_name,omitempty"`
	FamilyName string   `json:"family_name,omitempty"`
	Birthdate  string   `json:"birthdate,omitempty"`
	Address    *Address `json:"address,omitempty"`
}

// Address is an OpenID address.
type Address struct {
	Formatted     string `json:"formatted,omitempty"`
	StreetAddress string `json:"street_address,omitempty"`
	Locality      string `json:"locality,omitempty"`
	PostalCode    string `json:"postal_code,omitempty"`
	Country       string `json:"country,omitempty"`
	CountryCode   string `json:"country_code,omitempty"`
}

// Verification is how the claims were verified.
type Verification struct {
	TrustFramework      string           `json:"trust_framework"`
	AssuranceLevel      string           `json:"assurance_level,omitempty"`
	AssuranceProcess    AssuranceProcess `json:"assurance_process"`
	Time                string           `json:"time"`
	VerificationProcess string           `json:"verification_process"`
	Evidence            []Evidence       `json:"evidence,omitempty"`
}

// AssuranceProcess names the method and its scores. Procedure is the profile,
// if the whole of one was met.
type AssuranceProcess struct {
	Policy    string            `json:"policy"`
	Procedure string            `json:"procedure,omitempty"`
	Details   []AssuranceDetail `json:"assurance_details,omitempty"`
}

// AssuranceDetail is one score and the checks it rests on.
type AssuranceDetail struct {
	Type           string        `json:"assurance_type"`
	Classification string        `json:"assurance_classification"`
	Refs           []EvidenceRef `json:"evidence_ref,omitempty"`
}

// EvidenceRef names a check.
type EvidenceRef struct {
	CheckID string `json:"check_id"`
}

// The kinds of evidence.
const (
	KindDocument = "document"
	KindRecord   = "electronic_record"
	KindVouch    = "vouch" // a referee's statement
)

// Evidence is one document, record or referee's statement.
type Evidence struct {
	Type          string        `json:"type"`
	CheckDetails  []CheckDetail `json:"check_details,omitempty"`
	Document      *Document     `json:"document_details,omitempty"`
	Record        *Record       `json:"record,omitempty"`
	Attestation   *Attestation  `json:"attestation,omitempty"`
	Attachments   []Attachment  `json:"attachments,omitempty"`
	DerivedClaims *Claims       `json:"derived_claims,omitempty"`
}

// Found reports whether it is a document or record of the resident's that was
// checked at the desk: each has its findings in the desk claim. The letter's
// own record and referees' statements have not.
func (e Evidence) Found() bool {
	return e.Type == KindDocument || e.Type == KindRecord && e.Record != nil && e.Record.Type != RecordCouncil
}

// expires is the last day of what was shown, if it has one.
func (e Evidence) expires() string {
	if e.Document == nil {
		return ""
	}
	return e.Document.Expires
}

// CheckDetail is one check that was made, whatever its answer: the answer
// stands in the desk claim under the same id.
type CheckDetail struct {
	Method       string `json:"check_method"`
	ID           string `json:"check_id"`
	Organisation string `json:"organization"` //nolint:misspell // the standard spells it so
	Time         string `json:"time"`
}

// Document is document_details.
type Document struct {
	Type     string  `json:"type"`
	Number   string  `json:"document_number,omitempty"`
	IssuedOn string  `json:"date_of_issuance,omitempty"`
	Expires  string  `json:"date_of_expiry,omitempty"`
	Issuer   *Source `json:"issuer,omitempty"`
}

// Record is the record of an electronic_record.
type Record struct {
	Type      string  `json:"type"`
	CreatedAt string  `json:"created_at,omitempty"`
	Source    *Source `json:"source,omitempty"`
}

// Source is who issued a document or keeps a record.
type Source struct {
	Name        string `json:"name,omitempty"`
	CountryCode string `json:"country_code,omitempty"`
}

// Attestation is a referee's statement.
type Attestation struct {
	Type      string   `json:"type"`
	Reference string   `json:"reference_number,omitempty"`
	IssuedOn  string   `json:"date_of_issuance,omitempty"`
	Expires   string   `json:"date_of_expiry,omitempty"`
	Voucher   *Voucher `json:"voucher,omitempty"`
}

// Voucher is the referee; never a birth date or home address (DESIGN 5).
type Voucher struct {
	Name         string `json:"name,omitempty"`
	Occupation   string `json:"occupation,omitempty"`
	Organisation string `json:"organization,omitempty"` //nolint:misspell // the standard spells it so
	CountryCode  string `json:"country_code,omitempty"`
}

// Attachment is external always: images stay out of the token.
type Attachment struct {
	Desc   string `json:"desc,omitempty"`
	URL    string `json:"url"`
	Digest Digest `json:"digest"`
}

// Digest binds what an attachment's URL gives.
type Digest struct {
	Alg   string `json:"alg"`
	Value string `json:"value"`
}
