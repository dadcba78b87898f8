package broker_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// specimen is a source that knows the invented residents.
type specimen struct{ hit string }

func (specimen) Name() string { return "specimen-mortality" }

func (s specimen) Ask(_ context.Context, who broker.Subject) (broker.SourceAnswer, error) {
	if who.Name.Family == s.hit {
		return broker.SourceAnswer{Result: broker.ResultHit, Fraud: 4}, nil
	}
	return broker.SourceAnswer{Result: broker.ResultClear, Fraud: 1}, nil
}

// TestFromEnrolmentToReceipt is J1's part of the broker, through the real
// client: the receipt is proved by code that shares nothing with the broker.
func TestFromEnrolmentToReceipt(t *testing.T) {
	c := newTown(t, specimen{})
	k := c.aCase(1)
	check, err := c.desk.Check(c.ctx, brokerapi.CheckAsk{
		Case: vouch.Subject(string(k.ID)), Name: k.Resident.Name, Born: k.Resident.Born,
	})
	do(t, err)
	if check.Body.Fraud != 1 || check.Body.Activity != 0 || check.Body.Sources[0].Source != "specimen-mortality" {
		t.Fatalf("check: %+v", check.Body)
	}
	do(t, k.SetCheck(casework.Check{
		Token: check.Token, JTI: check.Body.JTI, At: c.now, Fraud: check.Body.Fraud, Sources: []string{"specimen-mortality"},
	}, casework.By{Person: "p-officer", At: c.now}))
	o := c.order(k, 1)
	o.Mode = vouch.Online
	p := c.propose(o)
	a := c.approve(p, 1)

	state, err := c.desk.PutVouch(c.ctx, p.JTI, c.seal(p.Token, jose.TypVouch))
	do(t, err)
	if state.State != brokerapi.StateAwaitingApproval {
		t.Errorf("state = %q", state.State)
	}
	receipt, err := c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(a.Token, jose.TypApproval))
	do(t, err)

	report := vouch.Verify(vouch.Bundle{Vouch: p.Token, Approval: a.Token, Receipt: receipt.Token}, c.list, c.rules, c.now)
	if !report.Valid || !report.FourEyes || !report.Received || len(report.Reasons) > 0 {
		t.Errorf("report: %+v", report)
	}
	if receipt.Body.Uplift.Note == vouch.NoSource || receipt.Body.Assessment.Scores.Fraud != 1 {
		t.Errorf("uplift: %+v", receipt.Body.Uplift)
	}
	proveIndependently(t, c, receipt.Body)

	issued, err := c.admin.Issued(c.ctx, "")
	do(t, err)
	if issued.JTI != p.JTI || issued.Vouch != p.Token || issued.Approval != a.Token || issued.Receipt != receipt.Token {
		t.Error("what the council hands out is not what was sent")
	}
	if _, err := c.admin.Issued(c.ctx, "urn:uuid:none"); fault.Of(err) != fault.NotFound {
		t.Errorf("an unknown vouch: %v", err)
	}
}

