package policy

import (
	"cmp"
	"strings"
	"unicode"

	"vouchdesk/internal/evidence"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/namematch"
	"vouchdesk/internal/resident"
)

// flags are the signals in the findings, item by item. They carry codes and
// never what a document says.
func (p *Policy) flags(f Findings, on resident.Date) []Flag {
	flags := []Flag{}
	birth := f.Birth
	p.ageFlags(birth, on, func(code string, params ...string) {
		flags = append(flags, Flag{code, "", why("", params...).Params})
	})
	for _, item := range f.Evidence {
		raise := func(code string, params ...string) {
			flags = append(flags, Flag{code, item.ID, why("", params...).Params})
		}
		d, ok := p.Document(item.Type)
		if !ok {
			raise(FlagUnknown, "type", item.Type)
			continue
		}
		if len(d.Strengths) == 0 {
			raise(FlagNotListed, "type", item.Type)
		}
		if expired, accepted := d.expired(item, on); expired {
			raise(FlagExpired, "accepted", map[bool]string{true: "yes", false: "no"}[accepted])
		}
		own := d.date(item, BirthDate)
		if own != f.Birth {
			p.ageFlags(own, on, raise)
		}
		if birth.IsZero() {
			birth = own // documents are at least compared with each other
		}
		p.dateFlags(d, item, birth, on, raise)
		d.contradictions(item, raise)
		if !own.IsZero() && own != birth {
			raise(FlagBirthDiffers, "field", d.field(BirthDate))
		}
		if same, known := d.sameAddress(item, f.Address); known && !same {
			raise(FlagAddress)
		}
		d.zoneFlags(item, on, raise)
		d.driverFlags(item, own, birth, raise)
	}
	return append(flags, p.nameFlags(f, on)...)
}

// zoneFaults names the check digits that do not fit; "form" is a zone that
// cannot be read at all.
func (d Document) zoneFaults(item evidence.Item, on resident.Date) []string {
	z, ok, err := d.zone(item, on)
	if !ok {
		return nil
	}
	if err != nil {
		return []string{"form"}
	}
	return z.Failed()
}

func (d Document) zone(item evidence.Item, on resident.Date) (mrz.Result, bool, error) {
	for _, f := range d.Fields {
		if text := strings.TrimSpace(item.Fields[f.ID]); f.Kind == MRZField && text != "" {
			r, err := mrz.Parse(text, on)
			return r, true, err
		}
	}
	return mrz.Result{}, false, nil
}

func (d Document) zoneFlags(item evidence.Item, on resident.Date, raise func(string, ...string)) {
	for _, name := range d.zoneFaults(item, on) {
		raise(FlagMRZ, "check", name)
	}
	z, ok, err := d.zone(item, on)
	if !ok || err != nil || !z.Valid {
		return
	}
	// The zone has two digits of the year, so only those are compared: someone
	// over a hundred must not be flagged for it.
	differs := func(said, zone resident.Date) bool {
		return !said.IsZero() && !zone.IsZero() &&
			(said.Year%100 != zone.Year%100 || said.Month != zone.Month || said.Day != zone.Day)
	}
	if differs(d.date(item, BirthDate), z.Fields.Birth) {
		raise(FlagMRZDiffers, "field", d.field(BirthDate))
	}
	if differs(d.date(item, ExpiresOn), z.Fields.Expiry) {
		raise(FlagMRZDiffers, "field", d.field(ExpiresOn))
	}
	number := item.Fields[d.field(DocumentNumber)]
	if number != "" && plain(number) != plain(z.Fields.Number) {
		raise(FlagMRZDiffers, "field", d.field(DocumentNumber))
	}
	// A zone always writes a name its own way; only another name is a signal.
	own := d.named(item)
	if own != (namematch.Parts{}) && z.Fields.Given+z.Fields.Family != "" && namematch.Compare(own, zoneParts(z)).Verdict == namematch.Differs {
		raise(FlagMRZDiffers, "field", cmp.Or(d.field(FamilyName), d.field(FullName)))
	}
}

// driverFlags compares the birth date inside a driver number with the one on
// the card, or else with the one given.
func (d Document) driverFlags(item evidence.Item, own, given resident.Date, raise func(string, ...string)) {
	birth := own
	if birth.IsZero() {
		birth = given
	}
	for _, f := range d.Fields {
		if f.Kind != DriverField || item.Fields[f.ID] == "" {
			continue
		}
		number, err := evidence.ParseDriverNumber(item.Fields[f.ID])
		if err != nil {
			raise(FlagDriverNumber, "field", f.ID)
			continue
		}
		if same, known := number.MatchesBirthDate(birth); known && !same {
			raise(FlagDriverNumber, "field", f.ID)
		}
	}
}

func (d Document) field(c Claim) string {
	f, _ := d.States(c)
	return f.ID
}

func (d Document) date(item evidence.Item, c Claim) resident.Date {
	date, err := resident.ParseISO(item.Fields[d.field(c)])
	if err != nil {
		return resident.Date{}
	}
	return date
}

func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}
