package broker_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
)

// TestServe: TLS 1.3 or nothing, bounded headers, and an orderly end.
func TestServe(t *testing.T) {
	c := newTown(t)
	ln := must[net.Listener](t)(net.Listen("tcp", "127.0.0.1:0"))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- broker.Serve(ctx, ln, c.http.TLS.Certificates[0], c.server) }()
	roots := x509.NewCertPool()
	roots.AddCert(c.http.Certificate())
	get := func(most uint16, header string) (int, error) {
		transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MaxVersion: most}}
		defer transport.CloseIdleConnections()
		req := must[*http.Request](t)(http.NewRequestWithContext(ctx, http.MethodGet, "https://"+ln.Addr().String()+brokerapi.PathHealth, http.NoBody))
		req.Header.Set("X-Padding", header)
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return 0, err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		return resp.StatusCode, orClose(err, resp.Body)
	}
	if status, err := get(0, ""); err != nil || status != http.StatusOK {
		t.Errorf("health: %d, %v", status, err)
	}
	if _, err := get(tls.VersionTLS12, ""); err == nil {
		t.Error("TLS 1.2 was good enough")
	}
	if status, err := get(0, strings.Repeat("x", 64<<10)); err == nil && status != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("a header of 64 kB: %d", status)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v", err)
	}
}

func orClose(err error, c io.Closer) error {
	if closed := c.Close(); err == nil {
		return closed
	}
	return err
}
