package mrz_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/resident"
)

var today = resident.Date{Year: 2026, Month: 11, Day: 22}

// ICAO's Utopia specimens.
var specimens = map[mrz.Format]string{
	mrz.TD3:  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
	mrz.TD1:  "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
	mrz.TD2:  "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
	mrz.MRVA: "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
	mrz.MRVB: "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
}

func TestSpecimens(t *testing.T) {
	for format, text := range specimens {
		t.Run(string(format), func(t *testing.T) {
			r, err := mrz.Parse(text, today)
			if err != nil {
				t.Fatal(err)
			}
			if r.Format != format || !r.Valid || len(r.Failed()) != 0 {
				t.Errorf("format %s valid %t failed %v", r.Format, r.Valid, r.Failed())
			}
			if r.Fields.Family != "ERIKSSON" || r.Fields.Given != "ANNA MARIA" || r.Fields.Issuer != "UTO" || r.Fields.Sex != "F" {
				t.Error("names, issuer or sex read wrongly")
			}
			wantBirth, wantExpiry := "1974-08-12", "2012-04-15"
			if strings.HasPrefix(string(format), "MRV") {
				wantBirth, wantExpiry = "1940-09-07", "1996-12-10"
			}
			if r.Fields.Birth.ISO() != wantBirth || r.Fields.Expiry.ISO() != wantExpiry {
				t.Errorf("birth %s expiry %s", r.Fields.Birth.ISO(), r.Fields.Expiry.ISO())
			}
		})
	}
}

// TestEveryWrongCharacterIsSeen changes every character that a check digit
// covers into every other one. Values that differ by ten are alike to the
// digit, which is a limit of the standard and not of this reader.
func TestEveryWrongCharacterIsSeen(t *testing.T) {
	covered := map[mrz.Format]string{ // check letter per column, of the lines with digits
		mrz.TD3:  strings.Repeat(" ", 44) + "nnnnnnnnnn   bbbbbbb eeeeeeeooooooooooooooo ",
		mrz.TD1:  "     nnnnnnnnnn" + strings.Repeat(" ", 15) + "bbbbbbb eeeeeee               " + strings.Repeat(" ", 30),
		mrz.TD2:  strings.Repeat(" ", 36) + "nnnnnnnnnn   bbbbbbb eeeeeee        ",
		mrz.MRVA: strings.Repeat(" ", 44) + "nnnnnnnnnn   bbbbbbb eeeeeee                ",
		mrz.MRVB: strings.Repeat(" ", 36) + "nnnnnnnnnn   bbbbbbb eeeeeee        ",
	}
	names := map[byte]string{'n': mrz.CheckNumber, 'b': mrz.CheckBirth, 'e': mrz.CheckExpiry, 'o': mrz.CheckOptional}
	const alphabet = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for format, text := range specimens {
		flat := strings.ReplaceAll(text, "\n", "")
		for at := range flat {
			name := names[covered[format][at]]
			if name == "" {
				continue
			}
			for _, c := range alphabet {
				if mrz.Digit(string(c)) == mrz.Digit(flat[at:at+1]) {
					continue
				}
				r, err := mrz.Parse(flat[:at]+string(c)+flat[at+1:], today)
				switch {
				case errors.Is(err, mrz.ErrCharacter):
				case err != nil:
					t.Errorf("%s %d %c: %v", format, at, c, err)
				case r.Valid || !strings.Contains(strings.Join(r.Failed(), " "), name):
					t.Errorf("%s %d %c: failed %v, want %s among them", format, at, c, r.Failed(), name)
				}
			}
		}
	}
}

func TestCompositeIsNamed(t *testing.T) {
	r, err := mrz.Parse(strings.TrimSuffix(specimens[mrz.TD3], "0")+"1", today)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{mrz.CheckComposite}, r.Failed()); d != "" {
		t.Error(d)
	}
}

