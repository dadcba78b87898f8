package vouch

import (
	"crypto/sha256"
	"encoding/base64"

	"vouchdesk/internal/resident"
)

// RefereeReference is what stands for a referee in a vouch: a hash of who they
// are under the case's salt, which never stands there. Whoever has the salt,
// the name and the birth date can tell that it is them, and nobody else can.
func RefereeReference(salt, name string, born resident.Date) string {
	sum := sha256.Sum256([]byte("vouchdesk referee\n" + salt + "\n" + resident.Key(name, born)))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
