package statement

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/extract"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/changes"
	"vouchdesk/ui/words"
)

// Text is the statement as plain text with Markdown headings.
func Text(w words.Words, s extract.Statement) string {
	t := &text{Words: w, s: s}
	t.head()
	t.proof()
	t.resident()
	for _, d := range s.Documents {
		t.document(d)
	}
	t.likeness()
	t.others()
	t.people()
	t.journal()
	t.sources()
	return strings.TrimRight(t.out.String(), "\n") + "\n"
}

type text struct {
	words.Words
	s   extract.Statement
	out strings.Builder
}

func (t *text) section(key string, args ...any) {
	fmt.Fprintf(&t.out, "\n## %s\n\n", t.T("audit."+key, args...))
}

// line is one thing said; nothing is left out for being empty.
func (t *text) line(key, value string) {
	if value == "" {
		value = t.T("audit.none")
	}
	fmt.Fprintf(&t.out, "- %s: %s\n", t.T("audit."+key), value)
}

func (t *text) in(p policy.Text) string { return p.In(t.Tongue()) }

func (t *text) code(code string) string { return changes.Value(t.Words, policy.Value{Code: code}) }

func (t *text) level(c gpg45.Confidence) string {
	if c == gpg45.None {
		return t.T("audit.none")
	}
	return t.code(c.String())
}

func (t *text) yes(ok bool) string { return t.code(fmt.Sprint(ok)) }

func (t *text) head() {
	s := t.s
	fmt.Fprintf(&t.out, "# %s %s\n\n", t.T("audit.title"), s.Reference)
	t.line("council", s.Council)
	t.line("vouch", s.Vouch)
	t.line("sha256", s.SHA256)
	if s.Replaces != "" {
		t.line("replaces", s.Replaces)
	}
	t.line("complete", t.yes(s.Complete))
	t.line("made", s.Made)
	t.line("desk", s.Where.Names.In(string(t.Lang()))+", "+s.Where.Site.In(string(t.Lang()))+" ("+string(s.Where.Desk)+", "+t.T("audit.mode."+string(s.Where.Mode))+")")
	t.line("policy", fmt.Sprintf("%s %d", s.Policy.ID, s.Policy.Version))
	t.line("guidance", s.Policy.Guidance.Name+" "+s.Policy.Guidance.Version)
	t.line("service", t.in(s.Service.Names)+" ("+t.level(s.Service.Needs)+")")
	t.section("result")
	t.line("confidence", t.level(s.Result.Confidence))
	t.line("profiles", strings.Join(s.Result.Profiles, ", "))
	t.line("likeness", fmt.Sprint(s.Result.Verification))
	t.line("activity", fmt.Sprint(s.Result.Activity))
	t.line("fraud", fmt.Sprint(s.Result.Fraud))
	t.line("council_check", s.Result.CouncilCheck)
	t.line("recomputed", t.yes(s.Result.Recomputed))
}

func (t *text) proof() {
	s := t.s
	t.section("proof")
	t.line("valid", t.yes(s.Verified.Valid))
	t.line("four_eyes", t.yes(s.Verified.FourEyes))
	t.line("received", t.yes(s.Verified.Received))
	t.line("signed", s.Times.Signed)
	t.line("approved", s.Times.Approved)
	t.line("received_at", s.Times.Received)
	t.line("expires", s.Times.Expires)
	if r := s.Receipt; r != nil {
		t.line("rely", t.level(r.Confidence))
		t.line("log", t.T("audit.log_at", "Index", r.Index, "Size", r.Size, "Root", r.Root))
	}
}

func (t *text) resident() {
	t.section("resident")
	c := t.s.Claims
	if c == nil {
		c = &vouch.Claims{}
	}
	withheld := func(v string) string {
		if v == "" {
			return t.T("audit.not_here")
		}
		return v
	}
	t.line("name", withheld(strings.TrimSpace(c.GivenName+" "+c.FamilyName)))
	t.line("birthdate", withheld(c.Birthdate))
	address := ""
	if a := c.Address; a != nil {
		address = strings.Join(slices.DeleteFunc([]string{strings.ReplaceAll(a.StreetAddress, "\n", ", "), a.Locality, a.PostalCode}, func(p string) bool { return p == "" }), ", ")
	}
	t.line("address", withheld(address))
	for _, a := range t.s.Attributes {
		t.line("checked", t.T("casefile.attribute_by", "Attribute", t.attribute(a), "By", t.by(a)))
	}
	t.line("letter", t.T("audit.letter."+t.s.Letter))
	t.line("told", t.T("audit.told_how."+t.s.Told.How)+", "+t.s.Told.At+" ("+t.s.Told.Notice+", "+t.s.Told.Language+")")
}

func (t *text) attribute(a extract.Attribute) string {
	if a.Attribute.Holds() != "" {
		return t.T("casefile.attribute_holds", "Document", t.in(a.Document))
	}
	return t.T("casefile.attribute." + string(a.Attribute))
}

func (t *text) by(a extract.Attribute) string {
	document := words.Within(t.in(a.Document))
	switch a.By {
	case vouch.ByLetter:
		return t.T("casefile.by.letter")
	case vouch.ByReferee:
		return t.T("casefile.by.referee")
	case vouch.ByCouncilRecord:
		return t.T("casefile.by.council_record", "Document", document)
	case vouch.BySaid:
		return t.T("audit.nothing_shows")
	default:
		return document
	}
}

