package journey_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/ui/route"
	"vouchdesk/ui/uitest"
)

// remint is a letter like a real one, signed by a key of no council.
func remint(t testing.TB, code string, change func(*letter.Code)) string {
	t.Helper()
	c := must(letter.ParseCode(code))(t)
	change(&c)
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))(t)
	signer := must(jose.NewSigner(jose.TypLetter, key, c.KID))(t)
	return must(letter.Mint(signer, c))(t).String()
}

// TestJ1_BadLetters: every letter that must not count is answered by its own
// sentence, and the case goes on without it.
func TestJ1_BadLetters(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	good, used := j.town.letter(rosa()), j.town.letter(nil)
	old := must(j.town.admin.IssueLetter(j.town.ctx, broker.LetterAsk{Site: site, Days: 1}))(t).Code
	early := broker.NewAdmin(j.town.store, j.town.keys, func() time.Time { return j.Clock.Now().AddDate(0, 0, 6) })
	future := must(early.IssueLetter(j.town.ctx, broker.LetterAsk{Site: site}))(t).Code
	do(t, j.desk.Sync(j.town.ctx))
	j.signIn(officer)
	j.newCase()
	j.useLetter(used)
	j.lock()
	for range 9 { // a day goes by with the desk open
		j.Clock.Advance(3 * time.Hour)
		do(t, j.desk.Sync(j.town.ctx))
	}
	j.calm()
	j.signIn(officer)
	id := j.newCase()
	for _, c := range []struct{ name, code, fault string }{
		{"forged", remint(t, good, func(*letter.Code) {}), "letter-forged"},
		{"expired", old, "letter-expired"},
		{"future", future, "letter-future"},
		{"another council's", remint(t, good, func(c *letter.Code) { c.Tag = letter.Tag{1, 2, 3, 4} }), "letter-other-council"},
		{"signed by a key that is not listed", remint(t, good, func(c *letter.Code) { c.KID = "zz" }), "letter-unknown-key"},
		{"for another site", remint(t, good, func(c *letter.Code) { c.Site = 8 }), "letter-forged"},
		{"used", used, "letter-used"},
		{"cut off", good[:100], "letter-damaged"},
		{"one character wrong", good[:80] + other(good[80:81]) + good[81:], "letter-forged"},
		{"no letter's code at all", "VLANDUDNO AND SOME MORE WORDS", "letter-damaged"},
	} {
		j.scan(c.code)
		m := j.Words.Fault(fault.New(fault.Refused, c.fault))
		if !uitest.Sees(j.Canvas(), m.Title) || !uitest.Sees(j.Canvas(), m.Next) {
			t.Errorf("%s is not answered by %q; there is %q", c.name, m.Title, uitest.Texts(j.Canvas()))
		}
		j.SeeNot("Use this letter and continue")
		j.at(route.Letter)
		if l := j.desk.Snapshot().Open.Case.Letter; l.Path != "" {
			t.Errorf("%s is recorded: %+v", c.name, l)
		}
	}
	j.scan(good)
	j.See("The letter can be used")
	j.push("Use this letter and continue")
	j.at(route.Resident)
	if c := j.desk.Snapshot().Open.Case; c.ID != id || c.Letter.State != letter.Signed {
		t.Errorf("the letter of the case: %+v", c.Letter)
	}
}

// other is another character of the alphabet.
func other(s string) string {
	if s == "A" {
		return "B"
	}
	return "A"
}

// TestJ1_BadPictures: what is no picture of a letter is answered in words.
func TestJ1_BadPictures(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	j.signIn(officer)
	j.newCase()
	file := func(name string, data []byte) string {
		path := filepath.Join(j.town.posted, name)
		do(t, os.WriteFile(path, data, 0o600))
		return path
	}
	something := must(qr.Encode("https://menu.example/today", qr.M))(t)
	something.Scale = 8
	whole := must(os.ReadFile(j.town.picture(j.town.letter(nil))))(t)
	for _, c := range []struct{ name, path, fault string }{
		{"not an image", file("letter.png", []byte("Dear council, here is my letter.")), "not-an-image"},
		{"a header of 50,000 by 50,000", file("huge.png", pngHead(50_000, 50_000)), "image-too-large"},
		{"half a picture", file("half.png", whole[:len(whole)/8]), "file-unreadable"},
		{"nothing", file("empty.png", nil), "file-empty"},
		{"gone", filepath.Join(j.town.posted, "gone.png"), "file-missing"},
		{"a folder", j.town.posted, "file-not-regular"},
		{"another code", file("menu.png", something.PNG()), "qr-other"},
		{"a program", file("letter.jpg", append([]byte("\x7fELF"), bytes.Repeat([]byte{0}, 5000)...)), "not-an-image"},
	} {
		j.picked = c.path
		j.push("Open a picture…")
		m := j.Words.Fault(fault.New(fault.Refused, c.fault))
		if !uitest.Sees(j.Canvas(), m.Title) {
			t.Errorf("%s is not answered by %q; there is %q", c.name, m.Title, uitest.Texts(j.Canvas()))
		}
		j.at(route.Letter)
	}
	j.picked = file("good.png", whole)
	j.push("Open a picture…")
	j.See("The letter can be used")
}

// pngHead is a PNG that is all header.
func pngHead(w, h uint32) []byte {
	head := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	head = binary.BigEndian.AppendUint32(head, h)
	head = append(head, 8, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	b = append(b, head...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(head))
}

// TestJ1_ScanWhileTyping: a letter scanned in the middle of a name is taken out
// of the field again and offered; while locked it is not looked at.
func TestJ1_ScanWhileTyping(t *testing.T) {
	j := begin(t, uitest.Options{})
	j.inspect()
	code := j.town.letter(rosa())
	do(t, j.desk.Sync(j.town.ctx))
	j.scan(code)
	j.at(route.SignIn)
	j.See("A letter was scanned, but the desk is locked. Sign in, then scan it again.")
	j.signIn(officer)
	j.newCase()
	j.push("There is no letter")
	j.fill("Given names", "Rosa")
	j.scan(code)
	j.at(route.Resident)
	j.See("A letter was scanned", "Rosa")
	for _, text := range uitest.Texts(j.Canvas()) {
		if strings.Contains(text, "VLA") {
			t.Errorf("the code stands in %q", text)
		}
	}
	if j.Focused() != "Given names" {
		t.Errorf("the focus went to %q", j.Focused())
	}
	j.write(" Mai")
	j.push("Use it in this case")
	j.at(route.Letter)
	j.See("Signed by the council")
	j.push("Continue")
	j.at(route.Resident)
	j.See("Rosa Mai")
	j.push("Use name and address from the council's letter record")
	j.See("Rosa Mai", "Specimen")
}
