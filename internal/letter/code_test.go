package letter_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"testing/cryptotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"
	"pgregory.net/rapid"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
)

const symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

var issuedAt = time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC)

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	wantErr(t, err, nil)
	return key
}

// fixedKey is the same in every process of a fuzz run.
func fixedKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), bytes.Repeat([]byte{7}, 32))
	wantErr(t, err, nil)
	return key
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if want == nil && err != nil {
		t.Fatalf("got %v, want success", err)
	}
	if want != nil && !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func blank() letter.Code {
	return letter.Code{
		Tag: letter.TagOf("a-root-thumbprint"), JTI: letter.ID{1, 2, 3, 15: 16},
		IssuedAt: issuedAt, Days: 21, Site: 7,
	}
}

func mint(t testing.TB, key *ecdsa.PrivateKey, c letter.Code) letter.Code {
	t.Helper()
	signer, err := jose.NewSigner(jose.TypLetter, key, "d7")
	wantErr(t, err, nil)
	minted, err := letter.Mint(signer, c)
	wantErr(t, err, nil)
	return minted
}

func TestMintSaysExactlyThis(t *testing.T) {
	key := newKey(t)
	for name, c := range map[string]struct {
		site    int
		payload string
	}{
		"any site": {0, `{"iss":"TAG","jti":"AQIDAAAAAAAAAAAAAAAAEA","iat":1795171500,"exp":1796985900}`},
		"one site": {7, `{"iss":"TAG","aud":"site-7","jti":"AQIDAAAAAAAAAAAAAAAAEA","iat":1795171500,"exp":1796985900}`},
	} {
		t.Run(name, func(t *testing.T) {
			want := blank()
			want.Site = c.site
			code := mint(t, key, want)
			parts := strings.Split(code.Token(), ".")
			header, _ := base64.RawURLEncoding.DecodeString(parts[0])
			if string(header) != `{"alg":"ES256","kid":"d7","typ":"vl+jwt"}` {
				t.Errorf("header %s", header)
			}
			payload, err := jws.Verify([]byte(code.Token()), jws.WithKey(jwa.ES256(), &key.PublicKey))
			if expect := strings.Replace(c.payload, "TAG", want.Tag.String(), 1); err != nil || string(payload) != expect {
				t.Errorf("jwx read %s, %v; want %s", payload, err, expect)
			}
			if text := code.String(); len(text) != letter.TextLength || !strings.HasPrefix(text, "VLA") {
				t.Errorf("text %q", text)
			}
		})
	}
}

func TestTagIsTheStartOfTheHash(t *testing.T) {
	// SHA-256("abc") begins ba7816bf (FIPS 180-2).
	if got := letter.TagOf("abc").String(); got != "ba7816bf" {
		t.Error(got)
	}
}

func TestParseTag(t *testing.T) {
	for text, want := range map[string]error{
		"ba7816bf": nil, "BA7816BF": letter.ErrTag, "ba7816": letter.ErrTag, "ba7816bg": letter.ErrTag, "": letter.ErrTag,
	} {
		tag, err := letter.ParseTag(text)
		wantErr(t, err, want)
		if want == nil && tag != letter.TagOf("abc") {
			t.Errorf("%s read as %s", text, tag)
		}
	}
}

func TestMintRepeatsWithItsRandomness(t *testing.T) {
	once := func() string {
		cryptotest.SetGlobalRandom(t, 11)
		return mint(t, newKey(t), blank()).String()
	}
	if a, b := once(), once(); a != b {
		t.Errorf("one seed gives\n%s\n%s", a, b)
	}
}

