package printing

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// writePrivate makes a file that only its owner reads. The mode of a file says
// nothing on Windows: it would have the access list of the folder, which every
// officer of the desk shares. Its own list is there from the first moment and
// takes nothing over. Others of this machine who reach the folder may remove it:
// whoever starts the desk next sweeps what another left.
func writePrivate(name string, content []byte) error {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return err
	}
	owner := user.User.Sid.String()
	list, err := windows.SecurityDescriptorFromString("O:" + owner + "D:P(A;;FA;;;" + owner + ")(A;;SD;;;AU)")
	if err != nil {
		return err
	}
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return err
	}
	attributes := windows.SecurityAttributes{SecurityDescriptor: list}
	attributes.Length = uint32(unsafe.Sizeof(attributes))
	handle, err := windows.CreateFile(path, windows.GENERIC_WRITE, 0, &attributes, windows.CREATE_NEW, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(handle), name)
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
