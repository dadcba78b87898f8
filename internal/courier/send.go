package courier

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

// The limits of one request.
const (
	usualTimeout = 30 * time.Second
	dialTimeout  = 10 * time.Second
	smallAnswer  = 64 << 10
)

// A Client carries requests to one broker.
type Client struct {
	cfg  Config
	base string
	http *http.Client
}

// New checks the configuration. It opens no connection.
func New(cfg Config) (*Client, error) {
	if err := brokerapi.CheckBrokerURL(cfg.BaseURL); err != nil {
		return nil, ErrConfig.At("url").Because(err)
	}
	if cfg.Now == nil || cfg.NewID == nil || cfg.Signer != nil && cfg.Signer.Typ() != jose.TypRequest {
		return nil, ErrConfig
	}
	if cfg.List == nil {
		cfg.List = func() *trust.List { return nil }
	}
	if cfg.Timeout <= 0 {
		cfg.Timeout = usualTimeout
	}
	secure := &tls.Config{MinVersion: tls.VersionTLS13}
	if len(cfg.RootCAs) > 0 {
		secure.RootCAs = x509.NewCertPool()
		if !secure.RootCAs.AppendCertsFromPEM(cfg.RootCAs) {
			return nil, ErrConfig.At("ca")
		}
	}
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, TLSClientConfig: secure, ForceAttemptHTTP2: true,
		DialContext:         (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout: dialTimeout, MaxIdleConns: 4, IdleConnTimeout: time.Minute,
		MaxResponseHeaderBytes: 16 << 10, ExpectContinueTimeout: time.Second,
		DisableCompression: true, // a small answer must not inflate
	}
	return &Client{cfg: cfg, base: strings.TrimSuffix(cfg.BaseURL, "/"), http: &http.Client{
		Transport: transport, Timeout: cfg.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Close drops idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// question is one request, answer what came back.
type question struct {
	method string
	path   string // escaped
	query  url.Values
	body   []byte
	sends  string // media type of body
	etag   string // for If-None-Match
	media  string // that the answer must have
	limit  int    // of the answer; 0: smallAnswer
	open   bool   // needs no signature
}

type answer struct {
	status int
	etag   string
	body   []byte
}

func (c *Client) do(ctx context.Context, q question) (answer, error) {
	target := q.path
	if len(q.query) > 0 {
		target += "?" + q.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, q.method, c.base+target, bytes.NewReader(q.body))
	if err != nil {
		return answer{}, ErrConfig.Because(err)
	}
	if q.sends != "" {
		req.Header.Set("Content-Type", q.sends)
	}
	if q.etag != "" {
		req.Header.Set("If-None-Match", q.etag)
	}
	req.Header.Set("Accept", q.media+", "+brokerapi.MediaProblem)
	if !q.open {
		if err := c.signRequest(req, q.body); err != nil {
			return answer{}, err
		}
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, unsent(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }() // read to its end below, or given up
	return c.take(ctx, q, resp)
}

// signRequest binds the request to this desk, this moment and these bytes.
func (c *Client) signRequest(req *http.Request, body []byte) error {
	if c.cfg.Signer == nil {
		return ErrConfig.At("signer")
	}
	token, err := c.cfg.Signer.Sign(brokerapi.RequestBody{
		Issuer: c.cfg.Desk, Audience: c.cfg.Broker, IssuedAt: jose.SecondsOf(c.cfg.Now()), JTI: c.cfg.NewID(),
		Method: req.Method, URL: req.URL.RequestURI(), BodySHA256: brokerapi.BodyHash(body),
	})
	if err != nil {
		return err
	}
	req.Header.Set(brokerapi.HeaderRequest, token)
	return nil
}

// unsent tells apart why there is no answer at all. The cause is dropped: it
// names hosts and addresses.
func unsent(ctx context.Context, err error) error {
	var timeout net.Error
	var verify *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	case errors.As(err, &verify):
		var invalid x509.CertificateInvalidError
		if errors.As(err, &invalid) && invalid.Reason == x509.Expired {
			return ErrTLS.With("why", "expired") // or this machine's clock is wrong
		}
		return ErrTLS.With("why", "certificate")
	// crypto/tls has no type for most of what goes wrong in a handshake.
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch), strings.Contains(err.Error(), "tls: "):
		return ErrTLS.With("why", "handshake")
	case errors.As(err, &timeout) && timeout.Timeout():
		var op *net.OpError
		if errors.As(err, &op) && op.Op == "dial" {
			return ErrOffline.With("why", "dial")
		}
		return ErrTimeout
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ErrCut
	}
	return ErrOffline
}

// take reads an answer and tells apart what it is not.
func (c *Client) take(ctx context.Context, q question, resp *http.Response) (answer, error) {
	limit := q.limit
	if limit == 0 {
		limit = smallAnswer
	}
	media, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	problem := media == brokerapi.MediaProblem
	if problem {
		limit = smallAnswer
	}
	if resp.ContentLength > int64(limit) {
		return answer{}, ErrOversize
	}
	// Who answers in our place sends a page or sends us elsewhere; the broker
	// does neither, whatever is wrong with it.
	if resp.StatusCode >= 300 && resp.StatusCode < 400 && resp.StatusCode != http.StatusNotModified ||
		resp.StatusCode == http.StatusProxyAuthRequired || resp.StatusCode == http.StatusNetworkAuthenticationRequired || media == "text/html" {
		if resp.StatusCode >= 500 && resp.StatusCode != http.StatusNetworkAuthenticationRequired {
			return answer{}, ErrBroker.With("status", strconv.Itoa(resp.StatusCode)) // a gateway before a broker that is down
		}
		return answer{}, ErrPortal
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, int64(limit)+1))
	switch {
	case err != nil:
		return answer{}, half(ctx, err)
	case len(body) > limit:
		return answer{}, ErrOversize
	case resp.StatusCode == http.StatusNotModified && q.method == http.MethodGet && q.etag != "":
		return answer{status: resp.StatusCode, etag: q.etag}, nil
	case resp.StatusCode >= 400:
		return answer{}, c.refused(resp, problem, body)
	case resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusCreated && resp.StatusCode != http.StatusAccepted:
		return answer{}, ErrMalformed.At("status")
	case media != mediaOf(q.media):
		return answer{}, ErrMalformed.At("content-type")
	}
	return answer{status: resp.StatusCode, etag: resp.Header.Get("ETag"), body: body}, nil
}

// half is a body that stopped: the line broke, or our patience ended.
func half(ctx context.Context, err error) error {
	var timeout net.Error
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	case errors.As(err, &timeout) && timeout.Timeout():
		return ErrTimeout
	}
	return ErrCut
}

// refused gives the broker's own reason, but for those that only this side can
// word: its being broken, and our clock.
func (c *Client) refused(resp *http.Response, problem bool, body []byte) error {
	broken := ErrBroker.With("status", strconv.Itoa(resp.StatusCode))
	if !problem {
		return broken
	}
	why, err := brokerapi.ParseProblem(body)
	switch {
	case err != nil || why.Kind == fault.Internal:
		return broken
	case why.Code == brokerapi.CodeStale:
		return c.clock(resp)
	}
	return why
}

// clock says by how much the two clocks differ, as far as the answer tells.
func (c *Client) clock(resp *http.Response) error {
	theirs, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return ErrClock
	}
	return ErrClock.With("seconds", strconv.FormatInt(int64(c.cfg.Now().Sub(theirs).Seconds()), 10))
}

func mediaOf(text string) string {
	media, _, _ := mime.ParseMediaType(text)
	return media
}
