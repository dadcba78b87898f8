package capture

import (
	"fmt"
	"io"
	"log/slog"

	"vouchdesk/internal/docrender"
)

// Source is the kind of place a sheet came from, never which: the name of a
// file or of a folder is often a resident's.
type Source string

// Where sheets come from.
const (
	FromFile    Source = "file"    // chosen, or dropped on the window
	FromFolder  Source = "folder"  // watched, where an office scanner puts what it reads
	FromScanner Source = "scanner" // attached to this machine
	FromCamera  Source = "camera"
)

// Sheet is a document in memory as its source gave it: any bytes, judged by
// nobody. It is for the confined worker alone, and hides itself from whatever
// prints or logs it. The zero Sheet is none.
type Sheet struct {
	from Source
	scan ScanID
	data []byte
}

// NewSheet takes the bytes as they are: the caller does not change them any
// more. It refuses none, and more than [MaxFile].
func NewSheet(from Source, data []byte) (Sheet, error) {
	switch {
	case len(data) == 0:
		return Sheet{}, ErrFileEmpty
	case len(data) > MaxFile:
		return Sheet{}, ErrFileTooLarge
	}
	return Sheet{from: from, data: data}, nil
}

// From is where it came from.
func (s Sheet) From() Source { return s.from }

// Scan names the file of the folder it was taken from; empty where it is from
// elsewhere.
func (s Sheet) Scan() ScanID { return s.scan }

// Bytes is the document; it is not changed.
func (s Sheet) Bytes() []byte { return s.data }

// Format hides the document from every fmt verb.
func (s Sheet) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// String says where it came from and nothing of what it is.
func (s Sheet) String() string { return "[sheet " + string(s.from) + "]" }

// LogValue hides the document from slog.
func (s Sheet) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText hides the document from every encoder that asks.
func (s Sheet) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Prepared is one page of a sheet as an officer wants it kept.
type Prepared struct {
	Sheet Sheet
	Page  int // from 0
	Edit  docrender.Edit
}
