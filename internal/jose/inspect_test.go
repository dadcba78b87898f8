package jose_test

import (
	"strings"
	"testing"

	"vouchdesk/internal/jose"
)

func TestInspect(t *testing.T) {
	token := craft(t, newKey(t), `{"alg":"none","jwk":{}}`, `{"a":1}`) // not ours, and shown all the same
	for name, c := range map[string]struct {
		token string
		want  error
	}{
		"ok/any header":        {token, nil},
		"refused/last bit set": {flipLastBit(token), jose.ErrBase64},
		"refused/two parts":    {"a.b", jose.ErrMalformed},
		"refused/member twice": {b64(`{}`) + "." + b64(`{"a":1,"a":1}`) + ".", jose.ErrDuplicate},
		"refused/too large":    {strings.Repeat("A", 9<<20), jose.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			seen, err := jose.Inspect(c.token)
			wantErr(t, err, c.want)
			if c.want == nil && (string(seen.Header) != `{"alg":"none","jwk":{}}` || string(seen.Payload) != `{"a":1}`) {
				t.Errorf("seen %s %s", seen.Header, seen.Payload)
			}
		})
	}
}

func TestInspectDisclosure(t *testing.T) {
	const text = `["AAAAAAAAAAAAAAAAAAAAAA","given_name","Rosa Mai"]`
	seen, err := jose.InspectDisclosure(b64(text))
	wantErr(t, err, nil)
	if string(seen) != text {
		t.Errorf("seen %s", seen)
	}
	_, err = jose.InspectDisclosure(b64(`["salt","_sd",[]]`))
	wantErr(t, err, jose.ErrReserved)
}
