package policy

// FieldKind is the form of a document's field.
type FieldKind string

// The kinds.
const (
	TextField    FieldKind = "text"
	DateField    FieldKind = "date" // 2006-01-02
	MRZField     FieldKind = "mrz"  // machine-readable zone, lines parted by a line feed
	DriverField  FieldKind = "driver-number"
	CountryField FieldKind = "country" // ISO 3166-1 alpha-3 as passports write it
)

// Claim says what a field states about the person or the document, in OpenID
// names. A field without one is recorded only.
type Claim string

// The claims a field can state.
const (
	GivenName      Claim = "given_name"
	FamilyName     Claim = "family_name"
	FullName       Claim = "name"
	NameAfter      Claim = "name_after" // of a document that states a change: the whole name it changed to
	BirthDate      Claim = "birthdate"
	AddressClaim   Claim = "address"
	DocumentNumber Claim = "document_number"
	IssuedOn       Claim = "date_of_issuance"
	ExpiresOn      Claim = "date_of_expiry"
	IssuerName     Claim = "issuer_name"
	IssuerCountry  Claim = "issuer_country"
	PlaceOfBirth   Claim = "place_of_birth"
)

// Field is one thing to copy from a document.
type Field struct {
	ID       string    `json:"id"`
	Names    Text      `json:"names"`
	Hint     Text      `json:"hint,omitzero"`
	Kind     FieldKind `json:"kind"`
	Claim    Claim     `json:"claim,omitempty"`
	Required bool      `json:"required,omitempty"`
}

// Group is a kind of check; validity is reached by whole groups.
type Group string

// The groups.
const (
	Physical Group = "physical" // the object itself: paper, layout, spelling
	Visible  Group = "visible"  // security features in ordinary light
	UV       Group = "uv"       // features under ultraviolet or infrared light
	Record   Group = "source"   // details match the issuer's or another authoritative record
	Crypto   Group = "crypto"   // chip or signature
	Current  Group = "current"  // known not to be cancelled, lost or stolen
)

// Groups lists every group.
func Groups() []Group { return []Group{Physical, Visible, UV, Record, Crypto, Current} }

// Method is a check_method code of OpenID IDA and the UK schema.
type Method string

// The methods used here.
const (
	MethodPhysical Method = "vpip"
	MethodUV       Method = "vpiruv"
	MethodCrypto   Method = "vcrypt"
	MethodDigital  Method = "vdig"
	MethodData     Method = "data"
	MethodPerson   Method = "pvp"
)

// Check is one guided question. Yes always means that all is well.
type Check struct {
	Code     string `json:"code"`
	Group    Group  `json:"group,omitempty"` // none for likeness
	Method   Method `json:"method"`
	Question Text   `json:"question"`
	How      Text   `json:"how"`
	// Council marks a check that asks the council's own record: an address that
	// it confirmed is one by council record.
	Council bool   `json:"council,omitempty"`
	Source  string `json:"source"`
}

// Strength is a score for a document, for the conditions in When. In scoring
// a case the checks in Needs must be answered yes besides: a chip is trusted
// because it was checked, not because someone says so.
type Strength struct {
	When   map[string]string `json:"when,omitempty"`
	Needs  []string          `json:"needs,omitempty"`
	Score  int               `json:"score"`
	Source string            `json:"source"`
}

// Condition is a fact about the document in hand that its strength turns on.
type Condition struct {
	ID      string  `json:"id"`
	Names   Text    `json:"names"`
	Options []Coded `json:"options"` // the first is meant where nothing is chosen
}

// ImageRule says whether an image of a document is kept.
type ImageRule string

// The image rules.
const (
	ImageRequired  ImageRule = "required"
	ImageAllowed   ImageRule = "allowed"
	ImageForbidden ImageRule = "forbidden"
)

// Expiry says how long a document counts. MonthsAfter 0 is in date only.
type Expiry struct {
	Field       string `json:"field"`
	MonthsAfter int    `json:"months_after"`
	Source      string `json:"source"`
}

// Issuer is who usually issues a document.
type Issuer struct {
	Name        string `json:"name"`
	CountryCode string `json:"country_code"` // ISO 3166-1 alpha-3
}

// Guide is what documents have in common: what to copy and what to ask. A guide
// may include others. A document's own fields and checks come after its
// guide's; one with the same id or code takes the place of the guide's.
type Guide struct {
	ID       string   `json:"id"`
	Includes []string `json:"includes,omitempty"`
	Fields   []Field  `json:"fields,omitempty"`
	Checks   []Check  `json:"checks,omitempty"`
}

// Document is one type of document the council accepts. Decode has joined its
// guide's fields and checks with its own.
type Document struct {
	ID         string      `json:"id"`
	Names      Text        `json:"names"`
	Hint       Text        `json:"hint,omitzero"`
	Family     string      `json:"family"` // code of one of the policy's document families
	IDA        string      `json:"ida"`    // type of document or record, see IsDocumentType and IsRecordType
	Issuer     Issuer      `json:"issuer,omitzero"`
	Guide      string      `json:"guide,omitempty"`
	Fields     []Field     `json:"fields,omitempty"`
	Conditions []Condition `json:"conditions,omitempty"`
	Strengths  []Strength  `json:"strengths"` // the first that fits; none listed: the policy's default
	Checks     []Check     `json:"checks,omitempty"`
	Photo      bool        `json:"photo"`
	Image      ImageRule   `json:"image"`
	BlackOut   Text        `json:"black_out,omitzero"` // what an image of it must not show
	Expiry     *Expiry     `json:"expiry,omitempty"`
}

// Check finds one of the document's checks.
func (d Document) Check(code string) (Check, bool) {
	for _, c := range d.Checks {
		if c.Code == code {
			return c, true
		}
	}
	return Check{}, false
}

// Field finds one of the document's fields.
func (d Document) Field(id string) (Field, bool) {
	for _, f := range d.Fields {
		if f.ID == id {
			return f, true
		}
	}
	return Field{}, false
}

// States finds the field that states a claim.
func (d Document) States(claim Claim) (Field, bool) {
	for _, f := range d.Fields {
		if f.Claim == claim {
			return f, true
		}
	}
	return Field{}, false
}
