package issuance_test

import (
	"slices"
	"strings"
	"testing"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// sources writes the attributes of a vouch on one line.
func sources(p vouch.Payload) string {
	var all []string
	for _, a := range p.Desk.Attributes {
		all = append(all, string(a.Attribute)+":"+string(a.By))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// TestAttributes: what nothing shows is not claimed, and what cannot be done
// without is asked for.
func TestAttributes(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	at := c.Now.Add(-10 * 60e9)
	by := casework.By{Person: c.Officer.ID, At: at}
	bill := func(address string, couldNot ...string) evidence.Item {
		return caseworktest.Item(t, rules, "council_tax_bill", 4, map[string]string{
			"full_name": "Rosa Mai Specimen", "address": address, "issuer": "Specimen Borough", "issued": "2026-11-01", "number": "1",
		}, c.Officer.ID, at, couldNot...)
	}
	marriage := func(before, after string) evidence.Item {
		return caseworktest.Item(t, rules, "marriage_certificate", 5, map[string]string{
			"full_name": before, "partner": "T. Placeholder", "held_on": "2015-06-01", "name_after": after,
		}, c.Officer.ID, at, "issuer_record")
	}
	pass := func(expires string) evidence.Item {
		return caseworktest.Item(t, rules, "older_persons_bus_pass", 6, map[string]string{
			"full_name": "ROSA M SPECIMEN", "number": "77", "issuer": "Specimen Borough", "expires": expires,
		}, c.Officer.ID, at, "issuer_record")
	}
	signed := func(k *casework.Case) { k.Letter.State = letter.Signed }
	unmarried := func(k *casework.Case) {
		k.Evidence[0].Fields["family_name"] = "SAMPL"
		signed(k)
	}
	put := func(k *casework.Case, items ...evidence.Item) {
		for _, item := range items {
			caseworktest.Do(t, k.PutEvidence(item, by))
		}
	}
	link := func(k *casework.Case, reason string, proof evidence.ItemID) {
		caseworktest.Do(t, k.SetNameLink(casework.NameLink{Item: "passport-1", Reason: reason, Linked: proof}, by))
	}
	for name, test := range map[string]struct {
		change func(k *casework.Case)
		want   string // what the vouch says
		lacks  string // or the code that stops it
	}{
		"ok/letter and passport":     {func(*casework.Case) {}, "address:letter birthdate:document name:document name:letter", ""},
		"ok/letter only signed":      {signed, "address:said birthdate:document name:document", ""},
		"ok/letter alone":            {func(k *casework.Case) { k.Evidence, k.Likeness = nil, nil }, "address:letter birthdate:said name:letter", ""},
		"ok/bill":                    {func(k *casework.Case) { signed(k); put(k, bill("12 Sample Row, EX4 1AA", "issuer_record")) }, "address:document birthdate:document name:document name:document", ""},
		"ok/bill in the record":      {func(k *casework.Case) { signed(k); put(k, bill("12 SAMPLE ROW\nEX41AA")) }, "address:council_record birthdate:document name:document name:document", ""},
		"ok/bill of another address": {func(k *casework.Case) { signed(k); put(k, bill("112 Sample Row\nEX4 1AA")) }, "address:said birthdate:document name:document name:document", ""},
		"ok/another birth date":      {func(k *casework.Case) { k.Evidence[0].Fields["birth_date"] = "1988-04-18" }, "address:letter birthdate:said name:document name:letter", ""},
		"ok/fewer names":             {func(k *casework.Case) { k.Evidence[0].Fields["given_names"] = "ROSA" }, "address:letter birthdate:document name:letter", ""},
		"ok/no check made":           {func(k *casework.Case) { k.Evidence[0].Checks[0].Answer = evidence.No }, "address:letter birthdate:said name:letter", ""},
		"ok/married, with the proof": {func(k *casework.Case) {
			unmarried(k)
			put(k, marriage("Rosa Mai Sampl", "Rosa Mai Specimen"))
			link(k, "married", "marriage_certificate-5")
		}, "address:said birthdate:document name:document", ""},
		"ok/known as, and the letter": {func(k *casework.Case) { unmarried(k); k.Letter.State = letter.Matches; link(k, "known_as", "") }, "address:letter birthdate:document name:letter", ""},
		"ok/holds a pass":             {func(k *casework.Case) { k.Purpose.Service = "concession_holder"; put(k, pass("2026-11-20")) }, "holds:older_persons_bus_pass:document", ""},
		"ok/holds, likeness not made": {func(k *casework.Case) {
			k.Purpose.Service = "concession_holder"
			k.Evidence, k.Likeness = nil, nil
			put(k, pass("2029-01-01"))
		}, "holds:older_persons_bus_pass:document", ""},
		"refused/holds none":        {func(k *casework.Case) { k.Purpose.Service = "concession_holder" }, "", "attribute-unchecked"},
		"refused/holds what is out": {func(k *casework.Case) { k.Purpose.Service = "concession_holder"; put(k, pass("2026-11-19")) }, "", "attribute-unchecked"},
		"refused/holds a doubtful one": {func(k *casework.Case) {
			k.Purpose.Service = "concession_holder"
			p := pass("2029-01-01")
			p.Checks[0].Answer = evidence.No
			put(k, p)
		}, "", "attribute-unchecked"},
		"refused/nothing shows a name": {func(k *casework.Case) { signed(k); k.Evidence[0].Fields["given_names"] = "R" }, "", "attribute-unchecked"},
		"refused/another name":         {unmarried, "", "case-name-unexplained"},
		"refused/no such reason":       {func(k *casework.Case) { unmarried(k); link(k, "because", "") }, "", "case-name-unexplained"},
		"refused/married, no proof":    {func(k *casework.Case) { unmarried(k); link(k, "married", "") }, "", "case-name-link-missing"},
		"refused/somebody else's marriage": {func(k *casework.Case) {
			unmarried(k)
			put(k, marriage("Mair Enghraifft", "Mair Specimen"))
			link(k, "married", "marriage_certificate-5")
		}, "", "case-name-link-missing"},
		"refused/known as, nothing else": {func(k *casework.Case) { unmarried(k); link(k, "known_as", "") }, "", "attribute-unchecked"},
	} {
		t.Run(name, func(t *testing.T) {
			k := caseworktest.WithPassport(t, c, rules)
			test.change(k)
			w, err := issuance.PrepareSubmission(caseworktest.Order(c, rules, k))
			if test.lacks != "" {
				if !slices.ContainsFunc(fault.All(err), func(e *fault.Error) bool { return e.Code == test.lacks }) {
					t.Errorf("%v, want %s", err, test.lacks)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			p, err := w.Sign(c.Officer.Sign.Private)
			caseworktest.Do(t, err)
			opened, err := vouch.Open(p.Token, c.List)
			caseworktest.Do(t, err)
			if got := sources(opened.Payload); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// TestNamesInTheVouch: the reason and the proof travel by code and place, and
// what an officer noted does not.
func TestNamesInTheVouch(t *testing.T) {
	c, rules := trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)
	k := caseworktest.WithPassport(t, c, rules)
	k.Evidence[0].Fields["family_name"] = "SAMPL"
	by := casework.By{Person: c.Officer.ID, At: c.Now.Add(-10 * 60e9)}
	caseworktest.Do(t, k.PutEvidence(caseworktest.Item(t, rules, "marriage_certificate", 5, map[string]string{
		"full_name": "Rosa Mai Sampl", "partner": "T. Placeholder", "held_on": "2015-06-01", "name_after": "Rosa Mai Specimen",
	}, c.Officer.ID, by.At, "issuer_record"), by))
	caseworktest.Do(t, k.SetNameLink(casework.NameLink{
		Item: "passport-1", Reason: "married", Linked: "marriage_certificate-5", Note: "whispered",
	}, by))
	opened, err := vouch.Open(caseworktest.Propose(t, c, rules, k).Token, c.List)
	caseworktest.Do(t, err)
	n := opened.Payload.Desk.Names
	if len(n) != 1 || n[0].Index != 0 || n[0].Reason != "married" || n[0].Linked == nil || *n[0].Linked != 1 {
		t.Errorf("%+v", n)
	}
	if strings.Contains(string(opened.Raw), "whispered") {
		t.Error("the note is in the vouch")
	}
	for what, change := range map[string]func(*vouch.Payload){
		"no reason":            func(p *vouch.Payload) { p.Desk.Names = nil },
		"reason of no policy":  func(p *vouch.Payload) { p.Desk.Names[0].Reason = "because" },
		"no proof":             func(p *vouch.Payload) { p.Desk.Names[0].Linked = nil },
		"attribute not needed": func(p *vouch.Payload) { p.Desk.Service = "welfare_rights" },
		"record nobody asked":  func(p *vouch.Payload) { p.Desk.Attributes[0].By = vouch.ByCouncilRecord },
		"referee without score": func(p *vouch.Payload) {
			p.Desk.Attributes[0].By = vouch.ByReferee
		},
	} {
		p, err := vouch.Parse(opened.Raw)
		caseworktest.Do(t, err)
		change(&p)
		if _, err := vouch.Reassess(p, true, rules, c.List); fault.Code(err) != "vouch-names" && fault.Code(err) != "vouch-attributes" {
			t.Errorf("%s: %v", what, err)
		}
	}
}
