package broker

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
)

// How long a slow or silent desk is borne.
const (
	headerTime = 5 * time.Second
	readTime   = 30 * time.Second
	writeTime  = time.Minute
	idleTime   = 2 * time.Minute
	stopTime   = 10 * time.Second
	maxHeader  = 16 << 10
	upkeep     = 10 * time.Minute
)

// Upkeep signs the trust list anew when it is a day old. Serve calls it.
func (s *Server) Upkeep(ctx context.Context) error {
	last, err := s.store.Published(ctx, brokerstore.DocTrust)
	if err != nil && fault.Of(err) != fault.NotFound {
		return err
	}
	if err == nil && s.now().Sub(last.At) < trustAge {
		return nil
	}
	return s.admin.PublishTrust(ctx)
}

// Serve answers desks over TLS 1.3 until ctx ends, then finishes what it has
// begun. It closes the listener.
func Serve(ctx context.Context, ln net.Listener, cert tls.Certificate, s *Server) error {
	if err := s.Upkeep(ctx); err != nil {
		return errors.Join(err, ln.Close())
	}
	srv := &http.Server{
		Handler: s, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader, TLSConfig: &tls.Config{MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}},
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ErrorLog:    slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // names addresses of desks
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.ServeTLS(ln, "", "") }()
	tick := time.NewTicker(upkeep)
	defer tick.Stop()
	for {
		select {
		case err := <-ended:
			return fault.New(fault.Unavailable, "broker-stopped").Because(err)
		case <-tick.C:
			if err := s.Upkeep(ctx); err != nil {
				s.log.Error("upkeep", "code", fault.Code(err))
			}
		case <-ctx.Done():
			return stop(context.WithoutCancel(ctx), srv, ended)
		}
	}
}

func stop(ctx context.Context, srv *http.Server, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(ctx, stopTime)
	defer cancel()
	err := srv.Shutdown(ctx)
	if err != nil {
		err = errors.Join(err, srv.Close())
	}
	if last := <-ended; !errors.Is(last, http.ErrServerClosed) {
		err = errors.Join(err, last)
	}
	return err
}
