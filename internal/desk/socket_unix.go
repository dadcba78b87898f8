//go:build !windows

package desk

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

const (
	socketName = "desk.sock"
	// The kernel's address of a socket holds some hundred bytes, a folder's name
	// may be longer.
	maxSocketPath = 100
)

// socketPath gives the socket a short name where its folder's is too long, by
// way of an open handle on the folder. release must be called when it has been used.
func socketPath(dir string) (path string, release func(), err error) {
	path = filepath.Join(dir, socketName)
	if len(path) <= maxSocketPath {
		return path, func() {}, nil
	}
	f, err := os.Open(dir)
	if err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", f.Fd(), socketName), func() { _ = f.Close() }, nil
}

func dialSocket(ctx context.Context, dir string) (net.Conn, error) {
	path, release, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	defer release()
	var dialer net.Dialer
	return dialer.DialContext(ctx, "unix", path)
}

// listenSocket takes the place of a socket that a killed desk left behind: the
// vault's lock, which is held by now, says that no desk is running.
func listenSocket(ctx context.Context, dir string) (net.Listener, error) {
	var config net.ListenConfig
	if err := os.Remove(filepath.Join(dir, socketName)); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	path, release, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	defer release()
	l, err := config.Listen(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // its short name is gone by then
	if err := os.Chmod(filepath.Join(dir, socketName), 0o600); err != nil {
		_ = l.Close()
		return nil, err
	}
	return &socketListener{l, filepath.Join(dir, socketName)}, nil
}

// socketListener takes its file away with it.
type socketListener struct {
	net.Listener
	file string
}

func (l *socketListener) Close() error {
	err := l.Listener.Close()
	_ = os.Remove(l.file) // a leftover is replaced by the next start
	return err
}
