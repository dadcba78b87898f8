package docrender

import (
	"os"
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"

	"vouchdesk/internal/docrender/wire"
)

// held is what holds a worker from outside.
const held = wire.Job

// jobMemory bounds what the worker commits: more than on Linux, where only
// private writable memory counts.
const jobMemory = 512 << 20

func root() string {
	if dir, err := windows.GetSystemDirectory(); err == nil {
		return dir
	}
	return ""
}

// hide keeps a console window from flashing up at the counter.
func hide(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: windows.CREATE_NO_WINDOW}
}

// hold puts the worker into a job: bounded memory and processor time, no child
// processes, no desktop or clipboard, gone when the desk is.
func hold(p *os.Process) (func(), error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, err
	}
	release := func() { _ = windows.CloseHandle(job) }
	if err := limit(job, p.Pid); err != nil {
		release()
		return nil, err
	}
	return release, nil
}

func limit(job windows.Handle, pid int) error {
	l := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE |
				windows.JOB_OBJECT_LIMIT_ACTIVE_PROCESS |
				windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY |
				windows.JOB_OBJECT_LIMIT_PROCESS_TIME |
				windows.JOB_OBJECT_LIMIT_DIE_ON_UNHANDLED_EXCEPTION,
			ActiveProcessLimit:      1,
			PerProcessUserTimeLimit: 10 * 10_000_000, // of 100 ns
		},
		ProcessMemoryLimit: jobMemory,
	}
	_, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&l)), uint32(unsafe.Sizeof(l))) //nolint:gosec // the call takes an address
	if err != nil {
		return err
	}
	h, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, uint32(pid))
	if err != nil {
		return err
	}
	defer func() { _ = windows.CloseHandle(h) }()
	return windows.AssignProcessToJobObject(job, h)
}
