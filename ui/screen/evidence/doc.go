// Package evidence is the step in which the officer records and checks the
// documents a resident has brought: the screens of ui/piece, of the resident's
// own documents. Here stands only where the case has them and which of the
// desk's commands keep them.
package evidence
