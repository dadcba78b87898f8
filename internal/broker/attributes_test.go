package broker_test

import (
	"slices"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/gpg45"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/vouch"
)

// TestAttributesRefused: the broker takes no desk's word for what was shown.
func TestAttributesRefused(t *testing.T) {
	c := newTown(t)
	good := c.propose(c.order(c.aCase(1), 1))
	none := func(a policy.Attribute) func(p *vouch.Payload) {
		return func(p *vouch.Payload) {
			p.Desk.Attributes = slices.DeleteFunc(p.Desk.Attributes, func(d vouch.DeskAttribute) bool { return d.Attribute == a })
		}
	}
	index := 0
	for name, r := range map[string]struct {
		change func(*vouch.Payload)
		code   string
	}{
		"a name without a source":     {none(policy.AttributeName), "vouch-attributes"},
		"an address without a source": {none(policy.AttributeAddress), "vouch-attributes"},
		"an address only said": {func(p *vouch.Payload) {
			none(policy.AttributeAddress)(p)
			p.Desk.Attributes = append(p.Desk.Attributes, vouch.DeskAttribute{Attribute: "address", By: vouch.BySaid})
		}, "vouch-attributes"},
		"an address that a passport has": {func(p *vouch.Payload) {
			p.Desk.Attributes = append(p.Desk.Attributes, vouch.DeskAttribute{Attribute: "address", By: vouch.ByDocument, Evidence: &index})
		}, "vouch-attributes"},
		"an attribute nobody needs": {func(p *vouch.Payload) {
			p.Desk.Attributes = append(p.Desk.Attributes, vouch.DeskAttribute{Attribute: "holds:passport", By: vouch.ByDocument, Evidence: &index})
		}, "vouch-attributes"},
		"another name without a reason":    {func(p *vouch.Payload) { p.VerifiedClaims.Verification.Evidence[0].DerivedClaims.FamilyName = "SAMPL" }, "vouch-names"},
		"a reason that needs a proof":      {func(p *vouch.Payload) { p.Desk.Names = []vouch.DeskName{{Index: 0, Reason: "married"}} }, "vouch-names"},
		"a reason that the policy has not": {func(p *vouch.Payload) { p.Desk.Names = []vouch.DeskName{{Index: 0, Reason: "because"}} }, "vouch-names"},
	} {
		t.Run("refused/"+name, func(t *testing.T) {
			err := c.putVouch(c.resign(good, c.staff.Officer.Sign, r.change))
			if fault.Code(err) != r.code {
				t.Errorf("%v, want %s", err, r.code)
			}
		})
	}
	do(t, c.putVouch(good))
}

// TestHoldingWithoutIdentity issues a vouch of holding a bus pass to the end:
// it names nobody, states no level, and verifies.
func TestHoldingWithoutIdentity(t *testing.T) {
	c := newTown(t)
	k := c.aCase(1)
	by := casework.By{Person: c.staff.Officer.ID, At: c.now.Add(-time.Minute)}
	k.Evidence, k.Likeness, k.Purpose.Service = nil, nil, "concession_holder"
	do(t, k.PutEvidence(caseworktest.Item(t, c.rules, "older_persons_bus_pass", 6, map[string]string{
		"full_name": "ROSA MAI SPECIMEN", "number": "77", "issuer": "Specimen Borough", "expires": "2029-01-01",
	}, c.staff.Officer.ID, by.At.Add(-time.Hour), "issuer_record"), by))
	p := c.propose(c.order(k, 1))
	a := c.approve(p, 1)
	receipt := c.send(p, a)
	opened := must[vouch.Opened](t)(vouch.Open(p.Token, c.list))
	v, d := opened.Payload.VerifiedClaims, opened.Payload.Desk
	if *v.Claims != (vouch.Claims{}) || v.Verification.AssuranceLevel != "" || v.Verification.AssuranceProcess.Procedure != "" {
		t.Errorf("it says who somebody is: %+v", v)
	}
	doc := v.Verification.Evidence[0]
	if doc.DerivedClaims != nil || doc.Document.Type != "bus_pass" || doc.Document.Expires != "2029-01-01" || doc.Document.Number != "77" {
		t.Errorf("the document: %+v", doc.Document)
	}
	if len(d.Attributes) != 1 || d.Attributes[0].Attribute.Holds() != "older_persons_bus_pass" || d.Attributes[0].By != vouch.ByDocument {
		t.Errorf("attributes: %+v", d.Attributes)
	}
	if receipt.Body.Assessment.Confidence != gpg45.None {
		t.Errorf("confidence %v", receipt.Body.Assessment.Confidence)
	}
	r := vouch.Verify(vouch.Bundle{Vouch: p.Token, Approval: a.Token, Receipt: receipt.Token}, c.list, c.rules, c.now)
	if !r.Valid || !r.FourEyes || !r.Received {
		t.Errorf("%+v", r)
	}
	for name, change := range map[string]func(*vouch.Payload){
		"another document": func(p *vouch.Payload) { p.Desk.Attributes[0].Attribute = "holds:passport" },
		"out of date":      func(p *vouch.Payload) { p.VerifiedClaims.Verification.Evidence[0].Document.Expires = "2026-01-01" },
		"nothing held": func(p *vouch.Payload) {
			p.Desk.Attributes[0] = vouch.DeskAttribute{Attribute: "holds:older_persons_bus_pass", By: vouch.BySaid}
		},
		"a level": func(p *vouch.Payload) { p.VerifiedClaims.Verification.AssuranceLevel = "low" },
	} {
		if err := c.putVouch(c.resign(p, c.staff.Officer.Sign, change)); err == nil {
			t.Errorf("taken: %s", name)
		}
	}
}
