//go:build !windows

package printing

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"time"
)

// patience is how long lp may take to accept a document.
const patience = 20 * time.Second

// Print hands a PDF to the default printer on a pipe.
func (s *Spool) Print(ctx context.Context, pdf []byte) error {
	lp, err := exec.LookPath("lp")
	if err != nil {
		return ErrNoPrinter
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	job := exec.CommandContext(within, lp, "-s", "-t", Title) //nolint:gosec // the system's own, found in its path
	job.Stdin = bytes.NewReader(pdf)
	job.WaitDelay = time.Second
	err = job.Run()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit) && within.Err() == nil:
		return ErrNoPrinter // lp says no at once where there is no destination
	default:
		return ErrFailed
	}
}
