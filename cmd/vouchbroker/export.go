package main

import (
	"context"
	"os"
	"path/filepath"
)

// runVouchExport writes one issued vouch with what verifies it, as a service
// would hold them. The vouch is personal data: the files are the owner's only.
func runVouchExport(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "vouch export")
	dir := set.String("dir", "", "the council's folder")
	out := set.String("out", "", "folder to write to")
	jti := set.String("jti", "", "the vouch's id; left out, the newest")
	if _, err := parse(set, args, "dir", "out"); err != nil {
		return err
	}
	return within(*dir, t, func(o *office) error {
		issued, err := o.Issued(ctx, *jti)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(*out, 0o700); err != nil {
			return err
		}
		for name, token := range map[string]string{
			"vouch.sd-jwt": issued.Vouch, "approval.jwt": issued.Approval, "receipt.jwt": issued.Receipt,
			"trust.jwt": issued.Trust, "root.jwt": issued.Root,
		} {
			if err := os.WriteFile(filepath.Join(*out, name), []byte(token), 0o600); err != nil {
				return err
			}
		}
		t.say("%s", issued.JTI)
		return nil
	})
}
