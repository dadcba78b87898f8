package extract_test

import (
	"bytes"
	"errors"
	"iter"
	"regexp"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/extract"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// subject is the specimen case.
const subject = "case-5f0c1d9e77aa4b21"

// vaultID names the vault, which is older than the desk's own name.
const vaultID = "vault-00000000-0000-4000-8000-000000000007"

// journalOf is a desk's exported chain of four acts, three of them the case's,
// with a checkpoint if it is signed, and the openings of those three.
func (s stand) journalOf(t *testing.T, signed bool) (chain, acts []byte) {
	t.Helper()
	key := []byte("the journal key of the case, for the test")
	at := s.c.Now.Add(-20 * time.Minute)
	var lines []journal.Line
	open := journal.Openings{Desk: vaultID, Subject: subject}
	head := journal.Genesis(vaultID)
	for i, p := range []journal.Particulars{
		{Act: "case-opened", Actor: "p-officer", Subject: subject, Details: map[string]string{"ref": "SB-2026-000184"}},
		{Act: "signed-in", Actor: "p-officer"},
		{Act: "vouch-proposed", Actor: "p-officer", Subject: subject, Details: map[string]string{"jti": caseworktest.VouchJTI}},
		{Act: "vouch-approved", Actor: "p-supervisor", Subject: subject, Details: map[string]string{"jti": caseworktest.VouchJTI, "approval": caseworktest.ApprovalJTI}},
	} {
		p.Time = at.Add(time.Duration(i) * time.Minute)
		digest, err := journal.Digest(key, p)
		if err != nil {
			t.Fatal(err)
		}
		line := journal.Next(head, digest)
		head, lines = line.Head(), append(lines, line)
		if p.Subject == subject {
			open.Acts = append(open.Acts, journal.Opening{Seq: line.Seq, Key: key, Particulars: p})
		}
	}
	token := s.c.Token(t, jose.TypJournal, s.c.DeskKey, brokerapi.JournalBody{
		Issuer: trusttest.DeskID, Audience: trusttest.Broker, IssuedAt: jose.SecondsOf(s.c.Now), Seq: head.Seq, Hash: head.Hash.String(),
	})
	var file bytes.Buffer
	all := iter.Seq2[journal.Line, error](func(yield func(journal.Line, error) bool) {
		for _, l := range lines {
			if !yield(l, nil) {
				return
			}
		}
	})
	var marks []journal.Mark
	if signed {
		marks = []journal.Mark{{Checkpoint: head.Checkpoint(), Token: token}}
	}
	_, err := journal.Export(&file, journal.Header{Desk: vaultID, Exported: s.c.Now}, all, marks...)
	if err != nil {
		t.Fatal(err)
	}
	if acts, err = open.Encode(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes(), acts
}

func (s stand) input(t *testing.T) extract.AuditInput {
	t.Helper()
	_, b := s.issued(t, s.passport(t))
	chain, acts := s.journalOf(t, true)
	return extract.AuditInput{Bundle: b, List: s.c.List, Rules: s.rules, Journal: chain, Acts: acts, Now: s.c.Now.Add(72 * time.Hour)}
}

// plain takes out of a statement what is another in every run: keys and salts
// are, and so are the hashes over them.
func plain(text []byte) []byte {
	return regexp.MustCompile(`"(vouch_sha256|log_root)": "[^"]+"`).ReplaceAll(text, []byte(`"$1": "…"`))
}

func TestAudit(t *testing.T) {
	s := newStand(t)
	in := s.input(t)
	b, err := extract.Audit(in)
	if err != nil {
		t.Fatal(err)
	}
	text, err := b.Statement.JSON()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "audit/statement.golden.json", append(plain(text), '\n'))
	again, err := extract.Audit(in)
	if err != nil {
		t.Fatal(err)
	}
	if other, _ := again.Statement.JSON(); !bytes.Equal(text, other) || again.Tokens != b.Tokens {
		t.Error("the same input gives another statement")
	}
	// What is handed over can be verified as it is.
	if r := vouch.Verify(b.Tokens, s.c.List, s.rules, s.c.Now.Add(time.Hour)); !r.Valid || !r.FourEyes || !r.Received {
		t.Errorf("%+v", r)
	}
}

// TestAuditLeavesNumbersOut: also out of the token.
func TestAuditLeavesNumbersOut(t *testing.T) {
	s := newStand(t)
	in := s.input(t)
	for numbers, want := range map[bool]bool{false: false, true: true} {
		in.Numbers = numbers
		b, err := extract.Audit(in)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := b.Statement.JSON()
		o, err := vouch.Open(b.Tokens.Vouch, s.c.List)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(text, []byte("500000001")) != want || bytes.Contains(o.Raw, []byte("500000001")) != want || b.Statement.Complete != want {
			t.Errorf("numbers %v: complete %v", numbers, b.Statement.Complete)
		}
	}
}

// TestAuditOfOtherVouches: every kind of vouch gives a statement, with and
// without a receipt and a journal. Package statement words these files.
func TestAuditOfOtherVouches(t *testing.T) {
	s := newStand(t)
	_, b := s.issued(t, s.passport(t))
	partial := b
	partial.Vouch = s.token(t, b)
	_, licence := s.issued(t, s.licence(t))
	_, certificate := s.issued(t, s.certificate(t))
	_, letter := s.issued(t, nothing)
	unreceived := b
	unreceived.Receipt = ""
	for name, bundle := range map[string]vouch.Bundle{
		"licence": licence, "certificate": certificate, "letter": letter, "withheld": partial, "unreceived": unreceived,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := extract.Audit(extract.AuditInput{Bundle: bundle, List: s.c.List, Rules: s.rules, Now: s.c.Now})
			if err != nil {
				t.Fatal(err)
			}
			text, err := got.Statement.JSON()
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "audit/"+name+".golden.json", append(plain(text), '\n'))
		})
	}
}

