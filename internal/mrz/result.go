package mrz

import (
	"fmt"
	"io"
	"log/slog"

	"vouchdesk/internal/resident"
)

// Format is a layout of Doc 9303.
type Format string

// The formats.
const (
	TD1  Format = "TD1"   // card, 3 lines of 30
	TD2  Format = "TD2"   // card, 2 lines of 36
	TD3  Format = "TD3"   // passport, 2 lines of 44
	MRVA Format = "MRV-A" // visa, 2 lines of 44
	MRVB Format = "MRV-B" // visa, 2 lines of 36
)

// The names of the checks.
const (
	CheckNumber    = "document_number"
	CheckBirth     = "birth_date"
	CheckExpiry    = "expiry_date"
	CheckOptional  = "optional_data"
	CheckComposite = "composite"
)

// The names of two checks that are there, and fail, only if the digits name no
// real day.
const (
	CheckBirthReal  = "birth_date_real"
	CheckExpiryReal = "expiry_date_real"
)

// Check is one check digit and whether it fits.
type Check struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
}

// Fields is what the zone says. Fillers are removed.
type Fields struct {
	Code        string        `json:"code"`   // document code, such as P or I
	Issuer      string        `json:"issuer"` // issuing state as written, D for Germany
	Family      string        `json:"family"`
	Given       string        `json:"given"`
	NameCut     bool          `json:"name_cut,omitempty"` // the name fills its place to the end, so part of it may be missing
	Number      string        `json:"number"`
	Nationality string        `json:"nationality"`
	Birth       resident.Date `json:"birth"` // zero if unknown or not a real day
	Sex         string        `json:"sex"`   // M, F, X or empty
	Expiry      resident.Date `json:"expiry"`
	Optional    string        `json:"optional,omitempty"`
}

// Result is a zone that was read. Valid means that every check fits.
type Result struct {
	Format Format  `json:"format"`
	Fields Fields  `json:"fields"`
	Checks []Check `json:"checks"`
	Valid  bool    `json:"valid"`
}

// Failed lists the names of the checks that do not fit.
func (r Result) Failed() []string {
	var names []string
	for _, c := range r.Checks {
		if !c.OK {
			names = append(names, c.Name)
		}
	}
	return names
}

// Format hides what the zone says from every fmt verb.
func (f Fields) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, f.String()) }

// String hides what the zone says.
func (Fields) String() string { return "[mrz]" }

// LogValue hides what the zone says from slog.
func (f Fields) LogValue() slog.Value { return slog.StringValue(f.String()) }

// LogValue shows the format and whether it is valid.
func (r Result) LogValue() slog.Value {
	return slog.StringValue(fmt.Sprintf("[mrz %s valid=%t]", r.Format, r.Valid))
}