func TestMintRefuses(t *testing.T) {
	key := newKey(t)
	for name, c := range map[string]struct {
		typ    jose.Typ
		kid    string
		change func(*letter.Code)
	}{
		"refused/another kind of signer": {jose.TypVouch, "d7", func(*letter.Code) {}},
		"refused/kid of three":           {jose.TypLetter, "d77", func(*letter.Code) {}},
		"refused/kid in capitals":        {jose.TypLetter, "D7", func(*letter.Code) {}},
		"refused/no days":                {jose.TypLetter, "d7", func(c *letter.Code) { c.Days = 0 }},
		"refused/256 days":               {jose.TypLetter, "d7", func(c *letter.Code) { c.Days = 256 }},
		"refused/negative site":          {jose.TypLetter, "d7", func(c *letter.Code) { c.Site = -1 }},
		"refused/site too high":          {jose.TypLetter, "d7", func(c *letter.Code) { c.Site = 1 << 16 }},
		"refused/part of a second":       {jose.TypLetter, "d7", func(c *letter.Code) { c.IssuedAt = c.IssuedAt.Add(time.Millisecond) }},
		"refused/year 2107":              {jose.TypLetter, "d7", func(c *letter.Code) { c.IssuedAt = time.Unix(1<<32, 0) }},
		"refused/no time":                {jose.TypLetter, "d7", func(c *letter.Code) { c.IssuedAt = time.Time{} }},
		"refused/no jti":                 {jose.TypLetter, "d7", func(c *letter.Code) { c.JTI = letter.ID{} }},
	} {
		t.Run(name, func(t *testing.T) {
			signer, err := jose.NewSigner(c.typ, key, c.kid)
			wantErr(t, err, nil)
			code := blank()
			c.change(&code)
			_, err = letter.Mint(signer, code)
			wantErr(t, err, letter.ErrMint)
		})
	}
}

func TestParseCode(t *testing.T) {
	code := mint(t, newKey(t), blank())
	text := code.String()
	body := strings.TrimPrefix(text, "VLA")
	rebuilt := func(at int, b ...byte) string {
		raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(body)
		wantErr(t, err, nil)
		copy(raw[at:], b)
		return "VLA" + base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	}
	lastSet := text[:len(text)-1] + string(symbols[strings.IndexByte(symbols, text[len(text)-1])|1])
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"ok/as printed":             {text, nil},
		"ok/with the scanner's end": {text + "\r\n", nil},
		"ok/Caps Lock":              {strings.ToLower(text), nil},
		"refused/nothing":           {"", letter.ErrNotACode},
		"refused/a web address":     {"https://exampleborough.example/" + text, letter.ErrNotACode},
		"refused/other prefix":      {"VLB" + body, letter.ErrNotACode},
		"refused/enrolment code":    {"VDE" + body, letter.ErrNotACode},
		"refused/prefix alone":      {"VLA", letter.ErrDamaged},
		"refused/one short":         {text[:len(text)-1], letter.ErrDamaged},
		"refused/one long":          {text + "A", letter.ErrDamaged},
		"refused/last bit set":      {lastSet, letter.ErrDamaged},
		"refused/padding for last":  {text[:len(text)-1] + "=", letter.ErrDamaged},
		"refused/newline within":    {text[:80] + "\n" + text[81:], letter.ErrDamaged},
		"refused/newline more":      {text[:80] + "\n" + text[80:], letter.ErrDamaged},
		"refused/digit 1":           {text[:80] + "1" + text[81:], letter.ErrDamaged},
		"refused/long s for S":      {text[:80] + "\u017f" + text[82:], letter.ErrDamaged},
		"refused/kid of quotes":     {rebuilt(4, '"', '"'), letter.ErrDamaged},
		"refused/kid in capitals":   {rebuilt(4, 'D', '7'), letter.ErrDamaged},
		"refused/iat zero":          {rebuilt(22, 0, 0, 0, 0), letter.ErrDamaged},
		"refused/no days":           {rebuilt(26, 0), letter.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := letter.ParseCode(c.text)
			wantErr(t, err, c.want)
			if c.want == nil && (got != code || got.String() != text) {
				t.Errorf("read as %s", cmp.Diff(code, got))
			}
		})
	}
}

