package broker_test

import (
	"context"
	"encoding/pem"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"vouchdesk/internal/broker"
	"vouchdesk/internal/brokerapi"
	"vouchdesk/internal/brokerstore"
	"vouchdesk/internal/casework"
	"vouchdesk/internal/casework/caseworktest"
	"vouchdesk/internal/courier"
	"vouchdesk/internal/issuance"
	"vouchdesk/internal/jose"
	"vouchdesk/internal/letter"
	"vouchdesk/internal/policy"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
	"vouchdesk/internal/trusttest"
	"vouchdesk/internal/vouch"
)

// town is a whole council made through the broker's own functions: a real
// store and keys on disk, a server over TLS, one enrolled desk and its staff.
type town struct {
	t       testing.TB
	ctx     context.Context
	now     time.Time
	ids     atomic.Int64
	file    string
	store   brokerstore.Store
	keys    *broker.FileKeys
	admin   *broker.Admin
	server  *broker.Server
	http    *httptest.Server
	code    brokerapi.EnrolmentCode
	vault   *age.X25519Identity
	deskKey trusttest.Key
	list    *trust.List
	root    *trust.Root
	rules   *policy.Policy
	desk    *courier.Client
	lease   courier.Lease
	staff   *trusttest.Council // who signs; not the broker's own keys
}

func (c *town) newID() string { return fmt.Sprintf("id-%d", c.ids.Add(1)) }

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%v", err)
		}
		return v
	}
}

func do(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newTown founds the council and enrols the desk.
func newTown(t testing.TB, sources ...broker.Source) *town {
	t.Helper()
	c := &town{t: t, ctx: t.Context(), now: caseworktest.Now()}
	clock := func() time.Time { return c.now }
	dir := t.TempDir()
	c.file = filepath.Join(dir, "broker.db")
	c.store = must[brokerstore.Store](t)(brokerstore.Open(c.file))
	t.Cleanup(func() { do(t, c.store.Close()) })
	c.keys = must[*broker.FileKeys](t)(broker.MakeFileKeys(filepath.Join(dir, "keys")))
	c.admin = broker.NewAdmin(c.store, c.keys, clock)
	c.server = must[*broker.Server](t)(broker.New(broker.Config{
		Store: c.store, Keys: c.keys, Now: clock, NewID: c.newID, Sources: sources,
	}))
	c.http = httptest.NewTLSServer(newContract(t).watch(c.server))
	t.Cleanup(c.http.Close)
	c.found()
	c.enrol()
	c.hire()
	c.pull()
	c.lease = must[courier.Lease](t)(c.desk.Lease(c.ctx, 64))
	return c
}

func (c *town) found() {
	do(c.t, c.admin.InitCouncil(c.ctx, broker.Council{
		Name: trust.Text{En: trusttest.Name, Cy: trusttest.NameCy}, Issuer: trusttest.Issuer, Broker: trusttest.Broker, URL: c.http.URL,
		Sites: []trust.Site{{Number: trusttest.Site, Name: trust.Text{En: "Central Library", Cy: "Llyfrgell Ganolog"}}},
	}))
	body := must[[]byte](c.t)(os.ReadFile("../../assets/policy/default.json"))
	c.rules = must[*policy.Policy](c.t)(c.admin.PublishPolicy(c.ctx, body))
	c.code = must[brokerapi.EnrolmentCode](c.t)(c.admin.NewDeskCode(c.ctx,
		trust.Desk{ID: trusttest.DeskID, Name: trust.Text{En: "Desk 7"}, Site: trusttest.Site}, c.http.Certificate().Raw, time.Hour))
}

// courierFor is a client with a key of its own.
func (c *town) courierFor(key trusttest.Key) *courier.Client {
	signer := must[*jose.Signer](c.t)(jose.NewSigner(jose.TypRequest, key.Private, key.KID))
	client := must[*courier.Client](c.t)(courier.New(courier.Config{
		BaseURL: c.http.URL, RootCAs: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.http.Certificate().Raw}),
		Desk: trusttest.DeskID, Broker: trusttest.Broker, Signer: signer,
		List: func() *trust.List { return c.list }, Now: func() time.Time { return c.now }, NewID: c.newID,
	}))
	c.t.Cleanup(client.Close)
	return client
}

func (c *town) enrol() {
	c.deskKey = trusttest.NewKey(c.t)
	c.vault = must[*age.X25519Identity](c.t)(age.GenerateX25519Identity())
	c.desk = c.courierFor(c.deskKey)
	c.register(c.deskKey, c.vault)
}

func (c *town) register(key trusttest.Key, vault *age.X25519Identity) brokerapi.Enrolled {
	c.t.Helper()
	return must[brokerapi.Enrolled](c.t)(c.desk.Enrol(c.ctx, brokerapi.Enrolment{
		Secret: c.code.Secret, DeskKey: jose.MarshalKey(&key.Private.PublicKey), VaultRecipient: vault.Recipient().String(),
	}))
}

// hire adds the staff, hands in their keys as the desk would and confirms them.
func (c *town) hire() {
	today := resident.DateOf(c.now)
	fresh := trust.Training{Document: today.AddMonths(-3), Likeness: today.AddMonths(-3)}
	from, until := c.now.AddDate(-1, 0, 0).Unix(), c.now.AddDate(1, 0, 0).Unix()
	person := func(id, name string, training trust.Training, roles ...trust.Role) {
		do(c.t, c.admin.SetPerson(c.ctx, trust.Person{
			ID: trust.PersonID(id), Name: name, Roles: roles, Training: training, From: from, Until: until,
		}))
	}
	person("p-admin", "Bethan Gweinyddwr", trust.Training{}, trust.Administrator)
	person("p-officer", "Idris Sampl", fresh, trust.Officer, trust.Supervisor)
	person("p-supervisor", "Mair Enghraifft", fresh, trust.Supervisor)
	person("p-stale", "T. Placeholder", trust.Training{Document: today.AddMonths(-60)}, trust.Supervisor)
	person("p-adviser", "Alun Ffonio", fresh, trust.Adviser)
	c.staff = &trusttest.Council{
		Now: c.now, Officer: c.member("p-officer"), Supervisor: c.member("p-supervisor"),
		StaleSupervisor: c.member("p-stale"), Adviser: c.member("p-adviser"),
	}
}

