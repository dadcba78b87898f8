// Package scans is "From a scanner": what an officer takes a document from that
// a scanner brings.
//
// What an office scanner has put into the folder this desk watches is listed,
// the newest first, by its time, pages and size: never by its name, which may
// hold somebody's. A file that is still being written cannot be taken yet. A
// folder that cannot be reached is told of and looked for again. Where a
// scanner is attached to this machine, a page is scanned with it.
//
// It lies over the window while it is open and ends with a sheet in memory,
// which is handed on; it keeps nothing, and removes nothing. It works offline.
// Slow work runs elsewhere and can be stopped.
package scans
