// Package seccomp builds the filters of system calls under which the desk's own
// programs run on Linux, and puts them on. Which calls a program may make is
// that program's to say; here is what every such filter has in common, so that
// none forgets it: calls by another machine's numbers end the process.
//
// Building is pure. On other systems the package is empty.
package seccomp
