package desk_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/desk"
	"vouchdesk/internal/evidence"
	"vouchdesk/internal/fault"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vault"
)

const (
	officer    = trust.PersonID("p-officer")
	supervisor = trust.PersonID("p-supervisor")
	both       = trust.PersonID("p-both")
	phrase     = "correct horse battery staple"
)

// town is a council with a real broker over TLS and one enrolled desk.
type town struct {
	t      testing.TB
	ctx    context.Context
	clock  *clock
	keys   *broker.FileKeys
	admin  *broker.Admin
	http   *httptest.Server
	gate   *gate
	config desk.Config
	desk   *desk.Desk
}

// clock is a clock that a test turns.
type clock struct{ shift atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.shift.Load())) }

// pass lets time pass.
func (c *clock) pass(d time.Duration) { c.shift.Add(int64(d)) }

// gate stands between the desk and the broker and can be shut, or answer itself.
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
	g.set(func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
}

func (g *gate) open() { g.set(nil) }

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

// code fails unless err carries the code.
func code(t testing.TB, err error, want string) {
	t.Helper()
	for _, e := range fault.All(err) {
		if e.Code == want {
			return
		}
	}
	t.Fatalf("got %v, want %s", err, want)
}

func newTown(t testing.TB, change ...func(*desk.Config)) *town {
	t.Helper()
	c := &town{t: t, ctx: context.Background(), clock: &clock{}, gate: &gate{}}
	dir := t.TempDir()
	store := must(brokerstore.Open(filepath.Join(dir, "broker.db")))(t)
	t.Cleanup(func() { do(t, store.Close()) })
	c.keys = must(broker.MakeFileKeys(filepath.Join(dir, "keys")))(t)
	c.admin = broker.NewAdmin(store, c.keys, c.clock.now)
	var ids atomic.Int64
	server := must(broker.New(broker.Config{
		Store: store, Keys: c.keys, Now: c.clock.now,
		NewID: func() string { return "id-" + time.Duration(ids.Add(1)).String() },
	}))(t)
	c.gate.next = server
	c.http = httptest.NewUnstartedServer(c.gate)
	c.http.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	c.http.StartTLS()
	t.Cleanup(c.http.Close)
	c.config = desk.Config{
		Dir: filepath.Join(dir, "desk"), Now: c.clock.now, KDF: vault.KDF{Passes: 1, KiB: 64, Threads: 1},
		Worker: os.Getenv("VOUCHDESK_RENDER"),
	}
	for _, f := range change {
		f(&c.config)
	}
	c.found()
	return c
}

func (c *town) found() {
	c.t.Helper()
	do(c.t, c.admin.InitCouncil(c.ctx, broker.Council{
		Name: trust.Text{En: trusttest.Name, Cy: trusttest.NameCy}, Issuer: trusttest.Issuer, Broker: trusttest.Broker, URL: c.http.URL,
		Sites: []trust.Site{{Number: trusttest.Site, Name: trust.Text{En: "Central Library", Cy: "Llyfrgell Ganolog"}}},
	}))
	body := must(os.ReadFile("../../assets/policy/default.json"))(c.t)
	must(c.admin.PublishPolicy(c.ctx, body))(c.t)
	now := c.clock.now()
	today := resident.DateOf(now)
	fresh := trust.Training{Document: today.AddMonths(-3), Likeness: today.AddMonths(-3)}
	for id, who := range map[trust.PersonID]struct {
		name  string
		roles []trust.Role
	}{
		"p-admin":  {"Bethan Gweinyddwr", []trust.Role{trust.Administrator}},
		officer:    {"Idris Sampl", []trust.Role{trust.Officer}},
		supervisor: {"Mair Enghraifft", []trust.Role{trust.Supervisor}},
		both:       {"T. Placeholder", []trust.Role{trust.Officer, trust.Supervisor}},
	} {
		do(c.t, c.admin.SetPerson(c.ctx, trust.Person{
			ID: id, Name: who.name, Roles: who.roles, Training: fresh,
			From: now.AddDate(-1, 0, 0).Unix(), Until: now.AddDate(1, 0, 0).Unix(),
		}))
	}
	code := must(c.admin.NewDeskCode(c.ctx,
		trust.Desk{ID: trusttest.DeskID, Name: trust.Text{En: "Desk 7", Cy: "Desg 7"}, Site: trusttest.Site}, c.http.Certificate().Raw, time.Hour))(c.t)
	id := must(desk.Enrol(c.ctx, desk.EnrolConfig{Config: c.config, Code: code.String()}))(c.t)
	if id != trusttest.DeskID {
		c.t.Fatalf("enrolled as %q", id)
	}
	c.start()
	do(c.t, c.desk.Sync(c.ctx))
	c.hire(officer, "Idris Sampl")
	do(c.t, c.desk.SignIn(c.ctx, officer, phrase))
	c.hire(supervisor, "Mair Enghraifft")
	c.hire(both, "T. Placeholder")
	do(c.t, c.desk.Sync(c.ctx))
	do(c.t, c.desk.Lock(c.ctx))
}

