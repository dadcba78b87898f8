package piece

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	record "vouchdesk/internal/evidence"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/theme"
	"vouchdesk/ui/words"
)

// Naming is where the case keeps why a document has another name. Without it
// names are only flagged.
type Naming struct {
	Of     func(*desk.OpenCase) []casework.NameLink
	Set    func(ctx context.Context, l casework.NameLink) error
	Remove func(ctx context.Context, item record.ItemID) error
}

// The names in a draft, and the answer that is none yet.
const (
	reasonName = "name.reason"
	proofName  = "name.proof"
	noteName   = "name.note"

	unexplained = "-"
)

// because is what is chosen and typed about another name.
type because struct{ Reason, Proof, Note string }

func (b because) put(draft map[string]string) {
	if b != (because{}) {
		draft[reasonName], draft[proofName], draft[noteName] = b.Reason, b.Proof, b.Note
	}
}

// explains is the reason that is given; empty while there is none.
func (b because) explains() string {
	if b.Reason == unexplained {
		return ""
	}
	return b.Reason
}

func takeBecause(draft map[string]string) because {
	return because{draft[reasonName], draft[proofName], draft[noteName]}
}

// naming is what is drawn about the name on a document.
type naming struct {
	Notice  component.Notice // it is written differently, or it is another
	Ask     bool
	Reasons []component.Option
	Proof   bool               // the reason needs a document that has both names
	Proofs  []component.Option // those in the case that can be it
	Lacking component.Notice   // none does
	Note    bool
}

// lookNaming compares the name that is typed with the one that was said. It
// asks only where the names differ.
func lookNaming(s sight, item record.Item, b because, w words.Words) naming {
	var v naming
	if s.Naming == nil || s.Policy == nil || s.Open == nil {
		return v
	}
	today := resident.DateOf(s.Now)
	found := s.Policy.NameOn(item, s.papers.Name, today)
	switch found.Verdict {
	case namematch.Compatible:
		v.Notice = component.Note(theme.Info, w.T("evidence.name_varies"), w.T("evidence.name_varies_detail", "Why", nameWhy(joined(found.Why), w)))
		return v
	case namematch.Differs:
	default:
		return v
	}
	v.Ask = true
	v.Notice = component.Note(theme.Warn, w.T("evidence.name_differs"), w.T("evidence.name_differs_detail", "Name", s.papers.Name.Full()))
	for _, r := range s.Policy.Naming.Reasons {
		v.Reasons = append(v.Reasons, component.Option{ID: r.Code, Text: r.Words.In(w.Tongue())})
	}
	v.Reasons = append(v.Reasons, component.Option{ID: unexplained, Text: w.T("evidence.name_not_yet")})
	reason, ok := s.Policy.NameReason(b.Reason)
	v.Note = ok
	if !ok || len(reason.Documents) == 0 {
		return v
	}
	v.proofs(s, reason, item, b, w)
	return v
}

func (v *naming) proofs(s sight, reason policy.NameReason, item record.Item, b because, w words.Words) {
	v.Proof = true
	today := resident.DateOf(s.Now)
	for _, other := range s.papers.Items {
		for _, kind := range reason.Documents {
			if other.ID != item.ID && other.Type == kind {
				v.Proofs = append(v.Proofs, component.Option{ID: string(other.ID), Text: nameOf(s, other.ID, w)})
			}
		}
	}
	proof, chosen := s.item(record.ItemID(b.Proof))
	switch {
	case len(v.Proofs) == 0:
		v.Lacking = component.Note(theme.Info, w.T("evidence.name_no_proof"), w.T("evidence.name_no_proof_detail", "Documents", accepted(s.Policy, reason, w)))
	case chosen && !s.Policy.Links(reason, proof, item, s.papers.Name, today):
		v.Lacking = component.Note(theme.Warn, w.T("evidence.name_wrong_proof"), w.T("evidence.name_wrong_proof_detail"))
	}
}