// Every printed character counts: 149 places, 31 other characters in each.
func TestEverySingleCharacterChangeIsRefused(t *testing.T) {
	key := newKey(t)
	text := mint(t, key, blank()).String()
	in := letter.Context{Tag: blank().Tag, Now: issuedAt.Add(time.Hour), Site: 7, Keys: keysOf("d7", key)}
	changes := 0
	for i := range text {
		for _, other := range symbols {
			if byte(other) == text[i] {
				continue
			}
			changes++
			code, err := letter.ParseCode(text[:i] + string(other) + text[i+1:])
			if err == nil {
				_, err = letter.Verify(code, in)
			}
			if err == nil {
				t.Errorf("character %d as %c is accepted", i, other)
			}
		}
	}
	if changes != 152*31 {
		t.Errorf("%d changes tried", changes)
	}
}

// Any letter that can be minted verifies while it lasts, packs to its own
// text, and is refused from its end on.
func TestAnyMintedLetterVerifies(t *testing.T) {
	key := newKey(t)
	rapid.Check(t, func(rt *rapid.T) {
		c := letter.Code{
			Tag:      letter.Tag(rapid.SliceOfN(rapid.Byte(), 4, 4).Draw(rt, "tag")),
			JTI:      letter.ID(append([]byte{1}, rapid.SliceOfN(rapid.Byte(), 15, 15).Draw(rt, "jti")...)),
			IssuedAt: time.Unix(rapid.Int64Range(1, 1<<32-1).Draw(rt, "iat"), 0).UTC(),
			Days:     rapid.IntRange(1, 255).Draw(rt, "days"),
			Site:     rapid.IntRange(0, 1<<16-1).Draw(rt, "site"),
		}
		minted := mint(t, key, c)
		read, err := letter.ParseCode(minted.String())
		wantErr(t, err, nil)
		if read != minted {
			rt.Fatal(cmp.Diff(minted, read))
		}
		life := rapid.Int64Range(0, int64(c.Days)*86400-1).Draw(rt, "age")
		in := letter.Context{Tag: c.Tag, Now: c.IssuedAt.Add(time.Duration(life) * time.Second), Site: c.Site, Keys: keysOf("d7", key)}
		got, err := letter.Verify(read, in)
		wantErr(t, err, nil)
		if want := (letter.Letter{JTI: c.JTI, KID: "d7", IssuedAt: c.IssuedAt, Until: c.Until(), Site: c.Site}); got != want {
			rt.Fatal(cmp.Diff(want, got))
		}
		in.Now = c.Until()
		_, err = letter.Verify(read, in)
		wantErr(t, err, letter.ErrExpired)
	})
}

func TestParseID(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"ok/22":              {"AQIDAAAAAAAAAAAAAAAAEA", nil},
		"refused/unused bit": {"AQIDAAAAAAAAAAAAAAAAEB", letter.ErrID},
		"refused/short":      {"AQIDAAAAAAAAAAAAAAAA", letter.ErrID},
		"refused/newline":    {"AQIDAAAAAAAAAAAAAAAAEA\n", letter.ErrID},
		"refused/uuid":       {"0193a5c0-7a00-7000-8000-000000000000", letter.ErrID},
	} {
		t.Run(name, func(t *testing.T) {
			var id letter.ID
			err := id.UnmarshalText([]byte(c.text))
			wantErr(t, err, c.want)
			if text, _ := id.MarshalText(); c.want == nil && string(text) != c.text {
				t.Errorf("prints as %s", text)
			}
		})
	}
}

// FuzzParseCode: what unpacks packs to the same bytes, and the token it
// rebuilds is one that package jose would take apart.
func FuzzParseCode(f *testing.F) {
	key := fixedKey(f)
	f.Add(mint(f, key, blank()).String())
	f.Add("VLA" + strings.Repeat("A", 149))
	f.Add("vla" + strings.Repeat("7", 149))
	f.Fuzz(func(t *testing.T, text string) {
		code, err := letter.ParseCode(text)
		if err != nil {
			return
		}
		if !strings.EqualFold(code.String(), strings.TrimSpace(text)) || len(code.String()) != letter.TextLength {
			t.Errorf("%q packs to %q", text, code.String())
		}
		again, err := letter.ParseCode(code.String())
		if err != nil || again != code {
			t.Errorf("%q reads as %v, %v", code.String(), again, err)
		}
		if len(code.Token()) > jose.TypLetter.Limit() {
			t.Errorf("token of %d characters", len(code.Token()))
		}
	})
}
