package statement

import (
	"fmt"
	"strings"

	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

func (t *text) others() {
	for _, r := range t.s.Referees {
		t.section("referee")
		who := vouch.Voucher{}
		if r.Voucher != nil {
			who = *r.Voucher
		}
		t.line("name", t.orWithheld(who.Name))
		t.line("occupation", who.Occupation)
		t.line("organisation", who.Organisation)
		t.line("issued", r.IssuedOn)
	}
	if r := t.s.Representative; r != nil {
		t.section("representative")
		t.line("name", t.orWithheld(r.Name))
		t.line("authority", t.orWithheld(r.Kind))
		t.line("acts", t.yes(r.Acts))
		agrees := "" // always answered: else it was withheld
		if r.Agrees != "" {
			agrees = t.T("audit.answer." + string(r.Agrees))
		}
		t.line("agrees", t.orWithheld(agrees))
		t.line("limits", r.Limits)
		t.line("until", r.Until)
	}
}

// orWithheld takes nothing for what was not disclosed.
func (t *text) orWithheld(value string) string {
	if value == "" {
		return t.T("audit.not_here")
	}
	return value
}

func (t *text) people() {
	t.section("people")
	for _, p := range t.s.People {
		said := t.T("audit.part."+p.Part, "Name", p.Name, "ID", p.ID)
		if p.Training != nil {
			said += "; " + t.T("audit.trained", "Document", t.date(p.Training.Document), "Likeness", t.date(p.Training.Likeness))
		}
		fmt.Fprintf(&t.out, "- %s\n", said)
	}
}

func (t *text) date(d resident.Date) string {
	if d.IsZero() {
		return t.T("audit.none")
	}
	return d.ISO()
}

func (t *text) names(ids []trust.PersonID) string {
	var all []string
	for _, id := range ids {
		name := string(id)
		for _, p := range t.s.People {
			if p.ID == id && p.Name != "" {
				name = p.Name
			}
		}
		all = append(all, name)
	}
	return strings.Join(all, ", ")
}
