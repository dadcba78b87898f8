package main

import (
	"context"
	"encoding/pem"
	"errors"
	"os"
	"strings"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/trust"
)

func runDeskCode(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "desk code")
	dir := set.String("dir", "", "the council's folder")
	id := set.String("id", "", "the desk's id")
	site := set.Int("site", 0, "number of the site where it stands")
	var name trust.Text
	set.StringVar(&name.En, "en", "", "English name")
	set.StringVar(&name.Cy, "cy", "", "Welsh name")
	ca := set.String("ca", "", "PEM of the authority of the broker's certificate, if it is not a public one")
	hours := set.Int("hours", 48, "how long the code can be used")
	if _, err := parse(set, args, "dir", "id", "site", "en"); err != nil {
		return err
	}
	authority, err := readAuthority(*ca)
	if err != nil {
		return err
	}
	return within(*dir, t, func(o *office) error {
		code, err := o.NewDeskCode(ctx, trust.Desk{ID: trust.DeskID(*id), Name: name, Site: *site}, authority, time.Duration(*hours)*time.Hour)
		if err == nil {
			t.say("%s", code)
		}
		return err
	})
}

func readAuthority(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, usageError("no certificate in " + file)
	}
	return block.Bytes, nil
}

// lines is a flag that can be given several times.
type lines []string

func (l *lines) String() string     { return strings.Join(*l, "\n") }
func (l *lines) Set(s string) error { *l = append(*l, s); return nil }

func runLetterIssue(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "letter issue")
	dir := set.String("dir", "", "the council's folder")
	ask := broker.LetterAsk{}
	set.IntVar(&ask.Site, "site", 0, "the only site that takes it; 0: any")
	set.IntVar(&ask.Days, "days", 0, "how many days it is good, at most the policy's; 0: as many as the policy gives")
	to := broker.LetterTo{Language: "en"}
	set.StringVar(&to.Given, "given", "", "given names")
	set.StringVar(&to.Family, "family", "", "family name")
	set.Var((*lines)(&to.Address), "address", "a line of the address; give it once a line")
	set.StringVar(&to.Postcode, "postcode", "", "postcode")
	set.StringVar(&to.Language, "language", "en", "en or cy")
	file := set.String("png", "", "write the letter as an image")
	if _, err := parse(set, args, "dir"); err != nil {
		return err
	}
	if to.Given != "" || to.Family != "" {
		ask.Record = &to
	}
	return within(*dir, t, func(o *office) error {
		printed, err := o.IssueLetter(ctx, ask)
		if err != nil {
			return err
		}
		t.say("%s\n%s", printed.Code, printed.Typed)
		if *file == "" {
			return nil
		}
		root, err := o.Root(ctx)
		if err != nil {
			return err
		}
		return drawLetter(*file, root.Body.Name.En, to, printed, false)
	})
}

// drawLetter writes a letter as it would be posted.
func drawLetter(file, council string, to broker.LetterTo, printed broker.PrintedLetter, specimen bool) error {
	last := printed.Until.Add(-time.Second)
	page, err := paper.Letter(paper.LetterPage{
		Council: council, Addressee: addressee(to), Code: printed.Code, Typed: printed.Typed,
		Until: paper.Day(last).En, UntilCy: paper.Day(last).Cy, Specimen: specimen,
	})
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(paper.EncodePNG(f, page), f.Close())
}

func addressee(to broker.LetterTo) []string {
	all := []string{strings.TrimSpace(to.Given + " " + to.Family)}
	all = append(all, to.Address...)
	return append(all, to.Postcode)
}
