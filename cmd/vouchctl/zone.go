package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"strings"
	"time"
	"unicode/utf8"

	"vouchdesk/internal/docrender"
	"vouchdesk/internal/docrender/wire"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/mrz"
	"vouchdesk/internal/ocrb"
	"vouchdesk/internal/resident"
)

// zoned is a zone; Read is there if it was read from a picture.
type zoned struct {
	mrz.Result
	Read *pictured `json:"read,omitempty"`
}

// pictured is what only a picture has.
type pictured struct {
	Lines    []string   `json:"lines"`
	Doubtful []zoneNote `json:"doubtful"` // characters to look at
	Mended   []zoneNote `json:"mended"`   // changed because the check digits prove it
	Corners  [4][2]int  `json:"corners"`  // of the zone as it is read, from its top left
	Fault    string     `json:"fault,omitempty"`
	MS       int64      `json:"ms"`
}

type zoneNote struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Text   string `json:"text"`
	Seen   string `json:"seen,omitempty"`
	Near   string `json:"near,omitempty"`
}

// mostZoneText is far above the text of a zone; a file of text that is longer
// is not one.
const mostZoneText = 4096

func mrzCommand() command {
	return command{
		name: "mrz", args: "[--json] [--worker PROGRAM] [FILE|-]",
		about: "Read a machine-readable zone, typed in a file or shown on any page of a picture, and say of each check digit whether it fits. " +
			"Exit 1 if one does not. A picture is decoded by vouchdesk-render, which must lie beside vouchctl; " +
			"compare what was read with it, \"doubtful\" and \"mended\" characters first.",
		example: `{"format":"TD3","fields":{"code":"P","issuer":"UTO","family":"SPECIMEN","given":"ROSA MAI","number":"L898902C3","nationality":"UTO","birth":"1974-08-12","sex":"F","expiry":"2027-04-15","optional":"ZE184226B"},"checks":[{"name":"document_number","ok":true}],"valid":true}`,
		run: func(ctx context.Context, s *streams, args []string) error {
			set := flags(s, "mrz")
			worker := set.String("worker", "", "path of vouchdesk-render")
			files, err := parse(set, args)
			if err != nil {
				return err
			}
			if len(files) > 1 {
				return usageError("one file at a time")
			}
			name := append(files, "-")[0]
			data, err := s.file(name, wire.MaxFile)
			if err != nil {
				return err
			}
			y, m, d := s.now().Date()
			today := resident.Date{Year: y, Month: int(m), Day: d}
			var r zoned
			switch {
			case !utf8.Valid(data) || bytes.HasPrefix(data, []byte("%PDF")):
				r, err = zoneInPicture(ctx, *worker, data, today)
			case len(data) > mostZoneText:
				return fault.New(fault.Malformed, "file-too-large").At(name)
			default:
				r.Result, err = mrz.Parse(string(data), today)
			}
			if errors.Is(err, ocrb.ErrNone) {
				s.tell("vouchctl mrz: %s: %s\n", name, explain(err))
				return errNo
			}
			if err != nil {
				return err
			}
			if err := s.say(r, plainZone(r)); err != nil {
				return err
			}
			if !r.Valid {
				return errNo
			}
			return nil
		},
	}
}

// zoneInPicture reads the first zone on any page. What was read and cannot be a
// zone is shown all the same.
func zoneInPicture(ctx context.Context, worker string, data []byte, today resident.Date) (zoned, error) {
	renderer, err := docrender.New(docrender.Config{Worker: worker}) //nolint:contextcheck // a worker outlives what asks for it first
	if err != nil {
		return zoned{}, err
	}
	defer renderer.Close()
	began := time.Now()
	var z ocrb.Zone
	var none error = ocrb.ErrNone
	err = pages(ctx, renderer, data, func(grey *image.Gray, _ docrender.Info) (on bool, err error) {
		z, err = ocrb.Read(ctx, grey, today)
		if on = errors.Is(err, ocrb.ErrNone); on {
			return on, nil
		}
		none = nil
		return on, err
	})
	if err = cmp.Or(err, none); err != nil {
		return zoned{}, err
	}
	p := &pictured{Lines: strings.Split(z.Text(), "\n"), Doubtful: []zoneNote{}, Mended: []zoneNote{}, MS: time.Since(began).Milliseconds()}
	for i, c := range z.Quad {
		p.Corners[i] = [2]int{c.X, c.Y}
	}
	for i, line := range z.Lines {
		for j, c := range line {
			switch c.Mark {
			case ocrb.Doubtful:
				p.Doubtful = append(p.Doubtful, zoneNote{Line: i + 1, Column: j + 1, Text: string(c.Text), Near: c.Near})
			case ocrb.Mended:
				p.Mended = append(p.Mended, zoneNote{Line: i + 1, Column: j + 1, Text: string(c.Text), Seen: string(c.Seen)})
			case ocrb.Plain:
			}
		}
	}
	if z.Fault != nil {
		p.Fault = explain(z.Fault)
	}
	return zoned{z.Result, p}, nil
}

func plainZone(r zoned) string {
	var lines []string
	if r.Format != "" {
		lines = append(lines, string(r.Format))
	}
	for _, c := range r.Checks {
		lines = append(lines, fmt.Sprintf("%-18s %s", c.Name, yesNo(c.OK)))
	}
	if p := r.Read; p != nil {
		lines = append(append([]string{}, p.Lines...), lines...)
		for _, n := range p.Doubtful {
			line := fmt.Sprintf("doubtful           line %d, column %d: %s", n.Line, n.Column, n.Text)
			if n.Near != "" {
				line += " or " + n.Near
			}
			lines = append(lines, line)
		}
		for _, n := range p.Mended {
			lines = append(lines, fmt.Sprintf("mended             line %d, column %d: %s, looked like %s", n.Line, n.Column, n.Text, n.Seen))
		}
		if p.Fault != "" {
			lines = append(lines, "not a zone         "+p.Fault)
		}
	}
	return strings.Join(lines, "\n")
}
