package approve

import (
	"strings"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
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
		name := casefile.Document(s.Policy, item.Type, w)
		for _, k := range item.Captures {
			v.Images = append(v.Images, image{k.Blob, name})
		}
	}
	for _, r := range c.Vouching() {
		for _, item := range r.Evidence {
			for _, k := range item.Captures {
				v.Images = append(v.Images, image{k.Blob, w.T("approve.theirs", "Name", r.Name.Full(), "What", casefile.Document(s.Policy, item.Type, w))})
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
	text := w.T("approve.checked", "Name", casefile.Staff(s, sub.By), "Site", s.Place.Site.In(string(w.Lang())), "Time", w.Moment(sub.At))
	if s.Open.MayDecide {
		text += " " + w.T("approve.no_part")
	}
	return text
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
		Key: w.T("approve.corrects"), Tag: w.T("approve.replaces"), Tint: theme.Warn, Note: k.Note,
		Value: casefile.Corrects(s.Policy, s.Open.From, k.Reason, w),
	}
	if s.Open.From != "" {
		row.Change = w.T("casefile.open_from", "Ref", s.Open.From)
	}
	return []component.SummaryRow{row}
}

func asks(s desk.Snapshot, w words.Words) component.SummaryRow {
	r := component.SummaryRow{Key: w.T("approve.asks")}
	if p := s.Open.Case.Purpose; p != nil && s.Policy != nil {
		if svc, ok := s.Policy.Service(p.Service); ok {
			r.Value = svc.Names.In(w.Tongue())
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
		r.Value = w.T("casefile.policy_version", "Policy", s.Policy.ID, "Version", s.Open.Case.Policy)
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
		parts = append(parts, w.T("approve.piece", "Name", casefile.Document(s.Policy, p.Type, w), "Strength", p.Strength, "Validity", p.Validity))
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

func options(coded []policy.Coded, w words.Words) []component.Option {
	all := make([]component.Option, 0, len(coded))
	for _, c := range coded {
		all = append(all, component.Option{ID: c.Code, Text: c.Words.In(w.Tongue())})
	}
	return all
}

// shows is what the proposed vouch discloses, in words, as the signed token
// says it.
