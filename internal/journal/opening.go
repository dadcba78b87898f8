package journal

import (
	"bytes"
	"crypto/hmac"
	"encoding/json"
	"fmt"

	"vouchdesk/internal/fault"
)

// What can be wrong with openings. Where names the act by its number.
var (
	ErrOpenings = fault.New(fault.Malformed, "openings-malformed")
	ErrOpening  = fault.New(fault.Tampered, "opening-mismatch") // the chain has another line there
)

// Opening is the particulars of an act with the key of their digest: whoever
// has it, and the chain, can tell that the act stands in the chain. It is given
// to who may see one subject's acts, and to nobody else.
type Opening struct {
	Seq         uint64
	Key         []byte
	Particulars Particulars
}

// Of reports whether a line is that act's.
func (o Opening) Of(l Line) bool {
	digest, err := Digest(o.Key, o.Particulars)
	return err == nil && l.Seq == o.Seq && l.Sound() && hmac.Equal(digest[:], l.Digest[:])
}

// Openings are a desk's acts on one subject, in their order.
type Openings struct {
	Desk    string
	Subject Subject
	Acts    []Opening
}

type openingsWire struct {
	Form    string        `json:"form"`
	Desk    string        `json:"desk"`
	Subject Subject       `json:"subject"`
	Acts    []openingWire `json:"acts"`
}

type openingWire struct {
	Seq         uint64          `json:"seq"`
	Key         []byte          `json:"key"`
	Particulars json.RawMessage `json:"particulars"`
}

const openingsForm = "vouchdesk-acts-1"

// Encode writes openings as JSON.
func (o Openings) Encode() ([]byte, error) {
	w := openingsWire{openingsForm, o.Desk, o.Subject, []openingWire{}}
	for _, a := range o.Acts {
		data, err := a.Particulars.Encode()
		if err != nil {
			return nil, err
		}
		w.Acts = append(w.Acts, openingWire{a.Seq, a.Key, data})
	}
	data, err := json.Marshal(w)
	return append(data, '\n'), err
}

// ParseOpenings reads what Encode wrote. Acts are in order and of one subject.
func ParseOpenings(data []byte) (Openings, error) {
	var w openingsWire
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil || w.Form != openingsForm {
		return Openings{}, ErrOpenings
	}
	o := Openings{Desk: w.Desk, Subject: w.Subject}
	for i, a := range w.Acts {
		var tight bytes.Buffer
		where := fmt.Sprintf("acts[%d]", i)
		if json.Compact(&tight, a.Particulars) != nil {
			return Openings{}, ErrOpenings.At(where)
		}
		p, err := ParseParticulars(tight.Bytes())
		if err != nil || p.Subject != w.Subject || i > 0 && a.Seq <= w.Acts[i-1].Seq {
			return Openings{}, ErrOpenings.At(where)
		}
		o.Acts = append(o.Acts, Opening{a.Seq, a.Key, p})
	}
	return o, nil
}

// Lines reads the entries of an exported chain that [VerifyFile] has proved.
func Lines(data []byte) map[uint64]Line {
	all := map[uint64]Line{}
	for _, text := range bytes.Split(data, []byte("\n")) {
		if l, err := ParseLine(string(text)); err == nil {
			all[l.Seq] = l
		}
	}
	return all
}
