package approve

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// view is what is drawn.
type view struct {
	Heading, Lead string
	Rows          []component.SummaryRow
	Pieces        []piece
	Shows         []component.Row
	Images        []image
	Decide        bool             // the buttons are there
	WhyNot        component.Notice // why they are not
	Below         string           // that it reaches less than is needed
	Returns       []component.Option
	Refusals      []component.Option
}

// piece is one document, or the comparison with its photo, and its answers.
type piece struct {
	Name, Note string
	Answers    []answer
}

type answer struct {
	Question, Said string
	Tint           theme.Tint
}

// image is one picture kept.
type image struct{ Blob, Name string }

// look words the open case for a supervisor.
func look(s desk.Snapshot, w words.Words) view {
	if s.Open == nil {
		return view{Heading: w.T("approve.title")}
	}
	c, present := s.Open.Case, s.Policy
	if s.Open.Policy != nil { // what was asked and scored is read by the policy it was done under
		s.Policy = s.Open.Policy
	}
	v := view{Heading: heading(c, w), Lead: lead(s, w), Rows: rows(s, w), Shows: shows(s, w), Decide: s.Open.MayDecide, Below: casefile.Below(s, w)}
	for _, item := range c.Evidence {
		name := document(s, item.Type, w)
		for _, k := range item.Captures {
			v.Images = append(v.Images, image{k.Blob, name})
		}
	}
	for _, r := range c.Vouching() {
		for _, item := range r.Evidence {
			for _, k := range item.Captures {
				v.Images = append(v.Images, image{k.Blob, w.T("approve.theirs", "Name", r.Name.Full(), "What", document(s, item.Type, w))})
			}
		}
		if r.Statement == nil {
			continue
		}
		for _, k := range r.Statement.Captures {
			v.Images = append(v.Images, image{k.Blob, w.T("approve.theirs", "Name", r.Name.Full(), "What", w.T("referee.statement"))})
		}
	}
	if s.Policy != nil {
		v.Pieces = pieces(s, w)
		v.Returns, v.Refusals = options(present.Returns, w), options(present.Refusals, w)
	}
	switch {
	case c.State != casework.WithSupervisor:
		v.Decide = false
		v.WhyNot = component.Note(theme.Info, w.T("approve.decided"), w.T("approve.decided_detail"))
	case !v.Decide:
		m := w.Fault(fault.New(fault.Unauthorised, s.Open.WhyNot))
		v.WhyNot = component.Note(theme.Warn, m.Title, m.Detail+" "+m.Next)
	}
	return v
}

func tongue(w words.Words) resident.Language { return resident.Language(w.Lang()) }

func heading(c *casework.Case, w words.Words) string {
	if c.Resident == nil {
		return c.Ref
	}
	return w.T("approve.heading", "Ref", c.Ref, "Name", c.Resident.Name.Full())
}

func lead(s desk.Snapshot, w words.Words) string {
	sub := s.Open.Case.Submission
	if sub == nil {
		return ""
	}
	text := w.T("approve.checked", "Name", person(s, sub.By), "Site", s.Place.Site.In(string(w.Lang())), "Time", w.Moment(sub.At))
	if s.Open.MayDecide {
		text += " " + w.T("approve.no_part")
	}
	return text
}

func person(s desk.Snapshot, id trust.PersonID) string {
	for _, p := range s.Staff {
		if p.ID == id {
			return p.Name
		}
	}
	return string(id)
}

