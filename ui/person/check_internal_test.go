package person

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/words"
)

func english(t testing.TB) words.Words {
	t.Helper()
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return book.In(words.English)
}

var today = resident.Date{Year: 2026, Month: 11, Day: 23}

// rosa is the specimen resident as typed.
func rosa() Form { return Kept(caseworktest.Rosa()) }

func TestCheckTellsEverythingWrong(t *testing.T) {
	w := english(t)
	for name, c := range map[string]struct {
		change func(*Form)
		want   []field
		says   string
	}{
		"ok/rosa":                    {func(*Form) {}, nil, ""},
		"ok/several given names":     {func(f *Form) { f.Given = "Ana María  Llŷr-Sión D'Arcy" }, nil, ""},
		"ok/one name":                {func(f *Form) { f.Only, f.One, f.Given, f.Family = true, "Enghraifft", "", "" }, nil, ""},
		"ok/no fixed address":        {func(f *Form) { f.NoFixed, f.Line1, f.Town, f.Postcode, f.How = true, "", "", "", "collect" }, nil, ""},
		"ok/odd postcode":            {func(f *Form) { f.Postcode = "NOWHERE" }, nil, ""},
		"ok/town but no postcode":    {func(f *Form) { f.Postcode = "" }, nil, ""},
		"ok/abroad":                  {func(f *Form) { f.Postcode, f.Country = "1015 CJ", "Netherlands" }, nil, ""},
		"ok/long name":               {func(f *Form) { f.Given = strings.Repeat("x", resident.MaxNameRunes) }, nil, ""},
		"refused/nothing":            {func(f *Form) { *f = Form{} }, []field{fieldGiven, fieldFamily, fieldBorn, fieldLine1, fieldPostcode, fieldHow, fieldLanguage}, "Write the date of birth"},
		"refused/no family name":     {func(f *Form) { f.Family = " " }, []field{fieldFamily}, "only one name"},
		"refused/one name empty":     {func(f *Form) { f.Only = true }, []field{fieldOne}, "Write the name"},
		"refused/too long":           {func(f *Form) { f.Family = strings.Repeat("x", 10_000) }, []field{fieldFamily}, "Family name: it is longer than 1000"},
		"refused/right-to-left":      {func(f *Form) { f.Given = "Rosa\u202eMai" }, []field{fieldGiven}, "Given names: it holds a sign"},
		"refused/control":            {func(f *Form) { f.Line2 = "Flat\x00 2" }, []field{fieldLine2}, "Address line 2 (optional): it holds a sign"},
		"refused/two of the address": {func(f *Form) { f.Town, f.Country = "a\u200bb", strings.Repeat("x", 201) }, []field{fieldTown, fieldCountry}, "Country (optional): it is longer than 200"},
		"refused/no month":           {func(f *Form) { f.Month = "" }, []field{fieldBorn}, "Write the month of birth"},
		"refused/30 February":        {func(f *Form) { f.Day, f.Month = "30", "2" }, []field{fieldBorn}, "The month of birth has no such day"},
		"refused/month 13":           {func(f *Form) { f.Month = "13" }, []field{fieldBorn}, "from 1 to 12"},
		"refused/two-digit year":     {func(f *Form) { f.Year = "88" }, []field{fieldBorn}, "in four figures, such as 1988"},
		"refused/tomorrow":           {func(f *Form) { f.Day, f.Month, f.Year = "24", "11", "2026" }, []field{fieldBorn}, "in the future"},
		"refused/too old":            {func(f *Form) { f.Year = "1888" }, []field{fieldBorn}, "more than 130 years"},
		"refused/no line":            {func(f *Form) { f.Line1 = "" }, []field{fieldLine1}, "first line of the address"},
		"refused/phone":              {func(f *Form) { f.How, f.Phone = "phone", "ask me" }, []field{fieldPhone}, "Write a phone number"},
		"refused/e-mail":             {func(f *Form) { f.How, f.Email = "email", "mair.example.org" }, []field{fieldEmail}, "with an @ in it"},
		"refused/post to nowhere":    {func(f *Form) { f.NoFixed, f.Line1, f.Town, f.Postcode = true, "", "", "" }, []field{fieldHow}, "Post needs an address"},
	} {
		t.Run(name, func(t *testing.T) {
			f := rosa()
			c.change(&f)
			r, wrong := f.Check(today, w)
			var got []field
			var said []string
			for _, p := range wrong {
				got = append(got, p.Field)
				said = append(said, p.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Fatalf("fields (-want +got):\n%s", diff)
			}
			if all := strings.Join(said, "\n"); !strings.Contains(all, c.says) || strings.Contains(all, "[") {
				t.Errorf("says %q, want %q", all, c.says)
			}
			if (len(wrong) == 0) == r.Name.IsZero() {
				t.Error("an answer with problems, or none without")
			}
		})
	}
}

func TestTheRecordIsTakenAndPutBack(t *testing.T) {
	typedBefore := Form{Given: "Rose", Line1: "21 Other Row", Day: "17", How: "post"}
	for name, c := range map[string]struct {
		rec                          letter.Record
		given, family                string
		line1, line2, town, postcode string
	}{
		"two lines":  {letter.Record{Given: "Rosa Mai", Family: "Specimen", AddressLines: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA"}, "Rosa Mai", "Specimen", "12 Sample Row", "", "Exampleton", "EX4 1AA"},
		"four lines": {letter.Record{Given: "Idris", Family: "Sampl", AddressLines: []string{"Flat 2", "12 Sample Row", "Hamlet", "Exampleton"}, Postcode: "EX4 1AA"}, "Idris", "Sampl", "Flat 2", "12 Sample Row, Hamlet", "Exampleton", "EX4 1AA"},
		"one line":   {letter.Record{Given: "Mair", Family: "Enghraifft", AddressLines: []string{"12 Sample Row"}}, "Mair", "Enghraifft", "12 Sample Row", "", "", ""},
		"one name":   {letter.Record{Given: "Mair"}, "Mair", "", "", "", "", ""},
		"no line":    {letter.Record{Family: "Placeholder"}, "", "Placeholder", "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := typedBefore.Take(c.rec)
			given, family := got.whole()
			want := []string{c.given, c.family, c.line1, c.line2, c.town, c.postcode, "17", "post"}
			if diff := cmp.Diff(want, []string{given, family, got.Line1, got.Line2, got.Town, got.Postcode, got.Day, got.How}); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			got.Day = "18" // typed since: stays
			back := got.Untake(typedBefore)
			after := typedBefore
			after.Day = "18"
			if diff := cmp.Diff(after, back); diff != "" {
				t.Errorf("put back (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWarningsStopNobody(t *testing.T) {
	w := english(t)
	f := rosa()
	if name, post := f.Warnings(w); name+post != "" {
		t.Errorf("warns of %q %q", name, post)
	}
	f.Given, f.Postcode = "R0sa", "EX4"
	if name, post := f.Warnings(w); !strings.Contains(name, "figure") || !strings.Contains(post, "postcode") {
		t.Errorf("warns of %q %q", name, post)
	}
	f.Country = "Netherlands"
	if _, post := f.Warnings(w); post != "" {
		t.Errorf("warns of a postcode abroad: %q", post)
	}
}

// FuzzForm holds that a draft gives back what was typed, whatever it was, and
// that what was kept is typed and kept the same again.
func FuzzForm(f *testing.F) {
	f.Add("Rosa Mai", "Specimen", "17", "4", "1988", "12 Sample Row", "EX4 1AA", "post", false)
	f.Add("", "\u202e", "31", "2", "99", "", "", "email", true)
	f.Add(strings.Repeat("x", 10_000), "O'Brien-Llŷr", "1", "1", "2000", "a\x00", "??", "phone", false)
	w := english(f)
	f.Fuzz(func(t *testing.T, given, family, day, month, year, line, postcode, how string, tick bool) {
		in := Form{
			Given: given, Family: family, One: family, Only: tick, Day: day, Month: month, Year: year,
			Line1: line, Town: line, Postcode: postcode, NoFixed: tick, How: how, Phone: line, Email: line, Speak: "cy",
		}
		draft := map[string]string{}
		in.Put(draft, "x.")
		if diff := cmp.Diff(in, Typed(draft, "x.")); diff != "" {
			t.Fatalf("draft (-want +got):\n%s", diff)
		}
		r, wrong := in.Check(today, w)
		if len(wrong) > 0 {
			return
		}
		again, wrong := Kept(r).Check(today, w)
		if len(wrong) > 0 || !cmp.Equal(r, again) {
			t.Fatalf("kept again with %d problems", len(wrong))
		}
	})
}
