package extract

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

// What can be wrong with what an audit is made from. Where is the place.
var (
	ErrNotValid = fault.New(fault.Refused, "audit-not-valid")     // a token does not hold; with its reasons
	ErrOtherLog = fault.New(fault.Refused, "audit-journal-other") // the journal or acts are of another desk or case
	ErrUnsigned = fault.New(fault.Refused, "audit-journal-unsigned")
	ErrShort    = fault.New(fault.Refused, "audit-journal-short")  // it ends before the acts do
	ErrNoVouch  = fault.New(fault.Tampered, "audit-acts-no-vouch") // the case's acts do not tell of this vouch
)

// AuditInput is what a statement is made from. Journal and Acts may be empty.
type AuditInput struct {
	Bundle  vouch.Bundle
	List    *trust.List
	Rules   *policy.Policy
	Journal []byte // an exported chain
	Acts    []byte // the openings of the case's acts
	Numbers bool   // document numbers too
	Now     time.Time
}

// Bundle is a statement with the tokens that prove it.
type Bundle struct {
	Statement Statement
	Tokens    vouch.Bundle
}

// Audit verifies everything it is given and makes the statement. The vouch may
// have ended since. Document numbers are taken out of statement and token,
// unless they are asked for; the rest is what the token discloses.
func Audit(in AuditInput) (Bundle, error) {
	if !in.Numbers {
		var err error
		if in.Bundle.Vouch, err = withoutNumbers(in.Bundle.Vouch); err != nil {
			return Bundle{}, ErrNotValid.At("vouch").Because(err)
		}
	}
	report := vouch.Verify(in.Bundle, in.List, in.Rules, time.Time{})
	if !report.Valid || in.Bundle.Receipt != "" && !report.Received {
		return Bundle{}, refused(in, report)
	}
	o, err := vouch.Open(in.Bundle.Vouch, in.List)
	if err != nil {
		return Bundle{}, ErrNotValid.At("vouch").Because(err)
	}
	a, err := vouch.OpenApproval(in.Bundle.Approval, in.List)
	if err != nil {
		return Bundle{}, ErrNotValid.At("approval").Because(err)
	}
	scored, err := vouch.Reassess(o.Payload, o.Complete, in.Rules, in.List)
	if err != nil {
		return Bundle{}, ErrNotValid.At("policy").Because(err)
	}
	w := writer{in, o, scored, nil}
	s := w.statement(report, a)
	if in.Bundle.Receipt != "" {
		if s.Receipt, s.Times.Received, err = w.receipt(); err != nil {
			return Bundle{}, ErrNotValid.At("receipt").Because(err)
		}
	}
	if len(in.Journal) > 0 || len(in.Acts) > 0 {
		if s.Journal, err = w.journal(); err != nil {
			return Bundle{}, err
		}
	}
	s.Policy.Sources = w.sources()
	return Bundle{s, in.Bundle}, nil
}

// refused names the first that does not hold.
func refused(in AuditInput, r vouch.Report) error {
	where := "vouch"
	if _, err := vouch.Open(in.Bundle.Vouch, in.List); err == nil {
		switch {
		case r.Valid:
			where = "receipt"
		case !r.FourEyes:
			where = "approval"
		default:
			where = "policy"
		}
	}
	return ErrNotValid.At(where).With("reasons", strings.Join(r.Reasons, " "))
}

// withoutNumbers withholds the numbers of documents and authorities.
func withoutNumbers(token string) (string, error) {
	sd, err := jose.ParseSDJWT(token)
	if err != nil {
		return "", err
	}
	kept, err := sd.Select(func(path []string) bool {
		last := path[len(path)-1]
		return last != "document_number" && (last != "number" || !slices.Contains(path, "representative"))
	})
	return kept.String(), err
}

// writer puts one statement together and notes which sources it used.
type writer struct {
	in     AuditInput
	o      vouch.Opened
	scored policy.Scored
	used   []string
}

