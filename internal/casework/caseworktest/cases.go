package caseworktest

import (
	"fmt"
	"testing"
	"time"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
)

// Now is when the specimen case is submitted.
func Now() time.Time { return time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC) }

// Rosa is the specimen resident.
func Rosa() casework.Resident {
	return casework.Resident{
		Name: resident.Name{Given: "Rosa Mai", Family: "Specimen"},
		Born: resident.Date{Year: 1988, Month: 4, Day: 17},
		Address: resident.Address{
			Lines: []string{"12 Sample Row"}, Town: "Exampleton", Postcode: "EX4 1AA",
		},
		Contact: resident.Contact{How: resident.Post, Language: resident.English},
	}
}

// New opens a case with letter, resident and purpose done and no evidence.
func New(t testing.TB, c *trusttest.Council, rules *policy.Policy) *casework.Case {
	t.Helper()
	at := c.Now.Add(-20 * time.Minute)
	by := casework.By{Person: c.Officer.ID, At: at}
	k := casework.New("case-5f0c1d9e77aa4b21", "SB-2026-000184", trusttest.DeskID, int64(rules.Version), by)
	Do(t, k.SetLetter(casework.Letter{
		Path: casework.LetterScanned, JTI: "AAAAAAAAAAAAAAAAAAAAAA", KID: trusttest.LetterKID,
		IssuedAt: at.AddDate(0, 0, -3), Until: at.AddDate(0, 0, 18), State: letter.Matches,
	}, by))
	Do(t, k.SetResident(Rosa(), by))
	Do(t, k.SetPurpose(casework.Purpose{
		Service: "blue_badge", Notice: rules.Privacy.Version, Told: "read_aloud", Language: "en",
	}, by))
	return k
}

// WithPassport is a complete case: letter that matches, passport by eye, and
// likeness with all conditions met.
func WithPassport(t testing.TB, c *trusttest.Council, rules *policy.Policy) *casework.Case {
	t.Helper()
	k := New(t, c, rules)
	by := casework.By{Person: c.Officer.ID, At: c.Now.Add(-10 * time.Minute)}
	Do(t, k.PutEvidence(Passport(t, rules, c.Officer.ID, by.At), by))
	Do(t, k.SetLikeness(Likeness(rules, "passport-1", c.Officer.ID, by.At), by))
	return k
}

// Passport is a specimen passport: seen and handed back, everything an officer
// can check without a chip reader or a record answered yes.
func Passport(t testing.TB, rules *policy.Policy, by trust.PersonID, at time.Time) evidence.Item {
	t.Helper()
	return Item(t, rules, "passport", 1, map[string]string{
		"given_names": "ROSA MAI", "family_name": "SPECIMEN", "birth_date": "1988-04-17",
		"number": "500000001", "country": "GBR", "expires": "2031-03-02",
	}, by, at, "chip_signature", "issuer_record", "not_cancelled")
}

// BirthCertificate is a specimen birth certificate.
func BirthCertificate(t testing.TB, rules *policy.Policy, by trust.PersonID, at time.Time) evidence.Item {
	t.Helper()
	return Item(t, rules, "birth_certificate", 2, map[string]string{
		"given_names": "Rosa Mai", "family_name": "Specimen", "birth_date": "1988-04-17", "issued": "1988-05-01",
	}, by, at, "issuer_record")
}

// Tenancy is a specimen tenancy agreement.
func Tenancy(t testing.TB, rules *policy.Policy, by trust.PersonID, at time.Time) evidence.Item {
	t.Helper()
	return Item(t, rules, "tenancy_agreement", 3, map[string]string{
		"full_name": "Rosa Mai Specimen", "address": "12 Sample Row\nExampleton\nEX4 1AA",
		"landlord": "Placeholder Homes", "issued": "2025-01-15",
	}, by, at, "landlord_record")
}

// Item is a document of the policy with every check answered yes but those
// that could not be made. n keeps its check ids apart from others'.
func Item(t testing.TB, rules *policy.Policy, kind string, n int, fields map[string]string, by trust.PersonID, at time.Time, couldNot ...string) evidence.Item {
	t.Helper()
	doc, ok := rules.Document(kind)
	if !ok {
		t.Fatalf("the policy has no document %q", kind)
	}
	item := evidence.Item{
		ID: evidence.ItemID(fmt.Sprintf("%s-%d", kind, n)), Type: kind, Fields: fields, Seen: evidence.Returned,
	}
	if doc.Image == policy.ImageRequired {
		item.Seen = evidence.Image
		item.Captures = []evidence.Capture{{Blob: "blob-1", Media: "image/jpeg", W: 10, H: 10, At: at}}
	}
	item.Checks = answers(doc.Checks, n, by, at, rules, couldNot)
	return item
}

// Likeness is a comparison with everything answered yes.
func Likeness(rules *policy.Policy, against evidence.ItemID, by trust.PersonID, at time.Time) evidence.Likeness {
	return evidence.Likeness{Against: against, Checks: answers(rules.Likeness.Checks, 99, by, at, rules, nil)}
}

func answers(asked []policy.Check, n int, by trust.PersonID, at time.Time, rules *policy.Policy, couldNot []string) []evidence.Check {
	var all []evidence.Check
	for i, q := range asked {
		c := evidence.Check{
			Code: q.Code, CheckID: evidence.CheckID(fmt.Sprintf("0193a5c1-0a10-7f00-a0%02x-%012x", n, i+1)),
			Answer: evidence.Yes, At: at, By: string(by),
		}
		for _, code := range couldNot {
			if code == q.Code {
				c.Answer, c.Reason = evidence.CouldNot, rules.CouldNot[0].Code
			}
		}
		all = append(all, c)
	}
	return all
}

// Do fails the test if a command was refused.
func Do(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
