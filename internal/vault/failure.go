package vault

import (
	"errors"
	"fmt"
	"io/fs"

	berrors "go.etcd.io/bbolt/errors"

	"vouchdesk/internal/fault"
)

// failure maps what bbolt and the system say to what a caller can act on.
func failure(err error) error {
	var f *fault.Error
	switch {
	case err == nil || errors.As(err, &f):
		return err
	case isDiskFull(err) || errors.Is(err, berrors.ErrMaxSizeReached):
		return ErrDiskFull.Because(err)
	case errors.Is(err, berrors.ErrTimeout):
		return ErrBusy.Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return ErrMissing.Because(err)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrChecksum),
		errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrInvalidMapping):
		return ErrDamaged.At("file").Because(err)
	default:
		return err
	}
}

// rescue turns a panic of bbolt over a damaged page into ErrDamaged. It is
// deferred only around this package's own use of bbolt, never around a caller's
// function, whose panics are the caller's.
func rescue(err *error) {
	if r := recover(); r != nil {
		*err = ErrDamaged.At("file").Because(fmt.Errorf("%v", r))
	}
}
