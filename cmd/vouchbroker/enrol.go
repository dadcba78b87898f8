package main

import (
	"context"
	"errors"
	"time"

	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/trust"
)

// enrolSpecimenDesk makes a desk as an administrator would: it enrols with a
// code, and each member of staff sets a passphrase at it, over the real API and
// into a real vault. confirm is the administrators' part.
func enrolSpecimenDesk(ctx context.Context, dir string, code brokerapi.EnrolmentCode, now func() time.Time,
	confirm func(context.Context, trust.PersonID) error,
) (err error) {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	cfg := desk.Config{Dir: dir, Now: now}
	if _, err := desk.Enrol(ctx, desk.EnrolConfig{Config: cfg, Code: code.String()}); err != nil {
		return err
	}
	d, err := desk.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Shutdown(context.WithoutCancel(ctx))) }()
	staff := counterStaff()
	for i, m := range staff {
		if i > 0 { // a claimed desk lets only those in who are there
			if err := d.SignIn(ctx, staff[0].id, staff[0].passphrase); err != nil {
				return err
			}
		}
		if _, err := d.AddStaff(ctx, m.id, m.name, m.passphrase); err != nil {
			return err
		}
		if i > 0 {
			if err := d.Lock(ctx); err != nil {
				return err
			}
		}
		if err := confirm(ctx, m.id); err != nil {
			return err
		}
		if err := d.Sync(ctx); err != nil {
			return err
		}
	}
	return nil
}
