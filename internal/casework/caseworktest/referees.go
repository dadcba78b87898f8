package caseworktest

import (
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trusttest"
)

// RefereeID names the specimen referee.
const RefereeID casework.RefereeID = "referee-1"

// Elin is the particulars of the specimen referee.
func Elin() casework.Referee {
	return casework.Referee{
		ID: RefereeID, Name: resident.Name{Given: "Elin", Family: "Enghraifft"}, Born: resident.Date{Year: 1969, Month: 2, Day: 28},
		Address: resident.Address{Lines: []string{"4 Pattern Lane"}, Town: "Exampleton", Postcode: "EX4 9ZZ"},
		Contact: resident.Contact{How: resident.Post, Language: resident.Welsh}, Position: "health", Organisation: "Specimen Surgery",
		Relation: "professional", Years: 6, OnlyVouched: evidence.No, StaffTie: evidence.No, Salt: "c3BlY2ltZW4tc2FsdC0wMQ",
	}
}

// WithReferee is J2 and J3: a birth certificate, a tenancy agreement and a
// referee who has shown a passport and made the statement on screen.
func WithReferee(t testing.TB, c *trusttest.Council, rules *policy.Policy) *casework.Case {
	t.Helper()
	k := New(t, c, rules)
	by := casework.By{Person: c.Officer.ID, At: c.Now.Add(-10 * 60e9)}
	Do(t, k.PutEvidence(BirthCertificate(t, rules, c.Officer.ID, by.At), by))
	Do(t, k.PutEvidence(Tenancy(t, rules, c.Officer.ID, by.At), by))
	AddReferee(t, k, rules, Elin(), by)
	return k
}

// AddReferee adds a referee to a case with everything that is asked of one.
func AddReferee(t testing.TB, k *casework.Case, rules *policy.Policy, r casework.Referee, by casework.By) {
	t.Helper()
	Do(t, k.SetReferee(r, by))
	Do(t, k.SetRefereeTold(r.ID, casework.Told{Notice: rules.Referee.Notice.Version, How: "read_aloud", Language: "cy"}, by))
	Do(t, k.PutRefereeEvidence(r.ID, RefereePassport(t, rules, r, by), by))
	Do(t, k.SetRefereeLikeness(r.ID, Likeness(rules, "passport-7", by.Person, by.At), by))
	Do(t, k.SetStatement(r.ID, casework.Statement{How: casework.StatementOnScreen, Language: "cy"}, rules.Referee.ValidDays, by))
}

// RefereePassport is a referee's specimen passport, as [Passport].
func RefereePassport(t testing.TB, rules *policy.Policy, r casework.Referee, by casework.By) evidence.Item {
	t.Helper()
	return Item(t, rules, "passport", 7, map[string]string{
		"given_names": r.Name.Given, "family_name": r.Name.Family, "birth_date": r.Born.ISO(),
		"number": "500000007", "country": "GBR", "expires": "2032-01-09",
	}, by.Person, by.At, "chip_signature", "issuer_record", "not_cancelled")
}
