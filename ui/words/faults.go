package words

import (
	"errors"

	"vouchdesk/internal/fault"
)

// Message is what is said of a failure: what happened, why, what to do.
type Message struct {
	Title, Detail, Next string
}

// Fault words an error: by its code where there are words for it, otherwise
// by its kind. Params of the fault fill the placeholders. Nil is the zero
// message.
func (w Words) Fault(err error) Message {
	if err == nil {
		return Message{}
	}
	var params map[string]string
	var e *fault.Error
	if errors.As(err, &e) {
		params = e.Params
	}
	kind := "faults.kind." + fault.Of(err).String()
	code := "faults." + fault.Code(err)
	pick := func(part string) string {
		if w.Has(code + part) {
			return w.T(code+part, params)
		}
		return w.T(kind+part, params)
	}
	return Message{Title: pick(".title"), Detail: pick(".detail"), Next: pick(".next")}
}
