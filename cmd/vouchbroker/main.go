// Command vouchbroker is a council's broker: it founds the council, keeps its
// register, prints letters, and serves desks. It builds without cgo.
//
// Everything lies in one folder (--dir): broker.db, and the council's own keys
// under keys/, readable by their owner only. The store is one file for one
// process: the administrative commands need the broker stopped, except where
// the store is a shared database.
//
// "vouchbroker demo" is a specimen council, made by the same functions as a
// real one. Exit codes: 0 done, 1 refused, 2 usage, 3 environment.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"vouchdesk/internal/fault"
)

// The exit codes.
const (
	exitDone        = 0
	exitRefused     = 1
	exitUsage       = 2
	exitEnvironment = 3
)

// usageError is a wrong call; its text says what is wrong.
type usageError string

func (e usageError) Error() string { return string(e) }

// terminal is what a command may write to, and its clock.
type terminal struct {
	out io.Writer
	err io.Writer
	now func() time.Time
}

func (t terminal) say(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format+"\n", args...) }

type command struct {
	name  string
	args  string
	about string
	run   func(ctx context.Context, t terminal, args []string) error
}

func commands() []command {
	return []command{
		{"init", "--dir DIR --issuer URL --url URL --name-en NAME --name-cy NAME [--broker URL] [--brand COLOUR]", "found a council: make its keys, root and first trust list", runInit},
		{"site add", "--dir DIR --number N --en NAME --cy NAME", "add a place where desks stand", runSiteAdd},
		{"staff add", "--dir DIR --id ID --name NAME --roles officer,supervisor [--document-training DATE] [--likeness-training DATE]", "add a member of staff, or change roles and training", runStaffAdd},
		{"staff pending", "--dir DIR", "list new keys that wait for an administrator", runStaffPending},
		{"staff confirm", "--dir DIR --admin ID --person ID --desk ID", "confirm a person's new keys as one administrator", runStaffConfirm},
		{"desk code", "--dir DIR --id ID --site N --en NAME [--cy NAME] [--ca FILE] [--hours N]", "make a code that enrols one desk, once", runDeskCode},
		{"letter issue", "--dir DIR [--site N] [--days N] [--given NAME --family NAME --address LINE... --postcode CODE] [--png FILE]", "print a letter, with a record if a name is given", runLetterIssue},
		{"policy publish", "--dir DIR FILE|TOKEN|default", "publish rules as the next policy, signing them if they are not", runPolicyPublish},
		{"vouch export", "--dir DIR --out DIR [--jti ID]", "write an issued vouch, its approval and receipt, and the root and trust list that verify them", runVouchExport},
		{"incidents", "--dir DIR", "list what a person has to settle", runIncidents},
		{"serve", "--dir DIR --listen ADDRESS --cert FILE --key FILE", "serve desks until stopped", runServe},
		{"demo", "--dir DIR --desk DIR --listen 127.0.0.1:PORT [--letters DIR] [--sign-in FILE] [--ready FILE]", "be the specimen council, with one enrolled desk", runDemo},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, terminal{os.Stdout, os.Stderr, time.Now}, os.Args[1:]))
}

func run(ctx context.Context, t terminal, args []string) int {
	for _, c := range commands() {
		words := strings.Fields(c.name)
		if len(args) >= len(words) && strings.Join(args[:len(words)], " ") == c.name {
			return finish(t, c, c.run(ctx, t, args[len(words):]))
		}
	}
	help(t)
	if len(args) > 0 && (args[0] == "help" || args[0] == "-h" || args[0] == "--help") {
		return exitDone
	}
	return exitUsage
}

func help(t terminal) {
	t.say("vouchbroker: a council's broker\n")
	for _, c := range commands() {
		t.say("  vouchbroker %s %s\n      %s", c.name, c.args, c.about)
	}
}

func finish(t terminal, c command, err error) int {
	var usage usageError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &usage):
		_, _ = fmt.Fprintf(t.err, "vouchbroker %s: %s\nusage: vouchbroker %s %s\n", c.name, usage, c.name, c.args)
		return exitUsage
	}
	_, _ = fmt.Fprintf(t.err, "vouchbroker %s: %s\n", c.name, sentence(err))
	switch fault.Of(err) {
	case fault.Refused, fault.Malformed, fault.Conflict, fault.Tampered, fault.Unauthorised:
		return exitRefused
	default:
		return exitEnvironment
	}
}

// sentence words the codes an administrator is likely to meet; the rest show
// the code itself.
func sentence(err error) string {
	switch fault.Code(err) {
	case "store-busy":
		return "the store is in use: stop the broker that serves it first"
	case "letter-days":
		return "the policy lets no letter be good for so many days: leave --days out to give as many as it does"
	case "policy-missing":
		return "there is no policy in force yet: publish one first"
	case "council-exists":
		return "there is a council in this folder already"
	case "council-missing":
		return "there is no council in this folder yet: use vouchbroker init"
	case "council-key-missing":
		return "a key of the council is missing: " + err.Error()
	case "roles-conflict":
		return "an administrator holds no other role"
	case "own-keys":
		return "nobody confirms their own keys"
	case "staff-keys-missing":
		return "no keys of this person wait at this desk: see vouchbroker staff pending"
	case "version-not-newer":
		return "the version must be above the last one published"
	}
	return err.Error()
}

// flags makes a set that says usage in our own words.
func flags(t terminal, name string) *flag.FlagSet {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(t.err)
	return set
}

// parse reads flags and checks that the needed ones were given.
func parse(set *flag.FlagSet, args []string, needed ...string) ([]string, error) {
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, err
		}
		return nil, usageError(err.Error())
	}
	for _, name := range needed {
		if f := set.Lookup(name); f == nil || f.Value.String() == "" || f.Value.String() == "0" {
			return nil, usageError("--" + name + " is missing")
		}
	}
	return set.Args(), nil
}
