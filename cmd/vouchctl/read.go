package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"strings"
	"time"

	"vouchdesk/assets"
	"vouchdesk/internal/capture"
	"vouchdesk/internal/docrender"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/scan"
)

type found struct {
	Format scan.Format `json:"format"`
	Text   string      `json:"text"`
	Kind   scan.Kind   `json:"kind"`
}

type scanned struct {
	File    string  `json:"file"`
	Found   []found `json:"found"`
	Partial bool    `json:"partial,omitempty"` // not all of the file could be drawn
	Fault   string  `json:"fault,omitempty"`   // why it was not read, or not to its end
	MS      int64   `json:"ms"`
}

func scanCommand() command {
	return command{
		name: "scan", args: "[--json] [--worker PROGRAM] FILE...",
		about: "Read the codes in pictures or PDF pages, one line a file: letters first, other QR codes, Data Matrix, PDF417, Aztec and Code 128 as text. " +
			"Exit 1 if any file gave nothing; \"fault\" says why it was not read, \"partial\" that a part of it may be missing. " +
			"Pictures are decoded by vouchdesk-render, which must lie beside vouchctl.",
		example: `{"file":"letter.png","found":[{"format":"qr","text":"VLA...","kind":"letter"}],"ms":41}`,
		run: func(ctx context.Context, s *streams, args []string) error {
			set := flags(s, "scan")
			worker := set.String("worker", "", "path of vouchdesk-render")
			files, err := parse(set, args)
			if err != nil {
				return err
			}
			if len(files) == 0 {
				return usageError("which file?")
			}
			renderer, err := docrender.New(docrender.Config{Worker: *worker}) //nolint:contextcheck // what it starts ends with Close
			if err != nil {
				return err
			}
			defer renderer.Close()
			reader := scan.New("")
			defer reader.Close() //nolint:contextcheck // what it ends is not the command's to cancel
			missed := false
			for _, name := range files {
				got, err := scanFile(ctx, renderer, reader, name)
				if err != nil {
					s.tell("vouchctl scan: %s: %s\n", name, explain(err))
					got.Fault = fault.Code(err)
				}
				missed = missed || len(got.Found) == 0
				if err := s.say(got, plainScan(got)); err != nil {
					return err
				}
			}
			if missed {
				return errNo
			}
			return nil
		},
	}
}

func scanFile(ctx context.Context, r *docrender.Renderer, reader *scan.Reader, name string) (scanned, error) {
	out := scanned{File: name, Found: []found{}}
	start := time.Now()
	sheet, err := capture.File(name)
	if err != nil {
		return out, err
	}
	err = pages(ctx, r, sheet.Bytes(), func(grey *image.Gray, info docrender.Info) (on bool, err error) {
		out.Partial = out.Partial || info.Partial
		codes, err := reader.All(ctx, grey)
		for _, c := range codes {
			out.Found = append(out.Found, found{c.Format, c.Text, c.Kind})
		}
		return true, err
	})
	out.MS = time.Since(start).Milliseconds()
	return out, err
}

// pages shows one page after another, until told not to go on.
func pages(ctx context.Context, r *docrender.Renderer, file []byte, see func(*image.Gray, docrender.Info) (on bool, err error)) error {
	for page, all := 0, 1; page < all; page++ {
		grey, info, err := r.Grey(ctx, file, page)
		if page > 0 && errors.Is(err, docrender.ErrPageMissing) {
			return nil // the document claimed more than it has
		}
		if err != nil {
			return err
		}
		all = info.Pages
		if on, err := see(grey, info); err != nil || !on {
			return err
		}
	}
	return nil
}

func plainScan(s scanned) string {
	switch {
	case len(s.Found) > 0:
	case s.Fault != "":
		return s.File + ": not read"
	case s.Partial:
		return s.File + ": no code; a part of it may be missing"
	default:
		return s.File + ": no code"
	}
	lines := make([]string, 0, len(s.Found))
	for _, f := range s.Found {
		lines = append(lines, fmt.Sprintf("%s: %s %s %s", s.File, f.Format, f.Kind, f.Text))
	}
	return strings.Join(lines, "\n")
}

func yesNo(ok bool) string {
	if ok {
		return "yes"
	}
	return "no"
}

func assessCommand() command {
	return command{
		name: "assess", args: "[--json] [--policy FILE] CASE.json|-",
		about: "Assess scores by GPG 45: every profile met, the confidence, and what would reach more. " +
			"Exit 1 if no profile is met. Strength left out is the policy's. " +
			"A member \"could\" says what could still be done, as the desk writes it; without it every check at the desk is taken to be possible of a piece found valid.",
		example: `{"profiles":["L1B"],"confidence":"low","next":[{"confidence":"medium","profile":"M1A","add":[{"kind":"wait","what":"council-check"}]}]}`,
		run: func(_ context.Context, s *streams, args []string) error {
			set := flags(s, "assess")
			file := set.String("policy", "", "policy body; the default policy without it")
			files, err := parse(set, args)
			if err != nil {
				return err
			}
			if len(files) != 1 {
				return usageError("which case file?")
			}
			p, err := readPolicy(s, *file)
			if err != nil {
				return err
			}
			data, err := s.file(files[0], 1<<20)
			if err != nil {
				return err
			}
			r, err := p.AssessCase(data)
			if err != nil {
				return err
			}
			lines := []string{"confidence " + r.Confidence.String(), "profiles   " + strings.Join(r.Profiles, " ")}
			for _, n := range r.Next {
				what := make([]string, 0, len(n.Add))
				for _, a := range n.Add {
					what = append(what, string(a.Kind)+" "+a.What)
				}
				lines = append(lines, fmt.Sprintf("%s by %s: %s", n.Confidence, n.Profile, strings.Join(what, ", ")))
			}
			if err := s.say(r, strings.Join(lines, "\n")); err != nil {
				return err
			}
			if len(r.Profiles) == 0 {
				return errNo
			}
			return nil
		},
	}
}

func readPolicy(s *streams, file string) (*policy.Policy, error) {
	if file == "" {
		return policy.Decode(assets.DefaultPolicy())
	}
	body, err := s.file(file, policy.MaxBytes)
	if err != nil {
		return nil, err
	}
	if !json.Valid(body) {
		return nil, fault.New(fault.Malformed, "policy-not-json").At(file)
	}
	return policy.Decode(body)
}

func dataDir(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	if dir := os.Getenv("VOUCHDESK_DATA"); dir != "" {
		return dir, nil
	}
	return "", usageError("which desk? give --data DIR or set VOUCHDESK_DATA")
}
