package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"vouchdesk/internal/desk"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/journal"
	"vouchdesk/internal/outbox"
	"vouchdesk/internal/trust"
)

func journalVerifyCommand() command {
	return command{
		name: "journal verify", args: "[--json] FILE|-",
		about:   "Prove an exported journal without any key. Exit 1 with the place if any byte of it was changed.",
		example: `{"ok":true,"desk":"desk-7","entries":42,"head":"9f2c...","where":"","code":""}`,
		run: func(_ context.Context, s *streams, args []string) error {
			files, err := parse(flags(s, "journal verify"), args)
			if err != nil {
				return err
			}
			if len(files) != 1 {
				return usageError("which file?")
			}
			data, err := s.file(files[0], 1<<30)
			if err != nil {
				return err
			}
			return sayJournal(s, data)
		},
	}
}

type journalAnswer struct {
	OK      bool   `json:"ok"`
	Desk    string `json:"desk"`
	Entries uint64 `json:"entries"`
	Head    string `json:"head"`
	Where   string `json:"where"`
	Code    string `json:"code"`
}

func sayJournal(s *streams, data []byte) error {
	r, err := journal.VerifyFile(strings.NewReader(string(data)))
	var e *fault.Error
	if errors.As(err, &e) {
		if err := s.say(journalAnswer{Where: e.Where, Code: e.Code}, "no: "+sentence(e.Code)+" at "+e.Where); err != nil {
			return err
		}
		return errNo
	}
	if err != nil {
		return err
	}
	return s.say(journalAnswer{OK: true, Desk: r.Header.Desk, Entries: r.Entries, Head: r.Head.Hash.String()},
		fmt.Sprintf("yes: %d entries of %s, in order and unchanged", r.Entries, r.Header.Desk))
}

