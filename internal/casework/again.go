package casework

import (
	"slices"
	"strconv"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// Visit is a return of the resident to a parked case, or, without a time, a
// parking that ended otherwise.
type Visit struct {
	Parked Closing        `json:"parked"`
	At     time.Time      `json:"at,omitzero"`
	By     trust.PersonID `json:"by,omitempty"`
	Flags  []ReturnFlag   `json:"flags,omitempty"`
	// Likeness is the comparison of the visit before. On a new visit the person
	// in front of the officer has to be compared again.
	Likeness *evidence.Likeness `json:"likeness,omitempty"`
}

// ReturnFlag is something to look at on a return visit. It stands on top of the
// case until it is answered, and the case cannot be submitted before.
type ReturnFlag struct {
	Code   string            `json:"code"`
	Step   Step              `json:"step"`
	Item   evidence.ItemID   `json:"item,omitempty"`
	Params map[string]string `json:"params,omitempty"`
	Answer ReturnAnswer      `json:"answer,omitempty"`
	At     time.Time         `json:"at,omitzero"` // of the answer
	By     trust.PersonID    `json:"by,omitempty"`
}

// ReturnAnswer is what an officer answers to a flag.
type ReturnAnswer string

// The answers. A flag that asks nothing is only seen.
const (
	Keep  ReturnAnswer = "keep"  // it is as it was
	Again ReturnAnswer = "again" // look at it again
	Seen  ReturnAnswer = "seen"
)

// The codes of flags. The first group asks whether something is as it was, the
// second only tells.
const (
	ReturnResident = "resident-as-it-was"
	ReturnEvidence = "evidence-as-it-was"
	ReturnExpired  = "evidence-expired"  // since it was shown
	ReturnGone     = "evidence-unlisted" // the policy knows the document no more
	ReturnChecks   = "evidence-checks"   // the policy asks more of it now
	ReturnTraining = "evidence-training" // of who checked it has ended: the checks stand as made then

	ReturnLetter   = "letter-expired"
	ReturnPolicy   = "policy-changed" // Params from, to
	ReturnNotice   = "notice-changed"
	ReturnLikeness = "likeness-again"
)

// ReturnCodes lists every code of a flag.
func ReturnCodes() []string {
	return []string{
		ReturnResident, ReturnEvidence, ReturnExpired, ReturnGone, ReturnChecks, ReturnTraining,
		ReturnLetter, ReturnPolicy, ReturnNotice, ReturnLikeness,
	}
}

// Asks reports whether a flag wants keep or again, not only to be seen.
func (f ReturnFlag) Asks() bool {
	switch f.Code {
	case ReturnResident, ReturnEvidence, ReturnExpired, ReturnGone, ReturnChecks, ReturnTraining:
		return true
	default:
		return false
	}
}

// Answered reports whether a flag stands in the way no longer. Looking at the
// resident's particulars again is done when they are recorded again.
func (f ReturnFlag) Answered() bool {
	return f.Answer != "" && (f.Code != ReturnResident || f.Answer != Again)
}

// Failures of coming back and of trying again.
var (
	ErrNoFlag        = fault.New(fault.NotFound, "case-flag-missing")
	ErrAnswer        = fault.New(fault.Malformed, "case-flag-answer")
	ErrReturnOpen    = fault.New(fault.Refused, "case-return-open") // a flag of this visit is not answered
	ErrRetried       = fault.New(fault.Conflict, "case-retried")    // there is a next try already
	ErrRetryDecision = fault.New(fault.Unauthorised, "case-retry-decision")
)

// Trained tells what training a person had refreshed when.
type Trained func(trust.PersonID) policy.Training

// Resume brings a parked case back to the officers. Evidence is kept with who
// checked it and when; whatever changed since, and whatever may have changed,
// is flagged; the likeness is to be made again.
func (c *Case) Resume(rules *policy.Policy, trained Trained, by By) error {
	if c.State != Parked || c.Closing == nil {
		return ErrNotParked
	}
	if c.Due(by.At) {
		return ErrNotParked.With("state", "lapsed")
	}
	v := Visit{Parked: *c.Closing, At: by.At, By: by.Person, Likeness: c.Likeness}
	v.Flags = c.changed(rules, trained, by.At)
	c.Visits = append(c.Visits, v)
	c.State, c.Closing, c.Likeness, c.Check, c.Left = Open, nil, nil, nil, time.Time{}
	for i := range c.Referees {
		c.Referees[i].Check = nil // as the resident's: asked anew
	}
	c.act(by, "resumed")
	return nil
}

// changed lists what to look at, in the order of the steps.
func (c *Case) changed(rules *policy.Policy, trained Trained, now time.Time) []ReturnFlag {
	var all []ReturnFlag
	flag := func(code string, step Step, item evidence.ItemID, params ...string) {
		f := ReturnFlag{Code: code, Step: step, Item: item}
		for i := 0; i+1 < len(params); i += 2 {
			if f.Params == nil {
				f.Params = map[string]string{}
			}
			f.Params[params[i]] = params[i+1]
		}
		all = append(all, f)
	}
	if v := int64(rules.Version); c.leftUnder() != v {
		flag(ReturnPolicy, StepReview, "", "from", strconv.FormatInt(c.leftUnder(), 10), "to", strconv.FormatInt(v, 10))
	}
	if l := c.Letter; l.Path == LetterScanned && !l.Until.IsZero() && now.After(l.Until) {
		flag(ReturnLetter, StepLetter, "", "date", resident.DateOf(l.Until).ISO())
	}
	if c.Resident != nil {
		flag(ReturnResident, StepResident, "")
	}
	if c.Purpose != nil && c.Purpose.Notice != rules.Privacy.Version {
		flag(ReturnNotice, StepPurpose, "")
	}
	for _, item := range c.Evidence {
		code, params := c.changedItem(item, rules, trained, now)
		flag(code, StepEvidence, item.ID, params...)
	}
	if c.Likeness != nil {
		flag(ReturnLikeness, StepLikeness, c.Likeness.Against)
	}
	return all
}

// leftUnder is the version of the policy that the visit ended under.
func (c *Case) leftUnder() int64 {
	if c.Closing != nil && c.Closing.Policy != 0 {
		return c.Closing.Policy
	}
	return c.Policy
}

// changedItem is the weightiest thing to say of one piece.
func (c *Case) changedItem(item evidence.Item, rules *policy.Policy, trained Trained, now time.Time) (string, []string) {
	doc, ok := rules.Document(item.Type)
	if !ok {
		return ReturnGone, nil
	}
	if f, ok := doc.States(policy.ExpiresOn); ok {
		end, err := resident.ParseISO(item.Fields[f.ID])
		if err == nil && !end.IsZero() && resident.DateOf(now).After(end) && !resident.DateOf(c.Closing.At).After(end) {
			return ReturnExpired, []string{"date", end.ISO()}
		}
	}
	if len(unanswered(item.Checks, doc.Checks, "")) > 0 && len(item.Checks) > 0 && c.leftUnder() != int64(rules.Version) {
		return ReturnChecks, nil
	}
	by := trust.PersonID(item.By)
	t := trained(by)
	then, _ := rules.Allowed(t, resident.DateOf(item.At))
	if today, _ := rules.Allowed(t, resident.DateOf(now)); today < then {
		return ReturnTraining, nil
	}
	return ReturnEvidence, nil
}

// Visit is the return visit under way, nil on the first.
func (c *Case) Visit() *Visit {
	if n := len(c.Visits); n > 0 && !c.Visits[n-1].At.IsZero() {
		return &c.Visits[n-1]
	}
	return nil
}

// ToAnswer lists the places, in Visit's flags, of those that stand open.
func (c *Case) ToAnswer() []int {
	var open []int
	if v := c.Visit(); v != nil {
		for i, f := range v.Flags {
			if !f.Answered() {
				open = append(open, i)
			}
		}
	}
	return open
}

// AnswerFlag answers a flag of this visit by its place. To look at a piece
// again takes its answers back, so that each check has to be made again.
func (c *Case) AnswerFlag(place int, answer ReturnAnswer, by By) error {
	if err := c.open(); err != nil {
		return err
	}
	v := c.Visit()
	if v == nil || place < 0 || place >= len(v.Flags) {
		return ErrNoFlag
	}
	f := &v.Flags[place]
	if f.Asks() && answer != Keep && answer != Again || !f.Asks() && answer != Seen {
		return ErrAnswer
	}
	if f.Answer == Again { // what was taken back for it does not come again
		return ErrAnswer
	}
	f.Answer, f.At, f.By = answer, by.At, by.Person
	if i := slices.IndexFunc(c.Evidence, func(e evidence.Item) bool { return e.ID == f.Item }); i >= 0 && answer == Again {
		for n := range c.Evidence[i].Checks {
			k := &c.Evidence[i].Checks[n]
			*k = evidence.Check{Code: k.Code}
		}
	}
	c.act(by, "return_answered")
	return nil
}

// mended notes that the resident's particulars were recorded again.
func (c *Case) mended(by By) {
	if v := c.Visit(); v != nil {
		for i := range v.Flags {
			if f := &v.Flags[i]; f.Code == ReturnResident && !f.Answered() {
				f.Answer, f.At, f.By = Seen, by.At, by.Person
			}
		}
	}
}

// missingReturn asks for an answer to every flag of this visit.
func (c *Case) missingReturn() []error {
	var wrong []error
	for _, i := range c.ToAnswer() {
		f := c.Visit().Flags[i]
		place := string(f.Step)
		if n := slices.IndexFunc(c.Evidence, func(e evidence.Item) bool { return e.ID == f.Item }); n >= 0 && f.Step == StepEvidence {
			place = itemPlace(n)
		} else if f.Step == StepEvidence {
			continue // it was taken away since
		}
		wrong = append(wrong, ErrReturnOpen.At(place+".return").With("flag", f.Code))
	}
	return wrong
}
