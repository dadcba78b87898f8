package journey_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vouchdesk/assets"
	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/paper"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/vault"
)

const (
	officer    = trust.PersonID("p-officer")
	second     = trust.PersonID("p-second")
	supervisor = trust.PersonID("p-supervisor")
	both       = trust.PersonID("p-both")
	admin      = trust.PersonID("p-admin")

	deskID = trust.DeskID("DESK07")
	site   = 7
	phrase = "correct horse battery staple"
)

// staffNames are on the sign-in screen.
var staffNames = map[trust.PersonID]string{
	officer: "Idris Sampl", second: "Non Sampl", supervisor: "Mair Enghraifft", both: "T. Placeholder", admin: "Bethan Gweinyddwr",
}

func do(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		do(t, err)
		return v
	}
}

// town is a council with a broker over TLS and a machine enrolled as its desk.
type town struct {
	t       testing.TB
	ctx     context.Context
	now     func() time.Time
	printer printer
	admin   *broker.Admin
	store   brokerstore.Store
	keys    broker.KeyRing
	http    *httptest.Server
	gate    *gate
	machine string // everything the desk's machine can write to
	posted  string // letters as they lie on the counter
	config  desk.Config
	log     *os.File
}

// gate stands between desk and broker; a test shuts it, or answers itself.
type gate struct {
	mu     sync.Mutex
	next   http.Handler
	answer http.HandlerFunc // nil: the broker answers
	seen   []string
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	answer := g.answer
	g.seen = append(g.seen, r.Method+" "+r.URL.Path)
	g.mu.Unlock()
	if answer != nil {
		answer(w, r)
		return
	}
	g.next.ServeHTTP(w, r)
}

func (g *gate) set(answer http.HandlerFunc) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.answer = answer
}

