package paper_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/paper"
	"vouchdesk/internal/resident"
)

var day = time.Date(2026, time.November, 22, 10, 30, 0, 0, time.UTC)

func slip() paper.Slip {
	return paper.Slip{
		Ref: "EB-0184", Day: day, Service: paper.Pair{En: "Blue Badge", Cy: "Bathodyn Glas"},
		Seen: []paper.Pair{{En: "Birth certificate", Cy: "Tystysgrif geni"}, {En: "Tenancy agreement", Cy: "Cytundeb tenantiaeth"}},
		How:  resident.Post, By: day.AddDate(0, 0, 5),
		Next:    paper.Pair{En: "A second person at the council looks at it.", Cy: "Bydd ail berson yn y cyngor yn edrych arno."},
		Contact: paper.Pair{En: "Any library", Cy: "Unrhyw lyfrgell"},
	}
}

func sheet(heading paper.Pair, rows []paper.Row) paper.Sheet {
	return paper.Sheet{
		Council: paper.Pair{En: "Example Council", Cy: "Cyngor Enghraifft"}, Office: paper.Pair{En: "Exampleton Library", Cy: "Llyfrgell Enghraifft"},
		Heading: heading, Rows: rows, At: day,
	}
}

func TestPDF(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*paper.Sheet)
		pages  int
		err    error
	}{
		"ok/ordinary print is one page": {change: func(*paper.Sheet) {}, pages: 1},
		"ok/Welsh first":                {change: func(s *paper.Sheet) { s.WelshFirst = true }, pages: 1},
		"ok/large print is a page each": {change: func(s *paper.Sheet) { s.Large = true }, pages: 2},
		"ok/every Welsh letter":         {change: func(s *paper.Sheet) { s.Council.Cy = "ÂâÊêÎîÔôÛûŴŵŶŷẂẃẀẁẄẅỲỳ" }, pages: 1},
		"ok/a tab, decomposed, of no width": {change: func(s *paper.Sheet) {
			s.Rows[2].Lines[0].En, s.Rows[2].Lines[0].Cy = "cafe\u0301\tor one\u2011stop\u200b", "w\u0302y\u0302"
		}, pages: 1},
		"ok/more than a page": {change: func(s *paper.Sheet) {
			for range 30 {
				s.Rows = append(s.Rows, s.Rows[3])
			}
		}, pages: 4},
		"refused/letter of no font": {change: func(s *paper.Sheet) { s.Rows[2].Lines[0].En = "例" }, err: paper.ErrSlipGlyph},
	} {
		t.Run(name, func(t *testing.T) {
			s := sheet(slip().Sheet())
			c.change(&s)
			pdf, err := s.PDF()
			if !errors.Is(err, c.err) {
				t.Fatalf("got %v, want %v", err, c.err)
			}
			if c.err != nil {
				return
			}
			if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != c.pages {
				t.Errorf("%d pages, want %d", n, c.pages)
			}
			if again, err := s.PDF(); err != nil || !bytes.Equal(pdf, again) {
				t.Errorf("another time it is another file (%v)", err)
			}
		})
	}
}

// TestSlipsLookAlike holds that a slip's labels do not tell one outcome from
// another; only one who is to come back has two more.
func TestSlipsLookAlike(t *testing.T) {
	labels := func(s paper.Slip) string {
		heading, rows := s.Sheet()
		all := []string{heading.En}
		for _, r := range rows {
			all = append(all, r.Label.En)
		}
		return strings.Join(all, "\n")
	}
	other := slip()
	other.Next = paper.Pair{En: "Something else.", Cy: "Rhywbeth arall."}
	if diff := cmp.Diff(labels(slip()), labels(other)); diff != "" {
		t.Error(diff)
	}
	back := slip()
	back.Bring, back.BringBy = []paper.Pair{{En: "Passport", Cy: "Pasbort"}}, day.AddDate(0, 0, 28)
	if diff := labels(back); !strings.Contains(diff, "Please bring\nCome back by") {
		t.Error(diff)
	}
}

// TestWhatWasNotThereIsLeftOut: no dash for a purpose, and no papers given back
// of which none was seen.
func TestWhatWasNotThereIsLeftOut(t *testing.T) {
	bare := slip()
	bare.Service, bare.Seen, bare.How = paper.Pair{}, nil, ""
	_, rows := bare.Sheet()
	var labels []string
	for _, r := range rows {
		labels = append(labels, r.Label.En)
		for _, l := range r.Lines {
			if l.En == "" || l.Cy == "" || l.En == "-" {
				t.Errorf("%s: %q", r.Label.En, l)
			}
		}
	}
	if diff := cmp.Diff([]string{"Reference", "Date", "What happens next", "How you will hear", "To ask us"}, labels); diff != "" {
		t.Error(diff)
	}
	_, rows = slip().Sheet()
	if last := rows[len(rows)-1].Label.En; len(rows) != 8 || last != "Your papers" {
		t.Errorf("%d rows, the last %q", len(rows), last)
	}
}

// TestBothLanguages holds that nothing on any sheet is in one language only.
func TestBothLanguages(t *testing.T) {
	full := slip()
	full.Bring, full.BringBy = []paper.Pair{{En: "Passport", Cy: "Pasbort"}}, day
	for name, of := range map[string]func() (paper.Pair, []paper.Row){
		"slip": full.Sheet,
		"nothing seen": func() (paper.Pair, []paper.Row) {
			s := slip()
			s.Seen = nil
			return s.Sheet()
		},
		"receipt": paper.Receipt{Ref: "EB-0184", Vouch: "0193", Day: day, Service: full.Service, Shared: full.Seen, Until: day, Contact: full.Contact}.Sheet,
		"referee": paper.RefereeSlip{Ref: "EB-0184", Day: day, Notice: full.Seen, Contact: full.Contact}.Sheet,
	} {
		t.Run(name, func(t *testing.T) {
			heading, rows := of()
			texts := []paper.Pair{heading}
			for _, r := range rows {
				texts = append(append(texts, r.Label), r.Lines...)
			}
			for _, p := range texts {
				if p.En == "" || p.Cy == "" {
					t.Errorf("%+v", p)
				}
			}
		})
	}
	for _, how := range resident.Hows() {
		s := slip()
		s.How = how
		if _, rows := s.Sheet(); rows[5].Lines[0].En == "" || rows[5].Lines[0].Cy == "" {
			t.Errorf("%s has no words", how)
		}
	}
}

func TestDay(t *testing.T) {
	if got := paper.Day(day); got != (paper.Pair{En: "22 November 2026", Cy: "22 Tachwedd 2026"}) {
		t.Errorf("%+v", got)
	}
	if got := paper.Day(time.Time{}); got != (paper.Pair{}) {
		t.Errorf("no day is %+v", got)
	}
}
