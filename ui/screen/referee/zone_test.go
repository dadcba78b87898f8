package referee_test

import (
	"context"
	"testing"

	"vouchdesk/internal/capture"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/ocrb"
	"vouchdesk/internal/resident"
	"vouchdesk/ui/route"
	"vouchdesk/ui/screen/referee"
	"vouchdesk/ui/screentest"
	"vouchdesk/ui/stage"
	"vouchdesk/ui/uitest"
)

const lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

// reader is an office whose pictures show lines.
type reader struct {
	*office
	looked []byte
}

func (r *reader) ReadSheetZone(_ context.Context, s capture.Sheet) (desk.ReadZone, error) {
	r.looked = s.Bytes()
	var z ocrb.Zone
	for i := 0; i < len(lines); i += 45 {
		var line []ocrb.Char
		for _, c := range []byte(lines[i : i+44]) {
			line = append(line, ocrb.Char{Text: c, Seen: c, Sure: 1})
		}
		z.Lines = append(z.Lines, line)
	}
	var err error
	z.Result, err = mrz.Parse(z.Text(), resident.DateOf(now))
	return desk.ReadZone{Zone: z}, err
}

func (r *reader) ReadZone(context.Context, casework.ID, ...string) (desk.ReadZone, error) {
	return desk.ReadZone{}, ocrb.ErrNone
}

// TestTheLinesOfARefereesPassport are read from a picture as a resident's are.
func TestTheLinesOfARefereesPassport(t *testing.T) {
	off := &reader{office: ready(t)}
	judge(&off.Snap)
	at := route.OfReferee(caseID, mair, route.Papers)
	at.Item = "p"
	v := screentest.Along(t, uitest.Options{}, at, off.Newest, func(st *stage.Stage) stage.Screen { return referee.New(st, off) })
	v.Picked = screentest.File(t, "scan.jpg")
	v.Tap("Read from a picture that is not kept")
	v.Rest()
	if string(off.looked) != "scan.jpg" {
		t.Errorf("it read %q", off.looked)
	}
	v.See("The lines were read and add up")
	v.Tap("I compared them: use these lines")
	v.See("The lines add up")
}
