package jose

import "vouchdesk/internal/fault"

// Typ is the exact typ header of a signed token. A key is used for tokens of
// its own use only, so one kind can never be passed off as another.
type Typ string

// The kinds of signed token.
const (
	TypRoot               Typ = "vd-root+jwt"
	TypTrust              Typ = "vd-trust+jwt"
	TypPolicy             Typ = "vd-policy+jwt"
	TypLetter             Typ = "vl+jwt"
	TypVouch              Typ = "vouch+sd-jwt"
	TypApproval           Typ = "vouch-approval+jwt"
	TypWithdrawal         Typ = "vouch-withdrawal+jwt"
	TypWithdrawalApproval Typ = "vouch-withdrawal-approval+jwt"
	TypCheck              Typ = "vd-check+jwt"
	TypReceipt            Typ = "vouch-receipt+jwt"
	TypPacket             Typ = "vd-packet+jwt"
	TypRequest            Typ = "vd-request+jwt"
	TypTime               Typ = "vd-time+jwt"     // broker-signed time
	TypLease              Typ = "vd-lease+jwt"    // lease of status indices
	TypLetters            Typ = "vd-letters+jwt"  // letter records of a site
	TypJournal            Typ = "vd-journal+jwt"  // desk-signed journal checkpoint
	TypReferral           Typ = "vd-referral+jwt" // a case handed to the counter-fraud team, by the desk
	TypErasure            Typ = "vd-erasure+jwt"  // the council's erasure list
	TypStatusList         Typ = "statuslist+jwt"  // Token Status List
)

const (
	kB        = 1 << 10
	mB        = 1 << 20
	tokenMax  = 8 * mB              // the largest Limit
	sealedMax = 2 * (tokenMax + kB) // base64url of it, and headers
)

// Limit is the most characters a token of this kind may have, its disclosures
// included; zero for a kind that does not exist.
func (t Typ) Limit() int {
	switch t {
	case TypLetter:
		return kB
	case TypApproval, TypWithdrawalApproval, TypCheck, TypReceipt:
		return 16 * kB
	case TypRoot, TypVouch, TypWithdrawal, TypRequest, TypTime, TypLease, TypJournal, TypReferral:
		return 64 * kB
	case TypPolicy, TypPacket:
		return mB
	case TypTrust, TypLetters, TypErasure, TypStatusList:
		return tokenMax
	default:
		return 0
	}
}

// The failures. Codes are stable; Where names a place, never its content.
var (
	ErrTooLarge   = fault.New(fault.Malformed, "token-too-large")
	ErrMalformed  = fault.New(fault.Malformed, "token-malformed")  // not the three or five parts, or not JSON text
	ErrBase64     = fault.New(fault.Malformed, "token-base64")     // not canonical base64url
	ErrHeader     = fault.New(fault.Malformed, "token-header")     // not exactly the members it must have
	ErrAlgorithm  = fault.New(fault.Refused, "token-algorithm")    // not ES256, or not our key agreement
	ErrTyp        = fault.New(fault.Refused, "token-typ")          // another kind of token
	ErrIssuedAt   = fault.New(fault.Malformed, "token-iat")        // no iat, or not whole seconds
	ErrKeyUnknown = fault.New(fault.Unauthorised, "token-key")     // no key of that use under this kid at that time
	ErrForged     = fault.New(fault.Tampered, "token-forged")      // the signature is not this key's
	ErrKey        = fault.New(fault.Malformed, "key-malformed")    // not a P-256 key, or not strict JWK
	ErrSigning    = fault.New(fault.Internal, "token-signing")     // the signer gave no valid signature
	ErrJSON       = fault.New(fault.Malformed, "json-malformed")   // not strict JSON
	ErrDuplicate  = fault.New(fault.Malformed, "json-duplicate")   // one member twice
	ErrDepth      = fault.New(fault.Malformed, "json-depth")       // nested too deeply
	ErrNumber     = fault.New(fault.Malformed, "json-number")      // a number not every reader reads alike
	ErrUnknown    = fault.New(fault.Malformed, "json-unknown")     // a member the form does not have
	ErrDisclosure = fault.New(fault.Malformed, "sd-disclosure")    // not a disclosure
	ErrForeign    = fault.New(fault.Tampered, "sd-foreign")        // a disclosure no digest asks for
	ErrRepeated   = fault.New(fault.Tampered, "sd-repeated")       // a disclosure or digest twice
	ErrCollision  = fault.New(fault.Tampered, "sd-collision")      // a disclosed claim is there already
	ErrReserved   = fault.New(fault.Malformed, "sd-reserved")      // a name RFC 9901 keeps, or a claim that must stay clear
	ErrKeyBinding = fault.New(fault.Refused, "sd-key-binding")     // a key binding JWT follows
	ErrSalt       = fault.New(fault.Internal, "sd-salt")           // a salt too short or used twice
	ErrSealed     = fault.New(fault.Tampered, "sealed-unreadable") // a JWE that does not open
	ErrRecipients = fault.New(fault.Malformed, "sealed-recipients")
)
