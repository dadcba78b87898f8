package courier_test

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// desk is a client and the scripted broker it talks to.
type desk struct {
	*courier.Client
	t       *testing.T
	council *trusttest.Council
	server  *httptest.Server
	asked   *http.Request
	body    []byte
}

type config func(*courier.Config)

// newDesk scripts the broker: it answers every request with script.
func newDesk(t *testing.T, script http.HandlerFunc, changes ...config) *desk {
	t.Helper()
	d := &desk{t: t, council: trusttest.New(t, caseworktest.Now())}
	d.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.asked = r
		d.body, _ = io.ReadAll(r.Body)
		script(w, r)
	}))
	d.server.Config.ErrorLog = log.New(io.Discard, "", 0)
	d.server.StartTLS()
	t.Cleanup(d.server.Close)
	d.Client = d.client(changes...)
	return d
}

func (d *desk) client(changes ...config) *courier.Client {
	d.t.Helper()
	signer, err := jose.NewSigner(jose.TypRequest, d.council.DeskKey.Private, d.council.DeskKey.KID)
	if err != nil {
		d.t.Fatal(err)
	}
	n := 0
	cfg := courier.Config{
		BaseURL: d.server.URL, RootCAs: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: d.server.Certificate().Raw}),
		Desk: trusttest.DeskID, Broker: trusttest.Broker, Signer: signer,
		List: func() *trust.List { return d.council.List }, Now: func() time.Time { return d.council.Now },
		NewID: func() string { n++; return fmt.Sprint("id-", n) },
	}
	for _, change := range changes {
		change(&cfg)
	}
	c, err := courier.New(cfg)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(c.Close)
	return c
}

