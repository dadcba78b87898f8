package journal_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/journal"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 7_000_000, time.UTC)

func particulars() journal.Particulars {
	return journal.Particulars{
		Time: noon, Actor: "person-17", Act: "case-opened", Subject: "case-4f2a",
		Details: map[string]string{"purpose": "blue-badge", "evidence": "2"},
	}
}

func chain(t testing.TB, desk string, n int) []journal.Line {
	t.Helper()
	var lines []journal.Line
	head := journal.Genesis(desk)
	for i := range n {
		p := particulars()
		p.Time = p.Time.Add(time.Duration(i) * time.Minute)
		digest, err := journal.Digest([]byte("a journal key"), p)
		if err != nil {
			t.Fatal(err)
		}
		line := journal.Next(head, digest)
		lines = append(lines, line)
		head = line.Head()
	}
	return lines
}

func each(lines []journal.Line) iter.Seq2[journal.Line, error] {
	return func(yield func(journal.Line, error) bool) {
		for _, l := range lines {
			if !yield(l, nil) {
				return
			}
		}
	}
}

func export(t testing.TB, n int) []byte {
	t.Helper()
	lines := chain(t, "desk-9", n)
	var marks []journal.Mark
	if n > 2 {
		marks = append(marks, journal.Mark{Checkpoint: lines[1].Head().Checkpoint(), Token: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"})
	}
	var file bytes.Buffer
	if _, err := journal.Export(&file, journal.Header{Desk: "desk-9", Exported: noon}, each(lines), marks...); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestVerifyFileAcceptsWhatExportWrote(t *testing.T) {
	for _, n := range []int{0, 1, 2, 50} {
		t.Run(fmt.Sprintf("ok/%d entries", n), func(t *testing.T) {
			lines := chain(t, "desk-9", n)
			got, err := journal.VerifyFile(bytes.NewReader(export(t, n)))
			if err != nil {
				t.Fatal(err)
			}
			head := journal.Genesis("desk-9")
			if n > 0 {
				head = lines[n-1].Head()
			}
			if got.Entries != uint64(n) || got.Head != head || got.Header.Desk != "desk-9" ||
				!got.Header.Exported.Equal(noon.Truncate(time.Second)) || len(got.Marks) != min(n/3, 1) {
				t.Errorf("report %+v", got)
			}
		})
	}
}

// Whatever one byte becomes, the line it stood in is named, and its entry.
func TestVerifyFileNamesTheLineOfAnyChangedByte(t *testing.T) {
	file := export(t, 6)
	lineOf, number := make([]int, len(file)), 1
	for i, c := range file {
		lineOf[i] = number
		if c == '\n' {
			number++
		}
	}
	entryOf := map[int]int{2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 8: 6} // line 4 is the checkpoint
	for i := range file {
		for _, to := range []byte{file[i] ^ 0x01, file[i] ^ 0x20, file[i] ^ 0x80, ' ', '\n', '\r', '0', 0} {
			if to == file[i] {
				continue
			}
			changed := bytes.Clone(file)
			changed[i] = to
			_, err := journal.VerifyFile(bytes.NewReader(changed))
			want := fmt.Sprintf("line %d", lineOf[i])
			if entry, ok := entryOf[lineOf[i]]; ok {
				want += fmt.Sprintf(", entry %d", entry)
			}
			var f *fault.Error
			if !errors.As(err, &f) || f.Kind != fault.Tampered {
				t.Fatalf("byte %d %q to %q: %v", i, file[i], to, err)
			}
			// A marker word that is no longer one reads as a bad entry: the line is what counts.
			line, _, _ := strings.Cut(f.Where, ",")
			if wantLine, _, _ := strings.Cut(want, ","); line != wantLine {
				t.Fatalf("byte %d %q to %q: named %q, want %q", i, file[i], to, f.Where, want)
			}
			if _, isEntry := entryOf[lineOf[i]]; isEntry && f.Where != want {
				t.Fatalf("byte %d %q to %q: named %q, want %q", i, file[i], to, f.Where, want)
			}
		}
	}
}

func TestVerifyFileRefuses(t *testing.T) {
	file := string(export(t, 6))
	lines := strings.SplitAfter(file, "\n")
	lines = lines[:len(lines)-1]
	without := func(i int) string { return strings.Join(append(append([]string{}, lines[:i]...), lines[i+1:]...), "") }
	for name, c := range map[string]struct{ file, code, where string }{
		"refused/empty file":            {"", "journal-cut", "line 1"},
		"refused/no end line":           {without(len(lines) - 1), "journal-cut", "line 9"},
		"refused/no last entry":         {without(7), "journal-tampered", "line 8"},
		"refused/no entry 3":            {without(4), "journal-tampered", "line 5, entry 3"},
		"refused/no checkpoint":         {without(3), "journal-tampered", "line 8"},
		"refused/no header":             {without(0), "journal-tampered", "line 1"},
		"refused/last newline missing":  {strings.TrimSuffix(file, "\n"), "journal-tampered", "line 9, entry 7"},
		"refused/something after":       {file + "\n", "journal-tampered", "line 10"},
		"refused/entries swapped":       {lines[0] + lines[2] + lines[1] + strings.Join(lines[3:], ""), "journal-tampered", "line 2, entry 1"},
		"refused/endless line":          {lines[0] + strings.Repeat("7", 1<<20), "journal-tampered", "line 2, entry 1"},
		"refused/another desk's header": {otherHeader(t) + strings.Join(lines[1:], ""), "journal-tampered", "line 2, entry 1"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := journal.VerifyFile(strings.NewReader(c.file))
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != c.code || f.Where != c.where {
				t.Errorf("got %v, want %s at %s", err, c.code, c.where)
			}
		})
	}
	for cut := range len(file) {
		if _, err := journal.VerifyFile(strings.NewReader(file[:cut])); fault.Of(err) != fault.Tampered {
			t.Fatalf("cut at %d: %v", cut, err)
		}
	}
}

func otherHeader(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := journal.Export(&b, journal.Header{Desk: "desk-8", Exported: noon}, each(nil)); err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(b.String(), "\n")
	return first + "\n"
}

func TestExportRefuses(t *testing.T) {
	lines := chain(t, "desk-9", 3)
	forged := append([]journal.Line{}, lines...)
	forged[1].Digest[0] ^= 1
	ok := journal.Header{Desk: "desk-9", Exported: noon}
	for name, c := range map[string]struct {
		h     journal.Header
		lines []journal.Line
		marks []journal.Mark
	}{
		"refused/changed line":             {ok, forged, nil},
		"refused/missing line":             {ok, lines[1:], nil},
		"refused/other desk":               {journal.Header{Desk: "desk-8", Exported: noon}, lines, nil},
		"refused/no desk":                  {journal.Header{Exported: noon}, nil, nil},
		"refused/desk with a line end":     {journal.Header{Desk: "a\nb", Exported: noon}, nil, nil},
		"refused/checkpoint beyond":        {ok, lines, []journal.Mark{{Checkpoint: journal.Checkpoint{Seq: 9}, Token: "x"}}},
		"refused/checkpoint of other hash": {ok, lines, []journal.Mark{{Checkpoint: journal.Checkpoint{Seq: 2}, Token: "x"}}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := journal.Export(&bytes.Buffer{}, c.h, each(c.lines), c.marks...); err == nil {
				t.Error("exported")
			}
		})
	}
}

func TestDigest(t *testing.T) {
	base, err := journal.Digest([]byte("key"), particulars())
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*journal.Particulars){
		"time":    func(p *journal.Particulars) { p.Time = p.Time.Add(time.Millisecond) },
		"actor":   func(p *journal.Particulars) { p.Actor = "person-18" },
		"act":     func(p *journal.Particulars) { p.Act = "case-parked" },
		"subject": func(p *journal.Particulars) { p.Subject = "case-4f2b" },
		"detail":  func(p *journal.Particulars) { p.Details["evidence"] = "3" },
	} {
		t.Run("differs/"+name, func(t *testing.T) {
			p := particulars()
			change(&p)
			if got, err := journal.Digest([]byte("key"), p); err != nil || got == base {
				t.Errorf("%v %v", got, err)
			}
		})
	}
	if got, _ := journal.Digest([]byte("kez"), particulars()); got == base {
		t.Error("the key does not matter")
	}
	p := particulars()
	p.Time = p.Time.In(time.FixedZone("", 3600))
	if got, _ := journal.Digest([]byte("key"), p); got != base {
		t.Error("the same instant in another zone differs")
	}
}

