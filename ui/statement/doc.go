// Package statement writes an evidence-of-check statement for an auditor to
// read, in English or Welsh, from [extract.Statement] alone: what stands in the
// one stands in the other. It decides and verifies nothing. Pure, without Fyne.
package statement
