package component

import (
	"strings"
	"unicode/utf8"
)

// line is one line of a wrapped text.
type line struct {
	spans []Span
	width float32
}

// wrap breaks spans into lines no wider than limit: between words, at line
// feeds, and inside a word only when the word alone is too wide.
func wrap(spans []Span, points, limit float32) []line {
	w := wrapper{points: points, limit: max(limit, points)}
	for _, s := range spans {
		for i, paragraph := range strings.Split(s.Text, "\n") {
			if i > 0 {
				w.flush()
			}
			w.add(paragraph, s.Bold)
		}
	}
	if len(w.now.spans) > 0 {
		w.flush()
	}
	return w.lines
}

type wrapper struct {
	points, limit float32
	lines         []line
	now           line
	space         bool // a space is owed before the next word
}

func (w *wrapper) flush() {
	w.lines = append(w.lines, w.now)
	w.now, w.space = line{}, false
}

func (w *wrapper) add(text string, bold bool) {
	for len(text) > 0 {
		rest := strings.TrimLeft(text, " ")
		if len(rest) < len(text) {
			w.space = len(w.now.spans) > 0
		}
		if rest == "" {
			return
		}
		end := strings.IndexByte(rest, ' ')
		if end < 0 {
			end = len(rest)
		}
		w.word(rest[:end], bold)
		text = rest[end:]
	}
}

func (w *wrapper) word(word string, bold bool) {
	lead := ""
	if w.space {
		lead = " "
	}
	if got := w.with(lead+word, bold); got <= w.limit {
		w.join(lead+word, bold, got)
		return
	}
	if len(w.now.spans) > 0 && w.space {
		w.flush()
	}
	for word != "" {
		n := w.fit(word, bold)
		w.join(word[:n], bold, w.with(word[:n], bold))
		word = word[n:]
		if word != "" {
			w.flush()
		}
	}
}

// fit is how many bytes of the word fit on an empty line, at least one rune.
func (w *wrapper) fit(word string, bold bool) int {
	if width(word, w.points, bold) <= w.limit {
		return len(word)
	}
	n := 0
	for n < len(word) {
		_, size := utf8.DecodeRuneInString(word[n:])
		end := n + size
		if n > 0 && width(word[:end], w.points, bold) > w.limit {
			break
		}
		n = end
	}
	return n
}

// with is how wide the line would be with more text.
func (w *wrapper) with(more string, bold bool) float32 {
	if k := len(w.now.spans); k > 0 && w.now.spans[k-1].Bold == bold {
		last := w.now.spans[k-1]
		return w.now.width - width(last.Text, w.points, bold) + width(last.Text+more, w.points, bold)
	}
	return w.now.width + width(more, w.points, bold)
}

func (w *wrapper) join(text string, bold bool, total float32) {
	if k := len(w.now.spans); k > 0 && w.now.spans[k-1].Bold == bold {
		w.now.spans[k-1].Text += text
	} else {
		w.now.spans = append(w.now.spans, Span{text, bold})
	}
	w.now.width, w.space = total, false
}
