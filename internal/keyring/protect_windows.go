package keyring

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

const protection = ProtectedDPAPI

// Machine scope: officers sign in to Windows as themselves and share the desk.
const dpapiFlags = windows.CRYPTPROTECT_LOCAL_MACHINE | windows.CRYPTPROTECT_UI_FORBIDDEN

func protect(secret []byte) ([]byte, error) {
	var out windows.DataBlob
	if err := windows.CryptProtectData(blob(secret), nil, nil, 0, nil, dpapiFlags, &out); err != nil {
		return nil, err
	}
	return take(out)
}

func unprotect(sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, ErrBadSecret
	}
	var out windows.DataBlob
	if err := windows.CryptUnprotectData(blob(sealed), nil, nil, 0, nil, dpapiFlags, &out); err != nil {
		return nil, err
	}
	return take(out)
}

func blob(b []byte) *windows.DataBlob {
	return &windows.DataBlob{Size: uint32(len(b)), Data: unsafe.SliceData(b)}
}

// take copies what Windows allocated, wipes it and gives it back.
func take(out windows.DataBlob) ([]byte, error) {
	theirs := unsafe.Slice(out.Data, out.Size)
	ours := append([]byte{}, theirs...)
	clear(theirs)
	_, err := windows.LocalFree(windows.Handle(unsafe.Pointer(out.Data)))
	return ours, err
}
