package main

import (
	"vouchdesk/internal/fault"
	"vouchdesk/ui/words"
)

// sentence words a fault code for a terminal, in the words the window uses and
// with the code behind them, so that scripts and people read the same thing.
func sentence(code string) string {
	book, err := words.Open()
	if err != nil {
		return code
	}
	w := book.In(words.English)
	switch {
	case w.Has("changes.wrong." + code): // of a policy or a case in scores, where the place says the rest
		return w.T("changes.wrong."+code) + " [" + code + "]"
	case !w.Has("faults." + code + ".title"):
		return code
	}
	return w.Fault(fault.New(fault.Refused, code)).Title + " [" + code + "]"
}
