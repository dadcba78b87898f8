package printing

import (
	"context"

	"golang.org/x/sys/windows"
)

// Print hands a PDF to whatever prints PDF on this machine.
func (s *Spool) Print(ctx context.Context, pdf []byte) error {
	return s.byFile(ctx, pdf, func(_ context.Context, name string) error {
		verb, err := windows.UTF16PtrFromString("print")
		if err != nil {
			return ErrFailed
		}
		file, err := windows.UTF16PtrFromString(name)
		if err != nil {
			return ErrFailed
		}
		if err := windows.ShellExecute(0, verb, file, nil, nil, windows.SW_HIDE); err != nil {
			return ErrNoPrinter // no program here prints PDF
		}
		return nil
	})
}
