package desk

import (
	"context"
	"encoding/json"
)

// Ask sends one request to the desk that runs over a data folder and writes
// the answer's lines to each. [ErrNotRunning] when there is none.
func Ask(ctx context.Context, dir string, request Request, each func(json.RawMessage) error) error {
	return ErrNotReady
}

// Request is one line asked of a running desk.
type Request struct {
	Do string `json:"do"` // one of the Do constants
}

// What a running desk can be asked.
const (
	DoRaise         = "raise"
	DoJournalExport = "journal-export" // answers with the file's lines as JSON strings
	DoOutboxList    = "outbox-list"    // answers with one parcel a line
)