func (w *writer) statement(report vouch.Report, a vouch.OpenedApproval) Statement {
	p, rules := w.o.Payload, w.in.Rules
	desk, _ := w.in.List.Desk(p.Desk.Desk)
	site, _ := w.in.List.Site(p.Desk.Site)
	service, _ := rules.Service(p.Desk.Service)
	w.use(rules.Guidance.Source)
	w.use(service.Source)
	s := Statement{
		Form: AuditForm, Made: stamp(w.in.Now), Council: p.Issuer, Reference: p.Txn, Vouch: p.JTI, SHA256: w.o.SHA256,
		Replaces: p.Desk.Replaces, Complete: w.o.Complete, Verified: report,
		Where:   Where{p.Desk.Desk, desk.Name, site.Name, p.Desk.Mode},
		Policy:  Rules{ID: rules.ID, Version: rules.Version, Guidance: rules.Guidance},
		Service: Service{p.Desk.Service, service.Names, service.Confidence},
		Times:   Times{Signed: stamp(p.IssuedAt.Time()), Approved: stamp(a.Body.IssuedAt.Time()), Expires: stamp(p.Expires.Time())},
		Claims:  p.VerifiedClaims.Claims, Told: p.Desk.Told, Letter: "none",
		Attributes: w.attributes(), Documents: []Piece{}, Referees: []vouch.Attestation{}, Representative: p.Desk.Representative,
		Result: Result{
			Confidence: p.Desk.Assessment.Confidence, Profiles: p.Desk.Assessment.Profiles, Verification: w.scored.Verification,
			Activity: w.scored.Activity, Fraud: w.scored.Fraud, Recomputed: true,
		},
		FourEyes: FourEyes{p.Desk.Officer, a.Signer, p.Desk.Actors, a.Body.JTI},
		People:   w.people(a),
	}
	if p.Desk.Letter != nil {
		s.Letter = p.Desk.Letter.State
	}
	if p.Desk.Check != nil {
		s.Result.CouncilCheck = p.Desk.Check.JTI
	}
	for i, e := range p.Desk.Evidence {
		s.Documents = append(s.Documents, w.piece(i, e))
	}
	s.Likeness = w.likeness()
	for _, e := range p.VerifiedClaims.Verification.Evidence {
		if e.Attestation != nil {
			s.Referees = append(s.Referees, *e.Attestation)
		}
	}
	return s
}

func (w *writer) piece(i int, e vouch.DeskEvidence) Piece {
	d, _ := w.in.Rules.Document(e.Type)
	item := w.o.Payload.VerifiedClaims.Verification.Evidence[e.Index]
	out := Piece{Type: e.Type, Names: d.Names, Document: item.Document, By: e.By, Reasons: []policy.Reason{}, OtherName: w.otherName(e.Index)}
	if i < len(w.scored.Pieces) {
		piece := w.scored.Pieces[i]
		out.Strength, out.Validity, out.Reasons = piece.Strength, piece.Validity, piece.Reasons
	}
	w.useAll(out.Reasons)
	out.Checks = w.answers(d.Checks, e.Checks, e.NotDone, item.CheckDetails)
	return out
}

// attributes are those of the vouch, each with the document that states it.
func (w *writer) attributes() []Attribute {
	all := []Attribute{}
	for _, a := range w.o.Payload.Desk.Attributes {
		out := Attribute{Attribute: a.Attribute, By: a.By}
		held, _ := w.in.Rules.Document(a.Attribute.Holds())
		out.Document = held.Names
		if a.Evidence != nil && a.By != vouch.ByLetter && a.By != vouch.ByReferee {
			out.Document = w.namesAt(*a.Evidence)
		}
		all = append(all, out)
	}
	return all
}

// namesAt names the document at a place of the vouch's evidence.
func (w *writer) namesAt(index int) policy.Text {
	for _, e := range w.o.Payload.Desk.Evidence {
		if e.Index == index {
			d, _ := w.in.Rules.Document(e.Type)
			return d.Names
		}
	}
	return policy.Text{}
}

func (w *writer) otherName(index int) *OtherName {
	for _, n := range w.o.Payload.Desk.Names {
		if n.Index != index {
			continue
		}
		reason, _ := w.in.Rules.NameReason(n.Reason)
		out := &OtherName{Reason: n.Reason, Words: reason.Words}
		if n.Linked != nil {
			out.Proof = w.namesAt(*n.Linked)
		}
		return out
	}
	return nil
}

