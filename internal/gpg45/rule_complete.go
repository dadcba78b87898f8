package gpg45

// parts are a claim's scores as the rules see them.
type parts struct {
	kinds                         []kind
	activity, fraud, verification int
}

func partsOf(c Claim) parts {
	return parts{kindsOf(c.Evidence), c.Activity, c.Fraud, verification(c)}
}

// met reports whether every part of the profile is reached.
//
// Rule: a profile is met only when its last part is (One Login,
// Gpg45Profile.isSatisfiedBy). Scores are compared part by part and never
// added: much activity does not make up for a missing likeness.
func (p Profile) met(have parts) bool {
	return have.activity >= p.Activity &&
		have.fraud >= p.Fraud &&
		have.verification >= p.Verification &&
		fill(p.Evidence, have.kinds)
}