func journalExportCommand() command {
	return command{
		name: "journal export", args: "[--data DIR] [FILE]",
		about: "Write a desk's journal to a file or standard output. It holds hashes, no personal data. " +
			"A running desk is asked; a closed one is opened. The file is text of its own form, with --json too.",
		example: "vouchdesk-journal-1 desk-7 2026-11-22T09:30:00Z 77f9...",
		run: func(ctx context.Context, s *streams, args []string) error {
			set := flags(s, "journal export")
			data := set.String("data", "", "data folder of the desk")
			files, err := parse(set, args)
			if err != nil {
				return err
			}
			dir, err := dataDir(*data)
			if err != nil {
				return err
			}
			if len(files) > 1 {
				return usageError("one file")
			}
			if len(files) == 0 {
				return exportJournal(ctx, s, dir, s.out)
			}
			f, err := os.OpenFile(files[0], os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
			if err != nil {
				return fault.New(fault.Unavailable, "file-unavailable").At(files[0]).Because(err)
			}
			if err := exportJournal(ctx, s, dir, f); err != nil {
				return errors.Join(err, f.Close())
			}
			return f.Close()
		},
	}
}

func exportJournal(ctx context.Context, s *streams, dir string, w io.Writer) error {
	err := desk.Ask(ctx, dir, desk.Request{Do: desk.DoJournalExport}, func(raw json.RawMessage) error {
		var line string
		if err := json.Unmarshal(raw, &line); err != nil {
			return err
		}
		_, err := io.WriteString(w, line)
		return err
	})
	if !errors.Is(err, desk.ErrNotRunning) {
		return err
	}
	_, err = desk.ExportJournal(ctx, desk.Config{Dir: dir, Now: s.now}, w)
	return err
}

func outboxListCommand() command {
	return command{
		name: "outbox list", args: "[--json] [--data DIR]",
		about:   "List what a desk owes the broker, why it waits and when it is tried next. No personal data.",
		example: `[{"id":"...","kind":"vouch","state":"waiting","reason":"unavailable:net-offline","next":"2026-11-22T10:52:00Z","attempts":3}]`,
		run: func(ctx context.Context, s *streams, args []string) error {
			set := flags(s, "outbox list")
			data := set.String("data", "", "data folder of the desk")
			rest, err := parse(set, args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return usageError("no argument is taken")
			}
			dir, err := dataDir(*data)
			if err != nil {
				return err
			}
			rows, err := outboxOf(ctx, s, dir)
			if err != nil {
				return err
			}
			lines := make([]string, 0, len(rows))
			for _, r := range rows {
				lines = append(lines, fmt.Sprintf("%-10s %-14s %-28s next %s, %d tries", r.Kind, r.State, r.Reason, r.Next, r.Attempts))
			}
			if len(lines) == 0 {
				lines = []string{"nothing is owed"}
			}
			return s.say(rows, strings.Join(lines, "\n"))
		},
	}
}

func outboxOf(ctx context.Context, s *streams, dir string) ([]outbox.Row, error) {
	rows := []outbox.Row{}
	err := desk.Ask(ctx, dir, desk.Request{Do: desk.DoOutboxList}, func(raw json.RawMessage) error {
		var r outbox.Row
		if err := json.Unmarshal(raw, &r); err != nil {
			return err
		}
		rows = append(rows, r)
		return nil
	})
	if !errors.Is(err, desk.ErrNotRunning) {
		return rows, err
	}
	parcels, err := desk.OutboxList(ctx, desk.Config{Dir: dir, Now: s.now})
	return outbox.Rows(parcels), err
}

func enrolCommand() command {
	return command{
		name: "desk enrol", args: "--data DIR --code CODE|-",
		about:   "Enrol this machine with a one-time code (VDE...) from the desk administrator. The broker must be reachable.",
		example: `{"desk":"desk-7"}`,
		run: func(ctx context.Context, s *streams, args []string) error {
			set := flags(s, "desk enrol")
			data := set.String("data", "", "data folder to make")
			code := set.String("code", "", "one-time code, or - to read it")
			if _, err := parse(set, args); err != nil {
				return err
			}
			dir, err := dataDir(*data)
			if err != nil {
				return err
			}
			if *code == "" {
				return usageError("which code?")
			}
			if *code == "-" {
				text, err := s.token("-")
				if err != nil {
					return err
				}
				code = &text
			}
			id, err := desk.Enrol(ctx, desk.EnrolConfig{Config: desk.Config{Dir: dir, Now: s.now}, Code: *code})
			if err != nil {
				return err
			}
			return s.say(map[string]trust.DeskID{"desk": id}, "enrolled as "+string(id))
		},
	}
}

func staffCommand() command {
	return command{
		name: "desk staff", args: "--data DIR --person ID [--name NAME] [--as PERSON]",
		about: "Set up a member of staff's sign-in at this desk. The passphrase is read from standard input, one line; " +
			"with --as, the line before it is the passphrase of somebody who already signs in here. An administrator then confirms the keys.",
		example: `{"person":"officer-1","sign_key":"..."}`,
		run: func(ctx context.Context, s *streams, args []string) error {
			set := flags(s, "desk staff")
			data := set.String("data", "", "data folder of the desk")
			person := set.String("person", "", "id of the person in the trust list")
			name := set.String("name", "", "the person's name, which the passphrase may not hold")
			as := set.String("as", "", "id of somebody who signs in here already")
			if _, err := parse(set, args); err != nil {
				return err
			}
			dir, err := dataDir(*data)
			if err != nil {
				return err
			}
			if *person == "" {
				return usageError("which person?")
			}
			return addStaff(ctx, s, dir, trust.PersonID(*person), trust.PersonID(*as), *name)
		},
	}
}

func addStaff(ctx context.Context, s *streams, dir string, person, as trust.PersonID, name string) error {
	d, err := desk.Open(ctx, desk.Config{Dir: dir, Now: s.now})
	if err != nil {
		return err
	}
	defer d.Shutdown(ctx) //nolint:errcheck // nothing is under way
	in := bufio.NewScanner(s.in)
	next := func() string { in.Scan(); return in.Text() }
	if as != "" {
		if err := d.SignIn(ctx, as, next()); err != nil {
			return err
		}
	}
	keys, err := d.AddStaff(ctx, person, name, next())
	if err != nil {
		return err
	}
	return s.say(map[string]string{"person": string(person), "sign_key": string(keys.SignKey)},
		"sign-in is set up; an administrator has to confirm key "+string(keys.SignKey))
}

func journalActsCommand() command {
	return command{
		name: "journal acts", args: "--data DIR --person ID --case REFERENCE [FILE]",
		about: "Write a case's acts with the keys that prove them in the exported journal, for \"vouch export --audit\". " +
			"A supervisor who signs in at this desk gives them out; the passphrase is read from standard input, one line, and the desk must be closed. " +
			"The file names staff and holds codes, no resident; it goes with the case when that is erased.",
		example: `{"form":"vouchdesk-acts-1","desk":"desk-7","subject":"...","acts":[{"seq":3,"key":"...","particulars":{"time":"2026-11-22T09:30:00.000Z","actor":"officer-1","act":"case-opened","subject":"...","details":{"...":"..."}}}]}`,
		run: func(ctx context.Context, s *streams, args []string) error {
			set := flags(s, "journal acts")
			data := set.String("data", "", "data folder of the desk")
			person := set.String("person", "", "id of the supervisor in the trust list")
			ref := set.String("case", "", "reference of the case")
			files, err := parse(set, args)
			if err != nil {
				return err
			}
			dir, err := dataDir(*data)
			if err != nil {
				return err
			}
			if *person == "" || *ref == "" || len(files) > 1 {
				return usageError("--person, --case and at most one file are needed")
			}
			acts, err := actsOf(ctx, s, dir, trust.PersonID(*person), *ref)
			if err != nil {
				return err
			}
			if len(files) == 0 {
				_, err = s.out.Write(acts)
				return err
			}
			if err := os.WriteFile(files[0], acts, 0o600); err != nil {
				return fault.New(fault.Unavailable, "file-unavailable").At(files[0]).Because(err)
			}
			return nil
		},
	}
}

func actsOf(ctx context.Context, s *streams, dir string, person trust.PersonID, ref string) ([]byte, error) {
	d, err := desk.Open(ctx, desk.Config{Dir: dir, Now: s.now})
	if err != nil {
		return nil, err
	}
	defer d.Shutdown(ctx) //nolint:errcheck // nothing is under way
	in := bufio.NewScanner(s.in)
	in.Scan()
	if err := d.SignIn(ctx, person, in.Text()); err != nil {
		return nil, err
	}
	acts, err := d.CaseActs(ctx, ref)
	if err != nil {
		return nil, err
	}
	return acts.Encode()
}
