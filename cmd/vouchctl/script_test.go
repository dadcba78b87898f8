package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"image"
	"image/draw"
	"image/png"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/keyring"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vault"
	"vouchdesk/internal/vouch"
)

// letterPicture FILE CODEFILE draws a posted letter that carries the code.
func letterPicture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: letterpicture FILE CODEFILE")
	}
	img, err := paper.Letter(paper.LetterPage{
		Council: "Exampleborough Council", Addressee: []string{"Rosa Mai Specimen", "12 Sample Row", "EX4 1AA"},
		Code: strings.TrimSpace(ts.ReadFile(args[1])), Typed: "ABCD-EFGH-JKMN-P", Specimen: true,
	})
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(paper.EncodePNG(f, img))
	ts.Check(f.Close())
}

// bind FILE PNG ... makes one TIFF of grey pages.
func bind(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: bind FILE PNG ...")
	}
	out := []byte("II*\x00")
	next := len(out) // where the place of the next page is to be written
	out = append(out, 0, 0, 0, 0)
	for _, name := range args[1:] {
		m, err := png.Decode(strings.NewReader(ts.ReadFile(name)))
		ts.Check(err)
		b := m.Bounds()
		grey := image.NewGray(b)
		draw.Draw(grey, b, m, b.Min, draw.Src)
		pixels := len(out)
		out = append(out, grey.Pix...)
		out = append(out, make([]byte, len(out)%2)...)
		binary.LittleEndian.PutUint32(out[next:], uint32(len(out)))
		tags := [][2]int{{256, b.Dx()}, {257, b.Dy()}, {258, 8}, {259, 1}, {262, 1}, {273, pixels}, {277, 1}, {278, b.Dy()}, {279, len(grey.Pix)}}
		out = binary.LittleEndian.AppendUint16(out, uint16(len(tags)))
		for _, tag := range tags {
			out = binary.LittleEndian.AppendUint16(out, uint16(tag[0]))
			out = append(out, 4, 0, 1, 0, 0, 0)
			out = binary.LittleEndian.AppendUint32(out, uint32(tag[1]))
		}
		next = len(out)
		out = append(out, 0, 0, 0, 0)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out, 0o600))
}

// waitFor FILE waits until a program in the background has written a file.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: waitfor FILE")
	}
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	end := time.After(60 * time.Second)
	for {
		if info, err := os.Stat(ts.MkAbs(args[0])); err == nil && info.Size() > 0 {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			ts.Fatalf("%s did not appear", args[0])
		}
	}
}

// edit FILE TO OLD NEW replaces the first OLD of a file, which must be there.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 4 {
		ts.Fatalf("usage: edit FILE TO OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[2]) {
		ts.Fatalf("%s does not hold %q", args[0], args[2])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(strings.Replace(text, args[2], args[3], 1)), 0o600))
}

// flipByte FILE POSITION changes one byte of a file.
func flipByte(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flipbyte FILE POSITION")
	}
	data, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	data[at%len(data)] ^= 1
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// journalFile FILE ENTRIES writes an exported journal of that many acts.
func journalFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: journalfile FILE ENTRIES")
	}
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = journal.Export(f, journal.Header{Desk: "desk-7", Exported: fixedNow()}, chain(n))
	ts.Check(err)
	ts.Check(f.Close())
}

func chain(n int) iter.Seq2[journal.Line, error] {
	return func(yield func(journal.Line, error) bool) {
		head := journal.Genesis("desk-7")
		for i := range n {
			digest, err := journal.Digest([]byte("a key of a case, for the test only"), journal.Particulars{
				Time: fixedNow(), Actor: "officer-1", Act: "case-opened", Subject: journal.Subject("case-" + strconv.Itoa(i)),
			})
			line := journal.Next(head, digest)
			head = line.Head()
			if !yield(line, err) {
				return
			}
		}
	}
}

// councilFiles returns "councilfiles DIR", which writes the specimen council's
// letter key, root and trust list, and what a service holds of an issued vouch.
func councilFiles(t *testing.T, c *trusttest.Council, b vouch.Bundle) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) != 1 {
			ts.Fatalf("usage: councilfiles DIR")
		}
		dir := ts.MkAbs(args[0])
		ts.Check(os.MkdirAll(dir, 0o700))
		policyKey, err := pemKey(c.PolicyKey.Private)
		ts.Check(err)
		chain, acts := deskJournal(t, c)
		key, err := pemKey(c.LetterKey.Private)
		ts.Check(err)
		for name, data := range map[string][]byte{
			"letter.pem": key, "policy.pem": policyKey, "root.jwt": []byte(c.Root.Token), "trust.jwt": []byte(c.List.Token),
			"journal.txt": chain, "acts.json": acts, "vouch.sd-jwt": []byte(b.Vouch), "approval.jwt": []byte(b.Approval), "receipt.jwt": []byte(b.Receipt),
		} {
			ts.Check(os.WriteFile(filepath.Join(dir, name), data, 0o600))
		}
		ts.Setenv("PIN", c.Pinned[0])
	}
}

