package piece

import (
	"maps"

	"vouchdesk/internal/mrz"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// copied is the form with nothing shared.
func (f form) copied() form {
	f.Texts, f.Dates, f.Picks, f.Said = maps.Clone(f.Texts), maps.Clone(f.Dates), maps.Clone(f.Picks), maps.Clone(f.Said)
	return f
}

// put writes into the field that states a claim, if the document has one.
func (f form) put(doc policy.Document, claim policy.Claim, text string) {
	if field, ok := doc.States(claim); ok && text != "" {
		f.Texts[field.ID] = text
	}
}

func (f form) putDate(doc policy.Document, claim policy.Claim, d resident.Date) {
	if field, ok := doc.States(claim); ok && !d.IsZero() {
		f.Dates[field.ID] = boxes3(d.ISO())
	}
}

// states tells which of a person's particulars the document has places for.
func states(doc policy.Document) (name, birth bool) {
	for _, claim := range []policy.Claim{policy.GivenName, policy.FamilyName, policy.FullName} {
		_, ok := doc.States(claim)
		name = name || ok
	}
	_, birth = doc.States(policy.BirthDate)
	return name, birth
}

// asSaid is the form with the name and birth date that were said.
func (f form) asSaid(doc policy.Document, p Papers) form {
	f = f.copied()
	f.put(doc, policy.GivenName, p.Name.Given)
	f.put(doc, policy.FamilyName, p.Name.Family)
	f.put(doc, policy.FullName, p.Name.Full())
	f.putDate(doc, policy.BirthDate, p.Born)
	return f
}

// asZone is the form with what the machine-readable lines say. They have no
// accents and may cut names short, so a name that is typed stays.
func (f form) asZone(doc policy.Document, z mrz.Fields) form {
	f = f.copied()
	for claim, text := range map[policy.Claim]string{policy.GivenName: z.Given, policy.FamilyName: z.Family} {
		if field, ok := doc.States(claim); ok && f.Texts[field.ID] == "" {
			f.put(doc, claim, text)
		}
	}
	f.put(doc, policy.DocumentNumber, z.Number)
	f.put(doc, policy.IssuerCountry, z.Issuer)
	f.putDate(doc, policy.BirthDate, z.Birth)
	f.putDate(doc, policy.ExpiresOn, z.Expiry)
	return f
}

// undo takes back what a button filled in, and leaves what was changed since.
func (f form) undo(before, after form) form {
	f = f.copied()
	for id, text := range after.Texts {
		if f.Texts[id] == text {
			f.Texts[id] = before.Texts[id]
		}
	}
	for id, d := range after.Dates {
		if f.Dates[id] == d {
			f.Dates[id] = before.Dates[id]
		}
	}
	return f
}

// filled is what was filled in by a button, and can be taken back.
type filled struct {
	by            string
	before, after form
}

// What can fill fields.
const (
	bySaid = "said"
	byZone = "zone"
)

// onSame copies what the person said, or takes it back.
func (s *Piece) onSame() {
	said := s.sight().papers
	s.fillIn(bySaid, func(f form) form { return f.asSaid(s.boxes.doc, said) })
}

// onZone copies what the machine-readable lines say, or takes it back.
func (s *Piece) onZone() {
	s.fillIn(byZone, func(f form) form {
		for _, field := range s.boxes.doc.Fields {
			if field.Kind != policy.MRZField {
				continue
			}
			if _, z := zone(f.Texts[field.ID], resident.DateOf(s.st.Now()), s.w); z != nil {
				return f.asZone(s.boxes.doc, *z)
			}
		}
		return f
	})
}

func (s *Piece) fillIn(by string, with func(form) form) {
	now := s.boxes.read(s.at)
	if s.filled != nil && s.filled.by == by {
		s.boxes.set(now.undo(s.filled.before, s.filled.after))
		s.filled = nil
	} else {
		after := with(now)
		s.filled = &filled{by, now, after}
		s.boxes.set(after)
	}
	s.onPicked()
}
