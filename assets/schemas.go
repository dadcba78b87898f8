package assets

import _ "embed"

// The schemas of OpenID identity assurance (ida/README.md) and of our own claim.
var (
	//go:embed ida/verified_claims.json
	verifiedClaims []byte
	//go:embed ida/claims_schema.json
	claimsSchema []byte
	//go:embed ida/verified_claims_request.json
	verifiedClaimsRequest []byte
	//go:embed schema/desk-claim.schema.json
	deskClaim []byte
)

// IDASchemas returns the three schemas of OpenID identity assurance, which
// refer to each other by their $id.
func IDASchemas() [][]byte {
	return [][]byte{clone(verifiedClaims), clone(claimsSchema), clone(verifiedClaimsRequest)}
}

// DeskClaimSchema returns the schema of the council-domain claim of a vouch.
func DeskClaimSchema() []byte { return clone(deskClaim) }

func clone(b []byte) []byte { return append([]byte(nil), b...) }
