package extract_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/extract"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

var update = flag.Bool("update", false, "write the golden files again")

type stand struct {
	c     *trusttest.Council
	rules *policy.Policy
}

func newStand(t *testing.T) stand {
	t.Helper()
	return stand{trusttest.New(t, caseworktest.Now()), trusttest.Policy(t)}
}

// issued is the vouch of a case with these documents, opened.
func (s stand) issued(t *testing.T, fill func(k *casework.Case, by casework.By)) (vouch.Opened, vouch.Bundle) {
	t.Helper()
	k := caseworktest.New(t, s.c, s.rules)
	fill(k, casework.By{Person: s.c.Officer.ID, At: s.c.Now.Add(-10 * time.Minute)})
	b := caseworktest.Issue(t, s.c, s.rules, k)
	o, err := vouch.Open(b.Vouch, s.c.List)
	if err != nil {
		t.Fatal(err)
	}
	return o, b
}

func (s stand) passport(t *testing.T) func(*casework.Case, casework.By) {
	return func(k *casework.Case, by casework.By) {
		caseworktest.Do(t, k.PutEvidence(caseworktest.Passport(t, s.rules, by.Person, by.At), by))
		caseworktest.Do(t, k.SetLikeness(caseworktest.Likeness(s.rules, "passport-1", by.Person, by.At), by))
	}
}

func (s stand) licence(t *testing.T) func(*casework.Case, casework.By) {
	return func(k *casework.Case, by casework.By) {
		item := caseworktest.Item(t, s.rules, "driving_licence_uk_photocard", 4, map[string]string{
			"given_names": "ROSA MAI", "family_name": "SPECIMEN", "birth_date": "1988-04-17",
			"number": "SPECI854178RM9AB", "expires": "2031-03-02", "address": "12 Sample Row\nExampleton\nEX4 1AA",
		}, by.Person, by.At, "issuer_record")
		caseworktest.Do(t, k.PutEvidence(item, by))
		caseworktest.Do(t, k.SetLikeness(caseworktest.Likeness(s.rules, item.ID, by.Person, by.At), by))
	}
}

func (s stand) certificate(t *testing.T) func(*casework.Case, casework.By) {
	return func(k *casework.Case, by casework.By) {
		caseworktest.Do(t, k.PutEvidence(caseworktest.BirthCertificate(t, s.rules, by.Person, by.At), by))
	}
}

// nothing is a case of a letter alone.
func nothing(*casework.Case, casework.By) {}

// refereed adds a referee's statement, as the standard writes it.
func refereed(o vouch.Opened) vouch.Opened {
	v := &o.Payload.VerifiedClaims.Verification
	v.Evidence = append(slices.Clone(v.Evidence), vouch.Evidence{
		Type: vouch.KindVouch,
		CheckDetails: []vouch.CheckDetail{{
			Method: "pvp", ID: "0193a5c1-0a10-7f00-a0ff-000000000001", Organisation: trusttest.Name, Time: "2026-11-20T10:43:40Z",
		}},
		Attestation: &vouch.Attestation{
			Type: "written_attestation", Reference: "R-1", IssuedOn: "2026-11-20",
			Voucher: &vouch.Voucher{Name: "Mair Enghraifft", Occupation: "Teacher", Organisation: "Specimen School"},
		},
	})
	return o
}

// withheld is the vouch with its names and nothing else disclosed.
func (s stand) withheld(t *testing.T, b vouch.Bundle) vouch.Opened {
	t.Helper()
	sd, err := jose.ParseSDJWT(b.Vouch)
	if err != nil {
		t.Fatal(err)
	}
	sd, err = sd.Select(func(path []string) bool {
		return strings.HasSuffix(strings.Join(path, "."), "claims.given_name") || strings.HasSuffix(strings.Join(path, "."), "claims.family_name")
	})
	if err != nil {
		t.Fatal(err)
	}
	o, err := vouch.Open(sd.String(), s.c.List)
	if err != nil || o.Complete {
		t.Fatalf("%v, complete %v", err, o.Complete)
	}
	return o
}

