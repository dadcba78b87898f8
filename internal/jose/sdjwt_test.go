package jose_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/lestrrat-go/jwx/v3/jwa"
	"github.com/lestrrat-go/jwx/v3/jws"

	"vouchdesk/internal/jose"
)

const vouchHeader = `{"alg":"ES256","kid":"k1","typ":"vouch+sd-jwt"}`

func digestOf(disclosure string) string {
	sum := sha256.Sum256([]byte(disclosure))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func sameJSON(t testing.TB, got, want []byte) {
	t.Helper()
	var g, w any
	if err := json.Unmarshal(got, &g); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(want, &w); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(w, g); d != "" {
		t.Errorf("payload (-want +got):\n%s", d)
	}
}

// RFC 9901 Appendix A.2: the string it prints, its issuer's key, and the
// payload it says a verifier ends with.
func TestRFC9901A2(t *testing.T) {
	text, err := os.ReadFile("testdata/rfc9901-a2.txt")
	wantErr(t, err, nil)
	s, err := jose.ParseSDJWT(strings.TrimSpace(string(text)))
	wantErr(t, err, nil)
	pub, err := jose.ParseKey(json.RawMessage(`{"kty":"EC","crv":"P-256","x":"b28d4MwZMjw8-00CG4xfnn9SLMVMM19SlqZpVb_uNtQ",` +
		`"y":"Xv5zWwuoaTgdS6hV43yI6gBwTnjukmFQQnJ_kCxzqk8"}`))
	wantErr(t, err, nil)
	wantErr(t, jose.SignatureOnly(s.Issuer, pub), nil)
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(s.Issuer, ".")[1])
	wantErr(t, err, nil)
	rebuilt, withheld, err := jose.Rebuild(payload, s.Disclosures)
	wantErr(t, err, nil)
	sameJSON(t, rebuilt, []byte(`{"iss":"https://issuer.example.com","iat":1683000000,"exp":1883000000,
		"verified_claims":{"verification":{"trust_framework":"de_aml","time":"2012-04-23T18:25Z","evidence":[{"method":"pipp"}]},
		"claims":{"given_name":"Max","family_name":"Müller","address":{"locality":"Maxstadt","postal_code":"12344",
		"country":"DE","street_address":"Weidenstraße 22"}}}}`))
	if len(s.Disclosures) != 6 || withheld != 10 {
		t.Errorf("%d disclosed, %d withheld", len(s.Disclosures), withheld)
	}
	// Its header has no kid, so it is not one of ours.
	_, err = jose.VerifySDJWT(s, jose.TypVouch, only("k1", pub))
	wantErr(t, err, jose.ErrHeader)
}

const vouchPayload = `{"iss":"https://vouch.exampleborough.example","iat":1795171500,"exp":1802947500,"verified_claims":{
	"verification":{"trust_framework":"https://vouch.exampleborough.example/tf","evidence":[{"type":"document",
	"document_details":{"type":"passport","document_number":"500000001"}}]},
	"claims":{"given_name":"Rosa Mai","family_name":"Specimen","address":{"street_address":"12 Sample Row","postal_code":"EX1 1AA"}}}}`

// conceals what DESIGN puts behind digests, and the address in two steps.
func personal(path []string) bool {
	p := strings.Join(path, "/")
	return strings.HasPrefix(p, "verified_claims/claims/") && strings.Count(p, "/") == 2 ||
		p == "verified_claims/claims/address/street_address" ||
		strings.HasSuffix(p, "/document_details/document_number")
}

func newVouch(t testing.TB) (jose.SDJWT, jose.Keys) {
	t.Helper()
	key := newKey(t)
	concealed, disclosures, err := jose.Conceal([]byte(vouchPayload), personal, jose.NewSalt)
	wantErr(t, err, nil)
	issuer, err := newSigner(t, jose.TypVouch, key).Sign(json.RawMessage(concealed))
	wantErr(t, err, nil)
	if _, err := jws.Verify([]byte(issuer), jws.WithKey(jwa.ES256(), &key.PublicKey)); err != nil {
		t.Errorf("jwx refuses it: %v", err)
	}
	return jose.SDJWT{Issuer: issuer, Disclosures: disclosures}, only("k1", &key.PublicKey)
}

func TestConcealedVouchComesBack(t *testing.T) {
	s, keys := newVouch(t)
	clear, err := base64.RawURLEncoding.DecodeString(strings.Split(s.Issuer, ".")[1])
	wantErr(t, err, nil)
	for _, private := range []string{"Rosa", "Specimen", "500000001", "Sample Row", "given_name"} {
		if strings.Contains(string(clear), private) {
			t.Errorf("%q stands in clear", private)
		}
	}
	v, err := jose.VerifySDJWT(s, jose.TypVouch, keys)
	wantErr(t, err, nil)
	sameJSON(t, v.Payload, []byte(vouchPayload))
	if v.Withheld != 0 || len(v.Disclosed) != 5 {
		t.Errorf("%d withheld, disclosed %v", v.Withheld, v.Disclosed)
	}
	again, err := jose.ParseSDJWT(s.String())
	wantErr(t, err, nil)
	if d := cmp.Diff(s, again); d != "" {
		t.Error(d)
	}
}

