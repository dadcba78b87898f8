package main

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"

	"github.com/google/uuid"

	"vouchdesk/internal/broker"
)

func newUUID() string { return uuid.Must(uuid.NewV7()).URN() }

// server is the broker over an open council folder.
func (o *office) server(t terminal, sources ...broker.Source) (*broker.Server, error) {
	return broker.New(broker.Config{
		Store: o.store, Keys: o.keys, Now: t.now, NewID: newUUID, Sources: sources,
		Log: slog.New(slog.NewTextHandler(t.err, nil)),
	})
}

func runServe(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "serve")
	dir := set.String("dir", "", "the council's folder")
	listen := set.String("listen", "", "address and port")
	certFile := set.String("cert", "", "certificate chain, PEM")
	keyFile := set.String("key", "", "its key, PEM")
	if _, err := parse(set, args, "dir", "listen", "cert", "key"); err != nil {
		return err
	}
	cert, err := tls.LoadX509KeyPair(*certFile, *keyFile)
	if err != nil {
		return err
	}
	return within(*dir, t, func(o *office) error {
		s, err := o.server(t)
		if err != nil {
			return err
		}
		var l net.ListenConfig
		ln, err := l.Listen(ctx, "tcp", *listen)
		if err != nil {
			return err
		}
		t.say("serving at %s", ln.Addr())
		err = broker.Serve(ctx, ln, cert, s)
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	})
}
