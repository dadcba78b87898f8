package piece

import (
	"slices"

	"vouchdesk/internal/policy"
)

// Zoned implements stage.Zoned: the lines go where they would have been typed,
// wherever the focus is. What was there is replaced, since they were read anew.
func (s *Piece) Zoned(lines string) bool {
	if s.boxes == nil || s.busy || s.foot.Hidden {
		return false
	}
	if !s.putZone(lines) {
		return false
	}
	s.st.Nav.Announce(s.w.T("evidence.zone_typed"))
	return true
}

// hasZone tells whether the document has machine-readable lines.
func (s *Piece) hasZone() bool {
	return slices.ContainsFunc(s.boxes.doc.Fields, func(f policy.Field) bool { return f.Kind == policy.MRZField })
}

// putZone writes lines into their box, if the document has one.
func (s *Piece) putZone(lines string) bool {
	for _, field := range s.boxes.doc.Fields {
		if field.Kind != policy.MRZField {
			continue
		}
		s.problems.Set()
		s.turn(saysPart)
		box := s.boxes.texts[field.ID]
		box.SetText(lines)
		box.SetError("")
		s.st.Kit.Focus(box.First())
		s.onPicked()
		return true
	}
	return false
}
