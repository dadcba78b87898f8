package words

import (
	"strings"
	"unicode"
)

// openings are how Welsh questions open, and the answer each takes. What comes
// first in the question counts; it may have words before it: "O dan olau, a yw".
var openings = [...]struct{ words, answer string }{
	{" ai ", "is_it"},
	{" a yw ", "is"},
	{" a ydy ", "is"},
	{" a ydynt ", "are"},
	{" a oes ", "is_there"},
	{" a allech ", "could"},
}

// Answers are the words for yes and no to a question. Welsh has no such words:
// it answers with the verb of the question.
func (w Words) Answers(question string) (yes, no string) {
	kind := ""
	if w.lang == Welsh {
		kind = opening(question)
	}
	return w.T("frame.answer.yes" + kind), w.T("frame.answer.no" + kind)
}

func opening(question string) string {
	apart := func(r rune) bool { return !unicode.IsLetter(r) }
	spoken := strings.FieldsFunc(strings.ToLower(question), apart) // yw'r is yw and r
	text := " " + strings.Join(spoken, " ") + " "
	answer, first := "", len(text)
	for _, o := range openings {
		if at := strings.Index(text, o.words); at >= 0 && at < first {
			answer, first = "."+o.answer, at
		}
	}
	if answer != "" {
		return answer
	}
	if len(spoken) > 1 && spoken[0] == "a" && strings.HasSuffix(spoken[1], "wyd") {
		return ".did" // an impersonal past: a welwyd
	}
	return ""
}
