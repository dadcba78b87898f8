package issuance

import (
	"errors"
	"fmt"
	"regexp"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

var urnUUIDv7 = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func (o Order) assess() Assessment {
	return Assess(o.Case, o.Policy, o.List, o.Officer, o.Known, o.Now)
}

// checkOrder gives every reason at once, so that an officer need not find them
// one after another.
func checkOrder(o Order) error {
	var wrong []error
	if o.Case.State != casework.Open {
		wrong = append(wrong, ErrState.With("state", string(o.Case.State)))
	}
	if o.Case.Intent != nil {
		wrong = append(wrong, ErrPending)
	}
	wrong = append(wrong, o.Case.Missing(o.Policy, resident.DateOf(o.Now.UTC())))
	wrong = append(wrong, checkReferees(o, o.assess().Referees)...)
	if !o.Declared {
		wrong = append(wrong, ErrDeclaration.At("review.declaration"))
	}
	wrong = append(wrong, checkBasis(basis{o.Policy, o.PolicySeen, o.List, o.Root, o.Now, o.ClockTrusted})...)
	if o.Case.Policy != int64(o.Policy.Version) {
		wrong = append(wrong, ErrPolicyOther.At("policy"))
	}
	if person, ok := o.List.Person(o.Officer); !ok || !person.Holds(trust.Officer, o.Now) {
		wrong = append(wrong, ErrRole.At("signer").With("role", string(trust.Officer)))
	}
	wrong = append(wrong, checkKey(o.List, o.Officer, o.KID, o.Now)...)
	wrong = append(wrong, checkDesk(o)...)
	wrong = append(wrong, checkNumbers(o)...)
	wrong = append(wrong, checkBound(o)...)
	if limits := o.Policy.Limits; o.Unsent >= limits.UnsentStop ||
		!o.OldestUnsent.IsZero() && older(o.Now.Sub(o.OldestUnsent), limits.UnsentStopDays) {
		wrong = append(wrong, ErrUnsent.At("outbox"))
	}
	return errors.Join(wrong...)
}

// basis is what officer and supervisor alike act upon.
type basis struct {
	policy       *policy.Policy
	policySeen   time.Time
	list         *trust.List
	root         *trust.Root
	now          time.Time
	clockTrusted bool
}

// ahead is how far a signed time may lie before us.
const ahead = 5 * time.Minute

// checkBasis holds the freshness of DESIGN 7 and 9: offline work stops being
// signed before what it rests on is too old to be believed.
func checkBasis(b basis) []error {
	var wrong []error
	body, limits := b.list.Body, b.policy.Limits
	if !b.clockTrusted || b.now.IsZero() {
		wrong = append(wrong, ErrClock.At("clock"))
	}
	if age := b.list.Age(b.now); age < -ahead || older(age, limits.TrustStopDays) || b.now.Unix() >= body.Expires {
		wrong = append(wrong, ErrListStale.At("trust"))
	}
	if body.Issuer != b.root.Body.Issuer || b.now.Unix() >= b.root.Body.Expires {
		wrong = append(wrong, ErrListStale.At("trust.root"))
	}
	if age := b.now.Sub(b.policySeen); b.policySeen.IsZero() || age < -ahead || older(age, limits.PolicyStopDays) {
		wrong = append(wrong, ErrPolicyStale.At("policy"))
	}
	if !b.policy.Approval.One() { // what nobody could approve is not submitted either
		wrong = append(wrong, ErrNoSecondPair.At("policy.approval"))
	}
	if b.policy.Effective.After(resident.DateOf(b.now.UTC())) {
		wrong = append(wrong, ErrPolicyEarly.At("policy"))
	}
	return wrong
}

func older(age time.Duration, days int) bool { return age > time.Duration(days)*24*time.Hour }

// checkKey holds that the key is the person's, in its use and its time.
func checkKey(list *trust.List, who trust.PersonID, kid string, now time.Time) []error {
	key, ok := list.Key(trust.UseStaffSign, kid)
	if !ok || key.Person != who || !key.ValidAt(now) {
		return []error{ErrKey.At("signer").With("kid", kid)}
	}
	return nil
}

func checkDesk(o Order) []error {
	desk, ok := o.List.Desk(o.Desk)
	key, _ := o.List.Key(trust.UseStaffSign, o.KID)
	if !ok || desk.Site != o.Site || key.Desk != "" && key.Desk != o.Desk {
		return []error{ErrDesk.At("desk")}
	}
	return nil
}

func checkNumbers(o Order) []error {
	var wrong []error
	if !o.Leased || o.Index < 0 || o.StatusURI == "" {
		wrong = append(wrong, ErrLease.At("lease"))
	}
	if !urnUUIDv7.MatchString(o.JTI) || o.Seq < 1 || o.Mode != vouch.Online && o.Mode != vouch.Offline {
		wrong = append(wrong, ErrOrder)
	}
	return wrong
}

// checkBound holds that the broker's check, where there is one, is signed, this
// case's, still good, and says what the case says it does.
func checkBound(o Order) []error {
	var wrong []error
	if c := o.Case.Check; c != nil {
		wrong = append(wrong, boundCheck(o, *c, "", "review.check")...)
	}
	for i, r := range o.Case.Referees {
		if r.Counts() && r.Check != nil {
			reference := vouch.RefereeReference(r.Salt, r.Name.Full(), r.Born)
			wrong = append(wrong, boundCheck(o, *r.Check, reference, fmt.Sprintf("%s[%d].check", casework.StepReferee, i))...)
		}
	}
	return wrong
}

// boundCheck holds one check; reference is the referee it has to be about.
func boundCheck(o Order, c casework.Check, reference, place string) []error {
	body, err := vouch.OpenCheck(c.Token, o.List)
	if err != nil {
		return []error{ErrCheck.At(place).Because(err)}
	}
	if body.Case != vouch.Subject(string(o.Case.Chain())) || body.JTI != c.JTI ||
		body.Activity != c.Activity || body.Fraud != c.Fraud ||
		!sameLimits(body.Referee, c.Limits, reference) || !o.Now.Before(body.Expires.Time()) || body.IssuedAt.Time().After(o.Now.Add(ahead)) {
		return []error{ErrCheck.At(place)}
	}
	return nil
}

// sameLimits: a check about a referee is about this one and says what the case
// says it does; one about the resident is about no referee.
func sameLimits(said *vouch.CheckReferee, kept *casework.Limits, reference string) bool {
	if said == nil || kept == nil {
		return said == nil && kept == nil && reference == ""
	}
	return said.Reference == reference && said.Vouched == kept.Vouched && said.Chain == kept.Chain && said.Mutual == kept.Mutual
}
