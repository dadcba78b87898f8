package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"path/filepath"
	"strings"

	"github.com/Microsoft/go-winio"
)

// pipeAccess lets the owner and the system in, and nobody else.
const pipeAccess = "D:P(A;;GA;;;OW)(A;;GA;;;SY)"

// pipeName is one for each data folder, however its name is spelt.
func pipeName(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	sum := sha256.Sum256([]byte(strings.ToLower(dir)))
	return `\\.\pipe\vouchdesk-` + hex.EncodeToString(sum[:12])
}

func dialSocket(ctx context.Context, dir string) (net.Conn, error) {
	return winio.DialPipeContext(ctx, pipeName(dir))
}

func listenSocket(_ context.Context, dir string) (net.Listener, error) {
	return winio.ListenPipe(pipeName(dir), &winio.PipeConfig{SecurityDescriptor: pipeAccess})
}
