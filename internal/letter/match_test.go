package letter_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
)

func record() letter.Record {
	return letter.Record{
		JTI: letter.ID{1}, Given: "Rosa Mai", Family: "O'Specimen-Sampl",
		AddressLines: []string{"Flat 1", "12 Sample Road", "Llanfair"}, Postcode: "EX1 1AA", Language: "cy", Issued: 1795171500,
	}
}

func TestMatch(t *testing.T) {
	type said struct {
		given, family string
		address       []string
		postcode      string
	}
	same := said{"Rosa Mai", "O'Specimen-Sampl", []string{"Flat 1", "12 Sample Road", "Llanfair"}, "EX1 1AA"}
	as := func(change func(*said)) said { s := same; change(&s); return s }
	for name, c := range map[string]struct {
		said said
		want letter.State
	}{
		"ok/same":                        {same, letter.Matches},
		"ok/capitals":                    {as(func(s *said) { s.given, s.family = "ROSA MAI", "o'specimen-sampl" }), letter.Matches},
		"ok/signs in the name":           {as(func(s *said) { s.family = "O’Specimen Sampl" }), letter.Matches},
		"ok/one word":                    {as(func(s *said) { s.family = "OSpecimenSampl" }), letter.Matches},
		"ok/accents":                     {as(func(s *said) { s.given = "Rosá  Mâi" }), letter.Matches},
		"ok/lines joined":                {as(func(s *said) { s.address = []string{"flat 1, 12 sample road,", "LLANFAIR."} }), letter.Matches},
		"ok/short form":                  {as(func(s *said) { s.address = []string{"Flat 1", "12 Sample Rd.", "Llanfair"} }), letter.Matches},
		"ok/empty line":                  {as(func(s *said) { s.address = []string{"Flat 1", "", "12 Sample Road", "Llanfair", ""} }), letter.Matches},
		"ok/postcode without space":      {as(func(s *said) { s.postcode = "ex11aa" }), letter.Matches},
		"refused/another given name":     {as(func(s *said) { s.given = "Rosa" }), letter.Mismatch},
		"refused/another family name":    {as(func(s *said) { s.family = "Enghraifft" }), letter.Mismatch},
		"refused/another number":         {as(func(s *said) { s.address = []string{"Flat 1", "13 Sample Road", "Llanfair"} }), letter.Mismatch},
		"refused/digits moved over":      {as(func(s *said) { s.address = []string{"Flat 11", "2 Sample Road", "Llanfair"} }), letter.Mismatch},
		"refused/no flat":                {as(func(s *said) { s.address = []string{"12 Sample Road", "Llanfair"} }), letter.Mismatch},
		"refused/another postcode":       {as(func(s *said) { s.postcode = "EX1 1AB" }), letter.Mismatch},
		"refused/no postcode":            {as(func(s *said) { s.postcode = "" }), letter.Mismatch},
		"refused/given and family moved": {as(func(s *said) { s.given, s.family = "Rosa", "Mai O'Specimen-Sampl" }), letter.Mismatch},
		"refused/nothing said":           {said{}, letter.Mismatch},
	} {
		t.Run(name, func(t *testing.T) {
			if got := letter.Match(record(), c.said.given, c.said.family, c.said.address, c.said.postcode); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
	if got := letter.Match(letter.Record{}, "", "", nil, ""); got != letter.Mismatch {
		t.Errorf("nothing against nothing: %s", got)
	}
}

func TestMatchFoldsLetters(t *testing.T) {
	for a, b := range map[string]string{
		"Łukasz Bøe": "lukasz boe", "Strauß": "STRAUSS", "Ægir Þór": "aegir thor", "Siân": "Sian", "Ŵyn": "wyn", "Đặng": "dang", "ﬁona": "Fiona",
	} {
		rec := record()
		rec.Family = a
		if got := letter.Match(rec, rec.Given, b, rec.AddressLines, rec.Postcode); got != letter.Matches {
			t.Errorf("%s and %s: %s", a, b, got)
		}
	}
}

func TestRecordPrintsNothing(t *testing.T) {
	rec := record()
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("seen", "record", rec, "pointer", &rec)
	for _, text := range []string{fmt.Sprint(rec), fmt.Sprintf("%+v %#v %s %v", rec, rec, &rec, []letter.Record{rec}), log.String()} {
		if strings.Contains(text, "Rosa") || strings.Contains(text, "Sample") {
			t.Errorf("prints %q", text)
		}
	}
}

func TestRecordDecodes(t *testing.T) {
	var rec letter.Record
	err := jose.Decode([]byte(`{"jti":"AQAAAAAAAAAAAAAAAAAAAA","given":"Rosa Mai","family":"O'Specimen-Sampl",
		"address":["Flat 1","12 Sample Road","Llanfair"],"postcode":"EX1 1AA","language":"cy","issued":1795171500}`), &rec)
	wantErr(t, err, nil)
	want := record()
	if rec.JTI != want.JTI || rec.Family != want.Family || rec.Issued != want.Issued || len(rec.AddressLines) != 3 {
		t.Error("another record came back")
	}
}
