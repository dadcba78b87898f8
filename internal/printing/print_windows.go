package printing

import (
	"context"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Print hands a PDF to whatever prints PDF on this machine.
func (s *Spool) Print(ctx context.Context, pdf []byte) error {
	return s.byFile(ctx, pdf, shellPrint)
}

// execution is SHELLEXECUTEINFOW.
type execution struct {
	size, mask                        uint32
	window                            windows.Handle
	verb, file, parameters, directory *uint16
	show                              int32
	instance                          windows.Handle
	ids                               uintptr
	class                             *uint16
	classKey                          windows.Handle
	hotKey                            uint32
	monitor, process                  windows.Handle
}

// The marks of an execution that we use.
const (
	keepProcess = 0x40  // SEE_MASK_NOCLOSEPROCESS
	waitForIt   = 0x100 // SEE_MASK_NOASYNC: this thread has no messages to serve
	noDialog    = 0x400 // SEE_MASK_FLAG_NO_UI
)

// shellPrint runs the print command of the file's kind and tells when it ended.
// Where the command is another program's that runs already there is no end to
// tell, and the channel is nil.
func shellPrint(_ context.Context, name string) (<-chan struct{}, error) {
	verb, err := windows.UTF16PtrFromString("print")
	if err != nil {
		return nil, ErrFailed
	}
	file, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return nil, ErrFailed
	}
	e := execution{mask: keepProcess | waitForIt | noDialog, verb: verb, file: file, show: windows.SW_HIDE}
	e.size = uint32(unsafe.Sizeof(e))
	run := windows.NewLazySystemDLL("shell32.dll").NewProc("ShellExecuteExW")
	if ok, _, _ := run.Call(uintptr(unsafe.Pointer(&e))); ok == 0 { //nolint:gosec // the form in which Windows reads it
		return nil, ErrNoPrinter // no program here prints PDF
	}
	if e.process == 0 {
		return nil, nil
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_, _ = windows.WaitForSingleObject(e.process, uint32(Lingers.Milliseconds())) // whatever it says, it is not waited for longer
		_ = windows.CloseHandle(e.process)
	}()
	return ended, nil
}
