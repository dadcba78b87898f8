package gpg45

import (
	"slices"
)

// with is the claim once the options are done.
//
// Rule: of several scores for activity, fraud or verification the highest
// counts, never their sum (One Login, Gpg45ProfileEvaluator.buildScore). A
// likeness is made against a photo, so it counts only beside a valid document
// that has one.
func (c Claim) with(options []Option) Claim {
	c.Evidence = slices.Clip(c.Evidence)
	for _, o := range options {
		if o.Piece != nil {
			c.Evidence = append(c.Evidence, *o.Piece)
		}
		c.Activity = max(c.Activity, o.Activity)
		c.Fraud = max(c.Fraud, o.Fraud)
		c.Lacks = c.Lacks && !o.Gives
	}
	for _, o := range options {
		if len(o.Against) == 0 || c.holds(o.Against) {
			c.Verification = max(c.Verification, o.Verification)
		}
	}
	return c
}

// holds reports whether a valid piece of one of the types is there.
func (c Claim) holds(types []string) bool {
	return slices.ContainsFunc(c.Evidence, func(p Piece) bool {
		return p.Validity > 0 && slices.Contains(types, p.Type)
	})
}