func TestSelect(t *testing.T) {
	for name, c := range map[string]struct {
		keep     []string
		want     string // the claims that arrive
		withheld int
	}{
		"nothing": {nil, `{}`, 4},
		"one":     {[]string{"given_name"}, `{"given_name":"Rosa Mai"}`, 3},
		"whole address": {
			[]string{"address", "address/street_address"},
			`{"address":{"street_address":"12 Sample Row","postal_code":"EX1 1AA"}}`, 3,
		},
		"address without street":        {[]string{"address"}, `{"address":{"postal_code":"EX1 1AA"}}`, 4},
		"street falls with its address": {[]string{"address/street_address"}, `{}`, 4},
	} {
		t.Run(name, func(t *testing.T) {
			s, keys := newVouch(t)
			fewer, err := s.Select(func(path []string) bool {
				for _, k := range c.keep {
					if strings.Join(path, "/") == "verified_claims/claims/"+k {
						return true
					}
				}
				return false
			})
			wantErr(t, err, nil)
			if fewer.Hash() != s.Hash() {
				t.Error("selecting changed the hash the approval binds")
			}
			v, err := jose.VerifySDJWT(fewer, jose.TypVouch, keys)
			wantErr(t, err, nil)
			var got struct {
				VC struct{ Claims json.RawMessage } `json:"verified_claims"`
			}
			wantErr(t, json.Unmarshal(v.Payload, &got), nil)
			sameJSON(t, got.VC.Claims, []byte(c.want))
			if v.Withheld != c.withheld || len(v.Disclosed) != len(fewer.Disclosures) {
				t.Errorf("%d withheld, disclosed %v", v.Withheld, v.Disclosed)
			}
		})
	}
}

func TestHashIsOfTheIssuerJWT(t *testing.T) {
	s := jose.SDJWT{Issuer: "a.b.c", Disclosures: []string{"d"}}
	if s.Hash() != digestOf("a.b.c") {
		t.Error(s.Hash())
	}
}

func TestConcealRefuses(t *testing.T) {
	all := func([]string) bool { return true }
	at := func(want string) func([]string) bool {
		return func(path []string) bool { return strings.Join(path, "/") == want }
	}
	for name, c := range map[string]struct {
		payload string
		conceal func([]string) bool
		salt    func() string
		want    error
	}{
		"ok/nested exp":           {`{"a":{"exp":1}}`, at("a/exp"), jose.NewSalt, nil},
		"refused/exp":             {`{"exp":1}`, all, jose.NewSalt, jose.ErrReserved},
		"refused/status":          {`{"status":{}}`, all, jose.NewSalt, jose.ErrReserved},
		"refused/_sd in payload":  {`{"a":{"_sd":[]}}`, all, jose.NewSalt, jose.ErrReserved},
		"refused/... in payload":  {`{"a":[{"...":"x"}]}`, all, jose.NewSalt, jose.ErrReserved},
		"refused/_sd_alg there":   {`{"_sd_alg":"none"}`, at("x"), jose.NewSalt, jose.ErrReserved},
		"refused/member twice":    {`{"a":1,"a":2}`, all, jose.NewSalt, jose.ErrDuplicate},
		"refused/not an object":   {`[]`, all, jose.NewSalt, jose.ErrMalformed},
		"refused/short salt":      {`{"a":1}`, all, func() string { return "c2FsdA" }, jose.ErrSalt},
		"refused/salt used twice": {`{"a":1,"b":2}`, all, func() string { return "AAAAAAAAAAAAAAAAAAAAAA" }, jose.ErrSalt},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := jose.Conceal([]byte(c.payload), c.conceal, c.salt)
			wantErr(t, err, c.want)
		})
	}
}