func (s stand) all(t *testing.T) map[string]vouch.Opened {
	t.Helper()
	all := map[string]vouch.Opened{}
	var b vouch.Bundle
	all["passport"], b = s.issued(t, s.passport(t))
	all["withheld"] = s.withheld(t, b)
	all["licence"], _ = s.issued(t, s.licence(t))
	all["certificate"], _ = s.issued(t, s.certificate(t))
	all["letter"], _ = s.issued(t, nothing)
	all["referee"] = refereed(all["certificate"])
	return all
}

func oneLoginSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("testdata/onelogin/IdentityCheckCredentialJWT.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("onelogin.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("onelogin.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// TestOneLogin holds every kind of vouch against the derived schema and a
// golden file.
func TestOneLogin(t *testing.T) {
	schema := oneLoginSchema(t)
	for name, o := range newStand(t).all(t) {
		t.Run(name, func(t *testing.T) {
			out, err := extract.OneLogin(o)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Error(err)
			}
			for _, never := range []string{`"vot"`, `"vtm"`, `"ci"`, "identity.account.gov.uk", "uk_dvstf", "uk_diatf"} {
				if bytes.Contains(out, []byte(never)) {
					t.Errorf("claims %s", never)
				}
			}
			if name == "passport" || name == "licence" {
				golden(t, "onelogin/"+name+".golden.json", out)
			}
		})
	}
}

// TestTheDerivedSchemaRefuses: a schema that takes everything would prove
// nothing.
func TestTheDerivedSchemaRefuses(t *testing.T) {
	schema := oneLoginSchema(t)
	s := newStand(t)
	o, _ := s.issued(t, s.passport(t))
	out, err := extract.OneLogin(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, edit := range [][2]string{
		{`"strengthScore": 3`, `"strengthScore": 9`},
		{`"checkMethod": "vpip"`, `"checkMethod": "glance"`},
		{`"icaoIssuerCode"`, `"issuer"`},
		{`"iss"`, `"vot"`},
		{`"1988-04-17"`, `"17 April 1988"`},
	} {
		wrong := bytes.Replace(out, []byte(edit[0]), []byte(edit[1]), 1)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(wrong))
		if err != nil || bytes.Equal(wrong, out) {
			t.Fatal(edit, err)
		}
		if schema.Validate(doc) == nil {
			t.Errorf("%s passes", edit[1])
		}
	}
}

// TestIDA: plain verified claims, whole or in part, against the closed schema.
func TestIDA(t *testing.T) {
	for name, o := range newStand(t).all(t) {
		t.Run(name, func(t *testing.T) {
			out, err := extract.IDA(o)
			if err != nil {
				t.Fatal(err)
			}
			if err := vouch.ValidateIDA(out); err != nil {
				t.Error(err)
			}
			var members map[string]json.RawMessage
			if err := json.Unmarshal(out, &members); err != nil || len(members) != 1 {
				t.Errorf("members %v, %v", members, err)
			}
			if name == "passport" {
				golden(t, "ida/"+name+".golden.json", out)
			}
		})
	}
}

// TestWhatIsWithheldIsNotGuessedAt: with only the name disclosed neither shape
// has a number or a birth date.
func TestWhatIsWithheldIsNotGuessedAt(t *testing.T) {
	s := newStand(t)
	_, b := s.issued(t, s.passport(t))
	o := s.withheld(t, b)
	for name, make := range map[string]func(vouch.Opened) ([]byte, error){"ida": extract.IDA, "onelogin": extract.OneLogin} {
		out, err := make(o)
		if err != nil {
			t.Fatal(name, err)
		}
		if !bytes.Contains(out, []byte("Specimen")) || bytes.Contains(out, []byte("500000001")) || bytes.Contains(out, []byte("1988-04-17")) || bytes.Contains(out, []byte("_sd")) {
			t.Errorf("%s: %s", name, out)
		}
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile("testdata/"+name, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