// TestAuditRefuses whatever was tampered with, naming the place.
func TestAuditRefuses(t *testing.T) {
	s := newStand(t)
	good := s.input(t)
	flip := func(text string, at int) string {
		b := []byte(text)
		b[at] ^= 1
		return string(b)
	}
	edit := func(data []byte, from, to string) []byte {
		t.Helper()
		out := bytes.Replace(data, []byte(from), []byte(to), 1)
		if bytes.Equal(out, data) {
			t.Fatalf("nothing to change: %q", from)
		}
		return out
	}
	other := *s.rules
	other.Version++
	for name, c := range map[string]struct {
		change func(*extract.AuditInput)
		code   string
		where  string
	}{
		"vouch":                {func(in *extract.AuditInput) { in.Bundle.Vouch = flip(in.Bundle.Vouch, 400) }, "audit-not-valid", "vouch"},
		"approval":             {func(in *extract.AuditInput) { in.Bundle.Approval = flip(in.Bundle.Approval, 200) }, "audit-not-valid", "approval"},
		"no approval":          {func(in *extract.AuditInput) { in.Bundle.Approval = "" }, "audit-not-valid", "approval"},
		"receipt":              {func(in *extract.AuditInput) { in.Bundle.Receipt = in.Bundle.Approval }, "audit-not-valid", "receipt"},
		"another policy":       {func(in *extract.AuditInput) { in.Rules = &other }, "audit-not-valid", "policy"},
		"journal":              {func(in *extract.AuditInput) { in.Journal = edit(in.Journal, "\n2 ", "\n3 ") }, "journal-tampered", "line 3, entry 2"},
		"journal cut":          {func(in *extract.AuditInput) { in.Journal = in.Journal[:bytes.LastIndex(in.Journal, []byte("\nend"))+1] }, "journal-cut", "line 7"},
		"another act":          {func(in *extract.AuditInput) { in.Acts = edit(in.Acts, "p-supervisor", "p-placeholder") }, "opening-mismatch", "acts, entry 4"},
		"another key":          {func(in *extract.AuditInput) { in.Acts = edit(in.Acts, `"key":"dGhl`, `"key":"dGhm`) }, "opening-mismatch", "acts, entry 1"},
		"another case":         {func(in *extract.AuditInput) { in.Acts = bytes.ReplaceAll(in.Acts, []byte(subject), []byte("case-0")) }, "audit-journal-other", "acts"},
		"later acts":           {func(in *extract.AuditInput) { in.Acts = edit(in.Acts, `"seq":4`, `"seq":5`) }, "audit-journal-short", "journal"},
		"another vault's acts": {func(in *extract.AuditInput) { in.Acts = edit(in.Acts, vaultID, "vault-other") }, "audit-journal-other", "acts"},
		"unsigned":             {func(in *extract.AuditInput) { in.Journal, _ = s.journalOf(t, false) }, "audit-journal-unsigned", "journal"},
		"acts, no journal":     {func(in *extract.AuditInput) { in.Journal = nil }, "journal-cut", "line 1"},
		"acts not of it": {func(in *extract.AuditInput) {
			in.Acts = []byte(`{"form":"vouchdesk-acts-1","desk":"` + vaultID + `","subject":"` + subject + `","acts":[]}`)
		}, "audit-acts-no-vouch", "acts"},
		"acts are no acts": {func(in *extract.AuditInput) { in.Acts = []byte("acts") }, "openings-malformed", ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := good
			c.change(&in)
			_, err := extract.Audit(in)
			var e *fault.Error
			if !errors.As(err, &e) || e.Code != c.code || e.Where != c.where {
				t.Errorf("%v, want %s at %q", err, c.code, c.where)
			}
		})
	}
}

// token is withheld as text.
func (s stand) token(t *testing.T, b vouch.Bundle) string {
	t.Helper()
	sd, err := jose.ParseSDJWT(b.Vouch)
	if err != nil {
		t.Fatal(err)
	}
	if sd, err = sd.Select(func(path []string) bool { return strings.HasSuffix(strings.Join(path, "."), "claims.given_name") }); err != nil {
		t.Fatal(err)
	}
	return sd.String()
}