// proveIndependently verifies the inclusion with transparency-dev's code and
// the head's signature with x/mod's, over a leaf written out here.
func proveIndependently(t *testing.T, c *town, r vouch.ReceiptBody) {
	t.Helper()
	keys := c.list.Current(trust.UseCheckpoint, c.now)
	verifier, err := note.NewVerifier(keys[0].Note)
	do(t, err)
	signed, err := note.Open([]byte(r.Log.Checkpoint), note.VerifierList(verifier))
	do(t, err)
	lines := strings.Split(signed.Text, "\n")
	if lines[0] != "broker.specimen.example/log" || lines[2] != r.Log.Root {
		t.Fatalf("checkpoint: %q", lines)
	}
	decode := func(text string) []byte {
		raw, err := base64.StdEncoding.DecodeString(text)
		do(t, err)
		return raw
	}
	var path [][]byte
	for _, h := range r.Log.Path {
		path = append(path, decode(h))
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(vouch.Leaf(r.VouchJTI, r.VouchSHA256, r.ApprovalJTI, r.Received))
	err = proof.VerifyInclusion(rfc6962.DefaultHasher, uint64(r.Log.Index), uint64(r.Log.Size), leaf, path, decode(lines[2]))
	if err != nil {
		t.Errorf("inclusion: %v", err)
	}
}

func TestWithoutSourcesTheReceiptSaysSo(t *testing.T) {
	c := newTown(t)
	p := c.propose(c.order(c.aCase(1), 1))
	receipt := c.send(p, c.approve(p, 1))
	if u := receipt.Body.Uplift; u.Note != vouch.NoSource || u.Fraud != 0 || len(u.Sources) != 0 {
		t.Errorf("uplift: %+v", u)
	}
	check, err := c.desk.Check(c.ctx, brokerapi.CheckAsk{
		Case: vouch.Subject("x"), Name: resident.Name{Given: "Idris", Family: "Sampl"}, Born: resident.Date{Year: 1990, Month: 1, Day: 2},
	})
	do(t, err)
	if len(check.Body.Sources) != 0 || check.Body.Fraud != 0 {
		t.Errorf("check: %+v", check.Body)
	}
}

func TestUpliftOfAnOfflineVouch(t *testing.T) {
	t.Run("ok/raised", func(t *testing.T) {
		c := newTown(t, specimen{})
		p := c.propose(c.order(c.aCase(1), 1))
		got := c.send(p, c.approve(p, 1)).Body
		if got.Uplift.Fraud != 1 || got.Assessment.Scores.Fraud != 0 || len(got.Uplift.Profiles) <= len(got.Assessment.Profiles) {
			t.Errorf("uplift %+v over %+v", got.Uplift, got.Assessment)
		}
	})
	t.Run("ok/hit is for a person", func(t *testing.T) {
		c := newTown(t, specimen{hit: "Specimen"})
		p := c.propose(c.order(c.aCase(1), 1))
		got := c.send(p, c.approve(p, 1)).Body
		incidents, err := c.store.Incidents(c.ctx)
		do(t, err)
		if got.Uplift.Fraud != 0 || len(incidents) != 1 || incidents[0].Code != "check-hit" {
			t.Errorf("uplift %+v, incidents %+v", got.Uplift, incidents)
		}
	})
}

// send puts a vouch and its approval.
func (c *town) send(p issuance.Proposed, a issuance.Approved) courier.Receipt {
	c.t.Helper()
	must[brokerapi.VouchState](c.t)(c.desk.PutVouch(c.ctx, p.JTI, c.seal(p.Token, jose.TypVouch)))
	return must[courier.Receipt](c.t)(c.desk.PutApproval(c.ctx, p.JTI, p.SHA256, c.seal(a.Token, jose.TypApproval)))
}

func TestLettersAreSealedToTheVault(t *testing.T) {
	c := newTown(t)
	printed := must[broker.PrintedLetter](t)(c.admin.IssueLetter(c.ctx, broker.LetterAsk{Record: rosa()}))
	must[broker.PrintedLetter](t)(c.admin.IssueLetter(c.ctx, broker.LetterAsk{}))
	got, err := c.desk.Letters(c.ctx, "")
	do(t, err)
	if bytes.Contains(got.Age, []byte("Specimen")) {
		t.Error("the letter records travel in clear")
	}
	r, err := age.Decrypt(bytes.NewReader(got.Age), c.vault)
	do(t, err)
	token := must[[]byte](t)(io.ReadAll(r))
	v, err := jose.Verify(string(token), jose.TypLetters, c.list.Keys(trust.UseBroker))
	do(t, err)
	var body brokerapi.LettersBody
	do(t, jose.Decode(v.Payload, &body))
	if len(body.Records) != 1 || body.Records[0].JTI != printed.JTI || body.Records[0].Family != "Specimen" {
		t.Errorf("%d records", len(body.Records))
	}
	again, err := c.desk.Letters(c.ctx, got.ETag)
	do(t, err)
	if again.Fresh {
		t.Error("unchanged records were sent again")
	}
	code := must[letter.Code](t)(letter.ParseCode(printed.Code))
	if _, err := letter.Verify(code, letter.Context{
		Tag: letter.TagOf(c.code.Root), Now: c.now.Add(time.Hour), Site: trusttest.Site, Keys: c.list.Keys(trust.UseLetter),
	}); err != nil {
		t.Errorf("the printed letter: %v", err)
	}
}

// TestStoreHoldsNoPlainPersonalData reads the file as a thief would.
func TestStoreHoldsNoPlainPersonalData(t *testing.T) {
	c := newTown(t, specimen{})
	p := c.propose(c.order(c.aCase(1), 1))
	c.send(p, c.approve(p, 1))
	file := must[[]byte](t)(os.ReadFile(c.file))
	if len(file) < 4096 || !bytes.Contains(file, []byte(p.JTI)) {
		t.Fatal("the test read the wrong file")
	}
	for _, secret := range []string{"Rosa Mai", "1988-04-17", "EX4 1AA", "500000001", "Sample Row"} {
		for _, form := range []string{secret, base64.RawURLEncoding.EncodeToString([]byte(secret))[:8]} {
			if bytes.Contains(file, []byte(form)) {
				t.Errorf("the store's file holds %q", form)
			}
		}
	}
}

func TestETags(t *testing.T) {
	c := newTown(t)
	first, err := c.desk.Trust(c.ctx, "")
	do(t, err)
	if first.ETag != courier.ETagOf(first.Token) {
		t.Errorf("ETag %s", first.ETag)
	}
	same, err := c.desk.Trust(c.ctx, first.ETag)
	do(t, err)
	if same.Fresh || same.Token != "" {
		t.Error("an unchanged list was sent again")
	}
	do(t, c.admin.PublishTrust(c.ctx))
	next, err := c.desk.Trust(c.ctx, first.ETag)
	do(t, err)
	if !next.Fresh || next.Token == first.Token {
		t.Error("a new list was not sent")
	}
}

func TestTime(t *testing.T) {
	c := newTown(t)
	got, err := c.desk.Time(c.ctx)
	do(t, err)
	if !got.IssuedAt.Time().Equal(c.now) {
		t.Errorf("time = %v", got.IssuedAt.Time())
	}
}