func send(status int, media, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func problem(err error) http.HandlerFunc {
	p := brokerapi.ProblemOf(err)
	data, _ := json.Marshal(p)
	return send(p.Status, brokerapi.MediaProblem, string(data))
}

// TestFailuresAreToldApart is the scripted faulty broker: each way of failing
// has its own code, because each has another remedy.
func TestFailuresAreToldApart(t *testing.T) {
	for name, c := range map[string]struct {
		script http.HandlerFunc
		change config
		code   string
		kind   fault.Kind
	}{
		"refused/500":                  {script: send(500, "text/plain", "boom"), code: "broker-error", kind: fault.Unavailable},
		"refused/500 as a page":        {script: send(500, "text/html", "<html>"), code: "broker-error", kind: fault.Unavailable},
		"refused/502 of a gateway":     {script: send(502, "text/html", "<html>"), code: "broker-error", kind: fault.Unavailable},
		"refused/our broker is broken": {script: problem(errors.New("bug")), code: "broker-error", kind: fault.Unavailable},
		"refused/sign-in page":         {script: send(200, "text/html; charset=utf-8", "<html>"), code: "net-captive-portal", kind: fault.Unavailable},
		"refused/forbidden by a proxy": {script: send(403, "text/html", "<html>"), code: "net-captive-portal", kind: fault.Unavailable},
		"refused/sent elsewhere": {script: func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://portal.example/", http.StatusFound)
		}, code: "net-captive-portal", kind: fault.Unavailable},
		"refused/network sign-in": {script: send(511, "text/html", ""), code: "net-captive-portal", kind: fault.Unavailable},
		"refused/half a body": {script: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", brokerapi.MediaJSON)
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"state":`)
		}, code: "net-cut", kind: fault.Unavailable},
		"refused/line cut": {script: func(w http.ResponseWriter, _ *http.Request) {
			conn, _, _ := http.NewResponseController(w).Hijack()
			_ = conn.Close()
		}, code: "net-cut", kind: fault.Unavailable},
		"refused/slow": {script: func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
		}, change: func(c *courier.Config) { c.Timeout = 50 * time.Millisecond }, code: "net-timeout", kind: fault.Unavailable},
		"refused/declared too large": {script: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", brokerapi.MediaJSON)
			w.Header().Set("Content-Length", "100000000")
		}, code: "answer-oversize", kind: fault.Tampered},
		"refused/endless":        {script: send(200, brokerapi.MediaJSON, strings.Repeat(" ", 1<<20)), code: "answer-oversize", kind: fault.Tampered},
		"refused/not JSON":       {script: send(200, brokerapi.MediaJSON, "no"), code: "answer-malformed", kind: fault.Tampered},
		"refused/other kind":     {script: send(200, "text/plain", "ok"), code: "answer-malformed", kind: fault.Tampered},
		"refused/other status":   {script: send(206, brokerapi.MediaJSON, "{}"), code: "answer-malformed", kind: fault.Tampered},
		"refused/by a rule":      {script: problem(fault.New(fault.Refused, "four-eyes")), code: "four-eyes", kind: fault.Refused},
		"refused/letter used":    {script: problem(fault.New(fault.Conflict, "letter-used-elsewhere")), code: "letter-used-elsewhere", kind: fault.Conflict},
		"refused/stale":          {script: problem(fault.New(fault.Unauthorised, brokerapi.CodeStale)), code: "net-clock", kind: fault.Unavailable},
		"refused/problem broken": {script: send(422, brokerapi.MediaProblem, "{"), code: "broker-error", kind: fault.Unavailable},
		"refused/other authority": {script: send(200, brokerapi.MediaJSON, "{}"), change: func(c *courier.Config) {
			c.RootCAs = nil
		}, code: "net-tls", kind: fault.Unavailable},
	} {
		t.Run(name, func(t *testing.T) {
			var changes []config
			if c.change != nil {
				changes = append(changes, c.change)
			}
			d := newDesk(t, c.script, changes...)
			_, err := d.PutVouch(t.Context(), "urn:uuid:1", "parcel")
			if fault.Code(err) != c.code || fault.Of(err) != c.kind {
				t.Errorf("err = %v (%v), want %s", err, fault.Of(err), c.code)
			}
			if err != nil && strings.Contains(err.Error(), "127.0.0.1") {
				t.Errorf("the error names an address: %v", err)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	d := newDesk(t, send(200, brokerapi.MediaJSON, "{}"))
	d.server.Close()
	if err := d.Health(t.Context()); fault.Code(err) != "net-offline" {
		t.Errorf("closed port: %v", err)
	}
	unknown := d.client(func(c *courier.Config) { c.BaseURL = "https://broker.invalid" })
	if err := unknown.Health(t.Context()); fault.Code(err) != "net-offline" {
		t.Errorf("no such name: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := d.Health(ctx); fault.Of(err) != fault.Stopped {
		t.Errorf("stopped: %v", err)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	server := httptest.NewUnstartedServer(send(200, brokerapi.MediaJSON, "{}"))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.TLS = &tls.Config{MaxVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	d := newDesk(t, send(200, brokerapi.MediaJSON, "{}"))
	old := d.client(func(c *courier.Config) { c.BaseURL = server.URL })
	if err := old.Health(t.Context()); fault.Code(err) != "net-tls" {
		t.Errorf("TLS 1.2: %v", err)
	}
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if conn, err := plain.Accept(); err == nil {
			_, _ = io.WriteString(conn, "HTTP/1.0 200 OK\r\n\r\n")
			_ = conn.Close()
		}
	}()
	noTLS := d.client(func(c *courier.Config) { c.BaseURL = "https://" + plain.Addr().String() })
	if err := noTLS.Health(t.Context()); fault.Code(err) != "net-tls" {
		t.Errorf("no TLS at all: %v", err)
	}
	_ = plain.Close()
	<-done
}

func TestRequestIsSigned(t *testing.T) {
	d := newDesk(t, send(200, brokerapi.MediaJSON, `{"state":"awaiting_approval"}`))
	const jti = "urn:uuid:0193a5c1-77d0-7b52-8c44-1f2e3d4c5b6a"
	state, err := d.PutVouch(t.Context(), jti, "parcel")
	if err != nil || state.State != brokerapi.StateAwaitingApproval {
		t.Fatalf("PutVouch = %v, %v", state, err)
	}
	b, kid, err := brokerapi.ReadRequest(d.asked.Header.Get(brokerapi.HeaderRequest), d.council.List.Keys(trust.UseDesk))
	if err != nil {
		t.Fatal(err)
	}
	want := brokerapi.RequestBody{
		Issuer: trusttest.DeskID, Audience: trusttest.Broker, IssuedAt: jose.SecondsOf(d.council.Now), JTI: "id-1",
		Method: "PUT", URL: d.asked.RequestURI, BodySHA256: brokerapi.BodyHash([]byte("parcel")),
	}
	if b != want || kid != d.council.DeskKey.KID {
		t.Errorf("request %+v, want %+v", b, want)
	}
	if d.asked.Header.Get("If-None-Match") != "*" || d.asked.PathValue("jti") != "" || !strings.HasSuffix(d.asked.URL.Path, jti) {
		t.Errorf("asked %s %v", d.asked.URL.Path, d.asked.Header)
	}
}

func TestPullAndETag(t *testing.T) {
	d := newDesk(t, nil)
	token := d.council.List.Token
	d.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", courier.ETagOf(token))
		if r.Header.Get("If-None-Match") == courier.ETagOf(token) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		send(200, brokerapi.MediaJWT, token)(w, r)
	})
	first, err := d.Trust(t.Context(), "")
	if err != nil || !first.Fresh || first.Token != token || first.ETag != courier.ETagOf(token) {
		t.Fatalf("first: %v, %v", first, err)
	}
	same, err := d.Trust(t.Context(), first.ETag)
	if err != nil || same.Fresh || same.ETag != first.ETag {
		t.Errorf("same: %v, %v", same, err)
	}
}

func TestNotModifiedUnasked(t *testing.T) {
	d := newDesk(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) })
	if _, err := d.Trust(t.Context(), ""); fault.Code(err) != "answer-malformed" {
		t.Errorf("err = %v", err)
	}
}

func TestWithoutAListNothingSignedIsBelieved(t *testing.T) {
	d := newDesk(t, send(200, brokerapi.MediaJWT, "x"), func(c *courier.Config) { c.List = nil })
	if _, err := d.Time(t.Context()); fault.Code(err) != "trust-missing" {
		t.Errorf("time: %v", err)
	}
	if _, err := d.Check(t.Context(), brokerapi.CheckAsk{}); fault.Code(err) != "trust-missing" {
		t.Errorf("check: %v", err)
	}
}

func TestNewRefuses(t *testing.T) {
	id := func() string { return "" }
	for name, c := range map[string]courier.Config{
		"http":  {BaseURL: "http://broker.example", Now: time.Now, NewID: id},
		"ca":    {BaseURL: "https://broker.example", RootCAs: []byte("x"), Now: time.Now, NewID: id},
		"clock": {BaseURL: "https://broker.example", NewID: id},
	} {
		if _, err := courier.New(c); fault.Code(err) != "courier-config" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
