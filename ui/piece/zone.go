package piece

import (
	"slices"
	"strconv"
	"strings"

	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// place words "line 2, column 10".
func place(where string, w words.Words) string {
	if line, column, ok := strings.Cut(strings.TrimPrefix(where, "line "), ", column "); ok {
		return w.T("evidence.place", "Line", line, "Column", column)
	}
	return w.T("evidence.place_line", "Line", strings.TrimPrefix(where, "line "))
}

// digits is where each check digit stands, as Doc 9303 counts.
var digits = map[mrz.Format]map[string]string{
	mrz.TD3:  {mrz.CheckNumber: "line 2, column 10", mrz.CheckBirth: "line 2, column 20", mrz.CheckExpiry: "line 2, column 28", mrz.CheckOptional: "line 2, column 43", mrz.CheckComposite: "line 2, column 44"},
	mrz.TD2:  {mrz.CheckNumber: "line 2, column 10", mrz.CheckBirth: "line 2, column 20", mrz.CheckExpiry: "line 2, column 28", mrz.CheckComposite: "line 2, column 36"},
	mrz.TD1:  {mrz.CheckNumber: "line 1, column 15", mrz.CheckBirth: "line 2, column 7", mrz.CheckExpiry: "line 2, column 15", mrz.CheckComposite: "line 2, column 30"},
	mrz.MRVA: {mrz.CheckNumber: "line 2, column 10", mrz.CheckBirth: "line 2, column 20", mrz.CheckExpiry: "line 2, column 28"},
	mrz.MRVB: {mrz.CheckNumber: "line 2, column 10", mrz.CheckBirth: "line 2, column 20", mrz.CheckExpiry: "line 2, column 28"},
}

// zone says what the machine-readable lines are worth so far. The answer is
// what they hold, if every check digit fits.
func zone(text string, today resident.Date, w words.Words) (component.Notice, *mrz.Fields) {
	if strings.TrimSpace(text) == "" {
		return component.Notice{}, nil
	}
	r, err := mrz.Parse(text, today)
	if err != nil {
		return component.Note(theme.Warn, w.T("evidence.zone_form"), formOf(nearer(fault.All(err)[0], text), w)), nil
	}
	if r.Valid {
		return component.Note(theme.Good, w.T("evidence.zone_good"), w.T("evidence.zone_good_detail")), &r.Fields
	}
	failed := r.Failed()
	if len(failed) > 1 {
		// The last digit covers the others, so it fails with them and says nothing.
		failed = slices.DeleteFunc(failed, func(name string) bool { return name == mrz.CheckComposite })
	}
	lines := make([]string, 0, len(failed))
	for _, name := range failed {
		line := w.T("evidence.digit." + name)
		if at := digits[r.Format][name]; at != "" {
			line += " " + w.T("evidence.digit_at", "Place", place(at, w))
		}
		lines = append(lines, line)
	}
	return component.Note(theme.Bad, w.T("evidence.zone_bad"), strings.Join(append(lines, w.T("evidence.zone_bad_next")), "\n")), nil
}

// passportLine is the length of a passport's lines (TD3).
const passportLine = 44

// nearer corrects which line is said to be of a wrong length. Halfway through
// the second line the lengths alone look like a card's; a first line that is
// whole says that it is a passport.
func nearer(e *fault.Error, text string) *fault.Error {
	lines := strings.Fields(strings.ReplaceAll(strings.TrimSpace(text), " ", ""))
	if e.Code != mrz.ErrLength.Code && e.Code != mrz.ErrLines.Code || len(lines) == 0 || len(lines) > 2 || len(lines[0]) != passportLine {
		return e
	}
	have := 0
	if len(lines) == 2 {
		have = len(lines[1])
	}
	return mrz.ErrLength.At(e.Where).With("place", "line 2").With("have", strconv.Itoa(have)).With("want", strconv.Itoa(passportLine))
}

// formOf words what keeps text from being a zone at all; the place is Where
// from the zone itself, and a param where the policy looked at it.
func formOf(e *fault.Error, w words.Words) string {
	where := e.Where
	if p := e.Params["place"]; p != "" {
		where = p
	}
	switch e.Code {
	case mrz.ErrLength.Code:
		return w.T("evidence.zone_length", "Place", place(where, w), "Have", e.Params["have"], "Want", e.Params["want"])
	case mrz.ErrCharacter.Code:
		return w.T("evidence.zone_character", "Place", place(where, w))
	default:
		return w.T("evidence.zone_lines")
	}
}

// driver says what a driver number shows beside a birth date.
func driver(text string, birth resident.Date, w words.Words) component.Notice {
	text = strings.TrimSpace(text)
	if text == "" {
		return component.Notice{}
	}
	n, err := record.ParseDriverNumber(text)
	if err != nil {
		return component.Note(theme.Warn, w.T("evidence.driver_form"), driverForm(fault.All(err)[0], w))
	}
	same, known := n.MatchesBirthDate(birth)
	switch {
	case same:
		return component.Note(theme.Good, w.T("evidence.driver_same"), w.T("evidence.driver_same_detail"))
	case known:
		return component.Note(theme.Bad, w.T("evidence.driver_other"), w.T("evidence.driver_other_detail"))
	case birth.IsZero() && len(n.Text()) > 8:
		return component.Note(theme.Info, w.T("evidence.driver_no_birth"), w.T("evidence.driver_no_birth_detail"))
	default:
		return component.Note(theme.Info, w.T("evidence.driver_ni"), w.T("evidence.driver_ni_detail"))
	}
}

func driverForm(e *fault.Error, w words.Words) string {
	if e.Code == record.ErrDriverNumberForm.Code && e.Where != "" && w.Has("evidence.driver_part."+e.Where) {
		return w.T("evidence.driver_part." + e.Where)
	}
	return w.T("evidence.driver_length")
}

// say words what is wrong with a field, or with what is chosen.
func say(field policy.Field, e *fault.Error, w words.Words) string {
	name := field.Names.In(w.Tongue())
	switch {
	case field.Kind == policy.MRZField && e.Code != policy.ErrFieldTooLong.Code:
		return w.T("evidence.wrong.zone", "Field", name, "Why", formOf(e, w))
	case field.Kind == policy.DriverField && e.Code != policy.ErrFieldMissing.Code && e.Code != policy.ErrFieldTooLong.Code:
		return w.T("evidence.wrong.driver", "Field", name)
	}
	if key := "evidence.wrong." + e.Code + "." + e.Params["box"]; e.Params["box"] != "" && w.Has(key) {
		return w.T(key, "Field", name)
	}
	if key := "evidence.wrong." + e.Code; w.Has(key) {
		return w.T(key, "Field", name)
	}
	return w.T("evidence.wrong.other", "Field", name)
}