// accepted names the documents that can prove a reason.
func accepted(p *policy.Policy, reason policy.NameReason, w words.Words) string {
	text := ""
	for i, id := range reason.Documents {
		d, _ := p.Document(id)
		if i > 0 {
			text += ", "
		}
		text += words.Within(d.Names.In(w.Tongue()))
	}
	return text
}

func joined(all []namematch.Code) string {
	text := ""
	for i, c := range all {
		if i > 0 {
			text += ","
		}
		text += string(c)
	}
	return text
}

// why are the controls that ask for the reason of another name.
type why struct {
	notice, lacking *component.Banner
	reason, proof   *component.Choice
	note            *component.Field
	content         *fyne.Container
	set             because
	reasons, proofs []component.Option // as they are shown: setting the same again would take the focus
}

func newWhy(k *component.Kit, w words.Words, on acts) *why {
	y := &why{notice: component.NewBanner(theme.Info, "", ""), lacking: component.NewBanner(theme.Info, "", "")}
	y.reason = k.Choice(component.ChoiceText{Legend: w.T("evidence.name_why_asked")}, nil, func(id string) {
		y.set.Reason = id
		on.picked()
	})
	y.proof = k.Choice(component.ChoiceText{Legend: w.T("evidence.name_proof"), Hint: w.T("evidence.name_proof_hint")}, nil, func(id string) {
		y.set.Proof = id
		on.picked()
	})
	y.note = k.Field(component.SingleLine, component.FieldText{Label: w.T("evidence.name_note"), Hint: w.T("evidence.name_note_hint")})
	y.note.OnChanged = func(text string) {
		y.set.Note = text
		on.typed()
	}
	y.content = component.VStack(theme.Gap16, y.notice, y.reason, y.proof, y.lacking, y.note)
	return y
}

// open tells whether the question is asked and not answered.
func (y *why) open() bool { return !y.reason.Hidden && y.set.explains() == "" }

// tell asks for an answer, at its place. That it is not explained yet is one.
func (y *why) tell(v naming, w words.Words) []component.Problem {
	text := ""
	if v.Ask && y.set.Reason == "" {
		text = w.T("evidence.name_unanswered")
	}
	y.reason.SetError(text)
	if text == "" {
		return nil
	}
	return []component.Problem{{Text: text, Target: y.reason.First()}}
}

// left is the word for what has still to be said before the case can be sent.
func (y *why) left(v naming) string {
	switch {
	case v.Ask && y.set.explains() == "":
		return "evidence.name_to_explain"
	case v.Proof && y.set.Proof == "":
		return "evidence.name_to_prove"
	}
	return ""
}

func (y *why) fill(b because) {
	y.set = b
	y.note.SetText(b.Note)
}

// show is the only writer of the controls.
func (y *why) show(v naming) {
	y.notice.Say(v.Notice)
	y.lacking.Say(v.Lacking)
	if v.Ask && !slices.Equal(y.reasons, v.Reasons) {
		y.reasons = v.Reasons
		y.reason.SetOptions(v.Reasons)
	}
	if len(v.Proofs) > 0 && !slices.Equal(y.proofs, v.Proofs) {
		y.proofs = v.Proofs
		y.proof.SetOptions(v.Proofs)
	}
	y.reason.SetChosen(y.set.Reason)
	y.proof.SetChosen(y.set.Proof)
	y.reason.Hidden, y.proof.Hidden, y.note.Hidden = !v.Ask, len(v.Proofs) == 0, !v.Note
	y.content.Refresh()
}

// saveName keeps the reason after the document it is of: what the document
// says decides whether there is one to keep.
func (o Owner) saveName(ctx context.Context, item record.ItemID, v naming, b because, was casework.NameLink) error {
	switch {
	case o.Naming == nil || !v.Ask:
		return nil
	case b.explains() == "":
		if was.Reason == "" {
			return nil
		}
		return o.Naming.Remove(ctx, item)
	}
	l := casework.NameLink{Item: item, Reason: b.Reason, Note: b.Note}
	if v.Proof {
		l.Linked = record.ItemID(b.Proof)
	}
	return o.Naming.Set(ctx, l)
}
