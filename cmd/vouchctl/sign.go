package main

import (
	"context"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/trust"
)

type signedPolicy struct {
	ID        string `json:"id"`
	Version   int    `json:"version"`
	Effective string `json:"effective"`
	KID       string `json:"kid"`
	Token     string `json:"token"`
}

func policySignCommand() command {
	return command{
		name: "policy sign", args: "[--json] --key FILE [--kid KID] --root FILE [--pin THUMBPRINT] FILE|default|-",
		about: "Sign a policy with the council's policy key, for the broker to publish. What policy lint refuses is not signed, " +
			"and the key has to be the one that the root names. Without --kid it is the key's thumbprint.",
		example: `{"id":"exampleborough","version":2,"effective":"2026-12-01","kid":"...","token":"eyJ..."}`,
		run: func(_ context.Context, s *streams, args []string) error {
			set := flags(s, "policy sign")
			keyFile := set.String("key", "", "PKCS #8 PEM file")
			kid := set.String("kid", "", "kid, the thumbprint without it")
			var f verifyFiles
			f.rootFlags(set)
			files, err := parse(set, args)
			if err != nil {
				return err
			}
			if *keyFile == "" || f.root == "" || len(files) != 1 {
				return usageError("--key, --root and one policy file are needed")
			}
			root, err := f.parseRoot(s)
			if err != nil {
				return err
			}
			out, err := signPolicy(s, files[0], *keyFile, *kid, root)
			if err != nil {
				return err
			}
			return s.say(out, out.Token)
		},
	}
}

func signPolicy(s *streams, file, keyFile, kid string, root *trust.Root) (signedPolicy, error) {
	body, err := policyBody(s, file)
	if err != nil {
		return signedPolicy{}, err
	}
	rules, err := decodePolicy(s, file, body)
	if err != nil {
		return signedPolicy{}, err
	}
	key, err := readKey(s, keyFile)
	if err != nil {
		return signedPolicy{}, err
	}
	if kid == "" {
		kid = jose.Thumbprint(&key.PublicKey)
	}
	signer, err := jose.NewSigner(jose.TypPolicy, key, kid)
	if err != nil {
		return signedPolicy{}, err
	}
	token, err := signer.Sign(brokerapi.PolicyBody{
		Issuer: root.Body.Issuer, IssuedAt: jose.SecondsOf(s.now()), Version: rules.Version, Effective: rules.Effective, Body: body,
	})
	if err != nil {
		return signedPolicy{}, err
	}
	// A key that is not the root's, or a kid it does not have, is found here
	// and not at every desk.
	if _, _, err := brokerapi.ReadPolicy(token, root, s.now()); err != nil {
		return signedPolicy{}, err
	}
	return signedPolicy{rules.ID, rules.Version, rules.Effective.ISO(), kid, token}, nil
}
