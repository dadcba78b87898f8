package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"path/filepath"
	"strings"
	"time"

	"vouchdesk/assets"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
)

type minted struct {
	Code  string `json:"code"`
	JTI   string `json:"jti"`
	Until string `json:"until"`
}

func mintCommand() command {
	return command{
		name: "letter mint", args: "[--json] --key FILE --kid KID [--council THUMBPRINT] [--site N] [--days N]",
		about: "Mint one letter code; a desk takes it for no longer than its policy's letter_days, which is not known here. The key is the council's letter key (PKCS #8 PEM), the kid its two characters in the trust list, " +
			"the council the thumbprint of its first root key: without --council, of root.pem beside the key, where vouchbroker keeps it. Site 0 is any site.",
		example: `{"code":"VLA...","jti":"...","until":"2026-12-13T09:00:00Z"}`,
		run: func(_ context.Context, s *streams, args []string) error {
			set := flags(s, "letter mint")
			keyFile := set.String("key", "", "PKCS #8 PEM file")
			kid := set.String("kid", "", "two characters")
			council := set.String("council", "", "thumbprint of the council's first root key; left out, of root.pem beside the letter key")
			site := set.Int("site", 0, "site number, 0 for any")
			days := set.Int("days", 0, "life in days; left out, letter_days of the policy that a council starts from")
			if _, err := parse(set, args); err != nil {
				return err
			}
			if *keyFile == "" || *kid == "" {
				return usageError("--key and --kid are needed")
			}
			if *council != "" && !isThumbprint(*council) {
				return usageError("--council is a thumbprint: 43 characters of base64url")
			}
			if *days == 0 {
				rules, err := policy.Decode(assets.DefaultPolicy())
				if err != nil {
					return err
				}
				*days = rules.Limits.LetterDays
			}
			if *days < 1 || *days > 255 || *site < 0 || *site > 65535 {
				return usageError("--days is 1 to 255, --site 0 to 65535")
			}
			if *council == "" {
				var err error
				if *council, err = councilOf(s, *keyFile); err != nil {
					return err
				}
			}
			m, err := mint(s, *keyFile, *kid, *council, *site, *days)
			if err != nil {
				return err
			}
			return s.say(m, m.Code)
		},
	}
}

// isThumbprint holds to the form of one: a letter minted for anything else
// looks whole and is no council's.
func isThumbprint(text string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(raw) == sha256.Size && len(text) == base64.RawURLEncoding.EncodedLen(sha256.Size)
}

// councilOf is the thumbprint of the root key in the folder of a letter key.
// Only the public half of it is used.
func councilOf(s *streams, keyFile string) (string, error) {
	if keyFile == "-" {
		return "", usageError("--council is needed for a key from standard input")
	}
	root, err := readKey(s, filepath.Join(filepath.Dir(keyFile), "root.pem"))
	if err != nil {
		return "", err
	}
	council := jose.Thumbprint(&root.PublicKey)
	if council == "" {
		return "", fault.New(fault.Malformed, "key-malformed").At("root.pem") // not of P-256
	}
	return council, nil
}

func mint(s *streams, keyFile, kid, council string, site, days int) (minted, error) {
	key, err := readKey(s, keyFile)
	if err != nil {
		return minted{}, err
	}
	signer, err := jose.NewSigner(jose.TypLetter, key, kid)
	if err != nil {
		return minted{}, err
	}
	var id letter.ID
	if _, err := rand.Read(id[:]); err != nil {
		return minted{}, err
	}
	c, err := letter.Mint(signer, letter.Code{
		Tag: letter.TagOf(council), JTI: id, IssuedAt: s.now().Truncate(time.Second), Days: days, Site: site,
	})
	if err != nil {
		return minted{}, err
	}
	return minted{Code: c.String(), JTI: c.JTI.String(), Until: c.Until().UTC().Format(time.RFC3339)}, nil
}

func readKey(s *streams, name string) (*ecdsa.PrivateKey, error) {
	bad := fault.New(fault.Malformed, "key-malformed").At(name)
	data, err := s.file(name, 16<<10)
	if err != nil {
		return nil, err
	}
	block, rest := pem.Decode(data)
	if block == nil || block.Type != "PRIVATE KEY" || len(strings.TrimSpace(string(rest))) > 0 {
		return nil, bad
	}
	any, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, bad // the parser's own error may quote the key
	}
	key, ok := any.(*ecdsa.PrivateKey)
	if !ok {
		return nil, bad
	}
	return key, nil
}
