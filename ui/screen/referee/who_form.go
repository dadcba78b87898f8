package referee

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/component"
	"vouchdesk/ui/person"
	"vouchdesk/ui/words"
)

// half is which half of the page is on screen.
type half string

const (
	personHalf half = "person" // who they are
	tieHalf    half = "tie"    // how they know the resident
)

// form is what is typed and chosen of one referee.
type form struct {
	At           half
	Person       person.Form
	Position     string
	Organisation string
	Relation     string
	Years        string
	OnlyVouched  evidence.Answer
	StaffTie     evidence.Answer
}

// The names in a draft. The person's own have none of these.
const (
	atName           = "at"
	positionName     = "position"
	organisationName = "organisation"
	relationName     = "relation"
	yearsName        = "years"
	onlyName         = "only_vouched"
	tieName          = "staff_tie"
	personName       = "person."
)

func (f form) draft() map[string]string {
	all := map[string]string{
		atName: string(f.At), positionName: f.Position, organisationName: f.Organisation, relationName: f.Relation,
		yearsName: f.Years, onlyName: string(f.OnlyVouched), tieName: string(f.StaffTie),
	}
	f.Person.Put(all, personName)
	return all
}

func typed(draft map[string]string) form {
	f := form{
		At: personHalf, Person: person.Typed(draft, personName), Position: draft[positionName], Organisation: draft[organisationName],
		Relation: draft[relationName], Years: draft[yearsName], OnlyVouched: answer(draft[onlyName]), StaffTie: answer(draft[tieName]),
	}
	if half(draft[atName]) == tieHalf {
		f.At = tieHalf
	}
	return f
}

func kept(r casework.Referee) form {
	f := form{
		At: personHalf, Person: person.Kept(casework.Resident{Name: r.Name, Born: r.Born, Address: r.Address, Contact: r.Contact}),
		Position: r.Position, Organisation: r.Organisation, Relation: r.Relation, OnlyVouched: r.OnlyVouched, StaffTie: r.StaffTie,
	}
	if r.Years > 0 {
		f.Years = strconv.Itoa(r.Years)
	}
	return f
}

// answer is yes, no, or nothing: nobody else can be asked.
func answer(said string) evidence.Answer {
	if a := evidence.Answer(said); a == evidence.Yes || a == evidence.No {
		return a
	}
	return evidence.Unanswered
}

// The places of the second half, for what is wrong with them.
type place string

const (
	atPosition     place = "position"
	atOrganisation place = "organisation"
	atRelation     place = "relation"
	atYears        place = "years"
	atOnly         place = "only"
	atTie          place = "tie"
)

// problem is what is wrong with one place.
type problem = component.Mistake[place]

// The bounds of what is typed.
const (
	mostOrganisation = 200
	mostYears        = resident.MaxAge
)

// years are the whole years typed; zero for none.
func (f form) years() int {
	n, err := strconv.Atoi(strings.TrimSpace(f.Years))
	if err != nil || n < 0 || n > mostYears {
		return 0
	}
	return n
}

func (f form) organisation() string { return strings.TrimSpace(norm.NFC.String(f.Organisation)) }

// wrong is everything that keeps the second half from being recorded, in the
// order of the page. Who cannot be a referee can be recorded.
func (f form) wrong(w words.Words) []problem {
	var all []problem
	say := func(holds bool, at place, text string) {
		if holds {
			all = append(all, problem{Field: at, Text: text})
		}
	}
	say(f.Position == "", atPosition, w.T("referee.wrong.position"))
	switch name := f.organisation(); {
	case name == "":
		say(true, atOrganisation, w.T("referee.wrong.organisation"))
	case len([]rune(name)) > mostOrganisation:
		say(true, atOrganisation, w.T("referee.wrong.organisation_long", "Most", mostOrganisation))
	case unseen(name):
		say(true, atOrganisation, w.T("resident.control", "Field", w.T("referee.organisation")))
	}
	say(f.Relation == "", atRelation, w.T("referee.wrong.relation"))
	say(f.years() == 0, atYears, w.T("referee.wrong.years"))
	say(f.OnlyVouched == evidence.Unanswered, atOnly, w.T("referee.wrong.only"))
	say(f.StaffTie == evidence.Unanswered, atTie, w.T("referee.wrong.tie"))
	return all
}

// unseen tells whether a text holds a sign that cannot be seen or that turns
// the writing round.
func unseen(text string) bool {
	_, err := resident.ParseName("", text)
	return err != nil
}

// referee is the form for the case.
func (f form) referee(id casework.RefereeID, who casework.Resident) casework.Referee {
	return casework.Referee{
		ID: id, Name: who.Name, Born: who.Born, Address: who.Address, Contact: who.Contact,
		Position: f.Position, Organisation: f.organisation(), Relation: f.Relation, Years: f.years(),
		OnlyVouched: f.OnlyVouched, StaffTie: f.StaffTie,
	}
}

// judged is what the policy makes of what is typed so far, by its own rule. It
// knows less than the desk will: nothing of documents, notice and statement,
// and nothing of other cases.
func (f form) judged(s desk.Snapshot, id casework.RefereeID, today resident.Date, w words.Words) []desk.Reason {
	who, _ := f.Person.Check(today, w)
	facts := policy.RefereeFacts{
		Position: f.Position, Relation: f.Relation, Years: f.years(), OnlyVouched: f.OnlyVouched, StaffTie: f.StaffTie,
		Name: who.Name.Full(), Person: &policy.RefereePerson{Born: who.Born, Address: who.Address}, Staff: staff(s),
	}
	if r := s.Open.Case.Resident; r != nil {
		facts.Resident = r.Name.Full()
		facts.Person.ResidentBorn, facts.Person.ResidentPlace = r.Born, r.Address
	}
	key := casework.Referee{Name: who.Name, Born: who.Born}.Key()
	for _, other := range s.Open.Case.Vouching() {
		facts.Person.Twice = facts.Person.Twice || other.ID != id && !who.Name.IsZero() && other.Key() == key
	}
	var all []desk.Reason
	for _, e := range s.Policy.Eligible(facts, today).Reasons {
		if e.Code != policy.ErrRefereeIdentity.Code {
			all = append(all, desk.Reason{Code: e.Code, Params: e.Params})
		}
	}
	return all
}

// staff are the names of everybody who acted on the case, as this desk knows
// them, and of who is signed in.
func staff(s desk.Snapshot) []string {
	acted := s.Open.Case.Actors()
	var all []string
	for _, p := range s.Staff {
		if slices.Contains(acted, p.ID) {
			all = append(all, p.Name)
		}
	}
	if s.Session != nil {
		all = append(all, s.Session.Person.Name)
	}
	return all
}
