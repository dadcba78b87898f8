package policy_test

import (
	"errors"
	"strings"
	"testing"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/policy"
)

func TestCheckItem(t *testing.T) {
	p := standard(t)
	passport := func(change func(*evidence.Item)) evidence.Item {
		i := item(t, p, "passport", "physical", "chip_signature=could_not")
		i.Fields = map[string]string{
			"given_names": "Rosa Mai", "family_name": "Specimen", "birth_date": "1974-08-12", "number": "925600001",
			"country": "GBR", "expires": "2030-01-01", "mrz": zone,
		}
		change(&i)
		return i
	}
	set := func(field, value string) func(*evidence.Item) {
		return func(i *evidence.Item) { i.Fields[field] = value }
	}
	married := func(on string) evidence.Item {
		i := item(t, p, "marriage_certificate")
		i.Fields = map[string]string{"full_name": "Rosa Mai Sampl", "partner": "T. Placeholder", "held_on": on}
		return i
	}
	issued := func(on string) evidence.Item {
		i := married("2015-06-01")
		i.Fields["issued"] = on
		return i
	}
	licence := func(number string) evidence.Item {
		i := item(t, p, "driving_licence_uk_photocard")
		i.Fields = map[string]string{"family_name": "Sampl", "birth_date": "1974-08-12", "expires": "2030-01-01", "number": number, "address": "1 Sample Street\nAberplaceholder"}
		return i
	}
	for name, c := range map[string]struct {
		item  evidence.Item
		want  error
		where string
	}{
		"ok/passport":            {passport(func(*evidence.Item) {}), nil, ""},
		"ok/one name":            {passport(set("given_names", "")), nil, ""},
		"ok/germany":             {passport(set("country", "D")), nil, ""},
		"ok/no zone":             {passport(set("mrz", "")), nil, ""},
		"ok/zone digit wrong":    {passport(set("mrz", zone[:len(zone)-1]+"1")), nil, ""},
		"ok/expired":             {passport(set("expires", "2001-01-01")), nil, ""},
		"ok/licence":             {licence("SPECI758124RM9AB"), nil, ""},
		"refused/type":           {evidence.Item{Type: "library_card"}, policy.ErrItemType, "type"},
		"refused/no number":      {passport(set("number", " ")), policy.ErrFieldMissing, "number"},
		"refused/no name":        {passport(func(i *evidence.Item) { i.Fields["given_names"], i.Fields["family_name"] = "", " " }), policy.ErrFieldMissing, "family_name"},
		"refused/date":           {passport(set("birth_date", "1974-02-30")), policy.ErrFieldDate, "birth_date"},
		"refused/future birth":   {passport(set("birth_date", "2026-11-23")), policy.ErrFieldFuture, "birth_date"},
		"refused/future issue":   {issued("2026-11-23"), policy.ErrFieldFuture, "issued"},
		"refused/future wedding": {married("2030-01-01"), policy.ErrFieldFuture, "held_on"},
		"ok/wedding today":       {married("2026-11-22"), nil, ""},
		"refused/country":        {passport(set("country", "Britain")), policy.ErrFieldCountry, "country"},
		"refused/zone":           {passport(set("mrz", zone[:60])), mrz.ErrLength, "mrz"},
		"refused/driver number":  {licence("SPECI713124RM9AB"), evidence.ErrDriverNumberForm, "number"},
		"refused/control":        {passport(set("number", "9256\x0000001")), policy.ErrFieldControl, "number"},
		"refused/bidi":           {passport(set("family_name", "\u202eX")), policy.ErrFieldControl, "family_name"},
		"refused/two lines":      {passport(set("family_name", "A\nB")), policy.ErrFieldControl, "family_name"},
		"refused/long":           {passport(set("family_name", strings.Repeat("x", 1001))), policy.ErrFieldTooLong, "family_name"},
		"refused/unknown field":  {passport(set("shoe_size", "43")), policy.ErrFieldUnknown, "shoe_size"},
		"refused/condition":      {passport(func(i *evidence.Item) { i.Conditions = map[string]string{"chip": "eaten"} }), policy.ErrItemCondition, "conditions.chip"},
		"refused/check":          {passport(func(i *evidence.Item) { i.Checks[0].Code = "smell" }), policy.ErrItemCheck, "checks.smell"},
		"refused/answer":         {passport(func(i *evidence.Item) { i.Checks[0].Answer = "maybe" }), policy.ErrItemCheck, "checks.original"},
		"refused/no reason":      {passport(func(i *evidence.Item) { i.Checks[2].Reason = "" }), policy.ErrItemReason, "checks.chip_signature"},
		"refused/image":          {passport(func(i *evidence.Item) { i.Captures = []evidence.Capture{{Blob: "b"}} }), policy.ErrImageForbidden, "captures"},
	} {
		t.Run(name, func(t *testing.T) {
			err := p.CheckItem(c.item, today)
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			if c.want != nil && (len(fault.All(err)) != 1 || fault.All(err)[0].Where != c.where) {
				t.Errorf("%v, want it at %s", err, c.where)
			}
		})
	}
}

func TestCheckItemTellsEverything(t *testing.T) {
	p := standard(t)
	err := p.CheckItem(evidence.Item{Type: "passport", Fields: map[string]string{"mrz": "P<"}}, today)
	if n := len(fault.All(err)); n != 6 { // birth, number, country, expiry, zone, names
		t.Errorf("%d faults: %v", n, err)
	}
}

func TestZonePlaceIsKept(t *testing.T) {
	p := standard(t)
	i := evidence.Item{Type: "passport", Fields: map[string]string{"mrz": strings.Replace(zone, "UTO74", "UTO7O", 1)}}
	for _, e := range fault.All(p.CheckItem(i, today)) {
		if errors.Is(e, mrz.ErrCharacter) {
			if e.Where != "mrz" || e.Params["place"] != "line 2, column 15" {
				t.Errorf("at %s, place %s", e.Where, e.Params["place"])
			}
			return
		}
	}
	t.Error("no fault of the zone")
}

func TestImageRequired(t *testing.T) {
	p, err := policy.Decode(edited(t, "documents.3.image", "required"))
	if err != nil {
		t.Fatal(err)
	}
	i := evidence.Item{Type: "tenancy_agreement", Fields: map[string]string{
		"full_name": "Idris Sampl", "address": "1 Sample Street", "landlord": "T. Placeholder", "issued": "2026-01-01",
	}}
	if err := p.CheckItem(i, today); !errors.Is(err, policy.ErrImageMissing) || fault.Of(fault.All(err)[0]) != fault.Refused {
		t.Errorf("error %v", err)
	}
	i.Captures = []evidence.Capture{{Blob: "b"}}
	if err := p.CheckItem(i, today); err != nil {
		t.Error(err)
	}
}
