package journal_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vouchdesk/internal/journal"
)

func TestOpeningsProveTheirLinesOnly(t *testing.T) {
	key, other := []byte("the key of a case, for the test"), []byte("the key of another case")
	at := time.Date(2026, 11, 20, 10, 45, 0, 0, time.UTC)
	p := journal.Particulars{Time: at, Actor: "p-officer", Act: "case-opened", Subject: "case-1", Details: map[string]string{"ref": "SB-1"}}
	digest, err := journal.Digest(key, p)
	if err != nil {
		t.Fatal(err)
	}
	line := journal.Next(journal.Genesis("desk-7"), digest)
	o := journal.Opening{Seq: 1, Key: key, Particulars: p}
	if !o.Of(line) {
		t.Error("its own line is not known")
	}
	later := p
	later.Time = at.Add(time.Second)
	for name, wrong := range map[string]journal.Opening{
		"another key": {Seq: 1, Key: other, Particulars: p}, "another act": {Seq: 1, Key: key, Particulars: later}, "another number": {Seq: 2, Key: key, Particulars: p},
	} {
		if wrong.Of(line) {
			t.Errorf("%s opens the line", name)
		}
	}
	all := journal.Openings{Desk: "desk-7", Subject: "case-1", Acts: []journal.Opening{o}}
	data, err := all.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := journal.ParseOpenings(data)
	if diff := cmp.Diff(all, again); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
	for _, edit := range [][2]string{{`"case-1"`, `"case-2"`}, {`vouchdesk-acts-1`, `vouchdesk-acts-2`}, {`"seq":1`, `"more": 1`}, {`case-opened`, `Case`}} {
		wrong := bytes.Replace(data, []byte(edit[0]), []byte(edit[1]), 1)
		if _, err := journal.ParseOpenings(wrong); !errors.Is(err, journal.ErrOpenings) {
			t.Errorf("%v: %v", edit, err)
		}
	}
}

func FuzzParseOpenings(f *testing.F) {
	f.Add([]byte(`{"form":"vouchdesk-acts-1","desk":"d","subject":"c","acts":[{"seq":1,"key":"aGk=","particulars":{"time":"2026-11-20T10:45:00.000Z","actor":"p","act":"case-opened","subject":"c","details":{}}}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := journal.ParseOpenings(data)
		if err != nil {
			return
		}
		text, err := o.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := journal.ParseOpenings(text)
		if err != nil || len(again.Acts) != len(o.Acts) {
			t.Fatalf("does not read back: %v", err)
		}
	})
}
