package jose_test

import (
	"encoding/json"
	"strings"
	"testing"

	"vouchdesk/internal/jose"
)

type decoded struct {
	Name string `json:"name"`
	When jose.Seconds
	In   *struct {
		List []struct {
			A int `json:"a"`
		} `json:"list"`
	} `json:"in,omitempty"`
	Any  map[string]any  `json:"any"`
	Raw  json.RawMessage `json:"raw"`
	Skip string          `json:"-"`
	embedded
}

type embedded struct {
	Inner bool `json:"inner"`
}

func TestDecode(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"ok/empty":                  {`{}`, nil},
		"ok/all":                    {` {"name":"a","When":1,"in":{"list":[{"a":1},{}]},"any":{"X":{"x":1,"X":2}},"raw":{"q":[]},"inner":true} `, nil},
		"ok/escapes":                {`{"name":"\ud83d\ude00 \\u00e9 \" \u00e9"}`, nil},
		"ok/escaped name of member": {`{"n\u0061me":"a"}`, nil},
		"ok/numbers":                {`{"any":{"a":-9007199254740991,"b":0.1,"c":1e2,"d":null,"e":false,"f":true}}`, nil},
		"refused/unknown":           {`{"other":1}`, jose.ErrUnknown},
		"refused/unknown within":    {`{"in":{"list":[{"a":1},{"b":1}]}}`, jose.ErrUnknown},
		"refused/other case":        {`{"Name":"a"}`, jose.ErrUnknown},
		"refused/other case within": {`{"in":{"list":[{"A":1}]}}`, jose.ErrUnknown},
		"refused/not for JSON":      {`{"Skip":"a"}`, jose.ErrUnknown},
		"refused/twice":             {`{"name":"a","name":"a"}`, jose.ErrDuplicate},
		"refused/twice in any":      {`{"any":{"a":{"b":1,"b":2}}}`, jose.ErrDuplicate},
		"refused/twice in raw":      {`{"raw":[{"b":1,"b":2}]}`, jose.ErrDuplicate},
		"refused/wrong type":        {`{"name":1}`, jose.ErrJSON},
		"refused/fraction of time":  {`{"When":1.5}`, jose.ErrJSON},
		"refused/trailing":          {`{} {}`, jose.ErrJSON},
		"refused/trailing comma":    {`{"name":"a",}`, jose.ErrJSON},
		"refused/comment":           {`{} // a`, jose.ErrJSON},
		"refused/byte order mark":   {"\ufeff{}", jose.ErrJSON},
		"refused/low surrogate":     {`{"name":"\udc00"}`, jose.ErrJSON},
		"refused/two high ones":     {`{"name":"\ud800\ud800"}`, jose.ErrJSON},
		"refused/surrogate in name": {`{"any":{"\ud800":1}}`, jose.ErrJSON},
		"refused/long fraction":     {`{"any":{"a":0.1234567890123456789012345}}`, jose.ErrNumber},
		"refused/depth bomb":        {`{"raw":` + strings.Repeat(`{"a":`, 9000) + `1` + strings.Repeat(`}`, 9000) + `}`, jose.ErrDepth},
		"refused/deeper bomb":       {strings.Repeat(`[`, 1<<20), jose.ErrJSON},
		"refused/empty":             {``, jose.ErrJSON},
	} {
		t.Run(name, func(t *testing.T) {
			var into decoded
			wantErr(t, jose.Decode([]byte(c.text), &into), c.want)
		})
	}
}

// What goes wrong in a value must not show the value.
func TestDecodeErrorsHoldNoData(t *testing.T) {
	for _, text := range []string{
		`{"name":["Rosa Mai Specimen"]}`, `{"Rosa Mai Specimen":1}`, `{"any":{"Rosa":1,"Rosa":2}}`, `{"name":"Rosa`, `{"When":"Rosa"}`,
	} {
		var into decoded
		if err := jose.Decode([]byte(text), &into); err == nil || strings.Contains(err.Error(), "Rosa") {
			t.Errorf("%s gives %v", text, err)
		}
	}
}
