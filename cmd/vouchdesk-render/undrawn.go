package main

import (
	"bytes"
	"regexp"
)

// appearance is the entry of a form field, a stamp or a note that says how it looks.
var appearance = regexp.MustCompile(`/AP\s{0,9}(?:<<|\d{1,9}\s{1,3}\d)`)

// undrawn says whether a PDF may have form fields, stamps or notes: the binding
// draws a page's contents and nothing that is laid over them.
func undrawn(file []byte) bool {
	if appearance.Match(file) {
		return true
	}
	left := int64(mostInflated)
	parts := bytes.Split(file, []byte("stream"))
	for i, rest := range parts[1:] {
		before := parts[i]
		before = before[max(0, bytes.LastIndex(before, []byte("obj"))):]
		if bytes.Contains(before, []byte("/ObjStm")) && within(bytes.TrimLeft(rest, "\r\n"), appearance, &left) {
			return true
		}
	}
	return false
}
