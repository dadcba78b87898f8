package main

import (
	"context"
	"encoding/json"
	"flag"
	"strings"
	"time"

	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vouch"
)

func verifyCommand() command {
	return command{
		name: "vouch verify", args: "[--json] [--trust FILE] [--root FILE [--pin THUMBPRINT]] [--policy FILE] [--approval FILE] [--receipt FILE] VOUCH|-",
		about: "Verify a vouch: the officer's signature, the approval by another person, the broker's receipt and its log proof. " +
			"--trust is the council's trust list; with --root its own signature is checked too, and --pin checks the root. " +
			"A vouch without its approval is not valid. With the receipt of the vouch that corrects it, its status is withdrawn. Exit 1 if it is not valid, or a receipt is given that does not prove it; 3 without a trust list.",
		example: `{"valid":true,"four_eyes":true,"received":true,"status":"unknown","status_age_s":null,"reasons":[]}`,
		run:     runVerify,
	}
}

type verifyFiles struct{ trust, root, pin, policy, approval, receipt string }

// rootFlags are how a command is given the root.
func (f *verifyFiles) rootFlags(set *flag.FlagSet) {
	set.StringVar(&f.root, "root", "", "root")
	set.StringVar(&f.pin, "pin", "", "thumbprint of the root's key")
}

// bundleFlags are how a command is given what a vouch is judged with.
func (f *verifyFiles) bundleFlags(set *flag.FlagSet) {
	f.rootFlags(set)
	set.StringVar(&f.trust, "trust", "", "trust list")
	set.StringVar(&f.approval, "approval", "", "approval")
	set.StringVar(&f.receipt, "receipt", "", "receipt")
}

// bundle reads a vouch and what was given with it.
func (f *verifyFiles) bundle(s *streams, file string) (b vouch.Bundle, err error) {
	for _, part := range []struct {
		name string
		into *string
	}{{file, &b.Vouch}, {f.approval, &b.Approval}, {f.receipt, &b.Receipt}} {
		if part.name == "" {
			continue
		}
		if *part.into, err = s.token(part.name); err != nil {
			return b, err
		}
	}
	return b, nil
}

func runVerify(_ context.Context, s *streams, args []string) error {
	var f verifyFiles
	set := flags(s, "vouch verify")
	f.bundleFlags(set)
	set.StringVar(&f.policy, "policy", "", "policy body, to assess again")
	files, err := parse(set, args)
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return usageError("which vouch?")
	}
	list, err := f.list(s)
	if err != nil {
		return err
	}
	var rules *policy.Policy
	if f.policy != "" {
		if rules, err = readPolicy(s, f.policy); err != nil {
			return err
		}
	}
	b, err := f.bundle(s, files[0])
	if err != nil {
		return err
	}
	r := vouch.Verify(b, list, rules, s.now())
	lines := []string{
		"valid      " + yesNo(r.Valid), "four eyes  " + yesNo(r.FourEyes), "received   " + yesNo(r.Received), "status     " + r.Status,
	}
	for _, code := range r.Reasons {
		lines = append(lines, "  "+sentence(code))
	}
	if err := s.say(r, strings.Join(lines, "\n")); err != nil {
		return err
	}
	// Who gives a receipt asks about it, too.
	if !r.Valid || f.receipt != "" && !r.Received {
		return errNo
	}
	return nil
}

// token reads a file that holds one token and nothing else.
func (s *streams) token(name string) (string, error) {
	data, err := s.file(name, 8<<20)
	return strings.TrimSpace(string(data)), err
}

// list reads the trust list, under its root where one is given.
func (f *verifyFiles) list(s *streams) (*trust.List, error) {
	if f.trust == "" {
		return nil, fault.New(fault.NotFound, "trust-missing")
	}
	token, err := s.token(f.trust)
	if err != nil {
		return nil, err
	}
	if f.root == "" {
		if f.pin != "" {
			return nil, usageError("--pin needs --root")
		}
		s.hint("the trust list is taken as you give it; --root checks its signature too")
		return trust.TakeList(token)
	}
	root, err := f.parseRoot(s)
	if err != nil {
		return nil, err
	}
	// The list's times are not held against today: a vouch is judged by the
	// list of its own day.
	return trust.ParseList(token, root, time.Time{})
}

type inspected struct {
	Header      json.RawMessage   `json:"header"`
	Payload     json.RawMessage   `json:"payload"`
	SHA256      string            `json:"sha256,omitempty"`
	Disclosures []json.RawMessage `json:"disclosures,omitempty"`
	Verified    bool              `json:"verified"`
}

func inspectCommand() command {
	return command{
		name: "vouch inspect", args: "[--json] TOKEN|-",
		about: "Show what a vouch, approval or receipt says, as it is written. Nothing is verified: the answer says so. " +
			"It prints the personal data that the token holds.",
		example: `{"header":{"alg":"ES256","kid":"...","typ":"vouch+sd-jwt"},"payload":{"iss":"https://vouch.council.example","jti":"...","...":"..."},"sha256":"...","disclosures":[["salt","given_name","Rosa"]],"verified":false}`,
		run: func(_ context.Context, s *streams, args []string) error {
			files, err := parse(flags(s, "vouch inspect"), args)
			if err != nil {
				return err
			}
			if len(files) != 1 {
				return usageError("which token?")
			}
			text, err := s.token(files[0])
			if err != nil {
				return err
			}
			got, err := inspect(text)
			if err != nil {
				return err
			}
			pretty, err := json.MarshalIndent(got, "", "  ")
			if err != nil {
				return err
			}
			return s.say(got, string(pretty))
		},
	}
}

func inspect(text string) (inspected, error) {
	sd, err := jose.ParseSDJWT(text)
	if err != nil {
		// A plain token is an SD-JWT without disclosures and without its "~".
		sd = jose.SDJWT{Issuer: text}
	}
	seen, err := jose.Inspect(sd.Issuer)
	if err != nil {
		return inspected{}, err
	}
	out := inspected{Header: seen.Header, Payload: seen.Payload}
	if strings.Contains(text, "~") {
		out.SHA256 = sd.Hash()
	}
	for _, d := range sd.Disclosures {
		raw, err := jose.InspectDisclosure(d)
		if err != nil {
			return inspected{}, err
		}
		out.Disclosures = append(out.Disclosures, raw)
	}
	return out, nil
}
