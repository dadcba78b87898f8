package camera

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// reap is how long a killed program may take to be gone.
const reap = 2 * time.Second

// run starts the program. It lives longer than the call that starts it: Line
// ends it, and so does its standard input when the desk is gone.
func run(ctx context.Context, path string) (*Line, error) {
	path, err := locate(path)
	if err != nil {
		return nil, ErrProgram.Because(err)
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	cmd := exec.CommandContext(life, path) // the path is configuration, made absolute
	cmd.Env = []string{}                   // nil would hand over the desk's own
	cmd.Dir = root()                       // so that the program holds no folder of the user's
	cmd.WaitDelay = reap
	hide(cmd)
	in, err := cmd.StdinPipe()
	if err != nil {
		cancel()
		return nil, ErrProgram.Because(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		cancel()
		return nil, ErrProgram.Because(err)
	}
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, ErrProgram.Because(cause(err))
	}
	// The program does nothing before its first request, so it has seen no
	// picture before it is held.
	release, err := hold(cmd.Process)
	if err != nil {
		cancel()
		_ = cmd.Wait()
		return nil, ErrProgram.Because(err)
	}
	end := func() {
		// Killed, not asked: a driver that hangs would not hear.
		cancel()
		_ = cmd.Wait()
		release()
	}
	return &Line{In: in, Out: out, End: end}, nil
}

// locate makes the path absolute: a relative one would be looked for in the
// directory of the moment, and a bare name in PATH.
func locate(path string) (string, error) {
	if path == "" {
		self, err := os.Executable()
		if err != nil {
			return "", err
		}
		path = filepath.Join(filepath.Dir(self), "vouchdesk-camera")
		if runtime.GOOS == "windows" {
			path += ".exe"
		}
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if _, err := exec.LookPath(path); err != nil {
		return "", cause(err)
	}
	return path, nil
}

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
