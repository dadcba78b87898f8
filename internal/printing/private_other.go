//go:build !windows

package printing

import (
	"errors"
	"os"
)

// writePrivate makes a file that only its owner reads.
func writePrivate(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