// otherName is why a document has another name than the resident.
func (t *text) otherName(n *extract.OtherName) {
	if n == nil {
		return
	}
	why := t.T("audit.not_here")
	if n.Reason != "" {
		why = t.in(n.Words)
	}
	if proof := t.in(n.Proof); proof != "" {
		why += ". " + t.T("casefile.name_proof", "Document", words.Within(proof))
	}
	t.line("other_name", why)
}

func (t *text) document(d extract.Piece) {
	t.section("document", "Name", t.in(d.Names))
	if doc := d.Document; doc != nil {
		if doc.Issuer != nil {
			t.line("issuer", doc.Issuer.Name+" "+doc.Issuer.CountryCode)
		}
		t.line("issued", doc.IssuedOn)
		t.line("expiry", doc.Expires)
		if doc.Number != "" {
			t.line("number", doc.Number)
		}
	}
	t.otherName(d.OtherName)
	t.line("strength", fmt.Sprint(d.Strength))
	t.line("validity", fmt.Sprint(d.Validity))
	t.line("by", t.names(d.By))
	t.reasons(d.Type, d.Reasons)
	t.checks(d.Checks)
}

func (t *text) likeness() {
	l := t.s.Likeness
	if l == nil {
		return
	}
	t.section("compared", "Name", t.in(l.Against))
	t.line("likeness", fmt.Sprint(l.Score))
	t.line("by", t.names(l.By))
	t.reasons("", l.Reasons)
	t.checks(l.Checks)
}

func (t *text) reasons(kind string, all []policy.Reason) {
	for _, r := range all {
		said := map[string]any{}
		for k, v := range r.Params {
			said[k] = v
		}
		said["check"], said["groups"] = t.question(kind, r.Params["check"]), t.groups(r.Params["groups"])
		text := r.Code
		if key := "audit.reason." + r.Code; t.Has(key) {
			text = t.T(key, said)
		}
		if source := r.Params["source"]; source != "" {
			text += " [" + source + ", " + t.code(r.Params["mark"]) + "]"
		}
		t.line("because", text)
	}
}

// question is what a check asks, of the document or of the likeness.
func (t *text) question(kind, code string) string {
	var asked []extract.Answer
	for _, d := range t.s.Documents {
		if d.Type == kind {
			asked = append(asked, d.Checks...)
		}
	}
	if l := t.s.Likeness; kind == "" && l != nil {
		asked = l.Checks
	}
	for _, a := range asked {
		if a.Check == code && a.Question != (policy.Text{}) {
			return t.in(a.Question)
		}
	}
	return code
}

func (t *text) groups(list string) string {
	var named []string
	for _, g := range strings.Split(list, ",") {
		if g != "" {
			named = append(named, t.code(g))
		}
	}
	return strings.Join(named, ", ")
}

func (t *text) checks(all []extract.Answer) {
	for _, a := range all {
		question := t.in(a.Question)
		if question == "" {
			question = a.Check
		}
		said := t.code("true")
		switch evidence.Answer(a.Answer) {
		case evidence.No:
			said = t.code("false")
		case evidence.CouldNot:
			said = t.T("audit.could_not", "Why", t.in(a.Why))
		case evidence.Yes, evidence.Unanswered:
		}
		about := strings.TrimSpace(a.Method + " " + a.Time)
		if about != "" {
			about = " (" + about + ")"
		}
		fmt.Fprintf(&t.out, "- %s %s%s\n", question, said, about)
	}
}

func (t *text) journal() {
	t.section("journal")
	j := t.s.Journal
	if j == nil {
		fmt.Fprintf(&t.out, "%s\n", t.T("audit.no_journal"))
		return
	}
	t.line("chain", t.T("audit.chain_whole", "Entries", j.Entries, "Desk", j.Desk, "Exported", j.Exported))
	t.line("chain_head", j.Head)
	t.line("checkpoint", t.T("audit.up_to", "Entry", j.Checkpoint))
	if len(j.Acts) == 0 {
		fmt.Fprintf(&t.out, "\n%s\n", t.T("audit.no_acts"))
		return
	}
	fmt.Fprintf(&t.out, "\n%s\n\n", t.T("audit.acts_proved", "Count", len(j.Acts)))
	for _, a := range j.Acts {
		who := a.Actor
		if who == "" {
			who = j.Desk
		}
		var details []string
		for _, k := range slices.Sorted(maps.Keys(a.Details)) {
			details = append(details, k+" "+a.Details[k])
		}
		fmt.Fprintf(&t.out, "- %d %s %s %s%s\n", a.Seq, a.Time, who, a.Act, strings.TrimRight(": "+strings.Join(details, ", "), ": "))
	}
}

func (t *text) sources() {
	t.section("sources")
	for _, s := range t.s.Policy.Sources {
		fmt.Fprintf(&t.out, "- %s [%s]: %s\n", s.ID, t.code(string(s.Mark)), s.Cite)
	}
	fmt.Fprintf(&t.out, "\n%s\n", t.T("audit.foot"))
}
