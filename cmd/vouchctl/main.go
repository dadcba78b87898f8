// Command vouchctl is Vouchdesk without a window: it reads codes and machine-
// readable zones, assesses cases, verifies vouches and journals, and looks
// into a desk. It builds without cgo.
//
// Exit codes: 0 yes, 1 no, 2 usage, 3 environment or missing key. With --json
// every answer is one JSON value a line; without, short text. No personal data
// is printed but what a command was asked to read.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"vouchdesk/internal/fault"
)

// The exit codes of the command-line contract.
const (
	exitYes         = 0
	exitNo          = 1
	exitUsage       = 2
	exitEnvironment = 3
)

// errNo is an answer, not a failure: the command said what it found.
var errNo = errors.New("no")

// usageError is a wrong call; its text says what is wrong.
type usageError string

func (e usageError) Error() string { return string(e) }

// A command is one verb of the contract.
type command struct {
	name    string // "vouch verify"
	args    string
	about   string
	example string // one line of what it prints, with --json if it has that; a test holds it to what is printed
	run     func(ctx context.Context, io *streams, args []string) error
}

// prints introduces the example. What is no JSON does not become it by --json.
func (c command) prints() string {
	if json.Valid([]byte(c.example)) {
		return "With --json it prints"
	}
	return "It begins"
}

// streams are what a command may read and write.
type streams struct {
	in   io.Reader
	out  io.Writer
	err  io.Writer
	json bool
	now  func() time.Time
	name string // of the command that runs
}

// say prints v as JSON with --json, or text otherwise.
func (s *streams) say(v any, text string) error {
	if !s.json {
		_, err := fmt.Fprintln(s.out, text)
		return err
	}
	return s.line(v)
}

func (s *streams) line(v any) error {
	enc := json.NewEncoder(s.out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	os.Exit(run(ctx, &streams{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now}, os.Args[1:]))
}

func commands() []command {
	return []command{
		scanCommand(), mrzCommand(), assessCommand(),
		verifyCommand(), inspectCommand(), exportCommand(),
		mintCommand(),
		policyLintCommand(), policySignCommand(), policyShowCommand(), policyDiffCommand(),
		journalExportCommand(), journalVerifyCommand(), journalActsCommand(),
		outboxListCommand(),
		enrolCommand(), staffCommand(),
	}
}

// run finds the command that the first words name and turns its error into an
// exit code.
func run(ctx context.Context, s *streams, args []string) int {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		help(s.out, args)
		if len(args) == 0 {
			return exitUsage
		}
		return exitYes
	}
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			s.name = c.name
			return finish(s, c, c.run(ctx, s, args[len(words):]))
		}
	}
	s.tell("vouchctl: there is no command %q; see vouchctl help\n", strings.Join(args[:min(2, len(args))], " "))
	return exitUsage
}

func finish(s *streams, c command, err error) int {
	var usage usageError
	switch {
	case err == nil:
		return exitYes
	case errors.Is(err, errNo):
		return exitNo
	case errors.Is(err, flag.ErrHelp):
		return exitYes
	case errors.As(err, &usage):
		s.hint("%s\nusage: vouchctl %s %s", usage, c.name, c.args)
		return exitUsage
	}
	s.hint("%s", explain(err))
	switch fault.Of(err) {
	case fault.Malformed, fault.Refused, fault.Tampered, fault.Conflict:
		return exitNo
	default:
		return exitEnvironment
	}
}

// explain words an error for a terminal: every fault of it with its place, and
// the cause where there is no fault.
func explain(err error) string {
	all := fault.All(err)
	if len(all) == 0 {
		return err.Error()
	}
	lines := make([]string, 0, len(all))
	for _, e := range all {
		line := sentence(e.Code)
		if e.Where != "" {
			line += " (" + e.Where + ")"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n  ")
}

func help(w io.Writer, args []string) {
	if len(args) > 1 {
		name := strings.Join(args[1:], " ")
		for _, c := range commands() {
			if c.name == name {
				say(w, "usage: vouchctl %s %s\n\n%s\n\n%s, for example:\n%s\n", c.name, c.args, c.about, c.prints(), c.example)
				return
			}
		}
	}
	say(w, "vouchctl: Vouchdesk without a window\n\nusage: vouchctl COMMAND [--json] [OPTION...] [ARGUMENT...]\n\ncommands:\n")
	for _, c := range commands() {
		say(w, "  %-16s %s\n", c.name, strings.SplitN(c.about, ". ", 2)[0])
	}
	say(w, "\nvouchctl help COMMAND tells more. Exit: 0 yes, 1 no, 2 usage, 3 environment or missing key.\n")
}

// tell says something beside the answer. Whether it arrived changes nothing:
// the exit code is what counts, and there is nowhere else to complain to.
func (s *streams) tell(format string, args ...any) { say(s.err, format, args...) }

// hint tells something beside the answer, after the command's name.
func (s *streams) hint(format string, args ...any) {
	s.tell("vouchctl "+s.name+": "+format+"\n", args...)
}

func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// flags starts a command's option set; parse errors become usage.
func flags(s *streams, c string) *flag.FlagSet {
	set := flag.NewFlagSet(c, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.BoolVar(&s.json, "json", s.json, "print JSON")
	return set
}

// parse reads options wherever they stand between the arguments.
func parse(set *flag.FlagSet, args []string) ([]string, error) {
	var plain []string
	for {
		if err := set.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, usageError("see vouchctl help " + set.Name())
			}
			return nil, usageError(err.Error())
		}
		rest := set.Args()
		if len(rest) == 0 {
			return plain, nil
		}
		plain = append(plain, rest[0])
		args = rest[1:]
	}
}

// file reads an argument's file, or standard input for "-", up to a cap.
func (s *streams) file(name string, most int64) ([]byte, error) {
	r := s.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fault.New(fault.NotFound, "file-missing").At(name).Because(err)
		}
		defer f.Close() //nolint:errcheck // it is only read
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fault.New(fault.Unavailable, "file-unavailable").At(name).Because(err)
	}
	if int64(len(data)) > most {
		return nil, fault.New(fault.Malformed, "file-too-large").At(name)
	}
	return data, nil
}
