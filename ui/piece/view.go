package piece

import (
	"slices"
	"strings"

	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/casefile"
	"vouchdesk/ui/check"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// piece is one document in the list.
type piece struct {
	ID     record.ItemID
	Name   string
	State  string
	Tint   theme.Tint
	Scores string
	Notes  string // why the scores are what they are
	Flags  string // what to look at again
	Open   string // the name of the button that opens it
	Remove bool
	kept   bool // it is in the case, not typed only
	whole  bool
}

// list is what is drawn of all documents.
type list struct {
	Closed component.Notice
	Lead   string
	Pieces []piece
	Kinds  []component.Group // of documents to choose from
	Add    bool
	AddTo  string // the legend of the documents to choose from
	GoOn   bool
	Wait   string // what has to be done before going on
}

// look words somebody's documents in the open case.
func look(s sight, w words.Words) list {
	v := list{Lead: w.T("evidence.lead")}
	if s.Open == nil {
		return v
	}
	if s.Policy == nil {
		v.Closed = component.Note(theme.Warn, w.T("evidence.no_policy"), w.T("evidence.no_policy_detail"))
		return v
	}
	open := !s.papers.Closed
	for _, id := range pieces(s) {
		v.Pieces = append(v.Pieces, pieceOf(s, id, open, w))
	}
	if !open {
		v.Closed = component.Note(theme.Info, w.T("evidence.closed"), w.T("evidence.closed_detail"))
		return v
	}
	v.Add, v.AddTo = true, w.T("evidence.add_another")
	v.Kinds = kinds(s, w)
	v.GoOn = slices.ContainsFunc(v.Pieces, func(p piece) bool { return p.whole })
	switch {
	case len(v.Pieces) == 0:
		v.Lead, v.AddTo = w.T("evidence.empty"), w.T("evidence.add_first")
	case !v.GoOn:
		v.Wait = w.T("evidence.wait")
	}
	return v
}

// pieces are the ids of the documents in the case, and then of those that are
// only typed so far.
func pieces(s sight) []record.ItemID {
	var ids, typed []record.ItemID
	for _, item := range s.papers.Items {
		ids = append(ids, item.ID)
	}
	for key := range s.Open.Drafts {
		if id, ok := strings.CutPrefix(key, s.Draft); ok && !slices.Contains(ids, record.ItemID(id)) && typeOf(s, record.ItemID(id)) != "" {
			typed = append(typed, record.ItemID(id))
		}
	}
	slices.Sort(typed)
	return append(ids, typed...)
}

// typeOf is which document an id is, as far as it is known.
func typeOf(s sight, id record.ItemID) string {
	if item, ok := s.item(id); ok {
		return item.Type
	}
	return s.drafted(id)[typeName]
}

// nameOf is the document's name; its id where the policy does not know it.
func nameOf(s sight, id record.ItemID, w words.Words) string {
	kind := typeOf(s, id)
	if d, ok := s.Policy.Document(kind); ok {
		return d.Names.In(w.Tongue())
	}
	return kind
}

func pieceOf(s sight, id record.ItemID, open bool, w words.Words) piece {
	p := piece{ID: id, Name: nameOf(s, id, w), Open: w.T("evidence.edit"), Remove: open}
	if !open {
		p.Open = w.T("frame.action.show")
	}
	draft := s.drafted(id)
	item, there := s.item(id)
	doc, known := s.Policy.Document(typeOf(s, id))
	p.kept = there
	if !there {
		p.State, p.Tint = w.T("evidence.state_typed"), theme.Warn
		p.Notes = w.T("evidence.typed_note")
		return p
	}
	total := len(doc.Checks)
	answered := total - len(check.Open(check.Recorded(item.Checks), doc.Checks))
	lacks := known && lacking(s, doc, item)
	switch {
	case !known:
		p.State, p.Tint, p.Remove = w.T("evidence.state_unknown"), theme.Bad, open
	case answered < total:
		p.State, p.Tint = w.T("evidence.state_checks", "Done", answered, "Total", total), theme.Warn
	case lacks:
		p.State, p.Tint = w.T("evidence.state_lacks"), theme.Warn
	case slices.ContainsFunc(s.Open.Missing, func(m desk.Reason) bool { return m.Item == id && casefile.NameOpen(m) }):
		p.State, p.Tint, p.whole = w.T("evidence.state_name"), theme.Warn, true
	case len(draft) > 0 && open:
		p.State, p.Tint, p.whole = w.T("evidence.state_changed"), theme.Info, true
	default:
		p.State, p.Tint, p.whole = w.T("evidence.state_done", "Total", total), theme.Good, true
	}
	for _, sc := range s.papers.Scored.Pieces {
		if sc.ItemID == id {
			p.Scores = w.T("evidence.scores", "Strength", sc.Strength, "Validity", sc.Validity)
			p.Notes = strings.Join(reasons(sc.Reasons, doc, w), " ")
		}
	}
	var flags []string
	for _, f := range s.papers.Scored.Flags {
		if f.Item == id {
			flags = append(flags, flag(s.Policy, f, doc, w))
		}
	}
	p.Flags = strings.Join(flags, "\n")
	return p
}

// lacking tells whether something other than an answer is still missing.
func lacking(s sight, doc policy.Document, item record.Item) bool {
	return s.Policy.CheckItem(item, resident.DateOf(s.Now)) != nil || seenWrong(doc, item) != ""
}

// seenWrong is the word for what is missing of how it was seen.
func seenWrong(doc policy.Document, item record.Item) string {
	switch {
	case doc.Image == policy.ImageRequired && len(item.Captures) == 0, item.Seen == record.Image && len(item.Captures) == 0:
		return "evidence.picture_missing"
	case item.Seen != record.Returned && item.Seen != record.Image && doc.Image == policy.ImageForbidden:
		return "evidence.returned_missing"
	case item.Seen != record.Returned && item.Seen != record.Image:
		return "evidence.seen_missing"
	}
	return ""
}

// reasons words why a piece scores as it does. What is open or could not be
// checked is counted, not listed: the checks themselves say it.
func reasons(all []policy.Reason, doc policy.Document, w words.Words) []string {
	var lines []string
	var open, couldNot int
	for _, r := range all {
		switch r.Code {
		case policy.CheckOpen:
			open++
		case policy.CheckCouldNot:
			couldNot++
		default:
			if line := reason(r, doc, w); line != "" {
				lines = append(lines, line)
			}
		}
	}
	if open > 0 {
		lines = append(lines, w.N("evidence.reason.check-open", open))
	}
	if couldNot > 0 {
		lines = append(lines, w.N("evidence.reason.check-could-not", couldNot))
	}
	return lines
}

func reason(r policy.Reason, doc policy.Document, w words.Words) string {
	switch r.Code {
	case policy.ValidityCheckNo:
		q, _ := doc.Check(r.Params["check"])
		return w.T("evidence.reason.validity-check-no", "Question", q.Question.In(w.Tongue()))
	case policy.ValidityChecked:
		var groups []string
		for _, g := range strings.Split(r.Params["groups"], ",") {
			if g != "" {
				groups = append(groups, w.T("evidence.group."+g))
			}
		}
		return w.T("evidence.reason.validity-checked", "Groups", strings.Join(groups, ", "))
	case policy.ValidityTraining:
		return w.T("evidence.reason.validity-training", "Allowed", r.Params["allowed"])
	case policy.StrengthListed:
		return w.T("evidence.reason.strength-listed", "Mark", w.T("evidence.mark."+r.Params["mark"]))
	}
	if key := "evidence.reason." + r.Code; w.Has(key) {
		return w.T(key)
	}
	return ""
}

// flag words a signal to look again, and what to do.
func flag(rules *policy.Policy, f policy.Flag, doc policy.Document, w words.Words) string {
	switch f.Code {
	case policy.FlagExpired:
		if f.Params["accepted"] == "yes" {
			return w.T("evidence.flag.expired-accepted")
		}
	case policy.FlagMRZ:
		return w.T("evidence.digit."+f.Params["check"]) + " " + w.T("evidence.flag.mrz-check-failed")
	case policy.FlagMRZDiffers:
		field, _ := doc.Field(f.Params["field"])
		return w.T("evidence.flag.mrz-differs", "Field", field.Names.In(w.Tongue()))
	case policy.FlagNameDiffers:
		if reason, ok := rules.NameReason(f.Params["reason"]); ok {
			return w.T("evidence.flag.name-explained", "Reason", words.Within(reason.Words.In(w.Tongue())))
		}
	case policy.FlagNameVaries:
		return w.T("evidence.flag.name-varies", "Why", nameWhy(f.Params["why"], w))
	case policy.FlagNamesApart:
		other, _ := rules.Document(f.Params["other"])
		return w.T("evidence.flag.names-apart", "Other", words.Within(other.Names.In(w.Tongue())))
	}
	return w.T("evidence.flag."+f.Code, f.Params)
}

// nameWhy words in how many ways a name is written differently.
func nameWhy(codes string, w words.Words) string {
	var all []string
	for _, code := range strings.Split(codes, ",") {
		if key := "evidence.name_why." + code; w.Has(key) {
			all = append(all, w.T(key))
		}
	}
	return strings.Join(all, "; ")
}
