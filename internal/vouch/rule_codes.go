package vouch

import (
	"fmt"
	"slices"
	"strings"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
)

// ErrCode is for a code outside its list.
var ErrCode = fault.New(fault.Malformed, "vouch-code")

// The codes of the UK DVS data schema 1.0 that a desk can rightly use: no
// check_method of a remote user or an image taken remotely (pvr, bvr, vri).
var (
	checkMethods = [...]string{"auth", "bvp", "data", "kbv", "pvp", "token", "vcrypt", "vdig", "vpip", "vpiruv"}

	attestationTypes = [...]string{"digital_attestation", "written_attestation"}
)

// RecordCouncil is the type of the council's own record of an address. The UK
// list has no code for it.
const RecordCouncil = "council_record"

// ruleCodes: known codes, our own trust framework and the method it follows.
// The UK framework's names are for certified services only; claiming one would
// be claiming a certificate.
func ruleCodes(p Payload, _ bool) []error {
	var wrong []error
	bad := func(format string, args ...any) { wrong = append(wrong, ErrCode.At(fmt.Sprintf(format, args...))) }
	v := p.VerifiedClaims.Verification
	if v.TrustFramework != TrustFramework(p.Issuer) {
		bad("verification.trust_framework")
	}
	if v.AssuranceProcess.Policy != "gpg45" {
		bad("verification.assurance_process.policy")
	}
	for i, e := range v.Evidence {
		for j, c := range e.CheckDetails {
			if !slices.Contains(checkMethods[:], c.Method) {
				bad("evidence[%d].check_details[%d].check_method", i, j)
			}
		}
		if !ofItsKind(e) {
			bad("evidence[%d].type", i)
		}
		if e.Document != nil && !policy.IsDocumentType(e.Document.Type) {
			bad("evidence[%d].document_details.type", i)
		}
		if e.Record != nil && e.Record.Type != RecordCouncil && !policy.IsRecordType(e.Record.Type) {
			bad("evidence[%d].record.type", i)
		}
		if e.Attestation != nil && !slices.Contains(attestationTypes[:], e.Attestation.Type) {
			bad("evidence[%d].attestation.type", i)
		}
		for j, a := range e.Attachments {
			if a.Digest.Alg != "sha-256" || !strings.HasPrefix(a.URL, "https://") {
				bad("evidence[%d].attachments[%d]", i, j)
			}
		}
	}
	return wrong
}

// ofItsKind holds that a piece of evidence has the part its type names and no
// other.
func ofItsKind(e Evidence) bool {
	return (e.Document != nil) == (e.Type == KindDocument) &&
		(e.Record != nil) == (e.Type == KindRecord) &&
		(e.Attestation != nil) == (e.Type == KindVouch)
}
