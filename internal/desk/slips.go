package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
	"vouchdesk/internal/vouch"
)

// Printer hands a document to the system's print and leaves nothing behind.
type Printer interface {
	Print(ctx context.Context, pdf []byte) error
	// Sweep removes what an earlier run left and says how much that was.
	Sweep() (int, error)
	Close()
}

// SlipKind is one of the papers people take home.
type SlipKind string

// The kinds.
const (
	SlipVisit   SlipKind = "slip"    // of every resident, once the visit is over
	SlipReceipt SlipKind = "receipt" // of a vouch that was issued
	SlipReferee SlipKind = "referee"
)

// SlipWish is what to print, and how.
type SlipWish struct {
	Kind     SlipKind
	Referee  casework.RefereeID // of SlipReferee
	Large    bool
	Language resident.Language // the one that comes first
}

// SlipLook is a paper as it would be printed, to read from the screen.
type SlipLook struct {
	Wish    SlipWish
	Heading paper.Pair
	Rows    []paper.Row
}

// ErrNoSlip is for a paper there is nothing for yet.
var ErrNoSlip = fault.New(fault.NotFound, "slip-not-ready")

const (
	actSlipPrinted journal.Act = "slip-printed"
	actPrintSwept  journal.Act = "print-file-swept"
)

// PrintSlip prints a paper of a case.
func (d *Desk) PrintSlip(ctx context.Context, id casework.ID, wish SlipWish) error {
	var page paper.Sheet
	err := d.ask(ctx, func(s *state) error {
		c, err := s.open(id)
		if err != nil {
			return err
		}
		look, ok := s.slip(c, wish)
		if !ok {
			return ErrNoSlip
		}
		page = s.sheet(look)
		return nil
	})
	if err != nil {
		return err
	}
	pdf, err := page.PDF()
	if err != nil {
		return err
	}
	if err := d.printer.Print(ctx, pdf); err != nil {
		return err
	}
	return d.do(ctx, func(s *state) error {
		return s.d.vault.Update(func(tx *vault.Tx) error {
			return s.append(tx, actSlipPrinted, id, map[string]string{
				"kind": string(wish.Kind), "language": string(wish.Language), "large": strconv.FormatBool(wish.Large),
			})
		})
	})
}

// slips lists the papers that can be printed of a case now.
func (s *state) slips(c *casework.Case) []SlipLook {
	wishes := []SlipWish{{Kind: SlipVisit}, {Kind: SlipReceipt}}
	for _, r := range c.Referees {
		wishes = append(wishes, SlipWish{Kind: SlipReferee, Referee: r.ID})
	}
	var all []SlipLook
	for _, w := range wishes {
		w.Language = resident.English
		if c.Resident != nil {
			w.Language = c.Resident.Contact.Language
		}
		if look, ok := s.slip(c, w); ok {
			all = append(all, look)
		}
	}
	return all
}

func (s *state) slip(c *casework.Case, wish SlipWish) (SlipLook, bool) {
	look := SlipLook{Wish: wish}
	if s.policy == nil || s.root == nil {
		return look, false
	}
	ok := false
	switch wish.Kind {
	case SlipVisit:
		var slip paper.Slip
		if slip, ok = visitSlip(c, s.policy); ok {
			look.Heading, look.Rows = slip.Sheet()
		}
	case SlipReceipt:
		var receipt paper.Receipt
		if receipt, ok = issuedReceipt(c, s.policy, s.list); ok {
			look.Heading, look.Rows = receipt.Sheet()
		}
	case SlipReferee:
		var slip paper.RefereeSlip
		if slip, ok = refereeSlip(c, s.policy, wish.Referee); ok {
			look.Heading, look.Rows = slip.Sheet()
		}
	}
	return look, ok
}

func (s *state) sheet(look SlipLook) paper.Sheet {
	place := s.place()
	return paper.Sheet{
		Council: pairOf(s.root.Body.Name), Office: pairOf(place.Site), Heading: look.Heading, Rows: look.Rows,
		WelshFirst: look.Wish.Language == resident.Welsh, Large: look.Wish.Large, At: s.now(),
	}
}

// visitSlip is the same paper for every resident: what is on it does not tell
// whether anything was found wrong. An outcome is on it only where the resident
// chose it, has to bring something, or the policy lets it be told.
func visitSlip(c *casework.Case, rules *policy.Policy) (paper.Slip, bool) {
	outcome, at := toldOutcome(c, rules)
	rule, ok := rules.OutcomeOf(outcome)
	if !ok {
		return paper.Slip{}, false
	}
	slip := paper.Slip{
		Ref: c.Ref, Day: at, Next: textPair(rule.Next), Contact: textPair(rules.Slip.Contact), Service: servicePair(c, rules),
	}
	if c.Resident != nil {
		slip.How = c.Resident.Contact.How
	}
	for _, item := range c.Evidence {
		slip.Seen = append(slip.Seen, documentPair(rules, item.Type))
	}
	if outcome == string(casework.ComeBack) {
		slip.BringBy = c.Closing.Until
		for _, kind := range c.Closing.Bring {
			slip.Bring = append(slip.Bring, documentPair(rules, kind))
		}
		if also := c.Closing.Also; also != "" { // the officer's own words, in whichever language
			slip.Bring = append(slip.Bring, paper.Pair{En: also, Cy: also})
		}
	} else if rule.Days > 0 {
		slip.By = at.AddDate(0, 0, rule.Days)
	}
	return slip, true
}

