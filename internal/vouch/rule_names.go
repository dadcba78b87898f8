package vouch

import (
	"fmt"
	"slices"

	"vouchdesk/internal/fault"
)

// ErrNames is for a reason of another name that stands twice, is of no
// document, or lacks the document it needs, and for another name without one.
var ErrNames = fault.New(fault.Malformed, "vouch-names")

// ruleNames: a reason is of one document of the desk claim, and its proof is
// another.
func ruleNames(p Payload, whole bool) []error {
	var wrong []error
	document := func(index int) bool {
		return slices.ContainsFunc(p.Desk.Evidence, func(e DeskEvidence) bool { return e.Index == index })
	}
	for i, n := range p.Desk.Names {
		twice := slices.ContainsFunc(p.Desk.Names[:i], func(m DeskName) bool { return m.Index == n.Index })
		if twice || whole && n.Reason == "" || !document(n.Index) || n.Linked != nil && (*n.Linked == n.Index || !document(*n.Linked)) {
			wrong = append(wrong, ErrNames.At(fmt.Sprintf("claims/desk.names[%d]", i)))
		}
	}
	return wrong
}
