// Package jose signs, verifies, conceals and seals every token of Vouchdesk:
// strict JWS, SD-JWT (RFC 9901) and JWE over P-256, and nothing else.
//
// A signed token is a compact JWS whose header is exactly alg, kid and typ,
// with ES256 the only algorithm. [Verify] takes no part of a token on trust:
// size, base64url form, header, JSON form and type are settled before a key is
// asked for, and the key must come from a resolver that knows one use only.
// A token's identity is its jti: the same statement may carry another valid
// signature (ES256 is randomised, and r||n-s verifies like r||s), so bytes
// identify nothing but themselves.
//
// An SD-JWT is built by [Conceal], signed by a [Signer], carried as [SDJWT]
// and read by [VerifySDJWT]. Key binding is refused: nobody holds a wallet.
//
// A JWE always wraps a signed token, is ECDH-ES+A256KW with A256GCM, never
// compressed, and says in its protected header what it wraps.
//
// The package knows no roles, no trust list and no clock; audience, expiry and
// every rule about who may sign what belong to its callers. It is the only
// importer of go-jose. All functions may be called at the same time.
// Errors are [fault.Error]s; none carries a claim, a name or a key.
package jose
