// Package program starts the desk's own programs, each in a process that can be
// lost: vouchdesk-render, which decodes, and vouchdesk-camera, which has a
// driver in it.
//
// A program gets no environment, no folder of the user's, no console window,
// and only its three standard streams; what is said on standard error is lost,
// since it could come from a document. On Windows it is held in a job object
// from its start; elsewhere it takes its limits itself, and closes what the desk
// had inherited from others (CloseInherited). It is never asked to
// end, but killed: one that hangs would not hear. Errors carry no path.
package program

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// patience is how long a killed program may take to be gone.
const patience = 2 * time.Second

// Limits are what the system holds a program to where [Held] is true.
type Limits struct {
	Memory uint64        // bytes
	CPU    time.Duration // of user time; 0 is any
}

// Process is a program that was started. Its methods may be called from
// several goroutines, and more than once.
type Process struct {
	In      io.WriteCloser
	Out     io.ReadCloser
	process *os.Process
	release func()        // what holds it
	gone    chan struct{} // closed once it is
}

// Locate is the program at path, or next to this executable where path is
// empty. The answer is absolute: a relative path would be looked for in the
// directory of the moment, and a bare name in PATH.
func Locate(name, path string) (string, error) {
	if path == "" {
		self, err := os.Executable()
		if err != nil {
			return "", cause(err)
		}
		path = filepath.Join(filepath.Dir(self), name)
		if runtime.GOOS == "windows" {
			path += ".exe"
		}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", cause(err)
	}
	if _, err := exec.LookPath(path); err != nil {
		return "", cause(err)
	}
	return path, nil
}

// Start starts the program that Locate found. It lives until [Process.Kill], or
// until its standard input ends because the desk is gone.
func Start(path string, l Limits) (*Process, error) {
	cmd := exec.Command(path) //nolint:noctx // it outlives the call that starts it
	cmd.Env = []string{}      // nil would hand over the desk's own
	cmd.Dir = root()          // so that the program holds no folder of the user's
	hide(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, cause(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, cause(err)
	}
	if err := cmd.Start(); err != nil {
		return nil, cause(err)
	}
	p := &Process{In: in, Out: out, process: cmd.Process, release: func() {}, gone: make(chan struct{})}
	release, err := hold(cmd.Process.Pid, l)
	if err == nil {
		p.release = release
	}
	go p.reap()
	if err != nil {
		p.Stop()
		return nil, cause(err)
	}
	return p, nil
}

func (p *Process) reap() {
	_, _ = p.process.Wait()
	p.release()
	close(p.gone)
}

// Kill ends the program and whoever waits for its streams, even if something
// else should hold their other ends.
func (p *Process) Kill() {
	_ = p.process.Kill()
	_ = p.In.Close()
	_ = p.Out.Close()
}

// Stop kills the program and returns once it is gone, or should long have been.
func (p *Process) Stop() {
	p.Kill()
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case <-p.gone:
	case <-late.C:
	}
}

// Gone is closed once the program has ended.
func (p *Process) Gone() <-chan struct{} { return p.gone }

// cause is an error without the path or the command line in it.
func cause(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
