package vault

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

func isDiskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// syncDir does nothing: NTFS journals renames, and a folder cannot be flushed.
func syncDir(string) error { return nil }

// unlock has nothing to do: Windows takes the lock away with the handle.
func unlock(*os.File) {}
