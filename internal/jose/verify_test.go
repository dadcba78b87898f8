package jose_test

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"vouchdesk/internal/jose"
)

const (
	goodHeader  = `{"alg":"ES256","kid":"k1","typ":"vouch-approval+jwt"}`
	goodPayload = `{"iat":1795171500,"decision":"approved"}`
)

func TestVerifyHeaderAndPayload(t *testing.T) {
	key := newKey(t)
	deep := func(n int) string {
		return `{"iat":1795171500,"a":` + strings.Repeat("[", n) + strings.Repeat("]", n) + `}`
	}
	for name, c := range map[string]struct {
		header, payload string
		want            error
	}{
		"ok/ours":                    {goodHeader, goodPayload, nil},
		"ok/other order and space":   {`{ "typ":"vouch-approval+jwt", "kid":"k1","alg":"ES256" }`, goodPayload, nil},
		"ok/nested to the limit":     {goodHeader, deep(32), nil},
		"refused/alg none":           {`{"alg":"none","kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrAlgorithm},
		"refused/alg HS256":          {`{"alg":"HS256","kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrAlgorithm},
		"refused/alg EdDSA":          {`{"alg":"EdDSA","kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrAlgorithm},
		"refused/alg lower case":     {`{"alg":"es256","kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrAlgorithm},
		"refused/alg null":           {`{"alg":null,"kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/no kid":             {`{"alg":"ES256","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/kid a path":         {`{"alg":"ES256","kid":"../k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/kid a number":       {`{"alg":"ES256","kid":1,"typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/kid empty":          {`{"alg":"ES256","kid":"","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/kid unknown":        {`{"alg":"ES256","kid":"k2","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrKeyUnknown},
		"refused/other typ":          {`{"alg":"ES256","kid":"k1","typ":"vouch+sd-jwt"}`, goodPayload, jose.ErrTyp},
		"refused/typ in capitals":    {`{"alg":"ES256","kid":"k1","typ":"VOUCH-APPROVAL+JWT"}`, goodPayload, jose.ErrTyp},
		"refused/typ spelt in full":  {`{"alg":"ES256","kid":"k1","typ":"application/vouch-approval+jwt"}`, goodPayload, jose.ErrTyp},
		"refused/no typ":             {`{"alg":"ES256","kid":"k1"}`, goodPayload, jose.ErrHeader},
		"refused/brings its key":     {`{"alg":"ES256","jwk":{},"kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/names a key server": {`{"alg":"ES256","jku":"https://a.example","kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/crit":               {`{"alg":"ES256","crit":["b64"],"kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/b64":                {`{"alg":"ES256","b64":false,"kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/b64 true":           {`{"alg":"ES256","b64":true,"kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/alg twice":          {`{"alg":"ES256","alg":"ES256","kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrDuplicate},
		"refused/ALG for alg":        {`{"ALG":"ES256","kid":"k1","typ":"vouch-approval+jwt"}`, goodPayload, jose.ErrHeader},
		"refused/header an array":    {`["ES256","k1","vouch-approval+jwt"]`, goodPayload, jose.ErrHeader},
		"refused/header null":        {`null`, goodPayload, jose.ErrHeader},
		"refused/member twice":       {goodHeader, `{"iat":1795171500,"a":1,"a":2}`, jose.ErrDuplicate},
		"refused/member twice deep":  {goodHeader, `{"iat":1795171500,"a":[{"b":{"c":1,"c":1}}]}`, jose.ErrDuplicate},
		"refused/twice by escape":    {goodHeader, `{"iat":1795171500,"a":1,"\u0061":2}`, jose.ErrDuplicate},
		"refused/payload a list":     {goodHeader, `[1]`, jose.ErrMalformed},
		"refused/payload null":       {goodHeader, `null`, jose.ErrMalformed},
		"refused/payload empty":      {goodHeader, ``, jose.ErrJSON},
		"refused/trailing data":      {goodHeader, goodPayload + `{}`, jose.ErrJSON},
		"refused/bad UTF-8":          {goodHeader, "{\"iat\":1795171500,\"a\":\"\xff\"}", jose.ErrJSON},
		"refused/half a surrogate":   {goodHeader, `{"iat":1795171500,"a":"\ud800"}`, jose.ErrJSON},
		"refused/too deep":           {goodHeader, deep(33), jose.ErrDepth},
		"refused/depth bomb":         {goodHeader, deep(2500), jose.ErrDepth},
		"refused/huge integer":       {goodHeader, `{"iat":1795171500,"a":9007199254740992}`, jose.ErrNumber},
		"refused/huge exponent":      {goodHeader, `{"iat":1795171500,"a":1e999}`, jose.ErrNumber},
		"refused/no iat":             {goodHeader, `{"exp":1}`, jose.ErrIssuedAt},
		"refused/iat a fraction":     {goodHeader, `{"iat":1795171500.5}`, jose.ErrIssuedAt},
		"refused/iat text":           {goodHeader, `{"iat":"1795171500"}`, jose.ErrIssuedAt},
		"refused/iat negative":       {goodHeader, `{"iat":-1}`, jose.ErrIssuedAt},
		"refused/iat another time":   {goodHeader, `{"iat":1795171501}`, jose.ErrKeyUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			v, err := jose.Verify(craft(t, key, c.header, c.payload), jose.TypApproval, only("k1", &key.PublicKey))
			wantErr(t, err, c.want)
			if c.want == nil && (string(v.Payload) != c.payload || v.KID != "k1" || v.IssuedAt.Unix() != issued) {
				t.Errorf("verified as %+v", v)
			}
		})
	}
}

func TestVerifySpelling(t *testing.T) {
	key, other := newKey(t), newKey(t)
	token := craft(t, key, goodHeader, goodPayload)
	parts := strings.Split(token, ".")
	input := parts[0] + "." + parts[1]
	sig := rawSign(t, key, input)
	sum := sha256.Sum256([]byte(input))
	der, err := ecdsa.SignASN1(rand.Reader, key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	enc := base64.RawURLEncoding.EncodeToString
	mac := hmac.New(sha256.New, jose.MarshalKey(&key.PublicKey))
	mac.Write([]byte(input))
	for name, c := range map[string]struct {
		token string
		want  error
	}{
		"ok/as it is": {token, nil},
		// Both spellings are ES256. Refusing one would refuse half the receipts
		// of any other council's broker; so a token's identity is its jti.
		"ok/the other s":                {input + "." + enc(otherS(t, sig)), nil},
		"refused/last bit set":          {flipLastBit(token), jose.ErrBase64},
		"refused/padded":                {token + "==", jose.ErrBase64},
		"refused/newline after":         {token + "\n", jose.ErrBase64},
		"refused/newline within":        {token[:30] + "\n" + token[30:], jose.ErrBase64},
		"refused/carriage return":       {token + "\r", jose.ErrBase64},
		"refused/space before":          {" " + token, jose.ErrBase64},
		"refused/standard base64":       {strings.Replace(token, ".", "+.", 1), jose.ErrBase64},
		"refused/four parts":            {token + ".", jose.ErrMalformed},
		"refused/two parts":             {input, jose.ErrMalformed},
		"refused/empty":                 {"", jose.ErrMalformed},
		"refused/JSON serialisation":    {`{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`, jose.ErrMalformed},
		"refused/no signature":          {input + ".", jose.ErrForged},
		"refused/DER signature":         {input + "." + enc(der), jose.ErrForged},
		"refused/63 bytes":              {input + "." + enc(sig[:63]), jose.ErrForged},
		"refused/65 bytes":              {input + "." + enc(append(sig[:64:64], 0)), jose.ErrForged},
		"refused/zero signature":        {input + "." + enc(make([]byte, 64)), jose.ErrForged},
		"refused/one bit of signature":  {input + "." + enc(append([]byte{sig[0] ^ 1}, sig[1:]...)), jose.ErrForged},
		"refused/payload exchanged":     {parts[0] + "." + b64(`{"iat":1795171500,"decision":"refused"}`) + "." + parts[2], jose.ErrForged},
		"refused/another key":           {craft(t, other, goodHeader, goodPayload), jose.ErrForged},
		"refused/public key as secret":  {input + "." + enc(mac.Sum(nil)), jose.ErrForged},
		"refused/larger than its limit": {craft(t, key, goodHeader, `{"iat":1795171500,"a":"`+strings.Repeat("a", 16<<10)+`"}`), jose.ErrTooLarge},
		"refused/any megabyte":          {strings.Repeat("a", 1<<20), jose.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := jose.Verify(c.token, jose.TypApproval, only("k1", &key.PublicKey))
			wantErr(t, err, c.want)
		})
	}
}

func flipLastBit(token string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, token[len(token)-1])
	return token[:len(token)-1] + string(alphabet[last^1])
}

func TestVerifyAsksForTheKeyLast(t *testing.T) {
	key := newKey(t)
	mine := errors.New("the list is stale")
	asked := 0
	keys := func(string, time.Time) (*ecdsa.PublicKey, error) { asked++; return nil, mine }
	if _, err := jose.Verify(craft(t, key, goodHeader, `{}`), jose.TypApproval, keys); asked != 0 {
		t.Errorf("a malformed token reached the keys: %v", err)
	}
	_, err := jose.Verify(craft(t, key, goodHeader, goodPayload), jose.TypApproval, keys)
	if !errors.Is(err, mine) || asked != 1 {
		t.Errorf("asked %d times, error %v", asked, err)
	}
}

func TestVerifyUnknownTyp(t *testing.T) {
	key := newKey(t)
	token := craft(t, key, `{"alg":"ES256","kid":"k1","typ":"JWT"}`, goodPayload)
	_, err := jose.Verify(token, "JWT", only("k1", &key.PublicKey))
	wantErr(t, err, jose.ErrTyp)
}

func TestVerifyRoot(t *testing.T) {
	key, thief := newKey(t), newKey(t)
	header := func(k *ecdsa.PrivateKey) string {
		return `{"alg":"ES256","kid":"` + jose.Thumbprint(&k.PublicKey) + `","typ":"vd-root+jwt"}`
	}
	payload := func(k *ecdsa.PrivateKey) string {
		return `{"iat":1795171500,"key":` + string(jose.MarshalKey(&k.PublicKey)) + `}`
	}
	errUnpinned := errors.New("not pinned")
	pinned := func(raw []byte) (jose.Keys, error) {
		var root struct {
			IAT jose.Seconds `json:"iat"`
			Key webKey       `json:"key"`
		}
		if err := jose.Decode(raw, &root); err != nil {
			return nil, err
		}
		pub, err := jose.ParseKey(mustJSON(t, root.Key))
		if err != nil {
			return nil, err
		}
		if jose.Thumbprint(pub) != jose.Thumbprint(&key.PublicKey) {
			return nil, errUnpinned
		}
		return only(jose.Thumbprint(pub), pub), nil
	}
	for name, c := range map[string]struct {
		token string
		want  error
	}{
		"ok/pinned":                 {craft(t, key, header(key), payload(key)), nil},
		"refused/another root":      {craft(t, thief, header(thief), payload(thief)), errUnpinned},
		"refused/signed by a thief": {craft(t, thief, header(key), payload(key)), jose.ErrForged},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := jose.VerifyRoot(c.token, pinned)
			wantErr(t, err, c.want)
		})
	}
}

type webKey struct {
	CRV string `json:"crv"`
	KTY string `json:"kty"`
	X   string `json:"x"`
	Y   string `json:"y"`
}
