package capture

import "bytes"

// Ends tells whether bytes would be taken for a whole file.
func Ends(b []byte) bool {
	r := bytes.NewReader(b)
	return ends(r, int64(len(b)), formatOf(r))
}