func (w *writer) likeness() *Likeness {
	p := w.o.Payload
	l := p.Desk.Likeness
	if l == nil {
		return nil
	}
	out := &Likeness{Score: w.scored.Verification, Reasons: w.scored.VerificationReasons, By: l.By}
	for _, e := range p.Desk.Evidence {
		if e.Index == l.Evidence {
			d, _ := w.in.Rules.Document(e.Type)
			out.Against = d.Names
		}
	}
	w.useAll(out.Reasons)
	out.Checks = w.answers(w.in.Rules.Likeness.Checks, l.Checks, l.NotDone, p.VerifiedClaims.Verification.Evidence[l.Evidence].CheckDetails)
	return out
}

// answers are in the order in which the policy asks; one that it no longer asks
// comes last.
func (w *writer) answers(asked []policy.Check, done map[evidence.CheckID]vouch.DeskCheck, not []vouch.NotDone, details []vouch.CheckDetail) []Answer {
	all := []Answer{}
	for id, c := range done {
		a := Answer{Check: c.Check, Answer: string(c.Answer)}
		for _, d := range details {
			if d.ID == string(id) {
				a.Method, a.Time = d.Method, d.Time
			}
		}
		all = append(all, a)
	}
	for _, n := range not {
		a := Answer{Check: n.Check, Answer: string(evidence.CouldNot)}
		for _, c := range w.in.Rules.CouldNot {
			if c.Code == n.Reason {
				a.Why = c.Words
			}
		}
		all = append(all, a)
	}
	place := func(code string) int {
		if i := slices.IndexFunc(asked, func(c policy.Check) bool { return c.Code == code }); i >= 0 {
			return i
		}
		return len(asked)
	}
	for i := range all {
		if at := place(all[i].Check); at < len(asked) {
			all[i].Question, all[i].Source = asked[at].Question, asked[at].Source
			w.use(asked[at].Source)
		}
	}
	slices.SortStableFunc(all, func(a, b Answer) int {
		if d := place(a.Check) - place(b.Check); d != 0 {
			return d
		}
		return strings.Compare(a.Check, b.Check)
	})
	return all
}

// people are those who took part, with the training that counted then.
func (w *writer) people(a vouch.OpenedApproval) []Person {
	p := w.o.Payload
	counted := vouch.Training(p, w.in.List)
	var all []Person
	add := func(id trust.PersonID, part string, training *trust.Training) {
		person, _ := w.in.List.Person(id)
		all = append(all, Person{id, person.Name, part, training})
	}
	then := func(id trust.PersonID) *trust.Training {
		var t trust.Training
		for _, e := range p.Desk.Evidence {
			if slices.Contains(e.By, id) {
				t.Document = counted[string(id)].Document
			}
		}
		if l := p.Desk.Likeness; l != nil && slices.Contains(l.By, id) {
			t.Likeness = counted[string(id)].Likeness
		}
		if t == (trust.Training{}) {
			return nil
		}
		return &t
	}
	add(p.Desk.Officer, "officer", then(p.Desk.Officer))
	for _, id := range p.Desk.Actors {
		if id != p.Desk.Officer {
			add(id, "acted", then(id))
		}
	}
	approver, _ := w.in.List.Person(a.Signer)
	training := approver.Training
	if training.Document.After(resident.DateOf(a.Body.IssuedAt.Time())) {
		training = trust.Training{} // renewed since: the list does not say when it was before
	}
	add(a.Signer, "approver", &training)
	return all
}

func (w *writer) use(source string) {
	if source != "" && !slices.Contains(w.used, source) {
		w.used = append(w.used, source)
	}
}

func (w *writer) useAll(reasons []policy.Reason) {
	for _, r := range reasons {
		w.use(r.Params["source"])
	}
}

// sources are the ones used, in the policy's order.
func (w *writer) sources() []policy.Source {
	all := []policy.Source{}
	for _, s := range w.in.Rules.Sources {
		if slices.Contains(w.used, s.ID) {
			all = append(all, s)
		}
	}
	return all
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// JSON is the statement as it is handed over.
func (s Statement) JSON() ([]byte, error) {
	out, err := encode(s)
	return bytes.TrimSuffix(out, []byte("\n")), err
}
