package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
)

// ICAO's specimen: Anna Maria Eriksson, born 1974-08-12, number L898902C3.
const zone = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

func TestFlags(t *testing.T) {
	p := standard(t)
	const passport, licence, pass = "passport", "driving_licence_uk_photocard", "older_persons_bus_pass"
	type fields = map[string]string
	named := policy.Findings{
		Name:  resident.Name{Given: "Rosa Mai", Family: "O'Specimen-Sampl"},
		Birth: resident.Date{Year: 1974, Month: 8, Day: 12},
	}
	for name, c := range map[string]struct {
		document string
		fields   fields
		want     []policy.Flag
	}{
		"ok/nothing": {passport, fields{}, nil},
		"ok/zone agrees": {passport, fields{
			"mrz": zone, "number": "l898902c3", "birth_date": "1974-08-12", "given_names": "Anna Maria", "family_name": "ERIKSSON",
		}, nil},
		"zone name": {passport, fields{"mrz": zone, "given_names": "Rosa Mai", "family_name": "O'Specimen-Sampl"}, []policy.Flag{
			{Code: policy.FlagMRZDiffers, Params: fields{"field": "family_name"}}, {Code: policy.FlagNameDiffers},
		}},
		"ok/name in capitals": {passport, fields{"given_names": "ROSA MAI", "family_name": "OSPECIMEN SAMPL"}, nil},
		"name turned": {pass, fields{"full_name": "O’Specimen Sampl, Rosa Mai"}, []policy.Flag{{
			Code: policy.FlagNameVaries, Params: fields{"why": "order"},
		}}},
		"ok/licence agrees":   {licence, fields{"number": "SPECI758124RM9AB", "birth_date": "1974-08-12"}, nil},
		"ok/northern ireland": {licence, fields{"number": "12345678"}, nil},
		"name":                {passport, fields{"given_names": "Rosa", "family_name": "Enghraifft"}, []policy.Flag{{Code: policy.FlagNameDiffers}}},
		"name of the zone":    {passport, fields{"mrz": zone}, []policy.Flag{{Code: policy.FlagNameDiffers}}},
		"birth date": {
			passport,
			fields{"birth_date": "1975-08-12"},
			[]policy.Flag{{Code: policy.FlagBirthDiffers, Params: fields{"field": "birth_date"}}},
		},
		"zone digit": {
			passport,
			fields{"mrz": "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408123F1204159ZE184226B<<<<<10"},
			[]policy.Flag{
				{Code: policy.FlagMRZ, Params: fields{"check": "birth_date"}},
				{Code: policy.FlagMRZ, Params: fields{"check": "composite"}},
			},
		},
		"zone form":   {passport, fields{"mrz": "P<"}, []policy.Flag{{Code: policy.FlagMRZ, Params: fields{"check": "form"}}}},
		"zone number": {passport, fields{"mrz": zone, "number": "L898902C4"}, []policy.Flag{{Code: policy.FlagMRZDiffers, Params: fields{"field": "number"}}}},
		"zone birth": {
			passport,
			fields{"mrz": zone, "birth_date": "1974-08-13"},
			[]policy.Flag{
				{Code: policy.FlagBirthDiffers, Params: fields{"field": "birth_date"}},
				{Code: policy.FlagMRZDiffers, Params: fields{"field": "birth_date"}},
			},
		},
		"licence number": {
			licence,
			fields{"number": "SPECI759124RM9AB", "birth_date": "1974-08-12"},
			[]policy.Flag{{Code: policy.FlagDriverNumber, Params: fields{"field": "number"}}},
		},
		"licence number against the given date": {
			licence,
			fields{"number": "SPECI759124RM9AB"},
			[]policy.Flag{{Code: policy.FlagDriverNumber, Params: fields{"field": "number"}}},
		},
		"licence number of no form": {
			licence, fields{"number": "X"}, []policy.Flag{{Code: policy.FlagDriverNumber, Params: fields{"field": "number"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := named
			if c.fields["mrz"] != "" && name != "name of the zone" {
				f.Name = resident.Name{Given: "Anna Maria", Family: "Eriksson"} // whose zone it is
			}
			f.Evidence = []evidence.Item{{ID: "i", Type: c.document, Fields: c.fields}}
			for i := range c.want {
				c.want[i].Item = "i"
			}
			got := append([]policy.Flag(nil), p.Score(f, trained, today).Flags...)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestDocumentsAreComparedWithEachOther(t *testing.T) {
	p := standard(t)
	f := policy.Findings{Evidence: []evidence.Item{
		{ID: "a", Type: "passport", Fields: map[string]string{"birth_date": "1974-08-12"}},
		{ID: "b", Type: "birth_certificate", Fields: map[string]string{"birth_date": "1974-12-08"}},
	}}
	want := []policy.Flag{{Code: policy.FlagBirthDiffers, Item: "b", Params: map[string]string{"field": "birth_date"}}}
	if d := cmp.Diff(want, p.Score(f, trained, today).Flags); d != "" {
		t.Error(d)
	}
}

func TestZoneDigitsThatDoNotFitSpoilValidity(t *testing.T) {
	p := standard(t)
	i := item(t, p, "passport", "visible")
	i.Fields["mrz"] = zone
	if got := one(p, i, trained); got.Validity != 2 {
		t.Errorf("right zone: %d", got.Validity)
	}
	i.Fields["mrz"] = zone[:len(zone)-1] + "1"
	if got := one(p, i, trained); got.Validity != 0 {
		t.Errorf("wrong zone: %d", got.Validity)
	}
}

// Flags change no score.
func TestFlagsAreSignalsOnly(t *testing.T) {
	p := standard(t)
	i := item(t, p, "driving_licence_uk_photocard", "visible")
	plain := one(p, i, trained)
	i.Fields["number"], i.Fields["birth_date"] = "SPECI759124RM9AB", "1974-08-12"
	s := p.Score(policy.Findings{Evidence: []evidence.Item{i}, Birth: today}, trained, today)
	if len(s.Flags) != 2 {
		t.Errorf("flags %v", s.Flags)
	}
	if d := cmp.Diff(plain, s.Pieces[0]); d != "" {
		t.Error(d)
	}
}
