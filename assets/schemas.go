package assets

import _ "embed"

// The schemas of OpenID identity assurance (ida/README.md), of our own claim
// and of the council's policy.
var (
	//go:embed ida/verified_claims.json
	verifiedClaims []byte
	//go:embed ida/claims_schema.json
	claimsSchema []byte
	//go:embed ida/verified_claims_request.json
	verifiedClaimsRequest []byte
	//go:embed schema/desk-claim.schema.json
	deskClaim []byte
	//go:embed schema/policy.schema.json
	policyFile []byte
)

// IDASchemas returns the three schemas of OpenID identity assurance, which
// refer to each other by their $id.
func IDASchemas() [][]byte {
	return [][]byte{clone(verifiedClaims), clone(claimsSchema), clone(verifiedClaimsRequest)}
}

// DeskClaimSchema returns the schema of the council-domain claim of a vouch.
func DeskClaimSchema() []byte { return clone(deskClaim) }

// PolicySchema returns the schema of a council's policy.
func PolicySchema() []byte { return clone(policyFile) }

func clone(b []byte) []byte { return append([]byte(nil), b...) }
