package letter

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	code "vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/ui/words"
)

// drawn is what of a view the table names.
type drawn struct {
	Title, Result, Closed, Wrong        string
	Rows, Record                        int
	Ways, Again, Use, Go, Keep, Reading bool
}

func TestLook(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	w := book.In(words.English)
	good := casework.Letter{Path: casework.LetterScanned, State: code.Signed}
	matches := good
	matches.State = code.Matches
	none := casework.Letter{Path: casework.LetterNone}
	rec := &code.Record{Given: "Rosa Mai", Family: "Specimen"}
	const heading, can, held = "Read the resident's letter", "The letter can be used", "The letter of this case"
	for name, c := range map[string]struct {
		held   casework.Letter
		record *code.Record
		state  casework.State
		bare   bool // no policy
		at     state
		want   drawn
	}{
		"ways/nothing read":    {want: drawn{Title: heading, Ways: true}},
		"ways/failed":          {at: state{read: &desk.LetterLook{Fault: "letter-forged"}}, want: drawn{Title: heading, Wrong: "The council did not sign this letter", Ways: true}},
		"ways/unreadable":      {at: state{wrong: fault.New(fault.Malformed, "file-empty")}, want: drawn{Title: heading, Wrong: w.T("faults.file-empty.title"), Ways: true}},
		"ways/to replace":      {held: good, at: state{changing: true}, want: drawn{Title: heading, Ways: true, Keep: true}},
		"ways/replacement bad": {held: good, at: state{read: &desk.LetterLook{Fault: "letter-future"}}, want: drawn{Title: heading, Wrong: w.T("faults.letter-future.title"), Ways: true, Keep: true}},
		"reading":              {at: state{reading: true}, want: drawn{Title: heading, Reading: true}},
		"reading/again":        {held: good, at: state{reading: true}, want: drawn{Title: heading, Reading: true}},
		"read":                 {at: state{read: &desk.LetterLook{Letter: good}}, want: drawn{Title: can, Result: "Signed by the council", Rows: 3, Use: true, Again: true}},
		"read/record":          {at: state{read: &desk.LetterLook{Letter: good, Record: rec}}, want: drawn{Title: can, Result: "Signed by the council", Rows: 3, Record: 2, Use: true, Again: true}},
		"held/signed":          {held: good, want: drawn{Title: held, Result: "Signed by the council", Rows: 3, Go: true, Again: true}},
		"held/matches":         {held: matches, record: rec, want: drawn{Title: held, Result: "Matches the record", Rows: 3, Record: 2, Go: true, Again: true}},
		"held/none":            {held: none, want: drawn{Title: held, Result: "There is no letter", Go: true, Again: true}},
		"closed/held":          {held: good, state: casework.Closed, want: drawn{Title: held, Result: "Signed by the council", Closed: "The letter of this case cannot be changed now", Rows: 3}},
		"closed/never asked":   {state: casework.WithSupervisor, want: drawn{Title: held, Result: "No letter was read", Closed: "The letter of this case cannot be changed now"}},
		"no policy":            {bare: true, want: drawn{Title: heading, Closed: "The council's policy has not arrived yet"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := desk.Snapshot{Policy: &policy.Policy{}, Open: &desk.OpenCase{
				Case: &casework.Case{State: casework.Open, Letter: c.held}, Record: c.record,
			}}
			if c.state != "" {
				s.Open.Case.State = c.state
			}
			if c.bare {
				s.Policy = nil
			}
			v := look(s, c.at, time.UTC, w)
			got := drawn{
				v.Title, v.Result.Title, v.Closed.Title, v.Wrong.Title, len(v.Rows), len(v.Record),
				v.Ways, v.Again, v.Use, v.Go, v.Keep, v.Reading,
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	if v := look(desk.Snapshot{}, state{}, time.UTC, w); v.Ways || v.Use || v.Go {
		t.Errorf("without a case: %+v", v)
	}
}

func TestSite(t *testing.T) {
	book, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := desk.Snapshot{Place: desk.Place{SiteNumber: 7}}
	s.Place.Site.En = "Central Library"
	for number, want := range map[int]string{0: "Any site of the council", 7: "This one: Central Library", 8: "Site 8"} {
		if got := site(s, number, book.In(words.English)); got != want {
			t.Errorf("%d: %q, want %q", number, got, want)
		}
	}
}
