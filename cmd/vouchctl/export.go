package main

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vouchdesk/internal/extract"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
	"vouchdesk/ui/statement"
	"vouchdesk/ui/words"
)

// What can be wrong with an export, besides what verifying finds.
var (
	errNotValid = fault.New(fault.Refused, "export-not-valid")
	errThere    = fault.New(fault.Conflict, "export-folder-there") // nothing is written over
)

type exported struct {
	Folder string   `json:"folder"`
	Files  []string `json:"files"`
	Acts   int      `json:"acts"` // of the case, proved in the journal
}

func exportCommand() command {
	return command{
		name: "vouch export",
		args: "--format ida|onelogin | --audit DIR [--policy FILE] [--journal FILE [--acts FILE]] [--numbers]  --trust FILE [--root FILE [--pin THUMBPRINT]] --approval FILE [--receipt FILE] VOUCH|-",
		about: "Give out a vouch in another shape. Only what verifies is given out, and only what was disclosed. " +
			"--format ida prints its verified claims alone as OpenID identity assurance, --format onelogin the shape of GOV.UK One Login's identity check " +
			"(docs/integrators.md says what each leaves out). " +
			"--audit makes a new folder with an auditor's statement as JSON and as text in English and Welsh, beside the tokens that prove it; " +
			"--policy is the one the vouch names, --journal the desk's exported journal, --acts the case's acts from \"journal acts\". " +
			"Document numbers are left out unless --numbers is given. Exit 1 if anything does not hold, with its place.",
		example: `{"folder":"check","files":["approval.jwt","statement.json"],"acts":12}`,
		run:     runExport,
	}
}

type exportFlags struct {
	verifyFiles
	format, audit, journal, acts string
	numbers                      bool
}

func runExport(_ context.Context, s *streams, args []string) error {
	var f exportFlags
	set := flags(s, "vouch export")
	set.StringVar(&f.format, "format", "", "ida or onelogin")
	set.StringVar(&f.audit, "audit", "", "folder to make")
	f.bundleFlags(set)
	set.StringVar(&f.policy, "policy", "", "policy that the vouch names; the default without it")
	set.StringVar(&f.journal, "journal", "", "exported journal")
	set.StringVar(&f.acts, "acts", "", "acts of the case")
	set.BoolVar(&f.numbers, "numbers", false, "document numbers too")
	files, err := parse(set, args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return usageError("which vouch?")
	}
	shapes := map[string]func(vouch.Opened) ([]byte, error){"ida": extract.IDA, "onelogin": extract.OneLogin}
	if (f.format == "") == (f.audit == "") || f.format != "" && shapes[f.format] == nil {
		return usageError("one of --format ida, --format onelogin and --audit DIR is needed")
	}
	if f.acts != "" && f.journal == "" {
		return usageError("--acts needs --journal")
	}
	list, err := f.list(s)
	if err != nil {
		return err
	}
	b, err := f.bundle(s, files[0])
	if err != nil {
		return err
	}
	if f.audit != "" {
		return f.runAudit(s, b, list)
	}
	// The vouch has to be in force: what has ended is not given out as if it were.
	if r := vouch.Verify(b, list, nil, s.now()); !r.Valid || b.Receipt != "" && !r.Received {
		return refusal(r.Reasons)
	}
	o, err := vouch.Open(b.Vouch, list)
	if err != nil {
		return err
	}
	out, err := shapes[f.format](o)
	if err == nil {
		_, err = s.out.Write(out)
	}
	return err
}

// refusal says every reason for which a vouch was not given out.
func refusal(reasons []string) error {
	return errNotValid.At(strings.Join(reasons, ", "))
}

func (f *exportFlags) runAudit(s *streams, b vouch.Bundle, list *trust.List) error {
	body, err := policyBody(s, cmp.Or(f.policy, "default"))
	if err != nil {
		return err
	}
	rules, err := decodePolicy(s, f.policy, body)
	if err != nil {
		return err
	}
	in := extract.AuditInput{Bundle: b, List: list, Rules: rules, Numbers: f.numbers, Now: s.now()}
	for _, part := range []struct {
		name string
		into *[]byte
	}{{f.journal, &in.Journal}, {f.acts, &in.Acts}} {
		if part.name != "" {
			if *part.into, err = s.file(part.name, 1<<30); err != nil {
				return err
			}
		}
	}
	made, err := extract.Audit(in)
	if err != nil {
		for _, e := range fault.All(err) {
			for _, reason := range strings.Fields(e.Params["reasons"]) {
				s.hint("%s", sentence(reason))
			}
		}
		return err
	}
	files, err := f.auditFiles(made, in)
	if err != nil {
		return err
	}
	answer := exported{Folder: f.audit, Files: []string{}}
	if j := made.Statement.Journal; j != nil {
		answer.Acts = len(j.Acts)
	}
	if err := os.Mkdir(f.audit, 0o700); err != nil {
		return errThere.At(f.audit).Because(err)
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(f.audit, name), data, 0o600); err != nil {
			return fault.New(fault.Unavailable, "file-unavailable").At(name).Because(err)
		}
		answer.Files = append(answer.Files, name)
	}
	slices.Sort(answer.Files)
	return s.say(answer, f.audit+": "+strings.Join(answer.Files, ", "))
}

// auditFiles are the statement in its forms and what proves it.
func (f *exportFlags) auditFiles(made extract.Bundle, in extract.AuditInput) (map[string][]byte, error) {
	text, err := made.Statement.JSON()
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{
		"statement.json": append(text, '\n'), "trust.jwt": []byte(in.List.Token + "\n"),
		"vouch.sd-jwt": []byte(made.Tokens.Vouch + "\n"), "approval.jwt": []byte(made.Tokens.Approval + "\n"),
	}
	for name, data := range map[string][]byte{"receipt.jwt": []byte(made.Tokens.Receipt + "\n"), "journal.txt": in.Journal, "acts.json": in.Acts} {
		if len(data) > 1 {
			files[name] = data
		}
	}
	book, err := words.Open()
	if err != nil {
		return nil, err
	}
	for _, lang := range words.Langs() {
		files["statement."+string(lang)+".md"] = []byte(statement.Text(book.In(lang), made.Statement))
	}
	return files, nil
}
