//go:build race

package uitest

import "time"

// patience is how long something is waited for: the race detector lets
// everything take longer, and pictures most of all.
const patience = 120 * time.Second
