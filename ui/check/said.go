package check

import (
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
)

// Said is what an officer says to one question.
type Said struct {
	Answer evidence.Answer
	Reason string // the policy's code, where it could not be checked
}

// The beginnings of the names in a draft.
const (
	answerOf = "answer."
	reasonOf = "reason."
)

// Put writes what is said into a draft, each name after the prefix.
func Put(draft map[string]string, prefix string, said map[string]Said) {
	for code, s := range said {
		if s != (Said{}) {
			draft[prefix+answerOf+code], draft[prefix+reasonOf+code] = string(s.Answer), s.Reason
		}
	}
}

// Take reads out of a draft what was said to the questions.
func Take(draft map[string]string, prefix string, asked []policy.Check) map[string]Said {
	said := map[string]Said{}
	for _, q := range asked {
		answer := evidence.Answer(draft[prefix+answerOf+q.Code])
		if answer != evidence.Unanswered && answer.Known() {
			said[q.Code] = Said{answer, draft[prefix+reasonOf+q.Code]}
		}
	}
	return said
}

// Recorded is what was said according to the case.
func Recorded(checks []evidence.Check) map[string]Said {
	said := map[string]Said{}
	for _, c := range checks {
		if c.Answer != evidence.Unanswered {
			said[c.Code] = Said{c.Answer, c.Reason}
		}
	}
	return said
}

// Checks is what was said for the case, in the policy's order. An answer that
// did not change keeps its id and who gave it.
func Checks(said map[string]Said, asked []policy.Check, before []evidence.Check, newID func() evidence.CheckID) []evidence.Check {
	known := map[string]evidence.Check{}
	for _, c := range before {
		known[c.Code] = c
	}
	var all []evidence.Check
	for _, q := range asked {
		s := said[q.Code]
		if s.Answer == evidence.Unanswered {
			continue
		}
		c, had := known[q.Code]
		if !had || c.Answer != s.Answer || c.Reason != s.Reason {
			c = evidence.Check{Code: q.Code, CheckID: newID(), Answer: s.Answer, Reason: s.Reason}
		}
		all = append(all, c)
	}
	return all
}

// Open lists the questions that still want an answer, or a reason for none.
func Open(said map[string]Said, asked []policy.Check) []policy.Check {
	var open []policy.Check
	for _, q := range asked {
		s := said[q.Code]
		if s.Answer == evidence.Unanswered || (s.Answer == evidence.CouldNot && s.Reason == "") {
			open = append(open, q)
		}
	}
	return open
}
