package caseworktest

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// The ids of the specimen's tokens.
const (
	VouchJTI    = "urn:uuid:0193a5c1-77d0-7b52-8c44-1f2e3d4c5b6a"
	ApprovalJTI = "urn:uuid:0193a5c1-88e1-7c63-9d55-2a3b4c5d6e7f"
	ReceiptJTI  = "urn:uuid:0193a5c1-99f2-7d74-8e66-3b4c5d6e7f80"
)

// Order is an order to sign a case, with everything in order.
func Order(c *trusttest.Council, rules *policy.Policy, k *casework.Case) issuance.Order {
	n := 0
	return issuance.Order{
		Case: k, Policy: rules, PolicySeen: c.Now.Add(-time.Hour), List: c.List, Root: c.Root,
		Officer: c.Officer.ID, KID: c.Officer.Sign.KID, Desk: trusttest.DeskID, Site: trusttest.Site,
		Now: c.Now, ClockTrusted: true, Mode: vouch.Offline, Declared: true,
		JTI: VouchJTI, Seq: 184, Prev: vouch.DigestOf("the vouch before"), Leased: true, Index: 48213,
		StatusURI: trusttest.Broker + "/v1/statuslists/1",
		NewID: func() string {
			n++
			return fmt.Sprintf("0193a5c1-0a10-7f00-b000-%012x", n)
		},
		Salts: jose.NewSalt,
	}
}

// ApproveOrder is a supervisor's order to approve a proposal, a quarter of an
// hour later.
func ApproveOrder(c *trusttest.Council, rules *policy.Policy, p issuance.Proposed) issuance.ApproveOrder {
	return issuance.ApproveOrder{
		Token: p.Token, Approver: c.Supervisor.ID, KID: c.Supervisor.Sign.KID, Policy: rules,
		PolicySeen: c.Now.Add(-time.Hour), List: c.List, Root: c.Root, Now: c.Now.Add(15 * time.Minute), ClockTrusted: true,
		JTI: ApprovalJTI,
	}
}

// Propose signs a case as its officer.
func Propose(t testing.TB, c *trusttest.Council, rules *policy.Policy, k *casework.Case) issuance.Proposed {
	t.Helper()
	w, err := issuance.PrepareSubmission(Order(c, rules, k))
	if err != nil {
		t.Fatal(err)
	}
	p, err := w.Sign(c.Officer.Sign.Private)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Approve signs a proposal's approval as the supervisor.
func Approve(t testing.TB, c *trusttest.Council, rules *policy.Policy, p issuance.Proposed) issuance.Approved {
	t.Helper()
	w, err := issuance.PrepareApproval(ApproveOrder(c, rules, p))
	if err != nil {
		t.Fatal(err)
	}
	a, err := w.Sign(c.Supervisor.Sign.Private)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Issue is a case's vouch with approval and receipt.
func Issue(t testing.TB, c *trusttest.Council, rules *policy.Policy, k *casework.Case) vouch.Bundle {
	t.Helper()
	p := Propose(t, c, rules, k)
	a := Approve(t, c, rules, p)
	return vouch.Bundle{Vouch: p.Token, Approval: a.Token, Receipt: c.Token(t, jose.TypReceipt, c.ReceiptKey, Receipt(t, c, p, a))}
}

// Receipt is the broker's answer with a proof from a log of five leaves.
func Receipt(t testing.TB, c *trusttest.Council, p issuance.Proposed, a issuance.Approved) vouch.ReceiptBody {
	t.Helper()
	at := jose.SecondsOf(c.Now.Add(16 * time.Minute))
	return vouch.ReceiptBody{
		Issuer: trusttest.Broker, Audience: string(trusttest.DeskID), JTI: ReceiptJTI, IssuedAt: at,
		VouchJTI: p.JTI, VouchSHA256: p.SHA256, ApprovalJTI: a.JTI, Received: at,
		Uplift:     vouch.Uplift{Sources: []string{}, Profiles: []string{}, Note: vouch.NoSource},
		Assessment: vouch.Assessment{Profiles: []string{}, Scores: vouch.Scores{Evidence: []vouch.PieceScore{}}},
		Log:        Logged(t, c, vouch.Leaf(p.JTI, p.SHA256, a.JTI, at)),
	}
}

// Logged puts a leaf third into a log of five and proves it.
func Logged(t testing.TB, c *trusttest.Council, leaf []byte) vouch.LogProof {
	t.Helper()
	const size, index = 5, 2
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		var all []tlog.Hash
		for _, i := range at {
			all = append(all, stored[i])
		}
		return all, nil
	})
	for i := range int64(size) {
		data := leaf
		if i != index {
			data = fmt.Appendf(nil, "another leaf %d", i)
		}
		hashes, err := tlog.StoredHashes(i, data, read)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(size, read)
	if err != nil {
		t.Fatal(err)
	}
	path, err := tlog.ProveRecord(size, index, read)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", trusttest.LogName, size, root)}, c.Log)
	if err != nil {
		t.Fatal(err)
	}
	proof := vouch.LogProof{Index: index, Size: size, Root: root.String(), Checkpoint: string(signed), Path: []string{}}
	for _, h := range path {
		proof.Path = append(proof.Path, h.String())
	}
	return proof
}