func TestParticularsRefuse(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*journal.Particulars)
		where  string
	}{
		"refused/no time":          {func(p *journal.Particulars) { p.Time = time.Time{} }, "time"},
		"refused/no act":           {func(p *journal.Particulars) { p.Act = "" }, "act"},
		"refused/act with a space": {func(p *journal.Particulars) { p.Act = "case opened" }, "act"},
		"refused/a name as actor":  {func(p *journal.Particulars) { p.Actor = "Rosa Mai Specimen" }, "actor"},
		"refused/long subject":     {func(p *journal.Particulars) { p.Subject = journal.Subject(strings.Repeat("x", 129)) }, "subject"},
		"refused/free text":        {func(p *journal.Particulars) { p.Details["note"] = "seen at the counter" }, "details"},
		"refused/bad UTF-8":        {func(p *journal.Particulars) { p.Details["note"] = "\xff" }, "details"},
	} {
		t.Run(name, func(t *testing.T) {
			p := particulars()
			c.change(&p)
			_, err := p.Encode()
			var f *fault.Error
			if !errors.As(err, &f) || f.Where != c.where || f.Kind != fault.Malformed {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestParticularsRoundTrip(t *testing.T) {
	data, err := particulars().Encode()
	if err != nil {
		t.Fatal(err)
	}
	got, err := journal.ParseParticulars(data)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(particulars(), got); d != "" {
		t.Error(d)
	}
}

func TestCheckpointJSON(t *testing.T) {
	head := chain(t, "desk-9", 2)[1].Head()
	data, err := json.Marshal(head.Checkpoint())
	if err != nil {
		t.Fatal(err)
	}
	var back journal.Checkpoint
	if err := json.Unmarshal(data, &back); err != nil || journal.Head(back) != head {
		t.Errorf("%s: %v", data, err)
	}
	if err := json.Unmarshal([]byte(`{"hash":"AB"}`), &back); err == nil {
		t.Error("a short hash was taken")
	}
}

func FuzzParseLine(f *testing.F) {
	f.Add(journal.Next(journal.Genesis("desk-9"), journal.Sum{1}).String())
	f.Add("01 a b c")
	f.Fuzz(func(t *testing.T, text string) {
		if l, err := journal.ParseLine(text); err == nil && l.String() != text {
			t.Errorf("%q reads as %q", text, l.String())
		}
	})
}

func FuzzParseParticulars(f *testing.F) {
	data, err := particulars().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		if p, err := journal.ParseParticulars(data); err == nil {
			if again, err := p.Encode(); err != nil || !bytes.Equal(again, data) {
				t.Errorf("%q encodes as %q, %v", data, again, err)
			}
		}
	})
}

func FuzzVerifyFile(f *testing.F) {
	f.Add(export(f, 4))
	f.Add([]byte("vouchdesk-journal-1 d 2026-11-22T12:00:00Z\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if _, err := journal.VerifyFile(bytes.NewReader(file)); err != nil && fault.Of(err) != fault.Tampered {
			t.Errorf("%v", err)
		}
	})
}
