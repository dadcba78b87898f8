package letter

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	code "vouchdesk/internal/letter"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// state is what the visit itself adds to the snapshot.
type state struct {
	reading  bool             // a picture is being read
	read     *desk.LetterLook // what was read last, and is not yet used
	wrong    error            // why the last act did not work
	changing bool             // the case's letter is to be replaced
}

// view is what is drawn.
type view struct {
	Title, Lead string
	Reading     bool
	Wrong       component.Notice
	Result      component.Notice // what the letter is, in a sentence
	Before      component.Notice // that it was brought to a case before
	Brought     *desk.Brought
	Rows        []component.SummaryRow
	Record      []component.SummaryRow // what the council noted when it printed the letter
	RecordNote  string
	Sync        string           // what is only known at sync
	Closed      component.Notice // why nothing can be done here now

	Ways bool // to bring a letter
	// Scanner tells that a scanner brings pictures to this desk.
	Scanner bool
	Again   bool // to bring another one instead of what is shown
	Use     bool // what was read can be recorded
	// Resume is the parked case that the letter read belongs to.
	Resume casework.ID
	Go     bool // what is recorded stands: on to the resident
	Keep   bool // what is recorded can be kept after all
}

// look words the open case and what was read in this visit.
func look(s desk.Snapshot, at state, zone *time.Location, w words.Words) view {
	v := view{Title: w.T("letter.heading"), Lead: w.T("letter.lead"), Scanner: s.Place.Scans != "" || s.Place.Scanner}
	if s.Open == nil {
		return v
	}
	held := s.Open.Case.Letter
	switch {
	case s.Open.Case.State != casework.Open:
		v.Closed = component.Note(theme.Info, w.T("letter.closed"), w.T("letter.closed_detail"))
		v.hold(s, held, zone, w)
		return v
	case s.Policy == nil:
		v.Closed = component.Note(theme.Warn, w.T("letter.no_policy"), w.T("letter.no_policy_detail"))
		return v
	}
	v.Wrong = wrong(at, zone, w)
	if at.read != nil {
		v.Resume = at.read.Resume
	}
	switch {
	case at.reading:
		v.Reading = true
	case at.read != nil && at.read.Fault == "":
		v.found(s, at.read.Letter, at.read.Record, zone, w)
		v.Title, v.Lead = w.T("letter.read_heading"), w.T("letter.read_lead")
		v.Use, v.Again = true, true
		if b := at.read.Before; b != nil {
			v.Brought = b
			v.Before = component.Note(theme.Info, w.T("letter.before_title"), w.T("letter.before", "Ref", b.Ref))
		}
	case held.Path != "" && !at.changing && at.read == nil:
		v.hold(s, held, zone, w)
		v.Go, v.Again = true, true
	default:
		v.Ways = true
		v.Keep = held.Path != ""
	}
	return v
}

// hold shows what the case has.
func (v *view) hold(s desk.Snapshot, held casework.Letter, zone *time.Location, w words.Words) {
	v.Title, v.Lead = w.T("letter.held_heading"), ""
	switch held.Path {
	case casework.LetterNone:
		v.Result = component.Note(theme.Quiet, w.T("letter.none"), w.T("letter.none_detail"))
	case casework.LetterScanned:
		v.found(s, held, s.Open.Record, zone, w)
	default:
		v.Result = component.Note(theme.Quiet, w.T("letter.not_asked"), w.T("letter.not_asked_detail"))
	}
}

// found shows a letter that verifies.
func (v *view) found(s desk.Snapshot, l casework.Letter, rec *code.Record, zone *time.Location, w words.Words) {
	v.Result = standing(l.State, rec != nil, w)
	v.Rows = []component.SummaryRow{
		{Key: w.T("letter.printed"), Value: w.Day(l.IssuedAt.In(zone))},
		{Key: w.T("letter.until"), Value: w.Day(l.Until.In(zone))},
		{Key: w.T("letter.site"), Value: site(s, l.Site, w)},
	}
	v.Sync = w.T("letter.sync")
	if rec == nil {
		return
	}
	v.Record = []component.SummaryRow{
		{Key: w.T("letter.record_name"), Value: strings.TrimSpace(rec.Given + " " + rec.Family)},
		{Key: w.T("letter.record_address"), Value: strings.Join(append(append([]string(nil), rec.AddressLines...), rec.Postcode), ", ")},
	}
	v.RecordNote = w.T("letter.record_note")
	if r := s.Open.Case.Resident; r != nil && l.State == code.Mismatch { // side by side, to see what differs
		a := r.Address
		said := strings.Join(slices.DeleteFunc(append(append([]string(nil), a.Lines...), a.Town, a.Postcode),
			func(line string) bool { return line == "" }), ", ")
		v.Record[0].Note = w.T("letter.said", "What", r.Name.Full())
		v.Record[1].Note = w.T("letter.said", "What", said)
		v.RecordNote = w.T("letter.record_differs")
	}
}

// standing says how far the letter is shown to be this resident's.
func standing(state code.State, record bool, w words.Words) component.Notice {
	switch {
	case state == code.Matches:
		return component.Note(theme.Good, w.T("letter.matches"), w.T("letter.matches_detail"))
	case state == code.Mismatch:
		return component.Note(theme.Warn, w.T("letter.mismatch"), w.T("letter.mismatch_detail"))
	case record:
		return component.Note(theme.Info, w.T("letter.signed"), w.T("letter.signed_record"))
	default:
		return component.Note(theme.Info, w.T("letter.signed"), w.T("letter.signed_detail"))
	}
}

func site(s desk.Snapshot, number int, w words.Words) string {
	switch number {
	case 0:
		return w.T("letter.site_any")
	case s.Place.SiteNumber:
		return w.T("letter.site_here", "Site", s.Place.Site.In(string(w.Lang())))
	default:
		return w.T("letter.site_number", "Number", strconv.Itoa(number))
	}
}

// wrong words what is the matter with a letter, or why it could not be read.
func wrong(at state, zone *time.Location, w words.Words) component.Notice {
	err := at.wrong
	if err == nil && at.read != nil && at.read.Fault != "" {
		e := fault.New(fault.Refused, at.read.Fault)
		for name, value := range at.read.Params {
			e = e.With(name, value)
		}
		err = e
	}
	if err == nil {
		return component.Notice{}
	}
	m := w.Fault(err)
	n := component.Notice{Tint: theme.Warn, Title: m.Title, Detail: m.Detail + particular(err, zone, w) + "\n" + m.Next}
	if fault.Code(err) == code.ErrForged.Code {
		n.Tint = theme.Bad
	}
	return n
}

// particular adds when a letter ended, or which case has it.
func particular(err error, zone *time.Location, w words.Words) string {
	var e *fault.Error
	if !errors.As(err, &e) {
		return ""
	}
	if ref := e.Params["ref"]; ref != "" {
		return " " + w.T("letter.has_it", "Ref", ref)
	}
	until, parseErr := time.Parse(time.RFC3339, e.Params["until"])
	if parseErr != nil {
		return "" // said without its date
	}
	return " " + w.T("letter.was_until", "Date", w.Day(until.In(zone)))
}