func (c *town) member(id trust.PersonID) trusttest.Member {
	c.t.Helper()
	m := trusttest.Member{ID: id, Sign: trusttest.NewKey(c.t), Enc: trusttest.NewKey(c.t)}
	state := must[brokerapi.StaffPending](c.t)(c.desk.RegisterStaff(c.ctx, brokerapi.StaffKeys{
		Person: id, Sign: jose.MarshalKey(&m.Sign.Private.PublicKey), Enc: jose.MarshalKey(&m.Enc.Private.PublicKey),
	}))
	if state.State != brokerapi.StaffStatePending || state.Needed != 1 {
		c.t.Fatalf("staff keys: %+v", state)
	}
	must[brokerapi.StaffPending](c.t)(c.admin.ConfirmStaff(c.ctx, "p-admin", id, trusttest.DeskID))
	return m
}

// pull fetches and verifies what a desk works with.
func (c *town) pull() {
	c.t.Helper()
	root := must[courier.Pulled](c.t)(c.desk.Root(c.ctx, ""))
	c.root = must[*trust.Root](c.t)(trust.ParseRoot(root.Token, []string{c.code.Root}, c.now))
	list := must[courier.Pulled](c.t)(c.desk.Trust(c.ctx, ""))
	c.list = must[*trust.List](c.t)(trust.ParseList(list.Token, c.root, c.now))
	signed := must[courier.Pulled](c.t)(c.desk.Policy(c.ctx, ""))
	rules, _, err := brokerapi.ReadPolicy(signed.Token, c.root, c.now)
	do(c.t, err)
	c.rules = rules
	c.staff.List, c.staff.Root = c.list, c.root
}

// aCase is a complete case with a letter the council printed.
func (c *town) aCase(number int) *casework.Case {
	c.t.Helper()
	printed := must[broker.PrintedLetter](c.t)(c.admin.IssueLetter(c.ctx, broker.LetterAsk{Site: trusttest.Site, Record: rosa()}))
	k := caseworktest.WithPassport(c.t, c.staff, c.rules)
	k.ID = casework.ID(fmt.Sprintf("case-%d", number))
	k.Letter.JTI, k.Letter.IssuedAt, k.Letter.Until = printed.JTI.String(), c.now, printed.Until
	k.Letter.State = letter.Matches
	return k
}

func rosa() *broker.LetterTo {
	return &broker.LetterTo{
		Given: "Rosa Mai", Family: "Specimen", Address: []string{"12 Sample Row", "Exampleton"}, Postcode: "EX4 1AA", Language: "en",
	}
}

// order is a case's order, the number-th of the desk, with nothing before it.
func (c *town) order(k *casework.Case, number int) issuance.Order {
	o := caseworktest.Order(c.staff, c.rules, k)
	o.JTI = fmt.Sprintf("urn:uuid:0193a5c1-77d0-7b52-8c44-%012x", number)
	o.Seq, o.Prev = int64(2*number-1), "" // every other number: nothing to compare with
	if number > 1 {
		o.Prev = jose.SDJWT{Issuer: "e30.e30."}.Hash()
	}
	o.Index, o.StatusURI = c.lease.Body.Indices[number], c.lease.Body.URI
	return o
}

func (c *town) propose(o issuance.Order) issuance.Proposed {
	c.t.Helper()
	w := must[*issuance.SubmitWarrant](c.t)(issuance.PrepareSubmission(o))
	return must[issuance.Proposed](c.t)(w.Sign(c.staff.Officer.Sign.Private))
}

func (c *town) approve(p issuance.Proposed, number int) issuance.Approved {
	c.t.Helper()
	o := caseworktest.ApproveOrder(c.staff, c.rules, p)
	o.Now = c.now
	o.JTI = fmt.Sprintf("urn:uuid:0193a5c1-88e1-7c63-9d55-%012x", number)
	w := must[*issuance.ApproveWarrant](c.t)(issuance.PrepareApproval(o))
	return must[issuance.Approved](c.t)(w.Sign(c.staff.Supervisor.Sign.Private))
}

func (c *town) seal(token string, typ jose.Typ) string {
	c.t.Helper()
	return must[string](c.t)(brokerapi.SealParcel(token, typ, c.list, c.now))
}

// person is an administrator to register.
func (c *town) person(id trust.PersonID, name string) trust.Person {
	return trust.Person{
		ID: id, Name: name, Roles: []trust.Role{trust.Administrator},
		From: c.now.AddDate(-1, 0, 0).Unix(), Until: c.now.AddDate(1, 0, 0).Unix(),
	}
}

// approveInStore keeps an approval and goes no further.
func (c *town) approveInStore(p issuance.Proposed, a issuance.Approved) {
	c.t.Helper()
	_, _, err := c.store.Approve(c.ctx, brokerstore.Approval{
		VouchJTI: p.JTI, JTI: a.JTI, Parcel: c.seal(a.Token, jose.TypApproval), At: c.now,
		Leaf: vouch.Leaf(p.JTI, p.SHA256, a.JTI, jose.SecondsOf(c.now)),
	})
	do(c.t, err)
}