func TestPastedForms(t *testing.T) {
	td3 := specimens[mrz.TD3]
	for name, text := range map[string]string{
		"ok/lower-case":    strings.ToLower(td3),
		"ok/one-line":      strings.ReplaceAll(td3, "\n", ""),
		"ok/spaced":        strings.Join(strings.Split(td3, ""), " "),
		"ok/crlf":          strings.ReplaceAll(td3, "\n", "\r\n\r\n") + "\r\n",
		"ok/wrapped":       td3[:20] + "\n" + td3[20:],
		"ok/no-break":      strings.ReplaceAll(td3, "<<A", "\u00a0<<A"),
		"ok/guillemets":    strings.ReplaceAll(td3, "<<", "«"),
		"ok/single-angles": strings.ReplaceAll(td3, "<", "‹"),
	} {
		t.Run(name, func(t *testing.T) {
			r, err := mrz.Parse(text, today)
			if err != nil || !r.Valid {
				t.Errorf("valid %t, %v", r.Valid, err)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	td3, td1 := specimens[mrz.TD3], specimens[mrz.TD1]
	for name, c := range map[string]struct {
		text  string
		want  *fault.Error
		where string
	}{
		"refused/empty":            {" \n ", mrz.ErrEmpty, ""},
		"refused/prose":            {"not a zone at all", mrz.ErrLines, ""},
		"refused/accent":           {strings.Replace(td3, "K", "É", 1), mrz.ErrCharacter, "line 1, column 9"},
		"refused/short-line":       {td3[:len(td3)-1], mrz.ErrLength, "line 2"},
		"refused/half-a-line":      {td3[:20] + td3[44:], mrz.ErrLength, "line 1"},
		"refused/long-first-line":  {"P" + td3, mrz.ErrLength, "line 1"},
		"refused/td1-short-line":   {strings.Replace(td1, "<<<\n7", "<<\n7", 1), mrz.ErrLength, "line 1"},
		"refused/first-letter":     {"X" + td3[1:], mrz.ErrCharacter, "line 1, column 1"},
		"refused/digit-in-name":    {strings.Replace(td3, "ANNA", "4NNA", 1), mrz.ErrCharacter, "line 1, column 16"},
		"refused/letter-in-birth":  {strings.Replace(td3, "UTO74", "UTO7O", 1), mrz.ErrCharacter, "line 2, column 15"},
		"refused/letter-for-digit": {strings.Replace(td3, "C36", "C3O", 1), nil, ""},
		"refused/sex":              {strings.Replace(td3, "2F1", "2Q1", 1), mrz.ErrCharacter, "line 2, column 21"},
		"refused/book":             {strings.Repeat("A", 5000), mrz.ErrTooLong, ""},
		"refused/bidi":             {"\u202e" + td3, mrz.ErrCharacter, "line 1, column 1"},
		"refused/not-utf8":         {"\xff" + td3, mrz.ErrCharacter, "line 1, column 1"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := mrz.Parse(c.text, today)
			if c.want == nil {
				if err == nil && r.Valid {
					t.Error("accepted")
				}
				return
			}
			if !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
			if got := fault.All(err)[0].Where; got != c.where {
				t.Errorf("where %q, want %q", got, c.where)
			}
		})
	}
}

func TestLongNumberOfCard(t *testing.T) {
	// Twelve characters: nine, a filler, three more and their digit.
	number := "D23145890734"
	line1 := "I<UTO" + number[:9] + "<" + number[9:] + string(mrz.Digit(number)) + "<<<<<<<<<<<"
	line2 := "7408122F1204159UTO<<<<<<<<<<<"
	line2 += string(mrz.Digit(line1[5:30] + line2[:7] + line2[8:15] + line2[18:29]))
	text := line1 + "\n" + line2 + "\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
	r, err := mrz.Parse(text, today)
	if err != nil || !r.Valid || r.Fields.Number != number || r.Fields.Optional != "" {
		t.Errorf("valid %t, %d characters, %v", r.Valid, len(r.Fields.Number), err)
	}
	r, err = mrz.Parse(strings.Replace(text, "<73", "<74", 1), today)
	if err == nil && r.Valid {
		t.Error("a wrong character in the carried part was not seen")
	}
}

func TestCenturyAndUnknownDates(t *testing.T) {
	td3 := func(birth, expiry string) string {
		line := "L898902C36UTO" + birth + string(mrz.Digit(birth)) + "F" + expiry + string(mrz.Digit(expiry)) + "<<<<<<<<<<<<<<<"
		return "P<D<<PLACEHOLDER" + strings.Repeat("<", 28) + "\n" +
			line + string(mrz.Digit(line[:10]+line[13:20]+line[21:43]))
	}
	for name, c := range map[string]struct {
		birth, expiry, wantBirth, wantExpiry string
		failed                               []string
	}{
		"ok/child":            {"261122", "311122", "2026-11-22", "2031-11-22", nil},
		"ok/born-last-cent":   {"261123", "311122", "1926-11-23", "2031-11-22", nil},
		"ok/unknown-day":      {"7408<<", "<<<<<<", "", "", nil},
		"ok/expiry-ahead":     {"740812", "751231", "1974-08-12", "2075-12-31", nil},
		"ok/expiry-long-past": {"740812", "761231", "1974-08-12", "1976-12-31", nil},
		"refused/month-13":    {"741312", "311122", "", "2031-11-22", []string{mrz.CheckBirthReal}},
		"refused/30-february": {"740812", "300230", "1974-08-12", "", []string{mrz.CheckExpiryReal}},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := mrz.Parse(td3(c.birth, c.expiry), today)
			if err != nil {
				t.Fatal(err)
			}
			if r.Fields.Birth.ISO() != c.wantBirth || r.Fields.Expiry.ISO() != c.wantExpiry {
				t.Errorf("birth %q expiry %q", r.Fields.Birth.ISO(), r.Fields.Expiry.ISO())
			}
			if d := cmp.Diff(c.failed, r.Failed()); d != "" {
				t.Error(d)
			}
			if r.Fields.Issuer != "D" || r.Fields.Family != "PLACEHOLDER" || r.Fields.Given != "" {
				t.Error("issuer or one-word name read wrongly")
			}
		})
	}
}

func TestJSONForm(t *testing.T) {
	r, err := mrz.Parse(specimens[mrz.TD3], today)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"format":"TD3","fields":{"code":"P","issuer":"UTO","family":"ERIKSSON","given":"ANNA MARIA",` +
		`"number":"L898902C3","nationality":"UTO","birth":"1974-08-12","sex":"F","expiry":"2012-04-15","optional":"ZE184226B"},` +
		`"checks":[{"name":"document_number","ok":true},{"name":"birth_date","ok":true},{"name":"expiry_date","ok":true},` +
		`{"name":"optional_data","ok":true},{"name":"composite","ok":true}],"valid":true}`
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Error(d)
	}
}

func TestNothingIsPrinted(t *testing.T) {
	r, err := mrz.Parse(specimens[mrz.TD3], today)
	if err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewTextHandler(&logged, nil)).Info("read", "result", r, "fields", r.Fields)
	all := fmt.Sprintf("%v %+v %#v %s %x", r, r, r.Fields, r.Fields, r.Fields) + logged.String()
	for _, secret := range []string{"ERIKSSON", "ANNA", "L898902C3", "1974", "4552494b"} {
		if strings.Contains(all, secret) {
			t.Errorf("%s was printed", secret)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range specimens {
		f.Add(text)
	}
	f.Add("P<\n\n<<")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := mrz.Parse(text, today)
		if err != nil {
			if fault.Of(err) != fault.Malformed {
				t.Errorf("kind %v", fault.Of(err))
			}
			return
		}
		if r.Valid != (len(r.Failed()) == 0) || len(r.Checks) < 3 {
			t.Error("Valid and Checks disagree")
		}
		if r.Fields.Birth.After(today) {
			t.Error("born tomorrow")
		}
	})
}
