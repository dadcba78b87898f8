package main

import "golang.org/x/sys/unix"

// complaints is where this process reads what was written to its standard
// error: the only way that MuPDF, as it is bound, says that it left out a
// picture or mended a file. What it says could come from the document, so that
// only whether it said anything is used. Of 0 nothing is heard.
type complaints int

// listen puts a pipe in the place of standard error. What does not fit into it
// is lost, rather than waited for.
func listen() (complaints, error) {
	var ends [2]int
	if err := unix.Pipe2(ends[:], unix.O_NONBLOCK|unix.O_CLOEXEC); err != nil {
		return 0, err
	}
	if err := unix.Dup3(ends[1], unix.Stderr, 0); err != nil {
		return 0, err
	}
	return complaints(ends[0]), unix.Close(ends[1])
}

// any says whether there was one since it was last asked.
func (c complaints) any() bool {
	if c == 0 {
		return false
	}
	said := false
	for b := make([]byte, 4096); ; {
		n, err := unix.Read(int(c), b)
		if err == unix.EINTR {
			continue
		}
		if n <= 0 {
			return said
		}
		said = true
	}
}
