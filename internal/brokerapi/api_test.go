package brokerapi_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"errors"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
)

func aCode(t testing.TB, withCA bool) brokerapi.EnrolmentCode {
	t.Helper()
	c := brokerapi.EnrolmentCode{
		Broker: "https://broker.specimen.example:8443",
		Root:   base64.RawURLEncoding.EncodeToString([]byte(strings.Repeat("r", 32))),
		Secret: base64.RawURLEncoding.EncodeToString([]byte(strings.Repeat("s", 16))),
	}
	if withCA {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		template := &x509.Certificate{
			SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Specimen"}, IsCA: true,
			NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0), BasicConstraintsValid: true,
		}
		if c.CA, err = x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func TestEnrolmentCode(t *testing.T) {
	for name, withCA := range map[string]bool{"ok/public authority": false, "ok/own authority": true} {
		t.Run(name, func(t *testing.T) {
			want, err := brokerapi.NewEnrolmentCode(aCode(t, withCA))
			if err != nil {
				t.Fatal(err)
			}
			text := want.String()
			for _, form := range []string{text, strings.ToLower(text), text[:9] + "-\n " + text[9:] + "\r\n"} {
				got, err := brokerapi.ParseEnrolmentCode(form)
				if err != nil {
					t.Fatalf("ParseEnrolmentCode: %v", err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			}
			if (want.RootCAs() != nil) != withCA {
				t.Error("RootCAs")
			}
			if len(text) > 1400 {
				t.Errorf("%d characters do not fit a QR that a camera reads", len(text))
			}
		})
	}
}

func TestEnrolmentCodeRefused(t *testing.T) {
	text := aCode(t, false).String()
	changed := func(i int) string {
		b := []byte(text)
		if b[i] == 'A' {
			b[i] = 'B'
		} else {
			b[i] = 'A'
		}
		return string(b)
	}
	elsewhere := func(url string) string {
		c := aCode(t, false)
		c.Broker = url
		return c.String()
	}
	withCA := aCode(t, false)
	withCA.CA = []byte("not a certificate")
	for name, c := range map[string]struct {
		text string
		want error
	}{
		"refused/empty":               {"", brokerapi.ErrNotACode},
		"refused/letter":              {"VLAABCDEF", brokerapi.ErrNotACode},
		"refused/endless":             {strings.Repeat("V", 9000), brokerapi.ErrNotACode},
		"refused/cut":                 {text[:len(text)-3], brokerapi.ErrCodeDamaged},
		"refused/mistyped start":      {changed(8), brokerapi.ErrCodeDamaged},
		"refused/mistyped end":        {changed(len(text) - 2), brokerapi.ErrCodeDamaged},
		"refused/not base32":          {"VDE1890", brokerapi.ErrCodeDamaged},
		"refused/http":                {elsewhere("http://broker.specimen.example"), brokerapi.ErrCodeContent},
		"refused/user in URL":         {elsewhere("https://broker@other.example"), brokerapi.ErrCodeContent},
		"refused/path":                {elsewhere("https://broker.specimen.example/x"), brokerapi.ErrCodeContent},
		"refused/no host":             {elsewhere("https://"), brokerapi.ErrCodeContent},
		"refused/authority malformed": {withCA.String(), brokerapi.ErrCodeContent},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := brokerapi.ParseEnrolmentCode(c.text); !errors.Is(err, c.want) {
				t.Errorf("err = %v, want %v", err, c.want)
			}
		})
	}
}

func FuzzEnrolmentCode(f *testing.F) {
	f.Add(aCode(f, false).String())
	f.Add(aCode(f, true).String())
	f.Add("VDE")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := brokerapi.ParseEnrolmentCode(text)
		if err != nil {
			return
		}
		again, err := brokerapi.ParseEnrolmentCode(c.String())
		if err != nil || !cmp.Equal(c, again) {
			t.Errorf("what parsed does not come back: %v", err)
		}
	})
}

func TestProblems(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		status int
		kind   fault.Kind
		code   string
	}{
		"refused":   {fault.New(fault.Refused, "four-eyes"), 422, fault.Refused, "four-eyes"},
		"conflict":  {fault.New(fault.Conflict, "letter-used-elsewhere").With("desk", "d"), 409, fault.Conflict, "letter-used-elsewhere"},
		"tampered":  {fault.New(fault.Tampered, "token-forged"), 422, fault.Tampered, "token-forged"},
		"malformed": {fault.New(fault.Malformed, "x").At("claims"), 400, fault.Malformed, "x"},
		"ours":      {errors.New("db: secret path"), 500, fault.Internal, "internal"},
	} {
		t.Run(name, func(t *testing.T) {
			p := brokerapi.ProblemOf(c.err)
			if p.Status != c.status || p.Code != c.code {
				t.Errorf("problem %+v", p)
			}
			data, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(data), "secret") {
				t.Error("our own mistake is told to the desk")
			}
			back, err := brokerapi.ParseProblem(data)
			if err != nil || back.Kind != c.kind || back.Code != c.code {
				t.Errorf("back = %v, %v", back, err)
			}
		})
	}
}

func FuzzProblem(f *testing.F) {
	f.Add([]byte(`{"type":"about:blank","code":"x","kind":"refused"}`))
	f.Add([]byte(`{}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := brokerapi.ParseProblem(data)
		if err == nil && (e.Code == "" || len(e.Code) > 64) {
			t.Errorf("code %q", e.Code)
		}
	})
}
