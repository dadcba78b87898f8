package trusttest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"vouchdesk/internal/jose"
	"vouchdesk/internal/resident"
	"vouchdesk/internal/trust"
)

// The specimen council's names.
const (
	Issuer    = "https://vouch.specimen.example"
	Broker    = "https://broker.specimen.example"
	Name      = "Specimen Borough Council"
	NameCy    = "Cyngor Bwrdeistref Enghreifftiol"
	DeskID    = trust.DeskID("DESK07")
	OtherDesk = trust.DeskID("DESK08")
	Site      = 7
	OtherSite = 8
	LetterKID = "d7"
	LogName   = "log.specimen.example"
)

// A Key is a P-256 key with the kid it is listed under.
type Key struct {
	KID     string
	Private *ecdsa.PrivateKey
}

// NewKey makes a key under its thumbprint.
func NewKey(t testing.TB) Key {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return Key{jose.Thumbprint(&k.PublicKey), k}
}

// A Member is a person of the staff with their keys.
type Member struct {
	ID    trust.PersonID
	Sign  Key
	Spare Key // a second staff-sign key of the same person, at the other desk
	Enc   Key
}

// Council is the specimen council.
type Council struct {
	Now time.Time

	RootKey, RegistrarKey, PolicyKey            Key
	LetterKey, ReceiptKey, BrokerKey, Parcel    Key
	DeskKey, OtherDeskKey                       Key
	Log                                         note.Signer
	LogVerifier                                 string
	Officer, SecondOfficer, UntrainedOfficer    Member
	Supervisor, OfficerSupervisor, Adviser      Member
	StaleSupervisor, Administrator, SecondAdmin Member

	RootBody trust.RootBody
	ListBody trust.ListBody
	Pinned   []string

	Root *trust.Root
	List *trust.List
}

// New builds a council whose root and list were signed an hour before now.
func New(t testing.TB, now time.Time) *Council {
	t.Helper()
	c := &Council{Now: now.UTC().Truncate(time.Second)}
	for _, k := range []*Key{
		&c.RootKey, &c.RegistrarKey, &c.PolicyKey, &c.LetterKey, &c.ReceiptKey, &c.BrokerKey, &c.Parcel,
		&c.DeskKey, &c.OtherDeskKey,
	} {
		*k = NewKey(t)
	}
	c.LetterKey.KID = LetterKID
	secret, public, err := note.GenerateKey(rand.Reader, LogName)
	if err != nil {
		t.Fatal(err)
	}
	if c.Log, err = note.NewSigner(secret); err != nil {
		t.Fatal(err)
	}
	c.LogVerifier = public
	iat := c.Now.Add(-time.Hour)
	c.RootBody = trust.RootBody{
		Issuer: Issuer, Version: 1, IssuedAt: iat.Unix(), Expires: iat.AddDate(1, 0, 0).Unix(),
		Name: trust.Text{En: Name, Cy: NameCy}, Brand: "#0B4F5C",
		Registrar: jose.MarshalKey(&c.RegistrarKey.Private.PublicKey),
		Policy:    jose.MarshalKey(&c.PolicyKey.Private.PublicKey),
	}
	c.RootBody.RootKeys = append(c.RootBody.RootKeys, jose.MarshalKey(&c.RootKey.Private.PublicKey))
	c.Pinned = []string{c.RootKey.KID}
	c.ListBody = trust.ListBody{
		Issuer: Issuer, Broker: Broker, Version: 1, IssuedAt: iat.Unix(), Expires: iat.AddDate(0, 0, 7).Unix(),
		Sites: []trust.Site{
			{Number: Site, Name: trust.Text{En: "Central Library", Cy: "Llyfrgell Ganolog"}},
			{Number: OtherSite, Name: trust.Text{En: "Harbour Library", Cy: "Llyfrgell yr Harbwr"}},
		},
		Desks: []trust.Desk{
			{ID: DeskID, Name: trust.Text{En: "Desk 7", Cy: "Desg 7"}, Site: Site},
			{ID: OtherDesk, Name: trust.Text{En: "Desk 8", Cy: "Desg 8"}, Site: OtherSite},
		},
	}
	c.listKeys()
	c.staff(t)
	c.Resign(t)
	return c
}

func (c *Council) span() (from, until int64) {
	return c.Now.AddDate(-1, 0, 0).Unix(), c.Now.AddDate(1, 0, 0).Unix()
}

