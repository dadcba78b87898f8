package journal

import (
	"io"
	"iter"
	"time"

	"vouchdesk/internal/fault"
)

// What VerifyFile finds. Where is "line 7" or "line 7, entry 6".
var (
	ErrTampered = fault.New(fault.Tampered, "journal-tampered")
	ErrCut      = fault.New(fault.Tampered, "journal-cut")
)

// Header is the first line of an exported chain.
type Header struct {
	Desk     string
	Exported time.Time // to the second, UTC
}

// Mark is a checkpoint with the token that signs it. The token is carried, not
// verified.
type Mark struct {
	Checkpoint Checkpoint
	Token      string
}

// Report is what a whole file says.
type Report struct {
	Header  Header
	Entries uint64
	Head    Head
	Marks   []Mark // in order; their tokens are for the caller to verify
}

// Export writes a chain from its first line. Marks must be in order and lie on
// lines of the chain.
func Export(w io.Writer, h Header, lines iter.Seq2[Line, error], marks ...Mark) (Head, error) {
	return Head{}, nil
}

// VerifyFile proves an exported chain without any key.
func VerifyFile(r io.Reader) (Report, error) { return Report{}, nil }
