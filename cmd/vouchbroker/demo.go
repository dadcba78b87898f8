package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"vouchdesk/assets"
	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/trust"
)

// demo is the specimen council: everything about it is invented, and it is
// made by the functions the other commands call.
type demo struct {
	t       terminal
	dir     string
	desk    string
	letters string
	signIn  string
	ready   string
	office  *office
	ca      authority
}

// progress is what a restart has to know.
type progress struct {
	Listen  string `json:"listen"`  // the enrolled desk has this address in its anchor
	Staffed string `json:"staffed"` // folder of the desk that is enrolled with its staff
}

func runDemo(ctx context.Context, t terminal, args []string) error {
	set := flags(t, "demo")
	d := &demo{t: t}
	set.StringVar(&d.dir, "dir", "", "the specimen council's folder")
	set.StringVar(&d.desk, "desk", "", "the specimen desk's folder")
	set.StringVar(&d.letters, "letters", "", "where to put the letters; left out, letters/ in --dir")
	set.StringVar(&d.signIn, "sign-in", "", "also write how to sign in to this file")
	set.StringVar(&d.ready, "ready", "", "write the process id to this file once it serves")
	listen := set.String("listen", "127.0.0.1:0", "loopback address")
	if _, err := parse(set, args, "dir", "desk"); err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(*listen)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return usageError("the specimen council serves loopback addresses only")
	}
	if d.letters == "" {
		d.letters = filepath.Join(d.dir, "letters")
	}
	if d.office, err = open(d.dir, t.now, true); err != nil {
		return err
	}
	return d.office.during(func(*office) error { return d.run(ctx, *listen) })
}

func (d *demo) run(ctx context.Context, listen string) (err error) {
	if d.ready != "" {
		_ = os.Remove(d.ready) // of an earlier run; that there is none is as good
		defer func() { _ = os.Remove(d.ready) }()
	}
	done, err := d.load()
	if err != nil {
		return err
	}
	ln, err := d.listen(ctx, listen, done.Listen)
	if err != nil {
		return err
	}
	done.Listen = ln.Addr().String()
	serving, stop := context.WithCancel(ctx)
	ended, err := d.serve(serving, ln)
	if err != nil {
		stop()
		return err
	}
	// Kept at once: the council was founded at this address.
	err = d.save(done)
	if err == nil {
		err = d.prepare(ctx, &done)
	}
	if err == nil {
		err = d.announce(done)
	}
	if err == nil {
		select {
		case <-ctx.Done():
		case err := <-ended:
			stop()
			return err
		}
	}
	stop()
	if last := <-ended; !errors.Is(last, context.Canceled) {
		err = errors.Join(err, last)
	}
	return err
}

// listen takes the port of the first run again, because the desk knows it.
func (d *demo) listen(ctx context.Context, asked, before string) (net.Listener, error) {
	if before != "" {
		if _, port, err := net.SplitHostPort(asked); err == nil && port != "0" && asked != before {
			return nil, usageError("this council was founded at " + before + "; take that, or another --dir and --desk")
		}
		asked = before
	}
	var l net.ListenConfig
	return l.Listen(ctx, "tcp", asked)
}

// serve founds the council if it is not there, since a server needs one.
func (d *demo) serve(ctx context.Context, ln net.Listener) (<-chan error, error) {
	now := d.t.now()
	var err error
	var cert tls.Certificate
	if d.ca, err = loopbackAuthority(filepath.Join(d.dir, "tls"), now); err == nil {
		cert, err = d.ca.leaf(now)
	}
	if err == nil {
		err = d.found(ctx, "https://"+ln.Addr().String())
	}
	var s *broker.Server
	if err == nil {
		s, err = d.office.server(d.t, specimenSources()...)
	}
	if err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- broker.Serve(ctx, ln, cert, s) }()
	return ended, nil
}

