package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"vouchdesk/assets"
	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// office is an open council folder.
type office struct {
	*broker.Admin
	store brokerstore.Store
	keys  *broker.FileKeys
}

// open opens a council folder, making keys in a new one if make is set.
func open(dir string, now func() time.Time, found bool) (*office, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	keyDir := filepath.Join(dir, "keys")
	keys, err := broker.OpenFileKeys(keyDir)
	if _, missing := os.Stat(keyDir); found && errors.Is(missing, os.ErrNotExist) {
		keys, err = broker.MakeFileKeys(keyDir)
	}
	if err != nil {
		return nil, err
	}
	store, err := brokerstore.Open(filepath.Join(dir, "broker.db"))
	if err != nil {
		return nil, err
	}
	return &office{broker.NewAdmin(store, keys, now), store, keys}, nil
}

// within runs work in an open council folder.
func within(dir string, t terminal, work func(*office) error) error {
	o, err := open(dir, t.now, false)
	if err != nil {
		return err
	}
	return o.during(work)
}

// during runs work and closes the folder. What the store says on closing is
// part of the answer: it may be that the last write did not arrive.
func (o *office) during(work func(*office) error) error {
	return errors.Join(work(o), o.store.Close())
}

func runInit(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "init")
	dir := set.String("dir", "", "the council's folder")
	var c broker.Council
	set.StringVar(&c.Issuer, "issuer", "", "the council's https URL, the issuer of everything")
	set.StringVar(&c.URL, "url", "", "https URL at which desks reach the broker")
	set.StringVar(&c.Broker, "broker", "", "the broker's identifier; left out, its URL")
	set.StringVar(&c.Name.En, "name-en", "", "the council's English name")
	set.StringVar(&c.Name.Cy, "name-cy", "", "the council's Welsh name")
	set.StringVar(&c.Brand, "brand", "", "its colour, #RRGGBB")
	if _, err := parse(set, args, "dir", "issuer", "url", "name-en"); err != nil {
		return err
	}
	if c.Broker == "" {
		c.Broker = strings.TrimSuffix(c.URL, "/")
	}
	o, err := open(*dir, t.now, true)
	if err != nil {
		return err
	}
	return o.during(func(o *office) error {
		if err := o.InitCouncil(ctx, c); err != nil {
			return err
		}
		r, err := o.store.Registry(ctx)
		if err != nil {
			return err
		}
		t.say("%s is founded.\nRoot thumbprint: %s\nKeep a copy of %s offline: without the root key no new root can be signed.",
			c.Name.En, r.Root, filepath.Join(*dir, "keys", "root.pem"))
		return nil
	})
}

func runSiteAdd(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "site add")
	dir := set.String("dir", "", "the council's folder")
	var site trust.Site
	set.IntVar(&site.Number, "number", 0, "1 to 65535")
	set.StringVar(&site.Name.En, "en", "", "English name")
	set.StringVar(&site.Name.Cy, "cy", "", "Welsh name")
	if _, err := parse(set, args, "dir", "number", "en"); err != nil {
		return err
	}
	return within(*dir, t, func(o *office) error { return o.AddSite(ctx, site) })
}

func runStaffAdd(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "staff add")
	dir := set.String("dir", "", "the council's folder")
	id := set.String("id", "", "the person's id, never reused")
	name := set.String("name", "", "name as colleagues know it")
	roles := set.String("roles", "", "officer, supervisor, adviser or administrator, parted by commas")
	years := set.Int("years", 2, "how long the roles are held")
	var training trust.Training
	set.TextVar(&training.Document, "document-training", resident.Date{}, "day of the last training in documents")
	set.TextVar(&training.Likeness, "likeness-training", resident.Date{}, "day of the last training in likeness")
	if _, err := parse(set, args, "dir", "id", "name", "roles"); err != nil {
		return err
	}
	now := t.now()
	p := trust.Person{
		ID: trust.PersonID(*id), Name: *name, Training: training,
		From: now.Add(-time.Hour).Unix(), Until: now.AddDate(*years, 0, 0).Unix(),
	}
	for role := range strings.SplitSeq(*roles, ",") {
		switch r := trust.Role(strings.TrimSpace(role)); r {
		case trust.Officer, trust.Supervisor, trust.Adviser, trust.Administrator:
			p.Roles = append(p.Roles, r)
		default:
			return usageError("no such role: " + role)
		}
	}
	return within(*dir, t, func(o *office) error { return o.SetPerson(ctx, p) })
}

func runStaffPending(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "staff pending")
	dir := set.String("dir", "", "the council's folder")
	if _, err := parse(set, args, "dir"); err != nil {
		return err
	}
	return within(*dir, t, func(o *office) error {
		pending, err := o.StaffPending(ctx)
		for _, p := range pending {
			t.say("%s at %s, since %s, confirmed by %d", p.Person, p.Desk, p.At.UTC().Format(time.RFC3339), len(p.ConfirmedBy))
		}
		return err
	})
}

func runStaffConfirm(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "staff confirm")
	dir := set.String("dir", "", "the council's folder")
	admin := set.String("admin", "", "id of the administrator who confirms")
	person := set.String("person", "", "whose keys")
	desk := set.String("desk", "", "at which desk they were made")
	if _, err := parse(set, args, "dir", "admin", "person", "desk"); err != nil {
		return err
	}
	return within(*dir, t, func(o *office) error {
		state, err := o.ConfirmStaff(ctx, trust.PersonID(*admin), trust.PersonID(*person), trust.DeskID(*desk))
		if err == nil {
			t.say("%s: %d of %d administrators", state.State, state.Confirmed, state.Needed)
		}
		return err
	})
}

func runPolicyPublish(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "policy publish")
	dir := set.String("dir", "", "the council's folder")
	files, err := parse(set, args, "dir")
	if err != nil {
		return err
	}
	if len(files) != 1 {
		return usageError("which policy file, or signed policy? (default is the one Vouchdesk comes with)")
	}
	body := assets.DefaultPolicy()
	if files[0] != "default" {
		if body, err = os.ReadFile(files[0]); err != nil {
			return err
		}
	}
	return within(*dir, t, func(o *office) error {
		publish := o.PublishPolicy
		if token := strings.TrimSpace(string(body)); !strings.HasPrefix(token, "{") {
			publish = func(ctx context.Context, _ []byte) (*policy.Policy, error) { return o.PublishSignedPolicy(ctx, token) }
		}
		rules, err := publish(ctx, body)
		if err == nil {
			t.say("policy %s version %d is published", rules.ID, rules.Version)
		}
		return err
	})
}

func runIncidents(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "incidents")
	dir := set.String("dir", "", "the council's folder")
	if _, err := parse(set, args, "dir"); err != nil {
		return err
	}
	return within(*dir, t, func(o *office) error {
		all, err := o.store.Incidents(ctx)
		for _, i := range all {
			t.say("%s %s %s %s", i.At.UTC().Format(time.RFC3339), i.Code, i.Desk, i.Ref)
		}
		return err
	})
}
