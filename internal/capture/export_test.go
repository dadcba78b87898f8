package capture

import "bytes"

// Ends tells whether a file would be taken for a whole one that was of a size
// when it was looked for, and has these bytes now.
func Ends(b []byte, size int) bool {
	r := bytes.NewReader(b)
	return ends(r, int64(size), formatOf(r))
}