func TestVerifySDJWTRefuses(t *testing.T) {
	const salt = "AAAAAAAAAAAAAAAAAAAAAA"
	given := b64(`["` + salt + `","given_name","Rosa Mai"]`)
	iat := `"iat":1795171500,`
	sd := func(d ...string) string { return `"_sd":["` + strings.Join(d, `","`) + `"]` }
	claim := func(text string) (payload string, disclosures []string) {
		d := b64(text)
		return `{` + iat + sd(digestOf(d)) + `}`, []string{d}
	}
	type made struct {
		payload     string
		disclosures []string
		want        error
	}
	cases := map[string]made{
		"ok/disclosed":                {`{` + iat + sd(digestOf(given)) + `,"_sd_alg":"sha-256"}`, []string{given}, nil},
		"ok/no _sd_alg is sha-256":    {`{` + iat + sd(digestOf(given)) + `}`, []string{given}, nil},
		"ok/withheld":                 {`{` + iat + sd(digestOf(given)) + `}`, nil, nil},
		"refused/foreign":             {`{` + iat + `"_sd":[]}`, []string{given}, jose.ErrForeign},
		"refused/altered":             {`{` + iat + sd(digestOf(given)) + `}`, []string{b64(`["` + salt + `","given_name","Idris"]`)}, jose.ErrForeign},
		"refused/given twice":         {`{` + iat + sd(digestOf(given)) + `}`, []string{given, given}, jose.ErrRepeated},
		"refused/digest twice":        {`{` + iat + sd(digestOf(given), digestOf(given)) + `}`, nil, jose.ErrRepeated},
		"refused/digest in two":       {`{` + iat + sd(digestOf(given)) + `,"a":{` + sd(digestOf(given)) + `}}`, []string{given}, jose.ErrRepeated},
		"refused/claim there already": {`{` + iat + sd(digestOf(given)) + `,"given_name":"Mair"}`, []string{given}, jose.ErrCollision},
		"refused/sha-512":             {`{` + iat + sd(digestOf(given)) + `,"_sd_alg":"sha-512"}`, []string{given}, jose.ErrAlgorithm},
		"refused/_sd_alg within":      {`{` + iat + `"a":{"_sd_alg":"sha-256"}}`, nil, jose.ErrReserved},
		"refused/_sd an object":       {`{` + iat + `"_sd":{}}`, nil, jose.ErrReserved},
		"refused/digest a number":     {`{` + iat + `"_sd":[1]}`, nil, jose.ErrReserved},
		"refused/digest short":        {`{` + iat + `"_sd":["AAAA"]}`, nil, jose.ErrReserved},
		"refused/... among others":    {`{` + iat + `"a":[{"...":"` + digestOf(given) + `","b":1}]}`, nil, jose.ErrReserved},
		"refused/... in an object":    {`{` + iat + `"a":{"...":"` + digestOf(given) + `"}}`, nil, jose.ErrReserved},
		"refused/member as element":   {`{` + iat + `"a":[{"...":"` + digestOf(given) + `"}]}`, []string{given}, jose.ErrDisclosure},
	}
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"refused/element as member":   {`["` + salt + `","given_name"]`, jose.ErrDisclosure},
		"refused/named _sd":           {`["` + salt + `","_sd",[]]`, jose.ErrReserved},
		"refused/named ...":           {`["` + salt + `","...","x"]`, jose.ErrReserved},
		"refused/hides exp":           {`["` + salt + `","exp",1]`, jose.ErrReserved},
		"refused/sets iat":            {`["` + salt + `","iat",1]`, jose.ErrCollision},
		"refused/four parts":          {`["` + salt + `","a",1,2]`, jose.ErrDisclosure},
		"refused/one part":            {`["` + salt + `"]`, jose.ErrDisclosure},
		"refused/salt a number":       {`[1,"a",1]`, jose.ErrDisclosure},
		"refused/name a number":       {`["` + salt + `",1,1]`, jose.ErrDisclosure},
		"refused/name null":           {`["` + salt + `",null,1]`, jose.ErrDisclosure},
		"refused/an object":           {`{"a":1}`, jose.ErrDisclosure},
		"refused/not JSON":            {`["`, jose.ErrDisclosure},
		"refused/member twice within": {`["` + salt + `","a",{"b":1,"b":2}]`, jose.ErrDuplicate},
		"refused/_sd wrong within":    {`["` + salt + `","a",{"_sd":1}]`, jose.ErrReserved},
	} {
		payload, disclosures := claim(c.text)
		cases[name] = made{payload, disclosures, c.want}
	}
	var chain []string // each within the one before: no single text is deep
	inner := `1`
	for range 40 {
		d := b64(`["` + salt + `","a",` + inner + `]`)
		chain = append(chain, d)
		inner = `{` + sd(digestOf(d)) + `}`
	}
	cases["refused/nested disclosures"] = made{`{` + iat + `"x":` + inner + `}`, chain, jose.ErrDepth}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			key := newKey(t)
			s := jose.SDJWT{Issuer: craft(t, key, vouchHeader, c.payload), Disclosures: c.disclosures}
			_, err := jose.VerifySDJWT(s, jose.TypVouch, only("k1", &key.PublicKey))
			wantErr(t, err, c.want)
		})
	}
}

func TestParseSDJWT(t *testing.T) {
	key := newKey(t)
	jwt := craft(t, key, vouchHeader, goodPayload)
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"ok/no disclosure":          {jwt + "~", nil},
		"ok/two":                    {jwt + "~YQ~YWE~", nil},
		"refused/plain JWT":         {jwt, jose.ErrMalformed},
		"refused/key binding":       {jwt + "~YQ~" + jwt, jose.ErrKeyBinding},
		"refused/newline after":     {jwt + "~\n", jose.ErrKeyBinding},
		"refused/empty disclosure":  {jwt + "~~", jose.ErrDisclosure},
		"refused/unused bits":       {jwt + "~YR~", jose.ErrDisclosure},
		"refused/padded disclosure": {jwt + "~YQ==~", jose.ErrDisclosure},
		"refused/no JWT":            {"~YQ~", jose.ErrMalformed},
		"refused/too large":         {jwt + "~" + strings.Repeat("YQ~", 1<<15), jose.ErrTooLarge},
		"refused/empty":             {"", jose.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := jose.ParseSDJWT(c.text)
			wantErr(t, err, c.want)
			if c.want == nil && s.String() != c.text {
				t.Errorf("String() = %q", s.String())
			}
		})
	}
}
