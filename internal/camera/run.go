package camera

import "vouchdesk/internal/program"

// limits are for where the program cannot take its own: a camera's driver is
// loaded into it, and it runs while somebody looks.
var limits = program.Limits{Memory: 1 << 30}

// run starts the program. It does nothing before its first request, so it has
// seen no picture before it is held.
func run(path string) (*Line, error) {
	path, err := program.Locate("vouchdesk-camera", path)
	if err != nil {
		return nil, ErrProgram.Because(err)
	}
	p, err := program.Start(path, limits)
	if err != nil {
		return nil, ErrProgram.Because(err)
	}
	widen(p.Out)
	return &Line{In: p.In, Out: p.Out, End: p.Stop}, nil
}
