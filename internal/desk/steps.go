package desk

import (
	"fmt"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// The statuses of a step.
const (
	StepNotStarted = "not_started"
	StepInProgress = "in_progress"
	StepDone       = "done"
	StepMatches    = "matches"
	StepSigned     = "signed"
	StepMismatch   = "mismatch"
	StepNone       = "none"    // there is no letter
	StepNow        = "now"     // nothing stands in its way
	StepBelow      = "below"   // nothing does, but the case reaches less than is needed
	StepBlocked    = "blocked" // something before it is missing, or a referee is not eligible
	StepOptional   = "optional"
)

// steps is the task list of a case: what casework misses, step by step, with
// what is typed and not kept yet.
func steps(c *casework.Case, rules *policy.Policy, drafts map[string]map[string]string, on time.Time) []StepState {
	var missing []*fault.Error
	if rules != nil {
		missing = fault.All(c.Missing(rules, resident.DateOf(on.UTC())))
	}
	lacks := map[casework.Step]bool{}
	for _, e := range missing {
		lacks[casework.StepOf(e)] = true
	}
	typed := func(step casework.Step) bool {
		for key := range drafts {
			if key == string(step) || strings.HasPrefix(key, string(step)+":") {
				return true
			}
		}
		return false
	}
	var all []StepState
	for _, step := range casework.Steps() {
		s := StepState{Step: step, Status: StepDone}
		switch step {
		case casework.StepLetter:
			s.Status = letterStatus(c)
		case casework.StepResident:
			s.Status = begun(c.Resident != nil, lacks[step])
		case casework.StepPurpose:
			s.Status = begun(c.Purpose != nil, lacks[step])
		case casework.StepEvidence:
			s.Total = len(c.Evidence)
			s.Done = wholeItems(s.Total, missing)
			s.Status = begun(s.Total > 0, lacks[step])
		case casework.StepLikeness:
			s.Status = likenessStatus(c, rules, lacks[step])
		case casework.StepReferee:
			s.Total = len(c.Vouching())
			s.Status = refereeStatus(s.Total, lacks[step])
		case casework.StepReview:
			s.Status = reviewStatus(c, len(missing) > 0)
		}
		if (s.Status == StepNotStarted || s.Status == StepOptional) && typed(step) {
			s.Status = StepInProgress
		}
		all = append(all, s)
	}
	return all
}

func begun(there, lacks bool) string {
	switch {
	case !there:
		return StepNotStarted
	case lacks:
		return StepInProgress
	default:
		return StepDone
	}
}

func letterStatus(c *casework.Case) string {
	switch c.Letter.Path {
	case casework.LetterNone:
		return StepNone
	case casework.LetterScanned:
		return string(c.Letter.State)
	default:
		return StepNotStarted
	}
}

func likenessStatus(c *casework.Case, rules *policy.Policy, lacks bool) string {
	if c.Likeness != nil {
		return begun(true, lacks)
	}
	for _, item := range c.Evidence {
		if doc, ok := documentOf(rules, item.Type); ok && doc.Photo {
			return StepNotStarted
		}
	}
	return StepBlocked // no document with a photo yet
}

// refereeStatus: nobody has to have a referee, but one who was begun must be
// complete or taken away.
func refereeStatus(n int, lacks bool) string {
	if n == 0 {
		return StepOptional
	}
	return begun(true, lacks)
}

func reviewStatus(c *casework.Case, lacks bool) string {
	switch {
	case c.State != casework.Open:
		return StepDone
	case lacks:
		return StepBlocked
	default:
		return StepNow
	}
}

// wholeItems counts the pieces of evidence that nothing is missing of.
func wholeItems(total int, missing []*fault.Error) int {
	n := 0
	for i := range total {
		prefix, whole := fmt.Sprintf("%s[%d]", casework.StepEvidence, i), true
		for _, e := range missing {
			if e.Where == prefix || strings.HasPrefix(e.Where, prefix+".") {
				whole = false
			}
		}
		if whole {
			n++
		}
	}
	return n
}

// firstUnfinished is where an officer goes on.
func firstUnfinished(all []StepState) casework.Step {
	for _, s := range all {
		switch s.Status {
		case StepNotStarted, StepInProgress, StepNow, StepBelow:
			return s.Step
		}
	}
	return casework.StepReview
}