func (c *Council) listKeys() {
	from, until := c.span()
	for _, k := range []struct {
		use  trust.Use
		key  Key
		desk trust.DeskID
	}{
		{trust.UseLetter, c.LetterKey, ""},
		{trust.UseReceipt, c.ReceiptKey, ""},
		{trust.UseBroker, c.BrokerKey, ""},
		{trust.UseParcel, c.Parcel, ""},
		{trust.UseDesk, c.DeskKey, DeskID},
		{trust.UseDesk, c.OtherDeskKey, OtherDesk},
	} {
		c.ListBody.Keys = append(c.ListBody.Keys, trust.Key{
			KID: k.key.KID, Use: k.use, JWK: jose.MarshalKey(&k.key.Private.PublicKey), Desk: k.desk, From: from, Until: until,
		})
	}
	c.ListBody.Keys = append(c.ListBody.Keys, trust.Key{
		KID: "log-1", Use: trust.UseCheckpoint, Note: c.LogVerifier, From: from, Until: until,
	})
}

func (c *Council) staff(t testing.TB) {
	t.Helper()
	today := resident.DateOf(c.Now)
	fresh := trust.Training{Document: today.AddMonths(-3), Likeness: today.AddMonths(-3)}
	for _, p := range []struct {
		to       *Member
		id, name string
		training trust.Training
		roles    []trust.Role
	}{
		{&c.Officer, "p-officer", "Idris Sampl", fresh, []trust.Role{trust.Officer}},
		{&c.SecondOfficer, "p-second", "Nia Patrwm", trust.Training{Document: today.AddMonths(-20), Likeness: today.AddMonths(-20)}, []trust.Role{trust.Officer}},
		{&c.UntrainedOfficer, "p-untrained", "Owen Newydd", trust.Training{}, []trust.Role{trust.Officer}},
		{&c.Supervisor, "p-supervisor", "Mair Enghraifft", fresh, []trust.Role{trust.Supervisor}},
		{&c.OfficerSupervisor, "p-both", "Tom Placeholder", fresh, []trust.Role{trust.Officer, trust.Supervisor}},
		{&c.StaleSupervisor, "p-stale", "Gwen Hen", trust.Training{Document: today.AddMonths(-60), Likeness: today.AddMonths(-60)}, []trust.Role{trust.Supervisor}},
		{&c.Adviser, "p-adviser", "Alun Ffonio", trust.Training{}, []trust.Role{trust.Adviser}},
		{&c.Administrator, "p-admin", "Bethan Gweinyddwr", trust.Training{}, []trust.Role{trust.Administrator}},
		{&c.SecondAdmin, "p-admin2", "Carys Gweinyddwr", trust.Training{}, []trust.Role{trust.Administrator}},
	} {
		*p.to = c.Hire(t, trust.PersonID(p.id), p.name, p.training, p.roles...)
	}
}

// Hire puts a person with keys on the list; Resign makes it count.
func (c *Council) Hire(t testing.TB, id trust.PersonID, name string, training trust.Training, roles ...trust.Role) Member {
	t.Helper()
	m := Member{ID: id, Sign: NewKey(t), Spare: NewKey(t), Enc: NewKey(t)}
	from, until := c.span()
	c.ListBody.Persons = append(c.ListBody.Persons, trust.Person{
		ID: id, Name: name, Roles: roles, Training: training, From: from, Until: until,
	})
	for _, k := range []struct {
		use  trust.Use
		key  Key
		desk trust.DeskID
	}{{trust.UseStaffSign, m.Sign, DeskID}, {trust.UseStaffSign, m.Spare, OtherDesk}, {trust.UseStaffEnc, m.Enc, DeskID}} {
		c.ListBody.Keys = append(c.ListBody.Keys, trust.Key{
			KID: k.key.KID, Use: k.use, JWK: jose.MarshalKey(&k.key.Private.PublicKey),
			Person: id, Desk: k.desk, From: from, Until: until,
		})
	}
	return m
}

// Resign signs root and list as their bodies are now and reads them back.
func (c *Council) Resign(t testing.TB) {
	t.Helper()
	root := c.Token(t, jose.TypRoot, c.RootKey, c.RootBody)
	list := c.Token(t, jose.TypTrust, c.RegistrarKey, c.ListBody)
	var err error
	if c.Root, err = trust.ParseRoot(root, c.Pinned, c.Now); err != nil {
		t.Fatal(err)
	}
	if c.List, err = trust.ParseList(list, c.Root, c.Now); err != nil {
		t.Fatal(err)
	}
}

// Token signs a payload.
func (c *Council) Token(t testing.TB, typ jose.Typ, key Key, payload any) string {
	t.Helper()
	signer, err := jose.NewSigner(typ, key.Private, key.KID)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