func rows(s desk.Snapshot, w words.Words) []component.SummaryRow {
	c := s.Open.Case
	all := append(corrects(s, w), casefile.Represented(s, w)...)
	all = append(all, asks(s, w), reached(s, w), ruled(s, w))
	noticed := component.SummaryRow{Key: w.T("approve.noticed"), Value: w.T("approve.nothing")}
	if flags := casefile.Value(s, w).Flags; len(flags) > 0 {
		noticed.Tag, noticed.Tint = w.T("approve.look_again"), theme.Warn
		noticed.Value, noticed.Note = "", strings.Join(flags, "\n")
	}
	all = append(all, noticed)
	if names := casefile.OtherNames(s, w); len(names) > 0 {
		all = append(all, component.SummaryRow{Key: w.T("approve.other_names"), Value: strings.Join(names, "\n")})
	}
	all = append(all, letterRow(c, w))
	checked := casefile.HowChecked(s, w)
	if len(checked.Lines) > 0 {
		all = append(all, component.SummaryRow{Key: w.T("approve.checked_how"), Value: strings.Join(checked.Lines, "\n")})
	}
	if len(checked.Left) > 0 {
		all = append(all, component.SummaryRow{Key: w.T("approve.left_out"), Value: strings.Join(checked.Left, "\n")})
	}
	if p := c.Purpose; p != nil {
		told := component.SummaryRow{Key: w.T("approve.told"), Value: w.T("approve.told_how",
			"Language", w.T("purpose.notice_in."+p.Language), "Time", w.Moment(p.At), "How", w.T("purpose.done."+p.Told))}
		if r := c.Representative; r != nil && p.To == casework.ToldRepresentative {
			told.Note = w.T("purpose.told_to", "Name", r.Name.Full())
		}
		all = append(all, told)
	}
	all = append(all, casefile.Referees(s, w)...)
	return append(all, casefile.SecondLook(s, w)...)
}

// corrects says that the vouch is to replace another, and why.
func corrects(s desk.Snapshot, w words.Words) []component.SummaryRow {
	k := s.Open.Case.Correction
	if k == nil {
		return nil
	}
	row := component.SummaryRow{
		Key: w.T("approve.corrects"), Tag: w.T("approve.replaces"), Tint: theme.Warn, Value: k.Reason, Note: k.Note,
	}
	if s.Policy != nil {
		for _, r := range s.Policy.Corrections {
			if r.Code == k.Reason {
				row.Value = r.Words.In(resident.Language(w.Lang()))
			}
		}
	}
	return []component.SummaryRow{row}
}

func asks(s desk.Snapshot, w words.Words) component.SummaryRow {
	r := component.SummaryRow{Key: w.T("approve.asks")}
	if p := s.Open.Case.Purpose; p != nil && s.Policy != nil {
		if svc, ok := s.Policy.Service(p.Service); ok {
			r.Value = svc.Names.In(tongue(w))
			if svc.Confidence != gpg45.None {
				r.Value = w.T("approve.asks_level", "Service", r.Value, "Level", w.T("casefile.level."+svc.Confidence.String()))
			}
		}
	}
	return r
}

// ruled is the policy that the vouch names, and until when it can be approved
// where another has followed.
func ruled(s desk.Snapshot, w words.Words) component.SummaryRow {
	r := component.SummaryRow{Key: w.T("approve.policy")}
	if s.Policy != nil {
		r.Value = w.T("approve.policy_version", "Policy", s.Policy.ID, "Version", s.Open.Case.Policy)
	}
	if until := s.Open.PolicyUntil; !until.IsZero() {
		r.Note = w.T("approve.policy_until", "Date", w.Day(until))
	}
	return r
}

// reached is the level and its profile, and the scores it stands on.
func reached(s desk.Snapshot, w words.Words) component.SummaryRow {
	sc := s.Open.Scored
	r := component.SummaryRow{Key: w.T("approve.reached"), Tag: w.T("approve.no_profile"), Tint: theme.Warn}
	if sc.Result.Confidence != gpg45.None {
		r.Tag = w.T("casefile.level."+sc.Result.Confidence.String()) + " · " + strings.Join(sc.Result.Profiles, ", ")
		if s.Open.Needs <= sc.Result.Confidence {
			r.Tint = theme.Good
		}
	}
	var parts []string
	for _, p := range sc.Pieces {
		parts = append(parts, w.T("approve.piece", "Name", document(s, p.Type, w), "Strength", p.Strength, "Validity", p.Validity))
	}
	parts = append(parts,
		w.T("approve.likeness_score", "Score", sc.Verification),
		w.T("approve.fraud_score", "Fraud", sc.Fraud, "Activity", sc.Activity))
	r.Note = strings.Join(parts, " · ")
	if sc.Result.Confidence == gpg45.None {
		r.Note = w.T("approve.no_profile_note") + "\n" + r.Note
	}
	return r
}