func (c *town) hire(id trust.PersonID, name string) {
	c.t.Helper()
	must(c.desk.AddStaff(c.ctx, id, name, phrase))(c.t)
	must(c.admin.ConfirmStaff(c.ctx, "p-admin", id, trusttest.DeskID))(c.t)
}

func (c *town) start() {
	c.t.Helper()
	c.desk = must(desk.Open(c.ctx, c.config))(c.t)
	c.t.Cleanup(c.stop)
}

func (c *town) stop() {
	if c.desk == nil {
		return
	}
	if err := c.desk.Shutdown(c.ctx); err != nil && !errors.Is(err, desk.ErrClosed) {
		c.t.Error(err)
	}
	c.desk = nil
}

// restart stops the desk and opens it again.
func (c *town) restart() {
	c.t.Helper()
	c.stop()
	c.start()
}

// swap signs somebody else in.
func (c *town) swap(id trust.PersonID) {
	c.t.Helper()
	do(c.t, c.desk.Lock(c.ctx))
	do(c.t, c.desk.SignIn(c.ctx, id, phrase))
}

func rosa() *broker.LetterTo {
	return &broker.LetterTo{
		Given: "Rosa Mai", Family: "Specimen", Address: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA", Language: "en",
	}
}

// letter prints a letter, with or without a record.
func (c *town) letter(to *broker.LetterTo) string {
	c.t.Helper()
	return must(c.admin.IssueLetter(c.ctx, broker.LetterAsk{Site: trusttest.Site, Record: to}))(c.t).Code
}

// fill takes a new case to where it can be submitted.
func (c *town) fill(code string) casework.ID {
	c.t.Helper()
	d, ctx := c.desk, c.ctx
	id := must(d.NewCase(ctx))(c.t)
	if code == "" {
		do(c.t, d.SetNoLetter(ctx, id))
	} else {
		look := must(d.ReadLetter(ctx, code))(c.t)
		if look.Fault != "" {
			c.t.Fatalf("letter: %s", look.Fault)
		}
		do(c.t, d.SetLetter(ctx, id, look.Letter))
	}
	rules := d.Snapshot().Policy
	do(c.t, d.SetResident(ctx, id, caseworktest.Rosa()))
	do(c.t, d.SetPurpose(ctx, id, casework.Purpose{Service: "blue_badge", Notice: rules.Privacy.Version, Told: "read_aloud", Language: "en"}))
	item := caseworktest.Passport(c.t, rules, "", time.Time{})
	item.ID = d.NewItemID()
	item = anew(c.desk, item)
	do(c.t, d.PutEvidence(ctx, id, item))
	likeness := caseworktest.Likeness(rules, item.ID, "", time.Time{})
	for i := range likeness.Checks {
		likeness.Checks[i].CheckID = d.NewCheckID()
	}
	do(c.t, d.SetLikeness(ctx, id, likeness))
	return id
}

func anew(d *desk.Desk, item evidence.Item) evidence.Item {
	for i := range item.Checks {
		item.Checks[i].CheckID = d.NewCheckID()
	}
	return item
}

// row is a case's line, or the test fails.
func (c *town) row(id casework.ID) desk.Row {
	c.t.Helper()
	for _, r := range c.desk.Snapshot().Cases {
		if r.ID == id {
			return r
		}
	}
	c.t.Fatalf("case %s is not listed", id)
	return desk.Row{}
}
