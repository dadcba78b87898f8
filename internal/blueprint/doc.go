// Package blueprint holds no code, only the tests that keep the tree as it is
// meant to be: which package may import which, one package comment each, no
// goroutine and no fyne.Do in the face outside ui/foreground, no long files,
// every package named in docs/ARCHITECTURE.md, who signs which token type, and
// that nothing of one machine is written into the tree.
package blueprint