// withSupervisor is what a slip says wherever it must not say more.
const withSupervisor = "with_supervisor"

// toldOutcome is the outcome a slip may tell, and when the visit ended; empty
// while it goes on.
func toldOutcome(c *casework.Case, rules *policy.Policy) (outcome string, at time.Time) {
	switch n := len(c.Voided); {
	case !c.Left.IsZero():
		at = c.Left
	case c.Submission != nil:
		at = c.Submission.At
	case n > 0 && (c.Closing == nil || c.Decision != nil && c.Decision.Kind == "refuse"): // when it was sent, not when it was refused
		at = c.Voided[n-1].At
	case c.Closing != nil:
		at = c.Closing.At
	}
	switch {
	case c.State == casework.Open && c.Left.IsZero():
		return "", time.Time{}
	case c.Closing == nil:
		return withSupervisor, at
	case !c.Closing.Lapsed.IsZero(): // nobody is here to be told anything
		return "", time.Time{}
	case c.State == casework.Parked || c.Outcome == casework.ComeBack:
		return string(casework.ComeBack), c.Closing.At
	case c.Outcome == casework.Withdrawn:
		return string(casework.Withdrawn), c.Closing.At
	case c.Outcome == casework.NotVerified && c.MayTell(rules):
		return string(casework.NotVerified), c.Closing.At
	default:
		return withSupervisor, at
	}
}

func issuedReceipt(c *casework.Case, rules *policy.Policy, list *trust.List) (paper.Receipt, bool) {
	sub := c.Submission
	if sub == nil || sub.Receipt == "" || c.Outcome != casework.Vouched || !c.MayTell(rules) ||
		c.Corrected != nil && !c.Corrected.Received.IsZero() { // withdrawn since
		return paper.Receipt{}, false
	}
	opened, err := vouch.Open(sub.Token, list)
	if err != nil {
		return paper.Receipt{}, false // what cannot be read is not given out
	}
	r := paper.Receipt{
		Ref: c.Ref, Vouch: strings.TrimPrefix(sub.JTI, "urn:uuid:"), Day: sub.ReceivedAt, Service: servicePair(c, rules),
		Until: opened.Payload.Expires.Time(), Contact: textPair(rules.Slip.Contact),
	}
	service, _ := rules.Service(c.Purpose.Service)
	for _, a := range service.Attributes {
		kind, held := strings.CutPrefix(string(a), policy.AttributeHolds)
		if held {
			r.Shared = append(r.Shared, documentPair(rules, kind))
		} else {
			r.Shared = append(r.Shared, paper.AttributePair(string(a)))
		}
	}
	return r, true
}

func refereeSlip(c *casework.Case, rules *policy.Policy, id casework.RefereeID) (paper.RefereeSlip, bool) {
	i := slices.IndexFunc(c.Referees, func(r casework.Referee) bool { return r.ID == id })
	if i < 0 || c.Referees[i].Told == nil {
		return paper.RefereeSlip{}, false
	}
	slip := paper.RefereeSlip{Ref: c.Ref, Day: c.Referees[i].Told.At, Contact: textPair(rules.Slip.Contact)}
	for _, p := range rules.Referee.Notice.Paragraphs {
		slip.Notice = append(slip.Notice, textPair(p))
	}
	return slip, true
}

// sweepPrints removes and journals print files that an earlier run left.
func (s *state) sweepPrints() {
	n, err := s.d.printer.Sweep()
	if err != nil {
		s.d.c.Log.Error("print files", "err", err)
	}
	if n > 0 {
		s.note(actPrintSwept, map[string]string{"files": strconv.Itoa(n)}, nil)
	}
}

func servicePair(c *casework.Case, rules *policy.Policy) paper.Pair {
	if c.Purpose == nil {
		return paper.Pair{}
	}
	service, _ := rules.Service(c.Purpose.Service)
	return textPair(service.Names)
}

// documentPair names a document of the policy; of one it does not know, its code.
func documentPair(rules *policy.Policy, kind string) paper.Pair {
	if d, ok := rules.Document(kind); ok {
		return textPair(d.Names)
	}
	return paper.Pair{En: kind, Cy: kind}
}

func textPair(t policy.Text) paper.Pair { return paper.Pair{En: t.En, Cy: t.Cy} }

func pairOf(t trust.Text) paper.Pair { return paper.Pair{En: t.En, Cy: t.Cy} }