// shut cuts every connection, as a pulled cable does.
func (g *gate) shut() {
	g.set(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

func (g *gate) open() { g.set(nil) }

// clear is a counter-fraud source that finds nothing against anybody.
type clear struct{}

func (clear) Name() string { return "specimen-register" }

func (clear) Ask(context.Context, broker.Subject) (broker.SourceAnswer, error) {
	return broker.SourceAnswer{Result: broker.ResultClear, Fraud: 1}, nil
}

// newTown founds a council and sets up a machine. What the machine's programs
// believe to be home, temp and settings folders lies under town.machine.
func newTown(t testing.TB, now func() time.Time) *town {
	t.Helper()
	c := &town{t: t, ctx: context.Background(), now: now, gate: &gate{}, machine: t.TempDir(), posted: t.TempDir()}
	council := t.TempDir()
	c.furnish()
	c.store = must(brokerstore.Open(filepath.Join(council, "broker.db")))(t)
	t.Cleanup(func() { do(t, c.store.Close()) })
	c.keys = must(broker.MakeFileKeys(filepath.Join(council, "keys")))(t)
	c.admin = broker.NewAdmin(c.store, c.keys, now)
	var ids atomic.Int64
	c.gate.next = must(broker.New(broker.Config{
		Store: c.store, Keys: c.keys, Now: now, Sources: []broker.Source{clear{}},
		NewID: func() string { return "id-" + strconv.FormatInt(ids.Add(1), 10) },
	}))(t)
	c.http = httptest.NewUnstartedServer(c.gate)
	c.http.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	c.http.StartTLS()
	t.Cleanup(c.http.Close)
	c.found()
	return c
}

// furnish makes the machine's folders and its log.
func (c *town) furnish() {
	for name, folder := range map[string]string{
		"HOME": "home", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "share", "TMPDIR": "tmp",
	} {
		dir := filepath.Join(c.machine, folder)
		do(c.t, os.MkdirAll(dir, 0o700))
		c.t.(interface{ Setenv(key, value string) }).Setenv(name, dir) //nolint:forcetypeassert // every test has it
	}
	dir := filepath.Join(c.machine, "vouchdesk")
	do(c.t, os.MkdirAll(dir, 0o700))
	c.log = must(os.Create(filepath.Join(dir, "vouchdesk.log")))(c.t)
	c.t.Cleanup(func() { do(c.t, c.log.Close()) })
	c.config = desk.Config{
		Dir: dir, Worker: worker, Now: c.now, KDF: vault.KDF{Passes: 1, KiB: 64, Threads: 1}, Printer: &c.printer,
		Log: slog.New(slog.NewTextHandler(c.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
}

func (c *town) found() {
	c.t.Helper()
	do(c.t, c.admin.InitCouncil(c.ctx, broker.Council{
		Name:   trust.Text{En: "Exampleborough Council", Cy: "Cyngor Exampleborough"},
		Issuer: "https://vouch.exampleborough.example", Broker: "https://broker.exampleborough.example", URL: c.http.URL,
		Sites: []trust.Site{{Number: site, Name: trust.Text{En: "Central Library", Cy: "Llyfrgell Ganolog"}}},
	}))
	must(c.admin.PublishPolicy(c.ctx, assets.DefaultPolicy()))(c.t)
	now := c.now()
	today := resident.DateOf(now)
	for id, roles := range map[trust.PersonID][]trust.Role{
		admin:      {trust.Administrator},
		officer:    {trust.Officer},
		second:     {trust.Officer},
		supervisor: {trust.Supervisor},
		both:       {trust.Officer, trust.Supervisor},
	} {
		do(c.t, c.admin.SetPerson(c.ctx, trust.Person{
			ID: id, Name: staffNames[id], Roles: roles,
			Training: trust.Training{Document: today.AddMonths(-3), Likeness: today.AddMonths(-3)},
			From:     now.AddDate(-1, 0, 0).Unix(), Until: now.AddDate(1, 0, 0).Unix(),
		}))
	}
	code := must(c.admin.NewDeskCode(c.ctx,
		trust.Desk{ID: deskID, Name: trust.Text{En: "Desk 7", Cy: "Desg 7"}, Site: site}, c.http.Certificate().Raw, time.Hour))(c.t)
	must(desk.Enrol(c.ctx, desk.EnrolConfig{Config: c.config, Code: code.String()}))(c.t)
	d := must(desk.Open(c.ctx, c.config))(c.t)
	do(c.t, d.Sync(c.ctx))
	for i, id := range []trust.PersonID{officer, second, supervisor, both} {
		must(d.AddStaff(c.ctx, id, staffNames[id], phrase))(c.t)
		must(c.admin.ConfirmStaff(c.ctx, admin, id, deskID))(c.t)
		if i == 0 { // the first is there to vouch for the others' keys
			do(c.t, d.SignIn(c.ctx, id, phrase))
		}
	}
	do(c.t, d.Sync(c.ctx))
	do(c.t, d.Shutdown(c.ctx))
}

// rosa is to whom the specimen letter is sent.
func rosa() *broker.LetterTo {
	return &broker.LetterTo{
		Given: "Rosa Mai", Family: "Specimen", Address: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA", Language: "en",
	}
}

// letter prints a letter, with or without a record, and is its code.
func (c *town) letter(to *broker.LetterTo) string {
	c.t.Helper()
	return must(c.admin.IssueLetter(c.ctx, broker.LetterAsk{Site: site, Record: to}))(c.t).Code
}

// picture is a letter as an image file, which lies on no part of the machine
// that the desk writes to.
func (c *town) picture(code string) string {
	c.t.Helper()
	page := must(paper.Letter(paper.LetterPage{
		Council: "Exampleborough Council", Addressee: []string{"Rosa Mai Specimen", "12 Sample Row", "Exampleton", "EX4 1AA"},
		Code: code, Typed: "ABCD-EFGH-JKMN-P", Until: "14 December 2026", UntilCy: "14 Rhagfyr 2026", Specimen: true,
	}))(c.t)
	f := must(os.Create(filepath.Join(c.posted, "letter.png")))(c.t)
	do(c.t, paper.EncodePNG(f, page))
	do(c.t, f.Close())
	return f.Name()
}

// trusted is the trust list as the council publishes it, under its root.
func (c *town) trusted() *trust.List {
	c.t.Helper()
	root := must(c.admin.Root(c.ctx))(c.t)
	doc := must(c.store.Published(c.ctx, brokerstore.DocTrust))(c.t)
	return must(trust.ParseList(doc.Token, root, c.now()))(c.t)
}