func (d *demo) found(ctx context.Context, url string) error {
	err := d.office.InitCouncil(ctx, broker.Council{
		Name:   trust.Text{En: "Exampleborough Council", Cy: "Cyngor Exampleborough"},
		Brand:  "#0B4F5C",
		Issuer: "https://vouch.exampleborough.example", Broker: "https://broker.exampleborough.example", URL: url,
		Sites: []trust.Site{
			{Number: specimenSite, Name: trust.Text{En: "Exampleton Library", Cy: "Llyfrgell Exampleton"}},
			{Number: 2, Name: trust.Text{En: "Sampleford Contact Centre", Cy: "Canolfan Gyswllt Sampleford"}},
		},
	})
	if err != nil && fault.Code(err) != broker.ErrFounded.Code {
		return err
	}
	return d.publish(ctx)
}

// publish signs the policy Vouchdesk comes with, unless it is the newest.
func (d *demo) publish(ctx context.Context) error {
	_, err := d.office.PublishPolicy(ctx, assets.DefaultPolicy())
	if fault.Code(err) == brokerstore.ErrOlder.Code {
		return nil
	}
	return err
}

// prepare makes what is not there yet: staff, the desk, letters.
func (d *demo) prepare(ctx context.Context, done *progress) error {
	if err := d.hire(ctx); err != nil {
		return err
	}
	desk, err := filepath.Abs(d.desk)
	if err != nil {
		return err
	}
	if done.Staffed != desk {
		if err := d.enrol(ctx); err != nil {
			return fmt.Errorf("enrolling the specimen desk in %s (if a first start was cut short, delete that folder): %w", d.desk, err)
		}
		done.Staffed = desk
	}
	if err := d.post(ctx); err != nil {
		return err
	}
	return d.save(*done)
}

func (d *demo) enrol(ctx context.Context) error {
	code, err := d.office.NewDeskCode(ctx, trust.Desk{
		ID: specimenDesk, Name: trust.Text{En: "Desk 1", Cy: "Desg 1"}, Site: specimenSite,
	}, d.ca.cert.Raw, time.Hour)
	if err != nil {
		return err
	}
	return enrolSpecimenDesk(ctx, d.desk, code, d.t.now, d.confirm)
}

// confirm is both administrators confirming a person's keys.
func (d *demo) confirm(ctx context.Context, person trust.PersonID) error {
	for _, admin := range administrators() {
		state, err := d.office.ConfirmStaff(ctx, admin.id, person, specimenDesk)
		if err != nil || state.State == brokerapi.StaffStateConfirmed {
			return err
		}
	}
	return nil
}

func (d *demo) state() string { return filepath.Join(d.dir, "demo.json") }

func (d *demo) load() (progress, error) {
	data, err := os.ReadFile(d.state())
	if errors.Is(err, os.ErrNotExist) {
		return progress{}, nil
	}
	if err != nil {
		return progress{}, err
	}
	var p progress
	return p, json.Unmarshal(data, &p)
}

func (d *demo) save(p progress) error {
	data, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return os.WriteFile(d.state(), data, 0o600)
}

// announce says how to sign in, and that everything is ready.
func (d *demo) announce(p progress) error {
	text := d.howToSignIn()
	d.t.say("%s\nThe broker serves https://%s until you stop it (Ctrl+C).", text, p.Listen)
	if d.signIn != "" {
		if err := os.WriteFile(d.signIn, []byte(text+"\n"), 0o600); err != nil {
			return err
		}
	}
	if d.ready == "" {
		return nil
	}
	return os.WriteFile(d.ready, []byte(strconv.Itoa(os.Getpid())), 0o600)
}

func (d *demo) howToSignIn() string {
	var b strings.Builder
	b.WriteString("Exampleborough Council is a specimen: the council, its staff and its residents are invented.\n\n")
	for _, p := range counterStaff() {
		fmt.Fprintf(&b, "  %-22s choose %s, passphrase: %s\n", p.title+":", p.name, p.passphrase)
	}
	fmt.Fprintf(&b, "\nLetters to open or scan, in %s:\n", d.letters)
	for _, l := range specimenLetters() {
		fmt.Fprintf(&b, "  %-28s %s\n", l.file, l.about)
	}
	return strings.TrimRight(b.String(), "\n")
}