func letterRow(c *casework.Case, w words.Words) component.SummaryRow {
	r := component.SummaryRow{Key: w.T("casefile.step.letter"), Value: w.T("casefile.state.none")}
	if c.Letter.Path == casework.LetterScanned {
		r.Value = w.T("casefile.state." + string(c.Letter.State))
		if c.Letter.State == letter.Mismatch {
			r.Tag, r.Tint, r.Value = r.Value, theme.Warn, ""
		}
	}
	return r
}

func document(s desk.Snapshot, kind string, w words.Words) string {
	if s.Policy != nil {
		if d, ok := s.Policy.Document(kind); ok {
			return d.Names.In(tongue(w))
		}
	}
	return kind
}

// pieces are the documents and the comparison, each with what was answered: the
// resident's, and then those of who vouches for them.
func pieces(s desk.Snapshot, w words.Words) []piece {
	c := s.Open.Case
	all := piecesOf(s, c.Evidence, c.Likeness, func(what string) string { return what }, w)
	for _, r := range c.Vouching() {
		all = append(all, piecesOf(s, r.Evidence, r.Likeness, func(what string) string {
			return w.T("approve.theirs", "Name", r.Name.Full(), "What", what)
		}, w)...)
	}
	return all
}

func piecesOf(s desk.Snapshot, items []evidence.Item, l *evidence.Likeness, name func(string) string, w words.Words) []piece {
	var all []piece
	against := ""
	for _, item := range items {
		d, _ := s.Policy.Document(item.Type)
		p := piece{Name: name(document(s, item.Type, w)), Note: w.T("approve.handed_back"), Answers: answered(s, item.Checks, d.Checks, w)}
		if n := len(item.Captures); n > 0 {
			p.Note = w.N("approve.images", n)
		}
		all = append(all, p)
		if l != nil && l.Against == item.ID {
			against = document(s, item.Type, w)
		}
	}
	if l != nil {
		all = append(all, piece{
			Name: name(w.T("casefile.likeness")), Note: w.T("approve.compared", "What", against),
			Answers: answered(s, l.Checks, s.Policy.Likeness.Checks, w),
		})
	}
	return all
}

func answered(s desk.Snapshot, given []evidence.Check, asked []policy.Check, w words.Words) []answer {
	var all []answer
	for _, q := range asked {
		a := answer{Question: q.Question.In(tongue(w)), Said: w.T("approve.unanswered"), Tint: theme.Quiet}
		for _, c := range given {
			if c.Code != q.Code {
				continue
			}
			switch c.Answer {
			case evidence.Unanswered:
			case evidence.Yes:
				a.Said, a.Tint = w.T("frame.answer.yes"), theme.Good
			case evidence.No:
				a.Said, a.Tint = w.T("frame.answer.no"), theme.Bad
			case evidence.CouldNot:
				a.Said, a.Tint = w.T("frame.answer.could-not-check"), theme.Quiet
				for _, r := range s.Policy.CouldNot {
					if r.Code == c.Reason {
						a.Question += "\n" + r.Words.In(tongue(w))
					}
				}
			}
		}
		all = append(all, a)
	}
	return all
}

func options(coded []policy.Coded, w words.Words) []component.Option {
	all := make([]component.Option, 0, len(coded))
	for _, c := range coded {
		all = append(all, component.Option{ID: c.Code, Text: c.Words.In(tongue(w))})
	}
	return all
}

// shows is what the proposed vouch discloses, in words, as the signed token
// says it.
func shows(s desk.Snapshot, w words.Words) []component.Row {
	var all []component.Row
	for i, d := range s.Open.Discloses {
		all = append(all, component.Row{ID: strconv.Itoa(i), Cells: []component.Cell{
			{Text: path(s, d.Path, w)}, {Text: value(s, d, w)}, {Text: audience(s, d.To, w)},
		}})
	}
	return all
}