// deskJournal is the exported journal of the desk that made the vouch, signed up
// to its end, and the case's acts in it.
func deskJournal(t *testing.T, c *trusttest.Council) (chain, acts []byte) {
	t.Helper()
	check := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	open := journal.Openings{Desk: "vault-00000000-0000-4000-8000-000000000007", Subject: "case-5f0c1d9e77aa4b21"}
	key := []byte("the journal key of the case, for the test only")
	head := journal.Genesis(open.Desk)
	var lines []journal.Line
	for i, p := range []journal.Particulars{
		{Act: "case-opened", Actor: "p-officer", Subject: open.Subject},
		{Act: "signed-in", Actor: "p-officer"},
		{Act: "vouch-proposed", Actor: "p-officer", Subject: open.Subject, Details: map[string]string{"jti": caseworktest.VouchJTI}},
		{Act: "vouch-approved", Actor: "p-supervisor", Subject: open.Subject, Details: map[string]string{"jti": caseworktest.VouchJTI}},
	} {
		p.Time = c.Now.Add(time.Duration(i) * time.Minute)
		digest, err := journal.Digest(key, p)
		check(err)
		line := journal.Next(head, digest)
		head, lines = line.Head(), append(lines, line)
		if p.Subject == open.Subject {
			open.Acts = append(open.Acts, journal.Opening{Seq: line.Seq, Key: key, Particulars: p})
		}
	}
	token := c.Token(t, jose.TypJournal, c.DeskKey, brokerapi.JournalBody{
		Issuer: trusttest.DeskID, Audience: trusttest.Broker, IssuedAt: jose.SecondsOf(c.Now), Seq: head.Seq, Hash: head.Hash.String(),
	})
	var file bytes.Buffer
	_, err := journal.Export(&file, journal.Header{Desk: open.Desk, Exported: c.Now}, func(yield func(journal.Line, error) bool) {
		for _, l := range lines {
			if !yield(l, nil) {
				return
			}
		}
	}, journal.Mark{Checkpoint: head.Checkpoint(), Token: token})
	check(err)
	acts, err = open.Encode()
	check(err)
	return file.Bytes(), acts
}

// newCase DIR opens a case at a closed desk of the specimen and sets REF.
func newCase(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: newcase DIR")
	}
	ctx := context.Background()
	d, err := desk.Open(ctx, desk.Config{Dir: ts.MkAbs(args[0]), Now: time.Now})
	ts.Check(err)
	ts.Check(d.SignIn(ctx, "p-officer", "harbour lantern biscuit"))
	_, err = d.NewCase(ctx)
	ts.Check(err)
	ts.Setenv("REF", d.Snapshot().Open.Case.Ref)
	ts.Check(d.Shutdown(ctx))
}

// ofCouncil CODEFILE SAIDFILE holds a letter code to the root thumbprint that
// "vouchbroker init" said.
func ofCouncil(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] ofcouncil CODEFILE SAIDFILE")
	}
	code, err := letter.ParseCode(strings.TrimSpace(ts.ReadFile(args[0])))
	ts.Check(err)
	_, said, _ := strings.Cut(ts.ReadFile(args[1]), "Root thumbprint: ")
	council, _, _ := strings.Cut(said, "\n")
	if (code.Tag == letter.TagOf(council)) == neg {
		ts.Fatalf("the letter is of %s, the council is %s (%s)", code.Tag, letter.TagOf(council), council)
	}
}

// owe DIR leaves a parcel in the outbox of a closed desk.
func owe(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: owe DIR")
	}
	dir := ts.MkAbs(args[0])
	secret, _, err := keyring.DeviceSecret(dir)
	ts.Check(err)
	v, err := vault.Open(vault.Config{Dir: dir, DeviceSecret: secret, Now: time.Now})
	ts.Check(err)
	p := outbox.New("parcel-1", outbox.Checkpoint, "", "7", 7, fixedNow())
	raw, err := json.Marshal(outbox.Failed(p, fault.New(fault.Unavailable, "net-offline"), fixedNow(), 0))
	ts.Check(err)
	ts.Check(v.Update(func(tx *vault.Tx) error { return tx.Put(vault.Outbox, string(p.ID), raw) }))
	ts.Check(v.Close())
}

func pemKey(key any) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), nil
}
