// Package settings is where anybody signed in chooses language, text size and
// contrast for this desk, and sees how the desk keeps its secrets.
//
// A supervisor also finds who at this desk may not try a passphrase after wrong
// ones, and can let them try again, never themselves.
//
// Offline it is the same. It holds no personal data and changes no case; what
// a council decides (policy, staff, sites) is not here.
package settings
