package policy

import (
	"slices"

	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/resident"
)

// Text is a text in the council's two languages.
type Text struct {
	En string `json:"en"`
	Cy string `json:"cy"`
}

// In is the text in a language, English for any unknown one.
func (t Text) In(l resident.Language) string {
	if l == resident.Welsh {
		return t.Cy
	}
	return t.En
}

// Mark says how sure a value is.
type Mark string

// The marks.
const (
	Published Mark = "published"    // read in current official text or production code
	Older     Mark = "older-source" // read in an older official source
	Example   Mark = "example"      // the council has to decide
)

// Source is where values come from. Values name it by its ID.
type Source struct {
	ID   string `json:"id"`
	Mark Mark   `json:"mark"`
	Cite string `json:"cite"`
}

// Guidance is the version of the national guidance the policy follows.
type Guidance struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Source  string `json:"source"`
}

// Coded is a code with its words, such as a reason an officer may choose.
type Coded struct {
	Code  string `json:"code"`
	Words Text   `json:"words"`
}

// Policy is one version of the council's rules. Read only.
type Policy struct {
	ID        string              `json:"id"`
	Version   int                 `json:"version"`   // only ever up
	Effective resident.Date       `json:"effective"` // first day of use
	Guidance  Guidance            `json:"guidance"`
	Sources   []Source            `json:"sources"`
	Languages []resident.Language `json:"languages"`

	Guides           []Guide      `json:"guides,omitempty"`  // fields and checks that documents share
	DocumentFamilies []Coded      `json:"document_families"` // the groups documents are chosen from
	Documents        []Document   `json:"documents"`
	Unlisted         Strength     `json:"unlisted"` // for a document without a listed strength
	Validity         Validity     `json:"validity"`
	Likeness         LikenessRule `json:"likeness"`
	Training         TrainingRule `json:"training"`
	Profiles         ProfileTable `json:"profiles"`
	Coaching         Coaching     `json:"coaching"`
	Signals          SignalRule   `json:"signals,omitzero"`
	Pictures         PictureRule  `json:"pictures,omitzero"`
	Scans            ScanRule     `json:"scans,omitzero"`
	Families         []Coded      `json:"families"` // the groups services are chosen from
	Services         []Service    `json:"services"`

	Referee        RefereeRule        `json:"referee"`
	Representative RepresentativeRule `json:"representative"`
	Naming         NameRule           `json:"naming"`
	Concern        ConcernRule        `json:"concern"`
	Outcomes       []OutcomeRule      `json:"outcomes"`
	Slip           SlipRule           `json:"slip"`
	Retention      []RetentionRule    `json:"retention"`

	Privacy  Notice    `json:"privacy"`
	Declare  Statement `json:"declaration"`
	Approval Approval  `json:"approval"`
	Limits   Limits    `json:"limits"`
	CouldNot []Coded   `json:"could_not"`      // why a check could not be made
	Returns  []Coded   `json:"return_reasons"` // why a supervisor returns a case
	Refusals []Coded   `json:"refuse_reasons"` // why a supervisor refuses one
	// Corrections are why an issued vouch is corrected.
	Corrections []Coded `json:"correct_reasons"`

	table *gpg45.Table
}

// Speaks reports whether the council tells people things in a language.
func (p *Policy) Speaks(language string) bool {
	return slices.Contains(p.Languages, resident.Language(language))
}