// path words where something stands in a vouch.
func path(s desk.Snapshot, at string, w words.Words) string {
	if key := "approve.path." + at; w.Has(key) {
		return w.T(key)
	}
	parts := strings.Split(at, ".")
	if len(parts) == 3 && parts[0] == "names" && w.Has("approve.path.names."+parts[2]) {
		return w.T("approve.path.names." + parts[2])
	}
	if len(parts) == 3 && parts[0] == "referees" && w.Has("approve.path.referees."+parts[2]) {
		return w.T("casefile.step.referee") + ": " + w.T("approve.path.referees."+parts[2])
	}
	if len(parts) < 3 || parts[0] != "evidence" {
		return at
	}
	name := w.T("approve.path.record")
	if ofReferee(s, parts[1]) {
		name = w.T("casefile.step.referee")
		if parts[2] == "derived_claims" {
			name = w.T("approve.attests")
		}
	}
	if i, err := strconv.Atoi(parts[1]); err == nil && i < len(s.Open.Case.Evidence) {
		name = document(s, s.Open.Case.Evidence[i].Type, w)
	}
	if key := "approve.path.evidence." + parts[len(parts)-1]; w.Has(key) {
		return name + ": " + w.T(key)
	}
	return name + ": " + strings.Join(parts[2:], ".")
}

// ofReferee tells whether a piece of a vouch's evidence is a referee's
// statement: only that has somebody who attests.
func ofReferee(s desk.Snapshot, index string) bool {
	return slices.ContainsFunc(s.Open.Discloses, func(d desk.Disclosed) bool {
		return strings.HasPrefix(d.Path, "evidence."+index+".attestation.")
	})
}

// value words what is disclosed; codes of the policy are its words.
func value(s desk.Snapshot, d desk.Disclosed, w words.Words) string {
	parts := strings.Split(d.Path, ".")
	if s.Policy == nil {
		return dated(d.Value, w)
	}
	member := parts[len(parts)-1]
	switch parts[0] {
	case "referees":
		return ofTheReferee(s, member, d.Value, w)
	case "representative":
		return ofTheRepresentative(s, member, d.Value, w)
	case "names":
		if r, ok := s.Policy.NameReason(d.Value); ok {
			return r.Words.In(tongue(w))
		}
	}
	return dated(d.Value, w)
}

func ofTheReferee(s desk.Snapshot, member, value string, w words.Words) string {
	switch member {
	case "position":
		return casefile.Position(s.Policy, value, w)
	case "relation":
		return casefile.Relation(s.Policy, value, w)
	case "identity":
		return documents(s, value, w)
	}
	return value
}

func ofTheRepresentative(s desk.Snapshot, member, value string, w words.Words) string {
	switch member {
	case "kind":
		if k, ok := s.Policy.Authority(value); ok {
			return k.Names.In(tongue(w))
		}
	case "agrees":
		return w.T("casefile.represented.agrees." + value)
	case "absent":
		return w.T("casefile.represented.absent")
	case "documents":
		return documents(s, value, w)
	}
	return dated(value, w)
}

// documents names the types that desk lists with semicolons.
func documents(s desk.Snapshot, list string, w words.Words) string {
	var names []string
	for _, kind := range strings.Split(list, "; ") {
		names = append(names, document(s, kind, w))
	}
	return strings.Join(names, ", ")
}

var isoDate = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)

// dated writes the dates of a value as the language does.
func dated(value string, w words.Words) string {
	return isoDate.ReplaceAllStringFunc(value, func(text string) string {
		d, err := resident.ParseISO(text)
		if err != nil {
			return text
		}
		return w.Date(d.Year, d.Month, d.Day)
	})
}

// audience names to whom: the broker comes first, then services.
func audience(s desk.Snapshot, to []string, w words.Words) string {
	var named []string
	for i, id := range to {
		name := service(s, id, w)
		if i == 0 {
			name = w.T("approve.to_broker")
		}
		named = append(named, name)
	}
	return strings.Join(named, ", ")
}

// service names whoever is behind an address: the service of the purpose where
// several have the same.
func service(s desk.Snapshot, address string, w words.Words) string {
	if s.Policy == nil {
		return address
	}
	name := address
	for _, svc := range s.Policy.Services {
		if svc.Audience != address {
			continue
		}
		name = svc.Names.In(tongue(w))
		if p := s.Open.Case.Purpose; p != nil && p.Service == svc.ID {
			break
		}
	}
	return name
}
