package policy

import "vouchdesk/internal/evidence"

// Reason says why a score is what it is. Its Code is one of [Reasons].
type Reason struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Flag is a signal to look again. Its Code is one of [Flags].
type Flag struct {
	Code   string            `json:"code"`
	Item   evidence.ItemID   `json:"item,omitempty"`
	Params map[string]string `json:"params,omitempty"` // codes and field ids only, never what a field says
}

// The reasons. What each carries stands behind it.
const (
	StrengthListed       = "strength-listed"       // source, mark; condition if one decided
	StrengthNotListed    = "strength-not-listed"   // source, mark: the policy's default
	StrengthUnknown      = "strength-unknown"      // type: not in this policy
	ValidityChecked      = "validity-checked"      // groups: those that decided; source, mark
	ValidityNone         = "validity-none"         // no group of checks is complete
	ValidityCheckNo      = "validity-check-no"     // check
	ValidityExpired      = "validity-expired"      // beyond what the policy allows
	ValidityMRZ          = "validity-mrz"          // check: the digit that fails, or "form"
	ValidityTraining     = "validity-training"     // allowed, score, within, trained, months: see LikenessTraining
	CheckOpen            = "check-open"            // check: not answered yet
	CheckCouldNot        = "check-could-not"       // check, reason
	LikenessNone         = "likeness-none"         // not made
	LikenessNoDocument   = "likeness-no-document"  // against nothing in this case
	LikenessNoPhoto      = "likeness-no-photo"     // that document has none
	LikenessNotValid     = "likeness-not-valid"    // that document scored validity 0
	LikenessNo           = "likeness-no"           // check: answered no
	LikenessChecked      = "likeness-checked"      // score: what the conditions give; source, mark
	LikenessConditions   = "likeness-conditions"   // check: keeps it from a higher score
	LikenessTraining     = "likeness-training"     // allowed; score, within: what more asks for; trained, months: see [TrainedNever]
	LikenessInsufficient = "likeness-insufficient" // too few conditions for any score
	StrengthCondition    = "strength-condition"    // condition: of which the stronger one is another
	SourcesNotAsked      = "sources-not-asked"     // the council's check has not been made
	SourcesSilent        = "sources-silent"        // it was made and said no more
	RefereeScored        = "referee-scored"        // source, mark
	RefereeNoScore       = "referee-no-score"      // the policy gives none and says why in its NoScore
	RefereeNotEligible   = "referee-not-eligible"  // none of the statements counts
)

// Reasons lists the code of every reason a score can have.
func Reasons() []string {
	return []string{
		StrengthListed, StrengthNotListed, StrengthUnknown,
		ValidityChecked, ValidityNone, ValidityCheckNo, ValidityExpired, ValidityMRZ, ValidityTraining,
		CheckOpen, CheckCouldNot,
		LikenessNone, LikenessNoDocument, LikenessNoPhoto, LikenessNotValid, LikenessNo,
		LikenessChecked, LikenessConditions, LikenessTraining, LikenessInsufficient,
		StrengthCondition, SourcesNotAsked, SourcesSilent,
		RefereeScored, RefereeNoScore, RefereeNotEligible,
	}
}

// The flags.
const (
	FlagExpired      = "expired"                // accepted: yes within the policy's months after, else no
	FlagMRZ          = "mrz-check-failed"       // check: the digit that fails, or "form"
	FlagMRZDiffers   = "mrz-differs"            // field: says other than the zone
	FlagBirthDiffers = "birth-date-differs"     // field
	FlagNameDiffers  = "name-differs"           // another name; reason if the officer gave one
	FlagNameVaries   = "name-varies"            // why: codes of package namematch, parted by commas
	FlagNamesApart   = "names-apart"            // other: type of a document whose name is another, though both may be the resident's
	FlagAddress      = "address-differs"        // the address is another than the resident's
	FlagDriverNumber = "driver-number-mismatch" // the birth date inside the number is another
	FlagNotListed    = "not-in-published-list"  // type
	FlagUnknown      = "document-unknown"       // type: not in this policy
	FlagContradicts  = "checks-contradict"      // check: answered in two ways, or against what was chosen
	FlagFuture       = "date-in-future"         // field, or check for one made later than today
	FlagBeforeBirth  = "issued-before-birth"    // field
	FlagAge          = "age-unlikely"           // years: older than the policy expects
	FlagChildPhoto   = "photo-of-a-child"       // years: the photo is from when the person was under that age
)

// Flags lists the code of every flag.
func Flags() []string {
	return []string{
		FlagExpired, FlagMRZ, FlagMRZDiffers, FlagBirthDiffers, FlagNameDiffers, FlagNameVaries, FlagNamesApart, FlagAddress, FlagDriverNumber, FlagNotListed, FlagUnknown,
		FlagContradicts, FlagFuture, FlagBeforeBirth, FlagAge, FlagChildPhoto,
	}
}

// AddKinds lists what a next step can name besides a document type or a wait of
// the policy. A prefix ends in a colon and is followed by a document type, a
// colon and a group of checks.
func AddKinds() []string { return []string{AddChecks, AddLikeness, AddTrained, AddLetter, AddReferee} }

// What next steps can ask for.
const (
	AddChecks   = "checks:" // finish the open checks of the group, such as checks:passport:uv
	AddLikeness = "likeness"
	AddTrained  = "likeness:trained" // by a colleague whose training allows more
	AddLetter   = "letter"           // the council's letter, for the address
	AddReferee  = "referee"
)

func why(code string, params ...string) Reason {
	r := Reason{Code: code}
	for i := 0; i+1 < len(params); i += 2 {
		if r.Params == nil {
			r.Params = map[string]string{}
		}
		r.Params[params[i]] = params[i+1]
	}
	return r
}

// sourced adds where the value comes from and how sure that is.
func (p *Policy) sourced(r Reason, source string) Reason {
	s, _ := p.SourceOf(source)
	if r.Params == nil {
		r.Params = map[string]string{}
	}
	r.Params["source"], r.Params["mark"] = source, string(s.Mark)
	return r
}
