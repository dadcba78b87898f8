//go:build !race

package uitest

import "time"

// patience is how long something is waited for.
const patience = 10 * time.Second
